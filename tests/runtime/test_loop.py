import asyncio
import errno
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from contracts import codec
from contracts.errors import MessageError, StoreError
from contracts.messages import DeadLetter
from contracts.topics import DEAD, PAGES, REPORTS, Topic
from runtime.handling import StageFailedError
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageLoop
from runtime.stage import Put, Record
from runtime.steps import Stateful, Stateless
from runtime.store.engine import open_store
from runtime.store.outbox import enqueue, waiting

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


@dataclass
class Echo:
    """Says each record again on the next topic; fails as it is told to, so often or always."""

    name: str = "echo"
    reads: Topic = PAGES
    faults: dict[str, list[Exception]] = field(default_factory=dict)
    poison: dict[str, Exception] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def handle(self, record: Record) -> Sequence[Put]:
        self.seen.append(record.key)
        if faults := self.faults.get(record.key):
            raise faults.pop(0)
        if record.key in self.poison:
            raise self.poison[record.key]
        return [Put(REPORTS, record.key, record.value)]


@dataclass
class Keeper(Echo):
    """The same, with a transaction."""

    name: str = "keeper"

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:  # type: ignore[override]
        assert connection.in_transaction()
        return Echo.handle(self, record)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.db", lambda: NOON, busy_timeout_s=0.05)
    yield log
    log.close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_store(tmp_path / "store.db", busy_timeout_s=0.05)
    yield engine
    engine.dispose()


def feed(log: SqliteLog, *keys: str, source: str = "") -> None:
    value = json.dumps({"source": source}).encode()
    log.append([Put(PAGES, key, value) for key in keys])


def said(log: SqliteLog, topic: Topic = REPORTS) -> list[str]:
    return [record.key for record in log.read_from(topic, 0, 1000)]


def next_said(log: SqliteLog) -> str:
    assert log.wait(REPORTS, "test", 10)
    (record,) = log.read(REPORTS, "test", 1)
    log.commit(REPORTS, "test", record.offset)
    return record.key


def letters(log: SqliteLog) -> list[DeadLetter]:
    found = log.read_from(DEAD, 0, 1000)
    return [codec.decode(DeadLetter, record.value, topic="dead.v1") for record in found]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Write-lock a database from outside, as a stuck backup would."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def stateless(log: SqliteLog, stage: Echo) -> StageLoop:
    return StageLoop(Stateless(stage, log), log, lambda: NOON)


def stateful(log: SqliteLog, stage: Keeper, engine: Engine) -> StageLoop:
    return StageLoop(Stateful(stage, engine, log), log, lambda: NOON)


@pytest.fixture(params=["stateless", "stateful"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stage(kind: str) -> Echo:
    return Echo() if kind == "stateless" else Keeper()


@pytest.fixture
def loop(log: SqliteLog, engine: Engine, stage: Echo) -> StageLoop:
    if isinstance(stage, Keeper):
        return stateful(log, stage, engine)
    return stateless(log, stage)


# ---------------------------------------------------------------------- both kinds alike


def test_records_go_through_in_order(log: SqliteLog, loop: StageLoop) -> None:
    feed(log, "a", "b", "c")
    turn = loop.turn()
    assert (turn.handled, turn.dead, turn.held) == (3, 0, "")
    assert said(log) == ["a", "b", "c"]
    assert loop.health().lag == 0


def test_nothing_to_do_is_an_empty_turn(loop: StageLoop) -> None:
    assert loop.turn().empty


@pytest.mark.parametrize(
    "fault", [StoreError("the disk is away"), OSError(errno.ENOSPC, "the disk is full")]
)
def test_a_fault_that_may_heal_holds_the_record(
    log: SqliteLog, loop: StageLoop, stage: Echo, fault: Exception
) -> None:
    stage.faults["b"] = [fault]
    feed(log, "a", "b", "c")
    turn = loop.turn()
    assert (turn.handled, turn.dead) == (0, 0)
    assert "the disk is" in turn.held
    assert "the disk is" in loop.health().held
    assert loop.turn().handled == 3
    assert said(log) == ["a", "b", "c"]
    assert letters(log) == []
    assert loop.health().held == ""


def test_a_record_that_cannot_be_handled_becomes_a_dead_letter(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    stage.poison["b"] = MessageError("pages.v1", "no JSON")
    feed(log, "a", "b", "c", source="daily")
    turn = loop.turn()
    assert (turn.handled, turn.dead, turn.held) == (2, 1, "")
    assert said(log) == ["a", "c"]
    (dead,) = letters(log)
    assert (dead.stage, dead.topic, dead.offset, dead.key) == (stage.name, "pages.v1", 1, "b")
    assert (dead.source, dead.at, dead.value) == ("daily", NOON, b'{"source": "daily"}')
    assert dead.error == "MessageError: pages.v1: no JSON"
    assert loop.health().dead == 1


def test_what_is_handled_with_a_record_that_is_not_is_said_once(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    stage.poison["d"] = LookupError("theirs")
    feed(log, *"abcdefg")
    turn = loop.turn()
    assert (turn.handled, turn.repeated, turn.dead) == (6, 0, 1)
    assert said(log) == [*"abcefg"]


def test_what_is_handled_does_not_wait_long_for_what_is_slow(log: SqliteLog) -> None:
    seconds = iter([0.0, 0.1, 0.3])
    feed(log, *"abc")
    step = Stateless(Echo(), log, elapsed=lambda: next(seconds))
    assert step.do(log.read(PAGES, "echo", 10)) == [True, True]
    assert said(log) == ["a", "b"]


def test_a_record_too_large_for_a_letter_stays_where_it_is(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    log.append([Put(PAGES, "large", bytes(5_000_001))])
    stage.poison["large"] = LookupError("theirs")
    assert loop.turn().dead == 1
    (dead,) = letters(log)
    assert (dead.value, dead.offset) == (b"", 0)
    assert dead.error == "LookupError: theirs (its 5000001 bytes stay in the topic)"


def test_five_dead_in_a_row_from_three_sources_stop_the_stage(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    for number, source in enumerate("aabbc"):
        feed(log, f"k{number}", source=source)
        stage.poison[f"k{number}"] = LookupError("ours")
    with pytest.raises(StageFailedError, match="the fault is ours"):
        loop.turn()
    assert len(letters(log)) == 5
    assert loop.health().lag == 5  # nothing is committed: a repaired stage gets them all


def test_one_bad_source_does_not_stop_the_stage(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    keys = [f"k{number}" for number in range(12)]
    feed(log, *keys, source="flood")
    stage.poison = {key: LookupError("theirs") for key in keys}
    assert loop.turn().dead == 12


def test_five_dead_with_a_good_one_between_do_not_stop_the_stage(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    for number in range(9):
        feed(log, f"k{number}", source=f"s{number}")
        if number != 4:
            stage.poison[f"k{number}"] = LookupError("theirs")
    assert loop.turn().dead == 8


def test_records_without_a_source_count_by_their_key(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    log.append([Put(PAGES, f"k{number}", b"\xff not json") for number in range(5)])
    stage.poison = {f"k{number}": LookupError("?") for number in range(5)}
    with pytest.raises(StageFailedError):
        loop.turn()


def test_a_dead_letter_that_cannot_be_written_holds_the_record(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    stage.poison["a"] = LookupError("theirs")
    feed(log, "a")
    with locked(log.path):
        assert "locked" in loop.turn().held
    assert loop.turn().dead == 1
    assert len(letters(log)) == 1


def test_a_locked_log_holds_and_nothing_is_lost(log: SqliteLog, loop: StageLoop) -> None:
    feed(log, "a", "b")
    with locked(log.path):
        assert loop.turn().held
    while not loop.turn().empty:
        pass
    assert sorted(set(said(log))) == ["a", "b"]


def test_the_watchdog_counts_only_while_something_waits(log: SqliteLog) -> None:
    now = [100.0]
    loop = StageLoop(Stateless(Echo(), log), log, lambda: NOON, elapsed=lambda: now[0])
    loop.turn()
    now[0] += 3600
    assert loop.health().stalled_s == 0
    loop.turn()
    feed(log, "a")
    now[0] += 7
    assert loop.health().stalled_s == 7
    loop.turn()
    assert loop.health().stalled_s == 0


# --------------------------------------------------------------------- with a transaction


def test_a_failed_step_leaves_no_row(log: SqliteLog, engine: Engine) -> None:
    @dataclass
    class Torn(Keeper):
        def handle(self, record: Record, connection: Connection) -> Sequence[Put]:  # type: ignore[override]
            enqueue(connection, self.name, super().handle(record, connection))
            raise LookupError("after the write")

    loop = stateful(log, Torn(), engine)
    feed(log, "a")
    assert loop.turn().dead == 1
    assert not waiting(engine)


def test_a_record_done_before_a_crash_is_not_done_again(log: SqliteLog, engine: Engine) -> None:
    stage = Keeper()
    feed(log, "a", "b")
    step = Stateful(stage, engine, log)
    step.do(log.read(PAGES, stage.name, 10))  # the store has them, the log's offset does not
    turn = stateful(log, stage, engine).turn()
    assert (turn.handled, turn.repeated) == (0, 2)
    assert stage.seen == ["a", "b"]
    assert said(log) == ["a", "b"]


def test_what_waits_from_before_a_crash_is_relayed_at_the_start(
    log: SqliteLog, engine: Engine
) -> None:
    feed(log, "a")
    step = Stateful(Keeper(), engine, log)
    records = log.read(PAGES, "keeper", 10)
    step.do(records)
    log.commit(PAGES, "keeper", records[-1].offset)
    assert stateful(log, Keeper(), engine).turn().empty
    assert said(log) == ["a"]


def test_a_log_made_anew_is_read_from_its_start(
    log: SqliteLog, engine: Engine, tmp_path: Path
) -> None:
    feed(log, "a", "b", "c")
    assert stateful(log, Keeper(), engine).turn().handled == 3
    fresh = SqliteLog(tmp_path / "other.db", lambda: NOON)
    feed(fresh, "d", "e")
    assert stateful(fresh, Keeper(), engine).turn().handled == 2
    fresh.close()


def test_a_locked_store_holds_the_record(log: SqliteLog, engine: Engine, tmp_path: Path) -> None:
    loop = stateful(log, Keeper(), engine)
    feed(log, "a")
    with locked(tmp_path / "store.db"):
        assert "locked" in loop.turn().held
    assert loop.turn().handled == 1
    assert letters(log) == []


# ------------------------------------------------------------------------------ running


async def test_running_follows_the_log_until_stopped(log: SqliteLog, loop: StageLoop) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(loop.run(stop))
    for key in "abc":
        await asyncio.to_thread(feed, log, key)
        assert await asyncio.to_thread(next_said, log) == key
    stop.set()
    await asyncio.wait_for(running, 10)
    assert said(log) == ["a", "b", "c"]


async def test_running_waits_out_an_outage(log: SqliteLog, loop: StageLoop, stage: Echo) -> None:
    stage.faults["a"] = [StoreError("away")]
    feed(log, "a")
    stop = asyncio.Event()
    running = asyncio.create_task(loop.run(stop))
    assert await asyncio.to_thread(log.wait, REPORTS, "g", 10)
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_running_ends_with_the_error_that_is_ours(
    log: SqliteLog, loop: StageLoop, stage: Echo
) -> None:
    log.append([Put(PAGES, f"k{number}", b"") for number in range(5)])
    stage.poison = {f"k{number}": LookupError("ours") for number in range(5)}
    with pytest.raises(StageFailedError):
        await asyncio.wait_for(loop.run(asyncio.Event()), 10)


async def test_a_stage_that_hangs_is_left_behind_at_the_deadline(log: SqliteLog) -> None:
    entered, release = threading.Event(), threading.Event()

    class Hanging(Echo):
        def handle(self, record: Record) -> Sequence[Put]:
            entered.set()
            release.wait(30)
            return []

    feed(log, "a")
    stop = asyncio.Event()
    running = asyncio.create_task(stateless(log, Hanging()).run(stop, deadline_s=0.05))
    assert await asyncio.to_thread(entered.wait, 10)
    stop.set()
    await asyncio.wait_for(running, 10)
    release.set()
