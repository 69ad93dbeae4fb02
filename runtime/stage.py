"""What a stage is: a plain synchronous step from one record to what it has to say.

A stateless stage (article, extract) gets no connection and its puts go straight to the
log. A stateful one (fold, alerts) gets the open transaction, and its puts become outbox
rows in that same transaction, relayed to the log in sequence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import Connection

from contracts import codec, events
from contracts.errors import TooLargeError
from contracts.topics import Topic

_OVERHEAD: Final = 100  # bytes that a log keeps around one message, at most


@dataclass(frozen=True, slots=True)
class Put:
    """A message on its way to a topic."""

    topic: Topic
    key: str
    value: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def check_size(put: Put) -> None:
    """Make sure that `put` fits its topic.

    Raises:
        TooLargeError: it never will.
    """
    headers = sum(len(name) + len(value.encode()) for name, value in put.headers.items())
    size = len(put.key.encode()) + len(put.value) + headers + _OVERHEAD
    if size > put.topic.largest:
        raise TooLargeError(put.topic.name, size, put.topic.largest)


def event(topic: Topic, key: str, message: events.Event, at: datetime | None) -> Put:
    """Return `message` as other teams read it; see contracts.events.headers."""
    return Put(topic, key, codec.encode(message), events.headers(message, key, at))


@dataclass(frozen=True, slots=True)
class Record:
    """A message as the log holds it."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes
    headers: Mapping[str, str]
    at: datetime  # when it was appended


class StatelessStage(Protocol):
    """A step that needs nothing but the record."""

    @property
    def name(self) -> str:
        """Its name: in logs and metrics, and as the consumer group."""
        ...

    @property
    def reads(self) -> Topic:
        """The topic it reads."""
        ...

    def handle(self, record: Record) -> Sequence[Put]:
        """Turn one record into what follows from it.

        Raises:
            BasewatchError: with `retry` the record is held; without, it becomes a dead letter.
        """
        ...


class StatefulStage(Protocol):
    """A step that reads and writes the store, in one transaction with what it says."""

    @property
    def name(self) -> str:
        """Its name: in logs and metrics, and as the consumer group."""
        ...

    @property
    def reads(self) -> Topic:
        """The topic it reads."""
        ...

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        """Load what the store knows, decide, save; see StatelessStage for errors."""
        ...
