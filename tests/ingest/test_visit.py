import os

import pytest

from contracts.messages import BodyKind
from tests.fakes.website import Reply, item
from tests.ingest.world import MINUTE, NOON, World, text


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
