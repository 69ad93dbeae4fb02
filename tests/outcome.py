"""The demo's articles on their way through the stages, and what came of them in the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, select

from basewatch import stages
from basewatch.demo.articles import PAPERS, Piece, pieces
from basewatch.rows import Row
from basewatch.settings import Settings
from basewatch.stages import Stages
from contracts import codec, topics
from contracts.topics import Topic
from runtime.log import Log
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageLoop
from runtime.stage import Put, Record
from runtime.steps import Stateful
from runtime.store.engine import open_store, reading
from runtime.store.schema import METADATA

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
JANUARY = datetime(2024, 1, 20, 18, tzinfo=UTC)
AUGUST = datetime(2024, 8, 5, 20, tzinfo=UTC)
SAID = (topics.CHANGES, topics.INCIDENTS, topics.ALERTS, topics.DECISIONS)
OURS = {"leases", "topic_outbox"}  # these differ by design: who worked, and in how many tries
BATCH = 3  # small, so that a few articles make many turns
SETTINGS = {
    "rules": [
        {"type": "watched_base", "name": "west", "bases": ["iq-ain-al-asad"]},
        {"type": "escalation", "name": "escalation", "countries": ["IQ", "JO"]},
    ],
    "receivers": [{"type": "email", "name": "desk", "addresses": ["duty@desk.invalid"]}],
    "channels": {"email": {"host": "mail.invalid", "sender": "basewatch@desk.invalid"}},
}


@cache
def build_stages() -> Stages:
    return stages.build(Settings.model_validate(SETTINGS), strict=True)


def pages(printed: int = 1) -> list[Put]:
    """Return the demo's pages in the order of their publication, each in so many papers."""
    return [
        _page(_reprint(piece, number))
        for piece in pieces(JANUARY, AUGUST)
        for number in range(1 if piece.revises else printed)
    ]


def reports(built: Stages, pages: Sequence[Put]) -> list[Put]:
    """Return what extraction says of `pages`, in their order."""
    articles = [put for page in pages for put in built.article.handle(_record(page))]
    return [put for article in articles for put in built.extract.handle(_record(article))]


def _reprint(piece: Piece, number: int) -> Piece:
    """Return what another paper makes of a piece."""
    if number == 0:
        return piece
    keys = list(PAPERS)
    paper = keys[(keys.index(piece.paper) + number) % len(keys)]
    return replace(piece, paper=paper, slug=f"{piece.slug}-{number}")


def _page(piece: Piece) -> Put:
    published = (JANUARY if piece.act == 1 else AUGUST) + piece.after
    row = Row(
        url=f"https://{piece.paper}.example/{piece.slug}.html",
        source=piece.paper,
        published=published,
        fetched=published + timedelta(minutes=10),
        text=piece.text(),
    )
    page = row.page()
    return Put(topics.PAGES, page.article_id, codec.encode(page))


def _record(put: Put) -> Record:
    return Record(put.topic.name, 0, 0, put.key, put.value, put.headers, NOON)


class Flow:
    """Fold and alerts over an embedded log of their own and a store."""

    def __init__(self, built: Stages, engine: Engine, folder: Path) -> None:
        self.log = SqliteLog(folder / "log.db", lambda: NOON)
        self.engine = engine
        self.loops = [
            StageLoop(Stateful(stage, engine, self.log), self.log, lambda: NOON, batch=BATCH)
            for stage in built.stateful
        ]

    def __enter__(self) -> "Flow":
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
        self.log.close()

    def feed(self, reports: Sequence[Put]) -> None:
        self.log.append(reports)

    def drain(self) -> None:
        while not all([loop.turn().empty for loop in self.loops]):
            pass


class Outcome:
    """What was said, each message once, and every row of the store."""

    def __init__(self, log: Log, engine: Engine) -> None:
        said = {topic: messages(log, topic) for topic in SAID}
        self.said = {topic.name: _once(topic, found) for topic, found in said.items()}
        self.times = {topic.name: len(found) for topic, found in said.items()}
        self.rows = {name: _rows(engine, name) for name in METADATA.tables if name not in OURS}

    def forget_offsets(self) -> "Outcome":
        """Leave out what stands where in the log: a repeat has an offset of its own."""
        self.rows.pop("handled_record", None)
        return self


def embedded(built: Stages, reports: Sequence[Put], folder: Path) -> Outcome:
    """Return what comes of `reports` in one undisturbed process on SQLite."""
    with Flow(built, open_store(folder / "store.db"), folder) as flow:
        flow.feed(reports)
        flow.drain()
        return Outcome(flow.log, flow.engine)


def messages(log: Log, topic: Topic) -> list[tuple[str, bytes]]:
    """Return keys and values of all that `topic` holds."""
    return [(record.key, record.value) for record in log.read(topic, "checker", 10_000)]


def _once(topic: Topic, found: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Drop repeats: of the very same message, they are what the promise allows."""
    said = list(dict.fromkeys(found))
    return sorted(said) if topic is topics.DECISIONS else said  # which both stages write


def _rows(engine: Engine, name: str) -> list[str]:
    """Return rows in their order, but without the database's own count, which may have gaps."""
    table = METADATA.tables[name]
    counted = table.autoincrement_column
    columns = [column for column in table.columns if column is not counted]
    query = select(*columns).order_by(counted) if counted is not None else select(*columns)
    with reading(engine) as connection:
        found = [repr(row) for row in connection.execute(query)]
    return found if counted is not None else sorted(found)
