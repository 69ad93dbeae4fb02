"""Open the store: how SQLite is spoken to, and the two ways to hold a transaction.

with writing(engine) as connection: ...   # BEGIN IMMEDIATE: one writer at a time
with reading(engine) as connection: ...   # a snapshot; waits for nobody
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from contracts.errors import StoreError
from runtime.sqlite import BUSY_TIMEOUT_S, is_outage, prepare
from runtime.store.migrate import migrate
from runtime.store.schema import METADATA

_READ_ONLY: Final = "basewatch_read_only"


def open_store(where: Path | str, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Open the store at a file path or database URL, and bring its tables up to date.

    Raises:
        StoreError: it is away, busy or damaged.
        StoreTooNewError: a newer release wrote it.
    """
    url = make_url(str(where)) if "://" in str(where) else URL.create("sqlite", database=str(where))
    engine = create_engine(url)
    _speak_sqlite(engine, busy_timeout_s)
    with outages(str(where)):
        migrate(engine, str(where))
    return engine


def memory_store() -> Engine:
    """Return an empty store in memory, for replay and tests: every imported table, one connection.

    Use it from one thread at a time, one transaction at a time.
    """
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    _speak_sqlite(engine, BUSY_TIMEOUT_S)
    METADATA.create_all(engine)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Hold the one write transaction: all of the block, durable, or none of it.

    Raises:
        StoreError: the store is away, busy, full or damaged; nothing was written.
    """
    with outages(str(engine.url)), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Hold a snapshot to read from; writers go on beside it.

    Raises:
        StoreError: the store is away or damaged.
    """
    readers = engine.execution_options(**{_READ_ONLY: True})
    with outages(str(engine.url)), readers.connect() as connection:
        yield connection


@contextmanager
def outages(where: str) -> Iterator[None]:
    """Turn what waiting may heal into StoreError; mistakes in the SQL pass as they are."""
    try:
        yield
    except DBAPIError as error:
        if is_outage(error.orig):
            raise StoreError(f"{where}: {error.orig}") from error
        raise


def _speak_sqlite(engine: Engine, busy_timeout_s: float) -> None:
    """Take BEGIN out of the driver's hands: it would begin late, and as a reader."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        prepare(connection, busy_timeout_s)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(_READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
