"""The one loop that runs a stage: read a batch, do it, commit the offset.

An error that may heal holds the stage there, with backoff; runtime.handling says what becomes
of a record otherwise.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import structlog

from runtime.clock import Clock
from runtime.handling import Handling, Outcome, may_heal
from runtime.log import Log
from runtime.stage import Record
from runtime.steps import Step
from runtime.telemetry import count
from runtime.worker import run_in_thread

BATCH: Final = 20  # records; pages can be megabytes each, and a crash repeats what has no offset
STOP_DEADLINE_S: Final = 25.0  # of the thirty that a clean stop has in all
_STANDBY_S: Final = 1.0  # between looks whether the other process is still there
_IDLE_S: Final = 0.5  # longest wait for news: how late a stop is seen
_FIRST_BACKOFF_S: Final = 0.5
_LONGEST_BACKOFF_S: Final = 30.0

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Turn:
    """What came of one batch."""

    handled: int = 0
    repeated: int = 0  # handled before a crash
    dead: int = 0
    held: str = ""  # why the stage waits; "" when it does not
    standby: bool = False  # another process does the work
    done: dict[int, int] = field(default_factory=dict)  # partition -> last offset not to come again

    @property
    def empty(self) -> bool:
        """Tell whether there was nothing to read."""
        return not self.done and not self.held and not self.standby


@dataclass(frozen=True, slots=True)
class StageHealth:
    """How a stage is doing."""

    stage: str
    topic: str
    lag: int  # records
    stalled_s: float  # since the last progress, while something waits; else 0
    dead: int  # letters since the start
    held: str  # why it waits; "" when it does not
    standby: bool = False  # another process does the work


class StageLoop:
    """Runs one step over one topic, as the consumer group that has the stage's name.

    Args:
        step: the stage, Stateless or Stateful.
        log: where it reads, and where dead letters go.
        clock: dates the dead letters.
        elapsed: a monotonic count of seconds.
        batch: records read at once.
    """

    def __init__(
        self,
        step: Step,
        log: Log,
        clock: Clock,
        elapsed: Callable[[], float] = time.monotonic,
        batch: int = BATCH,
    ) -> None:
        self._step = step
        self._log = log
        self._handling = Handling(step, log, clock)
        self._elapsed = elapsed
        self._batch = batch
        self._progress = elapsed()
        self._held = ""
        self._standby = False

    async def run(self, stop: asyncio.Event, deadline_s: float = STOP_DEADLINE_S) -> None:
        """Run in a thread of its own until `stop`; the records in hand are finished first.

        Raises:
            StageFailedError: everything fails, the fault is ours.
        """
        await run_in_thread(self._step.name, self.serve, stop, deadline_s)

    def serve(self, halt: threading.Event) -> None:
        """Take turns until `halt` is set; see `run` for errors."""
        backoff = _FIRST_BACKOFF_S
        try:
            while not halt.is_set():
                turn = self.turn(halt)
                if turn.held:
                    halt.wait(backoff)
                    backoff = min(backoff * 2, _LONGEST_BACKOFF_S)
                    continue
                backoff = _FIRST_BACKOFF_S
                if turn.standby:
                    halt.wait(_STANDBY_S)
                elif turn.empty:
                    with self._holding(turn):
                        self._log.wait(self._step.reads, self._step.name, _IDLE_S)
        finally:
            with self._holding(Turn()):
                self._step.leave()

    def turn(self, halt: threading.Event | None = None) -> Turn:
        """Read and do one batch; `halt` ends it after the records in hand.

        Raises:
            StageFailedError: everything fails, the fault is ours.
        """
        turn = Turn()
        with self._holding(turn):
            turn.standby = not self._step.ready()
        if not turn.held and not turn.standby:
            self._work(turn, halt)
        if turn.empty or turn.standby:
            self._progress = self._elapsed()
        self._held, self._standby = turn.held, turn.standby
        return turn

    def _work(self, turn: Turn, halt: threading.Event | None) -> None:
        with self._holding(turn):
            records = self._log.read(self._step.reads, self._step.name, self._batch)
            halted = (halt or threading.Event()).is_set
            taken = zip(records, self._handling.take(records, halted), strict=False)
            for record, outcome in taken:
                self._note(record, outcome, turn)
        with self._holding(turn):
            self._step.settle()
        with self._holding(turn):
            for partition, offset in turn.done.items():
                self._log.commit(self._step.reads, self._step.name, offset, partition)

    def health(self) -> StageHealth:
        """Say how the stage is doing; callable from any thread.

        Raises:
            StoreError: the log is away.
        """
        lag = self._log.lag(self._step.reads, self._step.name)
        return StageHealth(
            stage=self._step.name,
            topic=self._step.reads.name,
            lag=lag,
            stalled_s=self._elapsed() - self._progress if lag else 0.0,
            dead=self._handling.dead,
            held=self._held,
            standby=self._standby,
        )

    def _note(self, record: Record, outcome: Outcome, turn: Turn) -> None:
        turn.handled += outcome is Outcome.NEW
        turn.repeated += outcome is Outcome.REPEATED
        turn.dead += outcome is Outcome.DEAD
        turn.done[record.partition] = record.offset
        self._progress = self._elapsed()

    @contextmanager
    def _holding(self, turn: Turn) -> Iterator[None]:
        """End the block at an error that may heal, and note it in `turn`."""
        try:
            yield
        except Exception as error:
            if not may_heal(error):
                raise
            turn.held = turn.held or f"{type(error).__name__}: {error}"
            count("records_total", stage=self._step.name, outcome="held")
            _log.warning("stage held", stage=self._step.name, reason=turn.held)
