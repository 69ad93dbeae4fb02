"""One group on one topic, all partitions of it: whoever reads is settled outside of Kafka.

A stage that must be alone (fold, alerts) is so by its lease, which the store checks in each
commit; Kafka's own group protocol could only promise it a session timeout late. So no group
is joined, and nothing waits for a rebalance. Offsets are kept under the group's name.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from contracts.errors import StoreError
from contracts.topics import Topic
from runtime.log.kafka.settings import Kafka
from runtime.stage import Record

_STALL_S: Final = 10.0  # a record that is there and does not come in so long
_POLL_MS: Final = 200
_log = structlog.get_logger(__name__)


class Reader:
    """What a group has fetched and not committed, in the order it came.

    After any failure or cancellation the client is thrown away, and the next call begins
    anew at the committed offsets: what a half-done fetch had taken would be skipped otherwise.
    Use it in one event loop.

    Args:
        kafka: where.
        topic: what is read.
        group: whose offsets.
        partitions: how many the topic has.
    """

    def __init__(self, kafka: Kafka, topic: Topic, group: str, partitions: int) -> None:
        name = kafka.prefix + topic.name
        self._kafka = kafka
        self._topic = topic
        self._group = kafka.prefix + group
        self._all = [TopicPartition(name, number) for number in range(partitions)]
        self._lock = asyncio.Lock()
        self._consumer: AIOKafkaConsumer | None = None
        self._held: list[Record] = []
        self._next: dict[int, int] = {}  # partition -> offset that is committed

    async def read(self, limit: int) -> Sequence[Record]:
        """Return up to `limit` records after the committed offsets."""
        async with self._using() as consumer:
            # Another process may have read on while we did not, or an operator set it back.
            if self._next == await self._committed(consumer):
                return await self._read(consumer, limit)
            await self.close()
            return await self._read(await self._open(), limit)

    async def commit(self, offset: int, partition: int) -> None:
        """Remember that everything of `partition` up to and including `offset` is done."""
        async with self._using() as consumer:
            if offset < self._next[partition]:
                return
            left = [
                record
                for record in self._held
                if record.partition != partition or record.offset > offset
            ]
            await self._remember(consumer, left, {partition: offset + 1})

    async def wait(self, timeout_s: float) -> bool:
        """Return as soon as there is something to read; False when nothing came in time."""
        async with self._using() as consumer:
            if not self._held:
                await self._fetch(consumer, 1, int(timeout_s * 1000))
            if not self._held:
                await self._remember(consumer, [], self._next)
            return bool(self._held)

    async def close(self) -> None:
        """Let go of the connection."""
        consumer, self._consumer = self._consumer, None
        if consumer:
            await consumer.stop()

    @asynccontextmanager
    async def _using(self) -> AsyncIterator[AIOKafkaConsumer]:
        async with self._lock:
            try:
                yield self._consumer or await self._open()
            except BaseException:
                await self.close()
                raise

    async def _open(self) -> AIOKafkaConsumer:
        self._consumer = consumer = AIOKafkaConsumer(
            bootstrap_servers=list(self._kafka.servers),
            client_id="basewatch",
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
        )
        await consumer.start()
        consumer.assign(self._all)
        self._held = []
        self._next = await self._committed(consumer)
        return consumer

    async def _committed(self, consumer: AIOKafkaConsumer) -> dict[int, int]:
        return {each.partition: await consumer.committed(each) or 0 for each in self._all}

    async def _read(self, consumer: AIOKafkaConsumer, limit: int) -> Sequence[Record]:
        if len(self._held) < limit:
            await self._fill(consumer, limit)
        return tuple(self._held[:limit])

    async def _fill(self, consumer: AIOKafkaConsumer, limit: int) -> None:
        """Fetch until `limit` records are held, or all that were there when it began."""
        ends = await consumer.end_offsets(self._all)
        moved_at = time.monotonic()
        while len(self._held) < limit and await self._is_behind(consumer, ends):
            if await self._fetch(consumer, limit - len(self._held), _POLL_MS):
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > _STALL_S:
                _log.error("fetch stalled", topic=self._topic.name, group=self._group)
                raise StoreError(f"{self._topic.name}: records are there and do not come")

    async def _is_behind(self, consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]) -> bool:
        return any([await consumer.position(each) < end for each, end in ends.items()])

    async def _fetch(self, consumer: AIOKafkaConsumer, limit: int, timeout_ms: int) -> bool:
        came = await consumer.getmany(timeout_ms=timeout_ms, max_records=limit)
        for records in came.values():
            self._held += [to_record(self._topic, record) for record in records]
        return bool(came)

    async def _remember(
        self, consumer: AIOKafkaConsumer, left: list[Record], done: dict[int, int]
    ) -> None:
        """Commit `done`; where nothing is left, also the ends of transactions behind it."""
        busy = {record.partition for record in left}
        offsets = {
            each: done[each.partition]
            if each.partition in busy
            else max(done[each.partition], await consumer.position(each))
            for each in self._all
            if each.partition in done
        }
        news = {each: to for each, to in offsets.items() if to > self._next[each.partition]}
        if news:
            await consumer.commit(news)
        self._next |= {each.partition: to for each, to in news.items()}
        self._held = left


def to_record(topic: Topic, found: ConsumerRecord[Any, Any]) -> Record:
    """Return what a consumer fetched as stages know it; the topic without its prefix."""
    return Record(
        topic=topic.name,
        partition=found.partition,
        offset=found.offset,
        key=(found.key or b"").decode("utf-8", "replace"),
        value=found.value or b"",
        headers={key: value.decode("utf-8", "replace") for key, value in found.headers},
        at=datetime.fromtimestamp(found.timestamp / 1000, UTC),
    )
