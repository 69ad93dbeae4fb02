"""Several ingest processes on one store share the feeds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from contracts.errors import LeaseLostError
from runtime.store.engine import reading, writing
from runtime.store.leases import LEASES, StoreLeases
from tests.fakes.website import Website, item
from tests.ingest.world import World, until

FEEDS = 12


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as opened:
        yield opened


@pytest.fixture
def worlds(site: Website, connect: Callable[[], Engine]) -> list[World]:
    """Return two processes' views: one site, one log, one clock, one store."""
    first, second = World(site, connect()), World(site, connect())
    second.log, second.clock = first.log, first.clock
    return [first, second]


def asked(site: Website) -> list[int]:
    return [len(site.asked(f"/feed{number}")) for number in range(FEEDS)]


async def test_each_feed_is_polled_once_by_one_of_them(worlds: list[World], site: Website) -> None:
    feeds = [
        worlds[0].feed(f"paper-{n}", url=site.feed(f"/feed{n}", item(f"from {n}")))
        for n in range(FEEDS)
    ]
    async with AsyncExitStack() as open_things:
        both = [await open_things.enter_async_context(w.running(*feeds)) for w in worlds]
        for times in (1, 2, 3):
            worlds[0].clock.now += timedelta(hours=times > 1)
            await until(lambda n=times: asked(site) == [n] * FEEDS)
            await until(lambda: all(one.status().polling == 0 for one in both))
    assert asked(site) == [3] * FEEDS
    titles = [page.title for page in worlds[0].pages()]
    assert sorted(titles) == sorted(f"from {n}" for n in range(FEEDS))


async def test_what_another_has_just_polled_is_not_due(worlds: list[World], site: Website) -> None:
    site.feed("/feed", item("One"))
    feed = worlds[0].feed()
    async with worlds[0].watching(feed) as one, worlds[1].watching(feed) as two:
        worlds[0].clock.now += timedelta(seconds=1)
        await one._start_due()
        await until(lambda: one.status().polling == 0)
        await two._start_due()
        assert two.status().polling == 0
        assert two.status().feeds == one.status().feeds
        assert StoreLeases(worlds[1].store).take(["feed paper"])
    assert len(site.asked("/feed")) == 1


async def test_a_feed_of_a_dead_process_is_taken_up(worlds: list[World], site: Website) -> None:
    site.feed("/feed", item("One"))
    dead = StoreLeases(worlds[1].store)
    dead.take(["feed paper"])
    async with worlds[0].running(worlds[0].feed()) as ingest:
        await until(lambda: bool(ingest._held))
        assert not site.asked("/feed")
        with writing(worlds[1].store) as connection:
            connection.execute(update(LEASES).values(expires_at=1))  # its time passes
        await until(lambda: len(site.asked("/feed")) == 1)


async def test_who_lost_a_feed_writes_nothing_of_it(worlds: list[World], site: Website) -> None:
    """Another process has it by the time that the answer comes."""
    site.feed("/feed", item("One"), ETag='"1"')
    feed = worlds[0].feed()
    async with worlds[0].watching(feed) as ingest:
        with pytest.raises(LeaseLostError):
            await ingest.poll(feed)
    async with worlds[1].watching(feed) as ingest:
        assert ingest.status().feeds[0].tried_at is None


async def test_a_stop_leaves_the_feeds_to_others_at_once(
    worlds: list[World], site: Website
) -> None:
    never = asyncio.Event()

    async def hang(_: object) -> object:
        await never.wait()
        raise AssertionError

    site.replies["/feed"] = hang  # type: ignore[assignment]
    async with worlds[0].running(worlds[0].feed()):
        await until(lambda: bool(site.asked("/feed")))
    with reading(worlds[0].store) as connection:
        (lease,) = connection.execute(select(LEASES)).all()
    assert StoreLeases(worlds[1].store).take([lease.name]) == {"feed paper"}
