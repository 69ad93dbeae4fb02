"""One holder at a time, by the database's clock; whoever lost a lease commits nothing more."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from contracts.errors import LeaseLostError, StoreError
from contracts.topics import CHANGES, REPORTS
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageLoop
from runtime.stage import Put, Record
from runtime.steps import Stateful
from runtime.store.engine import reading, writing
from runtime.store.leases import LEASES, StoreLeases
from runtime.store.outbox import enqueue, relay, waiting
from tests.runtime.tally import Tally

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
HOLDER = """
import sys, threading
from pathlib import Path
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from runtime.loop import StageLoop
from runtime.steps import Stateful
from runtime.store.engine import open_store
from runtime.store.leases import StoreLeases
from tests.runtime.tally import Tally

engine = open_store(sys.argv[1])
log = SqliteLog(Path(sys.argv[2]) / "log.db", utc_now)
step = Stateful(Tally(loud=True), engine, log, StoreLeases(engine, ttl_s=1))
StageLoop(step, log, utc_now).serve(threading.Event())
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.db", lambda: NOON)
    yield log
    log.close()


def run_out(engine: Engine, name: str) -> None:
    """Let the time of a lease pass, as it does while its holder is frozen."""
    with writing(engine) as connection:
        connection.execute(update(LEASES).where(LEASES.c.name == name).values(expires_at=1))


def epoch(engine: Engine, name: str) -> int:
    with reading(engine) as connection:
        return connection.execute(select(LEASES.c.epoch).where(LEASES.c.name == name)).scalar_one()


def commit(engine: Engine, leases: StoreLeases, name: str) -> None:
    with writing(engine) as connection:
        leases.confirm(connection, name)


def tally(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT key, times FROM test_tally")).all()
    return {key: times for key, times in rows}


def feed(log: SqliteLog, *keys: str) -> None:
    log.append([Put(REPORTS, key, key.encode()) for key in keys])


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_name_has_one_holder(engine: Engine, connect: Callable[[], Engine]) -> None:
    one, two = StoreLeases(engine), StoreLeases(connect())
    assert one.take(["fold", "alerts"]) == {"fold", "alerts"}
    assert two.take(["fold", "relay"]) == {"relay"}
    assert one.take(["relay", "fold"]) == {"fold"}
    with pytest.raises(LeaseLostError) as caught:
        commit(engine, two, "fold")
    assert caught.value.retry


def test_many_that_ask_at_once_share_the_names(
    engine: Engine, connect: Callable[[], Engine]
) -> None:
    names = [f"feed {number}" for number in range(40)]
    all_ = [StoreLeases(connect()) for _ in range(4)]
    got: list[frozenset[str]] = []
    threads = [threading.Thread(target=lambda one=one: got.append(one.take(names))) for one in all_]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(name for part in got for name in part) == sorted(names)


def test_a_holder_that_works_or_looks_in_time_keeps_its_name(engine: Engine) -> None:
    now = [0.0]
    one = StoreLeases(engine, ttl_s=60, elapsed=lambda: now[0])
    two = StoreLeases(engine, ttl_s=60)
    one.take(["fold"])
    run_out(engine, "fold")
    commit(engine, one, "fold")  # late, but nobody came: the lease runs anew
    assert two.take(["fold"]) == set()
    run_out(engine, "fold")
    now[0] = 21.0
    assert one.take(["fold"]) == {"fold"}
    assert two.take(["fold"]) == set()
    assert epoch(engine, "fold") == 1


def test_who_was_frozen_too_long_has_lost(engine: Engine) -> None:
    now = [0.0]
    one, two = StoreLeases(engine, elapsed=lambda: now[0]), StoreLeases(engine)
    one.take(["fold"])
    run_out(engine, "fold")
    assert two.take(["fold"]) == {"fold"}
    assert epoch(engine, "fold") == 2
    with pytest.raises(LeaseLostError):
        commit(engine, one, "fold")
    assert one.take(["fold"]) == set()
    commit(engine, two, "fold")
    two.release(["fold"])
    assert one.take(["fold"]) == {"fold"}
    assert epoch(engine, "fold") == 3


def test_who_is_in_a_commit_is_not_taken_over(
    engine: Engine, connect: Callable[[], Engine]
) -> None:
    one, two = StoreLeases(engine), StoreLeases(connect())
    one.take(["fold"])
    run_out(engine, "fold")
    with writing(engine) as connection:
        one.confirm(connection, "fold")  # late, but in time
        assert two.take(["fold"]) == set()
        connection.execute(update(LEASES).values(expires_at=1))  # frozen from here on
        assert two.take(["fold"]) == set()
    assert two.take(["fold"]) == {"fold"}


def test_a_frozen_transaction_is_ended_by_the_server(
    engine: Engine, connect: Callable[[], Engine]
) -> None:
    """It holds the lease's row; the time that it may be idle for is shortened for the test."""
    one, two = StoreLeases(engine), StoreLeases(connect())
    one.take(["fold"])

    def freeze() -> None:
        with writing(engine) as connection:
            connection.execute(text("SET idle_in_transaction_session_timeout = '50ms'"))
            one.confirm(connection, "fold")
            connection.execute(update(LEASES).values(expires_at=1))
            until(lambda: two.take(["fold"]) == set() and idle_ended(connect()))

    def idle_ended(other: Engine) -> bool:
        with reading(other) as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
            return connection.execute(text(query)).scalar_one() == 0

    with pytest.raises(StoreError) as caught:
        freeze()
    assert caught.value.retry
    run_out(two._engine, "fold")
    assert two.take(["fold"]) == {"fold"}


class Frozen(Tally):
    """Stops in the middle of its step until it is told to go on."""

    def __init__(self, meanwhile: Callable[[int], None]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        puts = super().handle(record, connection)
        self._meanwhile(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
        return puts


def test_what_a_frozen_stage_had_under_way_is_not_kept(
    engine: Engine, connect: Callable[[], Engine], log: SqliteLog
) -> None:
    """Its transaction was ended for it; another did the record before it woke up."""
    second = connect()
    standby = Stateful(Tally(), second, log)

    def taken_over(backend: int) -> None:
        with writing(second) as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        until(lambda: gone(backend))
        run_out(second, "tally")
        assert standby.ready()
        assert standby.do([record])

    def gone(backend: int) -> bool:
        with reading(second) as connection:
            query = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
            return connection.execute(query, {"pid": backend}).scalar_one() == 0

    first = Stateful(Frozen(taken_over), engine, log)
    feed(log, "a")
    (record,) = log.read(REPORTS, "tally", 1)
    assert first.ready()
    assert not standby.ready()
    with pytest.raises(StoreError) as caught:
        first.do([record])
    assert caught.value.retry
    with pytest.raises(LeaseLostError):
        first.do([record])
    with pytest.raises(LeaseLostError):
        first.settle()
    assert tally(second) == {"a": 1}
    standby.settle()
    assert [each.key for each in log.read_from(CHANGES, 0, 10)] == ["a"]
    assert not waiting(second)


def test_a_standby_reads_nothing_and_follows_at_once(
    engine: Engine, connect: Callable[[], Engine], log: SqliteLog
) -> None:
    one = StageLoop(Stateful(Tally(), engine, log), log, lambda: NOON)
    two = StageLoop(Stateful(Tally(), connect(), log), log, lambda: NOON)
    halt = threading.Event()
    worker = threading.Thread(target=one.serve, args=(halt,))
    feed(log, "a")
    worker.start()
    until(lambda: log.lag(REPORTS, "tally") == 0)
    turn = two.turn()
    assert (turn.standby, turn.held, turn.handled) == (True, "", 0)
    halt.set()
    worker.join(20)
    feed(log, "b")
    assert two.turn().handled == 1
    assert tally(engine) == {"a": 1, "b": 1}


def test_a_stage_relays_its_own_rows_and_no_others(engine: Engine, log: SqliteLog) -> None:
    """A row that commits late, under a smaller number, is neither lost nor sent by another."""
    fold, alerts = StoreLeases(engine), StoreLeases(engine)
    fold.take(["fold"])
    alerts.take(["alerts"])
    with writing(engine) as late:
        enqueue(late, "fold", [Put(CHANGES, "early number", b"1")])
        with writing(engine) as connection:
            enqueue(connection, "alerts", [Put(CHANGES, "late number", b"2")])
        assert relay(engine, log, "alerts", alerts) == 1
    with writing(engine) as connection:
        enqueue(connection, "alerts", [Put(CHANGES, "later number", b"3")])
    assert relay(engine, log, "alerts", alerts) == 1
    assert relay(engine, log, "fold", fold) == 1
    said = [each.key for each in log.read_from(CHANGES, 0, 10)]
    assert said == ["late number", "later number", "early number"]


@pytest.mark.slow
def test_a_process_that_is_stopped_and_goes_on(
    url: str, connect: Callable[[], Engine], log: SqliteLog, tmp_path: Path
) -> None:
    """SIGSTOP, for longer than its lease; another takes over, and it must not do a thing."""
    engine = connect()
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url, tmp_path], stdout=subprocess.DEVNULL
    )
    two = StageLoop(Stateful(Tally(), engine, log, StoreLeases(engine, ttl_s=1)), log, lambda: NOON)
    with child:
        feed(log, "a", "b")
        until(lambda: log.lag(REPORTS, "tally") == 0)
        os.kill(child.pid, signal.SIGSTOP)
        feed(log, "c", "d")
        until(lambda: two.turn().handled > 0)
        os.kill(child.pid, signal.SIGCONT)
        for key in "efgh":
            feed(log, key)
            until(lambda: two.turn().handled > 0)
        assert epoch(engine, "tally") == 2
        child.kill()
    assert tally(engine) == dict.fromkeys("abcdefgh", 1)
    assert [each.key for each in log.read_from(CHANGES, 0, 100)] == list("abcdefgh")
