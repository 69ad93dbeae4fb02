"""A model on loopback that speaks the OpenAI chat API, and says what it is told to say.

It runs in a thread of its own: who asks it is a stage, which waits and has no loop.
"""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def value(slot: str, words: str, count: int | None = None, name: str | None = None) -> Any:
    """Return one value as the schema has it."""
    return {"slot": slot, "count": count, "name": name, "words": words}


def completion(content: str) -> web.Response:
    message = {"role": "assistant", "content": content}
    return web.json_response({"id": "c", "choices": [{"index": 0, "message": message}]})


@dataclass
class Model:
    """Open it with `with`. `values` is the answer; `handlers` are used up before it."""

    values: list[Any] = field(default_factory=list)
    handlers: list[Handler] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)  # bodies of the requests
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.headers.append({name.lower(): text for name, text in request.headers.items()})
        if self.handlers:
            return await self.handlers.pop(0)(request)
        return completion(json.dumps({"values": self.values}))

    def material(self, at: int = -1) -> Any:
        """Return what was sent as the user's message."""
        return json.loads(self.asked[at]["messages"][1]["content"])

    def __enter__(self) -> Self:
        ready, self._stop = threading.Event(), asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_until_complete, args=[self._serve(ready)]
        )
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        ready.set()
        await self._stop.wait()
        await runner.cleanup()


async def never(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


async def drips(request: web.Request) -> web.StreamResponse:
    """Send a byte now and then, each well within any wait for the next one."""
    reply = web.StreamResponse()
    await reply.prepare(request)
    while True:
        await reply.write(b" ")
        await asyncio.sleep(0.02)


async def floods(request: web.Request) -> web.StreamResponse:
    reply = web.StreamResponse()
    await reply.prepare(request)
    while True:
        await reply.write(b" " * 65_536)


def says(content: str) -> Handler:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return completion(content)

    return answer


def replies(status: int, body: bytes = b"", **headers: str) -> Handler:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers=headers)

    return answer
