"""One file per kind of source: a listing's bytes -> entries. None of them does I/O.

`type = "rss"` in watch.toml means the file rss.py with a function `entries` (Source).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class SourceError(ValueError):
    """The body is not what this kind of source sends; the text says what came instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a listing, as it says. Only the title is rid of control characters."""

    id: str = ""  # the publisher's own; "" when it gives none
    link: str = ""  # absolute http(s), or ""
    title: str = ""
    summary: str = ""  # HTML or text
    content: str = ""  # the full text, where the feed has one
    published: datetime | None = None  # None: missing, absurd or in the future
    updated: datetime | None = None  # likewise
    language: str = ""  # BCP 47


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a source may know besides the body."""

    url: str  # of the answer; relative links count from it
    now: datetime
    charset: str = ""  # of the HTTP header
    limit: int = 2_000  # entries, the newest


class Source(Protocol):
    """What a file in this folder offers."""

    def entries(self, body: bytes, context: Context) -> tuple[Entry, ...]:
        """Read a listing; entries come newest first, undated ones before them.

        Raises:
            SourceError: `body` holds no entry and is no empty listing either.
        """
        ...
