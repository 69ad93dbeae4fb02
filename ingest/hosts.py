"""One request per host at a time, with a pause after each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Hosts:
    """Hands out turns; a host that nobody asks for takes no room."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Hold `host` for one request."""
        lock = self._locks.setdefault(host, asyncio.Lock())
        await lock.acquire()
        try:
            yield
        finally:
            # The loop keeps the lock, and with it the host's place, until the pause is over.
            asyncio.get_running_loop().call_later(self._delay_s, lock.release)
