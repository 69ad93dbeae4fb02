"""Many machines: what a second worker takes and costs, and how late an alert is through Kafka.

A broker and a database start with it (Java 17, Maven and PostgreSQL), and everything shares
this machine's cores. `make bench-kafka`.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import psycopg
from aiohttp import web

from basewatch import parts, stages
from basewatch.demo.outcome import alerts
from basewatch.demo.receivers import Hook
from basewatch.demo.story import SECRET
from basewatch.rows import Row
from basewatch.settings import load
from benchmarks import inputs, measure
from contracts import codec, topics
from contracts.messages import AlertKind, Page
from processors.gazetteer.load import load_gazetteer
from runtime.clock import utc_now
from runtime.log import Log
from runtime.log.kafka import KafkaLog
from runtime.log.sqlite import SqliteLog
from runtime.logs import configure_logs
from runtime.stage import Put
from runtime.store.engine import open_store
from tests.kafka.broker import Cluster, free_ports
from tests.postgres.server import Server

_HITS: Final = 10  # one page in so many tells of an attack, where workers are compared
_RARE_HITS: Final = 25  # likewise, where alerts are timed: near to what feeds bring
_BODIES: Final = 50  # quiet ones, used again under other addresses
_WARM: Final = 200  # pages before anything is counted
_PAGES: Final = 1_500  # of a round
_ROUNDS: Final = 3
_PER_S: Final = 50
_FOR_S: Final = 60
_WITHIN_S: Final = 240.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_SETTINGS: Final = """
data = "{data}"
[[rules]]
type = "watched_base"
name = "all"
all = true
[log]
level = "error"
"""
_SHARED: Final = """
[kafka]
servers = ["{servers}"]
prefix = "{name}."
replication = 1
min_insync = 1
[store]
url = "{store}"
"""
_RECEIVER: Final = """
[[receivers]]
type = "webhook"
name = "hook"
addresses = ["{url}"]
secret = "{secret}"
[channels.webhook]
allow_addresses = ["127.0.0.1:{port}"]
"""


Dress = Callable[[int, str, str], str]
"""Makes a page around an article's number, title and text."""


def bare(_: int, title: str, text: str) -> str:
    """Return a page with nothing around the article: what is timed is the way, not the reading."""
    return f'<html lang="en"><body><article><h1>{title}</h1><p>{text}</p></article></body></html>'


def news(
    count: int, now: datetime, each: int, dress: Dress = inputs.page, first: int = 0
) -> list[tuple[str, Page]]:
    """Return pages, of 165 kB unless dressed otherwise, and the base attacked in one of `each`.

    `first` numbers the first of these bases; nothing else attacks them.
    """
    quiet = [
        (title, dress(number, title, text))
        for number in range(_BODIES)
        for text in [inputs.quiet_text(number)]
        for title in [text.partition(".")[0]]
    ]
    bases = sorted(load_gazetteer().bases.values(), key=lambda base: base.id)[first:]
    found = []
    for number in range(count):
        title, markup, base = *quiet[number % _BODIES], ""
        if number % each == 0 and number // each < len(bases):
            struck = bases[number // each]
            title, base = f"Rockets hit {struck.name}", struck.id
            country = load_gazetteer().countries[struck.country].names[0]
            lead = f"Twelve rockets hit {struck.name} in {country} on {now:%A}, its commander said."
            markup = dress(number, title, f"{lead}\n\n{inputs.quiet_text(number, 6)}")
        url = f"https://paper{number % 7}.example/{uuid.uuid4().hex}"
        row = Row(url, title, f"paper{number % 7}", now, now, html=markup)
        found.append((base, row.page()))
    return found


def put(page: Page) -> Put:
    """Return a page as ingest sends it."""
    return Put(topics.PAGES, page.article_id, codec.encode(page))


@dataclass
class Ground:
    """Servers, on which each contender gets topics and tables of its own."""

    cluster: Cluster
    server: Server
    folder: Path

    def corner(self, more: str = "") -> Path:
        """Write settings for one contender."""
        name = f"scale_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        shared = _SHARED.format(
            servers=self.cluster.servers, name=name, store=self.server.url(name)
        )
        return self.settings(name, shared + more)

    def settings(self, name: str, more: str) -> Path:
        """Write settings with these sections."""
        folder = self.folder / name
        folder.mkdir()
        file = folder / "watch.toml"
        file.write_text(_SETTINGS.format(data=folder) + more, "utf-8")
        return file


@dataclass
class Worker:
    """One process of basewatch."""

    role: str
    process: subprocess.Popen[bytes]
    port: int

    def handled(self, stage: str) -> int:
        """Return how many records of a stage it has taken."""
        found = re.search(
            rf'^basewatch_records_total{{outcome="new",stage="{stage}"}} (\S+)',
            self._get("metrics"),
            re.MULTILINE,
        )
        return int(float(found[1])) if found else 0

    def await_ready(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + _WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self._get("readyz")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"{self.role} did not start")

    def cpu_s(self) -> float:
        """Return the processor time of it and of the processes it has started."""
        return _cpu_s(self.process.pid)

    def _get(self, page: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{page}", timeout=5) as answer:
            return str(answer.read(), "utf-8")


def _cpu_s(pid: int) -> float:
    """See proc(5), /proc/pid/stat: fields 14 to 17, of the process and of its children."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / _TICKS
    children = Path(f"/proc/{pid}/task/{pid}/children")
    listed = {child for task in children.parents[1].iterdir() for child in _children(task)}
    return own + sum(map(_cpu_s, listed))


def _children(task: Path) -> list[int]:
    return [int(pid) for pid in (task / "children").read_text("ascii").split()]


@contextmanager
def running(config: Path, *roles: str) -> Iterator[list[Worker]]:
    """Start processes of these roles, wait until they answer, and end them."""
    workers = []
    try:
        for role, port in zip(roles, free_ports(len(roles)), strict=True):
            command = [Path(sys.executable).with_name("basewatch"), role, "--config", str(config)]
            environment = os.environ | {"BASEWATCH_HEALTH__PORT": str(port)}
            process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own program
            workers.append(Worker(role, process, port))
        for worker in workers:
            worker.await_ready()
        yield workers
    finally:
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.wait()


@contextmanager
def opened_log(config: Path) -> Iterator[KafkaLog]:
    """Open the log that settings name."""
    kafka = load(config).kafka
    assert kafka  # noqa: S101 - we wrote it
    log = KafkaLog(kafka)
    try:
        yield log
    finally:
        log.close()


def drain(log: KafkaLog) -> None:
    """Wait until everything is folded."""
    deadline = time.monotonic() + _WITHIN_S
    while any(log.lag(topic, group) for topic, group in parts.READERS[:-1]):  # nobody alerts
        if time.monotonic() > deadline:
            raise SystemExit("the workers did not finish")
        time.sleep(0.2)


@dataclass
class Share:
    """What some workers did with the same pages."""

    cpu_ms: list[float] = field(default_factory=list)  # an article, all workers together
    wall_ms: list[float] = field(default_factory=list)
    shares: list[tuple[float, ...]] = field(default_factory=list)  # of each worker, article stage


def work(ground: Ground, count: int, into: Share) -> None:
    """Let so many workers take a round of pages."""
    config = ground.corner()
    pages = [put(page) for _, page in news(_WARM + _PAGES, utc_now(), _HITS)]
    with opened_log(config) as log, running(config, *["processors"] * count) as workers:
        log.append(pages[:_WARM])
        drain(log)
        before = [(worker.cpu_s(), worker.handled("article")) for worker in workers]
        began = time.perf_counter()
        for start in range(_WARM, len(pages), 100):
            log.append(pages[start : start + 100])
        drain(log)
        took = time.perf_counter() - began
        after = [(worker.cpu_s(), worker.handled("article")) for worker in workers]
    done = [end[1] - start[1] for start, end in zip(before, after, strict=True)]
    cpu = sum(end[0] - start[0] for start, end in zip(before, after, strict=True))
    into.cpu_ms.append(cpu / _PAGES * 1e3)
    into.wall_ms.append(took / _PAGES * 1e3)
    into.shares.append(tuple(each / sum(done) for each in done))


def workers(ground: Ground) -> None:
    """Compare one worker with two."""
    found = {1: Share(), 2: Share()}
    for _ in range(_ROUNDS):
        for count, share in found.items():
            work(ground, count, share)
    measure.table(
        (
            f"{_PAGES} pages, {100 // _HITS}% hits",
            "CPU ms / page",
            "x one",
            "wall ms / page",
            "shares",
        ),
        (
            (
                f"{count} workers",
                median(share.cpu_ms),
                median(a / b for a, b in zip(share.cpu_ms, found[1].cpu_ms, strict=True)),
                median(share.wall_ms),
                "; ".join(" + ".join(f"{part:.0%}" for part in each) for each in share.shares),
            )
            for count, share in found.items()
        ),
    )


class TimedHook(Hook):
    """A webhook that notes when a new attack on a base was told."""

    def __init__(self) -> None:
        super().__init__(SECRET)
        self.told: dict[str, float] = {}

    async def _take(self, request: web.Request) -> web.Response:
        answer = await super()._take(request)
        at = time.perf_counter()
        for alert in alerts(self.bodies[-1:]):
            if alert.kind is AlertKind.NEW_ATTACK:
                self.told.setdefault(alert.bases[0].id, at)
        return answer


async def send(log: Log, pages: Sequence[tuple[str, Page]], hook: TimedHook) -> list[float]:
    """Append pages at a steady pace; returns the seconds from each attack's page to its alert."""
    sent: dict[str, float] = {}
    began = time.perf_counter()
    for number, (base, page) in enumerate(pages):
        await asyncio.sleep(max(0.0, began + number / _PER_S - time.perf_counter()))
        if base:
            sent[base] = time.perf_counter()
        await asyncio.to_thread(log.append, [put(page)])
    deadline = time.perf_counter() + 30
    while not sent.keys() <= hook.told.keys() and time.perf_counter() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    return [hook.told[base] - at for base, at in sent.items() if base in hook.told]


@asynccontextmanager
async def embedded(ground: Ground, hook: TimedHook) -> AsyncIterator[Log]:
    """Run everything but ingest in this process, on two files."""
    file = ground.settings(f"embedded_{uuid.uuid4().hex[:8]}", receiver(hook))
    config = load(file)
    with ExitStack() as opened:
        engine = open_store(config.data / "store.db")
        opened.callback(engine.dispose)
        log = SqliteLog(config.data / "log.db", utc_now)
        opened.callback(log.close)
        built = stages.build(config)
        opened.callback(built.close)
        built.reader.warm()
        service = parts.everything(config, built, engine, log, utc_now)
        stop = asyncio.Event()
        work = {name: part for name, part in service.parts.items() if name != "ingest"}
        tasks = [asyncio.ensure_future(part(stop)) for part in work.values()]
        yield log
        stop.set()
        await asyncio.gather(*tasks)


@asynccontextmanager
async def on_kafka(ground: Ground, hook: TimedHook) -> AsyncIterator[Log]:
    """Run processors and alerts as processes."""
    config = ground.corner(receiver(hook))
    with opened_log(config) as log, running(config, "processors", "processors", "alerts"):
        yield log


def receiver(hook: Hook) -> str:
    """Return the sections that name a webhook."""
    return _RECEIVER.format(url=hook.url, secret=SECRET, port=hook.port)


async def latency(ground: Ground) -> None:
    """Compare how late alerts are, embedded and through Kafka, at the same pace."""
    found: Mapping[str, list[float]] = {"embedded": [], "Kafka and PostgreSQL": []}
    for _ in range(2):
        for name, way in zip(found, (embedded, on_kafka), strict=True):
            hook = TimedHook()
            await hook.open()
            async with way(ground, hook) as log:
                warm = news(_WARM, utc_now() - timedelta(minutes=5), _RARE_HITS, bare)
                await send(log, warm, hook)
                pages = news(
                    _PER_S * _FOR_S,
                    utc_now() - timedelta(minutes=5),
                    _RARE_HITS,
                    bare,
                    first=_WARM // _RARE_HITS,
                )
                found[name] += await send(log, pages, hook)
            await hook.close()
    base = measure.centiles(found["embedded"])
    measure.table(
        (
            f"wall ms, {_PER_S} pages a second, {100 // _RARE_HITS}% hits",
            "p50",
            "p99",
            "p50 x",
            "p99 x",
            "alerts",
        ),
        (
            (name, p50 * 1e3, p99 * 1e3, p50 / base[0], p99 / base[1], str(len(taken)))
            for name, taken in found.items()
            for p50, p99 in [measure.centiles(taken)]
        ),
    )


def main(wanted: Sequence[str]) -> None:
    """Measure and print both, or the one that is wanted: workers, latency."""
    configure_logs(sys.stderr, "error")
    with (
        tempfile.TemporaryDirectory(prefix="basewatch-scale-") as name,
        Cluster(Path(name) / "kafka") as cluster,
        Server() as server,
    ):
        ground = Ground(cluster, server, Path(name))
        if "latency" not in wanted:
            workers(ground)
        if "workers" not in wanted:
            asyncio.run(latency(ground))


if __name__ == "__main__":
    main(sys.argv[1:])
