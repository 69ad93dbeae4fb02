"""What becomes of a record that a stage cannot handle."""

from datetime import datetime
from typing import Final

import msgspec

from contracts import ids
from contracts.messages import DeadLetter
from contracts.topics import DEAD
from runtime.secret import redact
from runtime.stage import Put, Record, event

_LARGEST: Final = 5_000_000  # bytes; more than any topic of ours takes, less than dead.v1 does
_LONGEST: Final = 10_000  # characters of a key, and of an error; a foreign key may be megabytes


class _Named(msgspec.Struct):
    """The one field of interest of whatever names its source."""

    source: str = ""


class _Incident(msgspec.Struct):
    evidence: tuple[_Named, ...] = ()


class _Peek(msgspec.Struct):
    """The few places where our messages name their source; all else is ignored."""

    source: str = ""  # pages.v1
    ref: _Named | None = None  # articles.v1
    article: _Named | None = None  # reports.v1
    incident: _Incident | None = None  # changes.v1
    episode: _Incident | None = None  # changes.v1


def letter(stage: str, record: Record, error: Exception, at: datetime) -> Put:
    """Write the dead letter of `record`: what it was, where it stood and what went wrong.

    A value too large for a letter stays where it is, and the letter says so; a key and an error
    that nobody would read to the end are cut.
    """
    size = len(record.value)
    note = "" if size <= _LARGEST else f" (its {size} bytes stay in the topic)"
    dead = DeadLetter(
        id=ids.dead_id(stage, record.topic, record.partition, record.offset),
        stage=stage,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key[:_LONGEST],
        error=redact(f"{type(error).__name__}: {error}")[:_LONGEST] + note,
        source=source_of(record),
        value=b"" if note else record.value,
        at=at,
    )
    return event(DEAD, record.topic, dead, at)


def source_of(record: Record) -> str:
    """Return the feed or publisher behind `record`; "" where its bytes do not say."""
    try:
        peek = msgspec.json.decode(record.value, type=_Peek)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    incident = peek.incident or peek.episode
    evidence = incident.evidence if incident else ()
    named = (peek.ref, peek.article, *evidence)
    return peek.source or next((part.source for part in named if part and part.source), "")
