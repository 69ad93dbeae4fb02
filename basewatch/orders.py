"""`basewatch orders`: the same articles in every order of arrival must give the same incidents.

Expectations stand in a JSON file:

    {"incidents": [{"base": "iq-example", "day": "2024-08-05",
                    "ledger": [{"slot": "injured", "low": 5}], "empty": ["claimed_by"]}]}
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from itertools import permutations
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from basewatch.pipeline import Pipeline
from basewatch.replay import Outcome, replay
from basewatch.rows import InputError, Row
from contracts.messages import AlertKind, Incident, Message, Slot, Value
from contracts.topics import Topic
from runtime.stage import Put, Record, StatelessStage

_NOTHING: Final = "none"  # a value that says that there is none, or none yet


class Times(StrEnum):
    """Which of a row's times the stages get to see."""

    PUBLISHED = "published"
    FETCHED = "fetched"
    NEITHER = "neither"


class ExpectedValue(Message, frozen=True, kw_only=True):
    """A value that an incident's ledger must hold; fields left out may be anything."""

    slot: Slot
    text: str = ""
    low: int | None = None
    high: int | None = None
    approx: bool | None = None
    norm: str = ""
    nationality: str = ""
    severity: str = ""

    def __str__(self) -> str:
        return " ".join([self.slot, *(f"{name} {want}" for name, want in self._asked())])

    def fits(self, value: Value) -> bool:
        """Say if `value` is one that was asked for."""
        return all(getattr(value, name) == want for name, want in self._asked())

    def _asked(self) -> Iterator[tuple[str, object]]:
        for name in self.__struct_fields__:
            want = getattr(self, name)
            if name != "slot" and want not in (None, ""):
                yield name, want


class ExpectedIncident(Message, frozen=True, kw_only=True):
    """An incident that must alert once, whatever the order."""

    base: str
    day: str  # local to the base
    ledger: tuple[ExpectedValue, ...] = ()
    empty: tuple[Slot, ...] = ()

    def __str__(self) -> str:
        return f"{self.base} {self.day}"


class Expected(Message, frozen=True, kw_only=True):
    """All that a set of articles tells of: these incidents and no other."""

    incidents: tuple[ExpectedIncident, ...]


def read_expected(path: Path) -> Expected:
    """Read a file of expectations.

    Raises:
        InputError: it is not there or does not fit.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Expected)
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(str(path), str(error)) from error


@dataclass(frozen=True, slots=True)
class Remembering:
    """A stateless stage that handles equal records once: it is pure, and orders are many."""

    stage: StatelessStage
    name: str
    reads: Topic
    _seen: dict[bytes, Sequence[Put]] = field(default_factory=dict)

    @classmethod
    def over(cls, stage: StatelessStage) -> "Remembering":
        """Wrap `stage`."""
        return cls(stage, stage.name, stage.reads)

    def handle(self, record: Record) -> Sequence[Put]:
        """See StatelessStage."""
        if record.value not in self._seen:
            self._seen[record.value] = self.stage.handle(record)
        return self._seen[record.value]


@dataclass
class Tally:
    """What came of all orders under one choice of times."""

    times: Times
    orders: int = 0
    right: int = 0
    incidents: Counter[int] = field(default_factory=Counter)  # alerting ones -> orders
    alerts: Counter[int] = field(default_factory=Counter)  # new_attack alerts -> orders
    short: Counter[str] = field(default_factory=Counter)  # what falls short -> orders
    example: dict[str, str] = field(default_factory=dict)  # what falls short -> an order

    def add(self, order: Sequence[Row], outcome: Outcome, expected: Expected) -> None:
        """Judge one order."""
        attacks = [alert for alert in outcome.alerts if alert.kind is AlertKind.NEW_ATTACK]
        alerting = {outcome.survivor(alert.incident_id) for alert in attacks}
        self.orders += 1
        self.alerts[len(attacks)] += 1
        self.incidents[len(alerting)] += 1
        incidents = [outcome.incidents[incident_id] for incident_id in sorted(alerting)]
        short = list(_undated(incidents, expected))
        if self.times is not Times.NEITHER:
            short = list(_shortfalls(len(attacks), incidents, expected))
        self.right += not short
        self.short.update(short)
        for words in short:
            self.example.setdefault(words, " ".join(row.url.removeprefix("file:") for row in order))


def _undated(incidents: Sequence[Incident], expected: Expected) -> Iterator[str]:
    """Without any time there is no date to find; what is told must not be a wrong one."""
    if not incidents:
        yield "nothing alerts"
    days = {incident.day for incident in expected.incidents}
    for incident in incidents:
        day = _day(incident)
        if day and day not in days:
            yield f"a wrong date: {day}"


def _shortfalls(alerts: int, incidents: Sequence[Incident], expected: Expected) -> Iterator[str]:
    """Say what one order lacks or has too much of."""
    if alerts != len(expected.incidents):
        yield f"{alerts} new_attack alerts instead of {len(expected.incidents)}"
    if len(incidents) != len(expected.incidents):
        yield f"{len(incidents)} alerting incidents instead of {len(expected.incidents)}"
    for want in expected.incidents:
        found = [incident for incident in incidents if _is(incident, want)]
        if len(found) == 1:
            yield from _ledger_lacks(found[0], want)
        else:
            yield f"{len(found)} alerting incidents are {want}"


def _is(incident: Incident, want: ExpectedIncident) -> bool:
    bases = [base.id for base in incident.bases]
    return bases == [want.base] and _day(incident) == want.day


def _day(incident: Incident) -> str:
    """Return the one local day that it was, else the days that it may have been, else ""."""
    if incident.when.start is None or incident.when.end is None:
        return ""
    zone = ZoneInfo(incident.bases[0].tz if incident.bases else "UTC")
    bounds = (incident.when.start, incident.when.end - timedelta(microseconds=1))
    days = dict.fromkeys(at.astimezone(zone).date().isoformat() for at in bounds)
    return " to ".join(days)


def _ledger_lacks(incident: Incident, want: ExpectedIncident) -> Iterator[str]:
    held = {fact.slot: [each.value for each in fact.values] for fact in incident.facts}
    for value in want.ledger:
        if not any(value.fits(each) for each in held.get(value.slot, [])):
            yield f"{want}: the ledger lacks {value}"
    for slot in want.empty:
        if any(value.norm != _NOTHING for value in held.get(slot, [])):
            yield f"{want}: {slot} should be empty"


def seen_as(row: Row, times: Times) -> Row:
    """Return the row with only the times that `times` leaves it."""
    if times is Times.PUBLISHED:
        return row
    return replace(row, published=None, fetched=row.fetched if times is Times.FETCHED else None)


def check_orders(
    rows: Sequence[Row],
    times: Times,
    expected: Expected,
    new_pipeline: Callable[[], Pipeline],
    advance: Callable[[], None],
) -> Tally:
    """Run every order of `rows` through a pipeline of its own and judge what came out."""
    tally = Tally(times)
    pages = [(row, seen_as(row, times).page()) for row in rows]
    for order in permutations(pages):
        outcome = replay((page for _, page in order), new_pipeline(), lambda: None)
        tally.add([row for row, _ in order], outcome, expected)
        advance()
    return tally
