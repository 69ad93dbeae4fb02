"""One broker for the run: BASEWATCH_TEST_KAFKA=host:port, or one that starts and ends here."""

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from basewatch.stages import Stages
from runtime.stage import Put
from tests import outcome
from tests.kafka.broker import Cluster
from tests.kafka.fleet import Fleet, gathered
from tests.outcome import Outcome, build_stages, embedded
from tests.postgres import conftest as postgres

pytest.register_assert_rewrite("tests.contract.test_log")

server, url = postgres.server, postgres.url  # a database of its own for each test that asks


_LEFT_OPEN = (  # aiokafka leaves the socket of a login that failed to the garbage collector
    "ignore:Exception ignored in. <function _SelectorTransport:"
    "pytest.PytestUnraisableExceptionWarning"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.filterwarnings(_LEFT_OPEN))


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the bootstrap servers of a broker that answers."""
    if existing := os.environ.get("BASEWATCH_TEST_KAFKA"):
        yield existing
        return
    with Cluster(tmp_path_factory.mktemp("kafka")) as cluster:
        yield cluster.servers


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Cluster]:
    """Return a broker that the test may stop, freeze and kill."""
    with Cluster(tmp_path / "kafka") as cluster:
        yield cluster


@pytest.fixture
def prefix() -> str:
    """Return what sets this test's topics and groups apart from every other's."""
    return f"test-{uuid.uuid4().hex[:12]}."


@pytest.fixture
def fleet(servers: str, prefix: str, url: str) -> Iterator[Fleet]:
    """Return topics and a store, and nobody who works on them yet."""
    with gathered(servers, prefix, url) as fleet:
        yield fleet


@pytest.fixture(scope="session")
def built() -> Iterator[Stages]:
    """Return the real stages."""
    with closing(build_stages()) as built:
        yield built


@pytest.fixture(scope="session")
def reports(built: Stages) -> Sequence[Put]:
    """Return what extraction says of the demo's articles."""
    return outcome.reports(built, outcome.pages())


@pytest.fixture(scope="session")
def wanted(
    built: Stages, reports: Sequence[Put], tmp_path_factory: pytest.TempPathFactory
) -> Outcome:
    """Return what comes of `reports` where nothing is killed."""
    return embedded(built, reports, tmp_path_factory.mktemp("wanted"))
