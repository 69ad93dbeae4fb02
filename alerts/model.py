"""Shapes that only the alerting stage uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
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


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert for one address; the alert itself stays in the store until it goes out."""

    id: str  # ids.delivery_id
    kind: AlertKind
    receiver: str
    address: str
    thread: str  # alert id of the root
    subject_line: str
    since: datetime | None  # when the news arrived; None: nobody knows
    catch_up: bool = False
    sent_as: str = ""  # "" until it was tried
    attempts: int = 0
    next_at: int = 0  # µs since the epoch

    @property
    def target(self) -> tuple[str, str]:
        """Return receiver and address."""
        return self.receiver, self.address

    @property
    def line(self) -> tuple[str, str, str]:
        """Return the thread at this target."""
        return self.thread, self.receiver, self.address


@dataclass(frozen=True, slots=True)
class Thread:
    """What already went out of a thread to one address, or is on its way."""

    root: State | None = None  # of the first message; None: this address never had one
    last_update: datetime | None = None
    held: bool = False  # a message of it was tried and waits for its next attempt
