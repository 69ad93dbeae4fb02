import asyncio
import socket
import threading

import pytest

from ingest import resolver
from ingest.resolver import Resolver


async def test_a_name_becomes_addresses() -> None:
    found = await Resolver().resolve("localhost", 8080)
    assert {(one["host"], one["port"]) for one in found} & {("127.0.0.1", 8080), ("::1", 8080)}


@pytest.mark.parametrize("name", ["nobody.invalid", "x" * 300, "a..b"])
async def test_a_name_that_is_none_is_an_os_error(name: str) -> None:
    with pytest.raises(OSError, match=r"."):
        await Resolver().resolve(name, 80)


async def test_lookups_that_hang_hold_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    answer, system = threading.Event(), socket.getaddrinfo

    def hanging(host: str, *rest: object, **options: object) -> object:
        if host == "dead.example":
            answer.wait(20)
            raise socket.gaierror("timed out")
        return system(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    names = Resolver()
    dead = [
        asyncio.create_task(names.resolve("dead.example")) for _ in range(resolver._AT_ONCE - 1)
    ]
    async with asyncio.timeout(5):
        assert await names.resolve("localhost")
    for task in dead:
        task.cancel()
    await asyncio.gather(*dead, return_exceptions=True)
    answer.set()
    async with asyncio.timeout(5):  # their threads have ended, and given their places back
        await asyncio.gather(*(names.resolve("localhost") for _ in range(2 * resolver._AT_ONCE)))
