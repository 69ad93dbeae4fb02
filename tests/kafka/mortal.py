"""Places where a process can be made to kill itself, or to freeze, the n-th time it is there.

    fold.append.before    the relay has rows to move, or a stateless stage has something to say
    fold.append.open      all of it is with the broker, and the transaction is not committed
    fold.append.after     the log has acknowledged; the outbox rows are still there
    fold.store.before     the step is done, and its transaction is not committed
    fold.store.after      it is
    fold.offset.before    everything is settled, and the offset is not committed
    fold.offset.after     it is

Faust commits the offsets of its agents: article.offset.before and .after, extract.offset....
"""

import os
import signal
from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from sqlalchemy import Connection, event

from contracts.topics import Topic
from runtime.log import Log
from runtime.stage import Put, Record, StatefulStage
from runtime.steps import Step

AGENTS: Final = ("article", "extract")


class Death:
    """Comes at the n-th time at a place; "" is nowhere."""

    def __init__(self, place: str, times: int, how: signal.Signals) -> None:
        self._place = place
        self._left = times
        self._how = how

    def at(self, place: str) -> None:
        """Signal this process if it is time."""
        if place == self._place:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), self._how)


class MortalLog:
    """A stage's log. See runtime.log.Log."""

    def __init__(self, log: Log, stage: str, death: Death) -> None:
        self._log = log
        self._stage = stage
        self._death = death
        self.read = log.read
        self.lag = log.lag
        self.wait = log.wait

    def append(self, puts: Sequence[Put]) -> None:
        self._death.at(f"{self._stage}.append.before")
        self._log.append(puts)
        self._death.at(f"{self._stage}.append.after")

    def commit(self, topic: Topic, group: str, offset: int, partition: int = 0) -> None:
        self._death.at(f"{self._stage}.offset.before")
        self._log.commit(topic, group, offset, partition)
        self._death.at(f"{self._stage}.offset.after")


class MortalStage:
    """A stateful stage. See runtime.stage.StatefulStage."""

    def __init__(self, stage: StatefulStage, death: Death) -> None:
        self.name = stage.name
        self.reads = stage.reads
        self._stage = stage
        self._death = death

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        if not event.contains(connection, "commit", self._before):  # once a transaction
            event.listen(connection, "commit", self._before)
        return self._stage.handle(record, connection)

    def _before(self, _connection: Connection) -> None:
        self._death.at(f"{self.name}.store.before")


class MortalStep:
    """A stateful stage's step. See runtime.steps.Step."""

    def __init__(self, step: Step, death: Death) -> None:
        self.name = step.name
        self.reads = step.reads
        self.ready = step.ready
        self.settle = step.settle
        self.leave = step.leave
        self._step = step
        self._death = death

    def do(self, records: Sequence[Record]) -> Sequence[bool]:
        done = self._step.do(records)
        self._death.at(f"{self.name}.store.after")
        return done


def make_clients_mortal(death: Death) -> None:
    """Reach the places that lie inside of aiokafka, whoever drives it."""
    end, commit = AIOKafkaProducer.commit_transaction, AIOKafkaConsumer.commit

    async def end_transaction(self: AIOKafkaProducer) -> None:
        death.at(f"{self._txn_manager.transactional_id.rpartition('relay-')[2]}.append.open")
        await end(self)

    async def commit_offsets(self: AIOKafkaConsumer, *arguments: object) -> None:
        group = str(self._group_id).rpartition(".")[2]
        of_agent = group in AGENTS
        if of_agent:
            death.at(f"{group}.offset.before")
        await commit(self, *arguments)
        if of_agent:
            death.at(f"{group}.offset.after")

    AIOKafkaProducer.commit_transaction = end_transaction
    AIOKafkaConsumer.commit = commit_offsets
