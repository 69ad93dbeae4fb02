"""CPU time in alternation, and ratios: what every benchmark shares.

Other work shares the machine, so nothing here is a speed by itself. The contenders take
turns (A B A B), the clock counts only what we and our workers computed, and the ratio is
taken within each round, so what slows a round slows both sides of it.
"""

import asyncio
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Final

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

ROUNDS: Final = 7
_CONSOLE: Final = Console(width=120, highlight=False)
_CPUCLOCK_SCHED: Final = 2  # linux/posix-timers.h: nanoseconds that a process has run


@dataclass(slots=True)
class Contender:
    """One way to do the work. `act` does `per` units of it and gives back anything."""

    name: str
    act: Callable[[], object]
    per: int = 1
    taken: list[float] = field(default_factory=list)  # seconds of CPU a unit, one per round

    @property
    def middle(self) -> float:
        """Return the median over the rounds, in seconds a unit."""
        return median(self.taken)


def cpu_s() -> float:
    """Return the CPU time of this process, of its ended children, and of its live workers."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    live = sum(_clock_of(child.pid) for child in multiprocessing.active_children())
    return time.process_time() + ended.ru_utime + ended.ru_stime + live


def _clock_of(pid: int | None) -> float:
    """Read another process's CPU clock, see clock_getcpuclockid(3); 0 once it is gone."""
    try:
        return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED) if pid else 0.0
    except OSError:
        return 0.0


def alternate(
    contenders: Sequence[Contender], rounds: int = ROUNDS, clock: Callable[[], float] = cpu_s
) -> Sequence[Contender]:
    """Let each do its work once unmeasured, then `rounds` times in turn."""
    for contender in contenders:
        contender.act()
    for _ in range(rounds):
        for contender in contenders:
            begun = clock()
            contender.act()
            contender.taken.append((clock() - begun) / contender.per)
    return contenders


async def alternate_async(
    contenders: Sequence[Contender], rounds: int = ROUNDS
) -> Sequence[Contender]:
    """Do as `alternate` does; each `act` gives back something to await."""

    async def run(contender: Contender) -> None:
        found = contender.act()
        assert asyncio.iscoroutine(found)  # noqa: S101 - a benchmark that measures nothing
        await found

    for contender in contenders:
        await run(contender)
    for _ in range(rounds):
        for contender in contenders:
            begun = cpu_s()
            await run(contender)
            contender.taken.append((cpu_s() - begun) / contender.per)
    return contenders


def show(
    title: str, contenders: Sequence[Contender], peer: str, unit: str, clock: str = "CPU"
) -> None:
    """Print median and range of each, and of its ratio to `peer` within the rounds."""
    base = next(each for each in contenders if each.name == peer)
    table = Table(box=MARKDOWN)
    table.add_column(title)
    for name in (f"{clock} us / {unit}", "min - max", f"x {peer}", "min - max"):
        table.add_column(name, justify="right", no_wrap=False)
    for each in contenders:
        ratios = [one / other for one, other in zip(each.taken, base.taken, strict=True)]
        table.add_row(
            each.name,
            _figure(each.middle * 1e6),
            _range(taken * 1e6 for taken in each.taken),
            "1" if each is base else _figure(median(ratios)),
            "" if each is base else _range(ratios),
        )
    _CONSOLE.print(table)


def centiles(taken: Sequence[float]) -> tuple[float, float]:
    """Return the 50th and the 99th."""
    cuts = quantiles(taken, n=100, method="inclusive")
    return cuts[49], cuts[98]


def table(columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> None:
    """Print any other table; numbers get three digits."""
    shown = Table(box=MARKDOWN)
    for number, name in enumerate(columns):
        shown.add_column(name, justify="right" if number else "left")
    for row in rows:
        shown.add_row(*(cell if isinstance(cell, str) else _figure(cell) for cell in row))
    _CONSOLE.print(shown)


def _range(figures: Iterable[float]) -> str:
    found = list(figures)
    return f"{_figure(min(found))} - {_figure(max(found))}"


def _figure(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"
