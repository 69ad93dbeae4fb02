"""What becomes of one record: done, done before, dead, or not to be done yet.

an error that may heal (store, broker, disk)  is raised: the caller tries the same record again
any other error                               writes a dead letter; the next record is tried
five dead in a row from three sources         stop the stage: the fault is ours, not theirs
"""

import errno
from collections import deque
from enum import StrEnum
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

    def take(self, record: Record) -> Outcome:
        """Do the step durably, or write a dead letter durably.

        Raises:
            StageFailedError: everything fails, the fault is ours.
            Exception: one of those that `may_heal` knows; the record must come again.
        """
        try:
            fresh = self._step.do(record)
        except Exception as error:
            if may_heal(error):
                raise
            self._bury(record, error)
            return Outcome.DEAD
        self._failing.clear()
        outcome = Outcome.NEW if fresh else Outcome.REPEATED
        count("records_total", stage=self._step.name, outcome=outcome)
        return outcome

    def _bury(self, record: Record, error: Exception) -> None:
        put = dead.letter(self._step.name, record, error, self._clock())
        self._log.append([put])
        self.dead += 1
        count("records_total", stage=self._step.name, outcome=Outcome.DEAD)
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
