"""Reads what strangers send in a worker process that can be killed.

feedparser holds the interpreter's lock for seconds on hostile input, and no timeout of
the event loop stops it. A worker past its time is killed; the next feed gets a new one.
"""

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as WorkerTimeoutError
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Final, Self

from pebble import ProcessExpired, ProcessPool
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from contracts import plugins
from ingest import sources
from ingest.sources import Context, Entry, SourceError

_WORKERS: Final = 2
_TASKS: Final = 500  # then the worker is replaced: what leaked in it goes with it
_MEMORY: Final = 2 * 2**30  # bytes of address space of one worker


class Reader:
    """A pool of workers; open it with `async with`."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._pool: ProcessPool | None = None

    async def __aenter__(self) -> Self:
        self._pool = ProcessPool(
            max_workers=_WORKERS,
            max_tasks=_TASKS,
            initializer=_prepare,
            context=multiprocessing.get_context("spawn"),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.stop()
            await asyncio.to_thread(self._pool.join)
            self._pool = None

    async def entries(self, kind: str, body: bytes, context: Context) -> tuple[Entry, ...]:
        """Read a listing with the source of that kind.

        Raises:
            SourceError: it is no listing, took too long, or killed its worker.
        """
        found: tuple[Entry, ...] = await self._run(read_entries, kind, body, context)
        return found

    async def visible_text(self, body: bytes, charset: str) -> str:
        """Return the visible text of an HTML page.

        Raises:
            SourceError: it took too long, or killed its worker.
        """
        text: str = await self._run(read_visible_text, body, charset)
        return text

    async def _run(self, function: Callable[..., Any], *arguments: object) -> Any:
        if self._pool is None:
            raise RuntimeError("the reader is not open")
        task = self._pool.schedule(function, args=arguments, timeout=self._timeout_s)
        try:
            return await asyncio.wrap_future(task)
        except WorkerTimeoutError as error:
            raise SourceError(f"took longer than {self._timeout_s:g} s to read") from error
        except (ProcessExpired, BrokenProcessPool) as error:
            raise SourceError(f"killed its reader: {error}") from error


def read_entries(kind: str, body: bytes, context: Context) -> tuple[Entry, ...]:
    """Read a listing; runs in the worker, where any error means an unreadable body."""
    source: sources.Source = plugins.find(sources, kind)
    try:
        return source.entries(body, context)
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(f"unreadable: {type(error).__name__}: {str(error)[:200]}") from error


def read_visible_text(body: bytes, charset: str) -> str:
    """Return a page's visible text, navigation and all; runs in the worker, in linear time."""
    encoding = charset or detect_encoding(body, from_html_meta=True) or "utf-8"
    html = bytes_to_str(body, encoding, errors="replace")
    return extract_plain_text(html, main_content=False, alt_texts=False)


def _prepare() -> None:
    """Set a worker up: bounded memory; Ctrl-C is its parent's; the slow import is done now."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for kind in plugins.names(sources):
        plugins.find(sources, kind)
