"""Processes of basewatch under a supervisor that starts again whatever ends."""

import asyncio
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_GONE_WITHIN_S: Final = 40.0
_BREATH_S: Final = 0.5  # before a process that ended is started again


@dataclass
class Member:
    """One place in the crew: a command, and the process that fills it just now."""

    role: str
    config: Path
    said: Path
    process: asyncio.subprocess.Process | None = None
    ended: Counter[str] = field(default_factory=Counter)  # how -> times
    wanted: bool = True

    async def keep(self) -> None:
        """Start it, and again whenever it ends, until it is no longer wanted."""
        while self.wanted:
            with self.said.open("ab") as said:
                self.process = await asyncio.create_subprocess_exec(
                    Path(sys.executable).with_name("basewatch"),
                    *(self.role, "--config", str(self.config)),
                    stdout=said,
                    stderr=said,
                )
            code = await self.process.wait()
            self.ended[_name(code)] += 1
            await asyncio.sleep(_BREATH_S)

    async def end(self, how: signal.Signals) -> None:
        """Signal the process that is there and wait until it is gone."""
        process = self.process
        if process is not None and process.returncode is None:
            process.send_signal(how)
            await asyncio.wait_for(process.wait(), _GONE_WITHIN_S)


class Crew:
    """All members.

    Args:
        config: the settings file they share.
        folder: where what they say goes, a file a member.
        places: how many processes of each role.
    """

    def __init__(self, config: Path, folder: Path, places: dict[str, int]) -> None:
        self.members = [
            Member(role, config, folder / f"{role}-{number}.log")
            for role, count in places.items()
            for number in range(count)
        ]
        self._tasks: list[asyncio.Task[None]] = []
        self.began_at = time.monotonic()

    def start(self) -> None:
        """Start every member."""
        self._tasks = [asyncio.create_task(member.keep()) for member in self.members]

    def of(self, role: str) -> list[Member]:
        """Return the members of a role."""
        return [member for member in self.members if member.role == role]

    def endings(self) -> dict[str, dict[str, int]]:
        """Count how the processes of each role ended."""
        return {
            role: dict(sum((member.ended for member in self.of(role)), Counter()))
            for role in dict.fromkeys(member.role for member in self.members)
        }

    async def stop(self) -> None:
        """End every member cleanly; one that does not end in time is killed."""
        for member in self.members:
            member.wanted = False
        await asyncio.gather(*(member.end(signal.SIGTERM) for member in self.members))
        await asyncio.gather(*self._tasks)

    def kill(self) -> None:
        """Leave no process behind, whatever happened."""
        for task in self._tasks:
            task.cancel()
        for member in self.members:
            if member.process is not None and member.process.returncode is None:
                member.process.kill()


def _name(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
