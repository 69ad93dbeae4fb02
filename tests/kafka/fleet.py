"""Workers of the real stages on a broker and a store, and a checker over what came of them."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from basewatch.parts import READERS
from basewatch.stages import Stages
from contracts import codec, topics
from contracts.errors import StoreError
from contracts.messages import DeadLetter, Decision, Verdict
from contracts.topics import Topic
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.stage import Put
from runtime.store.engine import open_store
from runtime.store.outbox import waiting
from tests.kafka.flow import settings
from tests.kafka.processes import Processes
from tests.kafka.worker import Orders, work
from tests.outcome import SAID, Outcome, embedded, messages, reports

STATEFUL = ("fold", "alerts")
ALL = ("agents", *STATEFUL)
LEASE_S = 1.0  # of a worker whose successor should not have to wait


@dataclass
class Fleet:
    """pages.v1 --> agents --> reports.v1 --> fold --> changes.v1 --> alerts."""

    kafka: Kafka
    store: str
    log: KafkaLog
    engine: Engine
    workers: Processes = field(default_factory=Processes)

    def feed(self, puts: Sequence[Put]) -> None:
        """Send, and send again while the broker is away."""
        self.until(lambda: self.log.append(puts) is None)

    def start(self, *run: str, lease_s: float = LEASE_S, **orders: Any) -> BaseProcess:
        """Start one more worker; see tests.kafka.worker.Orders."""
        given = Orders(self.kafka, self.store, run or STATEFUL, lease_s=lease_s, **orders)
        return self.workers.start(work, given)

    def drain(self, within_s: float = 60.0) -> None:
        """Return once nothing waits anywhere: every offset is at its end, the outbox empty."""
        for topic, group in READERS:
            self.until(lambda topic=topic, group=group: not self.log.lag(topic, group), within_s)
        self.until(lambda: not waiting(self.engine), within_s)

    def feed_and_see_begun(self, reports: Sequence[Put]) -> None:
        """Return once not all of `reports` wait; some still do, if we are quick."""
        self.feed(reports)
        self.until(lambda: self.log.lag(topics.REPORTS, "fold") < len(reports))

    def until(self, true: Callable[[], bool], within_s: float = 60.0) -> None:
        """Return once it is so; while the broker or the store is away it is not."""
        deadline = time.monotonic() + within_s
        while not _now(true):
            assert time.monotonic() < deadline, self._where()
            time.sleep(0.05)

    def check(self, wanted: Outcome, foreign: Sequence[Put] = ()) -> None:
        """Compare what was said, but for `foreign`, and what is stored with `wanted`."""
        found = Outcome(self.log, self.engine).forget_offsets()
        for put in foreign:
            found.said[put.topic.name].remove((put.key, put.value))
        assert found.said == wanted.said
        assert found.rows == {name: wanted.rows[name] for name in found.rows}

    def check_from_pages(self, built: Stages, pages: Sequence[Put], folder: Path) -> None:
        """Compare everything from the pages on: agents keep no order, and what they said rules."""
        said = dict.fromkeys(messages(self.log, topics.REPORTS))
        assert set(said) == {(put.key, put.value) for put in reports(built, pages)}
        told = [Put(topics.REPORTS, key, value) for key, value in said]
        self.check(embedded(built, told, folder), self._found_repeated())
        assert self.letters() == []

    def _found_repeated(self) -> list[Put]:
        """Return the decisions on reports that came a second time: all that comes of them."""
        return [
            Put(topics.DECISIONS, key, value)
            for key, value in dict.fromkeys(messages(self.log, topics.DECISIONS))
            if codec.decode(Decision, value, topic=key).verdict is Verdict.REPEATED
        ]

    def repeats(self) -> int:
        """Count the messages that were said before, byte by byte."""
        found = [messages(self.log, topic) for topic in (topics.REPORTS, *SAID)]
        return sum(len(each) - len(set(each)) for each in found)

    def letters(self) -> list[DeadLetter]:
        return [
            codec.decode(DeadLetter, record.value, topic=record.topic)
            for record in self.log.read(topics.DEAD, "checker", 100)
        ]

    def await_said(self, topic: Topic, number: int) -> None:
        self.until(lambda: self.said(topic) >= number)

    def said(self, topic: Topic) -> int:
        """Count what `topic` holds."""
        return len(messages(self.log, topic))

    def _where(self) -> str:
        ended = [worker.exitcode for worker in self.workers.started]
        return f"not so in time; the workers' exit codes are {ended}"


def _now(true: Callable[[], bool]) -> bool:
    try:
        return true()
    except StoreError:
        return False


@contextmanager
def gathered(servers: str, prefix: str, store: str, copies: int = 1) -> Iterator[Fleet]:
    """Open a fleet without a worker, and end what was started in it."""
    kafka = settings(servers, prefix, copies)
    fleet = Fleet(kafka, store, KafkaLog(kafka), open_store(store))
    try:
        yield fleet
    finally:
        fleet.workers.end()
        fleet.engine.dispose()
        fleet.log.close()
