"""A broker, one of three brokers, and a store that go and come back while the real stages run."""

import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from basewatch.stages import Stages
from contracts import topics
from runtime.stage import Put
from tests import outcome
from tests.kafka.broker import Cluster
from tests.kafka.fleet import ALL, gathered
from tests.outcome import Outcome
from tests.postgres.server import Server


def parts(puts: Sequence[Put], number: int) -> Iterator[Sequence[Put]]:
    size = -(-len(puts) // number)
    return (puts[start : start + size] for start in range(0, len(puts), size))


def test_a_broker_that_goes_again_and_again_costs_nothing(
    own: Cluster, prefix: str, url: str, reports: Sequence[Put], wanted: Outcome
) -> None:
    with gathered(own.servers, prefix, url) as fleet:
        worker = fleet.start()
        for how, part in zip((signal.SIGTERM, signal.SIGKILL), parts(reports, 2), strict=True):
            fleet.feed_and_see_begun(part)
            own.nodes[0].end(how)
            own.start()
        fleet.drain()
        fleet.check(wanted)
        assert fleet.letters() == []
        fleet.workers.stop(worker)


def test_a_store_that_goes_again_and_again_costs_nothing(
    servers: str, prefix: str, reports: Sequence[Put], wanted: Outcome
) -> None:
    with Server() as own, gathered(servers, prefix, own.url()) as fleet:
        worker = fleet.start()
        for part in parts(reports, 3):
            fleet.feed_and_see_begun(part)
            own.kill()
            own.start()
        fleet.drain()
        fleet.check(wanted)
        assert fleet.letters() == []
        fleet.workers.stop(worker)


@pytest.mark.timeout(240)
def test_one_of_three_brokers_that_is_killed_costs_nothing(
    tmp_path: Path, prefix: str, url: str, built: Stages
) -> None:
    pages = outcome.pages(printed=4)
    early, late, last = parts(pages, 3)
    with (
        Cluster(tmp_path / "kafka", nodes=3) as cluster,
        gathered(cluster.servers, prefix, url, copies=3) as fleet,
    ):
        worker = fleet.start(*ALL)
        fleet.feed(early)
        fleet.await_said(topics.REPORTS, 5)
        cluster.nodes[0].end(signal.SIGKILL)
        for page in late:
            fleet.feed([page])
        fleet.drain()
        cluster.start()
        fleet.feed(last)
        fleet.drain()
        fleet.check_from_pages(built, pages, tmp_path)
        fleet.workers.stop(worker)
