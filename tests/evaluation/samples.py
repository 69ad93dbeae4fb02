"""Small labelled documents, and what could be said of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from contracts import messages
from contracts.messages import May, Place, Report, Slot, Span, Told, Value, When
from evaluation.corpus import Claim, Document, Mention
from evaluation.reading import Reading

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TITLE = "Base hit"
TEXT = "Two rockets hit Harir on Sunday. Three soldiers died. In May a drone fell there."


def mention(words: str = "hit Harir", told: Told = Told.CURRENT, **fields: Any) -> Mention:
    return Mention(told=told, words=words, **{"incident": "A", "country": "IQ", **fields})


def document(*mentions: Mention, **fields: Any) -> Document:
    plain = {
        "id": "en-a-1",
        "language": "en",
        "style": "wire",
        "paper": "p",
        "published": NOON,
        "title": TITLE,
        "text": TEXT,
        "report": "new",
    }
    return Document(mentions=mentions, **plain | fields)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def report(
    words: str = "Two rockets hit Harir on Sunday.", told: Told = Told.CURRENT, **fields: Any
) -> Report:
    plain: dict[str, Any] = {
        "id": words,
        "ordinal": 0,
        "may": May.OPEN,
        "place": Place(),
        "when": When(),
        "why": ("it says so",),
    }
    return Report(told=told, span=at(words), sentence=words, **plain | fields)


def claim(slot: Slot, words: str, **value: Any) -> messages.Claim:
    return messages.Claim(
        slot=slot, value=Value(text=words, **value), span=at(words), sentence=words
    )


def count(slot: Slot, words: str, low: int) -> tuple[Claim, messages.Claim]:
    """Return a label, and the claim that is equal to it."""
    return (
        Claim(slot=slot, words=words, low=low, high=low),
        claim(slot, words, low=low, high=low),
    )


def reading(labelled: Document, *reports: Report, **fields: Any) -> Reading:
    plain: dict[str, Any] = {"detected": bool(reports), "alerted": (), "incidents": {}}
    return Reading(
        document=labelled,
        texts=(labelled.title, labelled.text),
        reports=reports,
        **plain | fields,
    )


def later(labelled: Document, days: int, **fields: Any) -> Document:
    """Return the same document, published later under another id."""
    return msgspec.structs.replace(
        labelled,
        id=f"{labelled.id}-{days}",
        published=labelled.published + timedelta(days=days),
        **fields,
    )
