import asyncio
import os
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import Engine, delete

from contracts import codec, topics
from contracts.errors import StoreError
from contracts.messages import BodyKind, Page
from ingest import rows
from ingest.poller import FeedStatus, Ingest
from ingest.reader import Reader
from ingest.schedule import Health
from ingest.settings import Feed
from ingest.settings import Ingest as IngestSection
from runtime.store.engine import open_store
from tests.fakes.inline_reader import InlineReader
from tests.fakes.list_log import ListLog
from tests.fakes.website import Reply, Website, item, rss

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # what is waited for has no event


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Wanted:
    ingest: IngestSection
    feeds: tuple[Feed, ...]


@dataclass
class World:
    """A site, what watches it, and what came of it."""

    site: Website
    store: Engine
    log: ListLog = field(default_factory=ListLog)
    clock: Clock = field(default_factory=Clock)
    reader: Reader = field(default_factory=InlineReader)
    backlog: Callable[[], int] = lambda: 0

    def feed(self, name: str = "paper", **options: Any) -> Feed:
        return Feed(**{"name": name, "url": self.site.url("/feed")} | options)

    @asynccontextmanager
    async def watching(self, *feeds: Feed, **options: Any) -> AsyncIterator[Ingest]:
        ingest = self.make(*feeds, **options)
        async with ingest:
            yield ingest

    def make(self, *feeds: Feed, **options: Any) -> Ingest:
        section = {"allow_addresses": (self.site.address,), "host_delay_s": 0} | options
        wanted = Wanted(IngestSection(**section), feeds)
        return Ingest(
            wanted, self.store, self.log, self.clock, backlog=self.backlog, reader=self.reader
        )

    @asynccontextmanager
    async def running(self, *feeds: Feed, **options: Any) -> AsyncIterator[Ingest]:
        """Run as a service; every feed that is due at the start is due by then."""
        ingest, stop = self.make(*feeds, **options), asyncio.Event()
        task = asyncio.create_task(ingest.run(stop))
        try:
            await until(lambda: bool(ingest.status().feeds))
            self.clock.now += timedelta(seconds=1)
            yield ingest
        finally:
            stop.set()
            async with asyncio.timeout(3):
                await task

    async def poll(self, feed: Feed, **options: Any) -> list[Page]:
        """Start anew, poll once, stop, and return the pages that came."""
        before = len(self.log.puts)
        async with self.watching(feed, **options) as ingest:
            await ingest.poll(feed)
        return self.pages()[before:]

    async def status(self, feed: Feed) -> FeedStatus:
        async with self.watching(feed) as ingest:
            return ingest.status().feeds[0]

    def pages(self) -> list[Page]:
        return [codec.decode(Page, put.value, topic=put.topic.name) for put in self.log.puts]


@pytest.fixture
def world(site: Website, store: Engine) -> World:
    return World(site, store)


def text(page: Page) -> bytes:
    return zlib.decompress(page.body)


async def test_an_entry_becomes_a_page(world: World) -> None:
    link = world.site.page("/a", "<p>Two rockets landed.</p>")
    date = "Sat, 21 Nov 2026 11:00:00 GMT"
    world.site.feed("/feed", item("Rockets", link, "g1", description="Short.", pubDate=date))
    (page,) = await world.poll(world.feed(language="en"))
    assert (page.source, page.url, page.title, page.summary) == ("paper", link, "Rockets", "Short.")
    assert page.published == datetime(2026, 11, 21, 11, tzinfo=UTC)
    assert page.fetched_at == page.arrived_at == NOON
    assert (page.body_kind, page.charset, page.language) == (BodyKind.HTML, "utf-8", "en")
    assert text(page) == b"<p>Two rockets landed.</p>"
    assert (page.cut, page.problem) == (False, "")
    (put,) = world.log.puts
    assert (put.topic, put.key) == (topics.PAGES, page.article_id)


async def test_the_newest_goes_first(world: World) -> None:
    items = [
        item(day, world.site.page(f"/{day}", day), pubDate=f"{day} Nov 2026 10:00:00 GMT")
        for day in ("19", "21", "20")
    ]
    world.site.feed("/feed", *items)
    assert [page.title for page in await world.poll(world.feed())] == ["21", "20", "19"]


async def test_what_was_seen_is_not_sent_again(world: World) -> None:
    link = world.site.page("/a", "x")
    for etag in ('"1"', '"2"', '"3"'):
        world.site.feed("/feed", item("One", link), item("Two"), ETag=etag)
        await world.poll(world.feed())
    assert [page.title for page in world.pages()] == ["One", "Two"]
    assert len(world.site.asked("/a")) == 1


async def test_an_unchanged_body_is_not_read(world: World) -> None:
    world.site.feed("/feed", item("One"))
    await world.poll(world.feed())
    await world.poll(world.feed())
    assert world.reader.read == 1


async def test_validators_are_sent_and_304_changes_nothing(world: World) -> None:
    world.site.feed("/feed", item("One"), ETag='"1"')
    await world.poll(world.feed())
    world.site.replies["/feed"] = Reply(status=304)
    world.clock.now += MINUTE
    assert await world.poll(world.feed()) == []
    assert world.site.requests[-1].headers["If-None-Match"] == '"1"'
    status = await world.status(world.feed())
    assert (status.health, status.succeeded_at) == (Health.OK, NOON + MINUTE)
    await world.poll(world.feed())
    assert world.site.requests[-1].headers["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("before", "after", "times"),
    [
        ({"title": "One"}, {"title": "One, corrected"}, 2),
        ({"title": "One", "description": "two dead"}, {"title": "One", "description": "three"}, 2),
        ({"title": "One", "pubDate": "20 Nov 2026 10:00 GMT"}, {"title": "One"}, 1),
        ({"title": "One", "guid": "g1"}, {"title": "One", "guid": "g2"}, 2),
    ],
)
async def test_a_changed_entry_is_fetched_again_as_the_same_article(
    world: World, before: dict[str, str], after: dict[str, str], times: int
) -> None:
    link = world.site.page("/a", "x")
    world.site.feed("/feed", item(link=link, **before))
    await world.poll(world.feed())
    world.site.feed("/feed", item(link=link, **after), item("Other"))
    await world.poll(world.feed())
    ones = [page for page in world.pages() if page.url == link]
    assert len(ones) == len(world.site.asked("/a")) == times
    assert len({page.article_id for page in ones}) == 1


async def test_a_guid_with_another_link_is_another_article(world: World) -> None:
    first, second = world.site.page("/a", "x"), world.site.page("/b", "y")
    world.site.feed("/feed", item("One", first, "g1"))
    await world.poll(world.feed())
    world.site.feed("/feed", item("Two", second, "g1"))
    await world.poll(world.feed())
    assert len({page.article_id for page in world.pages()}) == 2


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(status=404), "HTTP 404"),
        (Reply(status=503), "HTTP 503"),
        (Reply(b"%PDF", headers={"Content-Type": "application/pdf"}), "no text: application/pdf"),
        (Reply(b"<title>Just a moment...</title>"), "blocked by Cloudflare"),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), "address refused"),
        (Reply(b"x" * 2_000_000), "larger than 1000000 bytes"),
    ],
)
async def test_a_page_that_cannot_be_had_goes_on_with_what_the_feed_said(
    world: World, reply: Reply, problem: str
) -> None:
    world.site.replies["/a"] = reply
    world.site.feed("/feed", item("One", world.site.url("/a"), description="Short."))
    (page,) = await world.poll(world.feed(), max_body_bytes=1_000_000)
    assert (page.title, page.summary, page.body_kind) == ("One", "Short.", BodyKind.NONE)
    assert problem in page.problem
    assert page.arrived_at == NOON


async def test_only_what_may_help_is_tried_again(world: World) -> None:
    world.site.replies["/a"] = Reply(status=404)
    world.site.replies["/b"] = Reply(status=503)
    world.site.feed("/feed", *(item(path, world.site.url(path)) for path in ("/a", "/b")))
    await world.poll(world.feed())
    world.clock.now += MINUTE
    world.site.page("/a", "late")
    world.site.page("/b", "late")
    (page,) = await world.poll(world.feed())
    assert (page.title, text(page), page.problem) == ("/b", b"late", "")
    assert page.arrived_at == NOON + MINUTE
    assert page.catch_up
    world.clock.now += MINUTE
    assert await world.poll(world.feed()) == []


async def test_trying_again_ends(world: World) -> None:
    world.site.replies["/a"] = Reply(status=503)
    world.site.feed("/feed", item("One", world.site.url("/a")))
    for _ in range(9):
        await world.poll(world.feed())
        world.clock.now += MINUTE
    assert len(world.site.asked("/a")) == 1 + 3
    assert len(world.pages()) == 1


async def test_a_host_that_fails_three_times_in_a_row_is_left_alone(world: World) -> None:
    for number in range(8):
        world.site.replies[f"/{number}"] = Reply(status=503)
    world.site.feed("/feed", *(item(str(n), world.site.url(f"/{n}")) for n in range(8)))
    pages = await world.poll(world.feed())
    assert [page.title for page in pages] == [str(number) for number in range(8)]
    assert len(world.site.requests) == 1 + 3


async def test_a_host_that_says_too_many_is_left_alone_at_once(world: World) -> None:
    for number in range(4):
        world.site.replies[f"/{number}"] = Reply(status=429)
    world.site.feed("/feed", *(item(str(n), world.site.url(f"/{n}")) for n in range(4)))
    assert len(await world.poll(world.feed())) == 4
    assert len(world.site.requests) == 1 + 1


async def test_a_flood_loses_no_entry_and_fetches_no_more_than_the_newest(world: World) -> None:
    def numbered(number: int) -> str:
        link = world.site.page(f"/{number}", "x")
        return item(
            str(number), link, pubDate=f"21 Nov 2026 {number // 60:02}:{number % 60:02} GMT"
        )

    world.site.feed("/feed", *(numbered(number) for number in range(500)))
    pages = await world.poll(world.feed(), pages_per_poll=5)
    assert [page.title for page in pages] == [str(number) for number in reversed(range(500))]
    assert [page.body_kind for page in pages].count(BodyKind.HTML) == 5
    assert pages[-1].problem == "too many new entries at once"


async def test_a_feed_may_be_read_without_its_pages(world: World) -> None:
    world.site.feed("/feed", item("One", world.site.page("/a", "x")))
    (page,) = await world.poll(world.feed(pages=False))
    assert (page.body_kind, page.problem) == (BodyKind.NONE, "")
    assert world.site.asked("/a") == []


async def test_a_front_page_is_nobodys_article(world: World) -> None:
    world.site.page("/", "front")
    world.site.feed("/feed", *(item(word, world.site.url("/"), word) for word in ("a", "b")))
    pages = await world.poll(world.feed())
    assert len({page.article_id for page in pages}) == 2
    assert world.site.asked("/") == []


async def test_a_page_too_large_to_keep_is_cut_to_its_text(world: World) -> None:
    noise = os.urandom(1_500_000).hex()  # packs to half its length
    html = f"<html><body><p>Rockets at the gate.</p><script>'{noise}'</script></body></html>"
    world.site.feed("/feed", item("One", world.site.page("/a", html)))
    (page,) = await world.poll(world.feed())
    assert (page.body_kind, page.cut, page.charset) == (BodyKind.TEXT, True, "utf-8")
    assert text(page).strip() == b"Rockets at the gate."


async def test_no_body_is_larger_than_promised(world: World) -> None:
    noise = os.urandom(2_000_000).hex()
    world.site.feed("/feed", item("One", world.site.page("/a", f"<p>{noise}</p>")))
    (page,) = await world.poll(world.feed())
    assert page.cut
    assert 400_000 < len(page.body) <= 900_000


async def test_first_poll_and_long_silence_are_catch_up(world: World) -> None:
    world.site.feed("/feed", item("first"))
    await world.poll(world.feed())
    for hours, title in [(23, "second"), (23, "third"), (25, "fourth"), (1, "fifth")]:
        world.clock.now += timedelta(hours=hours)
        world.site.feed("/feed", item(title))
        await world.poll(world.feed())
    assert [(page.title, page.catch_up) for page in world.pages()] == [
        ("first", True),
        ("second", False),
        ("third", False),
        ("fourth", True),
        ("fifth", False),
    ]


async def test_nothing_is_remembered_before_the_log_has_acknowledged(world: World) -> None:
    world.site.feed("/feed", item("One", world.site.page("/a", "x")), ETag='"1"')
    world.log.away = True
    with pytest.raises(StoreError):
        await world.poll(world.feed())
    assert (await world.status(world.feed())).succeeded_at is None
    world.log.away = False
    (page,) = await world.poll(world.feed())
    assert page.catch_up
    feeds = world.site.asked("/feed")
    assert ["If-None-Match" in request.headers for request in feeds] == [False, False]


async def test_what_was_sent_before_an_outage_is_not_sent_again(world: World) -> None:
    async def outage(_: web.Request) -> web.Response:
        world.log.away = True
        return web.Response(text="x", content_type="text/html")

    first, second = world.site.page("/a", "x"), world.site.url("/b")
    world.site.replies["/b"] = outage
    world.site.feed("/feed", item("One", first), item("Two", second), ETag='"1"')
    with pytest.raises(StoreError):
        await world.poll(world.feed())
    world.log.away = False
    world.site.page("/b", "x")
    await world.poll(world.feed())
    assert [page.title for page in world.pages()] == ["One", "Two"]


async def test_a_crash_between_append_and_memory_repeats_the_same_page(world: World) -> None:
    world.site.feed("/feed", item("One", world.site.page("/a", "x")))
    (before,) = await world.poll(world.feed())
    with world.store.begin() as connection:  # as if the memory of it had never been written
        connection.execute(delete(rows.FEEDS))
        connection.execute(delete(rows.FEED_ENTRIES))
    (after,) = await world.poll(world.feed())
    assert (before.id, before.article_id) == (after.id, after.article_id)


@pytest.mark.parametrize(
    ("reply", "error", "health"),
    [
        (Reply(status=500), "HTTP 500", Health.FAILING),
        (Reply(status=410), "HTTP 410", Health.GONE),
        (Reply(b"<html><title>Sign in</title>"), "an HTML page titled 'Sign in'", Health.FAILING),
        (Reply(b"<title>Just a moment...</title>"), "blocked by Cloudflare", Health.BLOCKED),
        (Reply(b""), "an empty body", Health.FAILING),
    ],
)
async def test_a_feed_that_fails_says_so_and_keeps_what_is_known(
    world: World, reply: Reply, error: str, health: Health
) -> None:
    world.site.feed("/feed", item("One"), ETag='"1"')
    await world.poll(world.feed())
    good = world.site.replies["/feed"]
    world.site.replies["/feed"] = reply
    world.clock.now += MINUTE
    assert await world.poll(world.feed()) == []
    status = await world.status(world.feed())
    assert error in status.error
    assert (status.health, status.succeeded_at, status.failures) == (health, NOON, 1)
    world.site.replies["/feed"] = good
    assert await world.poll(world.feed()) == []
    assert world.site.requests[-1].headers["If-None-Match"] == '"1"'
    assert (await world.status(world.feed())).failures == 0


async def test_retry_after_moves_the_next_poll(world: World) -> None:
    world.site.replies["/feed"] = Reply(status=429, headers={"Retry-After": "7200"})
    await world.poll(world.feed())
    assert (await world.status(world.feed())).next_at == NOON + timedelta(hours=2)


async def test_a_restart_polls_nobody_before_time(world: World) -> None:
    other = world.feed("other", url=world.site.feed("/other", item("Two")))
    world.site.feed("/feed", item("One"))
    await world.poll(world.feed())
    async with world.running(world.feed(), other):
        await until(lambda: bool(world.site.asked("/other")))
        assert len(world.site.asked("/feed")) == 1
        world.clock.now += timedelta(hours=1)
        await until(lambda: len(world.site.asked("/feed")) == 2)


async def test_a_new_address_is_read_from_the_start(world: World) -> None:
    world.site.feed("/feed", item("One"), ETag='"1"')
    await world.poll(world.feed())
    moved = world.feed(url=world.site.feed("/moved", item("One"), item("Two"), ETag='"1"'))
    pages = await world.poll(moved)
    assert "If-None-Match" not in world.site.requests[-1].headers
    assert [(page.title, page.catch_up) for page in pages] == [("Two", True)]


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


async def test_one_feeds_trouble_is_not_the_others(world: World) -> None:
    bad = world.feed("bad", url=world.site.url("/bad"), type="no_such_kind")
    world.site.replies["/bad"] = Reply(rss(item("x")))
    world.site.feed("/feed", item("One"))
    async with world.running(bad, world.feed()) as ingest:
        wanted = {"bad": Health.FAILING, "paper": Health.OK}
        await until(lambda: {s.name: s.health for s in ingest.status().feeds} == wanted)
        assert "no_such_kind" in ingest.status().feeds[0].error


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
