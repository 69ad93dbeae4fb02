"""Read a topic of one partition from any offset, for no group: what the command line shows."""

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.topics import Topic
from runtime.log.kafka.reader import to_record
from runtime.log.kafka.settings import Kafka
from runtime.stage import Record

_POLL_MS = 200


class HistoryReader:
    """One consumer without a group. Use it in one event loop.

    Args:
        kafka: where.
    """

    def __init__(self, kafka: Kafka) -> None:
        self._kafka = kafka
        self._lock = asyncio.Lock()
        self._consumer: AIOKafkaConsumer | None = None

    async def read_from(self, topic: Topic, offset: int, limit: int) -> list[Record]:
        """Return up to `limit` records from `offset` on that were there when it began.

        Raises:
            KafkaError: no answer.
        """
        partition = TopicPartition(self._kafka.prefix + topic.name, 0)
        async with self._lock:
            try:
                consumer = self._consumer or await self._open()
                consumer.assign([partition])
                consumer.seek(partition, offset)
                return await _read(consumer, topic, partition, limit)
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """Let go of the connection."""
        consumer, self._consumer = self._consumer, None
        if consumer:
            await consumer.stop()

    async def _open(self) -> AIOKafkaConsumer:
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=list(self._kafka.servers),
            client_id="basewatch",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
        )
        await self._consumer.start()
        return self._consumer


async def _read(
    consumer: AIOKafkaConsumer, topic: Topic, partition: TopicPartition, limit: int
) -> list[Record]:
    end = (await consumer.end_offsets([partition]))[partition]
    found: list[Record] = []
    while len(found) < limit and await consumer.position(partition) < end:
        came = await consumer.getmany(timeout_ms=_POLL_MS, max_records=limit - len(found))
        found += [to_record(topic, each) for records in came.values() for each in records]
    return found
