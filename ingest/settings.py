"""The parts of watch.toml that say what is read and how: [ingest] and [[feeds]]."""

from collections.abc import Sequence
from typing import Annotated, Protocol

from pydantic import AfterValidator, Field, NonNegativeFloat, PositiveFloat, PositiveInt

from contracts import plugins
from ingest import sources
from runtime.addresses import parse_allowed
from runtime.settings import Section


def _allowed(entries: tuple[str, ...]) -> tuple[str, ...]:
    parse_allowed(entries)
    return entries


def _known(kind: str) -> str:
    if kind not in (known := plugins.names(sources)):
        raise ValueError(f"{kind!r} is not one of {', '.join(sorted(known))}")
    return kind


class Ingest(Section):
    """[ingest]: how feeds and pages are fetched."""

    interval_s: PositiveFloat = 120.0  # between two polls of a feed
    user_agent: str = Field(default="basewatch/0.1 (feed reader)", pattern=r"^[\x20-\x7e]{1,200}$")
    # "10.1.2.3:8080", "[fd00::1]:80" or "192.168.0.0/16": private addresses that may be dialled
    allow_addresses: Annotated[tuple[str, ...], AfterValidator(_allowed)] = ()
    timeout_s: PositiveFloat = 20.0  # one fetch, redirects and body included
    max_body_bytes: PositiveInt = 10 * 2**20  # of one answer, unpacked
    parse_timeout_s: PositiveFloat = 5.0  # of one feed, in its worker
    max_entries: PositiveInt = 2_000  # of one feed, the newest
    pages_per_poll: PositiveInt = 200  # the older rest goes on with what the feed said
    concurrency: PositiveInt = 32  # feeds polled at the same time
    host_delay_s: NonNegativeFloat = 0.25  # between two requests to one host
    silence_h: PositiveFloat = 24.0  # after it, what a feed brings is old news (catch_up)
    max_backlog: PositiveInt = 20_000  # unread pages; above it no feed is polled
    min_free_mb: NonNegativeFloat = 200.0  # of disk under the store; below it no feed is polled


class Feed(Section):
    """One [[feeds]] entry."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")  # unique; the `source` of its pages
    url: str = Field(pattern=r"^https?://[^\s/]", max_length=4_096)
    type: Annotated[str, AfterValidator(_known)] = "rss"  # a file in ingest/sources
    interval_s: PositiveFloat | None = None  # instead of [ingest] interval_s
    family: str = ""  # publishers that are one source; "" is the address's registrable domain
    language: str = ""  # BCP 47, instead of what the feed says
    pages: bool = True  # False: the feed's own text is all there is to have


def _unique(feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
    names = [feed.name for feed in feeds]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"feed names must be unique: {', '.join(twice)}")
    return feeds


Feeds = Annotated[tuple[Feed, ...], AfterValidator(_unique)]


class Wanted(Protocol):
    """What ingest needs of the whole settings."""

    @property
    def ingest(self) -> Ingest:
        """The [ingest] section."""
        ...

    @property
    def feeds(self) -> Sequence[Feed]:
        """Every [[feeds]] entry."""
        ...
