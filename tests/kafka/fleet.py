"""Workers of the real stages on a broker and a store, and a checker over what came of them."""

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine

from contracts import codec, topics
from contracts.errors import StoreError
from contracts.messages import DeadLetter
from contracts.topics import Topic
from runtime.log.kafka import KafkaLog
from runtime.stage import Put
from runtime.store.engine import open_store
from runtime.store.outbox import waiting
from tests.kafka.flow import Processes, settings
from tests.outcome import Outcome

STATEFUL = ("fold", "alerts")
LEASE_S = 2.0  # of a worker whose successor should not have to wait


@dataclass
class Fleet:
    """pages.v1 --> agents --> reports.v1 --> fold --> changes.v1 --> alerts."""

    servers: str
    prefix: str
    store: str
    copies: int
    log: KafkaLog
    engine: Engine
    workers: Processes = field(default_factory=Processes)

    def feed(self, puts: Sequence[Put]) -> None:
        self.log.append(puts)

    def start(
        self,
        *run: str,
        die: str = "",
        times: int = 1,
        ttl_s: float = LEASE_S,
        skew_s: float = 0.0,
    ) -> "subprocess.Popen[bytes]":
        """Start one more worker; see tests.kafka.worker."""
        return self.workers.start(
            "tests.kafka.worker",
            *(self.servers, self.prefix, self.store),
            *("--copies", str(self.copies), "--ttl", str(ttl_s), "--skew", str(skew_s)),
            *("--die", die, "--times", str(times), "--run", *(run or STATEFUL)),
        )

    def drain(self, within_s: float = 60.0) -> None:
        """Return once nothing waits anywhere: every offset is at its end, the outbox empty."""
        for topic, group in (
            (topics.PAGES, "processors"),
            (topics.ARTICLES, "processors"),
            (topics.REPORTS, "fold"),
            (topics.CHANGES, "alerts"),
        ):
            self.until(lambda topic=topic, group=group: not self.log.lag(topic, group), within_s)
        self.until(lambda: not waiting(self.engine), within_s)

    def until(self, true: Callable[[], bool], within_s: float = 60.0) -> None:
        """Return once it is so; while the broker or the store is away it is not."""
        deadline = time.monotonic() + within_s
        while not _now(true):
            assert time.monotonic() < deadline, self._where()
            time.sleep(0.05)

    def outcome(self) -> Outcome:
        return Outcome(self.log, self.engine).forget_offsets()

    def letters(self) -> list[DeadLetter]:
        return [
            codec.decode(DeadLetter, record.value, topic=record.topic)
            for record in self.log.read(topics.DEAD, "checker", 100)
        ]

    def read(self, topic: Topic) -> int:
        """Count what `topic` holds."""
        return len(self.log.read(topic, "checker", 10_000))

    def _where(self) -> str:
        ended = [worker.poll() for worker in self.workers.started]
        return f"not so in time; the workers' exit codes are {ended}"


def _now(true: Callable[[], bool]) -> bool:
    try:
        return true()
    except StoreError:
        return False


@contextmanager
def gathered(servers: str, prefix: str, store: str, copies: int = 1) -> Iterator[Fleet]:
    """Open a fleet without a worker, and end what was started in it."""
    log, engine = KafkaLog(settings(servers, prefix, copies)), open_store(store)
    fleet = Fleet(servers, prefix, store, copies, log, engine)
    try:
        yield fleet
    finally:
        fleet.workers.end()
        engine.dispose()
        log.close()
