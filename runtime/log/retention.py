"""Trim the embedded log: what every group has read goes when its time is over."""

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog

from contracts import topics
from contracts.errors import StoreError
from contracts.topics import Topic
from runtime.clock import Clock, to_micros
from runtime.log.sqlite import SqliteLog
from runtime.telemetry import count, gauge

EVERY: Final = timedelta(hours=1)
_SLICE: Final = 500  # records per transaction: appends wait for no more than that
_PAGES: Final = 2000  # file pages given back per transaction
_SPARE: Final = 4  # one page in four may stay free: the next hours fill it

_log = structlog.get_logger(__name__)


async def keep_trimmed(log: SqliteLog, clock: Clock, stop: asyncio.Event) -> None:
    """Trim now and every hour until `stop`; an outage is logged, and the next hour tries again."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(trim, log, clock())
        except StoreError as error:
            _log.warning("log not trimmed", reason=str(error))
        gauge("log_bytes", log.size())
        try:
            await asyncio.wait_for(stop.wait(), EVERY.total_seconds())
        except TimeoutError:
            continue


def trim(log: SqliteLog, now: datetime, kept: Sequence[Topic] = topics.ALL) -> int:
    """Remove what is past its topic's retention and read by every group; returns how many.

    A topic that no group reads goes by its age alone. Of a compacted topic the last
    record of each key stays for ever, and older ones go as soon as they are read.

    Raises:
        StoreError: the log is away; what was removed until then stays so.
    """
    gone = 0
    for topic in kept:
        before = now - topic.retention
        number = _compact(log, topic) if topic.compacted else _expire(log, topic, before)
        count("log_trimmed_total", number, topic=topic.name)
        gone += number
    _give_back(log)
    return gone


def _expire(log: SqliteLog, topic: Topic, before: datetime) -> int:
    gone = 0
    while True:
        with log.writing() as connection:
            last = _last_to_go(connection, topic, to_micros(before))
            if last is None:
                return gone
            gone += connection.execute(
                "DELETE FROM record WHERE topic = ? AND offset <= ?", (topic.name, last)
            ).rowcount


def _last_to_go(connection: sqlite3.Connection, topic: Topic, before: int) -> int | None:
    """Return the end of the next slice; the first record that must stay ends it."""
    rows = connection.execute(
        "SELECT offset, at FROM record WHERE topic = ? AND offset <= ? ORDER BY offset LIMIT ?",
        (topic.name, _read_by_all(connection, topic), _SLICE),
    )
    last = None
    for offset, at in rows.fetchall():
        if at >= before:
            break
        last = offset
    return last


def _read_by_all(connection: sqlite3.Connection, topic: Topic) -> int:
    """Return the last offset that every group of the topic is done with."""
    rows = connection.execute(
        "SELECT coalesce((SELECT min(done) FROM progress WHERE topic = :topic),"
        " (SELECT max(offset) FROM record WHERE topic = :topic), -1)",
        {"topic": topic.name},
    )
    return int(rows.fetchall()[0][0])


def _compact(log: SqliteLog, topic: Topic) -> int:
    """Remove records that a later one of the same key replaced."""
    with log.writing() as connection:
        rows = connection.execute(
            "SELECT offset, max(offset) OVER (PARTITION BY key) FROM record"
            " WHERE topic = ? ORDER BY offset",
            (topic.name,),
        ).fetchall()
        bound = _read_by_all(connection, topic)
    old = [offset for offset, newest in rows if offset < newest and offset <= bound]
    for start in range(0, len(old), _SLICE):
        with log.writing() as connection:
            connection.executemany(
                "DELETE FROM record WHERE topic = ? AND offset = ?",
                [(topic.name, offset) for offset in old[start : start + _SLICE]],
            )
    return len(old)


def _give_back(log: SqliteLog) -> None:
    """Return free pages to the disk, or a full one would stay full after the trim."""
    before = None
    while (free := _free_pages(log)) and free != before:  # a file not made by us gives nothing
        with log.writing() as connection:
            connection.execute(f"PRAGMA incremental_vacuum({_PAGES})").fetchall()
        before = free


def _free_pages(log: SqliteLog) -> int:
    """Count the free pages; 0 where the file may keep what it has."""
    with log.writing() as connection:
        free = int(connection.execute("PRAGMA freelist_count").fetchall()[0][0])
        pages = int(connection.execute("PRAGMA page_count").fetchall()[0][0])
    return free if free * _SPARE > pages else 0
