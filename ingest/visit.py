"""Fetches the page behind each entry and passes it on.

An entry whose page cannot be had goes on with what the feed said. If trying again may
help, the next polls of its feed do so: at most three times, within a day; the page then
goes on once more, as the same article. When three pages in a row fail like that, or a
host says 429, the rest of the poll goes on without pages and is tried again likewise.
"""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from contracts import codec, topics
from contracts.errors import FetchError
from contracts.messages import BodyKind, Page
from ingest import entries, pages
from ingest.entries import Found
from ingest.fetcher import PAGE, Answer, Fetcher
from ingest.keeper import Keeper
from ingest.pages import Body
from ingest.reader import Reader
from ingest.rows import SeenEntry
from ingest.settings import Feed
from ingest.sources import SourceError
from runtime.clock import Clock
from runtime.secret import redact

_IN_A_ROW: Final = 3  # pages that fail before the rest of the poll does without
_TRIES: Final = 3
_TRY_WITHIN: Final = timedelta(days=1)
_AT_ONCE: Final = 200  # entries appended together when no page has to be waited for

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Round:
    """One poll's visits so far."""

    visits: int = 0
    failed: int = 0  # in a row, where trying again may help

    def failure(self, error: FetchError) -> None:
        """Count a page that could not be had."""
        if error.retry:
            self.failed = _IN_A_ROW if error.status == 429 else self.failed + 1


class Visitor:
    """Turns entries into pages in the log."""

    def __init__(
        self, fetcher: Fetcher, reader: Reader, keeper: Keeper, clock: Clock, most: int
    ) -> None:
        """Take the parts, and the most pages to fetch for one poll of a feed."""
        self._fetcher = fetcher
        self._reader = reader
        self._keeper = keeper
        self._clock = clock
        self._most = most

    async def pass_on(self, feed: Feed, fresh: Sequence[Found], *, catch_up: bool) -> None:
        """Send a page for each entry, in the order given, and remember each as seen.

        Raises:
            StoreError: the log or the store is away; what was not sent is not remembered.
        """
        so_far = _Round()
        batch: list[tuple[Page, SeenEntry]] = []
        for found in fresh:
            visits = so_far.visits
            page = pages.feed_only(feed, found, self._clock(), catch_up=catch_up)
            batch.append(await self._complete(feed, found, page, so_far))
            if so_far.visits > visits or len(batch) == _AT_ONCE:
                await self._keeper.publish(feed.name, batch)
                batch = []
        if batch:
            await self._keeper.publish(feed.name, batch)
        if len(fresh) > self._most:
            _log.warning("feed_flood", feed=feed.name, entries=len(fresh), pages=so_far.visits)

    async def try_again(self, feed: Feed, before: datetime) -> int:
        """Fetch pages of entries seen before that time that could not be had; count those had now.

        Raises:
            StoreError: the log or the store is away.
        """
        had = 0
        for seen in await self._keeper.pending(feed.name, before, self._most):
            page = codec.decode(Page, seen.pending or b"", topic=topics.PAGES.name)
            try:
                complete = await self._visit(page)
            except FetchError as error:
                await self._keeper.remember(feed.name, [self._tried(seen, error)])
                if error.retry:
                    break  # what ails this host ails the others that wait, and takes its time
            else:
                await self._keeper.publish(feed.name, [(complete, replace(seen, pending=None))])
                had += 1
        return had

    async def _complete(
        self, feed: Feed, found: Found, page: Page, so_far: _Round
    ) -> tuple[Page, SeenEntry]:
        """Fetch the page's body where there is one to be had."""
        seen = SeenEntry(key=found.key, fingerprint=found.fingerprint, seen_at=self._clock())
        if not feed.pages or not entries.has_own_page(found.entry):
            return page, seen
        later = replace(seen, pending=codec.encode(page))
        if so_far.visits >= self._most:
            return pages.without_body(page, "too many new entries at once", self._clock()), seen
        if so_far.failed >= _IN_A_ROW:
            return pages.without_body(page, "its host does not answer", self._clock()), later
        so_far.visits += 1
        try:
            page = await self._visit(page)
        except FetchError as error:
            so_far.failure(error)
            page = pages.without_body(page, error.reason, self._clock())
            return page, later if error.retry else seen
        so_far.failed = 0
        return page, seen

    async def _visit(self, page: Page) -> Page:
        """Fetch what the entry links to.

        Raises:
            FetchError: it cannot be had, or is nothing to read.
        """
        answer = await self._fetcher.get(page.url, PAGE)
        kind = pages.body_kind(answer.media_type)
        if kind is BodyKind.NONE:
            raise FetchError(redact(page.url), f"no text: {answer.media_type[:80]}", retry=False)
        return pages.with_body(page, await self._fit(answer, kind), self._clock())

    async def _fit(self, answer: Answer, kind: BodyKind) -> Body:
        """Cut a page that is too large to its visible text."""
        body = Body(kind, answer.body or b"", answer.charset)
        if len(body.raw) <= pages.FITS:
            return body
        if len(await asyncio.to_thread(zlib.compress, body.raw)) <= pages.LARGEST:
            return body
        try:
            text = await self._reader.visible_text(body.raw, body.charset)
        except SourceError as error:
            raise FetchError(redact(answer.url), f"too large, and {error}", retry=False) from error
        return pages.cut_text(text)

    def _tried(self, seen: SeenEntry, error: FetchError) -> SeenEntry:
        """Count a vain try; the last one ends the waiting."""
        tries = seen.tries + 1
        late = self._clock() - seen.seen_at > _TRY_WITHIN
        over = tries >= _TRIES or late or not error.retry
        return replace(seen, tries=tries, pending=None if over else seen.pending)
