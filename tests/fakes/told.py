"""What the demo's articles make the real stages say to other teams, the same bytes each time."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import json

from basewatch import settings, stages
from basewatch.demo.articles import Piece, pieces
from basewatch.rows import Row
from contracts import topics
from contracts.events import KINDS, name_of
from runtime import dead
from runtime.stage import Put, Record

FIRST: Final = datetime(2024, 1, 20, 15, 30, tzinfo=UTC)
SECOND: Final = datetime(2024, 8, 5, 18, tzinfo=UTC)
_TAKEN_BACK: Final = (
    "Drones hit al-Harir air base in northern Iraq on Tuesday and wounded three American soldiers.",
    "Drones could hit al-Harir air base in northern Iraq, the army warned on Tuesday. An earlier"
    " version of this page was wrong.",
)
_REST: Final = (
    "The valley below the runway grows apricots and walnuts, and shepherds drive their flocks over"
    " the old road every spring. The mayor said that the bridge would be repaired before the rains,"
    " that the school would open on Sunday, and that the market would be moved to the square."
)


@cache
def puts() -> Sequence[Put]:
    """Return all public records of the demo's story, of a report taken back, and one dead letter.

    In the order in which they are said, so also in the order of their topics.
    """
    built = stages.build(settings.watch_everything(), strict=True)
    try:
        with built.pipeline() as pipeline:
            said = [pipeline.feed(row.page()) for row in rows()]
    finally:
        built.close()
    found = [put for each in said for topic in KINDS for put in each[topic]]
    return (*found, _dead())


def values(topic: topics.Topic) -> list[bytes]:
    """Return the values on one topic, in order."""
    return [put.value for put in puts() if put.topic == topic]


def rows() -> list[Row]:
    told = [_row(piece) for piece in pieces(FIRST, SECOND)]
    at = datetime(2024, 9, 10, 12, tzinfo=UTC)
    for number, lead in enumerate(_TAKEN_BACK):
        address = "https://courier.example/harir.html"
        when = at + timedelta(hours=number)
        text = f"{lead}\n\n{_REST}"
        told.append(
            Row(url=address, title=lead, source="courier", published=when, fetched=when, text=text)
        )
    return told


def _row(piece: Piece) -> Row:
    at = (FIRST if piece.act == 1 else SECOND) + piece.after
    address = f"https://{piece.paper}.example/{piece.slug}.html"
    return Row(url=address, source=piece.paper, published=at, fetched=at, text=piece.text())


def _dead() -> Put:
    at = datetime(2024, 9, 10, 15, tzinfo=UTC)
    record = Record(topics.PAGES.name, 3, 71, "0a1b", b'{"id": 5}', {}, at)
    return dead.letter("article", record, ValueError("id is no text"), at)


def examples() -> Mapping[str, bytes]:
    """Return the richest record of each kind, by the name of the kind."""
    return {name_of(kind): max(values(topic), key=len) for topic, kind in KINDS.items()}


if __name__ == "__main__":  # python -m tests.fakes.told docs/schemas/released/0.1.0/examples
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    for name, value in examples().items():
        (folder / f"{name}.json").write_bytes(json.format(value, indent=2) + b"\n")
