"""A model proposes values of slots that the rules left empty; its word alone counts for nothing.

    article --> rules --> report --> question --> model --> answer --> evidence --> more claims
                            |                       `-- time-out, error, nonsense --.
                            `------------------------------------------------------- as it was

Off unless [proposals] turns it on; nothing of this package is imported while it is off. Only
`endpoint` does I/O.
"""
