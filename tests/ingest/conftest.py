from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Engine

import ingest.rows  # noqa: F401  # hangs its tables on the metadata
from runtime.store.engine import memory_store
from tests.fakes.website import Website


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as opened:
        yield opened


@pytest.fixture
async def other_site() -> AsyncIterator[Website]:
    async with Website() as opened:
        yield opened


@pytest.fixture
def store() -> Iterator[Engine]:
    engine = memory_store()
    yield engine
    engine.dispose()
