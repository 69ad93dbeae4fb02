"""Munitions fired, intercepted and landed: counts beside a weapon and a word of its fate. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from contracts.messages import Slot
from processors.extract.plain.found import Found, found
from processors.extract.plain.kit import ROLE, WEAPON
from processors.extract.plain.numbers import Count
from processors.extract.plain.passage import Hit, Passage, gap
from processors.extract.text.document import Document
from processors.language.plain import Cue

_MUNITION: Final = 2  # words from a count to the munition it counts
_OF: Final = 2  # words of "of the" between a part and its whole
_FATE: Final = 4  # words from a bare count to the word that says what became of them
_NO_MUNITIONS: Final = frozenset(
    {"explosion", "gunfire", "ground_assault", "sabotage", "air_strike", "car_bomb"}
)
_PEOPLE: Final = (ROLE, Cue.FORCE, Cue.PERSON, Cue.CASUALTY, Cue.KILLED, Cue.INJURED)
_FATES: Final = {
    Cue.DOWNED: Slot.INTERCEPTED,
    Cue.LANDED: Slot.HIT,
    Cue.FALL: Slot.HIT,
    Cue.FIRED: Slot.FIRED,
    Cue.STRIKE: Slot.FIRED,
}
_OWN: Final = frozenset({Cue.DOWNED, Cue.LANDED, Cue.FALL})  # say enough beside a bare count


def munitions(
    document: Document, passage: Passage, counts: Sequence[Count], taken: set[int]
) -> Iterator[Found]:
    """Yield the munitions counted; `taken` grows by the words of counts that count them."""
    for before, count in zip((None, *counts), counts, strict=False):
        munition = next(passage.within(count.last + 1, count.last + 1 + _MUNITION, WEAPON), None)
        inside = any(hit.first <= count.first <= hit.last for hit in passage.of(WEAPON))
        harm = any(passage.within(count.last + 1, count.last + 1, Cue.KILLED, Cue.INJURED))
        if munition and munition.id not in _NO_MUNITIONS and not (inside or harm):
            taken.add(count.first)
            part = before if before and _is_part(passage, before, count) else count
            taken.add(part.first)
            counted = Hit(count.first, munition.last, munition.kind, munition.id)
            if fate := _fate(passage, counted, tuple(_FATES)):
                yield _munition(document, passage, part, munition.last, fate)


def _is_part(passage: Passage, part: Count, whole: Count) -> bool:
    """Tell "two of the three drones": of the three it says nothing."""
    if not (1 <= whole.first - part.last - 1 <= _OF and part.low < whole.low):
        return False
    people = any(passage.within(part.last + 1, whole.first - 1, *_PEOPLE))
    return not people and passage.clauses[part.first] == passage.clauses[whole.first]


def bare_munitions(
    document: Document, passage: Passage, counts: Sequence[Count], taken: set[int]
) -> Iterator[Found]:
    """Yield counts whose munition stands elsewhere: "two were shot down, the third hit"."""
    for count in counts:
        if count.first in taken:
            continue
        bare = Hit(count.first, count.last, "count", "")
        fate = _fate(passage, bare, tuple(_OWN))
        if fate and gap(bare, fate) <= _FATE:
            taken.add(count.first)
            yield _munition(document, passage, count, max(count.last, fate.last), fate)


def _fate(passage: Passage, of: Hit, kinds: tuple[str, ...]) -> Hit | None:
    """Return the nearest word in the clause that says what became of munitions."""
    clause = passage.clauses[of.first]
    said = (hit for hit in passage.of(*kinds) if passage.clauses[hit.first] == clause)
    order = list(_FATES)
    return min(said, key=lambda hit: (gap(hit, of), order.index(Cue(hit.kind))), default=None)


def _munition(document: Document, passage: Passage, count: Count, last: int, fate: Hit) -> Found:
    return found(
        document, passage, _FATES[Cue(fate.kind)], min(count.first, last), max(last, count.last),
        low=count.low, high=count.high, approx=count.approx,
    )  # fmt: skip
