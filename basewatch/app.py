"""Builds the whole service in one process: `basewatch run`."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from alerts.delivery import Deliverer
from basewatch import __version__
from basewatch.archive import LOG_FILE, STORE_FILE
from basewatch.catch_up import CatchUp
from basewatch.health import Health, listening
from basewatch.service import Part, end_process_in_time, serve
from basewatch.settings import Settings, check_places
from basewatch.stages import Stages, build
from contracts import topics
from contracts.errors import ConfigError
from ingest.poller import Ingest
from runtime.clock import Clock, utc_now
from runtime.lock import hold
from runtime.log.retention import keep_trimmed
from runtime.log.sqlite import SqliteLog
from runtime.logs import configure_logs
from runtime.loop import StageLoop
from runtime.steps import Stateful, Stateless, Step
from runtime.store.engine import open_store


def run(settings: Settings, config: Path) -> None:
    """Run until SIGTERM or Ctrl-C.

    Raises:
        ConfigError: the settings or the data folder cannot be used, or the port is taken.
        SecondInstanceError: another instance runs on the same data.
        StoreTooNewError: a newer release wrote the data.
        StoreError: the disk is full or away at the start.
        StageFailedError: a stage failed on everything it was given.
    """
    configure_logs(sys.stderr, settings.log.level)
    with ExitStack() as open_things:
        open_things.enter_context(_locked(settings.data))
        engine = open_store(settings.data / STORE_FILE)
        open_things.callback(engine.dispose)
        log = SqliteLog(settings.data / LOG_FILE, utc_now)
        open_things.callback(log.close)
        stages = build(settings)
        open_things.callback(stages.close)
        check_places(config, stages.gazetteer)
        asyncio.run(Service(settings, stages, engine, log, utc_now).run())


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Make the data folder and hold it for this process alone."""
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(hold(folder))
        except OSError as error:
            raise ConfigError("data", f"{folder} cannot be used: {error.strerror}") from error
        yield


class Service:
    """All parts, over one store, one log and one clock."""

    def __init__(
        self, settings: Settings, stages: Stages, engine: Engine, log: SqliteLog, clock: Clock
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._log = log
        self._clock = clock
        self._started_at = clock()
        steps: tuple[Step, ...] = (
            *(Stateless(stage, log) for stage in stages.stateless),
            *(Stateful(stage, engine, log) for stage in stages.stateful),
        )
        self._loops = {step.name: StageLoop(step, log, clock) for step in steps}
        unread = partial(log.lag, stages.article.reads, stages.article.name)
        self._ingest = Ingest(settings, engine, log, clock, backlog=unread)
        starting = CatchUp(clock, self._ingest.status, self._unread)
        self._deliverer = Deliverer(engine, settings, clock, starting)

    async def run(self) -> None:
        """Answer on the health endpoint and run every part until told to stop."""
        async with listening(self._settings.health, self.look):
            await serve(self.parts(), end_process_in_time)

    def parts(self) -> dict[str, Part]:
        """Return what runs side by side, by name."""
        return {
            "ingest": self._ingest.run,
            "deliverer": self._deliverer.run,
            "retention": partial(keep_trimmed, self._log, self._clock),
            **{name: loop.run for name, loop in self._loops.items()},
        }

    def _unread(self) -> int:
        return sum(loop.health().lag for loop in self._loops.values())

    def look(self) -> Health:
        """Say how everything is doing; callable from any thread.

        Raises:
            StoreError: the store or the log is away.
        """
        return Health(
            version=__version__,
            started_at=self._started_at,
            now=self._clock(),
            ingest=self._ingest.status(),
            stages=tuple(loop.health() for loop in self._loops.values()),
            deliveries=self._deliverer.figures(),
            dead_letters=self._log.lag(topics.DEAD, "operator"),
        )
