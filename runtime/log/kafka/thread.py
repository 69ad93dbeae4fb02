"""aiokafka is asynchronous and stages are not: an event loop in a thread of its own."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import CancelledError as CancelledCall
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from aiokafka.errors import InvalidProducerEpoch, KafkaError, ProducerFenced

from contracts.errors import FencedError, StoreError

T = TypeVar("T")
_END_WITHIN_S: Final = 5.0


class LoopThread:
    """Runs coroutines for threads that wait for their answer.

    Args:
        name: of the thread, and in errors.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def call(self, act: Coroutine[Any, Any, T], within_s: float) -> T:
        """Wait for what `act` returns; one that takes longer is cancelled.

        Raises:
            StoreError: Kafka is away, refuses, or did not answer in time.
            FencedError: another producer has taken over our transactional id.
        """
        future = asyncio.run_coroutine_threadsafe(act, self._loop)
        with kafka_errors(self._name):
            try:
                return future.result(within_s)
            except (TimeoutError, CancelledCall) as error:
                future.cancel()
                raise StoreError(f"{self._name}: no answer within {within_s:.0f} s") from error

    def close(self) -> None:
        """Cancel what still runs, and end the thread."""
        asyncio.run_coroutine_threadsafe(_cancel_the_rest(), self._loop).result(_END_WITHIN_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_END_WITHIN_S)
        self._loop.close()


@contextmanager
def kafka_errors(where: str) -> Iterator[None]:
    """Turn the client's errors into ours; all but a fence may heal, if only by an operator."""
    try:
        yield
    except (ProducerFenced, InvalidProducerEpoch) as error:
        raise FencedError(f"{where}: another process writes in our place") from error
    except (KafkaError, OSError) as error:
        raise StoreError(f"{where}: {type(error).__name__}: {error}") from error


async def _cancel_the_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=_END_WITHIN_S / 2)
