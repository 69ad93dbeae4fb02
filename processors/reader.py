"""Reads pages in worker processes that can be killed: the only file that names pebble."""

from concurrent.futures import TimeoutError as WorkerTimeoutError
from multiprocessing import get_context
from typing import Protocol

from pebble import ProcessExpired, ProcessPool

from contracts.errors import ExtractError
from processors.page_text import read_page


class Reader(Protocol):
    """Finds the article in a page."""

    def read(self, url: str, page: str, want_day: bool) -> tuple[str, str]:
        """Return the article's text and, if wanted, the page's own day; see page_text.read_page.

        Raises:
            ExtractError: the page took too long, or killed its worker.
        """
        ...


class PoolReader:
    """Workers are spawned at the first page at the latest, replaced after 500, killed if late."""

    def __init__(self, workers: int = 1, timeout_s: float = 5.0) -> None:
        self._workers = workers
        self._timeout_s = timeout_s
        self._pool: ProcessPool | None = None

    def warm(self) -> None:
        """Have the workers import what they need, some seconds each, before a page waits for it."""
        for _ in range(self._workers):
            self._open().schedule(read_page, args=["", False])

    def read(self, url: str, page: str, want_day: bool) -> tuple[str, str]:
        """See Reader."""
        try:
            found: tuple[str, str] = (
                self._open()
                .schedule(read_page, args=[page, want_day], timeout=self._timeout_s)
                .result()
            )
        except WorkerTimeoutError as error:
            raise ExtractError(url, f"took longer than {self._timeout_s:g} s") from error
        except ProcessExpired as error:
            raise ExtractError(url, f"the worker died: {error}") from error
        return found

    def _open(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self._workers, max_tasks=500, context=get_context("spawn")
            )
        return self._pool

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None
