"""Keeps the parts of a service running together, and ends them together.

a signal          every part is told to stop and has 30 s; a second signal ends all at once
a part that fails the others are told to stop, and its error is raised
"""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from contracts.errors import BasewatchError

DRAIN_S: Final = 30.0
_GRACE_S: Final = 2.0  # for the interpreter's own end, after the drain
_ONE_INTENT_S: Final = 1.0  # timeout(1) and terminals signal a process and its group, both
_log = structlog.get_logger(__name__)

Part = Callable[[asyncio.Event], Awaitable[None]]
"""Runs until the event is set."""


class PartEndedError(BasewatchError):
    """A part of the service ended though nobody told it to."""

    def __init__(self, part: str) -> None:
        super().__init__(f"{part} ended without being told to")
        self.part = part


async def serve(parts: Mapping[str, Part], on_stop: Callable[[], None] = lambda: None) -> None:
    """Run all parts until SIGTERM or SIGINT.

    Args:
        parts: what to run, by name.
        on_stop: called once, when the parts are told to stop.

    Raises:
        PartEndedError: one of them ended by itself.
        Exception: whatever the first part to fail raised.
    """
    stop = asyncio.Event()
    _heed_signals(stop)
    tasks = [asyncio.ensure_future(_watched(name, part, stop)) for name, part in parts.items()]
    _log.info("running", parts=sorted(parts), pid=os.getpid())
    told = asyncio.ensure_future(stop.wait())  # the clock runs even if no part hears it
    await asyncio.wait([*tasks, told], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    on_stop()
    done, late = await asyncio.wait(tasks, timeout=DRAIN_S)
    for task in late:
        task.cancel()
    failures = [error for task in done if (error := task.exception())]
    _log.info("stopped", late=len(late), failed=len(failures))
    if failures:
        raise failures[0]


async def _watched(name: str, part: Part, stop: asyncio.Event) -> None:
    """Run a part; its failure is logged where it happens, for the others may take a while."""
    try:
        await part(stop)
        if not stop.is_set():
            raise PartEndedError(name)
    except Exception as error:
        _log.critical("part failed", part=name, error=str(error), exc_info=error)
        raise


def _heed_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    first_at: list[float] = []

    def heed(number: signal.Signals) -> None:
        if first_at and loop.time() - first_at[0] > _ONE_INTENT_S:
            _log.warning("second signal: ending at once", signal=number.name)
            os._exit(128 + number)
        if not first_at:
            _log.info("stopping", signal=number.name, within_s=DRAIN_S)
            first_at.append(loop.time())
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, heed, number)


def end_process_in_time() -> None:
    """See to it that nothing that hangs keeps this process; kill -9 is safe anywhere."""
    last_resort = threading.Timer(DRAIN_S + _GRACE_S, os._exit, (1,))
    last_resort.daemon = True
    last_resort.start()
