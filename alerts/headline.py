"""What and where in one line, and slots by the names readers know. Pure."""

from collections.abc import Iterable
from typing import Final

from alerts.places import countries, some, where
from contracts.messages import Episode, Incident, Slot, SlotChange

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
_ACTS: Final = {"strike", "shelling", "fire", "assault", "sabotage", "bombing", "attack"}
_KNOWN_ACTS: Final = {"air": "Air strike", "ground": "Ground assault", "": "Attack"}


def label(slot: str) -> str:
    """Name a slot, or the conflict on one."""
    conflict, _, name = slot.rpartition(":")
    plain = LABELS.get(name, name.replace("_", " ").capitalize())
    return f"{plain}: sources disagree" if conflict else plain


def slots(changes: Iterable[SlotChange]) -> str:
    """Name the slots that changed, as part of a sentence."""
    names = dict.fromkeys(label(change.slot).lower() for change in changes)
    return some(list(names), most=4)


def act(weapon: str) -> str:
    """Say what was done: `drone` is a Drone attack, `air_strike` an Air strike."""
    words = weapon.replace("_", " ").strip()
    if words in _KNOWN_ACTS:
        return _KNOWN_ACTS[words]
    named = words[:1].upper() + words[1:]
    return named if words.rpartition(" ")[2] in _ACTS else f"{named} attack"


def attack(incident: Incident) -> str:
    """Say what happened where."""
    return f"{act(incident.weapon)} on {where(incident.bases, incident.place)}"


def escalation(episode: Episode) -> str:
    """Say which term was asserted of which place."""
    place = some([base.name for base in episode.bases]) or countries(episode.countries)
    return f"Escalation: {episode.term}{', ' if place else ''}{place}"
