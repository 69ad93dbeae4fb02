"""What monitors are told, over real HTTP on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from alerts.outbox import Figures
from basewatch.catch_up import CatchUp
from basewatch.health import Health, endpoint, listening
from basewatch.settings import HealthSettings
from contracts.errors import ConfigError, StoreError
from ingest import schedule
from ingest.status import FeedStatus, Status
from runtime.loop import StageHealth

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = FeedStatus(
    name="paper",
    url="https://paper.example/feed",
    health=schedule.Health.OK,
    succeeded_at=NOON,
    tried_at=NOON,
    next_at=NOON + timedelta(minutes=2),
    failures=0,
    error="",
)
FOLD = StageHealth(stage="fold", topic="reports.v1", lag=7, stalled_s=1.0, dead=0, held="")
WELL = Health(
    version="0.1.0",
    started_at=NOON,
    now=NOON,
    ingest=Status(paused="", polling=0, feeds=(FEED,)),
    stages=(FOLD,),
    deliveries=Figures(waiting=1, oldest=NOON, dead=0),
    dead_letters=2,
)
STUCK = replace(WELL, stages=(replace(FOLD, stalled_s=900.0),))
HELD = replace(WELL, stages=(replace(FOLD, stalled_s=900.0, held="disk full"),))


@dataclass
class Looker:
    """Says what it is told to say, or that the store is away."""

    health: Health | None = WELL

    def __call__(self) -> Health:
        if self.health is None:
            raise StoreError("store.db: disk I/O error")
        return self.health


@dataclass
class Asked:
    looker: Looker
    client: "TestClient"  # type: ignore[type-arg]

    async def get(self, path: str) -> tuple[int, str]:
        async with self.client.get(path) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    looker = Looker()
    async with TestClient(TestServer(endpoint(looker))) as client:
        yield Asked(looker, client)


@pytest.mark.parametrize(
    ("health", "livez", "readyz"),
    [
        pytest.param(WELL, 200, 200, id="well"),
        pytest.param(STUCK, 503, 503, id="a stage is stuck"),
        pytest.param(HELD, 200, 503, id="a stage waits for the disk"),
        pytest.param(None, 200, 503, id="the store is away"),
    ],
)
async def test_status(asked: Asked, health: Health | None, livez: int, readyz: int) -> None:
    asked.looker.health = health

    assert (await asked.get("/livez"))[0] == livez
    assert (await asked.get("/readyz"))[0] == readyz
    assert (await asked.get("/healthz"))[0] == readyz


async def test_the_report_says_feeds_lags_deliveries_and_dead_letters(asked: Asked) -> None:
    async with asked.client.get("/healthz") as answer:
        report = await answer.json()

    assert report["ingest"]["feeds"][0]["succeeded_at"] == "2026-03-01T12:00:00Z"
    assert report["stages"][0]["lag"] == 7
    assert report["deliveries"]["oldest"] == "2026-03-01T12:00:00Z"
    assert report["dead_letters"] == 2


async def test_metrics_carry_the_lag_and_survive_an_outage(asked: Asked) -> None:
    _, text = await asked.get("/metrics")
    asked.looker.health = None
    status, _ = await asked.get("/metrics")

    assert 'basewatch_stage_lag{stage="fold"} 7.0' in text
    assert status == 200


async def test_a_taken_port_is_named() -> None:
    async with TestServer(endpoint(Looker())) as server:
        taken = HealthSettings(port=server.port or 0)
        with pytest.raises(ConfigError, match=f"127.0.0.1:{server.port} .*already in use"):
            async with listening(taken, Looker()):
                pass


@dataclass
class Situation:
    """Feeds, backlog and wall clock of a start."""

    now: datetime = NOON
    feeds: tuple[FeedStatus, ...] = ()
    unread: int = 0
    asked: list[str] = field(default_factory=list)

    def status(self) -> Status:
        self.asked.append("status")
        return Status(paused="", polling=0, feeds=self.feeds)


NEW = replace(FEED, tried_at=None, next_at=NOON + timedelta(seconds=30))
BACKING_OFF = replace(NEW, next_at=NOON + timedelta(hours=3))
POLLED = replace(FEED, tried_at=NOON + timedelta(seconds=40))


@pytest.mark.parametrize(
    ("feeds", "unread", "minutes", "starting"),
    [
        pytest.param((), 0, 1, True, id="ingest has not begun"),
        pytest.param((NEW, POLLED), 0, 1, True, id="one feed was not polled yet"),
        pytest.param((POLLED,), 4, 1, True, id="something is still unread"),
        pytest.param((POLLED,), 0, 1, False, id="all is read"),
        pytest.param((POLLED, BACKING_OFF), 0, 1, False, id="a failing feed is not waited for"),
        pytest.param((NEW,), 4, 61, False, id="after an hour the digest goes anyway"),
    ],
)
def test_when_a_start_is_over(
    feeds: tuple[FeedStatus, ...], unread: int, minutes: int, starting: bool
) -> None:
    case = Situation(feeds=feeds, unread=unread)
    catching_up = CatchUp(lambda: case.now, lambda: case.status().feeds, lambda: case.unread)

    case.now += timedelta(minutes=minutes)

    assert catching_up() is starting


def test_a_start_that_is_over_stays_over_and_asks_no_more() -> None:
    case = Situation(feeds=(POLLED,))
    catching_up = CatchUp(lambda: case.now, lambda: case.status().feeds, lambda: case.unread)
    catching_up()
    case.unread, case.asked[:] = 9, []

    assert catching_up() is False
    assert case.asked == []
