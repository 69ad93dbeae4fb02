"""A worker to kill: two stages that say each record on."""

import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from basewatch.service import end_process_in_time, serve
from contracts.errors import StoreError
from contracts.topics import ARTICLES, PAGES, REPORTS, Topic
from processors.agents import Agent
from runtime.clock import utc_now
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.watchdog import Watchdog
from runtime.logs import configure_logs
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
        if record.value.startswith(b"hold "):
            _hold(Path(record.value[5:].decode()))
        value = bytes(20_000_000) if record.value == b"grow" else record.value
        return [Put(self.writes, record.key, value)]


def _hold(folder: Path) -> None:
    """Tell that we were asked, and fail until somebody says that the store is back."""
    (folder / "asked").touch()
    if not (folder / "healed").exists():
        raise StoreError("the store is away")


def stages(takes_s: float = 0.0) -> tuple[Echo, Echo]:
    return Echo("article", PAGES, ARTICLES, takes_s), Echo("extract", ARTICLES, REPORTS, takes_s)


def work(kafka: Kafka, takes_s: float) -> None:
    """Run until SIGTERM, as a process of its own."""
    configure_logs(sys.stderr, "warning")
    with closing(KafkaLog(kafka)) as log:
        parts = {stage.name: agent(kafka, log, stage).run for stage in stages(takes_s)}
        asyncio.run(serve(parts, end_process_in_time))


def agent(kafka: Kafka, log: KafkaLog, stage: Echo) -> Agent:
    return Agent(kafka, Stateless(stage, log), log, utc_now, Watchdog(log, limit_s=30, every_s=1))
