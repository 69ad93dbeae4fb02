"""Our fetcher's client, httpx over aiohttp's transport, against each of the two alone."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from benchmarks import measure, server
from benchmarks.measure import Contender

PEER: Final = "httpx"
_REQUESTS: Final = 256
_IN_FLIGHT: Final = 32
Get = Callable[[dict[str, str]], Awaitable[int]]


async def main() -> None:
    """Measure and print."""
    with server.serving() as url:
        async with AsyncExitStack() as clients:
            for title, headers, in_flight in (
                ("304, kept alive", {"If-None-Match": server.ETAG}, 1),
                ("304, kept alive", {"If-None-Match": server.ETAG}, _IN_FLIGHT),
                ("200, gzip 70 kB, kept alive", {"Accept-Encoding": "gzip"}, _IN_FLIGHT),
            ):
                ways = await _clients(clients, url)
                found = [
                    Contender(name, _burst(get, headers, in_flight), _REQUESTS)
                    for name, get in ways.items()
                ]
                await measure.alternate_async(found, 5)
                measure.show(f"{title}, {in_flight} in flight", found, PEER, "request")


def _burst(get: Get, headers: dict[str, str], in_flight: int) -> Callable[[], Awaitable[None]]:
    """Return what makes the requests, never more than so many at a time."""
    expected = 304 if "If-None-Match" in headers else 200

    async def one_after_the_other() -> None:
        for _ in range(_REQUESTS // in_flight):
            if (status := await get(headers)) != expected:
                raise SystemExit(f"HTTP {status}: not what is measured")

    async def act() -> None:
        await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))

    return act


async def _clients(open_things: AsyncExitStack, url: str) -> dict[str, Get]:
    """Return the three clients; all read the body to its end, unpacked."""
    plain = await open_things.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=20.0))
    session = await open_things.enter_async_context(
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
        )
    )
    beneath = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
    )
    ours = await open_things.enter_async_context(
        httpx.AsyncClient(transport=AiohttpTransport(client=beneath), trust_env=False, timeout=20.0)
    )

    async def by_httpx(client: httpx.AsyncClient, headers: dict[str, str]) -> int:
        async with client.stream("GET", url, headers=headers) as response:
            await response.aread()
            return response.status_code

    async def by_aiohttp(headers: dict[str, str]) -> int:
        async with session.get(url, headers=headers) as response:
            await response.read()
            return response.status

    return {
        PEER: lambda headers: by_httpx(plain, headers),
        "httpx over aiohttp (ours)": lambda headers: by_httpx(ours, headers),
        "aiohttp": by_aiohttp,
    }


if __name__ == "__main__":
    asyncio.run(main())
