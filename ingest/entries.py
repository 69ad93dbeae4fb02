"""Which entries of a feed are new or changed. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from courlan import normalize_url

from contracts import ids
from ingest.sources import Entry

_MARKUP: Final = re.compile(r"<[^<>]{0,2000}>")
_LENGTH: Final = 32  # hex digits


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the names we give it."""

    entry: Entry
    key: str  # of the entry within its feed
    fingerprint: str  # of what it says
    article_id: str


def identify(feed: str, entries: Iterable[Entry]) -> tuple[Found, ...]:
    """Name a feed's entries in their order; of entries with one key the first stays."""
    found: dict[str, Found] = {}
    for entry in entries:
        one = Found(entry, _key(entry), _fingerprint(entry), article_id(feed, entry))
        found.setdefault(one.key, one)
    return tuple(found.values())


def fresh(found: Iterable[Found], seen: Mapping[str, str]) -> list[Found]:
    """Return the entries that are new, or say something else than when last seen.

    Args:
        found: the feed's entries as they are now.
        seen: key -> fingerprint of those passed on before.
    """
    return [one for one in found if seen.get(one.key) != one.fingerprint]


def article_id(feed: str, entry: Entry) -> str:
    """Name the article: by its own link, else by feed and entry id, else by its words."""
    if has_own_page(entry):
        return ids.article_id(_normal(entry.link))
    return ids.article_id("", feed, entry.id or _hash(entry.title, entry.summary))


def has_own_page(entry: Entry) -> bool:
    """Say whether the link leads to the entry's own page, and not to a site's front page."""
    parts = urlsplit(entry.link)
    return bool(parts.netloc) and bool(parts.path.strip("/") or parts.query)


def _key(entry: Entry) -> str:
    """Name the entry in its feed: publishers reuse an id for another article, so both count."""
    if entry.id or entry.link:
        return _hash(entry.id, _normal(entry.link))
    return _hash("", "", entry.title, entry.summary)


def _fingerprint(entry: Entry) -> str:
    """Hash what the entry says. `published` is not in it: some feeds change it every day.

    Nor is markup, where counters and tracking pixels change at every look.
    """
    words = (" ".join(_MARKUP.sub(" ", text).split()) for text in (entry.summary, entry.content))
    updated = entry.updated.isoformat() if entry.updated else ""
    return _hash(entry.title, *words, updated)


def _normal(link: str) -> str:
    """Return the link without tracking parameters, in lower case where case means nothing."""
    try:
        return normalize_url(link) if link else ""
    except ValueError:
        return link


def _hash(*parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:_LENGTH]
