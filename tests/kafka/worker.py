"""The real stages as a process to kill. See Fleet."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from basewatch.service import Part, end_process_in_time, serve
from basewatch.stages import Stages
from processors.agents import Agent
from runtime.clock import utc_now
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.watchdog import Watchdog
from runtime.logs import configure_logs
from runtime.loop import StageLoop
from runtime.stage import StatefulStage
from runtime.steps import Stateful, Stateless
from runtime.store.engine import open_store
from runtime.store.leases import TTL_S, StoreLeases
from tests.kafka.mortal import Death, MortalLog, MortalStage, MortalStep, make_clients_mortal
from tests.outcome import BATCH, build_stages


@dataclass(frozen=True)
class Orders:
    """What a worker runs, where, and how long it lives."""

    kafka: Kafka
    store: str
    run: tuple[str, ...]  # agents, fold, alerts
    die: str = ""  # a place of tests.kafka.mortal
    times: int = 1  # which time it is there
    how: signal.Signals = signal.SIGKILL
    lease_s: float = TTL_S
    skew_s: float = 0.0  # of its clock


class Worker:
    """What is made from the arguments, and closed at the end."""

    def __init__(self, given: Orders, opened: ExitStack) -> None:
        self._given = given
        self._opened = opened
        self._death = Death(given.die, given.times, given.how)
        make_clients_mortal(self._death)

    def parts(self) -> Iterator[tuple[str, Part]]:
        built = self._opened.enter_context(closing(build_stages()))
        if "agents" in self._given.run:
            yield from self._agents(built)
        wanted = [stage for stage in built.stateful if stage.name in self._given.run]
        for stage in wanted:
            yield stage.name, self._loop(stage)

    def clock(self) -> datetime:
        return utc_now() + timedelta(seconds=self._given.skew_s)

    def _agents(self, built: Stages) -> Iterator[tuple[str, Part]]:
        log = self._log("")
        for stage in built.stateless:
            step = Stateless(stage, MortalLog(log, stage.name, self._death))
            agent = Agent(self._given.kafka, step, log, self.clock, Watchdog(log))
            yield stage.name, agent.run

    def _loop(self, stage: StatefulStage) -> Part:
        log = MortalLog(self._log(f"relay-{stage.name}"), stage.name, self._death)
        engine = open_store(self._given.store)
        self._opened.callback(engine.dispose)
        leases = StoreLeases(engine, self._given.lease_s)
        step = Stateful(MortalStage(stage, self._death), engine, log, leases)
        return StageLoop(MortalStep(step, self._death), log, self.clock, batch=BATCH).run

    def _log(self, transactional_id: str) -> KafkaLog:
        return self._opened.enter_context(closing(KafkaLog(self._given.kafka, transactional_id)))


def work(given: Orders) -> None:
    """Run until SIGTERM or the end that was ordered, as a process of its own."""
    configure_logs(sys.stderr, "warning")
    with ExitStack() as opened:
        parts = dict(Worker(given, opened).parts())
        asyncio.run(serve(parts, end_process_in_time))
