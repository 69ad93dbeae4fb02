"""What every store promises to the stages. Another database runs these tests on its own opener."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from alerts.ledger import ENTRIES
from contracts.errors import StoreTooNewError
from contracts.topics import CHANGES, INCIDENTS
from processors.dedupe.tables import ARTICLES, TEXT_BANDS
from runtime.stage import Put
from runtime.store.engine import open_store, reading, writing
from runtime.store.outbox import TOPIC_OUTBOX, enqueue, waiting

Connect = Callable[[], Engine]
OPENERS: dict[str, Callable[[Path], Engine]] = {
    "sqlite": lambda folder: open_store(folder / "store.db"),
    "sqlite-url": lambda folder: open_store(f"sqlite:///{folder / 'store.db'}"),
}


@pytest.fixture(params=OPENERS)
def connect(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connect]:
    """Open the same store once more, as another process would."""
    opened: list[Engine] = []

    def opener() -> Engine:
        opened.append(OPENERS[request.param](tmp_path))
        return opened[-1]

    yield opener
    for engine in opened:
        engine.dispose()


@pytest.fixture
def engine(connect: Connect) -> Engine:
    return connect()


def count(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(TOPIC_OUTBOX)).scalar_one()


def test_what_a_transaction_wrote_is_there_after_it(engine: Engine, connect: Connect) -> None:
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, "k", b"v")])
    assert count(engine) == count(connect()) == 1


def test_a_transaction_that_fails_wrote_nothing(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as connection:
            enqueue(connection, "fold", [Put(CHANGES, "k", b"v")])
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert count(engine) == 0
    assert not waiting(engine)


def test_a_writer_reads_its_own_rows(engine: Engine) -> None:
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, "k", b"v"), Put(INCIDENTS, "k", b"w")])
        rows = connection.execute(select(TOPIC_OUTBOX.c.value).order_by(TOPIC_OUTBOX.c.sequence))
        assert [row.value for row in rows] == [b"v", b"w"]


def test_a_reader_sees_one_moment(engine: Engine, connect: Connect) -> None:
    """What another commits between two of its statements comes to the next reader."""
    other = connect()
    with reading(engine) as connection:
        rows = select(func.count()).select_from(TOPIC_OUTBOX)
        assert connection.execute(rows).scalar_one() == 0
        with writing(other) as second:
            enqueue(second, "fold", [Put(CHANGES, "k", b"v")])
        assert connection.execute(rows).scalar_one() == 0
    assert count(engine) == 1


@pytest.mark.parametrize("band", [-(2**63), -1, 0, 2**31, 2**63 - 1])
def test_whole_numbers_have_64_bits(engine: Engine, band: int) -> None:
    with writing(engine) as connection:
        connection.execute(TEXT_BANDS.insert(), {"band": band, "version": "v"})
        assert connection.execute(select(TEXT_BANDS.c.band)).scalar_one() == band


def test_bytes_texts_and_truths_come_back_as_they_were(engine: Engine) -> None:
    row = {
        "version": "vé \U0001f6e9 \u200f\u0628 '\\'",
        "article_id": "a",
        "seq": 2**40,
        "standing": False,
        "data": bytes(range(256)) * 4000,
    }
    with writing(engine) as connection:
        connection.execute(ARTICLES.insert(), row)
    with reading(engine) as connection:
        (found,) = connection.execute(select(ARTICLES)).mappings()
    assert dict(found) == row
    assert type(found["data"]) is bytes
    assert found["standing"] is False


def test_a_broken_rule_of_the_tables_is_no_outage(engine: Engine) -> None:
    line = {
        name: "new_attack" if name == "kind" else "x" for name in ENTRIES.columns.keys()[1:]
    } | {"revision": 1}

    def twice() -> None:
        with writing(engine) as connection:
            connection.execute(ENTRIES.insert(), [line, line | {"alert_id": "another"}])

    with pytest.raises(IntegrityError):
        twice()
    with writing(engine) as connection:
        update = {"kind": "update"}
        connection.execute(ENTRIES.insert(), [line | update, line | update | {"alert_id": "b"}])


def test_a_mistake_in_the_sql_is_no_outage(engine: Engine) -> None:
    def mistake() -> None:
        with writing(engine) as connection:
            connection.execute(text("SELECT nonsense FROM nowhere"))

    with pytest.raises(DBAPIError):
        mistake()


def test_opening_again_changes_nothing(engine: Engine, connect: Connect) -> None:
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, "k", b"v")])
    assert waiting(connect())


def test_a_store_of_a_newer_release_is_refused_untouched(engine: Engine, connect: Connect) -> None:
    version = text("SELECT version_num FROM alembic_version")
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNewError, match=r"newer basewatch .* restore a backup"):
        connect()
    with reading(engine) as connection:
        assert connection.execute(version).scalar_one() == "9999"
