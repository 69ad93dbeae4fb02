"""Run blocking work beside the event loop, and end it in time."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

_log = structlog.get_logger(__name__)


async def run_in_thread(
    name: str, work: Callable[[threading.Event], None], stop: asyncio.Event, deadline_s: float
) -> None:
    """Run `work(halt)` in a thread of its own until it returns, or `stop` is set.

    At `stop`, and when cancelled, `halt` is set and the work has `deadline_s` seconds to
    return. Work that does not is left behind: it must be such that kill -9 is safe, and
    its thread does not keep the process alive.

    Raises:
        Exception: whatever `work` raised.
    """
    halt, ended = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    failures: list[BaseException] = []

    def main() -> None:
        try:
            work(halt)
        except BaseException as error:  # raised again below
            failures.append(error)
        with suppress(RuntimeError):  # the event loop closed: the deadline had passed
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=main, name=name, daemon=True).start()
    try:
        await first_of(stop.wait(), ended.wait())
    finally:
        halt.set()
        await _end_in_time(name, ended, deadline_s)
    if failures:
        raise failures[0]


async def first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Return when the first of `waits` does, and give up the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


async def _end_in_time(name: str, ended: asyncio.Event, deadline_s: float) -> None:
    try:
        await asyncio.wait_for(ended.wait(), deadline_s)
    except TimeoutError:
        _log.error("did not stop in time, left behind", worker=name, deadline_s=deadline_s)
