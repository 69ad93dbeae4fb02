"""What an update says is new."""

from alerts import headline
from contracts.messages import SlotChange


def change(slot: str) -> SlotChange:
    return SlotChange(slot=slot, before="", after="")


def test_a_slot_that_is_disputed_is_named_once() -> None:
    said = headline.slots([change("killed"), change(f"{headline.CONFLICT}killed"), change("when")])

    assert said == "a dispute on killed and time"
