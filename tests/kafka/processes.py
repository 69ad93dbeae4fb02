"""Workers as processes that a test starts, kills, and ends with itself."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

_GONE_WITHIN_S = 35.0
_FORKED = multiprocessing.get_context("forkserver")  # from one that has imported everything
_FORKED.set_forkserver_preload(["tests.kafka.warm"])


@dataclass
class Processes:
    """Each runs one function of a module."""

    started: list[BaseProcess] = field(default_factory=list)

    def start(self, work: Callable[..., None], *arguments: object) -> BaseProcess:
        process = _FORKED.Process(target=work, args=arguments)
        process.start()
        self.started.append(process)
        return process

    def stop(self, process: BaseProcess) -> float:
        """End it as a supervisor would; returns the seconds it took."""
        began = time.monotonic()
        process.terminate()
        assert exit_code(process) == 0
        return time.monotonic() - began

    def end(self) -> None:
        """Kill those that are left."""
        for process in self.started:
            process.kill()
            process.join()


def exit_code(process: BaseProcess, within_s: float = _GONE_WITHIN_S) -> int | None:
    """Wait for its end; -9 is kill -9, None that it runs on."""
    process.join(within_s)
    return process.exitcode
