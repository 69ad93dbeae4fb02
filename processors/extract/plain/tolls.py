"""Killed and injured: counts, single persons and "nobody", each bound to a word of harm. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from contracts.messages import Slot
from processors.extract.plain.found import Found, found
from processors.extract.plain.kit import NUMBER, ROLE
from processors.extract.plain.numbers import Count
from processors.extract.plain.passage import Hit, Passage, gap
from processors.extract.text.document import Document
from processors.language.plain import Cue

_BEFORE: Final = 14  # words from a count to the word of harm behind it: verbs may end a sentence
_BEHIND: Final = 4  # and to one before it
_ROSE: Final = 3  # words between a count and "the number of the dead ... rose to"
_FAR: Final = 16  # words from there back to what was counted
_TAKEN: Final = 4  # words that a word of harm seems farther once a count has it
_ALONE: Final = 7  # words between one person and the harm done
_NOBODY: Final = 5  # words between "no" and what there was none of
_WHOM: Final = 2  # words from "one" to the person counted
_TOLLS: Final = {Cue.KILLED: (Slot.KILLED,), Cue.INJURED: (Slot.INJURED,)}
_BOTH: Final = (Slot.KILLED, Slot.INJURED)
_HARM: Final = (Cue.KILLED, Cue.INJURED)


def tolls(document: Document, passage: Passage, counts: Sequence[Count]) -> Iterator[Found]:
    """Yield who was killed and injured, and that nobody was."""
    nobody = list(_nobody(document, passage))
    denied = {at for each in nobody for at in range(each.first, each.last + 1)}
    bound = _bound(passage, [c for c in counts if _counts_people(passage, c)], denied)
    for count, harm in bound:
        yield _toll(document, passage, count, harm)
    counted = {harm.kind for _, harm in bound}
    kinds = tuple(kind for kind in _HARM if kind not in counted)
    yield from _alone(document, passage, kinds, denied)
    yield from nobody


def _counts_people(passage: Passage, count: Count) -> bool:
    """Tell "one soldier" from an article before anything else."""
    written = passage.words[count.last].isdigit()
    if count.low != 1 or count.high != 1 or written:
        return True
    whom = (Cue.PERSON, Cue.KILLED, Cue.INJURED, ROLE)
    return any(passage.within(count.last + 1, count.last + _WHOM, *whom)) or any(
        hit.first <= count.first <= hit.last for hit in passage.of(*whom)
    )


def _bound(passage: Passage, counts: Sequence[Count], denied: set[int]) -> list[tuple[Count, Hit]]:
    """Bind each count to a word of harm of its clause, the nearest pairs first.

    A word that has a count is dearer to the next one, so that "six killed and ten wounded"
    share nothing, and "two soldiers and a driver killed" may.
    """
    pairs = [
        (distance, hit.first < count.first, at, hit)
        for at, count in enumerate(counts)
        for hit in passage.of(*_HARM)
        if hit.first not in denied
        and passage.clauses[hit.first] == passage.clauses[count.first]
        and (distance := _distance(count, hit, _reach(passage, count))) is not None
    ]
    bound: dict[int, Hit] = {}
    while open_pairs := [each for each in pairs if each[2] not in bound]:
        had = {hit.first for hit in bound.values()}
        *_, at, hit = min(
            open_pairs,
            key=lambda each: (each[0] + _TAKEN * (each[3].first in had), each[1], each[2]),
        )
        bound[at] = hit
    return [(counts[at], hit) for at, hit in sorted(bound.items())]


def _reach(passage: Passage, count: Count) -> int:
    """Return how far back a word of harm may stand: "the number of the dead ... rose to 27"."""
    rose = any(passage.within(count.first - _ROSE, count.last + _ROSE, Cue.TOLL))
    return _FAR if rose else _BEHIND


def _distance(count: Count, hit: Hit, reach: int) -> int | None:
    """Return how many words a count is from a word of harm; None for too many."""
    if hit.first > count.last:
        distance = hit.first - count.last
        return distance if distance <= _BEFORE else None
    distance = max(0, count.first - hit.last)
    return distance if distance <= reach else None


def _toll(document: Document, passage: Passage, count: Count, harm: Hit) -> Found:
    last = max(count.last, harm.last) if harm.first > count.last else count.last
    stretch = range(min(count.first, harm.first), max(last, count.last + 2) + 1)
    role = next(passage.within(stretch.start, stretch.stop - 1, ROLE), None)
    nation = next(passage.within(count.first, stretch.stop - 1, "demonym", "country"), None)
    if role and role.first > last:
        last = role.last
    return found(
        document, passage, _TOLLS[Cue(harm.kind)][0], count.first, last,
        low=count.low, high=count.high, approx=count.approx,
        role=role.id if role else "", nationality=nation.id if nation else "",
    )  # fmt: skip


def _alone(
    document: Document, passage: Passage, kinds: tuple[Cue, ...], denied: set[int]
) -> Iterator[Found]:
    """Read one person and no number: "a sergeant has died of his wounds"; once a sentence."""
    for harm in passage.of(*kinds):
        near = [
            hit
            for hit in passage.of(Cue.PERSON)
            if harm.first not in denied
            and gap(hit, harm) <= _ALONE
            and passage.clauses[hit.first] == passage.clauses[harm.first]
            and not any(_between(number, hit, harm) for number in passage.of(NUMBER))
        ]
        for hit in sorted(near, key=lambda hit: gap(hit, harm))[:1]:
            first, last = min(hit.first, harm.first), max(hit.last, harm.last)
            role = next(passage.within(hit.first, hit.last, ROLE), None)
            slot = _TOLLS[Cue(harm.kind)][0]
            yield found(
                document, passage, slot, first, last,
                low=1, high=1, role=role.id if role else "soldier",
            )  # fmt: skip
            return


def _between(number: Hit, one: Hit, other: Hit) -> bool:
    return min(one.last, other.last) < number.first < max(one.first, other.first)


def _nobody(document: Document, passage: Passage) -> Iterator[Found]:
    """Read "no casualties", "nobody was hurt"."""
    for none in passage.of(Cue.NOBODY):
        near = sorted(
            (
                hit
                for hit in passage.within(
                    none.first - _NOBODY, none.last + _NOBODY, *_HARM, Cue.CASUALTY
                )
                if passage.clauses[hit.first] == passage.clauses[none.first]
                and not any(_between(number, none, hit) for number in passage.of(NUMBER))
            ),
            key=lambda hit: gap(hit, none),
        )
        for harm in near[:1]:
            first, last = min(none.first, harm.first), max(none.last, harm.last)
            for slot in _TOLLS.get(Cue(harm.kind), _BOTH):
                yield found(document, passage, slot, first, last, low=0, high=0)
