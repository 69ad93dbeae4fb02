"""Six newspapers on loopback, each with a feed and pages, each on a port of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from xml.sax.saxutils import escape

from aiohttp import web

from basewatch.demo.articles import PAPERS, Piece

_ITEM = """<item><title>{title}</title><link>{link}</link><guid>{link}</guid>
<description>{summary}</description><pubDate>{published}</pubDate></item>"""
_FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{name}</title><link>{home}</link>
<description>{name}</description>
{items}
</channel></rss>"""


@dataclass
class Newspaper:
    """One paper. `publish` puts an article on its front page, newest first."""

    key: str
    port: int = 0
    shows: int = 1_000  # articles in its feed, the newest
    asked: int = 0  # how often somebody fetched its feed
    printed: dict[str, tuple[Piece, datetime]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)  # slugs of the pages that somebody fetched

    @property
    def home(self) -> str:
        """Return the paper's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def feed_url(self) -> str:
        """Return the address of its feed."""
        return f"{self.home}/feed.xml"

    def publish(self, piece: Piece, at: datetime) -> None:
        """Print an article; one of the same slug is replaced and keeps its date."""
        first_at = self.printed[piece.slug][1] if piece.slug in self.printed else at
        self.printed[piece.slug] = (piece, first_at)

    def feed(self) -> str:
        """Return the feed as RSS 2.0."""
        newest = sorted(self.printed.values(), key=lambda printed: printed[1], reverse=True)
        items = "\n".join(
            _ITEM.format(
                title=escape(piece.title),
                link=f"{self.home}/{piece.slug}.html",
                summary=escape(piece.paragraphs[0]),
                published=format_datetime(at),
            )
            for piece, at in newest[: self.shows]
        )
        return _FEED.format(name=PAPERS[self.key], home=self.home, items=items)

    async def _serve_feed(self, request: web.Request) -> web.Response:
        self.asked += 1
        body = self.feed().encode()
        etag = sha256(body).hexdigest()[:16]
        if request.headers.get("If-None-Match") == f'"{etag}"':
            return web.Response(status=304)
        return web.Response(
            body=body, content_type="application/rss+xml", headers={"ETag": f'"{etag}"'}
        )

    async def _serve_page(self, request: web.Request) -> web.Response:
        printed = self.printed.get(request.match_info["slug"])
        if printed is None:
            raise web.HTTPNotFound
        self.read.add(request.match_info["slug"])
        return web.Response(text=printed[0].page(), content_type="text/html")

    def app(self) -> web.Application:
        """Return the paper as a web application."""
        app = web.Application()
        app.router.add_get("/feed.xml", self._serve_feed)
        app.router.add_get("/{slug}.html", self._serve_page)
        return app


class Newsstand:
    """All papers; an async context manager that opens and closes their ports."""

    def __init__(self) -> None:
        self.papers = {key: Newspaper(key) for key in PAPERS}
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> "Newsstand":
        """Open every paper on a free port of 127.0.0.1."""
        for paper in self.papers.values():
            runner = web.AppRunner(paper.app(), access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            paper.port = runner.addresses[0][1]
            self._runners.append(runner)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close them."""
        for runner in self._runners:
            await runner.cleanup()

    def publish(self, piece: Piece, at: datetime) -> None:
        """Print an article in its paper."""
        self.papers[piece.paper].publish(piece, at)
