import asyncio

import pytest

from contracts.errors import StoreError
from contracts.topics import PAGES
from runtime.handling import StageFailedError
from runtime.log.kafka import KafkaLog
from runtime.stage import Put
from tests.kafka.echo import agent, stages
from tests.kafka.flow import settings
from tests.kafka.processes import Processes, exit_code


async def test_a_worker_says_how_far_it_is(servers: str, prefix: str) -> None:
    kafka = settings(servers, prefix)
    log = await asyncio.to_thread(KafkaLog, kafka)
    workers = [agent(kafka, log, stage) for stage in stages()]
    stop = asyncio.Event()
    await asyncio.to_thread(log.append, [Put(PAGES, f"k{n}", b"v") for n in range(30)])
    assert [(await asyncio.to_thread(worker.health)).lag for worker in workers] == [30, 0]
    running = [asyncio.create_task(worker.run(stop)) for worker in workers]
    async with asyncio.timeout(60):
        while any([(await asyncio.to_thread(worker.health)).lag for worker in workers]):
            assert not any(task.done() for task in running)
    stop.set()
    await asyncio.gather(*running)
    health = [worker.health() for worker in workers]
    assert [(stage.stage, stage.dead, stage.held) for stage in health] == [
        ("article", 0, ""),
        ("extract", 0, ""),
    ]
    log.close()


async def test_a_worker_that_fails_on_everything_ends_and_commits_none_of_it(
    servers: str, prefix: str
) -> None:
    kafka = settings(servers, prefix)
    log = await asyncio.to_thread(KafkaLog, kafka)
    await asyncio.to_thread(log.append, [Put(PAGES, f"k{n}", b"poison") for n in range(5)])
    with pytest.raises(StageFailedError, match="the fault is ours"):
        async with asyncio.timeout(60):
            await agent(kafka, log, stages()[0]).run(asyncio.Event())
    assert log.lag(PAGES, "article") >= 1
    log.close()


def test_a_broker_that_is_gone_when_a_worker_starts_is_said_to_be_away(prefix: str) -> None:
    processes = Processes()
    try:
        assert exit_code(processes.start(start_without_a_broker, prefix)) == 0
    finally:
        processes.end()


def start_without_a_broker(prefix: str) -> None:
    """Run in a process of its own: what Faust has opened by then it leaves open."""
    worker = agent(settings("127.0.0.1:1", prefix), None, stages()[0])
    with pytest.raises(StoreError, match=r"article: KafkaConnectionError: .*127\.0\.0\.1"):
        asyncio.run(worker.run(asyncio.Event()))
