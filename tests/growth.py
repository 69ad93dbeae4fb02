"""Whether what a text costs grows with its length, whatever else the machine does.

Processor time, the best of three, and four times the length: a square would cost sixteen times as
much, so twice what is fair leaves room for a loaded machine on one side and for the fault on the
other.
"""

import time
from collections.abc import Callable
from typing import Final

LONG: Final = 20_000  # characters
_TIMES: Final = 4
_ALLOWANCE_S: Final = 0.05


def seconds(act: Callable[[], object]) -> float:
    """Return the processor time of one act, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        act()
        best = min(best, time.process_time() - begun)
    return best


def assert_linear(cost: Callable[[int], float], long: int = LONG) -> None:
    """Fail unless a text of `long` characters costs little more than four of a quarter of it."""
    cost(long // 20)  # what is compiled and cached at first use
    short = cost(long // _TIMES)
    assert cost(long) < 2 * _TIMES * short + _ALLOWANCE_S
