import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.topics import ALERTS
from runtime.clock import Clock
from runtime.log.retention import keep_trimmed
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put
from runtime.worker import run_in_thread

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


class Work:
    """Blocks until it is told to end."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.ended = threading.Event()

    def __call__(self, halt: threading.Event) -> None:
        self.started.set()
        assert halt.wait(10)
        self.ended.set()


async def test_work_that_returns_ends_the_run() -> None:
    await run_in_thread("w", lambda _halt: None, asyncio.Event(), 10)


async def test_stop_ends_the_work() -> None:
    work, stop = Work(), asyncio.Event()
    running = asyncio.create_task(run_in_thread("w", work, stop, 10))
    assert await asyncio.to_thread(work.started.wait, 10)
    stop.set()
    await running
    assert work.ended.is_set()


async def test_a_cancelled_run_ends_its_work_first() -> None:
    work = Work()
    running = asyncio.create_task(run_in_thread("w", work, asyncio.Event(), 10))
    assert await asyncio.to_thread(work.started.wait, 10)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert work.ended.is_set()


async def test_the_error_of_the_work_is_the_error_of_the_run() -> None:
    def fail(_halt: threading.Event) -> None:
        raise LookupError("ours")

    with pytest.raises(LookupError, match="ours"):
        await run_in_thread("w", fail, asyncio.Event(), 10)


def once(stop: asyncio.Event, now: datetime) -> Clock:
    """Return a clock that is asked one time: whoever looks at it is told to stop after."""

    def clock() -> datetime:
        stop.set()
        return now

    return clock


async def test_the_log_is_trimmed_at_once_and_the_stop_is_heard(tmp_path: Path) -> None:
    log, stop = SqliteLog(tmp_path / "log.db", lambda: NOON), asyncio.Event()
    log.append([Put(ALERTS, "k", b"v")])
    await keep_trimmed(log, once(stop, NOON + timedelta(days=900)), stop)
    assert log.lag(ALERTS, "g") == 0
    log.close()


async def test_an_outage_does_not_end_the_trimming(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.db", lambda: NOON, busy_timeout_s=0.01)
    other, stop = SqliteLog(tmp_path / "log.db", lambda: NOON), asyncio.Event()
    with other.writing():
        await keep_trimmed(log, once(stop, NOON), stop)
    other.close()
    log.close()
