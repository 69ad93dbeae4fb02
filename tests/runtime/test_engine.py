import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from contracts.errors import StoreError, StoreTooNewError
from contracts.topics import CHANGES
from runtime.stage import Put
from runtime.store.engine import open_store, reading, writing
from runtime.store.outbox import enqueue, waiting


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_store(tmp_path / "store.db", busy_timeout_s=0.05)
    yield engine
    engine.dispose()


def say(engine: Engine) -> None:
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, "k", b"v")])


def test_every_commit_is_synced_and_the_store_is_wal(engine: Engine) -> None:
    with reading(engine) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        }
    assert pragmas == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


def test_a_writer_holds_off_another_and_no_reader(engine: Engine, tmp_path: Path) -> None:
    second = open_store(tmp_path / "store.db", busy_timeout_s=0.05)
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, "k", b"v")])
        assert not waiting(second)
        with pytest.raises(StoreError, match="locked") as caught:
            say(second)
    assert caught.value.retry
    assert waiting(second)
    second.dispose()


def test_writers_in_threads_wait_for_each_other(tmp_path: Path) -> None:
    engine = open_store(tmp_path / "store.db")
    writers = [threading.Thread(target=say, args=(engine,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT count(*) FROM topic_outbox")).scalar()
    assert rows == 8
    engine.dispose()


def test_a_full_disk_is_an_outage_and_writes_nothing(engine: Engine) -> None:
    def fill(pages: int) -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            enqueue(connection, "fold", [Put(CHANGES, "k", bytes(50_000)) for _ in range(20)])

    with pytest.raises(StoreError, match="full") as caught:
        fill(pages=1)  # SQLite takes the present size where less is asked for
    assert caught.value.retry
    assert not waiting(engine)
    fill(pages=10_000)
    assert waiting(engine)


def test_a_mistake_in_the_sql_is_not_an_outage(engine: Engine) -> None:
    def mistake() -> None:
        with writing(engine) as connection:
            connection.execute(text("SELECT nonsense FROM nowhere"))

    with pytest.raises(OperationalError):
        mistake()


def test_a_broken_rule_of_the_tables_is_not_an_outage(engine: Engine) -> None:
    def mistake() -> None:
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO topic_outbox (sequence) VALUES (1)"))

    with pytest.raises(IntegrityError):
        mistake()


def test_opening_again_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    say(engine)
    again = open_store(tmp_path / "store.db")
    assert waiting(again)
    again.dispose()


def test_a_store_of_a_newer_release_is_refused_untouched(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNewError, match=r"newer basewatch .* restore a backup"):
        open_store(tmp_path / "store.db")
    with reading(engine) as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        )


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"a shopping list, and more than one page of it\n" * 200)
    with pytest.raises(StoreError, match="not a database"):
        open_store(tmp_path / "store.db")


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open"):
        open_store(tmp_path / "none" / "store.db")
