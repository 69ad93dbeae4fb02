"""The embedded service: what the log and the loop cost, and how late an alert is.

Here the wall clock counts, too: what is measured is waiting. Each table's peer is measured
in the same run.
"""

import asyncio
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import httpx
from aiohttp import web
from sqlalchemy import Connection, Engine
from standardwebhooks import Webhook

from alerts.delivery import Deliverer
from basewatch import stages
from basewatch.demo.receivers import Hook
from basewatch.demo.story import SECRET, StoryClock
from basewatch.settings import Settings
from benchmarks import inputs, measure
from benchmarks.judge import record
from benchmarks.measure import Contender
from contracts import topics
from ingest.poller import Ingest
from ingest.reader import Reader
from ingest.sources import Context
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from runtime.logs import configure_logs
from runtime.loop import StageLoop
from runtime.stage import Put, Record
from runtime.steps import Stateful, Stateless, Step
from runtime.store.engine import memory_store, open_store

_BATCH: Final = 40  # records a round
_SYNCS: Final = 7  # durable writes between a page's arrival and the webhook
_ARTICLES: Final = 200
_LONGEST_S: Final = 42.0  # of the articles together
_ANY_PHASE_S: Final = 0.25  # news knows nothing of when the service next looks
_APART: Final = timedelta(days=40)  # each attack is a new one
_VALUE: Final = b"x" * 20_000  # a packed page


@dataclass(frozen=True, slots=True)
class Echo:
    """A stage that does nothing: what is left is the loop."""

    name: str = "echo"
    reads: topics.Topic = topics.PAGES

    def handle(self, record: Record) -> Sequence[Put]:
        """Pass it on."""
        return (Put(topics.ARTICLES, record.key, record.value),)


def throughput(folder: Path) -> None:
    """Compare the log with a file that is synced as often, and the loop with the log."""
    log = SqliteLog(folder / "bare.db", utc_now)
    put = Put(topics.ARTICLES, "key", _VALUE)
    number = itertools.count()
    with (folder / "plain").open("wb") as plain:

        def sync() -> None:
            for _ in range(_BATCH):
                plain.write(_VALUE)
                plain.flush()
                os.fdatasync(plain.fileno())

        def append() -> None:
            for _ in range(_BATCH):
                log.append([put])

        def loop() -> None:
            inner = SqliteLog(folder / f"loop{next(number)}.db", utc_now)
            inner.append([Put(topics.PAGES, "key", _VALUE)] * _BATCH)
            turning = StageLoop(Stateless(Echo(), inner), inner, utc_now)
            while not turning.turn().empty:
                continue
            inner.close()

        peer = "write and fdatasync"
        found = [
            Contender(peer, sync, _BATCH),
            Contender("SqliteLog.append", append, _BATCH),
            Contender("stage loop, doing nothing", loop, _BATCH),
        ]
        wall = [Contender(each.name, each.act, each.per) for each in found]
        measure.show("20 kB records", measure.alternate(found, 5), peer, "record")
        measure.alternate(wall, 5, clock=time.perf_counter)
        measure.show("20 kB records", wall, peer, "record", clock="wall")
    log.close()


@dataclass
class Paper:
    """One newspaper: a feed that grows by an article, and its pages."""

    port: int = 0
    articles: list[tuple[str, datetime]] = field(default_factory=list)
    sent_at: float = 0.0  # when the feed's last byte was handed to the network

    @property
    def home(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def feed(self) -> str:
        """Return the newest ten entries as RSS."""
        items = "".join(
            f"<item><title>Rockets hit a base in Iraq</title><link>{self.home}/{number}</link>"
            f"<guid>{number}</guid><pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
            for number, (_, at) in list(enumerate(self.articles))[-10:]
        )
        return f'<rss version="2.0"><channel><title>P</title>{items}</channel></rss>'

    async def serve_feed(self, request: web.Request) -> web.StreamResponse:
        """Send the feed, and note when its last byte went."""
        answer = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await answer.prepare(request)
        await answer.write(self.feed().encode())
        self.sent_at = time.perf_counter()
        await answer.write_eof()
        return answer

    async def serve_page(self, request: web.Request) -> web.Response:
        """Send an article as a page."""
        text, _ = self.articles[int(request.match_info["number"])]
        return web.Response(text=text, content_type="text/html")

    def publish(self, at: datetime) -> None:
        """Print the news of one more attack."""
        number = len(self.articles)
        title = "Rockets hit a base in Iraq"
        text = (
            f"Twelve rockets were fired at Ain al-Asad air base in western Iraq on {at:%A}, "
            f"the base's commander said. Nobody was hurt.\n\n{inputs.quiet_text(number, 6)}"
        )
        self.articles.append((inputs.page(number, title, text), at))

    async def open(self) -> web.AppRunner:
        """Listen on loopback."""
        app = web.Application()
        app.router.add_get("/feed", self.serve_feed)
        app.router.add_get("/{number}", self.serve_page)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        return runner


class TimedHook(Hook):
    """A webhook that notes when it accepted what."""

    def __init__(self) -> None:
        super().__init__(SECRET)
        self.accepted: asyncio.Queue[float] = asyncio.Queue()

    async def _take(self, request: web.Request) -> web.Response:
        answer = await super()._take(request)
        self.accepted.put_nowait(time.perf_counter())
        return answer


def settings(paper: Paper, hook: Hook, data: Path) -> Settings:
    """Return what an operator would write to watch this paper."""
    return Settings.model_validate(
        {
            "data": data,
            "ingest": {
                "interval_s": 86_400.0,
                "host_delay_s": 0.0,
                "allow_addresses": [f"127.0.0.1:{paper.port}"],
                "silence_h": 24.0 * 366,
            },
            "feeds": [{"name": "paper", "url": f"{paper.home}/feed"}],
            "rules": [{"type": "watched_base", "name": "all", "all": True}],
            "receivers": [
                {"type": "webhook", "name": "hook", "addresses": [hook.url], "secret": SECRET}
            ],
            "channels": {"webhook": {"allow_addresses": [f"127.0.0.1:{hook.port}"]}},
            "log": {"level": "error"},
        }
    )


async def latency(folder: Path) -> None:
    """Print articles one by one; time each from its feed's last byte to the webhook's yes."""
    clock, paper, hook = StoryClock(datetime(2024, 1, 20, 15, tzinfo=UTC)), Paper(), TimedHook()
    runner = await paper.open()
    await hook.open()
    config = settings(paper, hook, folder)
    built = stages.build(config)
    with ExitStack() as open_things:
        open_things.callback(built.close)
        engine = open_store(folder / "store.db")
        open_things.callback(engine.dispose)
        log = SqliteLog(folder / "log.db", clock)
        open_things.callback(log.close)
        whole, bare = await _play(_Scene(clock, paper, hook, config, built, engine, log))
    await hook.close()
    await runner.cleanup()
    _report(whole, bare)


@dataclass(frozen=True, slots=True)
class _Scene:
    clock: StoryClock
    paper: Paper
    hook: TimedHook
    config: Settings
    built: stages.Stages
    engine: Engine
    log: SqliteLog

    def parts(self) -> list[Callable[[asyncio.Event], Awaitable[None]]]:
        """Return the service but for ingest, whose polls are ours to time."""
        steps: tuple[Step, ...] = (
            *(Stateless(stage, self.log) for stage in self.built.stateless),
            *(Stateful(stage, self.engine, self.log) for stage in self.built.stateful),
        )
        loops = [StageLoop(step, self.log, self.clock).run for step in steps]
        return [*loops, Deliverer(self.engine, self.config, self.clock).run]


async def _play(scene: _Scene) -> tuple[list[float], dict[str, list[float]]]:
    stop, whole = asyncio.Event(), list[float]()
    bare, chance = _Bare(scene), random.Random(7)  # noqa: S311 - any
    running = [asyncio.ensure_future(part(stop)) for part in scene.parts()]
    feed, clock = scene.config.feeds[0], scene.clock
    async with Ingest(scene.config, scene.engine, scene.log, clock) as ingest, bare.open():
        await ingest.poll(feed)
        began = time.perf_counter()
        while len(whole) <= _ARTICLES and time.perf_counter() - began < _LONGEST_S:
            await asyncio.sleep(chance.uniform(0, _ANY_PHASE_S))
            clock.forward(clock() + _APART)
            scene.paper.publish(clock())
            await ingest.poll(feed)
            accepted = await asyncio.wait_for(scene.hook.accepted.get(), 20)
            whole.append(accepted - scene.paper.sent_at)
            if len(whole) % 5 == 1:  # the parts in the same run, between the articles
                await bare.once()
    stop.set()
    await asyncio.gather(*running)
    return whole[1:], {part: taken[1:] for part, taken in bare.taken.items()}  # the first warms up


class _Bare:
    """The same work as plain calls, one after the other, nothing waiting for anything."""

    def __init__(self, scene: _Scene) -> None:
        self._scene = scene
        self._reader = Reader(20.0)
        self._client = httpx.AsyncClient(trust_env=False)
        self._store = memory_store()
        self._plain = (scene.config.data / "plain").open("wb")
        self.taken: dict[str, list[float]] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Start the worker and the client, and warm up."""
        async with self._reader, self._client:
            with self._plain:
                yield

    async def once(self) -> None:
        """Do the newest article's work again; the store is another one, left empty."""
        scene, number = self._scene, len(self._scene.paper.articles) - 1
        body, url = scene.paper.feed().encode(), f"{scene.paper.home}/{number}"
        with self._timed("read the feed in the worker"):
            await self._reader.entries("rss", body, Context(url=url, now=scene.clock()))
        with self._timed("fetch the page"):
            (await self._client.get(url)).raise_for_status()
        page = scene.log.read_from(topics.PAGES, 0, 10_000)[-1]
        with self._timed("article"):
            (article,) = scene.built.article.handle(page)
        with self._timed("extract"):
            (told,) = scene.built.extract.handle(record(article))
        with self._timed("fold and alerts, in memory"):
            self._decide(record(told))
        with self._timed(f"{_SYNCS} synced writes"):
            for _ in range(_SYNCS):
                self._plain.write(page.value)
                self._plain.flush()
                os.fdatasync(self._plain.fileno())
        await self._post()

    def _decide(self, told: Record) -> None:
        with self._store.connect() as connection:
            said = self._scene.built.fold.handle(told, connection)
            changes = [record(put) for put in said if put.topic == topics.CHANGES]
            if not [put for one in changes for put in self._alerts(one, connection)]:
                raise SystemExit("nothing was alerted: not what is measured")
            connection.rollback()

    def _alerts(self, change: Record, connection: Connection) -> Sequence[Put]:
        return self._scene.built.alerts.handle(change, connection)

    async def _post(self) -> None:
        body, now = self._scene.hook.bodies[-1][1], datetime.now(UTC)
        signed = {
            "webhook-id": "bare",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(SECRET).sign("bare", now, body.decode()),
        }
        with self._timed("POST"):
            answer = await self._client.post(self._scene.hook.url, content=body, headers=signed)
        answer.raise_for_status()
        await self._scene.hook.accepted.get()

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.taken.setdefault(part, []).append(time.perf_counter() - begun)


def _report(whole: list[float], parts: dict[str, list[float]]) -> None:
    sums = [sum(each) for each in zip(*parts.values(), strict=True)]
    rows = {**parts, "bare sum": sums, "service": whole}
    bare = measure.centiles(sums)
    measure.table(
        (f"wall ms, {len(whole)} articles", "p50", "p99", "p50 x sum", "p99 x sum", "times"),
        (
            (name, p50 * 1e3, p99 * 1e3, p50 / bare[0], p99 / bare[1], str(len(taken)))
            for name, taken in rows.items()
            for p50, p99 in [measure.centiles(taken)]
        ),
    )


def main() -> None:
    """Measure and print."""
    configure_logs(sys.stderr, "error")
    with tempfile.TemporaryDirectory() as folder:
        throughput(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(latency(Path(folder)))


if __name__ == "__main__":
    main()
