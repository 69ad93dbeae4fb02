"""The values a sentence gives: weapons, tolls, munitions, who claims it and who is blamed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.document import Document
from processors.extract.plain.kit import ROLE, WEAPON
from processors.extract.plain.numbers import Count, counts
from processors.extract.plain.passage import Hit, Passage
from processors.gazetteer import Gazetteer
from processors.language.plain import Cue

_BEFORE: Final = 9  # words from a count to the word of harm behind it
_BEHIND: Final = 3  # and to one before it
_MUNITION: Final = 2  # words from a count to the munition it counts
_NOBODY: Final = 5  # words between "no" and what there was none of
_ACTOR: Final = 10  # words between a claim and who makes it
_TOLLS: Final = {Cue.KILLED: (Slot.KILLED,), Cue.INJURED: (Slot.INJURED,)}
_BOTH: Final = (Slot.KILLED, Slot.INJURED)


@dataclass(frozen=True, slots=True)
class Found:
    """A value in words `first`..`last` of a sentence."""

    slot: Slot
    first: int
    last: int
    value: Value


def values(document: Document, passage: Passage, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield every value, slot by slot."""
    for hit in passage.of(WEAPON):
        yield _found(document, passage, Slot.WEAPON, hit.first, hit.last, norm=hit.id)
    taken: set[int] = set()
    for count in counts(document, passage):
        yield from _munitions(document, passage, count, taken)
    for count in counts(document, passage):
        if count.first not in taken:
            yield from _toll(document, passage, count)
    yield from _nobody(document, passage)
    yield from _actors(document, passage, gazetteer)


def _found(
    document: Document, passage: Passage, slot: Slot, first: int, last: int, **more: object
) -> Found:
    text = document.words(*passage.span(first, last))
    return Found(slot, first, last, Value(text=text, **more))  # type: ignore[arg-type]


def _munitions(
    document: Document, passage: Passage, count: Count, taken: set[int]
) -> Iterator[Found]:
    """Read "five drones": shot down where the clause says so, else fired."""
    munition = next(passage.within(count.last + 1, count.last + 1 + _MUNITION, WEAPON), None)
    if munition is None or munition.id in _NO_MUNITIONS:
        return
    taken.add(count.first)
    clause = passage.clauses[count.first]
    said = {
        hit.kind
        for hit in passage.of(Cue.DOWNED, Cue.FIRED, Cue.STRIKE, Cue.FALL)
        if passage.clauses[hit.first] == clause
    }
    slot = Slot.INTERCEPTED if Cue.DOWNED in said else Slot.FIRED if said else None
    if slot:
        yield _found(
            document, passage, slot, count.first, munition.last,
            low=count.low, high=count.high, approx=count.approx,
        )  # fmt: skip


_NO_MUNITIONS: Final = frozenset(
    {"explosion", "gunfire", "ground_assault", "sabotage", "air_strike"}
)


def _toll(document: Document, passage: Passage, count: Count) -> Iterator[Found]:
    """Read a count beside the nearest word of harm in its clause."""
    harm = _harm(passage, count)
    if harm is None:
        return
    last = max(count.last, harm.last) if harm.first > count.last else count.last
    stretch = range(min(count.first, harm.first), max(last, count.last + 2) + 1)
    role = next(passage.within(stretch.start, stretch.stop - 1, ROLE), None)
    nation = next(passage.within(count.first, stretch.stop - 1, "demonym", "country"), None)
    if role and role.first > last:
        last = role.last
    yield _found(
        document, passage, _TOLLS[Cue(harm.kind)][0], count.first, last,
        low=count.low, high=count.high, approx=count.approx,
        role=role.id if role else "", nationality=nation.id if nation else "",
    )  # fmt: skip


def _harm(passage: Passage, count: Count) -> Hit | None:
    """Return the word of harm that a count belongs to."""
    clause = passage.clauses[count.first]
    near = [
        (distance, hit.first < count.first, hit)
        for hit in passage.of(*_TOLLS)
        if passage.clauses[hit.first] == clause
        for distance in [
            hit.first - count.last if hit.first > count.last else count.first - hit.last
        ]
        if distance <= (_BEFORE if hit.first > count.last else _BEHIND)
    ]
    return min(near, key=lambda each: each[:2])[2] if near else None


def _nobody(document: Document, passage: Passage) -> Iterator[Found]:
    """Read "no casualties", "nobody was hurt"."""
    for none in passage.of(Cue.NOBODY):
        near = [
            hit
            for hit in passage.within(
                none.first - _NOBODY, none.last + _NOBODY, Cue.KILLED, Cue.INJURED, Cue.CASUALTY
            )
            if passage.clauses[hit.first] == passage.clauses[none.first]
        ]
        for harm in near[:1]:
            first, last = min(none.first, harm.first), max(none.last, harm.last)
            for slot in _TOLLS.get(Cue(harm.kind), _BOTH):
                yield _found(document, passage, slot, first, last, low=0, high=0)


def _actors(document: Document, passage: Passage, gazetteer: Gazetteer) -> Iterator[Found]:
    """Read who claims an attack, and who is blamed for it."""
    for said in passage.of(Cue.CLAIMS, Cue.BLAMES):
        claims = said.kind == Cue.CLAIMS
        slot = Slot.CLAIMED_BY if claims else Slot.BLAMED_ON
        if claims and any(passage.within(said.first - _ACTOR, said.last + _BEHIND, Cue.NOBODY)):
            yield _found(document, passage, slot, said.first, said.last, norm="none")
            continue
        kinds = ("actor",) if claims else ("actor", "country")
        near = sorted(
            passage.within(said.first - _ACTOR, said.last + _ACTOR, *kinds),
            key=lambda hit: (not claims and hit.first < said.first, abs(hit.first - said.first)),
        )
        for hit in near[:1]:
            actor = gazetteer.actors.get(hit.id)
            state = actor.state if actor else hit.id
            yield _found(
                document, passage, slot, hit.first, hit.last, norm=hit.id, nationality=state
            )
