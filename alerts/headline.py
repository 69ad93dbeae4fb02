"""What and where in one line, and slots by the names readers know. Pure."""

from collections.abc import Iterable
from typing import Final

from alerts import times
from alerts.places import countries, some, where
from contracts.messages import Alert, Episode, Incident, Slot, SlotChange

LABELS: Final = {
    str(Slot.WEAPON): "Weapon",
    str(Slot.FIRED): "Fired",
    str(Slot.HIT): "Hit",
    str(Slot.INTERCEPTED): "Intercepted",
    str(Slot.KILLED): "Killed",
    str(Slot.INJURED): "Injured",
    str(Slot.CLAIMED_BY): "Claimed by",
    str(Slot.BLAMED_ON): "Blamed on",
    str(Slot.DENIED_BY): "Denied by",
    str(Slot.DAMAGE): "Damage",
    str(Slot.STATUS): "Status",
    str(Slot.LAUNCH_AREA): "Launched from",
    "place": "Place",
    "date": "Date",
    "when": "Time",
    "families": "Sources",
    "attacks": "Attacks",
}
CONFLICT: Final = "conflict:"  # stands before the slot's name where a conflict is meant
_DISPUTE: Final = "a dispute on "
_UNSAID: Final = frozenset({"", "explosion"})
# where "<weapon> attack" is not what people say
_ACTS: Final = {
    "air_strike": "Air strike",
    "ground_assault": "Ground assault",
    "artillery": "Artillery fire",
    "gunfire": "Gunfire",
    "sabotage": "Sabotage",
    "ied": "Bomb attack",
}


def label(slot: str) -> str:
    """Name a slot, or the slot that a conflict is on."""
    name = slot.rpartition(":")[2]
    return LABELS.get(name, name.replace("_", " ").capitalize())


def slots(changes: Iterable[SlotChange]) -> str:
    """Name what changed, as part of a sentence."""
    names = dict.fromkeys(_named(change.slot) for change in changes)
    told = [name for name in names if f"{_DISPUTE}{name}" not in names]
    return some(told, most=4)


def _named(slot: str) -> str:
    name = label(slot).lower()
    return f"{_DISPUTE}{name}" if slot.startswith(CONFLICT) else name


def dated(alert: Alert) -> str:
    """Return the line that names a thread: two attacks on one base differ by their day."""
    zone = times.zone_of(alert.bases, alert.candidates)
    day = times.days(alert.when, zone) if alert.when.start else ""
    known = day and " and " not in day
    return f"{alert.headline}, {day}" if known else alert.headline


def act(weapon: str) -> str:
    """Say what was done: `drone` is a Drone attack, `air_strike` an Air strike."""
    if weapon in _UNSAID:
        return "Attack"
    words = weapon.replace("_", " ")
    return _ACTS.get(weapon, f"{words[:1].upper()}{words[1:]} attack")


def attack(incident: Incident) -> str:
    """Say what happened where."""
    return f"{act(incident.weapon)} on {where(incident.bases, incident.place)}"


def escalation(episode: Episode) -> str:
    """Say which term was asserted of which place."""
    place = some([base.name for base in episode.bases]) or countries(episode.countries)
    return f"Escalation: {episode.term}{', ' if place else ''}{place}"
