"""Ends the process when a partition of ours has something to read and does not move on.

A consumer can fall silent for good without an error. Whoever supervises the process starts it
again, and the group gives the partitions to whoever is there.
"""

import os
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, TypeAlias

import structlog

from contracts.errors import StoreError
from contracts.topics import Topic
from runtime.log.kafka import KafkaLog
from runtime.steps import Step

LIMIT_S: Final = 120.0  # four times what the slowest record takes
EXIT_CODE: Final = 75  # EX_TEMPFAIL: start it again
_EVERY_S: Final = 5.0

Partition: TypeAlias = tuple[str, int]
"""A topic's name and the number of its partition."""

_log = structlog.get_logger(__name__)


def exit_at_once() -> None:
    """End the process without waiting for anything that may hang."""
    os._exit(EXIT_CODE)


class Stalls:
    """Knows since when each partition waits at the same offset."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._since: dict[Partition, tuple[int, float]] = {}  # committed offset, and since when

    def look(self, behind: Mapping[Partition, int], now: float) -> Sequence[Partition]:
        """Return the partitions that have not moved for longer than the limit.

        Args:
            behind: partitions with something to read, and their committed offsets.
            now: seconds, monotonic.
        """
        self._since = {
            partition: (offset, self._start(partition, offset, now))
            for partition, offset in behind.items()
        }
        return [part for part, (_, since) in self._since.items() if now - since > self._limit_s]

    def forget(self) -> None:
        """Begin anew: nothing can move just now, and no one is to blame."""
        self._since = {}

    def _start(self, partition: Partition, offset: int, now: float) -> float:
        before, since = self._since.get(partition, (offset, now))
        return since if before == offset else now


class Watchdog:
    """A thread that asks the broker itself, over a connection of its own.

    Args:
        log: whom to ask.
        limit_s: how long a partition may stand still.
        every_s: how often to ask.
        end: what to do then.
    """

    def __init__(
        self,
        log: KafkaLog,
        limit_s: float = LIMIT_S,
        every_s: float = _EVERY_S,
        end: Callable[[], None] = exit_at_once,
    ) -> None:
        self._log = log
        self._stalls = Stalls(limit_s)
        self._every_s = every_s
        self._end = end
        self._halt = threading.Event()

    def watch(
        self,
        step: Step,
        ours: Callable[[], Collection[Partition]],
        excused: Callable[[], bool],
    ) -> None:
        """Begin to watch, until `close`.

        Args:
            step: whose topic and offsets.
            ours: the partitions this process should move; none: it has fallen out of the
                group, and all of them count.
            excused: whether a record is held on purpose.
        """

        def look() -> None:
            while not self._halt.wait(self._every_s):
                self._look(step.reads, step.name, ours(), excused=excused())

        threading.Thread(target=look, name="watchdog", daemon=True).start()

    def close(self) -> None:
        """Watch no longer."""
        self._halt.set()

    def _look(
        self, topic: Topic, group: str, ours: Collection[Partition], *, excused: bool
    ) -> None:
        try:
            behind = {
                (topic.name, number): done
                for number, (done, end) in self._log.progress(topic, group).items()
                if done < end and (not ours or (topic.name, number) in ours)
            }
        except StoreError:  # the broker is away: everyone waits
            excused = True
        if excused:
            self._stalls.forget()
        elif stalled := self._stalls.look(behind, time.monotonic()):
            _log.critical("stalled: the process ends", group=group, partitions=stalled)
            self._end()
