"""Reading feeds: unchanged ones are skipped by hash, changed ones are read in a worker."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
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

        contenders = [
            Contender(name, partial(_each, bodies, act), _FEEDS)
            for name, act in _ways(reader, known).items()
        ]
        await measure.alternate_async(contenders)
    size = sum(map(len, bodies)) / _FEEDS / 1000
    measure.show(f"{_FEEDS} feeds of {size:.0f} kB, 40 entries", contenders, PEER, "feed")
    hostile = [
        Contender(f"{count:,}", partial(feedparser.parse, _attributes(count)))
        for count in (1_000, 2_000, 4_000)
    ]
    title = "feedparser, attributes of one element"
    measure.show(title, measure.alternate(hostile, 3), "1,000", "feed")


def _attributes(count: int) -> bytes:
    """Return a feed that costs more than it weighs."""
    many = " ".join(f'a{n}="x"' for n in range(count))
    return (
        f'<rss version="2.0"><channel><item {many}><title>t</title></item></channel></rss>'.encode()
    )


Act = Callable[[bytes], object]


async def _each(bodies: Sequence[bytes], act: Act) -> None:
    for body in bodies:
        found = act(body)
        if asyncio.iscoroutine(found):
            await found


def _ways(reader: Reader, known: set[str]) -> dict[str, Act]:
    def unchanged(body: bytes) -> None:
        if hashlib.sha256(body).hexdigest() not in known:
            raise SystemExit("a feed changed: not what is measured")

    return {
        PEER: feedparser.parse,
        "our source, in this process": lambda body: rss.entries(body, _CONTEXT),
        "our source, in the worker": lambda body: reader.entries("rss", body, _CONTEXT),
        "unchanged: by its hash": unchanged,
    }


if __name__ == "__main__":
    asyncio.run(main())
