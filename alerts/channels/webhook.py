"""Channel: POST the alert as JSON, signed as Standard Webhooks asks (standardwebhooks.com)."""

import asyncio
import base64
import errno
import socket
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Annotated, Any, Final, Literal

import aiohttp
import httpx
import msgspec
from httpx_aiohttp import AiohttpTransport
from pydantic import AfterValidator, Field, PositiveFloat
from standardwebhooks import Webhook as Signer

from alerts.channels import AddressGoneError, Clock, Parcel, ReceiverSettings
from contracts.errors import DeliveryError
from runtime import addresses
from runtime.secret import Secret, redact
from runtime.settings import Section

_MAX_ANSWER: Final = 64 * 1024  # bytes; nobody reads more
_LONGEST_WAIT_S: Final = 3_600.0  # of a Retry-After
_SHORTEST_KEY: Final = 16  # bytes


def _allowed(entries: tuple[str, ...]) -> tuple[str, ...]:
    addresses.parse_allowed(entries)
    return entries


def _url(text: str) -> str:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise ValueError(f"not an address: {error}") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise ValueError("a webhook is http(s)://host/..., without a user in it")
    return text


class Settings(Section):
    """`[channels.webhook]`."""

    timeout_s: PositiveFloat = 20.0  # one call, its answer included
    # "10.1.2.3:8080" or "192.168.0.0/16": private addresses that may be called
    allow_addresses: Annotated[tuple[str, ...], AfterValidator(_allowed)] = ()


def _secret(secret: Secret) -> Secret:
    """Refuse what the library would quietly turn into a short or an empty key."""
    for word in secret.get_secret_value().split():
        try:
            key = base64.b64decode(word.removeprefix("whsec_"), validate=True)
        except ValueError:
            key = b""
        if len(key) < _SHORTEST_KEY:
            raise ValueError(f"a secret is whsec_ and {_SHORTEST_KEY} or more bytes in base64")
    return secret


class Receiver(ReceiverSettings):
    """A `[[receivers]]` entry with `type = "webhook"`."""

    type: Literal["webhook"] = "webhook"
    addresses: Annotated[tuple[Annotated[str, AfterValidator(_url)], ...], Field(min_length=1)]
    # or secret_file; two words while a secret is being replaced: both sign
    secret: Annotated[Secret, AfterValidator(_secret)]


class Webhook:
    """2xx is taken, 410 is good-bye, anything else is tried again: its operator may mend it."""

    def __init__(self, settings: Settings, receiver: Receiver, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._signers = [Signer(word) for word in receiver.secret.get_secret_value().split()]
        self._allowed = addresses.parse_allowed(settings.allow_addresses)
        self._client: httpx.AsyncClient | None = None

    async def send(self, parcel: Parcel) -> None:
        """See Channel."""
        text = body(parcel)
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                await self._post(parcel, text)
        except TimeoutError as error:
            limit = self._settings.timeout_s
            raise DeliveryError("webhook", f"no answer in {limit:g} s", retry=True) from error
        except (httpx.HTTPError, aiohttp.ClientError, OSError, ValueError) as error:
            reason = redact(f"{type(error).__name__}: {error}")[:300]
            raise DeliveryError("webhook", reason, retry=True) from error

    async def _post(self, parcel: Parcel, text: str) -> None:
        headers = self._headers(parcel.id, text)
        client = self._client or self._open()
        request = client.stream("POST", parcel.address, content=text.encode(), headers=headers)
        async with request as answer:
            if answer.is_success:
                await _read(answer)
                return
            if answer.status_code == httpx.codes.GONE:
                raise AddressGoneError
            wait_s = self._retry_after_s(answer.headers.get("retry-after", ""))
            reason = f"HTTP {answer.status_code}"
            raise DeliveryError("webhook", reason, retry=True, retry_after_s=wait_s)

    def _headers(self, name: str, text: str) -> dict[str, str]:
        now = self._clock().astimezone(UTC)
        return {
            "content-type": "application/json",
            "webhook-id": name,  # the same at every attempt: the receiver's key against repeats
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(item.sign(name, now, text) for item in self._signers),
        }

    def _open(self) -> httpx.AsyncClient:
        tls = httpx.create_ssl_context(trust_env=False)
        connector = aiohttp.TCPConnector(ssl=tls, socket_factory=self._socket)
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        self._client = httpx.AsyncClient(
            transport=AiohttpTransport(client=session, verify=tls),
            headers={"user-agent": "basewatch-webhook/0.1"},
            timeout=self._settings.timeout_s,
            follow_redirects=False,
            trust_env=False,
        )
        return self._client

    def _socket(self, dialled: aiohttp.AddrInfoType) -> socket.socket:
        """Open the socket of a call, unless the address that is really dialled is refused."""
        family, kind, protocol, _, address = dialled
        host, port = str(address[0]), int(address[1])
        if why := addresses.refusal(host, port, self._allowed):
            raise PermissionError(errno.EACCES, f"address refused: {host} ({why})")
        return socket.socket(family, kind, protocol)

    def _retry_after_s(self, text: str) -> float:
        """Read seconds or a date; nonsense is 0, and nobody makes us wait over an hour."""
        try:
            wait_s = float(text)
        except ValueError:
            wait_s = self._seconds_to(text)
        return min(max(wait_s, 0.0), _LONGEST_WAIT_S) if isfinite(wait_s) else 0.0

    def _seconds_to(self, text: str) -> float:
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return 0.0
        return (at.replace(tzinfo=at.tzinfo or UTC) - self._clock()).total_seconds()

    async def close(self) -> None:
        """See Channel."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


async def _read(answer: httpx.Response) -> None:
    """Take the answer's end as its acknowledgement, but not more than a little of it."""
    size = 0
    async for chunk in answer.aiter_raw():
        size += len(chunk)
        if size > _MAX_ANSWER:
            return


def body(parcel: Parcel) -> str:
    """Return {type, timestamp, data}; a digest's data is {"alerts": [...]}."""
    latest = parcel.alerts[-1]
    data: Any = {"alerts": parcel.alerts} if parcel.digest else latest
    event = {
        "type": "found_on_start" if parcel.digest else f"alert.{latest.kind.value}",
        "timestamp": latest.decided_at,
        "data": data,
    }
    return msgspec.json.encode(event, order="deterministic").decode()


def build(settings: Settings | None, receiver: Receiver, clock: Clock) -> Webhook:
    """Make the channel of one receiver."""
    return Webhook(settings or Settings(), receiver, clock)
