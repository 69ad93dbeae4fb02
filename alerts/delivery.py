"""Deliver what waits in the people's outbox: at least once, each message under one id.

A repeat happens only if the other side took a message and we died, or the connection did,
before that was on record; it then goes again under the same id.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Connection, Engine

import alerts.channels
from alerts import outbox, pace
from alerts.channels import AddressGoneError, Channel, Parcel
from alerts.model import Delivery
from alerts.pace import Batch, Pace
from alerts.settings import AlertSettings
from contracts import plugins
from contracts.errors import DeliveryError, StoreError
from runtime.clock import Clock
from runtime.secret import redact
from runtime.store.engine import reading, writing
from runtime.store.leases import open_leases

log = structlog.get_logger(__name__)

_LOOK_EVERY_S: Final = 0.25  # an indexed query on a nearly empty index
_STORE_WAIT_S: Final = 1.0
_LAST: Final = timedelta(microseconds=1)
_QUEUE: Final = 20  # messages begun for one target, before fresh ones may go in front
_DRAIN_S: Final = 25.0  # a stop waits this long for messages on their way
Target = tuple[str, str]  # receiver, address
Lost = tuple[Delivery, str]  # and why


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed batch and what it says."""

    batch: Batch
    parcel: Parcel


class Deliverer:
    """Targets are served side by side, the messages of one target one after the other."""

    def __init__(
        self,
        engine: Engine,
        settings: AlertSettings,
        clock: Clock,
        catching_up: Callable[[], bool] = lambda: False,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._catching_up = catching_up
        self._channels = _build(settings, clock)
        self._targets = _targets(settings)
        self._leases = open_leases(engine)
        self._me = self._leases.holder
        self._busy: dict[Target, asyncio.Task[None]] = {}
        self._gone: set[Target] = set()  # said 410; asked again after a restart

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; then wait for what is on its way, but not for ever."""
        await self.open()
        while not stop.is_set():
            try:
                await self._start()
            except StoreError as error:
                log.warning("delivery_waits_for_store", reason=str(error))
            await _sleep(stop, _LOOK_EVERY_S)
        await self.close()

    async def open(self) -> None:
        """Take up what a killed process was sending."""
        await self._record(self._take_up)

    async def turn(self) -> int:
        """Deliver all that is due now and wait for it; returns how many messages were tried."""
        started = await self._start()
        await asyncio.gather(*self._busy.values())
        return started

    async def close(self) -> None:
        """Wait for what is on its way, then give back connections."""
        end = asyncio.get_running_loop().time() + _DRAIN_S
        while self._busy and asyncio.get_running_loop().time() < end:
            await asyncio.wait(self._busy.values(), timeout=_STORE_WAIT_S)
            await self._stay(self._leases.take)  # or another process would send it as well
        for task in list(self._busy.values()):
            task.cancel()  # its row stays "sending" and goes again at the next start
        for channel in self._channels.values():
            await channel.close()
        await self._stay(self._leases.release)

    def figures(self) -> outbox.Figures:
        """Say how the outbox stands; reads the store."""
        with reading(self._engine) as connection:
            return outbox.figures(connection)

    @property
    def disabled(self) -> Sequence[Target]:
        """Return the addresses that asked us never to call again."""
        return sorted(self._gone)

    async def _start(self) -> int:
        jobs = await asyncio.to_thread(self._claim, frozenset(self._busy))
        mine: defaultdict[Target, list[Job]] = defaultdict(list)
        for job in jobs:
            mine[job.batch.target].append(job)
        for target, queue in mine.items():
            task = asyncio.create_task(self._serve(queue))
            self._busy[target] = task
            task.add_done_callback(partial(self._idle, target))
        return len(jobs)

    def _idle(self, target: Target, task: asyncio.Task[None]) -> None:
        self._busy.pop(target, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery_broke", receiver=target[0], reason=redact(repr(error)))

    def _claim(self, busy: frozenset[Target]) -> Sequence[Job]:
        """Take what is due out of the outbox, in one transaction; () without one if nothing is."""
        self._leases.take([self._me])
        now = self._pace()
        with reading(self._engine) as connection:
            stuck = outbox.has_stuck(connection, self._leases)
            if not stuck and not any(self._plan(connection, now, busy, lock=False)):
                return ()
        with writing(self._engine) as connection:
            self._leases.confirm(connection, self._me)
            self._take_up(connection)
            lost, batches = self._plan(connection, now, busy, lock=True)
            for row, why in lost:
                outbox.dead(connection, self._me, [row], now.now, why)
            jobs = [self._job(connection, batch, now) for batch in batches]
            for batch in batches:
                outbox.claim(connection, self._me, batch.rows, batch.sent_as)
        for row, why in lost:
            _mourn(row, why)
        return jobs

    def _pace(self) -> Pace:
        alerts = self._settings.alerts
        return Pace(self._clock(), alerts.update_interval, alerts.max_event_age, alerts.give_up)

    def _plan(
        self, connection: Connection, now: Pace, busy: frozenset[Target], *, lock: bool
    ) -> tuple[Sequence[Lost], Sequence[Batch]]:
        """Say what is given up, and what goes out now."""
        catch_up = not self._catching_up()
        rows = outbox.waiting(connection, now.now, catch_up=catch_up, lock=lock)
        idle = [row for row in rows if row.target not in busy]
        lost = [(row, why) for row in idle if (why := self._hopeless(row, now))]
        gone = {row.id for row, _ in lost}
        rows = tuple(row for row in idle if row.id not in gone)
        batches = pace.due(rows, outbox.threads(connection, rows), now)
        return lost, pace.first_of_each(batches, _QUEUE)

    def _hopeless(self, row: Delivery, now: Pace) -> str:
        if row.target in self._gone:
            return "the address is gone (410)"
        if row.target not in self._targets:
            return "the receiver or its address is no longer in the settings"
        return "nobody took it for too long" if pace.is_hopeless(row, now) else ""

    def _job(self, connection: Connection, batch: Batch, now: Pace) -> Job:
        alerts = outbox.alerts(connection, batch.rows)
        last = batch.rows[-1]
        follows = () if batch.digest else alerts[last.id].follows
        references = outbox.sent_as(connection, last, follows) if follows else ()
        return Job(batch, pace.parcel(batch, alerts, references, now))

    async def _serve(self, queue: Sequence[Job]) -> None:
        """Send to one target until something goes wrong; the rest then waits as well."""
        for index, job in enumerate(queue):
            rest = [row for later in queue[index + 1 :] for row in later.batch.rows]
            if not await self._deliver(job, rest):
                return

    async def _deliver(self, job: Job, rest: Sequence[Delivery]) -> bool:
        rows = job.batch.rows
        try:
            await self._channels[rows[0].receiver].send(job.parcel)
        except DeliveryError as error:
            return await self._failed(job, rest, error)
        except AddressGoneError:
            self._gone.add(job.batch.target)
            await self._record(self._gave_up, (*rows, *rest), "the address is gone (410)")
            return False
        except Exception as error:  # one message must not stop the others
            reason = redact(f"{type(error).__name__}: {error}")
            log.exception("delivery_broke", delivery=job.parcel.id)
            return await self._failed(job, rest, DeliveryError("ours", reason, retry=True))
        await self._record(self._went_out, rows)
        log.info("delivered", **_named(rows[-1]), message=job.parcel.id, rows=len(rows))
        return True

    async def _failed(self, job: Job, rest: Sequence[Delivery], error: DeliveryError) -> bool:
        rows = job.batch.rows
        if not error.retry:
            await self._record(self._gave_up, rows, str(error))
            return True
        attempts = max(row.attempts for row in rows) + 1
        wait = timedelta(seconds=max(pace.wait_s(attempts, job.parcel.id), error.retry_after_s))
        log.warning("delivery_failed", **_named(rows[-1]), reason=str(error), attempts=attempts)
        await self._record(self._put_back, rows, rest, self._clock() + wait, str(error))
        return False

    def _went_out(self, connection: Connection, rows: Sequence[Delivery]) -> None:
        outbox.delivered(connection, self._me, rows, self._clock())

    def _gave_up(self, connection: Connection, rows: Sequence[Delivery], why: str) -> None:
        outbox.dead(connection, self._me, rows, self._clock(), why)
        for row in rows:
            _mourn(row, why)

    def _put_back(
        self,
        connection: Connection,
        rows: Sequence[Delivery],
        rest: Sequence[Delivery],
        at: datetime,
        why: str,
    ) -> None:
        """The one that failed comes last next time, should it be the cause."""
        if rest:
            outbox.failed(connection, self._me, rest, at, "waits: the address failed before it")
        outbox.failed(connection, self._me, rows, at + _LAST, why)

    def _take_up(self, connection: Connection) -> None:
        if again := outbox.reopen(connection, self._leases):
            log.info("deliveries_taken_up", count=again)

    async def _stay(self, act: Callable[[Sequence[str]], object]) -> None:
        """Hold our lease on, or let it go, if the store is there."""
        with contextlib.suppress(StoreError):
            await asyncio.to_thread(act, [self._me])

    async def _record(self, act: Callable[..., None], *facts: object) -> None:
        """Write down what happened, however long the store is away: else it would go again."""
        while True:
            try:
                await asyncio.to_thread(self._write, act, facts)
            except StoreError as error:
                log.warning("delivery_waits_for_store", reason=str(error))
                await asyncio.sleep(_STORE_WAIT_S)
            else:
                return

    def _write(self, act: Callable[..., None], facts: Sequence[object]) -> None:
        with writing(self._engine) as connection:
            act(connection, *facts)


def _build(settings: AlertSettings, clock: Clock) -> Mapping[str, Channel]:
    built: dict[str, Channel] = {}
    for receiver in settings.receivers:
        plugin = plugins.find(alerts.channels, receiver.type)
        section = getattr(settings.channels, receiver.type)
        built[receiver.name] = plugin.build(section, receiver, clock)
    return built


def _targets(settings: AlertSettings) -> frozenset[Target]:
    return frozenset(
        (receiver.name, address)
        for receiver in settings.receivers
        for address in receiver.addresses
    )


def _mourn(row: Delivery, why: str) -> None:
    log.error("delivery_dead", **_named(row), reason=why)


def _named(row: Delivery) -> dict[str, str]:
    """Name a delivery in the log: its address may hold a secret, so only host or domain."""
    host = urlsplit(row.address).hostname or row.address.rpartition("@")[2]
    return {"delivery": row.id, "kind": row.kind.value, "receiver": row.receiver, "host": host}


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
