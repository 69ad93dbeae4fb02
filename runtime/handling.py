"""What becomes of records: done, done before, dead, or not to be done yet.

an error that may heal (store, broker, disk)  is raised: the caller tries the same records again
any other error                               writes a dead letter; the next record is tried
five dead in a row from three sources         stop the stage: the fault is ours, not theirs
"""

import errno
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import Final

import structlog
from sqlalchemy.exc import DBAPIError

from contracts.errors import BasewatchError
from runtime import dead
from runtime.clock import Clock
from runtime.log import Log
from runtime.stage import Record
from runtime.steps import Step
from runtime.store.engine import is_outage
from runtime.telemetry import count

_IN_A_ROW: Final = 5
_SOURCES: Final = 3
_SHOWN: Final = 200  # characters of an origin; a foreign key may be megabytes
_MAY_HEAL: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)

_log = structlog.get_logger(__name__)


class StageFailedError(BasewatchError):
    """A stage fails on everything it is given. Nothing of that batch was committed."""

    def __init__(self, stage: str, error: str) -> None:
        super().__init__(
            f"{stage}: {_IN_A_ROW} records in a row from {_SOURCES} sources or more could not be"
            f" handled, so the fault is ours; the last error was {error}"
        )
        self.stage = stage
        self.error = error


class Outcome(StrEnum):
    """What came of a record that need not come again."""

    NEW = "new"
    REPEATED = "repeated"  # handled before a crash
    DEAD = "dead"


class Handling:
    """Takes records for one step, and remembers how the last ones failed.

    Args:
        step: the stage.
        log: where dead letters go.
        clock: dates them.
    """

    def __init__(self, step: Step, log: Log, clock: Clock) -> None:
        self.dead = 0
        self._step = step
        self._log = log
        self._clock = clock
        self._failing: deque[str] = deque(maxlen=_IN_A_ROW)  # origins of the last failures

    def take(self, records: Sequence[Record], halted: Callable[[], bool]) -> Iterator[Outcome]:
        """Do the step durably for each of `records`, or write a dead letter durably.

        Args:
            records: what to do, in order.
            halted: asked before what comes next; True leaves the rest undone.

        Yields:
            What came of each record in turn, once it need not come again.

        Raises:
            StageFailedError: everything fails, the fault is ours.
            Exception: one of those that `may_heal` knows; records not yet told of must come again.
        """
        rest, together = deque(records), len(records)
        while rest and not halted():
            some = list(islice(rest, together))
            try:
                done = self._step.do(some)
            except Exception as error:
                if may_heal(error):
                    raise
                if len(some) > 1:
                    together = 1  # until it is found
                    continue
                self._bury(some[0], error)
                outcomes = [Outcome.DEAD]
            else:
                self._failing.clear()
                outcomes = [Outcome.NEW if fresh else Outcome.REPEATED for fresh in done]
            for outcome in outcomes:
                rest.popleft()
                count("records_total", stage=self._step.name, outcome=outcome)
                yield outcome

    def _bury(self, record: Record, error: Exception) -> None:
        put = dead.letter(self._step.name, record, error, self._clock())
        self._log.append([put])
        self.dead += 1
        origin = (dead.source_of(record) or record.key)[:_SHOWN]
        _log.error(
            "dead letter",
            stage=self._step.name,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            origin=origin,
            exc_info=error,
        )
        self._failing.append(origin)
        if len(self._failing) == _IN_A_ROW and len(set(self._failing)) >= _SOURCES:
            raise StageFailedError(self._step.name, repr(error)) from error


def may_heal(error: Exception) -> bool:
    """Tell whether the same act may work later, the record being sound."""
    if isinstance(error, BasewatchError):
        return error.retry
    if isinstance(error, DBAPIError):
        return is_outage(error.orig)
    return isinstance(error, OSError) and error.errno in _MAY_HEAL
