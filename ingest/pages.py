"""An entry, and what its link answered -> contracts Page. Pure."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from contracts import ids
from contracts.messages import BodyKind, Page
from ingest.entries import Found
from ingest.settings import Feed

LARGEST: Final = 900_000  # bytes of Page.body
FITS: Final = 890_000  # bytes that are no larger than that, however badly they pack
_HTML: Final = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})


@dataclass(frozen=True, slots=True)
class Body:
    """A page's body on its way into a Page."""

    kind: BodyKind
    raw: bytes
    charset: str = ""
    cut: bool = False

    def packed(self) -> bytes:
        """Return the body as Page.body holds it."""
        return zlib.compress(self.raw)


def feed_only(feed: Feed, found: Found, at: datetime, *, catch_up: bool) -> Page:
    """Make the page of what the feed said; `with_body` adds what the link answered."""
    entry = found.entry
    page = Page(
        id="",
        article_id=found.article_id,
        source=feed.name,
        url=entry.link,
        title=entry.title,
        summary=max(entry.content, entry.summary, key=len),
        published=entry.published,
        updated=entry.updated,
        language=feed.language or entry.language,
        catch_up=catch_up,
    )
    return without_body(page, "", at)


def without_body(page: Page, problem: str, at: datetime) -> Page:
    """Let a page go on with what the feed said, and say why."""
    return msgspec.structs.replace(
        page, id=_name(page, b""), fetched_at=at, arrived_at=at, problem=problem
    )


def with_body(page: Page, body: Body, at: datetime) -> Page:
    """Complete a page with the body its link answered."""
    return msgspec.structs.replace(
        page,
        id=_name(page, body.raw),
        fetched_at=at,
        arrived_at=at,
        body_kind=body.kind,
        body=body.packed(),
        charset=body.charset,
        cut=body.cut,
        problem="",
    )


def body_kind(media_type: str) -> BodyKind:
    """Say how a media type is read; NONE for what holds no text for us (PDF, pictures, sound)."""
    if media_type in _HTML:
        return BodyKind.HTML
    return BodyKind.TEXT if media_type == "text/plain" else BodyKind.NONE


def cut_text(text: str) -> Body:
    """Make a body of the visible text of a page too large to keep, cut where even that is."""
    raw = text.encode("utf-8", "replace")
    if len(raw) > FITS and len(zlib.compress(raw)) > LARGEST:
        raw = raw[:FITS].decode("utf-8", "ignore").encode()
    return Body(BodyKind.TEXT, raw, "utf-8", cut=True)


def _name(page: Page, body: bytes) -> str:
    """Name the fetch by all it brought: the feed's words may change while the body stays."""
    words = f"{page.title}\x1f{page.summary}\x1f".encode("utf-8", "surrogatepass")
    return ids.page_id(page.article_id, words + body)
