"""What workers that share partitions do when they are stopped, killed, added or fed poison."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import NewTopic

from contracts import codec
from contracts.messages import DeadLetter
from contracts.topics import DEAD, PAGES
from runtime.log.kafka.topics import wanted_settings
from tests.kafka.flow import Flow, create, flowing, settings


@pytest.fixture
def flow(servers: str, prefix: str) -> Iterator[Flow]:
    with flowing(settings(servers, prefix)) as flow:
        yield flow


def letters(flow: Flow) -> list[DeadLetter]:
    records = flow.log.read(DEAD, "checker", 100)
    return [codec.decode(DeadLetter, record.value, topic=DEAD.name) for record in records]


def test_clean_restarts_with_a_backlog_lose_and_repeat_nothing(flow: Flow) -> None:
    for _ in range(5):
        flow.feed(150)
        worker = flow.start(takes_s=0.002)
        flow.await_more(60)
        assert flow.workers.stop(worker) < 10
    flow.start()
    flow.drain()
    assert flow.lost() == set()
    assert flow.repeats() == 0


def test_killed_workers_lose_nothing(flow: Flow) -> None:
    for _ in range(3):
        flow.feed(300)
        worker = flow.start(takes_s=0.002)
        flow.await_more(100)
        worker.kill()
    flow.start()
    flow.drain()
    assert flow.lost() == set()
    assert flow.repeats() < 900  # all that was fed: a quarter of a second of both, three times


def test_workers_that_come_and_go_under_load_lose_nothing(flow: Flow) -> None:
    flow.feed(1200)
    first = flow.start(takes_s=0.005)
    flow.await_more(50)
    second = flow.start(takes_s=0.005)
    flow.await_more(200)
    first.kill()
    flow.await_more(200)
    third = flow.start(takes_s=0.005)
    flow.await_more(200)
    flow.workers.stop(second)
    flow.drain()
    assert flow.workers.stop(third) < 10
    assert flow.lost() == set()
    assert flow.unread() == 0


def test_a_record_that_is_held_survives_the_worker(flow: Flow, tmp_path: Path) -> None:
    """Faust acknowledges what is in hand when it stops; we do not let it."""
    flow.feed(20)
    flow.feed(1, f"hold {tmp_path}".encode())
    flow.feed(20)
    worker = flow.start()
    deadline = time.monotonic() + 60
    while not (tmp_path / "asked").exists():
        assert time.monotonic() < deadline
    flow.workers.stop(worker)
    (tmp_path / "healed").touch()
    flow.start()
    flow.drain()
    assert flow.lost() == set()


def test_poison_becomes_a_dead_letter_and_the_rest_goes_on(flow: Flow) -> None:
    flow.feed(20)
    flow.feed(1, b"poison")
    flow.feed(20)
    worker = flow.start()
    flow.drain(but=1)
    flow.workers.stop(worker)
    (letter,) = letters(flow)
    assert flow.lost() == {letter.key}
    assert (letter.stage, letter.topic, letter.value) == ("article", "pages.v1", b"poison")
    assert "nobody can read this" in letter.error
    assert flow.unread() == 0


def test_twenty_megabytes_become_a_dead_letter_and_the_rest_goes_on(flow: Flow) -> None:
    flow.feed(20)
    flow.feed(1, b"grow")
    flow.feed(20)
    worker = flow.start()
    flow.drain(but=1)
    flow.workers.stop(worker)
    (letter,) = letters(flow)
    assert "articles.v1: a message of 20000" in letter.error
    assert flow.lost() == {letter.key}


async def send_twenty_megabytes(servers: str, topic: str) -> None:
    """Do as a foreign producer on a topic that takes more than we ever write."""
    huge = {"max_request_size": 32_000_000, "bootstrap_servers": servers}
    async with AIOKafkaProducer(**huge) as producer:
        await producer.send_and_wait(topic, bytes(20_000_000), key=b"huge")


def test_a_foreign_record_of_twenty_megabytes_does_not_stop_the_rest(
    servers: str, prefix: str
) -> None:
    kafka = settings(servers, prefix)
    wide = wanted_settings(PAGES, kafka) | {"max.message.bytes": "32000000"}
    asyncio.run(create(servers, NewTopic(f"{prefix}pages.v1", 8, 1, topic_configs=wide)))
    with flowing(kafka) as flow:
        asyncio.run(send_twenty_megabytes(servers, f"{prefix}pages.v1"))
        flow.feed(20)
        worker = flow.start()
        flow.drain()
        (letter,) = letters(flow)
        assert (letter.key, letter.value) == ("huge", b"")
        assert letter.error.endswith("(its 20000000 bytes stay in the topic)")
        flow.workers.stop(worker)
        assert flow.unread() == 0
