"""A broker that goes and comes back while workers run."""

import signal
from collections.abc import Iterator

import pytest

from tests.kafka.broker import Cluster
from tests.kafka.flow import Flow, flowing, settings
from tests.kafka.processes import exit_code


@pytest.fixture
def flow(own: Cluster, prefix: str) -> Iterator[Flow]:
    with flowing(settings(own.servers, prefix)) as flow:
        yield flow


def test_a_broker_that_stops_and_starts_costs_nothing(own: Cluster, flow: Flow) -> None:
    flow.feed(400)
    worker = flow.start(takes_s=0.01)
    flow.await_more(100)
    own.end()
    own.start()
    flow.drain()
    assert flow.lost() == set()
    assert worker.exitcode is None
    flow.workers.stop(worker)


def test_a_broker_that_is_killed_loses_nothing_it_acknowledged(own: Cluster, flow: Flow) -> None:
    flow.feed(400)
    worker = flow.start(takes_s=0.01)
    flow.await_more(100)
    own.nodes[0].end(signal.SIGKILL)
    own.start()
    flow.drain()
    assert flow.lost() == set()
    flow.workers.stop(worker)


def test_a_worker_stops_in_time_while_the_broker_is_away(own: Cluster, flow: Flow) -> None:
    flow.feed(400)
    worker = flow.start(takes_s=0.01)
    flow.await_more(50)
    own.end()
    worker.terminate()
    assert exit_code(worker, 40) is not None
    own.start()
    flow.start()
    flow.drain()
    assert flow.lost() == set()
