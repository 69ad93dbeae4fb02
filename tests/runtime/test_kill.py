"""kill -9 at random moments: what was acknowledged is there, and nothing was done twice."""

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from contracts.topics import CHANGES, REPORTS, Topic
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageLoop
from runtime.stage import Put
from runtime.steps import Stateful
from runtime.store.engine import open_store, reading
from runtime.store.outbox import waiting
from tests.runtime.tally import Tally

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
CHANCE = random.Random(11)

APPEND = """
import sys
from pathlib import Path
from contracts.topics import CHANGES, REPORTS
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put

log = SqliteLog(Path(sys.argv[1]) / "log.db", utc_now)
number = int(sys.argv[2])
while True:
    log.append([Put(topic, str(number), bytes(20_000)) for topic in (REPORTS, CHANGES)])
    print(number, flush=True)
    number += 1
"""

STAGE = """
import sys, threading
from pathlib import Path
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageLoop
from runtime.steps import Stateful
from runtime.store.engine import open_store
from tests.runtime.tally import Tally

folder = Path(sys.argv[1])
log = SqliteLog(folder / "log.db", utc_now)
step = Stateful(Tally(loud=True), open_store(folder / "store.db"), log)
StageLoop(step, log, utc_now).serve(threading.Event())
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def kill_after(process: subprocess.Popen[str], lines: int) -> list[str]:
    """Let it say `lines` lines, kill it, and return all that it had said."""
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    with process:
        said += process.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


def keys(log: SqliteLog, topic: Topic) -> list[str]:
    return [record.key for record in log.read_from(topic, 0, 100_000)]


@pytest.mark.slow
def test_an_acknowledged_append_survives_a_kill(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for attempt in range(4):
        process = start(APPEND, tmp_path, attempt * 1000)
        acknowledged += kill_after(process, CHANCE.randint(2, 60))
    log = SqliteLog(tmp_path / "log.db", lambda: NOON)
    held = keys(log, REPORTS)
    assert set(acknowledged) <= set(held)
    assert len(held) == len(set(held)) <= len(acknowledged) + 4  # one was under way at each kill
    assert held == keys(log, CHANGES)  # all or none
    offsets = [record.offset for record in log.read_from(REPORTS, 0, 100_000)]
    assert offsets == list(range(len(held)))
    log.close()


@pytest.mark.slow
def test_a_killed_stage_does_each_record_once(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.db", lambda: NOON)
    wanted = [str(number) for number in range(300)]
    log.append([Put(REPORTS, key, key.encode()) for key in wanted])
    for _ in range(4):
        kill_after(start(STAGE, tmp_path), CHANCE.randint(2, 50))
    engine = open_store(tmp_path / "store.db")
    loop = StageLoop(Stateful(Tally(), engine, log), log, lambda: NOON)
    while not loop.turn().empty:
        pass
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT key, times FROM test_tally")).all()
    assert {key: times for key, times in rows} == dict.fromkeys(wanted, 1)
    assert not waiting(engine)
    said = keys(log, CHANGES)
    assert list(dict.fromkeys(said)) == wanted  # in order; a repeat carries the same key
    engine.dispose()
    log.close()
