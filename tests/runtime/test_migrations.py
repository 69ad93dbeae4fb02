"""The steps lead to exactly the tables that the code works on."""

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import OperationalError

import alerts
import ingest
import processors
import runtime.store
from alerts import outbox
from runtime.store.engine import open_store, reading
from runtime.store.leases import open_leases
from runtime.store.outbox import TOPIC_OUTBOX
from runtime.store.schema import METADATA
from tests.runtime import old_store


def import_every_table() -> None:
    for package in (runtime.store, ingest, processors, alerts):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Engine]:
    engine = open_store(tmp_path / "migrated.db")
    yield engine
    engine.dispose()


def definitions(path: Path) -> dict[str, str]:
    """Return name -> the SQL that made it, of every table and index."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found = {name: re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.split())) for name, sql in rows}
    connection.close()
    del found["alembic_version"], found["sqlite_sequence"]
    return found


def test_the_steps_make_the_tables_that_the_code_declares(migrated: Engine, tmp_path: Path) -> None:
    import_every_table()
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    METADATA.create_all(declared)
    with declared.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
    declared.dispose()
    assert definitions(tmp_path / "migrated.db") == definitions(tmp_path / "declared.db")
    assert {"topic_outbox", "handled_record", "feeds", "incidents", "ledger"} <= set(
        METADATA.tables
    )


def check_upgraded(engine: Engine) -> None:
    """What waited has a stage that relays it; what was being sent is known to be stuck."""
    with reading(engine) as connection:
        rows = select(TOPIC_OUTBOX.c.topic, TOPIC_OUTBOX.c.stage).order_by(TOPIC_OUTBOX.c.sequence)
        assert [tuple(row) for row in connection.execute(rows)] == [
            ("incidents.v1", "fold"),
            ("alerts.v1", "alerts"),
        ]
        assert outbox.has_stuck(connection, open_leases(engine))


def test_a_store_of_the_last_release_is_brought_up(tmp_path: Path) -> None:
    old = create_engine(f"sqlite:///{tmp_path / 'store.db'}")
    old_store.fill(old)
    old.dispose()
    engine = open_store(tmp_path / "store.db")
    check_upgraded(engine)
    engine.dispose()


def test_an_upgrade_that_dies_midway_leaves_nothing(tmp_path: Path) -> None:
    """A table that is in the way stops the first step; none of its other tables may stay."""
    other = sqlite3.connect(tmp_path / "store.db")
    other.execute("CREATE TABLE topic_outbox (in_the_way INTEGER)")
    other.close()
    with pytest.raises(OperationalError):
        open_store(tmp_path / "store.db")
    other = sqlite3.connect(tmp_path / "store.db")
    tables = other.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    other.close()
    assert tables == [("topic_outbox",)]
