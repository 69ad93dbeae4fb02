"""A library whose broker is away says so eighty times a second: once in a while is enough."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

EVERY_S: Final = 10.0
_REMEMBERED: Final = 1000  # kinds of lines


class OnceInAWhile(logging.Filter):
    """Lets a library's line through if none of its kind came in the last `every_s` seconds.

    Lines are of a kind when the same call wrote them, whatever values it filled in. The next
    one that passes says how many did not. Our own lines, which are dicts, all pass.

    Args:
        every_s: seconds.
        elapsed: a monotonic count of seconds.
    """

    def __init__(
        self, every_s: float = EVERY_S, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._every_s = every_s
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._kinds: dict[tuple[str, int], tuple[float, int]] = {}  # -> passed at, left out since

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether `record` passes; one that stands for others is told how many."""
        if isinstance(record.msg, dict):
            return True
        kind, now = (record.pathname, record.lineno), self._elapsed()
        with self._lock:
            passed_at, left_out = self._kinds.get(kind, (now - self._every_s, 0))
            passes = now - passed_at >= self._every_s
            if len(self._kinds) >= _REMEMBERED:
                self._kinds.clear()
            self._kinds[kind] = (now, 0) if passes else (passed_at, left_out + 1)
        if passes and left_out:
            record.msg, record.args = f"{record.getMessage()} ({left_out} more like it)", ()
        return passes
