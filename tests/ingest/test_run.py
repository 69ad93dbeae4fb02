import asyncio
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from ingest.reader import Reader
from ingest.schedule import Health
from ingest.sources import Context, Entry
from runtime.store.engine import open_store
from tests.fakes.inline_reader import InlineReader
from tests.fakes.website import Reply, item, rss
from tests.ingest.world import NOON, World, until


async def test_a_restart_polls_nobody_before_time(world: World) -> None:
    other = world.feed("other", url=world.site.feed("/other", item("Two")))
    world.site.feed("/feed", item("One"))
    await world.poll(world.feed())
    async with world.running(world.feed(), other):
        await until(lambda: bool(world.site.asked("/other")))
        assert len(world.site.asked("/feed")) == 1
        world.clock.now += timedelta(hours=1)
        await until(lambda: len(world.site.asked("/feed")) == 2)


async def test_run_polls_every_feed_again_and_again(world: World) -> None:
    feeds = []
    for number in range(5):
        url = world.site.feed(f"/feed{number}", item(f"from {number}"))
        feeds.append(world.feed(f"paper-{number}", url=url))
    async with world.running(*feeds) as ingest:
        for times in (1, 2, 3):
            await until(
                lambda n=times: all(len(world.site.asked(f"/feed{k}")) == n for k in range(5))
            )
            await until(lambda: ingest.status().polling == 0)
            world.clock.now += timedelta(hours=1)
        assert {status.health for status in ingest.status().feeds} == {Health.OK}
    assert sorted(page.title for page in world.pages()) == [f"from {n}" for n in range(5)]


async def test_a_stop_does_not_wait_for_a_slow_page(world: World) -> None:
    async def never(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    world.site.replies["/slow"] = never
    first = world.site.page("/a", "x")
    world.site.feed("/feed", item("One", first), item("Slow", world.site.url("/slow")), ETag='"1"')
    async with world.running(world.feed()):
        await until(lambda: bool(world.site.asked("/slow")))
    assert [page.title for page in world.pages()] == ["One"]
    world.site.page("/slow", "y")
    assert [page.title for page in await world.poll(world.feed())] == ["Slow"]


async def test_ingest_pauses_above_its_backlog_and_says_so(world: World) -> None:
    world.site.feed("/feed", item("One"))
    waiting = [11]
    world.backlog = lambda: waiting[0]
    async with world.running(world.feed(), max_backlog=10) as ingest:
        await until(lambda: ingest.status().paused == "11 pages wait to be read")
        assert world.site.requests == []
        waiting[0] = 10
        await until(lambda: bool(world.log.puts))
        assert ingest.status().paused == ""


async def test_ingest_pauses_when_the_disk_is_nearly_full(world: World, tmp_path: Path) -> None:
    world.store = open_store(tmp_path / "store.db")
    async with world.running(world.feed(), min_free_mb=1e12) as ingest:
        await until(lambda: "the disk is nearly full" in ingest.status().paused)
    world.store.dispose()
    assert world.site.requests == []


async def test_a_log_that_is_away_holds_the_feed_and_loses_nothing(world: World) -> None:
    world.site.feed("/feed", item("One"))
    world.log.away = True
    async with world.running(world.feed()) as ingest:
        await until(lambda: bool(world.site.asked("/feed")) and ingest.status().polling == 0)
        assert ingest.status().feeds[0].succeeded_at is None
    world.log.away = False
    assert [page.title for page in await world.poll(world.feed())] == ["One"]


class BrokenReader(InlineReader):
    """Has a fault of ours that one feed brings out."""

    async def entries(self, kind: str, body: bytes, context: Context) -> tuple[Entry, ...]:
        if context.url.endswith("/bad"):
            raise RuntimeError("boom")
        return await super().entries(kind, body, context)


async def test_a_fault_of_ours_costs_its_feed_and_no_other(world: World) -> None:
    bad = world.feed("bad", url=world.site.feed("/bad", item("x")))
    world.site.feed("/feed", item("One"))
    world.reader = BrokenReader()
    async with world.running(bad, world.feed()) as ingest:
        wanted = {"bad": Health.FAILING, "paper": Health.OK}
        await until(lambda: {s.name: s.health for s in ingest.status().feeds} == wanted)
        assert ingest.status().feeds[0].error == "internal error: RuntimeError: boom"


async def test_a_worker_that_is_killed_costs_its_feed_and_no_other(world: World) -> None:
    attributes = " ".join(f'a{number}="x"' for number in range(60_000))
    bad = world.feed("bad", url=world.site.url("/bad"))
    world.site.replies["/bad"] = Reply(rss(f"<item {attributes}><title>x</title></item>"))
    world.site.feed("/feed", item("One"))
    world.reader = Reader(timeout_s=2.0)
    async with world.watching(bad, world.feed()) as ingest:
        assert [await ingest.poll(bad), await ingest.poll(world.feed())] == [0, 1]
        failing, well = ingest.status().feeds
    assert (failing.health, failing.error) == (Health.FAILING, "took longer than 2 s to read")
    assert failing.next_at > NOON
    assert well.health is Health.OK
