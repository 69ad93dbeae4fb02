"""EXTRACT: an article's text -> what it reports, and how it tells it. Pure.

The data's way through English text; each step knows only those before it:

text         sentences and clauses
when         time expressions
escalation   escalation terms
words        what every word and name stands for
frames       acts and their targets
verdict      how they are told, and what they may do
reports      which acts are one attack, where and when it was
claims       what is said of it, slot by slot

`plain` reads the languages that have word lists and no grammar of their own.
"""
