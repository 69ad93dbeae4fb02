"""One server for the whole run: BASEWATCH_TEST_POSTGRES=url, or one that starts and ends here."""

import os
import uuid
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from runtime.store.engine import open_store
from tests.postgres.server import Server

pytest.register_assert_rewrite("tests.contract.test_store")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Return the address of a server on which databases may be made."""
    if existing := os.environ.get("BASEWATCH_TEST_POSTGRES"):
        yield existing
        return
    with Server() as own:
        yield own.url()


@pytest.fixture
def url(server: str) -> Iterator[str]:
    """Return the address of an empty database of the test's own."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def connect(url: str) -> Iterator[Callable[[], Engine]]:
    """Open the same store once more, as another process would."""
    opened: list[Engine] = []

    def opener() -> Engine:
        opened.append(open_store(url, busy_timeout_s=2))
        return opened[-1]

    yield opener
    for engine in opened:
        engine.dispose()


@pytest.fixture
def engine(connect: Callable[[], Engine]) -> Engine:
    """Return a store at the newest step."""
    return connect()


@pytest.fixture
def own() -> Iterator[Server]:
    """Return a server that the test may kill."""
    with Server() as server:
        yield server
