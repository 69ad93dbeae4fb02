import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.topics import ALERTS
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


async def test_the_log_is_trimmed_at_once_and_the_stop_is_heard(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.db", lambda: NOON)
    log.append([Put(ALERTS, "k", b"v")])
    stop = asyncio.Event()
    later = NOON + timedelta(days=900)
    trimming = asyncio.create_task(keep_trimmed(log, lambda: later, stop))
    async with asyncio.timeout(10):
        while log.tail(ALERTS, 1):
            await asyncio.to_thread(log.wait, ALERTS, "g", 0.01)
        stop.set()
        await trimming
    log.close()


async def test_an_outage_does_not_end_the_trimming(tmp_path: Path) -> None:
    """A log that is away at this hour is trimmed at a later one; the stop is heard all the same."""
    log = SqliteLog(tmp_path / "log.db", lambda: NOON, busy_timeout_s=0.01)
    other = SqliteLog(tmp_path / "log.db", lambda: NOON)
    stop = asyncio.Event()
    with other.writing():
        trimming = asyncio.create_task(keep_trimmed(log, lambda: NOON, stop))
        done, _ = await asyncio.wait([trimming], timeout=0.2)
        assert not done
    stop.set()
    await asyncio.wait_for(trimming, 10)
    other.close()
    log.close()
