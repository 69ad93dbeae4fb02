"""Slots: munitions fired, hit (on or off the base) and intercepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.munition_words import (
    BEFORE,
    BEHIND,
    LATER,
    MUNITION,
    OUT_OF,
    PHRASE,
    THEM,
    TOLD,
)
from processors.extract.claims.passage import Passage, Raw
from processors.extract.claims.quantity import Quantity, quantities
from processors.extract.lexicon import phrase

_ALONE: Final = phrase(
    r"[ ]*(?:$|[.,;:)]|(?:at|on|over|near|toward|towards|and|before|as|in|out of)\b)"
)
_WERE: Final = re.compile(r"\b(?:was|were|been|being|are)\b")
_PEOPLE: Final = re.compile(r"\b(?:nobody|no one)\b")
_UNREAL: Final = phrase(
    r"\b(?:could|would|might|may|can|should|must|capable|able|ready|prepar\w+|plan\w*|threat\w*"
    r"|try\w*|attempt\w*|about|not|never|n't|without) (?:[\w'-]+ ){0,4}$"
)
_NTH: Final = phrase(
    r"\b(?:(?:a|the) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|other)|another)\b(?! (?:time|attack|day|wave|night|strike|barrage|salvo|person|soldier))"
)
_MANY_REGIONS: Final = re.compile(
    r"\b(?:regions|oblasts|provinces|nationwide|across the country|across (?:russia|ukraine))\b"
)
_OFF: Final = re.compile(
    r"\b(?:near|nearby|close to|outside|short of|neighbou?ring|adjacent|vicinity|around|beside"
    r"|next to|village|residential|houses?|homes?|town|perimeter|field|metres? from|meters? from"
    r"|km from|miles? from|off the base|harmlessly|desert|sea)\b"
)
_ON: Final = re.compile(
    r"\binside\b *$|\b(?:inside|within|in|on|onto|into|the|at)? *(?:the |its )?(?:[\w'-]+ ){0,4}"
    r"(?:base|airbase|airfield|garrison|depot|port|camp|airport|compound|runway|facility|post"
    r"|outpost|barracks|headquarters)\b"
)


@dataclass(frozen=True, slots=True)
class Munitions:
    """A count of munitions; offsets in the sentence."""

    quantity: Quantity
    end: int
    named: bool  # else the count stands alone: "two of them"


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every count of munitions that were fired, hit or were stopped."""
    text = passage.text
    named = MUNITION.search(text) is not None
    if not named and not MUNITION.search(passage.before):
        return
    nth = list(_ordinals(text))
    firsts = {one.quantity.start for one in nth}
    several = [*(one for one in counted(text) if one.quantity.start not in firsts), *nth]
    wholes = {one.quantity.start: _whole(text, one, several) for one in several}
    parted = {whole.quantity.start for whole in wholes.values() if whole}
    for one in several:
        if one.quantity.start not in parted:
            yield from _read(passage, one, wholes[one.quantity.start])


def counted(text: str) -> Iterator[Munitions]:
    """Yield counts with a munition behind them, and counts alone, which may stand for some."""
    for quantity in quantities(text):
        if _PEOPLE.match(text, quantity.start):
            continue
        noun = PHRASE.match(text, quantity.end)
        if noun is not None:
            yield Munitions(quantity, noun.end(), named=True)
        elif not quantity.article:
            them = _past_them(text, quantity.end)
            yield Munitions(quantity, them, named=False)


def _ordinals(text: str) -> Iterator[Munitions]:
    """Yield "a second drone" and "the ninth": one each."""
    for found in _NTH.finditer(text):
        noun = PHRASE.match(text, found.end())
        quantity = Quantity(*found.span(), 1, 1)
        yield Munitions(quantity, noun.end() if noun else found.end(), named=noun is not None)


def _past_them(text: str, at: int) -> int:
    """Return where "of them" behind a count ends."""
    them = THEM.match(text, at)
    return them.end() if them else at


def _read(passage: Passage, one: Munitions, whole: Munitions | None) -> Iterator[Raw]:
    """Yield what one count of munitions did, by the verb before it or the one behind it."""
    if whole is not None:
        yield _raw(passage, Slot.FIRED, whole, one.quantity.start)
    found = _acts(passage, one, (whole or one).end)
    for slot, verb in dict(found).items():
        if _is_counted(passage, slot, one):
            yield _raw(passage, slot, one, verb)


def _acts(passage: Passage, one: Munitions, end: int) -> Iterator[tuple[Slot, int]]:
    """Yield the slots that the words around a count give it, and where those words are.

    "Shot down 12 drones launched from X" tells what became of them by the verb before them;
    else the verb behind goes first.
    """
    text, quantity = passage.text, one.quantity
    done = _before(text, one) if one.named or _ALONE.match(text, one.end) else None
    if done is Slot.INTERCEPTED:
        yield done, quantity.start
        return
    for slot, rule in BEHIND:
        behind = rule.match(text, end)
        if behind is None or (slot is Slot.FIRED and not one.named and not _WERE.search(behind[0])):
            continue
        yield slot, behind.end()
        later = LATER.match(text, behind.end()) if slot is Slot.FIRED else None
        if later is not None and not _WERE.search(behind[0]):
            yield Slot.INTERCEPTED, later.end()
        return
    if done is not None:
        yield done, quantity.start
    elif one.named and (later := LATER.match(text, end)):
        yield Slot.INTERCEPTED, later.end()


def _before(text: str, one: Munitions) -> Slot | None:
    """Return the slot that the verb before a count gives it."""
    left = text[max(0, one.quantity.start - 70) : one.quantity.start]
    for slot, rule in BEFORE:
        before = rule.search(left)
        if before is not None and not _UNREAL.search(left[: before.start()]):
            return slot
    return Slot.FIRED if TOLD.search(left) else None


def _whole(text: str, one: Munitions, several: list[Munitions]) -> Munitions | None:
    """Return "nine" of "eight out of nine": so many were fired."""
    for other in several:
        behind = other.quantity.start > one.quantity.start and other.quantity.low > 1
        if behind and OUT_OF.fullmatch(text, one.quantity.end, other.quantity.start):
            return other
    return None


def _is_counted(passage: Passage, slot: Slot, one: Munitions) -> bool:
    """Tell a count of this attack: not "a drone hit it", nor what a day brought a whole country."""
    if one.quantity.article:
        return slot is Slot.INTERCEPTED
    return slot is not Slot.INTERCEPTED or not _MANY_REGIONS.search(passage.text)


def _raw(passage: Passage, slot: Slot, one: Munitions, verb: int) -> Raw:
    value = value_of(passage, one, _where(passage.text, verb) if slot is Slot.HIT else "")
    start = one.quantity.start
    return passage.raw(slot, value, (start, one.end), anchor=start)


def value_of(passage: Passage, one: Munitions, where: str = "") -> Value:
    """Return a count of munitions as a value; `where` it was that they came down."""
    return Value(
        text=passage.written(one.quantity.start, one.end),
        low=one.quantity.low,
        high=one.quantity.high,
        approx=one.quantity.approx,
        where=where,
    )


def _where(text: str, at: int) -> str:
    """Return "on_base", "off_base" or "" by the words behind the verb."""
    behind = re.split(r"[,;.]| while | and ", text[at : at + 60])[0]
    if _OFF.search(behind):
        return "off_base"
    return "on_base" if _ON.search(behind) else ""
