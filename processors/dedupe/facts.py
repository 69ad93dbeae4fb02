"""The ledger read: which value of a slot is shown, and which cannot all be true."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from contracts.messages import Conflict, Fact, LedgerValue, Slot
from processors.dedupe import values
from processors.dedupe.state import SlotTally, ValueTally
from processors.gazetteer import Gazetteer

_SIDES: Final = 3  # shown side by side


class Reading(NamedTuple):
    """A ledger as people see it."""

    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]


def read(slots: Sequence[SlotTally], gazetteer: Gazetteer) -> Reading:
    """Return one fact per slot of which some value still stands, and the open conflicts.

    Shown is the value of most families, then the latest; of rivals that tie, all.
    """
    facts, conflicts = [], []
    for tally in slots:
        standing = _standing(tally)
        if not standing:
            continue
        sides = _clashing(tally, standing, gazetteer)
        facts.append(_fact(tally, standing, sides, gazetteer))
        if sides:
            rivals = _mutual(tally, sides, gazetteer)
            conflicts.append(Conflict(slot=tally.slot, sides=tuple(map(_listed, rivals))))
    return Reading(tuple(facts), tuple(conflicts))


def _standing(tally: SlotTally) -> list[ValueTally]:
    """Return the values that somebody maintains, the one to show first."""

    def weight(value: ValueTally) -> tuple[bool, int, float, int, str]:
        nobody = values.is_open(tally.slot, value.value)
        said = value.last_at.timestamp() if value.last_at else 0.0
        return (nobody, -len(value.says), -said, -value.seq, value.key)

    return sorted((value for value in tally.values if value.says), key=weight)


def _clashing(
    tally: SlotTally, standing: Sequence[ValueTally], gazetteer: Gazetteer
) -> list[ValueTally]:
    """Return the values that cannot be true together with some other one."""
    found: set[str] = set()
    for at, one in enumerate(standing):
        for other in standing[at + 1 :]:
            if _rivals(tally, one, other, gazetteer):
                found |= {one.key, other.key}
    return [value for value in standing if value.key in found]


def _mutual(
    tally: SlotTally, clashing: Sequence[ValueTally], gazetteer: Gazetteer
) -> list[ValueTally]:
    """Leave out what agrees with a side that more families are on: it is on that side."""
    sides: list[ValueTally] = []
    for value in clashing:
        if all(_rivals(tally, side, value, gazetteer) for side in sides):
            sides.append(value)
    return sides


def _rivals(tally: SlotTally, one: ValueTally, other: ValueTally, gazetteer: Gazetteer) -> bool:
    pair = (min(one.key, other.key), max(one.key, other.key))
    return pair not in tally.together and values.clash(
        tally.slot, one.value, other.value, gazetteer
    )


def _fact(
    tally: SlotTally,
    standing: Sequence[ValueTally],
    clashing: Sequence[ValueTally],
    gazetteer: Gazetteer,
) -> Fact:
    top = standing[0]
    tied = [
        value
        for value in clashing
        if len(value.says) == len(top.says) and _rivals(tally, top, value, gazetteer)
    ]
    return Fact(
        slot=tally.slot,
        shown=_shown(tally.slot, [top, *tied][:_SIDES], gazetteer),
        families=len(top.says),
        conflict=bool(clashing),
        values=tuple(_listed(value) for value in standing),
    )


def _shown(slot: Slot, sides: Sequence[ValueTally], gazetteer: Gazetteer) -> str:
    """Put the value in words; where sources tie, each side with who says so."""
    if len(sides) == 1:
        return values.words(slot, sides[0].value, gazetteer)
    return " / ".join(_side(slot, side, gazetteer) for side in sides)


def _side(slot: Slot, side: ValueTally, gazetteer: Gazetteer) -> str:
    said = values.words(slot, side.value, gazetteer)
    return f"{said} ({side.speakers[0]})" if side.speakers else said


def _listed(value: ValueTally) -> LedgerValue:
    return LedgerValue(
        value=value.value,
        families=len(value.says),
        reports=value.reports,
        speakers=value.speakers,
        first_at=value.first_at,
        last_at=value.last_at,
        evidence=value.evidence,
    )
