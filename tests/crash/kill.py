"""`make crash`: kill -9 `basewatch run` twenty times while the demo's newspapers feed it.

The papers and the receivers live here and are never killed. Afterwards a checker compares
what was printed with what was folded and delivered: nothing lost, no incident twice, no
alert under a second id.
"""

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from basewatch.archive import LOG_FILE, embedded_archive
from basewatch.demo.articles import PAPERS, Piece, pieces
from contracts import codec, topics
from contracts.messages import AlertKind, ArticleReports
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from tests.crash.checker import repeated, undelivered
from tests.crash.world import World, world

_REPRINTS: Final = 3  # papers that print each article
_LIVES: Final = (0.3, 4.0)  # seconds a process lives, uniformly drawn
_DEADLINE_S: Final = 90.0  # for the last process to finish everything
_ATTACKS: Final = 2
_STOP_S: Final = 35.0  # for a clean end
_RULES: Final = """
[[rules]]
type = "watched_base"
name = "western Iraq"
bases = ["iq-ain-al-asad"]
[[rules]]
type = "escalation"
name = "escalation"
countries = ["IQ", "JO"]
"""


def articles(now: datetime) -> list[tuple[Piece, datetime]]:
    """Return what is printed and with which date: two attacks, two days apart, much reprinted."""
    first, second = now - timedelta(days=2), now - timedelta(hours=2)
    found = []
    for piece in pieces(first, second):
        at = first + piece.after if piece.act == 1 else now
        for number in range(1 if piece.revises else _REPRINTS):
            found.append((_reprint(piece, number), at))
    return found


def _reprint(piece: Piece, number: int) -> Piece:
    if number == 0:
        return piece
    keys = list(PAPERS)
    paper = keys[(keys.index(piece.paper) + number) % len(keys)]
    return replace(piece, paper=paper, slug=f"{piece.slug}-{number}")


async def start(of: World) -> asyncio.subprocess.Process:
    """Start the service; what it says goes to run.log."""
    with (of.folder / "run.log").open("ab") as said:
        return await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("basewatch"),
            *("run", "--config", str(of.config)),
            stdout=said,
            stderr=said,
        )


async def first_round(of: World) -> None:
    """Let one process see the papers while they are empty: what comes later is news."""
    process = await start(of)
    async with asyncio.timeout(_DEADLINE_S):
        while not all(paper.asked >= 2 for paper in of.stand.papers.values()):
            await asyncio.sleep(0.1)
    process.terminate()
    await asyncio.wait_for(process.wait(), _STOP_S)


async def kills(of: World, count: int, chance: random.Random) -> None:
    """Start, print, kill -9; `count` times, with all articles printed by the last."""
    to_print = articles(utc_now())
    per_life = -(-len(to_print) // count)
    for number in range(count):
        process = await start(of)
        life = chance.uniform(*_LIVES)
        batch, to_print = to_print[:per_life], to_print[per_life:]
        for piece, at in batch:
            of.publish(piece, at)
            await asyncio.sleep(life / (len(batch) + 1))
        await asyncio.sleep(life / (len(batch) + 1))
        process.kill()
        await process.wait()
        print(f"  killed {number + 1:>2} of {count} after {life:.1f} s", flush=True)


async def finish(of: World) -> int:
    """Let one process do what is left, end it cleanly, and return its exit code."""
    process = await start(of)
    waited = 0.0
    while waited < _DEADLINE_S and not await asyncio.to_thread(_is_done, of, process.pid):
        await asyncio.sleep(0.5)
        waited += 0.5
    process.terminate()
    return await asyncio.wait_for(process.wait(), _STOP_S)


def _is_done(of: World, pid: int) -> bool:
    """Tell whether the process heeds signals and has nothing more to fold or to deliver."""
    said = (of.folder / "run.log").read_text("utf-8").splitlines()
    runs = any("running" in line and str(pid) in line for line in said)
    with contextlib.suppress(Exception):
        return runs and not (_unfolded(of) or _undelivered(of))
    return False


def _unfolded(of: World) -> list[str]:
    log = SqliteLog(of.folder / "data" / LOG_FILE, utc_now)
    try:
        if log.lag(topics.REPORTS, "fold") or log.lag(topics.CHANGES, "alerts"):
            return ["reports or changes wait"]
        records = log.read_from(topics.REPORTS, 0, 100_000)
    finally:
        log.close()
    folded = {
        codec.decode(ArticleReports, each.value, topic=each.topic).article.url for each in records
    }
    return sorted(set(of.printed) - folded)


def _undelivered(of: World) -> list[str]:
    with embedded_archive(of.folder / "data") as archive:
        return undelivered(of, archive.alerts())


def problems(of: World) -> list[str]:
    """Say what was lost, repeated under another id, or told twice; empty when nothing was."""
    return [*_lost(of), *_split(of), *repeated(of)]


def _lost(of: World) -> list[str]:
    return [f"lost: {each}" for each in (*_unfolded(of), *_undelivered(of))]


def _split(of: World) -> list[str]:
    """Every attack is one incident: one new_attack alert a day."""
    with embedded_archive(of.folder / "data") as archive:
        alerts = [each for each in archive.alerts() if each.kind is AlertKind.NEW_ATTACK]
    days = Counter(str(each.when.end.date()) for each in alerts if each.when.end)
    found = [f"{day}: {count} new attacks for one" for day, count in days.items() if count > 1]
    return found if len(alerts) == _ATTACKS else [*found, f"{len(alerts)} attacks, not {_ATTACKS}"]


async def main(count: int, seed: int) -> int:
    """Run it all; returns the exit code."""
    print(f"kill -9 of `basewatch run`, {count} times (--seed {seed})")
    with tempfile.TemporaryDirectory(prefix="basewatch-crash-") as folder:
        async with world(Path(folder), _RULES) as of:
            await first_round(of)
            await kills(of, count, random.Random(seed))
            code = await finish(of)
            wrong = problems(of) + [f"a clean stop ended with {code}"] * bool(code)
            repeats = len(of.hook.bodies) - len({identity for identity, _ in of.hook.bodies})
            print(
                f"{len(of.printed)} articles printed, {len(of.hook.bodies)} webhooks and "
                f"{len(of.mailbox.raw)} mails taken, {repeats} webhooks repeated with their id"
            )
            if wrong:
                print((Path(folder) / "run.log").read_text()[-4000:])
    print("\n".join(wrong) or "nothing lost, nothing told twice")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.count, given.seed)))
