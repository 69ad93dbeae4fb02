"""The real stages in one process and one loop, in the order of what is fed to them.

    Page --> article --> extract --> fold --> alerts
                                      `-> incidents, decisions   `-> alerts, decisions

A queue stands in for the log. Used wherever the same input must give the same output:
replay, evaluate, the check over all orders of arrival.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection, Engine

from contracts import codec, topics
from contracts.errors import BasewatchError
from contracts.messages import Page
from contracts.topics import Topic
from runtime.stage import Put, Record, StatefulStage, StatelessStage

_NO_TIME: Final = datetime.fromtimestamp(0, UTC)  # `Record.at` must not matter to any stage
_BATCH: Final = 256  # pages per transaction
Said = Mapping[Topic, Sequence[Put]]


class ReplayFailedError(BasewatchError):
    """A stage could not handle a record; names the stage and where the record came from."""

    def __init__(self, stage: str, url: str, error: Exception) -> None:
        super().__init__(f"{stage} failed on {url}: {type(error).__name__}: {error}")
        self.stage = stage
        self.url = url


class Pipeline:
    """Runs stages over pages, one at a time; see runtime.stage for what a stage is.

    Args:
        stateless: stages that need nothing but the record.
        stateful: stages that read and write the store.
        engine: the store.
        keep: False leaves the store as it was found.
    """

    def __init__(
        self,
        stateless: Sequence[StatelessStage],
        stateful: Sequence[StatefulStage],
        engine: Engine,
        *,
        keep: bool = True,
    ) -> None:
        self._stateless = {stage.reads: stage for stage in stateless}
        self._stateful = {stage.reads: stage for stage in stateful}
        self._connection: Connection = engine.connect()
        self._keep = keep
        self._fed = 0
        self._handled = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None and self._keep:
            self._connection.commit()
        self._connection.close()

    def feed(self, page: Page) -> Said:
        """Run `page` through every stage and return all that was said, by topic, in order.

        Raises:
            ReplayFailedError: a stage raised anything at all.
        """
        said: dict[Topic, list[Put]] = {topic: [] for topic in topics.ALL}
        queue = deque([Put(topics.PAGES, page.article_id, codec.encode(page))])
        while queue:
            put = queue.popleft()
            said[put.topic].append(put)
            queue.extend(self._handle(put, page.url))
        self._fed += 1
        if self._keep and self._fed % _BATCH == 0:
            self._connection.commit()
        return said

    def _handle(self, put: Put, url: str) -> Sequence[Put]:
        self._handled += 1
        record = Record(put.topic.name, 0, self._handled, put.key, put.value, put.headers, _NO_TIME)
        stage: StatelessStage | StatefulStage | None = None
        try:
            if stage := self._stateless.get(put.topic):
                return stage.handle(record)
            if stage := self._stateful.get(put.topic):
                return stage.handle(record, self._connection)
        except Exception as error:
            raise ReplayFailedError(stage.name if stage else "", url, error) from error
        return ()
