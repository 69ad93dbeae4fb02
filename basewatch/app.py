"""Opens what one process stands on, and runs it: everything, or one part."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from alerts.stage import AlertsStage
from basewatch import parts, stages
from basewatch.archive import LOG_FILE, STORE_FILE
from basewatch.parts import Service
from basewatch.settings import Settings, check_places, shared_places
from contracts.errors import ConfigError
from processors.gazetteer.load import load_gazetteer
from runtime.clock import Clock, utc_now
from runtime.lock import hold
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.log.sqlite import SqliteLog
from runtime.logs import configure_logs
from runtime.store.engine import open_store


class Role(StrEnum):
    """What a process does where several share the work."""

    INGEST = "ingest"
    PROCESSORS = "processors"
    ALERTS = "alerts"


_RELAY: Final = "relay-{}"  # transactional id: who writes for a stage fences whoever did before


def run(settings: Settings, config: Path) -> None:
    """Run everything on this machine until SIGTERM or Ctrl-C.

    Raises:
        ConfigError: the settings or the data folder cannot be used, or the port is taken.
        SecondInstanceError: another instance runs on the same data.
        StoreTooNewError: a newer release wrote the data.
        StoreError: the disk is full or away at the start.
        StageFailedError: a stage failed on everything it was given.
        StageStuckError: a stage does nothing although it could.
    """
    if settings.kafka:
        commands = ", ".join(f"`basewatch {role}`" for role in Role)
        problem = f"`basewatch run` does without; with [kafka] start {commands}"
        raise ConfigError(str(config), problem)
    configure_logs(sys.stderr, settings.log.level)
    check_places(config, load_gazetteer())
    with _locked(settings.data), embedded(settings, utc_now) as service:
        asyncio.run(service.run(settings.health))


def run_role(role: Role, settings: Settings, config: Path) -> None:
    """Run one part, on Apache Kafka and PostgreSQL, until SIGTERM or Ctrl-C.

    Raises:
        ConfigError: the settings cannot be used, a topic promises too little, the port is taken.
        StoreTooNewError: a newer release wrote the store.
        StoreError: a broker or the database is away at the start.
        FencedError: another process writes in our place.
        StageFailedError: a stage failed on everything it was given.
        StageStuckError: a stage does nothing although it could.
    """
    shared_places(settings)
    configure_logs(sys.stderr, settings.log.level)
    check_places(config, load_gazetteer())
    with on_kafka(role, settings, utc_now) as service:
        asyncio.run(service.run(settings.health))


@contextmanager
def opened(settings: Settings, clock: Clock) -> Iterator[Sequence[Service]]:
    """Open everything, in as many services as the settings make of it.

    Raises:
        StoreError: something is away at the start.
    """
    with ExitStack() as stack:
        if settings.kafka:
            yield [stack.enter_context(on_kafka(role, settings, clock)) for role in Role]
        else:
            yield [stack.enter_context(embedded(settings, clock))]


@contextmanager
def embedded(settings: Settings, clock: Clock) -> Iterator[Service]:
    """Open the whole of basewatch on two files in the data folder, which is there and ours."""
    with ExitStack() as stack:
        engine = open_store(settings.data / STORE_FILE)
        stack.callback(engine.dispose)
        log = SqliteLog(settings.data / LOG_FILE, clock)
        stack.callback(log.close)
        built = stages.build(settings)
        stack.callback(built.close)
        built.reader.warm()
        yield parts.everything(settings, built, engine, log, clock)


@contextmanager
def on_kafka(role: Role, settings: Settings, clock: Clock) -> Iterator[Service]:
    """Open one part of basewatch on Apache Kafka and PostgreSQL; see `run_role` for errors."""
    kafka, store = shared_places(settings)
    with ExitStack() as stack:
        engine = open_store(store)
        stack.callback(engine.dispose)
        if role is Role.INGEST:
            yield parts.ingest(settings, engine, _log(kafka, stack), clock)
        elif role is Role.PROCESSORS:
            built = stages.build(settings)
            stack.callback(built.close)
            built.reader.warm()
            log, relay = _log(kafka, stack), _log(kafka, stack, built.fold.name)
            yield parts.processors(kafka, built, engine, log, relay, clock)
        else:
            stage = AlertsStage(settings)
            relay = _log(kafka, stack, stage.name)
            yield parts.alerts(settings, stage, engine, relay, clock)


def _log(kafka: Kafka, stack: ExitStack, relays_for: str = "") -> KafkaLog:
    log = KafkaLog(kafka, _RELAY.format(relays_for) if relays_for else "")
    stack.callback(log.close)
    return log


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
