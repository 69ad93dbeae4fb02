"""Sentences into clauses: stretches with at most one event in them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from processors.extract.text.document import Clause, Sentence

_FINITE: Final = (
    r"(?:was|were|is|are|has|have|had|did|does|would|will|could|can|may|might"
    r"|(?!(?:need|speed|hundred|united|armed|killed|wounded|injured|suspected|unmanned)\b)\w{3,}ed"
    r"|hit|struck|left|came|took|sent|fell|set|shot|led|said|says|saw|began|broke|made|put)\b"
)
_OPENER: Final = re.compile(
    r"(?P<sign>;|:(?!\d)|(?<= )- )"
    r"|, (?P<and>and|but) "
    r"|, (?P<part>leaving|killing|wounding|injuring|damaging|destroying|causing|sparking"
    r"|triggering|prompting|adding) "
    r"|(?:, | )(?P<who>who|which|where|in which|whose) "
    rf"| (?P<that>that) (?={_FINITE})"
    r"|(?:, | |^)(?P<sub>while|although|though|because|after|before|following|amid|despite|when"
    r"|whereas|since|as (?=(?:the|an?|its?|they|their|he|she|more|fears|fighting|tensions) ))\b"
)
_SOURCE: Final = re.compile(
    r", (?=(?:(?!(?:and|but|who|which) )[\w.'-]+ ){1,9}?"
    r"(?:said|says|told|reported|reports|confirmed)\b)"
    r"|, (?=(?:said|according to|citing) )"
)
_SHORTEST: Final = 3  # characters; less is no clause

_VERB: Final = (
    r"(?:was|were|is|are|has|had|have|will|would|said|says|told|hit|struck|fell|came|killed|wounded"
    r"|injured|landed|confirmed|reported|announced|claimed|added|launched|fired|attacked|targeted)"
)
_ASIDE: Final = re.compile(
    r"\([^()\n]{1,200}\)"
    r"|(?<=,) (?:including|among them|such as|mostly|most of them|all of them|also)"
    r" [^,;:()\n]{1,120}(?=,)"
    r"|(?<=,) (?:linked|tied|allied|affiliated|aligned|associated|backed|based|located|known) "
    r"[^,;:()\n]{1,60}(?=,)"
    r"|(?<=,) aged? [^,;:()\n]{1,30}(?=,)"
    r"|(?<=,) (?:[\w-]+ ){0,3}[\w-]+'s? (?![^,]{0,60}\b(?:said|says|told|was"
    r"|were)\b)[^,;:()\n]{1,60}(?=,)"
    rf"|(?<=,) (?:an?|the) (?![^,]{{0,120}}\b{_VERB}\b)(?:[\w'-]+ ){{1,7}}(?:of|in|from|with"
    rf"|between|for) (?:[\w'-]+ ?){{1,6}}(?=,)"
)
_ASIDE_COMMAS: Final = 2  # without parentheses it stands between two


def mask(text: str) -> str:
    """Blank what stands in parentheses or between commas as an aside; the length stays."""
    if "(" not in text and text.count(",") < _ASIDE_COMMAS:
        return text
    return _ASIDE.sub(lambda aside: " " * len(aside.group()), text)


def cut_clauses(folded: str, sentences: Sequence[Sentence]) -> tuple[Clause, ...]:
    """Cut every sentence; asides between commas do not cut."""
    return tuple(
        clause
        for sentence in sentences
        for clause in _cut(mask(folded[sentence.start : sentence.end]), sentence)
    )


def _cut(text: str, sentence: Sentence) -> Iterator[Clause]:
    """Yield the clauses of one sentence."""
    start, opener = 0, ""
    for at, begin, word in sorted(_bounds(text)):
        if at - start < _SHORTEST:
            opener = opener or (word if not at else "")
            continue
        yield Clause(sentence.start + start, sentence.start + at, opener, sentence.index)
        start, opener = begin, word
    yield Clause(sentence.start + start, sentence.end, opener, sentence.index)


def _bounds(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a clause ends, where the next begins, and the word that opens it."""
    for found in _OPENER.finditer(text):
        word = next(part for part in found.groups() if part)
        yield found.start(), found.end() - (0 if word in ";:- " else len(word) + 1), word.strip()
    for found in _SOURCE.finditer(text):
        yield found.start(), found.end(), ","
