"""The log: topics, consumer groups, offsets. One port, one implementation per file."""

from collections.abc import Sequence
from typing import Protocol

from contracts.topics import Topic
from runtime.stage import Put, Record


class Log(Protocol):
    """An append-only log of records, each read once by each group, in order.

    Safe to use from several threads. Every method raises StoreError while the disk or
    the broker is away, busy or full.
    """

    def append(self, puts: Sequence[Put]) -> None:
        """Make `puts` durable, all or none; returns when they are.

        Raises:
            StoreError: the disk or the broker is away or full. Append the same again: what
                was on its way to a broker may be there twice, with the same ids.
        """
        ...

    def read(self, topic: Topic, group: str, limit: int) -> Sequence[Record]:
        """Return up to `limit` records after the group's committed offset, oldest first.

        A group is known from its first read on, and starts at the oldest record kept.
        """
        ...

    def commit(self, topic: Topic, group: str, offset: int, partition: int = 0) -> None:
        """Remember that the group is done with a partition up to and including `offset`.

        A smaller offset than the one remembered changes nothing.
        """
        ...

    def lag(self, topic: Topic, group: str) -> int:
        """Count the records the group has not committed yet."""
        ...

    def wait(self, topic: Topic, group: str, timeout_s: float) -> bool:
        """Block until the group has something to read; False when nothing came in time."""
        ...


class History(Protocol):
    """A log whose topics of one order can be read by anybody, without a group."""

    def read_from(self, topic: Topic, offset: int, limit: int) -> Sequence[Record]:
        """Return up to `limit` records from `offset` on, oldest first; () at the end.

        Raises:
            StoreError: the disk or the broker is away.
        """
        ...
