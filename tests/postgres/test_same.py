"""The demo's articles, folded on SQLite and on PostgreSQL, undisturbed and not: the same bytes."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine

from basewatch.stages import Stages
from contracts import topics
from runtime.loop import StageLoop
from runtime.stage import Put
from runtime.store.engine import open_store
from runtime.store.outbox import waiting
from tests import outcome
from tests.outcome import Flow, Outcome, build_stages, embedded
from tests.postgres.server import Server

CHANCE = random.Random(4)


@pytest.fixture(scope="module")
def built() -> Iterator[Stages]:
    built = build_stages()
    yield built
    built.close()


@pytest.fixture(scope="module")
def reports(built: Stages) -> list[Put]:
    return outcome.reports(built, outcome.pages())


@pytest.fixture(scope="module")
def wanted(
    built: Stages, reports: Sequence[Put], tmp_path_factory: pytest.TempPathFactory
) -> Outcome:
    return embedded(built, reports, tmp_path_factory.mktemp("sqlite"))


def test_the_same_bytes_as_on_sqlite(
    built: Stages, reports: Sequence[Put], wanted: Outcome, engine: Engine, tmp_path: Path
) -> None:
    with Flow(built, engine, tmp_path) as flow:
        flow.feed(reports)
        flow.drain()
        found = Outcome(flow.log, engine)
    assert found.said == wanted.said
    assert found.times == wanted.times
    assert found.rows == wanted.rows
    assert len(found.said["alerts.v1"]) >= 4
    assert len(found.rows["incidents"]) >= 2
    assert found.rows["deliveries"]


@pytest.mark.slow
def test_a_server_that_dies_again_and_again_loses_and_repeats_nothing(
    built: Stages, reports: Sequence[Put], wanted: Outcome, own: Server, tmp_path: Path
) -> None:
    """Killed in the middle of whatever it does, while both stages run and articles come."""
    halt = threading.Event()
    with Flow(built, open_store(own.url()), tmp_path) as flow:
        workers = [threading.Thread(target=loop.serve, args=(halt,)) for loop in flow.loops]
        for worker in workers:
            worker.start()
        parts = [reports[start : start + 4] for start in range(0, len(reports), 4)]
        for part in parts:
            lag = flow.log.lag(topics.REPORTS, "fold")
            flow.feed(part)
            _until(lambda seen=lag: flow.log.lag(topics.REPORTS, "fold") <= seen + 3)
            time.sleep(CHANCE.random() * 0.05)  # a moment that nobody chose
            own.kill()
            own.start()
        _until(lambda: all(_is_done(flow, loop) for loop in flow.loops))
        halt.set()
        for worker in workers:
            worker.join(30)
        assert not waiting(flow.engine)
        found = Outcome(flow.log, flow.engine).forget_offsets()
        assert not flow.log.read_from(topics.DEAD, 0, 10)
    assert len(parts) >= 3
    assert found.said == wanted.said
    assert found.rows == {name: wanted.rows[name] for name in found.rows}


def _is_done(flow: Flow, loop: StageLoop) -> bool:
    health = loop.health()
    return health.lag == 0 and not health.held and flow.log.lag(topics.REPORTS, "fold") == 0


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
