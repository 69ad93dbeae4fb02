"""Plays the demo: print an article, wait until all that follows from it has arrived, next."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from basewatch.app import opened
from basewatch.archive import Archive, open_archive
from basewatch.demo.articles import Piece
from basewatch.demo.newspapers import Newsstand
from basewatch.demo.receivers import Hook, Mailbox
from basewatch.demo.story import SECRET, StoryClock, settings
from basewatch.parts import Service, running
from contracts import topics
from contracts.errors import BasewatchError
from runtime.log.kafka.settings import Kafka
from runtime.store.settings import Store

_DEADLINE_S: Final = 20.0  # for one article to pass through everything
_LOOK_EVERY_S: Final = 0.05
_REST_LOOKS: Final = 10  # quiet looks in a row: between two stages nothing is seen to wait
_AFTERWARDS: Final = timedelta(minutes=30)  # by when an update that had to wait has gone out
Shared = tuple[Kafka, Store]


class StoryStuckError(BasewatchError):
    """The pipeline did not come to rest in time."""

    def __init__(self, waiting_for: str) -> None:
        super().__init__(f"after {_DEADLINE_S:g} s still waiting for {waiting_for}")


@dataclass
class Scene:
    """What the demo is played on, and what was printed so far."""

    stand: Newsstand
    mailbox: Mailbox
    hook: Hook
    clock: StoryClock
    services: Sequence[Service]
    archive: Archive
    printed: list[tuple[Piece, datetime]] = field(default_factory=list)

    def address(self, piece: Piece) -> str:
        """Return where an article stands."""
        return f"{self.stand.papers[piece.paper].home}/{piece.slug}.html"

    async def first_round(self) -> None:
        """Wait until every paper was looked at once: what stood there is nobody's news."""
        await self._until(self._all_polled, "the first round of the feeds")

    async def tell(self, piece: Piece, at: datetime) -> None:
        """Print one article at `at` and wait until everything that follows has arrived."""
        self.clock.forward(at)
        pages = self._pages()
        self.stand.publish(piece, at)
        self.printed.append((piece, at))
        await self._until(lambda: self._pages() > pages, f"{piece.slug} to be fetched")
        await self._rest()

    async def afterwards(self) -> None:
        """Let the time pass after which nothing is held back any more."""
        self.clock.forward(self.clock() + _AFTERWARDS)
        await self._rest()

    async def _rest(self) -> None:
        quiet = 0

        def is_quiet() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if self._is_idle() else 0
            return quiet >= _REST_LOOKS

        await self._until(is_quiet, "the stages and the deliveries to finish")

    def _is_idle(self) -> bool:
        looks = [service.look() for service in self.services]
        return not any(
            (look.deliveries and look.deliveries.waiting) or any(stage.lag for stage in look.stages)
            for look in looks
        )

    def _all_polled(self) -> bool:
        ingest = self.services[0].look().ingest
        feeds = ingest.feeds if ingest else ()
        return len(feeds) == len(self.stand.papers) and all(feed.succeeded_at for feed in feeds)

    def _pages(self) -> int:
        return self.services[0].log.lag(topics.PAGES, "nobody who commits")

    async def _until(self, holds: Callable[[], bool], what: str) -> None:
        looks = int(_DEADLINE_S / _LOOK_EVERY_S)
        for _ in range(looks):
            if await asyncio.to_thread(holds):
                return
            await asyncio.sleep(_LOOK_EVERY_S)
        raise StoryStuckError(what)


@asynccontextmanager
async def scene(data: Path, start: datetime, shared: Shared | None) -> AsyncIterator[Scene]:
    """Open the papers, the receivers and the services; close all at the end.

    Args:
        data: a folder for the embedded log and store.
        start: when the story begins.
        shared: brokers and a database to play on instead.
    """
    clock, mailbox, hook = StoryClock(start), Mailbox(), Hook(SECRET)
    async with Newsstand() as stand:
        await mailbox.open()
        await hook.open()
        config = settings(stand, mailbox, hook, data)
        if shared:
            config = config.model_copy(update={"kafka": shared[0], "store": shared[1]})
        try:
            with opened(config, clock) as services, open_archive(config) as archive:
                async with running(services):
                    yield Scene(stand, mailbox, hook, clock, services, archive)
        finally:
            await hook.close()
            await mailbox.close()
