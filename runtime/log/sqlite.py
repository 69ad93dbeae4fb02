"""The embedded log: one SQLite file. Its offsets grow by one per topic and are never reused.

topic     name -> the next offset, kept even when every record of it was trimmed
record    (topic, offset) -> key, headers, value, when it was appended
progress  (topic, group) -> the last offset the group is done with
"""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from contracts.errors import StoreError, StoreTooNewError
from contracts.topics import Topic
from runtime.clock import Clock, from_micros, to_micros
from runtime.sqlite import BUSY_TIMEOUT_S, is_outage, prepare
from runtime.stage import Put, Record

_VERSION: Final = 1  # PRAGMA user_version of the file
_POLL_S: Final = 0.5  # another process may append, and its appends wake nobody here
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS topic"
    " (name TEXT PRIMARY KEY, next_offset INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS record"  # the value comes last: the other columns are read alone
    " (topic TEXT NOT NULL, offset INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL,"
    " headers TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (topic, offset))",
    "CREATE TABLE IF NOT EXISTS progress"
    " (topic TEXT NOT NULL, reader TEXT NOT NULL, done INTEGER NOT NULL,"
    " PRIMARY KEY (topic, reader)) WITHOUT ROWID",
    f"PRAGMA user_version = {_VERSION}",
)
_COLUMNS: Final = "SELECT topic, offset, at, key, headers, value "
_UNREAD: Final = (
    "FROM record WHERE topic = :topic AND offset >"
    " coalesce((SELECT done FROM progress WHERE topic = :topic AND reader = :reader), -1)"
)


class SqliteLog:
    """Log on one file; see runtime.log.Log for the promises.

    Args:
        path: the file; it and its tables are made when missing.
        clock: gives `Record.at`.
        busy_timeout_s: how long to wait for another process's write before StoreError.

    Raises:
        StoreError: the file cannot be opened, or is no log.
        StoreTooNewError: a newer release wrote it.
    """

    def __init__(self, path: Path, clock: Clock, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self.path = path
        self._clock = clock
        self._known: set[tuple[str, str]] = set()
        self._write_lock = threading.Lock()
        self._read_lock = threading.Lock()
        self._news = threading.Condition()
        with self._outages():
            self._writer = _connect(path, busy_timeout_s)
            self._reader = _connect(path, busy_timeout_s)
            self._create()

    def close(self) -> None:
        """Release the file. Nothing is waiting in memory."""
        with self._write_lock, self._read_lock:
            self._writer.close()
            self._reader.close()

    # ------------------------------------------------------------------ the Log port

    def append(self, puts: Sequence[Put]) -> None:
        """See Log.append: one transaction, synced to disk before it returns."""
        if not puts:
            return
        at = to_micros(self._clock())
        with self.writing() as connection:
            for put in puts:
                offset = _take_offset(connection, put.topic.name)
                row = (put.topic.name, offset, at, put.key, json.dumps(dict(put.headers)))
                connection.execute(
                    "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", (*row, put.value)
                )
        with self._news:
            self._news.notify_all()

    def read(self, topic: Topic, group: str, limit: int) -> Sequence[Record]:
        """See Log.read."""
        self._make_known(topic, group)
        return self._select(
            _UNREAD + " ORDER BY offset LIMIT :limit",
            {"topic": topic.name, "reader": group, "limit": limit},
        )

    def commit(self, topic: Topic, group: str, offset: int, partition: int = 0) -> None:
        """See Log.commit; there is one partition."""
        with self.writing() as connection:
            connection.execute(
                "INSERT INTO progress VALUES (?, ?, ?) ON CONFLICT (topic, reader)"
                " DO UPDATE SET done = max(done, excluded.done)",
                (topic.name, group, offset),
            )

    def lag(self, topic: Topic, group: str) -> int:
        """See Log.lag."""
        names = {"topic": topic.name, "reader": group}
        return self._number("SELECT count(*) " + _UNREAD, names)

    def wait(self, topic: Topic, group: str, timeout_s: float) -> bool:
        """See Log.wait: woken by appends of this process, polling for those of others."""
        deadline = time.monotonic() + timeout_s
        with self._news:
            while not self._has_unread(topic, group):
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._news.wait(min(left, _POLL_S))
        return True

    # -------------------------------------------- beside the port: reading without a group

    def read_from(self, topic: Topic, offset: int, limit: int) -> Sequence[Record]:
        """See History.read_from."""
        return self._select(
            "FROM record WHERE topic = :topic AND offset >= :offset ORDER BY offset LIMIT :limit",
            {"topic": topic.name, "offset": offset, "limit": limit},
        )

    def size(self) -> int:
        """Return the bytes the log takes on disk, what waits in the WAL included."""
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the one write transaction: all of the block, durable, or none of it."""
        with self._write_lock, self._outages():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:  # SQLite itself rolls back on a full disk
                    self._writer.execute("ROLLBACK")
                raise

    # ------------------------------------------------------------------------ helpers

    def _create(self) -> None:
        version = self._number("PRAGMA user_version", {})
        if version > _VERSION:
            raise StoreTooNewError(
                f"{self.path}: written by a newer basewatch (log version {version}, this release"
                f" knows {_VERSION}); install that release again or use another data folder"
            )
        if version < _VERSION:
            with self.writing() as connection:
                for statement in _SCHEMA:
                    connection.execute(statement)

    def _has_unread(self, topic: Topic, group: str) -> bool:
        names = {"topic": topic.name, "reader": group}
        return bool(self._number("SELECT EXISTS (SELECT 1 " + _UNREAD + ")", names))

    def _make_known(self, topic: Topic, group: str) -> None:
        """From now on nothing that the group has not read is trimmed."""
        if (topic.name, group) not in self._known:
            self.commit(topic, group, -1)
            self._known.add((topic.name, group))

    def _select(self, rest: str, names: Mapping[str, str | int]) -> list[Record]:
        with self._read_lock, self._outages():
            rows = self._reader.execute(_COLUMNS + rest, names).fetchall()
        return [_record(*row) for row in rows]

    def _number(self, sql: str, names: Mapping[str, str | int]) -> int:
        with self._read_lock, self._outages():
            return int(self._reader.execute(sql, names).fetchone()[0])

    @contextmanager
    def _outages(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if is_outage(error):
                raise StoreError(f"{self.path}: {error}") from error
            raise


def _connect(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    prepare(connection, busy_timeout_s)
    return connection


def _take_offset(connection: sqlite3.Connection, topic: str) -> int:
    rows = connection.execute(
        "INSERT INTO topic VALUES (?, 1) ON CONFLICT (name)"
        " DO UPDATE SET next_offset = next_offset + 1 RETURNING next_offset - 1",
        (topic,),
    )
    return int(rows.fetchall()[0][0])  # all of them: an open cursor would bar the commit


def _record(topic: str, offset: int, at: int, key: str, headers: str, value: bytes) -> Record:
    return Record(topic, 0, offset, key, value, json.loads(headers), from_micros(at))
