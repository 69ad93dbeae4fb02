"""Mail over a real SMTP conversation on loopback."""

import shutil
import ssl
import subprocess
from collections.abc import Sequence
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from alerts import compose as composing
from alerts.channels import Parcel
from alerts.channels.email import Email, Receiver, Settings, build, compose
from contracts.errors import DeliveryError
from contracts.messages import Alert, AlertKind
from tests.alerts.samples import NOON, change, incident
from tests.fakes.inbox import Inbox, inbox

HEADERS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "auto-submitted",
    "list-id",
    "x-basewatch-kind",
    "x-basewatch-incident",
    "mime-version",
    "content-type",
}


@pytest.fixture(scope="session")
def certificate_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A key and a certificate for localhost that nobody vouches for."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("needs the openssl command to make a certificate")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    make = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout {file}"
    name = f"-out {file}.crt -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([openssl, *make.split(), *name.split()], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return str(file)


@pytest.fixture
def certificate(certificate_file: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file)
    return context


def alert(**fields: Any) -> Alert:
    about = incident(families=2)
    plain = composing.attack(change(about), about, AlertKind.NEW_ATTACK, "rock", "it is watched")
    return replace(plain, **fields)


def parcel(line: str = "Rocket attack on Camp Rock, Iraq", **fields: Any) -> Parcel:
    return Parcel(
        **{"id": "d1", "address": "a@example.org", "alerts": (alert(),), "subject_line": line}
        | fields
    )


def settings(**fields: Any) -> Settings:
    plain = {"host": "127.0.0.1", "tls": "none", "sender": "alerts@example.org", "timeout_s": 5}
    return Settings.model_validate(plain | fields)


def channel(box: Inbox, **fields: Any) -> Email:
    receiver = Receiver(name="desk", addresses=("a@example.org",))
    return build(settings(port=box.port, **fields), receiver, lambda: NOON)


async def failure(box: Inbox, **fields: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as error:
        await channel(box, **fields).send(parcel())
    return error.value


async def test_a_mail_arrives_as_it_should() -> None:
    async with inbox() as box:
        await channel(box).send(parcel())
    (mail,) = box.mails()
    assert box.recipients == [["a@example.org"]]
    assert mail["Message-ID"] == "<d1@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "basewatch alerts <alerts.example.org>"
    assert mail["X-Basewatch-Incident"] == "rock-1"
    assert mail["X-Basewatch-Kind"] == "new_attack"
    assert mail["Subject"] == "Rocket attack on Camp Rock, Iraq"
    assert mail["Date"].datetime == NOON
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "References" not in mail


async def test_a_follow_up_threads() -> None:
    async with inbox() as box:
        await channel(box, domain="watch.example").send(parcel(id="d3", references=("d1", "d2")))
    (mail,) = box.mails()
    assert mail["Message-ID"] == "<d3@watch.example>"
    assert mail["References"] == "<d1@watch.example> <d2@watch.example>"
    assert mail["In-Reply-To"] == "<d2@watch.example>"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Attack\r\nBcc: all@evil.example\r\n\r\n<h1>x</h1>", id="CR LF"),
        pytest.param("Attack\u2028Bcc: all@evil.example", id="line separator"),
        pytest.param("Attack\x85Bcc: all@evil.example", id="next line"),
        pytest.param("Attack\x0bBcc: a@evil.example\x0cBcc: b@evil.example", id="VT and FF"),
        pytest.param("=?utf-8?q?Attack=0D=0ABcc:_v=40evil=0D=0A=0D=0A<h1>fake</h1>?=", id="q word"),
        pytest.param("=?utf-8?b?QQ0KQmNjOiB2QGV2aWwuZXhhbXBsZQ==?=", id="b word"),
        pytest.param("=\u200b?utf-8?q?x=0D=0ABcc:_v=40evil?=", id="word hidden by a zero width"),
        pytest.param("\u0633\u0642\u0637\u062a" * 30, id="right to left only"),
        pytest.param("\u202eevil\u202c attack", id="override"),
        pytest.param("x" * 1_000_000, id="a megabyte"),
        pytest.param("\u4e00" * 1_000_000, id="a megabyte of ideographs"),
        pytest.param("\ud800\udfff attack", id="lone surrogates"),
        pytest.param("\x00" * 10, id="only NUL"),
        pytest.param("", id="empty"),
        pytest.param("é" * 70 + " (=) [?] <a@b> , ; :" * 5, id="specials"),
    ],
)
async def test_no_title_becomes_a_header(line: str) -> None:
    async with inbox() as box:
        await channel(box).send(parcel(line))
    (mail,) = box.mails()
    assert {name.lower() for name in mail} == HEADERS
    assert len(mail.keys()) == len(HEADERS)
    assert "<h1>fake" not in str(mail.get_body(("plain",)))
    assert len(mail["Subject"]) < 200
    assert max(len(raw) for raw in box.raw[0].split(b"\r\n")) < 1_000
    assert box.raw[0].isascii()


def test_a_title_stays_readable() -> None:
    raw = compose(parcel("Ataque a la base «Roca», segundo día"), settings(), lambda: NOON)
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Subject"] == "Ataque a la base «Roca», segundo día"


@pytest.mark.parametrize(
    ("replies", "retry"),
    [
        (["421 come back"], True),
        (["450 busy"], True),
        (["451 local error"], True),
        (["452 full"], True),
        (["550 no such user"], False),
        (["554 refused"], False),
    ],
)
async def test_replies(replies: list[str], retry: bool) -> None:
    async with inbox() as box:
        box.replies = replies
        error = await failure(box)
    assert error.retry is retry
    assert replies == [] or error.reason.startswith(replies[0][:3])


@pytest.mark.parametrize(("reply", "retry"), [("450 greylisted", True), ("550 unknown", False)])
async def test_a_refused_recipient(reply: str, retry: bool) -> None:
    async with inbox() as box:
        box.refused = {"a@example.org": reply}
        error = await failure(box)
    assert error.retry is retry
    assert error.reason == reply


async def test_nobody_listens() -> None:
    async with inbox() as box:
        pass
    assert (await failure(box)).retry


async def test_without_starttls_nothing_is_sent() -> None:
    async with inbox() as box:
        error = await failure(box, tls="starttls", username="me", password="canary-word")
    assert error.retry
    assert "canary-word" not in str(error)
    assert box.raw == []


async def test_a_certificate_nobody_vouches_for_is_refused(certificate: ssl.SSLContext) -> None:
    async with inbox(tls_context=certificate, require_starttls=True) as box:
        error = await failure(box, tls="starttls", host="localhost")
    assert error.retry
    assert box.raw == []


async def test_starttls_with_a_known_certificate(
    certificate: ssl.SSLContext, certificate_file: str
) -> None:
    async with inbox(tls_context=certificate, require_starttls=True) as box:
        sender = channel(box, tls="starttls", host="localhost", ca_file=certificate_file)
        await sender.send(parcel())
    assert len(box.raw) == 1


def texts(raw: Sequence[bytes]) -> list[str]:
    mails = [message_from_bytes(each, policy=policy.default) for each in raw]
    return [body.get_content() for mail in mails if (body := mail.get_body(("plain",)))]


async def test_a_digest() -> None:
    async with inbox() as box:
        await channel(box).send(parcel(alerts=(alert(), alert()), digest=True))
    (mail,) = box.mails()
    assert mail["Subject"] == "Found on start: 2 reports"
    assert mail["X-Basewatch-Kind"] == "digest"
    assert "2. Rocket attack on Camp Rock" in texts(box.raw)[0]
