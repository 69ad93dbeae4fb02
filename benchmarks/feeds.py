"""Reading feeds: unchanged ones are skipped by hash, changed ones are read in a worker."""

import asyncio
import hashlib
from datetime import UTC, datetime
from typing import Final

import feedparser

from benchmarks import inputs, measure
from benchmarks.measure import Contender
from ingest.reader import Reader
from ingest.sources import Context, rss

PEER: Final = "feedparser"
_FEEDS: Final = 12
_CONTEXT: Final = Context(url="https://paper.example/feed", now=datetime(2026, 6, 1, tzinfo=UTC))


async def main() -> None:
    """Measure and print."""
    bodies = [inputs.feed(number) for number in range(_FEEDS)]
    known = {hashlib.sha256(body).hexdigest() for body in bodies}
    async with Reader(timeout_s=60.0) as reader:
        found = await reader.entries("rss", bodies[0], _CONTEXT)
        if len(found) != len(feedparser.parse(bodies[0]).entries):
            raise SystemExit("not every entry was read: not what is measured")

        async def bare() -> None:
            for body in bodies:
                feedparser.parse(body)

        async def here() -> None:
            for body in bodies:
                rss.entries(body, _CONTEXT)

        async def worker() -> None:
            for body in bodies:
                await reader.entries("rss", body, _CONTEXT)

        async def unchanged() -> None:
            for body in bodies:
                if hashlib.sha256(body).hexdigest() not in known:
                    raise SystemExit("a feed changed")

        ways = {
            PEER: bare,
            "our source, in this process": here,
            "our source, in the worker": worker,
            "unchanged: by its hash": unchanged,
        }
        contenders = [Contender(name, act, _FEEDS) for name, act in ways.items()]
        await measure.alternate_async(contenders)
    size = sum(map(len, bodies)) / _FEEDS / 1000
    measure.show(f"{_FEEDS} feeds of {size:.0f} kB, 40 entries", contenders, PEER, "feed")


if __name__ == "__main__":
    asyncio.run(main())
