"""What ingest writes: pages to the log first, then to the store what need not come again.

Everything that blocks runs in one thread, so neither the event loop nor SQLite waits. Of a
feed only its holder writes: processes that share a store share its feeds, each poll under a
lease of its feed's name.
"""

import asyncio
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from contracts import codec, topics
from contracts.messages import Page
from ingest import rows
from ingest.rows import SeenEntry
from ingest.schedule import FeedState
from runtime.log import Log
from runtime.stage import Put
from runtime.store.engine import reading, writing
from runtime.store.leases import open_leases
from runtime.telemetry import count

P = ParamSpec("P")
T = TypeVar("T")


class Keeper:
    """The log and the store as ingest uses them. Every method raises StoreError on an outage."""

    def __init__(self, engine: Engine, log: Log) -> None:
        self._engine = engine
        self._log = log
        self._leases = open_leases(engine)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest-keeper")

    def close(self) -> None:
        """Wait for what is being written; what has not begun is left undone."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def feeds(self, names: Collection[str] | None = None) -> dict[str, FeedState]:
        """Return what is remembered of every feed, or of those of `names`, by name."""
        return await self.beside(self._feeds, names)

    async def take(self, feeds: Collection[str]) -> frozenset[str]:
        """Take feeds to poll them, or hold them on; returns those that are ours."""
        if not feeds:
            return frozenset()
        return await self.beside(self._take, feeds)

    async def release(self, feed: str) -> None:
        """Leave a feed to whoever polls it next."""
        await self.beside(self._leases.release, [_lease(feed)])

    async def fingerprints(self, feed: str, keys: Sequence[str]) -> dict[str, str]:
        """See rows.load_fingerprints."""
        return await self.beside(self._fingerprints, feed, keys)

    async def pending(self, feed: str, before: datetime, limit: int) -> list[SeenEntry]:
        """See rows.load_pending."""
        return await self.beside(self._pending, feed, before, limit)

    async def publish(self, feed: str, batch: Sequence[tuple[Page, SeenEntry]]) -> None:
        """Append pages; once the log has acknowledged them, remember their entries."""
        await self.beside(self._publish, feed, batch)

    async def remember(self, feed: str, seen: Sequence[SeenEntry]) -> None:
        """Change what is remembered of entries, with nothing new to say."""
        await self.beside(self._remember, feed, seen)

    async def save(self, state: FeedState) -> None:
        """Remember a feed as it stands."""
        await self.beside(self._save, state)

    async def forget(self, feed: str, before: datetime, still_there: Iterable[str]) -> None:
        """See rows.forget_entries."""
        await self.beside(self._forget, feed, before, still_there)

    async def free_bytes(self) -> int | None:
        """Return the room on the store's disk; None where it is not a file of ours."""
        return await self.beside(self._free_bytes)

    async def beside(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `act` in the keeper's thread."""
        future = self._thread.submit(act, *args, **kwargs)
        return await asyncio.wrap_future(future)

    def _feeds(self, names: Collection[str] | None) -> dict[str, FeedState]:
        with reading(self._engine) as connection:
            return rows.load_feeds(connection, names)

    def _take(self, feeds: Collection[str]) -> frozenset[str]:
        ours = self._leases.take([_lease(feed) for feed in feeds])
        return frozenset(feed for feed in feeds if _lease(feed) in ours)

    @contextmanager
    def _writing(self, feed: str) -> Iterator[Connection]:
        """Write about a feed that is ours.

        Raises:
            LeaseLostError: another process polls it.
        """
        with writing(self._engine) as connection:
            self._leases.confirm(connection, _lease(feed))
            yield connection

    def _fingerprints(self, feed: str, keys: Sequence[str]) -> dict[str, str]:
        with reading(self._engine) as connection:
            return rows.load_fingerprints(connection, feed, keys)

    def _pending(self, feed: str, before: datetime, limit: int) -> list[SeenEntry]:
        with reading(self._engine) as connection:
            return rows.load_pending(connection, feed, before, limit)

    def _publish(self, feed: str, batch: Sequence[tuple[Page, SeenEntry]]) -> None:
        self._log.append(
            [Put(topics.PAGES, page.article_id, codec.encode(page)) for page, _ in batch]
        )
        self._remember(feed, [seen for _, seen in batch])
        for page, _ in batch:
            count("pages_total", body=page.body_kind.value)

    def _remember(self, feed: str, seen: Sequence[SeenEntry]) -> None:
        with self._writing(feed) as connection:
            rows.save_entries(connection, feed, seen)

    def _save(self, state: FeedState) -> None:
        with self._writing(state.name) as connection:
            rows.save_feed(connection, state)

    def _forget(self, feed: str, before: datetime, still_there: Iterable[str]) -> None:
        with self._writing(feed) as connection:
            rows.forget_entries(connection, feed, before, still_there)

    def _free_bytes(self) -> int | None:
        file = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not file or file == ":memory:":
            return None
        return shutil.disk_usage(Path(file).absolute().parent).free


def _lease(feed: str) -> str:
    return f"feed {feed}"
