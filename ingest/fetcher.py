"""Polite GET. The only file in `ingest` that knows httpx and aiohttp.

httpx for its API, over aiohttp's transport for its cost (benchmarks/clients.py). The
address is checked in aiohttp's socket factory: it sees the one that is really dialled,
at every connect and every hop, whatever a URL parser or a DNS server says.
"""

import asyncio
import errno
import http.cookiejar
import logging
import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from contracts.errors import FetchError
from ingest import challenge, headers
from ingest.headers import Validators
from ingest.hosts import Hosts
from ingest.resolver import Resolver
from ingest.settings import Ingest
from ingest.unpack import ACCEPTED, Unpacker, UnpackError
from runtime import addresses
from runtime.clock import Clock
from runtime.secret import redact

FEED: Final = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
PAGE: Final = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"
_MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_RETRYABLE: Final = frozenset({408, 421, 425, 429, 500, 502, 503, 504})  # RFC 9110, 8470, 6585
_REFUSED: Final = "address refused"
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered request. `body` is None when nothing changed."""

    url: str  # after redirects
    body: bytes | None
    validators: Validators
    media_type: str = ""
    charset: str = ""


class Fetcher:
    """One client for all feeds and pages; open it with `async with`."""

    def __init__(
        self, settings: Ingest, clock: Clock, resolver: AbstractResolver | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = resolver
        self._allowed = addresses.parse_allowed(settings.allow_addresses)
        self._hosts = Hosts(settings.host_delay_s)
        self._client: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs whole addresses
        tls = httpx.create_ssl_context(trust_env=False)
        connector = aiohttp.TCPConnector(
            ssl=tls,
            limit=0,
            socket_factory=self._socket,
            resolver=self._resolver or Resolver(),
        )
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        nothing = http.cookiejar.DefaultCookiePolicy(allowed_domains=())
        self._client = httpx.AsyncClient(
            transport=AiohttpTransport(client=session, verify=tls),
            headers={"User-Agent": self._settings.user_agent, "Accept-Encoding": ACCEPTED},
            cookies=http.cookiejar.CookieJar(nothing),
            timeout=self._settings.timeout_s,
            follow_redirects=False,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def get(self, url: str, accept: str, seen: Validators | None = None) -> Answer:
        """GET `url` unless it is unchanged since `seen`; the wait for the host is not counted.

        Raises:
            FetchError: no answer in time, an address refused, a redirect too many or to
                somewhere we do not go, a body too large or broken, a guard's challenge, a
                status that is neither 200 nor 304. `retry` says if later may work.
        """
        extra = {"Accept": accept} | (seen.headers() if seen else {})
        left = self._settings.timeout_s
        loop = asyncio.get_running_loop()
        target, auth = _parse(url)
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._hosts.turn(_host(target)):
                began = loop.time()
                answer = await self._hop(target, auth, extra, left)
                left -= loop.time() - began
            if isinstance(answer, Answer):
                return answer
            auth = auth if _host(answer) == _host(target) else None
            target = answer
        raise FetchError(_shown(url), f"more than {_MAX_REDIRECTS} redirects", retry=False)

    async def _hop(
        self, url: httpx.URL, auth: httpx.BasicAuth | None, extra: dict[str, str], left: float
    ) -> Answer | httpx.URL:
        """Make one request; map whatever the libraries raise to FetchError, once, here."""
        try:
            async with asyncio.timeout(max(left, 0)):
                return await self._request(url, auth, extra)
        except TimeoutError as error:
            limit = self._settings.timeout_s
            raise FetchError(_shown(url), f"no answer in {limit:g} s", retry=True) from error
        except UnpackError as error:
            raise FetchError(_shown(url), str(error), retry=False) from error
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, ValueError) as error:
            # an address that httpx's parser takes and aiohttp's does not
            raise FetchError(_shown(url), redact(str(error))[:300], retry=False) from error
        except (httpx.HTTPError, aiohttp.ClientError, OSError) as error:
            reason = redact(str(error) or type(error).__name__)[:300]
            raise FetchError(_shown(url), reason, retry=_REFUSED not in reason) from error

    async def _request(
        self, url: httpx.URL, auth: httpx.BasicAuth | None, extra: dict[str, str]
    ) -> Answer | httpx.URL:
        if self._client is None:
            raise RuntimeError("the fetcher is not open")
        async with self._client.stream("GET", url, headers=extra, auth=auth) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return _redirect(url, response.headers["location"])
            if response.status_code == httpx.codes.NOT_MODIFIED:
                if "If-None-Match" in extra or "If-Modified-Since" in extra:
                    return Answer(str(url), None, Validators())
                raise FetchError(_shown(url), "304 to a plain request", retry=True, status=304)
            if response.status_code != httpx.codes.OK:
                raise await self._refusal(url, response)
            body = await self._body(response)
        guard = challenge.challenge(response.headers, body)
        if guard:
            raise FetchError(_shown(url), f"blocked by {guard}", retry=False, status=200)
        media_type, charset = headers.media_type(response.headers.get("content-type", ""))
        given = headers.validators(
            response.headers.get("etag", ""), response.headers.get("last-modified", "")
        )
        return Answer(str(url), body, given, media_type, charset)

    async def _refusal(self, url: httpx.URL, response: httpx.Response) -> FetchError:
        """Say what a status that is not 200 means; its body may be a guard's challenge."""
        status = response.status_code
        try:
            guard = challenge.challenge(response.headers, await self._body(response))
        except UnpackError:
            guard = ""
        wait_s = headers.retry_after_s(response.headers.get("retry-after", ""), self._clock())
        return FetchError(
            _shown(url),
            f"blocked by {guard}" if guard else f"HTTP {status}",
            retry=status in _RETRYABLE and not guard,
            status=status,
            retry_after_s=wait_s,
        )

    async def _body(self, response: httpx.Response) -> bytes:
        encoding = response.headers.get("content-encoding", "")
        unpacker = Unpacker(encoding, self._settings.max_body_bytes)
        async for chunk in response.aiter_raw():
            unpacker.feed(chunk)
        return unpacker.close()

    def _socket(self, dialled: aiohttp.AddrInfoType) -> socket.socket:
        """Open the socket that aiohttp will connect, unless its address is refused."""
        family, kind, protocol, _, address = dialled
        host, port = str(address[0]), int(address[1])
        why = addresses.refusal(host, port, self._allowed)
        if why:
            raise PermissionError(errno.EACCES, f"{_REFUSED}: {host} ({why})")
        return socket.socket(family, kind, protocol)


def is_blocked(error: FetchError) -> bool:
    """Say whether a guard answered in the site's place."""
    return error.reason.startswith("blocked by ")


def _parse(url: str) -> tuple[httpx.URL, httpx.BasicAuth | None]:
    """Split an address into what is asked for and the user it names, if any."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(redact(url)[:300], f"not an address: {error}", retry=False) from error
    if parsed.scheme not in _PORTS or not parsed.host:
        raise FetchError(redact(url)[:300], "neither http nor https", retry=False)
    user = httpx.BasicAuth(parsed.username, parsed.password) if parsed.userinfo else None
    return parsed.copy_with(userinfo=b""), user


def _redirect(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target, _ = _parse(str(url.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(_shown(url), "redirect to no address", retry=False) from error
    if url.scheme == "https" and target.scheme == "http":
        raise FetchError(_shown(url), "redirect from https to http", retry=False)
    return target


def _host(url: httpx.URL) -> str:
    return f"{url.host}:{url.port or _PORTS[url.scheme]}"


def _shown(url: httpx.URL | str) -> str:
    """Return an address fit for logs: without user, and short."""
    return redact(str(url))[:300]
