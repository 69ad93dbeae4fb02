"""Write to Kafka: idempotent, acknowledged by every replica in sync, whole if transactional."""

import asyncio
from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from contracts.errors import TooLargeError
from runtime.log.kafka.connection import connection
from runtime.log.kafka.settings import Kafka
from runtime.stage import Put, check_size

_CLIENT_LIMIT: Final = 16 * 1024 * 1024  # ours per topic is lower, and names the topic
_FLUSH_S: Final = 2.0
_REST_S: Final = 0.2


class Writer:
    """One producer. Use it in one event loop.

    Args:
        kafka: where.
        transactional_id: each append is one transaction, and any older producer of this id
            is fenced; "" for appends that need not be whole.
    """

    def __init__(self, kafka: Kafka, transactional_id: str) -> None:
        self._kafka = kafka
        self._transactional_id = kafka.prefix + transactional_id if transactional_id else None
        self._opening = asyncio.Lock()
        self._lock = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None

    async def append(self, puts: Sequence[Put]) -> None:
        """Return when every broker that must have them has all `puts`.

        Raises:
            TooLargeError: a message is larger than its topic takes; nothing was sent.
            KafkaError: no acknowledgement; what was sent may yet be written.
        """
        messages = [(put, _encoded(put)) for put in puts]
        producer = await self._open()
        if self._transactional_id is None:
            await self._send(producer, messages)
            return
        async with self._lock, producer.transaction():
            await self._send(producer, messages)

    async def close(self) -> None:
        """Let go of the connection; what cannot be written now is given up."""
        if self._producer is None:
            return
        try:
            async with asyncio.timeout(_FLUSH_S):
                await self._producer.stop()
        except (TimeoutError, KafkaError):  # a fenced producer raises once more
            await self._producer.client.close()

    async def _open(self) -> AIOKafkaProducer:
        """Connect; a transactional producer fences its predecessors by it."""
        async with self._opening:
            self._producer = self._producer or await self._new()
            return self._producer

    async def _new(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            **connection(self._kafka),
            acks="all",
            enable_idempotence=True,
            compression_type=self._kafka.compression,
            max_request_size=_CLIENT_LIMIT,
            transactional_id=self._transactional_id,
        )
        _make_patient(producer)
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        return producer

    async def _send(
        self, producer: AIOKafkaProducer, messages: Sequence[tuple[Put, "_Encoded"]]
    ) -> None:
        sent = [
            await producer.send(
                self._kafka.prefix + put.topic.name, put.value, key=key, headers=headers
            )
            for put, (key, headers) in messages
        ]
        for (put, _), future in zip(messages, sent, strict=True):
            try:
                await future
            except (MessageSizeTooLargeError, RecordListTooLargeError) as error:
                topic = put.topic
                raise TooLargeError(topic.name, len(put.value), topic.largest) from error


def _make_patient(producer: AIOKafkaProducer) -> None:
    """Let it ask for metadata at a human pace.

    While a partition has no leader, aiokafka 0.14 asks again the moment it was refused: three
    thousand times a second, a whole core, for as long as the broker is away.
    """
    ask = producer.client._metadata_update

    async def ask_and_rest(*arguments: object) -> bool:
        updated = bool(await ask(*arguments))
        if not updated:
            await asyncio.sleep(_REST_S)
        return updated

    producer.client._metadata_update = ask_and_rest


_Encoded = tuple[bytes, list[tuple[str, bytes]]]


def _encoded(put: Put) -> _Encoded:
    """Return key and headers as bytes; before anything is sent, so that it is all or none."""
    check_size(put)
    return put.key.encode(), [(name, value.encode()) for name, value in put.headers.items()]
