"""The log as a list: it keeps the port's promise for as long as the process lives."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from contracts.errors import StoreError
from contracts.topics import Topic
from runtime.stage import Put, Record


@dataclass
class ListLog:
    """Refuses to append while `away`."""

    puts: list[Put] = field(default_factory=list)
    offsets: dict[tuple[str, str], int] = field(default_factory=dict)
    away: bool = False
    _news: threading.Condition = field(default_factory=threading.Condition)

    def append(self, puts: Sequence[Put]) -> None:
        if self.away:
            raise StoreError("the log is away")
        with self._news:
            self.puts.extend(puts)
            self._news.notify_all()

    def read(self, topic: Topic, group: str, limit: int) -> Sequence[Record]:
        done = self.offsets.get((topic.name, group), -1)
        at = datetime(2026, 1, 1, tzinfo=UTC)
        records = [
            Record(topic.name, 0, offset, put.key, put.value, put.headers, at)
            for offset, put in enumerate(put for put in self.puts if put.topic == topic)
        ]
        return records[done + 1 :][:limit]

    def commit(self, topic: Topic, group: str, offset: int, partition: int = 0) -> None:
        done = self.offsets.get((topic.name, group), -1)
        self.offsets[topic.name, group] = max(done, offset)

    def lag(self, topic: Topic, group: str) -> int:
        return len(self.read(topic, group, len(self.puts)))

    def wait(self, topic: Topic, group: str, timeout_s: float) -> bool:
        with self._news:
            return self._news.wait_for(lambda: self.lag(topic, group) > 0, timeout_s)
