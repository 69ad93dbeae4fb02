"""An incident as a message stays under 64 KB, however many sources and however long-winded."""

from typing import Final, NamedTuple

from msgspec.structs import replace

from contracts import codec
from contracts.messages import Conflict, Evidence, Fact, Incident, LedgerValue

LIMIT: Final = 60_000  # bytes; the rest is for the change around it


class _Level(NamedTuple):
    values: int  # per slot
    evidence: int  # per value
    characters: int  # per sentence, title and speaker


_LEVELS: Final = (
    _Level(12, 3, 700),
    _Level(8, 2, 300),
    _Level(6, 1, 200),
    _Level(3, 1, 100),
    _Level(2, 0, 60),
)
_ADDRESS: Final = 1_000  # a longer one is no use cut, so it goes
_NAME: Final = 100  # of a publisher
_SIDES: Final = 6


def bounded(incident: Incident) -> Incident:
    """Return the incident with as much evidence as fits."""
    found = incident
    for level in _LEVELS:
        found = _cut(incident, level)
        if len(codec.encode(found)) <= LIMIT:
            break
    return found


def _cut(incident: Incident, level: _Level) -> Incident:
    return replace(
        incident,
        facts=tuple(_fact(fact, level) for fact in incident.facts),
        conflicts=tuple(_conflict(conflict, level) for conflict in incident.conflicts),
        evidence=tuple(_evidence(each, level) for each in incident.evidence),
        family_names=tuple(name[:_NAME] for name in incident.family_names),
    )


def _fact(fact: Fact, level: _Level) -> Fact:
    kept = tuple(_value(value, level, level.evidence) for value in fact.values[: level.values])
    return replace(fact, shown=fact.shown[: level.characters], values=kept)


def _conflict(conflict: Conflict, level: _Level) -> Conflict:
    sides = conflict.sides[: min(_SIDES, level.values)]
    return replace(conflict, sides=tuple(_value(side, level, 1) for side in sides))


def _value(value: LedgerValue, level: _Level, evidence: int) -> LedgerValue:
    return replace(
        value,
        value=replace(value.value, text=value.value.text[: level.characters]),
        speakers=tuple(speaker[: level.characters] for speaker in value.speakers),
        evidence=tuple(_evidence(each, level) for each in value.evidence[:evidence]),
    )


def _evidence(evidence: Evidence, level: _Level) -> Evidence:
    return replace(
        evidence,
        url=evidence.url if len(evidence.url) <= _ADDRESS else "",
        source=evidence.source[:_NAME],
        family=evidence.family[:_NAME],
        sentence=evidence.sentence[: level.characters],
        title=evidence.title[: level.characters],
    )
