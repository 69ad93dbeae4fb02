"""Channel: mail, one message per address, in threads that mail readers recognise."""

import asyncio
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import aiosmtplib
from pydantic import AfterValidator, Field, PositiveFloat, model_validator

from alerts import clean, render
from alerts.channels import Clock, Parcel, ReceiverSettings
from contracts.errors import DeliveryError
from runtime.secret import Secret, redact
from runtime.settings import Section

_SMTP: Final = policy.SMTP.clone(cte_type="7bit")  # every server takes it, none rewrites it
_AGAIN: Final = 500  # replies below it are worth another attempt (RFC 5321, 4.2.1)
_AUTH: Final = frozenset({530, 534, 535, 538})  # of our set-up: an operator can mend it


def _address(text: str) -> str:
    user, _, domain = text.rpartition("@")
    odd = not text.isascii() or any(char in text for char in ' <>(),;:"\\[]')
    if odd or not text.isprintable() or not user or "@" in user or not domain.strip("."):
        raise ValueError(f"{text!r} is not a mail address (user@example.org)")
    return text


Address = Annotated[str, AfterValidator(_address)]


class Settings(Section):
    """`[channels.email]`: the server that takes our mail."""

    host: str
    port: int = Field(default=587, ge=1, le=65_535)
    tls: Literal["starttls", "implicit", "none"] = "starttls"  # never less than this says
    username: str = ""
    password: Secret | None = None  # or password_file
    sender: Address
    domain: str = Field(default="", pattern=r"^[A-Za-z0-9.-]*$")  # of Message-IDs; "": sender's
    ca_file: Path | None = None  # instead of the system's certificates
    timeout_s: PositiveFloat = 30.0

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> Self:
        if self.username and self.tls == "none":
            raise ValueError('a password needs tls = "starttls" or "implicit"')
        if bool(self.username) != bool(self.password):
            raise ValueError("username and password (or password_file) belong together")
        return self

    @property
    def id_domain(self) -> str:
        """Return what stands right of the @ in Message-IDs."""
        return self.domain or self.sender.rpartition("@")[2]


class Receiver(ReceiverSettings):
    """A `[[receivers]]` entry with `type = "email"`."""

    type: Literal["email"] = "email"
    addresses: Annotated[tuple[Address, ...], Field(min_length=1)]


class Email:
    """One SMTP transaction per address, so that one refusal never touches another reader."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    async def send(self, parcel: Parcel) -> None:
        """See Channel."""
        raw = compose(parcel, self._settings, self._clock)
        try:
            async with asyncio.timeout(self._settings.timeout_s * 2):
                await self._hand_over(raw, parcel.address)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refused(error.recipients[0].code, error.recipients[0].message) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _refused(error.code, error.message) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            reason = redact(f"{type(error).__name__}: {error}")[:300]
            raise DeliveryError("email", reason, retry=True) from error

    async def _hand_over(self, raw: bytes, address: str) -> None:
        settings = self._settings
        secure = settings.tls != "none"
        await aiosmtplib.send(
            raw,
            sender=settings.sender,
            recipients=[address],
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.tls == "implicit",
            start_tls=settings.tls == "starttls",  # True: without STARTTLS nothing is sent
            username=settings.username or None,
            password=settings.password.get_secret_value() if settings.password else None,
            timeout=settings.timeout_s,
            tls_context=_tls(settings.ca_file) if secure else None,
        )

    async def close(self) -> None:
        """See Channel; no connection outlives its message."""


def _tls(ca_file: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)


def _refused(code: int, words: str) -> DeliveryError:
    reason = redact(f"{code} {clean.line(words, 200)}")
    return DeliveryError("email", reason, retry=code < _AGAIN or code in _AUTH)


def compose(parcel: Parcel, settings: Settings, clock: Clock) -> bytes:
    """Write the mail, and prove that its header says what we meant and no more.

    Raises:
        DeliveryError: it does not, even with a subject of our own; nothing must be sent.
    """
    content = render.mail(parcel)
    for subject in (content.subject, f"basewatch alert {parcel.id}"):
        message = _message(parcel, settings, clock, subject)
        meant = _lines(message)
        message.set_content(content.text, cte="quoted-printable")
        message.add_alternative(content.html, subtype="html", cte="quoted-printable")
        raw = message.as_bytes(policy=_SMTP)
        if _says(raw, meant):
            return raw
    raise DeliveryError("email", "the header cannot be written safely", retry=False)


def _message(parcel: Parcel, settings: Settings, clock: Clock, subject: str) -> EmailMessage:
    domain = settings.id_domain
    alert = parcel.alerts[-1]
    message = EmailMessage(policy=_SMTP)
    message["From"] = f"basewatch <{settings.sender}>"
    message["To"] = parcel.address
    message["Subject"] = subject
    message["Date"] = format_datetime(clock())
    message["Message-ID"] = _id(parcel.id, domain)
    if parcel.references:
        message["In-Reply-To"] = _id(parcel.references[-1], domain)
        message["References"] = " ".join(_id(name, domain) for name in parcel.references)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes, please
    message["List-Id"] = f"basewatch alerts <alerts.{domain}>"
    message["X-Basewatch-Kind"] = "digest" if parcel.digest else alert.kind.value
    if not parcel.digest:
        message["X-Basewatch-Incident"] = alert.incident_id or alert.episode_id
    return message


def _id(name: str, domain: str) -> str:
    return f"<{name}@{domain}>"


def _lines(message: EmailMessage) -> list[tuple[str, str]]:
    """Return the header lines; folding may have moved white space."""
    return [(name, " ".join(str(value).split())) for name, value in message.items()]


def _says(raw: bytes, meant: list[tuple[str, str]]) -> bool:
    """Read the bytes as a stranger would, and compare with what was put in."""
    read = message_from_bytes(raw, policy=policy.default)
    ours = {name.lower() for name, _ in meant}
    found = _lines(read)
    extra = {name.lower() for name, _ in found} - ours
    same = [pair for pair in found if pair[0].lower() in ours] == meant
    return same and extra <= {"mime-version", "content-type"} and read.is_multipart()


def build(settings: Settings, _receiver: Receiver, clock: Clock) -> Email:
    """Make the channel of one receiver."""
    return Email(settings, clock)
