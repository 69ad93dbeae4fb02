"""The two ways to do a stage's step so that a crash at any line loses nothing.

Stateless   handle, append to the log         a repeat appends again, with the same ids
Stateful    handle, write rows and outbox     one transaction; a repeat is recognised

Both take several records at once, for an acknowledgement and a commit are waited for: all of
those records are done, or none.
"""

import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from sqlalchemy import Engine

from contracts.topics import Topic
from runtime.log import Log
from runtime.stage import Put, Record, StatefulStage, StatelessStage
from runtime.store.engine import writing
from runtime.store.handled import remember, were_handled
from runtime.store.leases import Leases, open_leases
from runtime.store.outbox import enqueue, relay

_RELAYED: Final = 500  # rows per transaction
_TOGETHER_S: Final = 0.25  # how long what is handled waits for what is not, to be appended with it


class Step(Protocol):
    """A stage, with the way its results are kept."""

    name: str
    reads: Topic

    def ready(self) -> bool:
        """Tell whether this process may do the stage's work; while another does, it may not.

        Raises:
            StoreError: the store is away, so nobody can tell.
        """
        ...

    def do(self, records: Sequence[Record]) -> Sequence[bool]:
        """Handle the first of `records`, or as many as suits, durably and together.

        Returns:
            For each record that is done: False if it had been handled before.

        Raises:
            Exception: none is done; of several, nobody can tell which one was to blame.
        """
        ...

    def settle(self) -> None:
        """Pass on what is durable but not yet in the log."""
        ...

    def leave(self) -> None:
        """Let another process take over at once.

        Raises:
            StoreError: the store is away; it takes over a little later.
        """
        ...


class Stateless:
    """Puts go straight to the log.

    Args:
        stage: what to do.
        log: where the puts go.
        elapsed: a monotonic count of seconds.
    """

    def __init__(
        self, stage: StatelessStage, log: Log, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = stage.name
        self.reads = stage.reads
        self._stage = stage
        self._log = log
        self._elapsed = elapsed

    def ready(self) -> bool:
        """See Step.ready: any number of processes may."""
        return True

    def do(self, records: Sequence[Record]) -> Sequence[bool]:
        """See Step.do; every record counts as new, and a slow one ends the batch."""
        puts: list[Put] = []
        done: list[bool] = []
        began = self._elapsed()
        for record in records:
            puts += self._stage.handle(record)
            done.append(True)
            if self._elapsed() - began > _TOGETHER_S:
                break
        self._log.append(puts)
        return done

    def settle(self) -> None:
        """See Step.settle: nothing waits."""

    def leave(self) -> None:
        """See Step.leave: nothing was taken."""


class Stateful:
    """Puts become outbox rows, in the transaction that holds what the stage learnt.

    Args:
        stage: what to do.
        engine: the store.
        log: where the puts go in the end.
        leases: who may act; those of this process on `engine` unless given.
    """

    def __init__(
        self, stage: StatefulStage, engine: Engine, log: Log, leases: Leases | None = None
    ) -> None:
        self.name = stage.name
        self.reads = stage.reads
        self._stage = stage
        self._engine = engine
        self._log = log
        self._leases = leases or open_leases(engine)

    def ready(self) -> bool:
        """See Step.ready: one process at a time, the holder of the stage's lease."""
        return self.name in self._leases.take([self.name])

    def do(self, records: Sequence[Record]) -> Sequence[bool]:
        """See Step.do.

        Raises:
            LeaseLostError: another process does the stage's work.
        """
        with writing(self._engine) as connection:
            self._leases.confirm(connection, self.name)
            known = were_handled(connection, self.name, records)
            fresh = [record for record, done in zip(records, known, strict=True) if not done]
            for record in fresh:
                enqueue(connection, self.name, self._stage.handle(record, connection))
            remember(connection, self.name, fresh)
        return [not done for done in known]

    def settle(self) -> None:
        """See Step.settle: relay the outbox until it is empty."""
        while relay(self._engine, self._log, self.name, self._leases, _RELAYED) == _RELAYED:
            continue

    def leave(self) -> None:
        """See Step.leave."""
        self._leases.release([self.name])
