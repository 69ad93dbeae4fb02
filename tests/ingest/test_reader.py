import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from ingest.reader import Reader
from ingest.sources import Context, SourceError
from tests.fakes.website import item, rss

CONTEXT = Context(url="https://paper.example/feed", now=datetime(2026, 11, 21, 12, tzinfo=UTC))
GOOD = rss(item("One", "https://paper.example/1"))


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with Reader(timeout_s=2.0) as opened:
        yield opened


def _many_attributes() -> bytes:
    attributes = " ".join(f'a{number}="x"' for number in range(60_000))
    return rss(f"<item {attributes}><title>x</title></item>")


async def test_a_hostile_feed_is_killed_and_the_next_is_read(reader: Reader) -> None:
    with pytest.raises(SourceError, match="took longer than 2 s"):
        await reader.entries("rss", _many_attributes(), CONTEXT)
    (entry,) = await reader.entries("rss", GOOD, CONTEXT)
    assert entry.title == "One"


async def test_a_good_feed_is_read_beside_a_hostile_one(reader: Reader) -> None:
    hostile = asyncio.create_task(reader.entries("rss", _many_attributes(), CONTEXT))
    (entry,) = await reader.entries("rss", GOOD, CONTEXT)
    assert entry.title == "One"
    with pytest.raises(SourceError):
        await hostile


async def test_an_entity_bomb_ends_in_time(reader: Reader) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "boom">{levels}]>' + rss(item("x")).decode().replace(
        "<title>x", "<title>&e9;"
    )
    try:
        found = await reader.entries("rss", bomb.encode(), CONTEXT)
    except SourceError:
        found = ()
    assert all(len(entry.title) <= 1_000 for entry in found)
    assert await reader.entries("rss", GOOD, CONTEXT)


async def test_too_many_entries_end_in_time(reader: Reader) -> None:
    body = rss("<item><title>x</title></item>" * 100_000)
    try:
        found = await reader.entries("rss", body, CONTEXT)
    except SourceError as error:
        found = ()
        reason = str(error)
    else:
        reason = ""
    assert len(found) == 2_000 or "took longer" in reason
    assert await reader.entries("rss", GOOD, CONTEXT)


async def test_what_came_instead_is_told(reader: Reader) -> None:
    with pytest.raises(SourceError, match="not a feed: an HTML page"):
        await reader.entries("rss", b"<html><title>x</title></html>", CONTEXT)


async def test_the_visible_text_of_a_page(reader: Reader) -> None:
    html = (
        "<html><head><title>t</title><script>no()</script></head><body><p>По базе ведут огонь</p>"
    )
    assert "ведут огонь" in await reader.visible_text(
        html.encode("windows-1251", "ignore"), "cp1251"
    )
    assert "no()" not in await reader.visible_text(html.encode(), "utf-8")


async def test_no_worker_is_left_behind() -> None:
    async with Reader(timeout_s=2.0) as reader:
        await reader.entries("rss", GOOD, CONTEXT)
    assert not _children()


def _children() -> list[str]:
    """Return the living processes whose parent is this one, but for multiprocessing's tracker."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat, open(f"/proc/{pid}/cmdline") as command:
                parent, line = int(stat.read().rsplit(")", 1)[1].split()[1]), command.read()
        except OSError:
            continue
        if parent == os.getpid() and line and "resource_tracker" not in line:
            found.append(line)
    return found
