"""A side of a dispute that its own source takes back is named, though another value is shown."""

import pytest

from contracts.messages import Conflict, Fact, Incident, LedgerValue, Place, Slot, Value, When
from processors.dedupe.changes import slot_changes

SHOWN = LedgerValue(value=Value(text="two", low=2, high=2, nationality="US"), families=2, reports=2)
OTHER = LedgerValue(value=Value(text="six", low=6, high=6, nationality="GB"), families=1, reports=1)


def incident(*values: LedgerValue) -> Incident:
    disputed = values[1:] != ()
    fact = Fact(slot=Slot.INJURED, shown="2 American", families=2, values=values, conflict=disputed)
    return Incident(
        id="i",
        revision=1,
        place=Place(),
        when=When(),
        facts=(fact,),
        conflicts=(Conflict(slot=Slot.INJURED, sides=values),) if disputed else (),
    )


@pytest.mark.parametrize(
    ("after", "correction", "expected"),
    [
        pytest.param(incident(SHOWN), True, [("injured", "six", "2 American", True)], id="edit"),
        pytest.param(incident(SHOWN), False, [], id="another source's word is no correction"),
        pytest.param(incident(SHOWN, OTHER), True, [], id="an edit that leaves it"),
    ],
)
def test_a_dropped_side(
    after: Incident, correction: bool, expected: list[tuple[str, str, str, bool]]
) -> None:
    found = slot_changes(incident(SHOWN, OTHER), after, correction)
    assert [(new.slot, new.before, new.after, new.correction) for new in found] == expected
