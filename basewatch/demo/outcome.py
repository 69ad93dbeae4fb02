"""Whether what arrived is what should have: the demo's own verdict."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from contracts import codec
from contracts.messages import Alert, AlertKind

BASE: Final = "iq-ain-al-asad"


class _Envelope(msgspec.Struct):
    """What a webhook's body is."""

    type: str
    data: msgspec.Raw


class _Digest(msgspec.Struct):
    """What stands in the body of a digest."""

    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold."""

    holds: bool
    says: str


def alerts(bodies: Sequence[tuple[str, bytes]]) -> tuple[Alert, ...]:
    """Return the alerts that a webhook took, in order, those of a digest one by one."""
    return tuple(alert for _, body in bodies for alert in _alerts(body))


def _alerts(body: bytes) -> tuple[Alert, ...]:
    envelope = codec.decode(_Envelope, body, topic="webhook")
    if envelope.type == "found_on_start":
        return codec.decode(_Digest, bytes(envelope.data), topic="webhook").alerts
    return (codec.decode(Alert, bytes(envelope.data), topic="webhook"),)


def judge(
    taken: Sequence[tuple[str, bytes]], mails: Sequence[EmailMessage], days: Sequence[date]
) -> tuple[Check, ...]:
    """Compare what receivers got with what the newspapers printed.

    Args:
        taken: webhook-id and body of each accepted webhook.
        mails: every mail that arrived.
        days: on which the attacks happened, on the bases' clocks.
    """
    got = alerts(taken)
    kinds = Counter(alert.kind for alert in got)
    attacks = [alert for alert in got if alert.kind is AlertKind.NEW_ATTACK]
    return (
        _attacks(attacks, days),
        Check(
            all([base.id for base in alert.bases] == [BASE] for alert in attacks),
            f"each names the base {BASE}",
        ),
        Check(
            len({alert.incident_id for alert in attacks}) == len(attacks),
            "no attack alerted twice",
        ),
        Check(
            len({identity for identity, _ in taken}) == len(taken)
            and len({mail["Message-ID"] for mail in mails}) == len(mails) > 0,
            "no delivery repeated, by webhook or by mail",
        ),
        Check(
            len(_roots(mails)) == len(attacks) + kinds[AlertKind.ESCALATION],
            "every new attack came by mail too, follow-ups in its thread",
        ),
        Check(kinds[AlertKind.UPDATE] > 0, "what other sources added came as updates"),
        Check(kinds[AlertKind.CORRECTION] > 0, "the paper's correction came as a correction"),
        Check(kinds[AlertKind.ESCALATION] == 1, "the closed airspace came as one escalation"),
    )


def _attacks(attacks: Sequence[Alert], days: Sequence[date]) -> Check:
    told = [
        alert.when.start.astimezone(ZoneInfo(base.tz)).date()
        for alert in attacks
        for base in alert.bases[:1]
        if alert.when.start
    ]
    listed = ", ".join(str(day) for day in told) or "none"
    return Check(told == list(days), f"two new attacks, on their own days (came: {listed})")


def _roots(mails: Sequence[EmailMessage]) -> list[EmailMessage]:
    return [mail for mail in mails if not mail["References"]]
