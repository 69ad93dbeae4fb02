"""Reads in this process: nothing hostile is sent in the tests that use it, and nothing spawned."""

from collections.abc import Callable
from typing import Any, Self

from ingest.reader import Reader


class InlineReader(Reader):
    """The same functions, without a worker around them."""

    def __init__(self) -> None:
        super().__init__(timeout_s=5.0)
        self.read = 0

    async def __aenter__(self) -> Self:
        return self

    async def _run(self, function: Callable[..., Any], *arguments: object) -> Any:
        self.read += 1
        return function(*arguments)
