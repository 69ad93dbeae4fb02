"""Source: RSS 0.9x to 2.0, RDF and Atom, as far as feedparser reads them."""

import io
import re
from datetime import UTC, datetime
from typing import Any, Final

import feedparser

from ingest.sources import Context, Entry, SourceError
from ingest.sources._dates import read_date
from ingest.sources._text import decode, http_link, one_line, printable

_TITLE_CHARS: Final = 1_000
_TEXT_CHARS: Final = 100_000
_ID_CHARS: Final = 2_048
_HEAD: Final = 2_048  # characters looked at to say what came instead of a feed
_XML: Final = {"content-type": "application/xml; charset=utf-8"}  # decode() made it so
_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_CONSENT: Final = re.compile(r"consent|cookie|captcha|verify you are|access denied", re.IGNORECASE)


def entries(body: bytes, context: Context) -> tuple[Entry, ...]:
    """See Source. Of a damaged feed, the entries that can be read."""
    text = printable(decode(body, context.charset))
    feed = feedparser.parse(
        io.BytesIO(text.encode()),  # bare bytes or text would be tried as a file or address
        response_headers=_XML,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = str(feed.get("version", ""))
    if not feed.entries and (not version or feed.bozo or _is_html(text)):
        raise SourceError(_instead(text))
    atom = version.startswith("atom")
    language = _text(feed.feed, "language")
    found = [_entry(raw, context, atom=atom, language=language) for raw in feed.entries]
    found = [entry for entry in found if entry.link or entry.title or entry.summary]
    return tuple(sorted(found, key=_when, reverse=True)[: context.limit])


def _entry(raw: feedparser.FeedParserDict, context: Context, *, atom: bool, language: str) -> Entry:
    published = read_date(_text(raw, "published"), context.now)
    updated = read_date(_text(raw, "updated"), context.now)
    if not atom and not _text(raw, "published"):  # Dublin Core's date is RDF's pubDate
        published, updated = updated, None
    content = max((_text(part, "value") for part in raw.get("content", ())), key=len, default="")
    return Entry(
        id=one_line(_text(raw, "id"), _ID_CHARS),
        link=http_link(_text(raw, "link"), context.url),
        title=one_line(_text(raw, "title"), _TITLE_CHARS),
        summary=printable(_text(raw, "summary")[:_TEXT_CHARS]),
        content=printable(content[:_TEXT_CHARS]),
        published=published,
        updated=updated,
        language=one_line(_text(raw, "language") or language, 35),
    )


def _text(raw: dict[str, Any], name: str) -> str:
    """Read a field past feedparser's `get`, which gives `published` for a missing `updated`."""
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""


def _when(entry: Entry) -> datetime:
    """Sort by date; sorting is stable, so undated entries keep the feed's order, in front."""
    return entry.published or entry.updated or _LATEST


def _is_html(text: str) -> bool:
    head = text[:_HEAD].lower()
    return "<html" in head or "<!doctype html" in head


def _instead(text: str) -> str:
    """Say what came where a feed was expected."""
    if not text.strip():
        return "not a feed: an empty body"
    if not _is_html(text):
        return f"not a feed: begins {one_line(text, 60)!r}"
    title = re.search(r"<title[^>]{0,100}>([^<]{0,200})", text[: 20 * _HEAD], re.IGNORECASE)
    kind = "a consent or challenge page" if _CONSENT.search(text[: 20 * _HEAD]) else "an HTML page"
    return f"not a feed: {kind}" + (f" titled {one_line(title[1], 80)!r}" if title else "")
