"""Looks names up in threads of its own.

aiohttp asks in the event loop's default executor: a handful of threads, so a few dead
name servers hold up every feed, and a clean stop waits for them. These are daemons.
"""

import asyncio
import socket
import threading
from contextlib import suppress
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

_AT_ONCE: Final = 64
_NUMERIC: Final = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class Resolver(AbstractResolver):
    """The system's resolver, never in anybody's way."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of `host`; aiohttp keeps them for ten seconds.

        Raises:
            OSError: it has none, or nobody knows.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[ResolveResult]] = loop.create_future()
        await self._slots.acquire()

        def look_up() -> None:
            try:
                found: list[ResolveResult] | OSError = _look_up(host, port, family)
            except (OSError, UnicodeError) as error:
                found = error if isinstance(error, OSError) else OSError(str(error))
            with suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(self._tell, answer, found)

        threading.Thread(target=look_up, name="ingest-resolver", daemon=True).start()
        return await answer

    async def close(self) -> None:
        """Leave lookups under way to themselves."""

    def _tell(
        self, answer: asyncio.Future[list[ResolveResult]], found: list[ResolveResult] | OSError
    ) -> None:
        self._slots.release()
        if answer.cancelled():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [
        ResolveResult(
            hostname=host,
            host=str(address[0]),
            port=port,
            family=kind,
            proto=protocol,
            flags=_NUMERIC,
        )
        for kind, _, protocol, _, address in found
    ]
