"""A site on loopback that answers as it is told, and remembers what it was asked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Self
from xml.sax.saxutils import escape

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Reply:
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Website:
    """Open it with `async with`; a path nobody set answers 404."""

    replies: dict[str, Reply | Handler] = field(default_factory=dict)
    requests: list[web.Request] = field(default_factory=list)
    port: int = 0
    busy: int = 0  # requests in the works
    busiest: int = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.address}{path}"

    def asked(self, path: str) -> list[web.Request]:
        return [request for request in self.requests if request.path_qs == path]

    def page(self, path: str, html: str, **headers: str) -> str:
        """Serve an HTML page and return its address."""
        kind = {"Content-Type": "text/html; charset=utf-8"} | headers
        self.replies[path] = Reply(html.encode(), headers=kind)
        return self.url(path)

    def feed(self, path: str, *items: str, **headers: str) -> str:
        """Serve RSS 2.0 made of `items` (see `item`) and return its address."""
        kind = {"Content-Type": "application/rss+xml"} | headers
        self.replies[path] = Reply(rss(*items), headers=kind)
        return self.url(path)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            await asyncio.sleep(0)  # let a second request in, if one was sent
            reply = self.replies.get(request.path, Reply(status=404))
            if not isinstance(reply, Reply):
                return await reply(request)
            return web.Response(body=reply.body, status=reply.status, headers=reply.headers)
        finally:
            self.busy -= 1

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


def item(title: str, link: str = "", guid: str = "", **elements: str) -> str:
    """Write one <item>; `elements` are further elements by name (pubDate, description)."""
    named = {"title": title, "link": link, "guid": guid} | elements
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in named.items() if text)
    return f"<item>{inner}</item>"
