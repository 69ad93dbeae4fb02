"""Webhooks over real HTTP on loopback, verified by the library that receivers use."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from alerts import compose
from alerts.channels import AddressGoneError, Parcel
from alerts.channels.webhook import Receiver, Settings, Webhook, build
from contracts import codec
from contracts.errors import DeliveryError
from contracts.messages import Alert, AlertKind
from runtime.clock import utc_now
from tests.alerts.samples import change, incident
from tests.fakes.inbox import SECRET, Hook, hook, status

OTHER = "whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhlIHRlc3Rz"


def alert() -> Alert:
    about = incident()
    return compose.attack(change(about), about, AlertKind.NEW_ATTACK, "rock", "it is watched")


def channel(url: str, secret: str = SECRET, **fields: Any) -> Webhook:
    settings = Settings.model_validate({"allow_addresses": ["127.0.0.0/8"]} | fields)
    receiver = Receiver.model_validate({"name": "hook", "addresses": [url], "secret": secret})
    return build(settings, receiver, utc_now)


async def send(listening: Hook, url: str = "", **fields: Any) -> None:
    sender = channel(url or listening.url, **fields)
    try:
        await sender.send(Parcel("d1", url or listening.url, (alert(),), "line"))
    finally:
        await sender.close()


async def failure(listening: Hook, url: str = "", **fields: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as error:
        await send(listening, url, **fields)
    return error.value


async def test_a_call_is_signed_and_says_all() -> None:
    async with hook() as listening:
        await send(listening)
    ((name, body),) = listening.taken
    assert name == "d1"
    assert body["type"] == "alert.new_attack"
    assert body["timestamp"] == "2026-03-02T12:00:00Z"
    assert codec.decode(Alert, json.dumps(body["data"]).encode(), topic="hook") == alert()


async def test_a_digest_is_one_call() -> None:
    async with hook() as listening:
        sender = channel(listening.url)
        parcel = Parcel("d9", listening.url, (alert(), alert()), "line", digest=True)
        await sender.send(parcel)
        await sender.close()
    ((name, body),) = listening.taken
    assert (name, body["type"], len(body["data"]["alerts"])) == ("d9", "found_on_start", 2)


async def test_signatures_hold_only_for_what_was_signed() -> None:
    async with hook() as listening:
        await send(listening)
    ((_, headers, body),) = listening.calls
    Verifier(SECRET).verify(body, headers)
    old = str(int((datetime.now(UTC) - timedelta(minutes=6)).timestamp()))
    for secret, text, changed in (
        (OTHER, body, {}),
        (SECRET, body + b" ", {}),
        (SECRET, body, {"webhook-id": "d2"}),
        (SECRET, body, {"webhook-timestamp": old}),
    ):
        with pytest.raises(WebhookVerificationError):
            Verifier(secret).verify(text, headers | changed)


async def test_both_secrets_sign_while_one_is_being_replaced() -> None:
    async with hook() as listening:
        listening.answers = [status(204)]
        await send(listening, secret=f"{OTHER}\n{SECRET}")
    ((_, headers, body),) = listening.calls
    for secret in (SECRET, OTHER):
        Verifier(secret).verify(body, headers)


@pytest.mark.parametrize("code", [302, 307, 400, 401, 404, 408, 429, 500, 502, 503])
async def test_any_other_answer_is_tried_again(code: int) -> None:
    async with hook() as listening:
        listening.answers = [status(code, location="http://127.0.0.1:9/")]
        error = await failure(listening)
    assert (error.retry, error.reason) == (True, f"HTTP {code}")
    assert len(listening.calls) == 1


def in_seconds(seconds: float) -> str:
    return format_datetime(utc_now() + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("90", 90, 90),
        ("0", 0, 0),
        ("-5", 0, 0),
        ("31536000", 3_600, 3_600),
        ("inf", 0, 0),
        ("nan", 0, 0),
        ("soon", 0, 0),
        ("", 0, 0),
    ],
)
async def test_retry_after_is_honoured_within_reason(value: str, low: float, high: float) -> None:
    async with hook() as listening:
        listening.answers = [status(429, **{"retry-after": value})]
        error = await failure(listening)
    assert low <= error.retry_after_s <= high


@pytest.mark.parametrize(("seconds", "low", "high"), [(1_200, 900, 1_200), (-600, 0, 0)])
async def test_retry_after_may_be_a_date(seconds: int, low: float, high: float) -> None:
    async with hook() as listening:
        listening.answers = [status(503, **{"retry-after": in_seconds(seconds)})]
        error = await failure(listening)
    assert low <= error.retry_after_s <= high


async def test_gone_is_gone() -> None:
    async with hook() as listening:
        listening.answers = [status(410)]
        with pytest.raises(AddressGoneError):
            await send(listening)


async def slow(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    try:
        while True:
            await answer.write(b"x" * 65_536)
    except ConnectionError:
        return answer


async def stops_midway(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"content-length": "100"})
    await answer.prepare(request)
    await answer.write(b"x")
    assert request.transport
    request.transport.abort()
    return answer


@pytest.mark.parametrize("answer", [slow, reset, stops_midway])
async def test_no_whole_answer_is_no_answer(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> None:
    async with hook() as listening:
        listening.answers = [answer]
        assert (await failure(listening, timeout_s=0.3)).retry


async def test_an_endless_answer_is_not_read_to_its_end() -> None:
    async with hook() as listening:
        listening.answers = [endless]
        await send(listening, timeout_s=5)
    assert len(listening.calls) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
async def test_private_addresses_are_refused_at_connect(host: str) -> None:
    async with hook() as listening:
        url = listening.url.replace("127.0.0.1", host)
        error = await failure(listening, url, allow_addresses=[])
    assert listening.calls == []
    assert error.reason


async def test_a_refused_address_says_so_and_may_be_allowed_later() -> None:
    async with hook() as listening:
        error = await failure(listening, allow_addresses=[])
    assert error.retry
    assert "address refused: 127.0.0.1 (loopback)" in error.reason


async def test_nobody_listens() -> None:
    async with hook() as listening:
        pass
    assert (await failure(listening)).retry
