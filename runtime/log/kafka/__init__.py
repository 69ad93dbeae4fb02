"""The log on Apache Kafka; see runtime.log.Log for the promises.

Topics are ours to make, and checked at every start. A read sees what was committed by
transactions, and begins at the oldest record kept. Workers that share the partitions of a
topic read it another way: processors.agents.
"""

import threading
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError

from contracts.errors import StoreError
from contracts.topics import Topic
from runtime.log.kafka.connection import connection
from runtime.log.kafka.history import HistoryReader
from runtime.log.kafka.reader import Reader
from runtime.log.kafka.refusal import why_refused
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.thread import LoopThread
from runtime.log.kafka.topics import prepare
from runtime.log.kafka.writer import Writer
from runtime.stage import Put, Record

CALL_S: Final = 30.0  # seconds; a broker that takes longer to answer is away
_CLOSE_S: Final = 5.0


class KafkaLog:
    """Log on a cluster.

    Args:
        kafka: where it is, and what its topics must be like.
        transactional_id: each append is one transaction, and from the first one on whoever
            wrote under this id before is fenced: its appends raise FencedError. "" for none;
            then an append that raised StoreError may have been written, in whole or in part.
        call_s: how long to wait for an answer before StoreError, seconds.

    Raises:
        StoreError: the cluster is away.
        ConfigError: no broker lets us in as configured, or a topic promises less.
    """

    def __init__(self, kafka: Kafka, transactional_id: str = "", call_s: float = CALL_S) -> None:
        self._kafka = kafka
        self._call_s = call_s
        self._readers: dict[tuple[str, str], Reader] = {}
        self._adding = threading.Lock()
        self._writer = Writer(kafka, transactional_id)
        self._history = HistoryReader(kafka)
        self._open_things = AsyncExitStack()
        self._thread = LoopThread(f"kafka {','.join(kafka.servers)}")
        try:
            self._thread.call(self._open(), call_s)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connections; what an append could not write was said to its caller."""
        try:
            with suppress(StoreError):
                self._thread.call(self._open_things.aclose(), _CLOSE_S)
        finally:
            self._thread.close()

    # ------------------------------------------------------------------ the Log port

    def append(self, puts: Sequence[Put]) -> None:
        """See Log.append.

        Raises:
            TooLargeError: a message is larger than its topic takes; nothing was appended.
            FencedError: another process writes under our transactional id.
        """
        if puts:
            self._thread.call(self._writer.append(puts), self._call_s)

    def read(self, topic: Topic, group: str, limit: int) -> Sequence[Record]:
        """See Log.read. One reader of a group at a time, and who it is the caller knows."""
        return self._thread.call(self._reader(topic, group).read(limit), self._call_s)

    def commit(self, topic: Topic, group: str, offset: int, partition: int = 0) -> None:
        """See Log.commit."""
        done = self._reader(topic, group).commit(offset, partition)
        self._thread.call(done, self._call_s)

    def lag(self, topic: Topic, group: str) -> int:
        """See Log.lag; ends of transactions count until the reader has passed them."""
        return sum(max(0, end - done) for done, end in self.progress(topic, group).values())

    def wait(self, topic: Topic, group: str, timeout_s: float) -> bool:
        """See Log.wait."""
        waiting = self._reader(topic, group).wait(timeout_s)
        return self._thread.call(waiting, timeout_s + self._call_s)

    # ------------------------------------------------------------------ beside the port

    def read_from(self, topic: Topic, offset: int, limit: int) -> Sequence[Record]:
        """See History.read_from."""
        return self._thread.call(self._history.read_from(topic, offset, limit), self._call_s)

    def progress(self, topic: Topic, group: str) -> Mapping[int, tuple[int, int]]:
        """Return for each partition the offset the group goes on at, and the end.

        Raises:
            StoreError: the broker is away.
        """
        return self._thread.call(self._progress(topic, group), self._call_s)

    # ------------------------------------------------------------------------ helpers

    def _reader(self, topic: Topic, group: str) -> Reader:
        with self._adding:
            if found := self._readers.get((topic.name, group)):
                return found
            partitions = self._partitions[self._kafka.prefix + topic.name]
            reader = Reader(self._kafka, topic, group, partitions)
            self._readers[topic.name, group] = reader
            self._open_things.push_async_callback(reader.close)
        return reader

    async def _open(self) -> None:
        how = connection(self._kafka)
        self._admin = AIOKafkaAdminClient(**how)
        self._open_things.push_async_callback(self._admin.close)
        self._observer = AIOKafkaConsumer(**how, isolation_level="read_committed")
        self._open_things.push_async_callback(self._observer.stop)
        try:
            await self._admin.start()
        except KafkaConnectionError as error:
            raise await why_refused(self._kafka) or error from error
        await self._observer.start()
        self._partitions = await prepare(self._admin, self._kafka)
        self._open_things.push_async_callback(self._writer.close)
        self._open_things.push_async_callback(self._history.close)

    async def _progress(self, topic: Topic, group: str) -> dict[int, tuple[int, int]]:
        name = self._kafka.prefix + topic.name
        wanted = [TopicPartition(name, number) for number in range(self._partitions[name])]
        ends = await self._observer.end_offsets(wanted)
        firsts = await self._observer.beginning_offsets(wanted)
        done = await self._admin.list_consumer_group_offsets(
            self._kafka.prefix + group, partitions=wanted
        )
        committed = {each: found.offset for each, found in done.items()}
        return standing(wanted, committed, firsts, ends)


def standing(
    wanted: Sequence[TopicPartition],
    committed: Mapping[TopicPartition, int],
    firsts: Mapping[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
) -> dict[int, tuple[int, int]]:
    """Return for each partition the offset its group goes on at, and the end.

    Raises:
        StoreError: nothing is told of a partition; while a broker that has just started reads
            the groups it keeps, aiokafka 0.14 returns an empty answer without its error.
    """
    if untold := [each for each in wanted if each not in committed]:
        raise StoreError(f"{untold[0].topic}: the broker cannot tell the group's offsets yet")
    return {each.partition: (max(firsts[each], committed[each]), ends[each]) for each in wanted}
