"""From a parcel to a mail that a person likes to read on a phone, and to a terminal. Pure.

The words stand in sheet.py, their order in templates/. HTML is escaped by the template engine;
nothing in it is fetched from anywhere, so opening a mail tells nobody.
"""

import textwrap
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts import clean
from alerts.channels import Parcel
from alerts.sheet import doubt, sheet
from contracts.messages import Alert, AlertKind

_TEMPLATES: Final = Environment(
    loader=PackageLoader("alerts"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ISOLATE: Final = "\u2068{}\u2069"  # first strong isolate: the line around it keeps its direction


@dataclass(frozen=True, slots=True)
class Mail:
    """A subject, and the same message as text and as HTML."""

    subject: str
    text: str
    html: str


def mail(parcel: Parcel) -> Mail:
    """Write the mail of a parcel."""
    name = "digest" if parcel.digest else "alert"
    sheets = [sheet(alert) for alert in parcel.alerts]
    line = subject(parcel)
    words = {"sheets": sheets, "sheet": sheets[-1], "subject": line}
    return Mail(
        subject=line,
        text=_TEMPLATES.get_template(f"{name}.txt").render(words),
        html=_TEMPLATES.get_template(f"{name}.html").render(words),
    )


def subject(parcel: Parcel) -> str:
    """Return the thread's headline, with what must be known before opening in front of it."""
    if parcel.digest:
        count = len(parcel.alerts)
        return f"Found on start: {count} {'report' if count == 1 else 'reports'}"
    alert = parcel.alerts[-1]
    marks = ", ".join(mark for mark in (_mark(alert), doubt(alert)) if mark)
    line = f"{marks}: {parcel.subject_line}" if marks else parcel.subject_line
    return clean.header(f"Re: {line}" if alert.follows else line)


def _mark(alert: Alert) -> str:
    marks = {AlertKind.CORRECTION: "CORRECTION", AlertKind.RETRACTION: "TAKEN BACK"}
    return marks.get(alert.kind, "LATE" if alert.late else "")


def _isolated(text: str) -> str:
    """Fence in right-to-left words, so that in plain text they cannot turn what follows."""
    return _ISOLATE.format(text) if clean.is_right_to_left(text) else text


_TEMPLATES.filters["isolated"] = _isolated


def terminal(message: EmailMessage, width: int = 78, most: int = 40) -> str:
    """Show a mail that arrived as a person sees it, on one screen without colours."""
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    head = [f"{name}: {message[name]}" for name in ("From", "To", "Subject", "Date")]
    lines = [part for line in text.splitlines() for part in _wrap(line, width - 4)]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"… {len(lines) - most + 1} more lines"]
    rule = "─" * (width - 2)
    shown = [*(part for line in head for part in _wrap(line, width - 4)), "", *lines]
    return "\n".join([f"┌{rule}", *(f"│ {line}".rstrip() for line in shown), f"└{rule}"])


def _wrap(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, width, subsequent_indent=indent + "  ") or [""]
