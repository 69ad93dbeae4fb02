"""What can be known of an attack: one file per slot, each a pure function of one sentence.

A slot's file holds `values(passage: Passage) -> Iterator[Raw]`: every value of it that the sentence
states, of whatever attack. Which attack a value belongs to and who says it are passes over the
values of all slots (bind, speaker). To add a slot, add a file, a `Slot` and a test.
"""
