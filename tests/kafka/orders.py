"""`make seeds-kafka`: the same articles in ten orders, through Kafka and in one process.

Each order has topics and a database of its own. What is said must be the same to the byte.

python -m tests.kafka.orders [DIR]     without DIR, the demo's five
"""

import asyncio
import logging
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import make_url

from basewatch import settings, stages
from basewatch.app import Role, on_kafka
from basewatch.parts import running
from basewatch.rows import read_rows
from basewatch.settings import Settings
from contracts import codec, topics
from contracts.messages import Alert, AlertKind, Page
from runtime.clock import utc_now
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.stage import Put
from runtime.store.settings import Store
from tests.e2e.test_five import five
from tests.kafka.broker import Cluster
from tests.postgres.server import Server
from tests.soak import ledger
from tests.soak.ledger import Said

_ORDERS: Final = 10
_SEED: Final = 4
_WITHIN_S: Final = 60.0


@dataclass(frozen=True)
class Place:
    """A broker and a database server on which each order gets a corner of its own."""

    servers: str
    database: str

    def corner(self) -> Settings:
        """Return settings under which everything is watched, over empty topics and tables."""
        name = f"order_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = make_url(self.database).set(database=name)
        shared = {
            "kafka": Kafka(
                servers=tuple(self.servers.split(",")),
                prefix=f"{name}.",
                replication=1,
                min_insync=1,
            ),
            "store": Store(url=url.render_as_string(hide_password=False)),
        }
        return settings.watch_everything().model_copy(update=shared)


async def on_brokers(pages: Sequence[Page], found: Settings) -> Said:
    """Send pages one after the other through the real services; returns what they said."""
    with ExitStack() as opened:
        assert found.kafka
        services = [
            opened.enter_context(on_kafka(role, found, utc_now))
            for role in (Role.PROCESSORS, Role.ALERTS)
        ]
        log = KafkaLog(found.kafka)
        opened.callback(log.close)
        async with running(services):
            for number, page in enumerate(pages, start=1):
                put = Put(topics.PAGES, page.article_id, codec.encode(page))
                await asyncio.to_thread(log.append, [put])
                await _until_folded(log, number)
        return ledger.said(log)


async def _until_folded(log: KafkaLog, number: int) -> None:
    """Wait until so many articles were folded and all that follows was decided."""
    deadline = time.monotonic() + _WITHIN_S
    while not await asyncio.to_thread(_is_folded, log, number):
        assert time.monotonic() < deadline, f"article {number} is not folded"
        await asyncio.sleep(0.05)


def _is_folded(log: KafkaLog, number: int) -> bool:
    came = log.lag(topics.REPORTS, "nobody who commits") >= number
    return came and not log.lag(topics.REPORTS, "fold") and not log.lag(topics.CHANGES, "alerts")


def in_one_process(pages: Sequence[Page]) -> Said:
    """Return what the same stages say of the same pages without any broker."""
    built = stages.build(settings.watch_everything(), strict=True)
    found: dict[topics.Topic, list[tuple[str, bytes]]] = {topic: [] for topic in ledger.SAID}
    with built.pipeline() as pipeline:
        for page in pages:
            said: Mapping[topics.Topic, Sequence[Put]] = pipeline.feed(page)
            for topic in ledger.SAID:
                found[topic] += [(put.key, put.value) for put in said[topic]]
    built.close()
    return ledger.once(found)


def new_attacks(said: Said) -> list[str]:
    """Return the incidents that a new_attack was told of."""
    alerts = [codec.decode(Alert, value, topic="alerts.v1") for _, value in said[topics.ALERTS]]
    return [each.incident_id for each in alerts if each.kind is AlertKind.NEW_ATTACK]


def own_pages() -> list[Page]:
    """Return the demo's five."""
    return [row.page() for row in five()]


def main(folder: str) -> int:
    """Compare ten orders; returns the exit code."""
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    pages = [row.page() for row in read_rows([Path(folder)])] if folder else own_pages()
    chance, wrong = random.Random(_SEED), 0
    with (
        tempfile.TemporaryDirectory(prefix="basewatch-orders-") as name,
        Cluster(Path(name)) as cluster,
        Server() as server,
    ):
        place = Place(cluster.servers, server.url())
        for number in range(1, _ORDERS + 1):
            order = chance.sample(pages, len(pages))
            ran = asyncio.run(on_brokers(order, place.corner()))
            faults = ledger.differences(ran, in_one_process(order))
            attacks = new_attacks(ran)
            wrong += bool(faults) or len(set(attacks)) != len(attacks) or len(attacks) != 2
            verdict = "; ".join(faults) or "the same bytes as in one process"
            places = " ".join(str(pages.index(page) + 1) for page in order)
            print(
                f"order {number:>2} ({places}): {len(attacks)} new attacks, {verdict}", flush=True
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else ""))
