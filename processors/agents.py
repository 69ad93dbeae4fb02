"""Faust agents around the stages that share their topic's partitions among workers.

    pages.v1 (8) --> article --> articles.v1 (8) --> extract --> reports.v1

Faust finds the partitions that are ours, fetches and commits; nothing else of it is used. A
record counts as done when its step has done it durably: what the step says goes through
our own log, which waits for every acknowledgement. Faust by itself acknowledges a record whose
agent raised or was cancelled, and one whose result the broker refused.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import faust
import structlog

from contracts.topics import Topic
from runtime.clock import Clock
from runtime.handling import Handling, may_heal
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.connection import password, tls_context
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.watchdog import Partition, Watchdog
from runtime.loop import StageHealth
from runtime.stage import Record
from runtime.steps import Step
from runtime.telemetry import count

GROUP: Final = "processors"
STOP_DEADLINE_S: Final = 25.0  # of the thirty that a clean stop has in all
_SESSION_S: Final = 10.0  # a killed worker's partitions move after so long
_HEARTBEAT_S: Final = 1.0
_COMMIT_S: Final = 1.0  # with _COMMIT_EVERY, what a crash may repeat
_COMMIT_EVERY: Final = 20  # records
_BUFFERED: Final = 16  # records per stage; pages can be a megabyte each
_FIRST_BACKOFF_S: Final = 0.5
_LONGEST_BACKOFF_S: Final = 30.0

_log = structlog.get_logger(__name__)


class Agents:
    """One worker: a Faust app with one agent per step, in one consumer group.

    Args:
        kafka: where the topics are.
        steps: the stages, stateless.
        log: where dead letters go, and what the watchdog asks; it made the topics.
        clock: dates the dead letters.
        watchdog: ends the process when a partition of ours does not move on.
    """

    def __init__(
        self, kafka: Kafka, steps: Sequence[Step], log: KafkaLog, clock: Clock, watchdog: Watchdog
    ) -> None:
        self._kafka = kafka
        self._steps = steps
        self._log = log
        self._handling = {step.name: Handling(step, log, clock) for step in steps}
        self._watchdog = watchdog
        self._halt = asyncio.Event()
        self._busy: set[str] = set()  # names of the steps that have a record in hand
        self._idle = asyncio.Event()  # none has
        self._idle.set()
        self._held: dict[str, str] = {}  # step -> why it waits
        self._failed = asyncio.Event()
        self._failures: list[Exception] = []

    async def run(self, stop: asyncio.Event, deadline_s: float = STOP_DEADLINE_S) -> None:
        """Work until `stop`; the records in hand are finished first, if they can be.

        Raises:
            StageFailedError: everything fails, the fault is ours.
            FencedError: another process has taken our place.
        """
        with tempfile.TemporaryDirectory() as folder:
            app = self._app(folder)
            await app.start()
            self._watchdog.watch(
                self._steps, GROUP, lambda: self._ours(app), lambda: bool(self._held)
            )
            try:
                await _first_of(stop.wait(), self._failed.wait())
            finally:
                self._watchdog.close()
                await self._stop(app, deadline_s)
        if self._failures:
            raise self._failures[0]

    def health(self) -> tuple[StageHealth, ...]:
        """Say how each stage is doing, all workers of the group together; from any thread.

        `stalled_s` is 0: whoever stands still is ended by the watchdog.

        Raises:
            StoreError: the broker is away.
        """
        return tuple(
            StageHealth(
                stage=step.name,
                topic=step.reads.name,
                lag=self._log.lag(step.reads, GROUP),
                stalled_s=0.0,
                dead=self._handling[step.name].dead,
                held=self._held.get(step.name, ""),
            )
            for step in self._steps
        )

    def _app(self, folder: str) -> Any:
        app = faust.App(
            self._kafka.prefix + GROUP,
            broker=";".join(f"kafka://{server}" for server in self._kafka.servers),
            broker_credentials=_credentials(self._kafka),
            datadir=folder,
            store="memory://",
            web_enabled=False,
            topic_allow_declare=False,
            topic_disable_leader=True,
            consumer_auto_offset_reset="earliest",
            broker_session_timeout=_SESSION_S,
            broker_heartbeat_interval=_HEARTBEAT_S,
            broker_commit_interval=_COMMIT_S,
            broker_commit_every=_COMMIT_EVERY,
            stream_buffer_maxsize=_BUFFERED,
            stream_wait_empty=False,
        )
        for step in self._steps:
            topic = app.topic(
                self._kafka.prefix + step.reads.name,
                key_type=bytes,
                value_type=bytes,
                key_serializer="raw",
                value_serializer="raw",
            )
            app.agent(topic, name=step.name)(self._agent(step))
        app.finalize()
        return app

    def _agent(self, step: Step) -> Callable[[Any], Awaitable[None]]:
        async def agent(stream: AsyncIterator[Any]) -> None:
            async for event in stream.noack().events():  # type: ignore[attr-defined]
                await self._do(step, _record(step.reads, event.message))
                event.ack()

        return agent

    async def _do(self, step: Step, record: Record) -> None:
        """Return when the record need not come again; wait for ever if that is not to be."""
        backoff = _FIRST_BACKOFF_S
        while not self._halt.is_set():
            try:
                await self._take(step, record)
                self._held.pop(step.name, None)
                return
            except Exception as error:
                if not may_heal(error):
                    self._failures.append(error)
                    self._failed.set()
                    break
                self._hold(step, error)
            await _first_of(self._halt.wait(), asyncio.sleep(backoff))
            backoff = min(backoff * 2, _LONGEST_BACKOFF_S)
        await asyncio.Event().wait()  # until Faust cancels us: not done, so not acknowledged

    async def _take(self, step: Step, record: Record) -> None:
        self._busy.add(step.name)
        self._idle.clear()
        try:
            await asyncio.to_thread(self._handling[step.name].take, record)
        finally:
            self._busy.discard(step.name)
            if not self._busy:
                self._idle.set()

    def _ours(self, app: Any) -> Sequence[Partition]:
        prefix = len(self._kafka.prefix)
        return [(each.topic[prefix:], each.partition) for each in tuple(app.consumer.assignment())]

    def _hold(self, step: Step, error: Exception) -> None:
        self._held[step.name] = f"{type(error).__name__}: {error}"
        count("records_total", stage=step.name, outcome="held")
        _log.warning("stage held", stage=step.name, reason=self._held[step.name])

    async def _stop(self, app: Any, deadline_s: float) -> None:
        """Stop Faust; a flush or a commit of it may hang for as long as a broker does."""
        self._halt.set()
        try:
            async with asyncio.timeout(deadline_s):
                await self._idle.wait()
                await app.stop()
        except TimeoutError:
            _log.error("did not stop in time, left behind", worker=GROUP, deadline_s=deadline_s)


def _credentials(kafka: Kafka) -> Any:
    """Say to Faust what `connection` says to aiokafka."""
    context = tls_context(kafka)
    if not kafka.sasl:
        return context
    return faust.SASLCredentials(
        mechanism=kafka.sasl,
        username=kafka.username,
        password=password(kafka),
        ssl_context=context,
    )


def _record(topic: Topic, message: Any) -> Record:
    headers = message.headers or ()
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return Record(
        topic=topic.name,
        partition=message.partition,
        offset=message.offset,
        key=(message.key or b"").decode("utf-8", "replace"),
        value=message.value or b"",
        headers={key: value.decode("utf-8", "replace") for key, value in pairs},
        at=datetime.fromtimestamp(message.timestamp, UTC),
    )


async def _first_of(*waits: Awaitable[Any]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
