"""A stateful stage that counts how often it was given each key."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from contracts.topics import CHANGES, REPORTS, Topic
from runtime.stage import Put, Record

_TABLE = text("CREATE TABLE IF NOT EXISTS test_tally (key TEXT PRIMARY KEY, times INTEGER)")
_ONE_MORE = text(
    "INSERT INTO test_tally VALUES (:key, 1)"
    " ON CONFLICT (key) DO UPDATE SET times = test_tally.times + 1"
)


class Tally:
    """Says each key on; `loud` prints it too, so that a test can kill in the middle."""

    name = "tally"
    reads: Topic = REPORTS

    def __init__(self, *, loud: bool = False) -> None:
        self._loud = loud

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        """Count one more of the record's key."""
        connection.execute(_TABLE)
        connection.execute(_ONE_MORE, {"key": record.key})
        if self._loud:
            print(record.key, flush=True)  # noqa: T201
        return [Put(CHANGES, record.key, record.value)]
