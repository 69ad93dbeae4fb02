"""The values a sentence gives, slot by slot."""

from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot
from contracts.weapons import Weapon
from processors.extract.plain.found import Found, found
from processors.extract.plain.kit import WEAPON
from processors.extract.plain.munitions import bare_munitions, munitions
from processors.extract.plain.numbers import counts
from processors.extract.plain.origin import origins
from processors.extract.plain.parties import parties
from processors.extract.plain.passage import Hit, Passage, gap
from processors.extract.plain.tolls import tolls
from processors.extract.text.document import Document
from processors.gazetteer import Gazetteer
from processors.language.plain import Cue

_AREA: Final = 3  # words behind "launched from" that say where, without a name we know
_THING: Final = 4  # words of a clause around "destroyed" that say what
_NEAR: Final = 5  # words between a confirmation and what it confirms
_CARGO: Final = frozenset({Weapon.BOMB, Weapon.EXPLOSION})  # what other weapons bear and do


def values(
    document: Document, passage: Passage, gazetteer: Gazetteer, *, struck: bool
) -> Iterator[Found]:
    """Yield every value, slot by slot; `struck`: the sentence tells of the attack itself."""
    yield from _weapons(document, passage)
    taken: set[int] = set()
    every = counts(document, passage)
    yield from munitions(document, passage, every, taken)
    people = [count for count in every if count.first not in taken]
    harmed = list(tolls(document, passage, people))
    yield from harmed
    taken |= {at for each in harmed for at in range(each.first, each.last + 1)}
    yield from bare_munitions(document, passage, every, taken)
    yield from parties(document, passage, gazetteer, struck=struck)
    yield from _damage(document, passage)
    yield from _launch_areas(document, passage)
    yield from _status(document, passage)


def _weapons(document: Document, passage: Passage) -> Iterator[Found]:
    """Read weapons; what they bear and that something burst says nothing more beside them."""
    hits = list(passage.of(WEAPON))
    others = any(hit.id not in _CARGO for hit in hits)
    for hit in hits:
        if not others or hit.id not in _CARGO:
            yield found(document, passage, Slot.WEAPON, hit.first, hit.last, norm=hit.id)


def _damage(document: Document, passage: Passage) -> Iterator[Found]:
    """Read what was destroyed: the words of the clause around; once a clause."""
    seen: set[int] = set()
    for hit in passage.of(Cue.DAMAGE):
        clause = passage.clauses[hit.first]
        if clause in seen:
            continue
        seen.add(clause)
        none = any(gap(hit, other) <= _THING for other in passage.of(Cue.NOBODY))
        first, last = _around(passage, hit)
        norm = "none" if none else ""
        yield found(document, passage, Slot.DAMAGE, first, last, norm=norm)


def _around(passage: Passage, hit: Hit) -> tuple[int, int]:
    clause = passage.clauses[hit.first]
    first, last = hit.first, hit.last
    while first > max(0, hit.first - _THING) and passage.clauses[first - 1] == clause:
        first -= 1
    end = len(passage.words) - 1
    while last < min(end, hit.last + _THING) and passage.clauses[last + 1] == clause:
        last += 1
    return first, last


def _launch_areas(document: Document, passage: Passage) -> Iterator[Found]:
    for said, place in origins(passage):
        if place:
            yield found(document, passage, Slot.LAUNCH_AREA, place.first, place.last)
        elif said.last + 1 < len(passage.words):
            last = min(said.last + _AREA, len(passage.words) - 1)
            yield found(document, passage, Slot.LAUNCH_AREA, said.last + 1, last)


def _status(document: Document, passage: Passage) -> Iterator[Found]:
    """Read "the army acknowledged": an attack that one side had not admitted."""
    acts = list(passage.of(Cue.STRIKE, Cue.BLAST, Cue.KILLED))
    for said in passage.of(Cue.CONFIRMS):
        if any(gap(said, act) <= _NEAR for act in acts):
            yield found(document, passage, Slot.STATUS, said.first, said.last, norm="confirmed")
            return
