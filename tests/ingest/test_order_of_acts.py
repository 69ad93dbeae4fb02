import pytest
from aiohttp import web
from sqlalchemy import delete

from contracts.errors import StoreError
from ingest import rows
from tests.fakes.website import item
from tests.ingest.world import World


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
