"""Reads what a data folder holds, also while `basewatch run` writes it. Changes nothing."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol, Self, TypeVar

from contracts import codec, topics
from contracts.errors import BasewatchError
from contracts.messages import Alert, Decision, Incident, Message
from contracts.topics import Topic
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog

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


class Archive:
    """The log of a data folder, read without a group.

    Raises:
        NotFoundError: there is no data in `folder`.
        StoreError: the log cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        file = folder / LOG_FILE
        if not file.is_file():
            raise NotFoundError(f"{folder}: no data there; `basewatch run` makes it")
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

    def _messages(self, topic: Topic, kind: type[M]) -> Iterator[M]:
        offset = 0
        while records := self._log.read_from(topic, offset, _CHUNK):
            for record in records:
                yield codec.decode(kind, record.value, topic=topic.name)
            offset = records[-1].offset + 1


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
