from datetime import UTC, datetime, timedelta

import pytest

from contracts import topics
from contracts.messages import BodyKind
from ingest.schedule import Health
from tests.fakes.website import Reply, item
from tests.ingest.world import MINUTE, NOON, World, text


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


async def test_a_new_address_is_read_from_the_start(world: World) -> None:
    world.site.feed("/feed", item("One"), ETag='"1"')
    await world.poll(world.feed())
    moved = world.feed(url=world.site.feed("/moved", item("One"), item("Two"), ETag='"1"'))
    pages = await world.poll(moved)
    assert "If-None-Match" not in world.site.requests[-1].headers
    assert [(page.title, page.catch_up) for page in pages] == [("Two", True)]
