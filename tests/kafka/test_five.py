"""The founding five in our own words, through Kafka: the same as in one process."""

import asyncio
import random
from collections.abc import Iterator

import pytest

from tests.kafka import orders
from tests.kafka.orders import Place
from tests.postgres.server import Server
from tests.soak import ledger


@pytest.fixture(scope="module")
def place(servers: str) -> Iterator[Place]:
    with Server() as server:
        yield Place(servers, server.url())


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_the_five_comes_out_as_in_one_process(place: Place, seed: int) -> None:
    pages = random.Random(seed).sample(orders.own_pages(), 5)
    said = asyncio.run(orders.on_brokers(pages, place.corner()))
    assert ledger.differences(said, orders.in_one_process(pages)) == []
    assert len(orders.new_attacks(said)) == len(set(orders.new_attacks(said))) == 2
