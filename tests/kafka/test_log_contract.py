"""The embedded log's contract, word for word, on a broker."""

from collections.abc import Callable, Iterator

import pytest

from runtime.log import Log
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from tests.contract.test_log import *  # noqa: F403 - its tests, and its fixture `log`


@pytest.fixture
def reopen(servers: str, prefix: str) -> Iterator[Callable[[], Log]]:
    kafka = Kafka(servers=tuple(servers.split(",")), prefix=prefix, replication=1, min_insync=1)
    opened: list[KafkaLog] = []

    def opener() -> Log:
        opened.append(KafkaLog(kafka))
        return opened[-1]

    yield opener
    for log in opened:
        log.close()
