"""`make soak`: kill -9 the processors and the alerts on a real Kafka, again and again.

Six newspapers print thousands of articles; one process reads them, two turn pages into
incidents, two alert. Clean restarts, kills and an outage of the broker follow one another while the
articles flow. Afterwards a checker compares what was printed with what was folded, what was said
with an embedded fold of the same reports, and what was decided with what receivers got.
"""

import argparse
import asyncio
import logging
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from basewatch.parts import READERS
from basewatch.settings import load
from contracts import topics
from contracts.errors import StoreError
from runtime.clock import utc_now
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from tests.crash.checker import repeated, undelivered
from tests.crash.world import World, world
from tests.kafka.broker import Cluster
from tests.postgres.server import Server
from tests.soak import ledger
from tests.soak.crew import Crew
from tests.soak.news import news

_PLACES: Final = {"ingest": 1, "processors": 2, "alerts": 2}
_VICTIMS: Final = ("processors", "alerts")
_LIVES: Final = (4.0, 18.0)  # seconds between two ends in one role, uniformly drawn
_SHOWN: Final = 150  # articles in a paper's feed
_UNREAD: Final = 30  # of them may be such as nobody has fetched yet
_POLL_S: Final = 2.0
_REST_WITHIN_S: Final = 600.0
_TELL_EVERY_S: Final = 30.0
_WELL: Final = (
    "lost 0, repeated under a new id 0; incidents, changes, alerts and decisions equal to an "
    "embedded fold, byte for byte"
)
_RULES: Final = """
[[rules]]
type = "watched_base"
name = "all bases"
all = true
[kafka]
servers = ["{servers}"]
replication = 1
min_insync = 1
[store]
url = "{store}"
[log]
level = "warning"
"""


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    articles: int
    per_s: float
    restarts: int  # of each role
    kills: int  # of each role
    outage_s: float
    seed: int


@dataclass
class Run:
    """One soak under way."""

    plan: Plan
    of: World
    crew: Crew
    cluster: Cluster
    log: KafkaLog
    chance: random.Random
    ends: int = 0
    doing: str = "the first round"

    async def print_news(self) -> None:
        """Print every article; wait while a paper has too many that nobody has fetched."""
        for piece in news(self.plan.articles, utc_now(), self.plan.seed):
            paper = self.of.stand.papers[piece.paper]
            paper.shows = _SHOWN
            while len(paper.printed) - len(paper.read) > _UNREAD:
                await asyncio.sleep(0.1)
            self.of.publish(piece, utc_now())
            await asyncio.sleep(1 / self.plan.per_s)

    async def end_some(self, role: str, how: signal.Signals, times: int) -> None:
        """End a process of `role` after another, at moments that nobody chose."""
        for _ in range(times):
            await asyncio.sleep(self.chance.uniform(*_LIVES))
            await self.chance.choice(self.crew.of(role)).end(how)
            self.ends += 1

    async def end_all(self, how: signal.Signals, times: int) -> None:
        """Do so in every role at the same time."""
        self.doing, self.ends = f"{how.name} x {times} of each role", 0
        await asyncio.gather(*(self.end_some(role, how, times) for role in _VICTIMS))

    async def outage(self) -> None:
        """Take the broker away for a while, without a word."""
        if not self.plan.outage_s:
            return
        self.doing, self.ends = f"no broker for {self.plan.outage_s:.0f} s", 0
        await asyncio.to_thread(self.cluster.nodes[0].end, signal.SIGKILL)
        await asyncio.sleep(self.plan.outage_s)
        await asyncio.to_thread(self.cluster.start)

    async def rest(self) -> str:
        """Wait until nothing is under way; says what still was when time ran out."""
        self.doing = "the rest"
        deadline = time.monotonic() + _REST_WITHIN_S
        while unfinished := await asyncio.to_thread(self._unfinished):
            if time.monotonic() > deadline:
                return f"after {_REST_WITHIN_S:.0f} s: {unfinished}"
            await asyncio.sleep(1)
        return ""

    async def tell(self) -> None:
        """Say every now and then how far it is."""
        began = time.monotonic()
        while True:
            await asyncio.sleep(_TELL_EVERY_S)
            try:
                lags = "/".join(map(str, await asyncio.to_thread(self._lags)))
            except StoreError:
                lags = "no answer"
            print(
                f"  {time.monotonic() - began:6.0f} s  {self.doing} ({self.ends}); printed "
                f"{len(self.of.printed)}, unread {lags}, webhooks {len(self.of.hook.bodies)}",
                flush=True,
            )

    def _lags(self) -> list[int]:
        return [self.log.lag(topic, group) for topic, group in READERS]

    def _unfinished(self) -> str:
        try:
            if any(self._lags()):
                return f"unread records {self._lags()}"
            if waiting := undelivered(self.of, ledger.alerts(self.log)):
                return f"{len(waiting)} alerts not delivered"
            reports = list(ledger.records(self.log, topics.REPORTS))
        except StoreError as error:
            return str(error)
        missing = set(self.of.printed) - ledger.addresses(reports)
        return f"{len(missing)} articles not folded" if missing else ""


@asynccontextmanager
async def opened(plan: Plan, folder: Path, cluster: Cluster, server: Server) -> AsyncIterator[Run]:
    """Open the papers and start the processes; end what is left of them."""
    rules = _RULES.format(servers=cluster.servers, store=server.url())
    kafka = Kafka(servers=tuple(cluster.servers.split(",")), replication=1, min_insync=1)
    log = await asyncio.to_thread(KafkaLog, kafka)
    async with world(folder, rules, _POLL_S) as of:
        crew = Crew(of.config, folder, _PLACES)
        crew.start()
        run = Run(plan, of, crew, cluster, log, random.Random(plan.seed))
        telling = asyncio.create_task(run.tell())
        try:
            yield run
        finally:
            telling.cancel()
            crew.kill()
            log.close()


async def play(run: Run) -> list[str]:
    """Do all of it; returns what went wrong."""
    while not all(paper.asked >= 2 for paper in run.of.stand.papers.values()):
        await asyncio.sleep(0.1)
    printing = asyncio.create_task(run.print_news())
    await run.end_all(signal.SIGTERM, run.plan.restarts)
    await run.end_all(signal.SIGKILL, run.plan.kills)
    await run.outage()
    await printing
    unfinished = await run.rest()
    await run.crew.stop()
    return await asyncio.to_thread(check, run, unfinished)


def check(run: Run, unfinished: str) -> list[str]:
    """Say what was lost, repeated under another id, or differs from an embedded fold."""
    reports = list(ledger.records(run.log, topics.REPORTS))
    lost = set(run.of.printed) - ledger.addresses(reports)
    ran = ledger.said(run.log)
    wanted = ledger.folded(reports, load(run.of.config))
    versions = len({each.value for each in reports})
    letters = run.log.lag(topics.DEAD, "checker")
    taken = run.of.hook.bodies
    again = len(taken) - len({identity for identity, _ in taken})
    print(
        f"{len(run.of.printed)} articles printed, {len(reports)} reports of which "
        f"{len(reports) - versions} are repeats; "
        + ", ".join(f"{len(ran[topic])} {topic.name.removesuffix('.v1')}" for topic in ledger.SAID)
        + f"; {len(taken)} webhooks ({again} repeated with their id) and "
        f"{len(run.of.mailbox.raw)} mails taken"
    )
    print(f"processes ended: {run.crew.endings()}")
    return [
        *[unfinished] * bool(unfinished),
        *[f"lost: {len(lost)} articles, {sorted(lost)[:3]}"] * bool(lost),
        *[f"{letters} dead letters"] * bool(letters),
        *ledger.differences(ran, wanted),
        *(f"not delivered: {each}" for each in undelivered(run.of, ledger.alerts(run.log))),
        *repeated(run.of),
    ]


async def run_all(plan: Plan, folder: Path, cluster: Cluster, server: Server) -> list[str]:
    """Run it all; returns what went wrong."""
    async with opened(plan, folder, cluster, server) as run:
        return await play(run)


def main(plan: Plan) -> int:
    """Start the servers and run it all; returns the exit code."""
    print(plan, flush=True)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # the checker's own client
    with tempfile.TemporaryDirectory(prefix="basewatch-soak-") as name:
        folder = Path(name)
        with Cluster(folder / "kafka") as cluster, Server() as server:
            wrong = asyncio.run(run_all(plan, folder, cluster, server))
        for said in sorted(folder.glob("*.log")) if wrong else ():
            print(f"--- {said.name}\n{said.read_text('utf-8', 'replace')[-2000:]}")
    print("\n".join(wrong) or _WELL)
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("articles", 5000), ("restarts", 20), ("kills", 50), ("seed", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--per-s", type=float, default=6.0)
    parser.add_argument("--outage-s", type=float, default=600.0)
    sys.exit(main(Plan(**vars(parser.parse_args()))))
