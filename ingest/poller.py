"""Polls the feeds: the shell around the pure parts of ingest.

    schedule.due
      -> fetcher.get(feed) -> reader.entries          an unchanged body is not read
      -> entries.identify, entries.fresh              new, or says something else
      -> visit: fetcher.get(entry's link)             newest first, one at a time
      -> keeper.publish: log.append, then the entry   in this order, entry by entry
      -> keeper.save: validators, body hash           when every page is in the log

A kill between any two lines repeats pages (same ids, while the page stays the same) and
loses none: a feed's validators are kept last, so its next poll brings the whole feed
again, and of its entries those remembered by then are not new.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

import structlog
from sqlalchemy import Engine

from contracts.errors import FetchError, StoreError
from ingest import entries, schedule
from ingest.fetcher import FEED, Answer, Fetcher, is_blocked
from ingest.keeper import Keeper
from ingest.reader import Reader
from ingest.schedule import FeedState
from ingest.settings import Feed, Wanted
from ingest.sources import Context, Entry, SourceError
from ingest.status import Status, status_of
from ingest.visit import Visitor
from runtime.clock import Clock
from runtime.log import Log
from runtime.secret import redact
from runtime.telemetry import count

_TICK_S: Final = 0.25  # how often the schedule is looked at
_ELSEWHERE_S: Final = 2.0  # before a feed that another process polls is looked at again
_HOLD_S: Final = 15.0  # before a feed is tried again after the log or the store was away
_MEMORY: Final = timedelta(days=90)  # of entries that stand in their feed no longer

_log = structlog.get_logger(__name__)


class Ingest:
    """Reads the feeds of `settings` into pages.v1 until told to stop.

    Args:
        settings: [ingest] and [[feeds]].
        engine: the store.
        log: where pages go.
        clock: the wall clock; it may jump.
        backlog: counts the pages that nobody has read yet; called in a thread.
        reader: reads what came; worker processes of its own unless given.
    """

    def __init__(
        self,
        settings: Wanted,
        engine: Engine,
        log: Log,
        clock: Clock,
        *,
        backlog: Callable[[], int] = lambda: 0,
        reader: Reader | None = None,
    ) -> None:
        self._settings = settings.ingest
        self._feeds = {feed.name: feed for feed in settings.feeds}
        self._clock = clock
        self._backlog = backlog
        self._keeper = Keeper(engine, log)
        self._fetcher = Fetcher(settings.ingest, clock)
        self._reader = reader or Reader(settings.ingest.parse_timeout_s)
        self._visitor = Visitor(
            self._fetcher, self._reader, self._keeper, clock, settings.ingest.pages_per_poll
        )
        self._states: dict[str, FeedState] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, float] = {}  # feed -> loop time before which it is left alone
        self._paused = ""
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opening:
            opening.callback(self._keeper.close)
            await opening.enter_async_context(self._fetcher)
            await opening.enter_async_context(self._reader)
            await self._take_up()
            self._open = opening.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._open.aclose()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll whoever is due until `stop`; then leave every poll where it stands.

        Raises:
            StoreError: the store was away at the start.
        """
        async with self:
            try:
                while not stop.is_set():
                    with self._pausing():
                        await self._start_due()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), _TICK_S)
            finally:
                polls = list(self._tasks.values())
                for poll in polls:
                    poll.cancel()
                await asyncio.gather(*polls, return_exceptions=True)

    async def poll(self, feed: Feed) -> int:
        """Poll one feed now, due or not, and return how many pages it brought.

        A feed that cannot be had or read is remembered as failing, and 0 is returned.

        Raises:
            StoreError: the log or the store is away; the poll is as if it had not been.
        """
        state, now = self._states[feed.name], self._clock()
        try:
            answer = await self._fetcher.get(feed.url, FEED, state.validators)
            body_hash = hashlib.sha256(answer.body).hexdigest() if answer.body is not None else ""
            found = await self._read(feed, answer) if body_hash not in ("", state.body_hash) else ()
        except FetchError as error:
            await self._fail(feed, error)
            return 0
        sent = await self._publish(feed, found, now) if found else 0
        sent += await self._visitor.try_again(feed, before=now)
        seen = state.validators if answer.body is None else answer.validators
        await self._keep(
            schedule.succeeded(
                state, self._clock(), self._interval_s(feed), seen, body_hash or state.body_hash
            )
        )
        return sent

    def status(self) -> Status:
        """Say how every feed is doing."""
        return Status(
            paused=self._paused,
            polling=len(self._tasks),
            feeds=tuple(status_of(state) for state in self._states.values()),
        )

    async def _take_up(self) -> None:
        """Put every feed of the settings on the schedule."""
        stored, now = await self._keeper.feeds(), self._clock()
        shortest = min((self._interval_s(feed) for feed in self._feeds.values()), default=0.0)
        spread = schedule.spread_s(len(self._feeds), shortest)
        self._states = {
            name: schedule.start(name, feed.url, stored.get(name), now, spread)
            for name, feed in self._feeds.items()
        }

    async def _start_due(self) -> None:
        self._paused = await self._why_pause()
        room = self._settings.concurrency - len(self._tasks)
        if self._paused or room <= 0:
            return
        waiting = [
            (state, self._interval_s(self._feeds[name]))
            for name, state in self._states.items()
            if name not in self._tasks and not self._is_held(name)
        ]
        due = [state.name for state in schedule.due(waiting, self._clock())]
        for name in await self._claim(due[:room]):
            self._tasks[name] = asyncio.create_task(self._poll_safely(self._feeds[name]))

    async def _claim(self, names: Sequence[str]) -> list[str]:
        """Take feeds that seem due; what another process polls, or has just polled, is not ours.

        Raises:
            StoreError: the store is away.
        """
        mine = await self._keeper.take(names)
        stored, claimed = await self._keeper.feeds(mine) if mine else {}, []
        for name in names:
            if name not in mine:
                self._leave_alone(name, _ELSEWHERE_S)
                continue
            if (state := stored.get(name)) and state.url == self._feeds[name].url:
                self._states[name] = state
            if schedule.is_due(
                self._states[name], self._clock(), self._interval_s(self._feeds[name])
            ):
                claimed.append(name)
            else:
                await self._keeper.release(name)
        return claimed

    async def _poll_safely(self, feed: Feed) -> None:
        """Poll, whatever happens: one feed's trouble is not the others'."""
        try:
            sent = await self.poll(feed)
        except StoreError as error:
            self._leave_alone(feed.name, _HOLD_S)
            count("feed_polls_total", outcome="held")
            _log.error("poll_held", feed=feed.name, error=str(error))
        except Exception as error:
            _log.exception("poll_broke", feed=feed.name)
            reason = f"internal error: {type(error).__name__}: {error}"[:300]
            await self._fail(feed, FetchError(redact(feed.url), reason, retry=True))
        else:
            _log.debug("polled", feed=feed.name, pages=sent)
        finally:
            del self._tasks[feed.name]
            with suppress(StoreError):
                await self._keeper.release(feed.name)

    async def _read(self, feed: Feed, answer: Answer) -> tuple[Entry, ...]:
        """Read a feed's body in a worker.

        Raises:
            FetchError: it is no feed, or takes too much to read.
        """
        context = Context(
            url=answer.url,
            now=self._clock(),
            charset=answer.charset,
            limit=self._settings.max_entries,
        )
        try:
            return await self._reader.entries(feed.type, answer.body or b"", context)
        except SourceError as error:
            raise FetchError(redact(feed.url), str(error), retry=True, status=200) from error

    async def _publish(self, feed: Feed, listed: tuple[Entry, ...], now: datetime) -> int:
        """Pass on what is new or changed of what the feed lists."""
        found = entries.identify(feed.name, listed)
        keys = [one.key for one in found]
        fresh = entries.fresh(found, await self._keeper.fingerprints(feed.name, keys))
        silence = timedelta(hours=self._settings.silence_h)
        catch_up = schedule.is_catch_up(self._states[feed.name], now, silence)
        await self._visitor.pass_on(feed, fresh, catch_up=catch_up)
        await self._keeper.forget(feed.name, now - _MEMORY, keys)
        return len(fresh)

    async def _fail(self, feed: Feed, error: FetchError) -> None:
        state = schedule.failed(
            self._states[feed.name],
            error,
            self._clock(),
            self._interval_s(feed),
            blocked=is_blocked(error),
        )
        _log.warning("feed_failed", feed=feed.name, error=error.reason, failures=state.failures)
        await self._keep(state)

    async def _keep(self, state: FeedState) -> None:
        await self._keeper.save(state)
        self._states[state.name] = state
        count("feed_polls_total", outcome=state.health.value)

    @contextmanager
    def _pausing(self) -> Iterator[None]:
        """Wait while the log or the store is away."""
        try:
            yield
        except StoreError as error:
            self._paused = f"the log or the store is away: {error}"

    async def _why_pause(self) -> str:
        """Say why no feed may be polled now; "" when they may.

        Raises:
            StoreError: the log or the store is away.
        """
        try:
            await self._keeper.take(self._tasks)  # hold on to what is being polled
            waiting = await self._keeper.beside(self._backlog)
            free = await self._keeper.free_bytes()
        except OSError as error:
            return f"the disk is away: {error}"
        if waiting > self._settings.max_backlog:
            return f"{waiting} pages wait to be read"
        if free is not None and free < self._settings.min_free_mb * 2**20:
            return f"the disk is nearly full: {free // 2**20} MB are free"
        return ""

    def _leave_alone(self, name: str, seconds: float) -> None:
        self._held[name] = asyncio.get_running_loop().time() + seconds

    def _is_held(self, name: str) -> bool:
        return asyncio.get_running_loop().time() < self._held.get(name, 0.0)

    def _interval_s(self, feed: Feed) -> float:
        return feed.interval_s or self._settings.interval_s
