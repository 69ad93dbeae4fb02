"""When a claim that was read is the claim that the label has."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from contracts import messages
from contracts.messages import Part, Slot, Span
from evaluation.corpus import Claim
from processors.dedupe.values import COUNTS
from processors.extract.text.folding import fold
from processors.gazetteer.load import load_gazetteer

ACTORS: Final = frozenset({Slot.CLAIMED_BY, Slot.BLAMED_ON, Slot.DENIED_BY})
_NONE: Final = "none"
_QUOTES: Final = " \"'.,"


def same_value(label: Claim, read: messages.Claim) -> bool:
    """Say if slot and normal form are equal, wherever the words stand.

    Counts are equal if `low`, `high` and `approx` are. An actor's label is the name in the text:
    it is the actor that the gazetteer knows by that name, or one of the two names holds the
    other. Damage and launch areas have no normal form in labels but "none": any value that
    does not say "none" is taken, and the words must tell.
    """
    if label.slot is not read.slot:
        return False
    value = read.value
    if label.slot in COUNTS:
        return (label.low, label.high, label.approx) == (value.low, value.high, value.approx)
    if _NONE in {label.norm, value.norm} or not label.norm:
        return (label.norm == _NONE) == (value.norm == _NONE)
    if label.slot in ACTORS:
        return _same_actor(label.norm, value)
    return label.norm == value.norm


def same_meaning(label: Claim, read: messages.Claim) -> bool:
    """Say if the values are equal, and, where words are all the label has, those as well."""
    if not same_value(label, read):
        return False
    return bool(label.norm or label.slot in COUNTS) or _holds(label.words, read.value.text)


def _same_actor(name: str, value: messages.Value) -> bool:
    known = _actors().get(_bare(name))
    return known == value.norm or _holds(name, value.text)


def _holds(one: str, other: str) -> bool:
    mine, theirs = _bare(one), _bare(other)
    return bool(mine and theirs) and (mine in theirs or theirs in mine)


def _bare(name: str) -> str:
    return fold(name).strip(_QUOTES).removeprefix("the ")


@cache
def _actors() -> Mapping[str, str]:
    """Return the id of every armed group and country by each of its folded names."""
    gazetteer = load_gazetteer()
    countries = ((each.code, each.names) for each in gazetteer.countries.values())
    groups = ((each.id, each.names) for each in gazetteer.actors.values())
    return {_bare(name): key for key, names in (*countries, *groups) for name in names}


def occurrences(words: str, texts: tuple[str, str]) -> Iterator[Span]:
    """Yield every place in title and text where `words` stand; a label does not say which."""
    for part, text in zip((Part.TITLE, Part.TEXT), texts, strict=True):
        at = text.find(words) if words else -1
        while at >= 0:
            yield Span(part=part, start=at, end=at + len(words))
            at = text.find(words, at + 1)


def overlap(one: Span, other: Span) -> bool:
    """Say if two spans share a character."""
    return one.part is other.part and one.start < other.end and other.start < one.end


def stands_at(label: Claim, read: messages.Claim, texts: tuple[str, str]) -> bool:
    """Say if the label's words and those that were read share a character."""
    return any(overlap(span, read.span) for span in occurrences(label.words, texts))
