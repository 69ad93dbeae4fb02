"""Shapes that only the alerting stage uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.messages import Alert, AlertKind, Decision

ROOTS: Final = frozenset({AlertKind.NEW_ATTACK, AlertKind.ESCALATION, AlertKind.COVERAGE_GAP})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: this receiver was alerted to this incident or episode."""

    subject: str  # incident or episode id
    alert_id: str
    receiver: str
    kind: AlertKind
    rule: str
    change_id: str
    revision: int
    shown: Mapping[str, str] = field(default_factory=dict)  # material.Shown


@dataclass(frozen=True, slots=True)
class Writing:
    """An alert on its way to one receiver, and the ledger line that says so."""

    alert: Alert
    entry: Entry


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one change led to."""

    writings: tuple[Writing, ...] = ()
    carried: tuple[Entry, ...] = ()  # lines of absorbed incidents, now the survivor's too
    decisions: tuple[Decision, ...] = ()
