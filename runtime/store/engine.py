"""Open the store, SQLite or PostgreSQL, and the two ways to hold a transaction.

with writing(engine) as connection: ...   # SQLite: one writer at a time; PostgreSQL: by row
with reading(engine) as connection: ...   # a snapshot; waits for nobody
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import StaticPool

from contracts.errors import ConfigError, StoreError
from runtime import postgres, sqlite
from runtime.sqlite import BUSY_TIMEOUT_S
from runtime.store.migrate import migrate
from runtime.store.schema import METADATA
from runtime.store.settings import Store

_READ_ONLY: Final = "basewatch_read_only"
_READERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "sqlite": {_READ_ONLY: True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


def open_store(where: Path | str | Store, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Open the store at a file path or database URL, and bring its tables up to date.

    Args:
        where: a path, `sqlite:///...`, `postgresql://user@host/name`, or the section [store].
        busy_timeout_s: longest wait for what another writer has locked.

    Raises:
        ConfigError: no store can be kept there.
        StoreError: it is away, busy or damaged.
        StoreTooNewError: a newer release wrote it.
    """
    engine = connect(where, busy_timeout_s)
    try:
        with outages(_name(engine)):
            migrate(engine, _name(engine))
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect(where: Path | str | Store, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Make an engine for a store as it is, see `open_store`; nothing is asked of it yet.

    Raises:
        ConfigError: no store can be kept there.
    """
    return _engine(_url(where), busy_timeout_s)


def _url(where: Path | str | Store) -> URL:
    if isinstance(where, Store):
        url = _url(where.url)
        return url.set(password=where.password.get_secret_value()) if where.password else url
    if "://" not in str(where):
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(str(where))
    except (ArgumentError, ValueError):
        raise ConfigError("store", "this is no database URL") from None  # it may hold a password
    kind = url.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise ConfigError("store", f"{kind}: the store is SQLite or PostgreSQL")
    return url.set(drivername="postgresql+psycopg") if kind == "postgresql" else url


def _engine(url: URL, busy_timeout_s: float) -> Engine:
    if url.get_backend_name() == "postgresql":
        arguments = dict(postgres.connect_args(busy_timeout_s))
        return create_engine(url, connect_args=arguments, pool_pre_ping=True)
    engine = create_engine(url)
    _speak_sqlite(engine, busy_timeout_s)
    return engine


def _name(engine: Engine) -> str:
    """Name a store in errors: never with its password."""
    url = engine.url
    plain = url.get_backend_name() == "sqlite" and url.database
    return plain or url.render_as_string(hide_password=True)


class _InMemory(sqlite3.Connection):
    """Ends with the engine that holds it: there is no file that somebody would have to close."""

    def __del__(self) -> None:
        self.close()


def memory_store() -> Engine:
    """Return an empty store in memory, for replay and tests: every imported table, one connection.

    Use it from one thread at a time, one transaction at a time.
    """
    engine = create_engine(
        "sqlite://",
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "factory": _InMemory},
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
    with outages(_name(engine)), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Hold a snapshot to read from; writers go on beside it.

    Raises:
        StoreError: the store is away or damaged.
    """
    readers = engine.execution_options(**_READERS[engine.dialect.name])
    with outages(_name(engine)), readers.connect() as connection:
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
    except PoolTimeoutError as error:
        raise StoreError(f"{where}: every connection is in use") from error


def is_outage(error: BaseException | None) -> bool:
    """Tell whether waiting may heal what the database's driver raised."""
    return sqlite.is_outage(error) or postgres.is_outage(error)


def _speak_sqlite(engine: Engine, busy_timeout_s: float) -> None:
    """Take BEGIN out of the driver's hands: it would begin late, and as a reader."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        sqlite.prepare(connection, busy_timeout_s)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(_READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
