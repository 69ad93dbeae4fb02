"""Workers on a broker, what was sent through them, and a checker over what came out."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from contracts.topics import PAGES, REPORTS
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.stage import Put
from tests.kafka import echo
from tests.kafka.processes import Processes


def settings(servers: str, prefix: str, copies: int = 1, **named: Any) -> Kafka:
    return Kafka(
        servers=tuple(servers.split(",")),
        prefix=prefix,
        replication=copies,
        min_insync=min(2, copies),
        **named,
    )


@dataclass
class Flow:
    """pages.v1 --> a stage --> articles.v1 --> a stage --> reports.v1, in processes to kill."""

    kafka: Kafka
    log: KafkaLog
    sent: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    workers: Processes = field(default_factory=Processes)

    def feed(self, number: int, value: bytes = b"v") -> None:
        """Send `number` more records, each with a key of its own."""
        keys = [f"{value.decode()}-{len(self.sent) + n}" for n in range(number)]
        self.log.append([Put(PAGES, key, value) for key in keys])
        self.sent += keys

    def start(self, takes_s: float = 0.0) -> BaseProcess:
        """Start one more worker, whose stages take so long over each record."""
        return self.workers.start(echo.work, self.kafka, takes_s)

    def await_more(self, number: int, within_s: float = 60.0) -> None:
        """Return once so many more records have come out."""
        wanted = len(self.came) + number
        self._read_until(lambda: len(self.came) >= wanted, within_s)

    def drain(self, but: int = 0, within_s: float = 90.0) -> None:
        """Return once all that was sent came out, except `but` of it."""
        self._read_until(lambda: len(set(self.came)) >= len(self.sent) - but, within_s)

    def lost(self) -> set[str]:
        """Return what was sent and never came."""
        return set(self.sent) - set(self.came)

    def repeats(self) -> int:
        """Count what came more than once; each time under the key it was sent with."""
        assert set(self.came) <= set(self.sent)
        return sum(times - 1 for times in Counter(self.came).values())

    def unread(self) -> int:
        """Count what the workers have not committed."""
        return self.log.lag(PAGES, "article")

    def _read_until(self, done: Callable[[], bool], within_s: float) -> None:
        deadline = time.monotonic() + within_s
        while not done():
            assert time.monotonic() < deadline, f"{len(self.lost())} of {len(self.sent)} missing"
            if self.log.wait(REPORTS, "checker", 1):
                self._take()

    def _take(self) -> None:
        records = self.log.read(REPORTS, "checker", 500)
        self.came += [record.key for record in records]
        self.log.commit(REPORTS, "checker", records[-1].offset)


@contextmanager
def flowing(kafka: Kafka) -> Iterator[Flow]:
    """Open a flow without a worker, and end what was started in it."""
    log = KafkaLog(kafka)
    flow = Flow(kafka, log)
    try:
        yield flow
    finally:
        flow.workers.end()
        log.close()


async def create(servers: str, topic: NewTopic) -> None:
    """Make a topic as somebody else would."""
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        await admin.create_topics([topic])
    finally:
        await admin.close()
