"""The demo's articles, folded on SQLite and on PostgreSQL, undisturbed and not: the same bytes."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from basewatch import stages
from basewatch.demo.articles import Piece, pieces
from basewatch.rows import Row
from basewatch.settings import Settings
from basewatch.stages import Stages
from contracts import codec, topics
from contracts.topics import Topic
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageLoop
from runtime.stage import Put, Record
from runtime.steps import Stateful
from runtime.store.engine import open_store, reading
from runtime.store.outbox import waiting
from runtime.store.schema import METADATA
from tests.postgres.server import Server

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
JANUARY = datetime(2024, 1, 20, 18, tzinfo=UTC)
AUGUST = datetime(2024, 8, 5, 20, tzinfo=UTC)
CHANCE = random.Random(4)
SAID = (topics.CHANGES, topics.INCIDENTS, topics.ALERTS, topics.DECISIONS)
OURS = {"leases", "topic_outbox"}  # these differ by design: who worked, and in how many tries
SETTINGS = {
    "rules": [
        {"type": "watched_base", "name": "west", "bases": ["iq-ain-al-asad"]},
        {"type": "escalation", "name": "escalation", "countries": ["IQ", "JO"]},
    ],
    "receivers": [{"type": "email", "name": "desk", "addresses": ["duty@desk.invalid"]}],
    "channels": {"email": {"host": "mail.invalid", "sender": "basewatch@desk.invalid"}},
}


@pytest.fixture(scope="module")
def built() -> Iterator[Stages]:
    built = stages.build(Settings.model_validate(SETTINGS), strict=True)
    yield built
    built.close()


@pytest.fixture(scope="module")
def reports(built: Stages) -> list[Put]:
    """Return what extraction says of the demo's articles, in the order of their publication."""
    pages = [_row(piece).page() for piece in pieces(JANUARY, AUGUST)]
    articles = [
        put
        for page in pages
        for put in built.article.handle(
            _record(Put(topics.PAGES, page.article_id, codec.encode(page)))
        )
    ]
    return [put for article in articles for put in built.extract.handle(_record(article))]


@pytest.fixture(scope="module")
def wanted(
    built: Stages, reports: Sequence[Put], tmp_path_factory: pytest.TempPathFactory
) -> "Outcome":
    """Return what comes of them on SQLite."""
    folder = tmp_path_factory.mktemp("sqlite")
    engine = open_store(folder / "store.db")
    with Flow(built, engine, folder) as flow:
        flow.feed(reports)
        flow.drain()
        return Outcome(flow.log, engine)


def _row(piece: Piece) -> Row:
    published = (JANUARY if piece.act == 1 else AUGUST) + piece.after
    return Row(
        url=f"https://{piece.paper}.example/{piece.slug}.html",
        source=piece.paper,
        published=published,
        fetched=published + timedelta(minutes=10),
        text=piece.text(),
    )


def _record(put: Put) -> Record:
    return Record(put.topic.name, 0, 0, put.key, put.value, put.headers, NOON)


class Flow:
    """Fold and alerts over a log of their own and a store."""

    def __init__(self, built: Stages, engine: Engine, folder: Path) -> None:
        self.log = SqliteLog(folder / "log.db", lambda: NOON)
        self.engine = engine
        self.loops = [
            StageLoop(Stateful(stage, engine, self.log), self.log, lambda: NOON, batch=3)
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

    def __init__(self, log: SqliteLog, engine: Engine) -> None:
        self.said = {topic.name: _said(log, topic) for topic in SAID}
        self.rows = {name: _rows(engine, name) for name in METADATA.tables if name not in OURS}
        self.times = {topic.name: len(log.read_from(topic, 0, 10_000)) for topic in SAID}


def _said(log: SqliteLog, topic: Topic) -> list[tuple[str, bytes]]:
    """Return keys and values; a repeat of the very same message is what the promise allows."""
    found = log.read_from(topic, 0, 10_000)
    said = list(dict.fromkeys((record.key, record.value) for record in found))
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


def test_the_same_bytes_as_on_sqlite(
    built: Stages, reports: Sequence[Put], wanted: Outcome, engine: Engine, tmp_path: Path
) -> None:
    with Flow(built, engine, tmp_path) as flow:
        flow.feed(reports)
        flow.drain()
        found = Outcome(flow.log, engine)
    assert found.said == wanted.said
    assert found.times == wanted.times
    assert found.rows == wanted.rows
    assert len(found.said["alerts.v1"]) >= 4
    assert len(found.rows["incidents"]) >= 2
    assert found.rows["deliveries"]


@pytest.mark.slow
def test_a_server_that_dies_again_and_again_loses_and_repeats_nothing(
    built: Stages, reports: Sequence[Put], wanted: Outcome, own: Server, tmp_path: Path
) -> None:
    """Killed in the middle of whatever it does, while both stages run and articles come."""
    halt = threading.Event()
    with Flow(built, open_store(own.url()), tmp_path) as flow:
        workers = [threading.Thread(target=loop.serve, args=(halt,)) for loop in flow.loops]
        for worker in workers:
            worker.start()
        parts = [reports[start : start + 4] for start in range(0, len(reports), 4)]
        for part in parts:
            lag = flow.log.lag(topics.REPORTS, "fold")
            flow.feed(part)
            _until(lambda seen=lag: flow.log.lag(topics.REPORTS, "fold") <= seen + 3)
            time.sleep(CHANCE.random() * 0.05)  # a moment that nobody chose
            own.kill()
            own.start()
        _until(lambda: all(_is_done(flow, loop) for loop in flow.loops))
        halt.set()
        for worker in workers:
            worker.join(30)
        assert not waiting(flow.engine)
        found = Outcome(flow.log, flow.engine)
        assert not flow.log.read_from(topics.DEAD, 0, 10)
    assert len(parts) >= 3
    assert found.said == wanted.said
    for rows in (found.rows, wanted.rows):  # by offset; a repeat in the log has one of its own
        rows.pop("handled_record", None)
    assert found.rows == wanted.rows


def _is_done(flow: Flow, loop: StageLoop) -> bool:
    health = loop.health()
    return health.lag == 0 and not health.held and flow.log.lag(topics.REPORTS, "fold") == 0


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
