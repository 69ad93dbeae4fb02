"""Parts that run together end together."""

import asyncio
import os
import signal
from dataclasses import dataclass, field

import pytest

from basewatch.service import PartEndedError, serve


@dataclass
class Steady:
    """Runs until told to stop, and notes that it was."""

    began: asyncio.Event = field(default_factory=asyncio.Event)
    told: bool = False

    async def __call__(self, stop: asyncio.Event) -> None:
        self.began.set()
        await stop.wait()
        self.told = True


async def fails(_: asyncio.Event) -> None:
    raise RuntimeError("five in a row")


async def returns(_: asyncio.Event) -> None:
    """End without being told to."""


@pytest.mark.parametrize(
    ("part", "error", "words"),
    [
        pytest.param(fails, RuntimeError, "five in a row", id="fails"),
        pytest.param(returns, PartEndedError, "odd ended", id="ends"),
    ],
)
async def test_a_part_that_goes_takes_the_others_along(
    part: object, error: type[Exception], words: str
) -> None:
    steady = Steady()

    with pytest.raises(error, match=words):
        await serve({"steady": steady, "odd": part})  # type: ignore[dict-item]

    assert steady.told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_all_parts_and_is_no_error(number: signal.Signals) -> None:
    parts = {"one": Steady(), "two": Steady()}
    stops: list[str] = []

    async def interrupt() -> None:
        await asyncio.gather(*(part.began.wait() for part in parts.values()))
        os.kill(os.getpid(), number)

    await asyncio.gather(serve(parts, lambda: stops.append("stop")), interrupt())

    assert all(part.told for part in parts.values())
    assert stops == ["stop"]


async def test_the_last_resort_is_armed_while_every_part_still_ends() -> None:
    armed = asyncio.Event()

    async def slow(stop: asyncio.Event) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await stop.wait()
        await asyncio.wait_for(armed.wait(), 10)

    await serve({"slow": slow}, armed.set)
