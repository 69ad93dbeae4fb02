"""Puts together what one process runs: all of it, or one part of it.

everything              ingest, article, extract, fold, alerts, deliveries, retention
ingest | processors | alerts    a part each; several of one kind share its work
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import Engine

from alerts.delivery import Deliverer
from alerts.outbox import Figures
from basewatch import __version__
from basewatch.catch_up import CatchUp, Polled
from basewatch.health import Health, Look, listening
from basewatch.service import Part, end_process_in_time, serve
from basewatch.settings import HealthSettings, Settings
from basewatch.stages import Stages
from contracts import topics
from contracts.errors import BasewatchError, StoreError
from contracts.topics import Topic
from ingest.poller import Ingest
from ingest.rows import load_feeds
from ingest.status import Status
from processors.agents import Agent
from runtime.clock import Clock
from runtime.log import Log
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.watchdog import Watchdog
from runtime.log.retention import keep_trimmed
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageHealth, StageLoop
from runtime.stage import StatefulStage
from runtime.steps import Stateful, Stateless
from runtime.store.engine import reading

_LOOK_EVERY_S: Final = 15.0
_TOGETHER: Final = 100  # reports or changes in one transaction: they are small, a commit is not
READERS: Final[Sequence[tuple[Topic, str]]] = (
    (topics.PAGES, "article"),
    (topics.ARTICLES, "extract"),
    (topics.REPORTS, "fold"),
    (topics.CHANGES, "alerts"),
)
"""What lies between the feeds and the alerts on Kafka, and the group that reads it."""


class StageStuckError(BasewatchError):
    """A stage does nothing although it could: the process must be started again."""

    def __init__(self, stages: Sequence[str]) -> None:
        super().__init__(f"{', '.join(stages)}: stuck, so this process ends; start it again")
        self.stages = stages


@dataclass
class Service:
    """What runs side by side in one process, and how it is doing.

    Args:
        clock: the wall clock.
        log: whose dead letters are counted.
        parts: what runs, by name.
        stages: each says how some stages are doing.
        feeds: says how the feeds are doing, where they are read.
        deliveries: says how the outbox stands, where it is delivered.
    """

    clock: Clock
    log: Log
    parts: dict[str, Part]
    stages: Sequence[Callable[[], Iterable[StageHealth]]] = ()
    feeds: Callable[[], Status] | None = None
    deliveries: Callable[[], Figures] | None = None

    def __post_init__(self) -> None:
        self._started_at = self.clock()

    async def run(self, health: HealthSettings) -> None:
        """Answer on the health endpoint and run every part until told to stop.

        Raises:
            StageStuckError: a stage does nothing although it could.
        """
        async with listening(health, self.look):
            await serve(self.parts | {"watchdog": partial(_watch, self.look)}, end_process_in_time)

    def look(self) -> Health:
        """Say how everything is doing; callable from any thread.

        Raises:
            StoreError: the store or the log is away.
        """
        return Health(
            version=__version__,
            started_at=self._started_at,
            now=self.clock(),
            ingest=self.feeds() if self.feeds else None,
            stages=tuple(stage for ask in self.stages for stage in ask()),
            deliveries=self.deliveries() if self.deliveries else None,
            dead_letters=self.log.lag(topics.DEAD, "operator"),
        )


@asynccontextmanager
async def running(services: Sequence[Service]) -> AsyncIterator[None]:
    """Run all parts beside the block, without signals and endpoints; for the demo, and tests.

    Raises:
        Exception: what the first part to fail raised.
    """
    stop = asyncio.Event()
    parts = [asyncio.ensure_future(part(stop)) for each in services for part in each.parts.values()]
    try:
        yield
        for part in parts:
            if part.done():
                part.result()
    finally:
        stop.set()
        await asyncio.gather(*parts, return_exceptions=True)


async def _watch(look: Look, stop: asyncio.Event) -> None:
    while not stop.is_set():
        with suppress(StoreError):  # everyone waits, and a restart would not heal it
            if stuck := (await asyncio.to_thread(look)).stuck:
                raise StageStuckError(stuck)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _LOOK_EVERY_S)


def everything(
    settings: Settings, stages: Stages, engine: Engine, log: SqliteLog, clock: Clock
) -> Service:
    """Return the whole of basewatch over an embedded log."""
    loops = {
        **{stage.name: StageLoop(Stateless(stage, log), log, clock) for stage in stages.stateless},
        **{stage.name: _alone(stage, engine, log, clock) for stage in stages.stateful},
    }
    unread = partial(log.lag, stages.article.reads, stages.article.name)
    feeds = Ingest(settings, engine, log, clock, backlog=unread)
    starting = CatchUp(
        clock,
        lambda: feeds.status().feeds,
        lambda: sum(loop.health().lag for loop in loops.values()),
    )
    deliverer = Deliverer(engine, settings, clock, starting)
    return Service(
        clock,
        log,
        parts={
            "ingest": feeds.run,
            "deliverer": deliverer.run,
            "retention": partial(keep_trimmed, log, clock),
            **{name: loop.run for name, loop in loops.items()},
        },
        stages=[partial(_healths, loops)],
        feeds=feeds.status,
        deliveries=deliverer.figures,
    )


def ingest(settings: Settings, engine: Engine, log: KafkaLog, clock: Clock) -> Service:
    """Return what reads the feeds; several processes share them."""
    unread = partial(log.lag, *READERS[0])
    feeds = Ingest(settings, engine, log, clock, backlog=unread)
    return Service(clock, log, parts={"ingest": feeds.run}, feeds=feeds.status)


def processors(
    kafka: Kafka, stages: Stages, engine: Engine, log: KafkaLog, relay: KafkaLog, clock: Clock
) -> Service:
    """Return what turns pages into incidents.

    Args:
        kafka: where the agents find the brokers.
        stages: article and extract, which several processes share, and fold, which one does.
        engine: the store.
        log: where article and extract write.
        relay: where the fold reads and writes; transactional.
        clock: the wall clock.
    """
    workers = {
        stage.name: Agent(kafka, Stateless(stage, log), log, clock, Watchdog(log))
        for stage in stages.stateless
    }
    loops: dict[str, StageLoop | Agent] = {
        **workers,
        "fold": _alone(stages.fold, engine, relay, clock),
    }
    return Service(
        clock,
        log,
        parts={name: loop.run for name, loop in loops.items()},
        stages=[partial(_healths, loops)],
    )


def alerts(
    settings: Settings, stage: StatefulStage, engine: Engine, relay: KafkaLog, clock: Clock
) -> Service:
    """Return what turns changes into alerts, which one process does, and delivers them."""
    loop = _alone(stage, engine, relay, clock)
    starting = CatchUp(clock, partial(_polled, settings, engine), partial(_unread, relay))
    deliverer = Deliverer(engine, settings, clock, starting)
    return Service(
        clock,
        relay,
        parts={"alerts": loop.run, "deliverer": deliverer.run},
        stages=[lambda: [loop.health()]],
        deliveries=deliverer.figures,
    )


def _alone(stage: StatefulStage, engine: Engine, log: Log, clock: Clock) -> StageLoop:
    return StageLoop(Stateful(stage, engine, log), log, clock, batch=_TOGETHER)


def _healths(loops: Mapping[str, StageLoop | Agent]) -> Iterable[StageHealth]:
    return [loop.health() for loop in loops.values()]


def _polled(settings: Settings, engine: Engine) -> Sequence[Polled]:
    """Return the feeds as the store has them; () until each was polled once."""
    names = [feed.name for feed in settings.feeds]
    with reading(engine) as connection:
        found = load_feeds(connection, names)
    return tuple(found.values()) if len(found) == len(names) else ()


def _unread(log: Log) -> int:
    return sum(log.lag(topic, group) for topic, group in READERS)
