"""A site, what watches it, and what came of it: the ground of the poller's tests."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from contracts import codec
from contracts.messages import Page
from ingest.poller import Ingest
from ingest.reader import Reader
from ingest.settings import Feed
from ingest.settings import Ingest as IngestSection
from ingest.status import FeedStatus
from tests.fakes.inline_reader import InlineReader
from tests.fakes.list_log import ListLog
from tests.fakes.website import Website

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


def text(page: Page) -> bytes:
    return zlib.decompress(page.body)
