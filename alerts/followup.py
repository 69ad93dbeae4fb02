"""What somebody who was told of an incident must hear now, if anything. Pure.

every source took it back               -> retraction, once
a source took a value back; two merged  -> correction
something material reads differently    -> update; of a closed incident only a death
"""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts import headline, material
from alerts.model import Entry
from alerts.places import some
from alerts.rules import Quiet
from contracts.messages import (
    AlertKind,
    Change,
    ChangeKind,
    Incident,
    Lifecycle,
    SlotChange,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message in the thread of an earlier one."""

    kind: AlertKind
    because: str
    changes: tuple[SlotChange, ...]


def follow_up(change: Change, incident: Incident, mine: Sequence[Entry]) -> FollowUp | Quiet:
    """Compare an incident with what one receiver was told.

    Args:
        change: the revision at hand.
        incident: the one it carries.
        mine: the receiver's ledger lines of it and of all it absorbed, oldest first; not empty.
    """
    if incident.lifecycle is Lifecycle.MERGED:
        return Quiet(Verdict.TOLD_BEFORE, "the incident goes on in another one")
    changes = material.differences(mine[-1].shown, material.shown(incident))
    if incident.lifecycle is Lifecycle.RETRACTED:
        return _retraction(mine, changes)
    return _correction(change, mine, changes) or _update(incident, changes)


def _retraction(mine: Sequence[Entry], changes: tuple[SlotChange, ...]) -> FollowUp | Quiet:
    if mine[-1].kind is AlertKind.RETRACTION:
        return Quiet(Verdict.TOLD_BEFORE, "this receiver knows that it was taken back")
    because = "you were told of this attack, and every source has taken it back"
    return FollowUp(AlertKind.RETRACTION, because, changes)


def _correction(
    change: Change, mine: Sequence[Entry], changes: tuple[SlotChange, ...]
) -> FollowUp | None:
    kind = AlertKind.CORRECTION
    if any(entry.subject in change.absorbed for entry in mine):
        merged = SlotChange(slot="attacks", before="told as two", after="one", correction=True)
        because = "you were told of this attack, and it is the same as another one"
        return FollowUp(kind, because, (merged, *changes))
    if ChangeKind.SPLIT in change.kinds:
        return FollowUp(kind, "what you were told of as one attack was two", changes)
    marked = material.taken_back(change, changes)
    back = [slot for slot in marked if slot.correction]
    plain = dict.fromkeys(headline.label(slot.slot).lower() for slot in back)
    because = f"a source took back what it had said of this: {some(list(plain), most=4)}"
    return FollowUp(kind, because, marked) if back else None


def _update(incident: Incident, changes: tuple[SlotChange, ...]) -> FollowUp | Quiet:
    closed = incident.lifecycle is Lifecycle.CLOSED
    if news := material.news(changes, closed=closed):
        because = f"you were told of this attack, and this is new: {headline.slots(news)}"
        return FollowUp(AlertKind.UPDATE, because, changes)
    why = "it is closed, and no death is new" if closed else "nothing that matters is new"
    return Quiet(Verdict.NOT_MATERIAL, f"this receiver was told, and {why}")
