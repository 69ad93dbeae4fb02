"""A worker to kill: two stages that say each record on. Run as `python -m tests.kafka.echo`."""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.topics import ARTICLES, PAGES, REPORTS, Topic
from processors.agents import Agents
from runtime.clock import utc_now
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.watchdog import Watchdog
from runtime.stage import Put, Record
from runtime.steps import Stateless


@dataclass(frozen=True)
class Echo:
    """Says a record on after a while; what it does with some is told by their value."""

    name: str
    reads: Topic
    writes: Topic
    takes_s: float = 0.0

    def handle(self, record: Record) -> Sequence[Put]:
        time.sleep(self.takes_s)
        if record.value == b"poison":
            raise LookupError("nobody can read this")
        value = bytes(20_000_000) if record.value == b"grow" else record.value
        return [Put(self.writes, record.key, value)]


def stages(takes_s: float = 0.0) -> tuple[Echo, Echo]:
    return Echo("article", PAGES, ARTICLES, takes_s), Echo("extract", ARTICLES, REPORTS, takes_s)


async def work(kafka: Kafka, takes_s: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    log = KafkaLog(kafka)
    steps = [Stateless(stage, log) for stage in stages(takes_s)]
    await Agents(kafka, steps, log, utc_now, Watchdog(log, limit_s=20, every_s=1)).run(stop)
    log.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    servers, prefix, takes_s = sys.argv[1:]
    kafka = Kafka(servers=tuple(servers.split(",")), prefix=prefix, replication=1, min_insync=1)
    asyncio.run(work(kafka, float(takes_s)))
