"""The store's contract on PostgreSQL, and what holds there alone."""

import threading
from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from contracts.errors import ConfigError, StoreError
from contracts.topics import CHANGES
from runtime.stage import Put
from runtime.store.engine import open_store, reading, writing
from runtime.store.outbox import enqueue, waiting
from runtime.store.schema import METADATA
from tests.contract import test_store as contract
from tests.contract.test_store import *  # noqa: F403
from tests.postgres import conftest
from tests.postgres.server import Server
from tests.runtime import old_store
from tests.runtime.test_migrations import check_upgraded, import_every_table

connect = conftest.connect  # the contract's tests run on this opener


def test_every_test_of_the_contract_is_here() -> None:
    promised = {name for name in vars(contract) if name.startswith("test_")}
    assert len(promised) >= 10
    assert promised <= set(globals())


def test_the_steps_make_the_tables_that_the_code_declares(engine: Engine) -> None:
    import_every_table()
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_a_store_of_the_last_release_is_brought_up(url: str) -> None:
    old = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    old_store.fill(old)
    old.dispose()
    engine = open_store(url)
    check_upgraded(engine)
    engine.dispose()


def test_processes_that_start_together_migrate_once(url: str) -> None:
    opened: list[Engine] = []
    starts = [threading.Thread(target=lambda: opened.append(open_store(url))) for _ in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(opened) == 4
    for engine in opened:
        engine.dispose()


def test_an_upgrade_that_dies_midway_leaves_nothing(url: str) -> None:
    engine = open_store(url)
    with writing(engine) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.execute(text("CREATE TABLE feeds (in_the_way INTEGER)"))
    with pytest.raises(ProgrammingError, match="already exists"):
        open_store(url)
    with reading(engine) as connection:
        tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert connection.execute(tables).scalars().all() == ["feeds"]
    engine.dispose()


def test_every_commit_is_durable_and_every_wait_ends(engine: Engine) -> None:
    with reading(engine) as connection:
        names = ("synchronous_commit", "lock_timeout", "idle_in_transaction_session_timeout")
        shown = [connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names]
    assert shown == ["on", "2s", "30s"]


def test_what_another_has_locked_is_an_outage(
    engine: Engine, connect: Callable[[], Engine]
) -> None:
    def drop() -> None:
        with writing(connect()) as second:
            second.execute(text("DROP TABLE topic_outbox"))

    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, "k", b"v")])
        with pytest.raises(StoreError, match="lock timeout") as caught:
            drop()
    assert caught.value.retry
    assert waiting(engine)


def test_of_two_that_wait_for_each_other_one_may_try_again(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE pair (id INTEGER PRIMARY KEY, n INTEGER)"))
        connection.execute(text("INSERT INTO pair VALUES (1, 0), (2, 0)"))
    meet, lost = threading.Barrier(2), list[StoreError]()

    def cross(first: int, second: int) -> None:
        try:
            with writing(engine) as connection:
                more = text("UPDATE pair SET n = n + 1 WHERE id = :id")
                connection.execute(more, {"id": first})
                meet.wait(10)
                connection.execute(more, {"id": second})
        except StoreError as error:
            lost.append(error)

    pair = [threading.Thread(target=cross, args=ids) for ids in ((1, 2), (2, 1))]
    for one in pair:
        one.start()
    for one in pair:
        one.join()
    (error,) = lost
    assert "deadlock" in str(error)
    assert error.retry


def test_a_server_that_went_and_came_back(own: Server) -> None:
    engine = open_store(own.url())
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, "k", b"v")])

    def cut_off() -> None:
        with writing(engine) as connection:
            enqueue(connection, "fold", [Put(CHANGES, "k", b"lost with its server")])
            own.kill()

    for act in (cut_off, lambda: waiting(engine), lambda: open_store(own.url())):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.retry
    own.start()
    assert contract.count(engine) == 1
    engine.dispose()


def test_no_error_shows_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://me:tell-nobody@127.0.0.1:1/x")
    assert "127.0.0.1" in str(caught.value)
    assert "tell-nobody" not in str(caught.value)


def test_a_database_that_cannot_hold_every_text_is_refused(own: Server) -> None:
    own.run_sql(
        "CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"
        " TEMPLATE template0"
    )
    with pytest.raises(ConfigError, match="LATIN1"):
        open_store(own.url("narrow"))
