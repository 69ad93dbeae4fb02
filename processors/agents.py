"""A Faust agent for a stage that shares its topic's partitions among workers.

    pages.v1 (8) --> article --> articles.v1 (8) --> extract --> reports.v1

Faust finds the partitions that are ours, fetches and commits; nothing else of it is used. A
record counts as done when its step has done it durably: what the step says goes through
our own log, which waits for every acknowledgement. Faust by itself acknowledges a record whose
agent raised or was cancelled, and one whose result the broker refused.

Each stage has an app, and so a consumer, of its own: within one, a stage whose buffer is full
keeps the records of the other from coming. The agent only passes its records on; a task beside
it takes all that wait, so that they share what each would cost by itself: a turn of a thread,
an acknowledgement.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import faust
import structlog

from contracts.topics import Topic
from runtime.clock import Clock
from runtime.handling import Handling, Outcome, may_heal
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.connection import password, tls_context
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.thread import kafka_errors
from runtime.log.kafka.watchdog import Partition, Watchdog
from runtime.loop import StageHealth
from runtime.stage import Record
from runtime.steps import Step
from runtime.telemetry import count
from runtime.worker import first_of

STOP_DEADLINE_S: Final = 25.0  # of the thirty that a clean stop has in all
_SESSION_S: Final = 10.0  # a killed worker's partitions move after so long
_HEARTBEAT_S: Final = 1.0
_COMMIT_S: Final = 0.25  # what a crash may repeat, and what it has in hand
_BUFFERED: Final = 16  # records, in Faust and here; pages can be a megabyte each
_TURN_S: Final = 1.0  # then what is done is acknowledged, if it is not all
_FIRST_BACKOFF_S: Final = 0.5
_LONGEST_BACKOFF_S: Final = 30.0

_log = structlog.get_logger(__name__)


class Agent:
    """One worker of one stage, in the consumer group that has the stage's name.

    Args:
        kafka: where the topics are.
        step: the stage, stateless.
        log: where dead letters go, and what the watchdog asks; it made the topics.
        clock: dates the dead letters.
        watchdog: ends the process when a partition of ours does not move on.
    """

    def __init__(
        self, kafka: Kafka, step: Step, log: KafkaLog, clock: Clock, watchdog: Watchdog
    ) -> None:
        self._kafka = kafka
        self._step = step
        self._log = log
        self._handling = Handling(step, log, clock)
        self._watchdog = watchdog
        self._halt = asyncio.Event()
        self._idle = asyncio.Event()  # no record is in hand
        self._idle.set()
        self._held = ""  # why it waits

    async def run(self, stop: asyncio.Event, deadline_s: float = STOP_DEADLINE_S) -> None:
        """Work until `stop`; the records in hand are finished first, if they can be.

        Raises:
            StageFailedError: everything fails, the fault is ours.
            StoreError: the broker is away at the start.
            FencedError: another process has taken our place.
        """
        coming = asyncio.Queue[Any](_BUFFERED)
        with tempfile.TemporaryDirectory() as folder:
            app = self._app(folder, coming)
            serving = asyncio.create_task(self._serve(app, coming))
            try:
                with kafka_errors(self._step.name):
                    await app.start()
                self._watchdog.watch(self._step, lambda: self._ours(app), lambda: bool(self._held))
                await first_of(stop.wait(), asyncio.wait([serving]))
            finally:
                self._watchdog.close()
                await self._stop(app, deadline_s)
                serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving

    def health(self) -> StageHealth:
        """Say how the stage is doing, all workers of the group together; from any thread.

        `stalled_s` is 0: whoever stands still is ended by the watchdog.

        Raises:
            StoreError: the broker is away.
        """
        return StageHealth(
            stage=self._step.name,
            topic=self._step.reads.name,
            lag=self._log.lag(self._step.reads, self._step.name),
            stalled_s=0.0,
            dead=self._handling.dead,
            held=self._held,
        )

    def _app(self, folder: str, coming: "asyncio.Queue[Any]") -> Any:
        app = faust.App(
            self._kafka.prefix + self._step.name,
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
            stream_buffer_maxsize=_BUFFERED,
            stream_wait_empty=False,
        )
        topic = app.topic(
            self._kafka.prefix + self._step.reads.name,
            key_type=bytes,
            value_type=bytes,
            key_serializer="raw",
            value_serializer="raw",
        )
        app.agent(topic, name=self._step.name)(_agent(coming))
        app.finalize()
        return app

    async def _serve(self, app: Any, coming: "asyncio.Queue[Any]") -> None:
        """Do what comes, batch by batch, until cancelled; see `run` for errors."""
        while True:
            events = [await coming.get()]
            while not coming.empty():
                events.append(coming.get_nowait())
            # What was fetched before the partitions moved comes again, here or elsewhere.
            generation = app.consumer_generation_id
            await self._do([each for each in events if each.message.generation_id == generation])

    async def _do(self, events: list[Any]) -> None:
        """Return when no record need come again; wait for ever if that is not to be."""
        backoff = _FIRST_BACKOFF_S
        while events and not self._halt.is_set():
            try:
                await self._take(events)
                self._held = ""
            except Exception as error:
                if not may_heal(error):
                    raise
                self._hold(error)
                await first_of(self._halt.wait(), asyncio.sleep(backoff))
                backoff = min(backoff * 2, _LONGEST_BACKOFF_S)
        if events:
            await asyncio.Event().wait()  # until we are cancelled: not done, so not acknowledged

    async def _take(self, events: list[Any]) -> None:
        """Do what can be done, acknowledge it and take it off `events`."""
        records = [_record(self._step.reads, event.message) for event in events]
        done: list[Outcome] = []
        self._idle.clear()
        try:
            await asyncio.to_thread(self._work, records, done)
        finally:
            for event in events[: len(done)]:
                event.ack()
            del events[: len(done)]
            self._idle.set()

    def _work(self, records: Sequence[Record], done: list[Outcome]) -> None:
        """Add to `done` what came of each record, as far as it gets."""
        began = time.monotonic()

        def halted() -> bool:
            return self._halt.is_set() or time.monotonic() - began > _TURN_S

        for outcome in self._handling.take(records, halted):
            done.append(outcome)

    def _ours(self, app: Any) -> Sequence[Partition]:
        prefix = len(self._kafka.prefix)
        return [(each.topic[prefix:], each.partition) for each in tuple(app.consumer.assignment())]

    def _hold(self, error: Exception) -> None:
        self._held = f"{type(error).__name__}: {error}"
        count("records_total", stage=self._step.name, outcome="held")
        _log.warning("stage held", stage=self._step.name, reason=self._held)

    async def _stop(self, app: Any, deadline_s: float) -> None:
        """Stop Faust; a flush or a commit of it may hang for as long as a broker does."""
        self._halt.set()
        try:
            async with asyncio.timeout(deadline_s):
                await self._idle.wait()
                await app.stop()
        except TimeoutError:
            name = self._step.name
            _log.error("did not stop in time, left behind", worker=name, deadline_s=deadline_s)


def _agent(coming: "asyncio.Queue[Any]") -> Callable[[Any], Awaitable[None]]:
    async def agent(stream: AsyncIterator[Any]) -> None:
        async for event in stream.noack().events():  # type: ignore[attr-defined]
            await coming.put(event)

    return agent


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
