from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Engine

from runtime.store.engine import memory_store
from tests.fakes.website import Website
from tests.ingest.world import World


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


@pytest.fixture
def world(site: Website, store: Engine) -> World:
    return World(site, store)
