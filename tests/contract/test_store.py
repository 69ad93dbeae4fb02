"""What every store promises to the stages. Another database joins by one more row in `OPENERS`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from contracts.topics import CHANGES, INCIDENTS
from runtime.stage import Put
from runtime.store.engine import memory_store, open_store, reading, writing
from runtime.store.outbox import TOPIC_OUTBOX, enqueue, waiting

OPENERS: dict[str, Callable[[Path], Engine]] = {
    "sqlite": lambda folder: open_store(folder / "store.db"),
    "sqlite-url": lambda folder: open_store(f"sqlite:///{folder / 'store.db'}"),
    "memory": lambda _folder: memory_store(),
}


@pytest.fixture(params=OPENERS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = OPENERS[request.param](tmp_path)
    yield engine
    engine.dispose()


def count(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(TOPIC_OUTBOX)).scalar_one()


def test_what_a_transaction_wrote_is_there_after_it(engine: Engine) -> None:
    with writing(engine) as connection:
        enqueue(connection, [Put(CHANGES, "k", b"v")])
    assert count(engine) == 1


def test_a_transaction_that_fails_wrote_nothing(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as connection:
            enqueue(connection, [Put(CHANGES, "k", b"v")])
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert count(engine) == 0
    assert not waiting(engine)


def test_a_writer_reads_its_own_rows(engine: Engine) -> None:
    with writing(engine) as connection:
        enqueue(connection, [Put(CHANGES, "k", b"v"), Put(INCIDENTS, "k", b"w")])
        rows = connection.execute(select(TOPIC_OUTBOX.c.value).order_by(TOPIC_OUTBOX.c.sequence))
        assert [row.value for row in rows] == [b"v", b"w"]
