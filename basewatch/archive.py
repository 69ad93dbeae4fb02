"""Reads what the log and the outbox hold, also while they are written. Changes nothing."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import quote

from sqlalchemy import Engine, Row, create_engine, select

from alerts.ledger import DELIVERIES
from basewatch.settings import Settings, shared_places
from contracts import codec, topics
from contracts.errors import BasewatchError
from contracts.messages import Alert, ArticleReports, DeadLetter, Decision, Incident, Message
from contracts.topics import Topic
from runtime.clock import from_micros, utc_now
from runtime.log import History
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.log.sqlite import SqliteLog
from runtime.store.engine import connect, outages
from runtime.store.settings import Store

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

    alert_id: str = ""
    receiver: str
    address: str
    state: str  # alerts.outbox.State
    attempts: int
    done_at: datetime | None  # delivered, or given up
    error: str  # of the last attempt


class Archive:
    """The log and the outbox, read without a group.

    Args:
        log: where messages are.
        engine: where the outbox is; None while there is none.
    """

    def __init__(self, log: History, engine: Engine | None) -> None:
        self._log = log
        self._engine = engine

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
        if self._engine is None:
            return []
        query = select(DELIVERIES).where(DELIVERIES.c.alert_id == alert_id)
        with outages("the store"), self._engine.connect() as connection:
            return [_delivered(row) for row in connection.execute(query)]

    def reports(self) -> Iterator[ArticleReports]:
        """Yield what every article version said that was read, oldest first; some come twice."""
        return self._messages(topics.REPORTS, ArticleReports)

    def dead(self) -> Iterator[DeadLetter]:
        """Yield the records that could not be handled, oldest first; some come twice."""
        return self._messages(topics.DEAD, DeadLetter)

    def _messages(self, topic: Topic, kind: type[M]) -> Iterator[M]:
        offset = 0
        while records := self._log.read_from(topic, offset, _CHUNK):
            for record in records:
                yield codec.decode(kind, record.value, topic=topic.name)
            offset = records[-1].offset + 1


def open_archive(settings: Settings) -> AbstractContextManager[Archive]:
    """Open the archive of the log and store that the settings name; errors as below."""
    if settings.kafka:
        return kafka_archive(*shared_places(settings))
    return embedded_archive(settings.data)


@contextmanager
def embedded_archive(folder: Path) -> Iterator[Archive]:
    """Open the archive of a data folder.

    Raises:
        NotFoundError: there is no data in `folder`.
        StoreError: the log cannot be read.
    """
    file, store = folder / LOG_FILE, folder / STORE_FILE
    if not file.is_file():
        raise NotFoundError(f"{folder}: no data there; `basewatch run` makes it")
    with ExitStack() as opened:
        log = SqliteLog(file, utc_now)
        opened.callback(log.close)
        engine = None
        if store.is_file():
            engine = create_engine(f"sqlite:///file:{quote(str(store))}?mode=ro&uri=true")
            opened.callback(engine.dispose)
        yield Archive(log, engine)


@contextmanager
def kafka_archive(kafka: Kafka, store: Store) -> Iterator[Archive]:
    """Open the archive on brokers and a database.

    Raises:
        ConfigError: a topic promises less than is configured.
        StoreError: a broker or the database is away.
    """
    with ExitStack() as opened:
        log = KafkaLog(kafka)
        opened.callback(log.close)
        engine = connect(store)
        opened.callback(engine.dispose)
        yield Archive(log, engine)


def _delivered(row: Row[Any]) -> Delivered:
    return Delivered(
        alert_id=row.alert_id,
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
