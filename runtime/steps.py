"""The two ways to do a stage's step so that a crash at any line loses nothing.

Stateless   handle, append to the log         a repeat appends again, with the same ids
Stateful    handle, write rows and outbox     one transaction; a repeat is recognised
"""

from typing import Final, Protocol

from sqlalchemy import Engine

from contracts.topics import Topic
from runtime.log import Log
from runtime.stage import Record, StatefulStage, StatelessStage
from runtime.store.engine import writing
from runtime.store.handled import remember, was_handled
from runtime.store.outbox import enqueue, relay

_RELAYED: Final = 500  # rows per transaction


class Step(Protocol):
    """A stage, with the way its results are kept."""

    name: str
    reads: Topic

    def do(self, record: Record) -> bool:
        """Handle `record` durably; False: it had been handled before."""
        ...

    def settle(self) -> None:
        """Pass on what is durable but not yet in the log."""
        ...


class Stateless:
    """Puts go straight to the log."""

    def __init__(self, stage: StatelessStage, log: Log) -> None:
        self.name = stage.name
        self.reads = stage.reads
        self._stage = stage
        self._log = log

    def do(self, record: Record) -> bool:
        """See Step.do; every record counts as new."""
        self._log.append(self._stage.handle(record))
        return True

    def settle(self) -> None:
        """See Step.settle: nothing waits."""


class Stateful:
    """Puts become outbox rows, in the transaction that holds what the stage learnt."""

    def __init__(self, stage: StatefulStage, engine: Engine, log: Log) -> None:
        self.name = stage.name
        self.reads = stage.reads
        self._stage = stage
        self._engine = engine
        self._log = log

    def do(self, record: Record) -> bool:
        """See Step.do."""
        with writing(self._engine) as connection:
            if was_handled(connection, self.name, record):
                return False
            enqueue(connection, self._stage.handle(record, connection))
            remember(connection, self.name, record)
        return True

    def settle(self) -> None:
        """See Step.settle: relay the outbox until it is empty."""
        while relay(self._engine, self._log, _RELAYED) == _RELAYED:
            continue
