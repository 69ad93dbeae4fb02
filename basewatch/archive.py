"""Reads what a data folder holds, also while `basewatch run` writes it. Changes nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol, Self, TypeVar
from urllib.parse import quote

from sqlalchemy import Row, create_engine, select

from alerts.ledger import DELIVERIES
from contracts import codec, topics
from contracts.errors import BasewatchError
from contracts.messages import Alert, Decision, Incident, Message
from contracts.topics import Topic
from runtime.clock import from_micros, utc_now
from runtime.log.sqlite import SqliteLog
from runtime.store.engine import outages

LOG_FILE: Final = "log.db"
STORE_FILE: Final = "store.db"
_CHUNK: Final = 500
M = TypeVar("M", bound=Message)


class NotFoundError(BasewatchError):
    """Nothing there has this id, or several things begin with it."""


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Return it."""
        ...


N = TypeVar("N", bound=Named)


class Delivered(Message, frozen=True, kw_only=True):
    """How one alert stands with one address."""

    receiver: str
    address: str
    state: str  # alerts.outbox.State
    attempts: int
    done_at: datetime | None  # delivered, or given up
    error: str  # of the last attempt


class Archive:
    """The log and the outbox of a data folder, read without a group.

    Raises:
        NotFoundError: there is no data in `folder`.
        StoreError: the log cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        file = folder / LOG_FILE
        if not file.is_file():
            raise NotFoundError(f"{folder}: no data there; `basewatch run` makes it")
        self._store = folder / STORE_FILE
        self._log = SqliteLog(file, utc_now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._log.close()

    def incidents(self) -> list[Incident]:
        """Return the last revision of every incident, the latest reported last."""
        last: dict[str, Incident] = {}
        for incident in self._messages(topics.INCIDENTS, Incident):
            last.pop(incident.id, None)
            last[incident.id] = incident
        return list(last.values())

    def alerts(self) -> list[Alert]:
        """Return every alert, oldest first; one appended twice is one."""
        return list({alert.id: alert for alert in self._messages(topics.ALERTS, Alert)}.values())

    def decisions(self) -> list[Decision]:
        """Return every decision that is still kept, oldest first."""
        found = self._messages(topics.DECISIONS, Decision)
        return list({decision.id: decision for decision in found}.values())

    def deliveries(self, alert_id: str) -> list[Delivered]:
        """Say to whom an alert went, or waits to go.

        Raises:
            StoreError: the store cannot be read.
        """
        if not self._store.is_file():
            return []
        engine = create_engine(f"sqlite:///file:{quote(str(self._store))}?mode=ro&uri=true")
        query = select(DELIVERIES).where(DELIVERIES.c.alert_id == alert_id)
        try:
            with outages(str(self._store)), engine.connect() as connection:
                return [_delivered(row) for row in connection.execute(query)]
        finally:
            engine.dispose()

    def _messages(self, topic: Topic, kind: type[M]) -> Iterator[M]:
        offset = 0
        while records := self._log.read_from(topic, offset, _CHUNK):
            for record in records:
                yield codec.decode(kind, record.value, topic=topic.name)
            offset = records[-1].offset + 1


def _delivered(row: Row[Any]) -> Delivered:
    return Delivered(
        receiver=row.receiver,
        address=row.address,
        state=row.state,
        attempts=row.attempts,
        done_at=from_micros(row.done_at) if row.done_at else None,
        error=row.error,
    )


def find(things: Iterable[N], prefix: str) -> N:
    """Return the one thing whose id begins with `prefix`.

    Raises:
        NotFoundError: there is none, or more than one.
    """
    found = [thing for thing in things if thing.id.startswith(prefix)]
    if not found:
        raise NotFoundError(f"nothing has an id that begins with {prefix!r}")
    if len(found) > 1:
        raise NotFoundError(f"{len(found)} ids begin with {prefix!r}; give more of it")
    return found[0]
