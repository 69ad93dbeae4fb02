"""Fold and alerts, fed what nobody can read, and what no topic takes."""

import asyncio
from collections.abc import Iterator, Sequence

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import NewTopic

from contracts import codec
from contracts.messages import ArticleReports
from contracts.topics import CHANGES, REPORTS
from runtime.log.kafka.topics import wanted_settings
from runtime.stage import Put
from tests.kafka.fleet import Fleet, gathered
from tests.kafka.flow import create, settings
from tests.outcome import Outcome

HUGE = 20_000_000  # bytes
ROOM = 3 * HUGE


@pytest.fixture
def wide(servers: str, prefix: str, url: str) -> Iterator[Fleet]:
    """Return a fleet whose topics take more than we ever write."""
    kafka = settings(servers, prefix)
    for topic in (REPORTS, CHANGES):
        config = wanted_settings(topic, kafka) | {"max.message.bytes": str(ROOM)}
        asyncio.run(create(servers, NewTopic(prefix + topic.name, 1, 1, topic_configs=config)))
    with gathered(servers, prefix, url) as fleet:
        yield fleet


async def send(fleet: Fleet, puts: Sequence[Put]) -> None:
    """Do as a foreign producer."""
    where = {"bootstrap_servers": list(fleet.kafka.servers), "max_request_size": ROOM}
    async with AIOKafkaProducer(**where) as producer:
        for put in puts:
            name = fleet.kafka.prefix + put.topic.name
            await producer.send_and_wait(name, put.value, key=put.key.encode())


def swollen(report: Put) -> bytes:
    """Return a sound report whose sentence never ends: what it leads to is as large."""
    told = codec.decode(ArticleReports, report.value, topic=REPORTS.name)
    first, *rest = told.reports
    first = msgspec.structs.replace(first, sentence="x" * HUGE)
    return codec.encode(msgspec.structs.replace(told, reports=(first, *rest)))


def test_nonsense_becomes_dead_letters_and_the_rest_goes_on(
    wide: Fleet, reports: Sequence[Put], wanted: Outcome
) -> None:
    foreign = [
        Put(topic, "foreign", value)
        for topic in (REPORTS, CHANGES)
        for value in (b"poison", bytes(HUGE))
    ]
    wide.feed(reports[:6])
    worker = wide.start()
    wide.drain()
    asyncio.run(send(wide, foreign))
    wide.feed(reports[6:])
    wide.drain()
    wide.workers.stop(worker)
    found = sorted((each.topic, each.stage, each.value) for each in wide.letters())
    assert found == [
        ("changes.v1", "alerts", b""),
        ("changes.v1", "alerts", b"poison"),
        ("reports.v1", "fold", b""),
        ("reports.v1", "fold", b"poison"),
    ]
    wide.check(wanted, foreign=foreign[2:])


def test_what_no_topic_takes_becomes_a_dead_letter_and_the_rest_goes_on(
    wide: Fleet, reports: Sequence[Put], wanted: Outcome
) -> None:
    wide.feed(reports[:6])
    asyncio.run(send(wide, [Put(REPORTS, "foreign", swollen(reports[6]))]))
    wide.feed(reports[6:])
    worker = wide.start()
    wide.drain()
    wide.workers.stop(worker)
    (letter,) = wide.letters()
    assert letter.error.startswith("TooLargeError: decisions.v1: a message of 20000")
    wide.check(wanted)
