import asyncio

import pytest

from contracts.topics import PAGES
from processors.agents import Agents
from runtime.clock import utc_now
from runtime.handling import StageFailedError
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.watchdog import Watchdog
from runtime.stage import Put
from runtime.steps import Stateless
from tests.kafka.echo import stages
from tests.kafka.flow import settings


def agents(log: KafkaLog, servers: str, prefix: str) -> Agents:
    steps = [Stateless(stage, log) for stage in stages()]
    return Agents(settings(servers, prefix), steps, log, utc_now, Watchdog(log))


async def test_a_worker_says_how_far_it_is(servers: str, prefix: str) -> None:
    log = await asyncio.to_thread(KafkaLog, settings(servers, prefix))
    worker, stop = agents(log, servers, prefix), asyncio.Event()
    await asyncio.to_thread(log.append, [Put(PAGES, f"k{n}", b"v") for n in range(30)])
    assert [stage.lag for stage in await asyncio.to_thread(worker.health)] == [30, 0]
    running = asyncio.create_task(worker.run(stop))
    async with asyncio.timeout(60):
        while any(stage.lag for stage in await asyncio.to_thread(worker.health)):
            assert not running.done()
    stop.set()
    await running
    names = [(stage.stage, stage.dead, stage.held) for stage in worker.health()]
    assert names == [("article", 0, ""), ("extract", 0, "")]
    log.close()


async def test_a_worker_that_fails_on_everything_ends_and_commits_none_of_it(
    servers: str, prefix: str
) -> None:
    log = await asyncio.to_thread(KafkaLog, settings(servers, prefix))
    await asyncio.to_thread(log.append, [Put(PAGES, f"k{n}", b"poison") for n in range(5)])
    with pytest.raises(StageFailedError, match="the fault is ours"):
        async with asyncio.timeout(60):
            await agents(log, servers, prefix).run(asyncio.Event())
    assert log.lag(PAGES, "processors") >= 1
    log.close()
