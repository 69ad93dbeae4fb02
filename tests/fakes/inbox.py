"""A mail server and a webhook on loopback that answer as told. Not mocks: they listen."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from standardwebhooks import Webhook

SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cyBvbmx5"


@dataclass
class Inbox:
    """Keeps every mail. `replies` are given, in order, instead of taking one."""

    port: int = 0
    replies: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # recipient -> reply
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - likewise
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.replies:
            reply = self.replies.pop(0)
            if reply:
                return reply
        self.raw.append(bytes(envelope.original_content or b""))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 kept"

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]


@asynccontextmanager
async def inbox(**options: Any) -> AsyncIterator[Inbox]:
    """Listen on a free port; `options` are aiosmtpd's."""
    box, loop = Inbox(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, hostname="mail.invalid", loop=loop, **options), "127.0.0.1", 0
    )
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()


def nobody_may(*_: Any) -> AuthResult:
    return AuthResult(success=False, handled=False)


@dataclass
class Hook:
    """Keeps what was posted. `answers` are given, in order, before it says 204."""

    url: str = ""
    fresh: bool = True  # False: the sender's clock is not ours, so only the signature counts
    answers: list[Callable[[web.Request], Awaitable[web.StreamResponse]]] = field(
        default_factory=list
    )
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    taken: list[tuple[str, Any]] = field(default_factory=list)  # webhook-id, verified body

    def verify(self, headers: dict[str, str], body: bytes) -> None:
        signer = Webhook(SECRET)
        if self.fresh:
            signer.verify(body, headers)
        at = unpack(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == signer.sign(headers["webhook-id"], at, body.decode())

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append((headers["webhook-id"], headers, body))
        if self.answers:
            return await self.answers.pop(0)(request)
        self.verify(headers, body)
        self.taken.append((headers["webhook-id"], json.loads(body)))
        return web.Response(status=204)


def unpack(stamp: str) -> datetime:
    return datetime.fromtimestamp(int(stamp), UTC)


def status(code: int, **headers: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers=headers)

    return answer


@asynccontextmanager
async def hook(*, fresh: bool = True) -> AsyncIterator[Hook]:
    """Listen on a free port."""
    listening = Hook(fresh=fresh)
    app = web.Application()
    app.router.add_post("/alerts", listening.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}/alerts"
    try:
        yield listening
    finally:
        await runner.cleanup()
