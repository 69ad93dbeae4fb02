import asyncio
import gzip
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from contracts.errors import FetchError
from ingest.fetcher import FEED, Fetcher, is_blocked
from ingest.headers import Validators
from ingest.settings import Ingest
from tests.fakes.website import Reply, Website

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@asynccontextmanager
async def fetching(
    *sites: Website | str, resolver: AbstractResolver | None = None, **limits: Any
) -> AsyncIterator[Fetcher]:
    allowed = tuple(site if isinstance(site, str) else site.address for site in sites)
    settings = Ingest(allow_addresses=allowed, host_delay_s=0, **limits)
    async with Fetcher(settings, lambda: NOON, resolver) as fetcher:
        yield fetcher


async def refused(fetcher: Fetcher, url: str, seen: Validators | None = None) -> FetchError:
    with pytest.raises(FetchError) as failure:
        await fetcher.get(url, FEED, seen)
    return failure.value


class Names(AbstractResolver):
    """Answers each lookup with the next of the addresses it was given, then with the last."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.lookups = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self.addresses[min(self.lookups, len(self.addresses) - 1)]
        self.lookups += 1
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=family, proto=0, flags=flags
            )
        ]

    async def close(self) -> None:
        pass


@asynccontextmanager
async def raw_server(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    """Serve bytes that no HTTP library would send; yields address:port."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def test_a_body_with_all_that_is_known_of_it(site: Website) -> None:
    site.replies["/f"] = Reply(
        b"news", headers={"ETag": '"1"', "Content-Type": "Text/XML; charset=KOI8-R"}
    )
    async with fetching(site) as fetcher:
        answer = await fetcher.get(site.url("/f"), FEED)
    assert answer.body == b"news"
    assert answer.validators == Validators('"1"', "")
    assert (answer.media_type, answer.charset) == ("text/xml", "koi8-r")


async def test_we_say_who_we_are_and_keep_no_cookies(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")  # nobody listens there
    site.replies["/f"] = Reply(b"x", headers={"Set-Cookie": "id=1; Path=/"})
    async with fetching(site, user_agent="watcher/1 (desk@example.org)") as fetcher:
        await fetcher.get(site.url("/f"), FEED)
        await fetcher.get(site.url("/f"), FEED)
    for request in site.requests:
        assert request.headers["User-Agent"] == "watcher/1 (desk@example.org)"
        assert "Cookie" not in request.headers


async def test_304_says_nothing_changed(site: Website) -> None:
    site.replies["/f"] = Reply(status=304)
    async with fetching(site) as fetcher:
        answer = await fetcher.get(site.url("/f"), FEED, Validators('"1"', "then"))
        error = await refused(fetcher, site.url("/f"))
    assert answer.body is None
    assert site.requests[0].headers["If-None-Match"] == '"1"'
    assert error.status == 304  # nobody had asked whether it changed


@pytest.mark.parametrize(
    ("status", "retry"),
    [(404, False), (403, False), (410, False), (206, False), (429, True), (500, True), (503, True)],
)
async def test_statuses(site: Website, status: int, retry: bool) -> None:
    site.replies["/f"] = Reply(b"x", status, {"Retry-After": "120"})
    async with fetching(site) as fetcher:
        error = await refused(fetcher, site.url("/f"))
    assert (error.status, error.retry, error.retry_after_s) == (status, retry, 120)
    assert not is_blocked(error)


@pytest.mark.parametrize("status", [200, 403, 503])
async def test_a_challenge_is_not_an_answer(site: Website, status: int) -> None:
    site.replies["/f"] = Reply(b"<title>Just a moment...</title>", status)
    async with fetching(site) as fetcher:
        assert is_blocked(await refused(fetcher, site.url("/f")))


async def test_redirects_are_followed_to_the_fifth(site: Website) -> None:
    for hop in range(9):
        site.replies[f"/{hop}"] = Reply(status=302, headers={"Location": f"/{hop + 1}"})
    site.replies["/9"] = Reply(b"here")
    async with fetching(site) as fetcher:
        assert (await fetcher.get(site.url("/4"), FEED)).url == site.url("/9")
        error = await refused(fetcher, site.url("/3"))
    assert "redirects" in error.reason


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::1]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://127.1/",
    ],
)
async def test_redirects_to_where_we_do_not_go(site: Website, target: str) -> None:
    site.replies["/f"] = Reply(status=302, headers={"Location": target})
    async with fetching(site) as fetcher:
        error = await refused(fetcher, site.url("/f"))
    assert not error.retry
    assert len(site.requests) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0177.0.0.1", "①②⑦.⓪.⓪.①", "0"])
async def test_our_own_machine_is_refused_under_every_name(site: Website, host: str) -> None:
    async with fetching() as fetcher:
        await refused(fetcher, f"http://{host}:{site.port}/f")
        await refused(fetcher, f"http://example.org@{host}:{site.port}/f")
        await refused(fetcher, f"http://example.org\\@{host}:{site.port}/f")
    assert site.requests == []


async def test_the_allow_list_is_for_one_port(site: Website, other_site: Website) -> None:
    other_site.replies["/f"] = Reply(b"x")
    async with fetching(site) as fetcher:
        error = await refused(fetcher, other_site.url("/f"))
    assert "address refused: 127.0.0.1 (loopback)" in error.reason
    assert other_site.requests == []


async def test_a_name_that_turns_to_a_private_address_is_refused(site: Website) -> None:
    names = Names("10.0.0.7")
    async with fetching(site, resolver=names) as fetcher:
        error = await refused(fetcher, f"http://rebound.example:{site.port}/f")
    assert "address refused: 10.0.0.7" in error.reason
    assert not error.retry


async def test_what_is_dialled_is_what_was_checked(site: Website) -> None:
    async def hop(_: web.Request) -> web.Response:
        raise web.HTTPFound(f"http://second.example:{site.port}/inside")

    site.replies["/f"] = hop
    site.replies["/inside"] = Reply(b"secret")
    names = Names("127.0.0.1", "127.0.0.2")  # allowed at first, rebound to another for the hop
    async with fetching(site, resolver=names) as fetcher:
        error = await refused(fetcher, f"http://first.example:{site.port}/f")
    assert "127.0.0.2" in error.reason
    assert names.lookups == 2
    assert site.asked("/inside") == []


async def test_gzip_is_unpacked_and_a_bomb_is_not(site: Website) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.replies["/f"] = Reply(gzip.compress(b"news"), headers=packed)
    site.replies["/bomb"] = Reply(gzip.compress(b"\0" * 30_000_000), headers=packed)
    site.replies["/bombs"] = Reply(b"", headers={"Content-Encoding": "gzip, gzip"})
    async with fetching(site) as fetcher:
        assert (await fetcher.get(site.url("/f"), FEED)).body == b"news"
        assert "larger than" in (await refused(fetcher, site.url("/bomb"))).reason
        assert "not asked" in (await refused(fetcher, site.url("/bombs"))).reason


async def test_an_endless_body_is_cut(site: Website) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)

    site.replies["/f"] = endless
    async with fetching(site, max_body_bytes=1_000_000) as fetcher:
        assert "larger than 1000000" in (await refused(fetcher, site.url("/f"))).reason


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
async def test_a_body_that_trickles_ends_at_the_deadline(head: bytes) -> None:
    async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in head or b"HTTP/1.1 200 OK\r\nX: " + b"y" * 900:
            writer.write(bytes([byte]))
            await writer.drain()
        while head:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)
        await asyncio.Event().wait()

    async with raw_server(trickle) as address, fetching(address, timeout_s=0.4) as fetcher:
        error = await refused(fetcher, f"http://{address}/f")
    assert error.retry
    assert "no answer in 0.4 s" in error.reason


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf",
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
    ],
)
async def test_a_broken_answer_is_an_error_and_not_a_body(answer: bytes) -> None:
    async def send(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    async with raw_server(send) as address, fetching(address) as fetcher:
        error = await refused(fetcher, f"http://{address}/f")
    assert error.status == 0


async def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    async with fetching(address) as fetcher:
        assert (await refused(fetcher, f"http://{address}/f")).retry


async def test_a_user_in_the_address_is_sent_there_only_and_shown_nowhere(
    site: Website, other_site: Website
) -> None:
    site.replies["/f"] = Reply(status=302, headers={"Location": other_site.url("/g")})
    async with fetching(site, other_site) as fetcher:
        error = await refused(fetcher, f"http://ann:passw0rd@{site.address}/f")
        gone = await refused(fetcher, f"http://ann:passw0rd@{site.address}/none")
    assert site.requests[0].headers["Authorization"].startswith("Basic ")
    assert "Authorization" not in other_site.requests[0].headers
    assert "passw0rd" not in f"{error} {gone} {error.url} {gone.url}"


async def test_one_request_per_host_at_a_time(site: Website, other_site: Website) -> None:
    for one in (site, other_site):
        one.replies["/f"] = Reply(b"x")
    async with fetching(site, other_site) as fetcher:
        await asyncio.gather(*(fetcher.get(one.url("/f"), FEED) for one in [site, other_site] * 9))
    assert (site.busiest, other_site.busiest) == (1, 1)


@pytest.mark.parametrize("url", ["ftp://example.org/f", "http://", "mailto:x@y", "http://[::1", ""])
async def test_what_is_no_web_address(url: str) -> None:
    async with fetching() as fetcher:
        assert not (await refused(fetcher, url)).retry


async def test_no_descriptor_is_left_open(site: Website) -> None:
    site.replies["/f"] = Reply(b"x" * 100_000)
    async with fetching(site, max_body_bytes=1_000) as fetcher:
        await refused(fetcher, site.url("/f"))
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(20):
            await refused(fetcher, site.url("/f"))
        assert len(os.listdir("/proc/self/fd")) <= before + 2
