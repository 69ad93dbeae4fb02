"""What a reader was told of an incident, and whether what is known now is worth a message.

A `Shown` is kept in the ledger with each alert, so an update says what changed since the last
message to that reader, however many revisions passed in between.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from alerts.headline import CONFLICT
from alerts.places import where
from alerts.times import days, local, zone_of
from contracts.messages import Change, Conflict, Incident, Lifecycle, Slot, SlotChange

Shown = Mapping[str, str]  # slot, "place", "date", "when", "families", "conflict:<slot>" -> words

_SLOTS: Final = frozenset({Slot.STATUS, Slot.KILLED, Slot.INJURED, Slot.CLAIMED_BY})
MATERIAL: Final = frozenset(
    {"place", "date", "families", *_SLOTS, *(f"{CONFLICT}{slot}" for slot in _SLOTS)}
)
_NOBODY: Final = frozenset({"", "none"})  # "no claim yet" and "nobody hurt" wake nobody
_AFTER_CLOSING: Final = frozenset({str(Slot.KILLED)})


def shown(incident: Incident) -> dict[str, str]:
    """Write down what an alert about `incident` tells its reader."""
    zone = zone_of(incident.bases, incident.candidates)
    told = {str(fact.slot): fact.shown for fact in incident.facts}
    told |= {f"{CONFLICT}{conflict.slot}": _sides(conflict) for conflict in incident.conflicts}
    told["place"] = where(incident.bases, incident.place)
    told["date"] = days(incident.when, zone)
    told["when"] = local(incident.when, zone)
    told["families"] = "1 source" if incident.families < 2 else "2 or more independent sources"
    told[Slot.STATUS] = _status(incident)
    return told


def _sides(conflict: Conflict) -> str:
    return " / ".join(sorted(side.value.text for side in conflict.sides))


def _status(incident: Incident) -> str:
    retracted = incident.lifecycle is Lifecycle.RETRACTED
    return Lifecycle.RETRACTED.value if retracted else incident.status


def differences(before: Shown, after: Shown) -> tuple[SlotChange, ...]:
    """List what reads differently now, what matters first."""
    names = sorted(before.keys() | after.keys(), key=lambda name: (name not in MATERIAL, name))
    if before.get("date") != after.get("date"):
        names.remove("when")  # it would say the same twice
    return tuple(
        SlotChange(slot=name, before=before.get(name, ""), after=after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def news(changes: Sequence[SlotChange], *, closed: bool) -> tuple[SlotChange, ...]:
    """Return what readers must hear of; of a closed incident they only hear of deaths."""
    names = _AFTER_CLOSING if closed else MATERIAL
    return tuple(change for change in changes if _matters(change, names))


def _matters(change: SlotChange, names: frozenset[str]) -> bool:
    if change.slot.startswith(CONFLICT) and change.before and change.after:
        return False  # that there is a conflict matters, not each new side
    if change.before in _NOBODY and change.after in _NOBODY:
        return False
    return change.slot in names


def taken_back(change: Change, changes: Sequence[SlotChange]) -> tuple[SlotChange, ...]:
    """Mark those of `changes` that are there because a source took its own value back."""
    names = {slot.slot for slot in change.slots if slot.correction} - {"families"}
    if "when" in names:
        names.add("date")
    names |= {f"{CONFLICT}{name}" for name in names}
    return tuple(
        replace(slot, correction=slot.slot in names and bool(slot.before)) for slot in changes
    )
