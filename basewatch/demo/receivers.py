"""Who the demo's alerts are for: a mail server and a webhook that checks signatures."""

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session
from standardwebhooks import Webhook


@dataclass
class Mailbox:
    """An SMTP server on loopback that keeps every mail as it came."""

    raw: list[bytes] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take one mail."""
        self.raw.append(bytes(envelope.original_content or b""))
        return "250 kept"

    def mails(self) -> list[EmailMessage]:
        """Return the mails, oldest first."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    async def open(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="demo.invalid", loop=loop), "127.0.0.1", 0
        )

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Stop listening."""
        self._server.close()
        await self._server.wait_closed()


@dataclass
class Hook:
    """A webhook on loopback that refuses what is not signed with its secret."""

    secret: str
    bodies: list[tuple[str, bytes]] = field(default_factory=list)  # webhook-id, body
    refused: int = 0
    port: int = 0

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._is_signed(request.headers, body):
            self.refused += 1
            raise web.HTTPUnauthorized
        self.bodies.append((request.headers["webhook-id"], body))
        return web.Response(status=204)

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Check the signature at the time it names: the demo's clock is not the machine's."""
        at = datetime.fromtimestamp(int(headers.get("webhook-timestamp", "0")), UTC)
        right = Webhook(self.secret).sign(headers.get("webhook-id", ""), at, body.decode())
        given = headers.get("webhook-signature", "").split()
        return any(hmac.compare_digest(right, each) for each in given)

    async def open(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        app = web.Application()
        app.router.add_post("/alerts", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    @property
    def url(self) -> str:
        """Return where alerts are to be posted."""
        return f"http://127.0.0.1:{self.port}/alerts"

    async def close(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()
