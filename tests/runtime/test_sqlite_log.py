"""What only the embedded log promises: trimming, and what it does when the disk does not obey."""

import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.errors import StoreError, StoreTooNewError
from contracts.topics import ALERTS, INCIDENTS, PAGES, REPORTS, Topic
from runtime.log.retention import trim
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put

START = datetime(2031, 5, 4, tzinfo=UTC)


class Time:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def log(tmp_path: Path, time: Time) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.db", time, busy_timeout_s=0.05)
    yield log
    log.close()


def put(log: SqliteLog, topic: Topic, *keys: str) -> None:
    log.append([Put(topic, key, b"v") for key in keys])


def kept(log: SqliteLog, topic: Topic) -> list[str]:
    return [record.key for record in log.read_from(topic, 0, 10_000)]


def read_all(log: SqliteLog, topic: Topic, group: str) -> None:
    while records := log.read(topic, group, 1000):
        log.commit(topic, group, records[-1].offset)


def test_a_record_says_when_it_was_put_to_the_microsecond(log: SqliteLog, time: Time) -> None:
    time.now = START.replace(microsecond=123_457)
    put(log, PAGES, "k")
    (record,) = log.read(PAGES, "g", 1)
    assert record.at == time.now


# ----------------------------------------------------------------------------- trimming


def test_what_is_old_and_read_goes(log: SqliteLog, time: Time) -> None:
    put(log, PAGES, "old")
    time.now += timedelta(days=2)
    put(log, PAGES, "young")
    read_all(log, PAGES, "article")
    time.now += timedelta(days=2)
    assert trim(log, time.now) == 1
    assert kept(log, PAGES) == ["young"]


def test_what_is_exactly_as_old_as_its_retention_stays(log: SqliteLog, time: Time) -> None:
    put(log, PAGES, "a")
    read_all(log, PAGES, "article")
    assert trim(log, time.now + PAGES.retention) == 0
    assert trim(log, time.now + PAGES.retention + timedelta(microseconds=1)) == 1


def test_what_a_group_has_not_read_stays_however_old(log: SqliteLog, time: Time) -> None:
    put(log, PAGES, "a", "b", "c")
    read_all(log, PAGES, "fast")
    first = log.read(PAGES, "slow", 1)[0]
    log.commit(PAGES, "slow", first.offset)
    trim(log, time.now + timedelta(days=900))
    assert kept(log, PAGES) == ["b", "c"]


def test_a_group_that_has_only_looked_counts(log: SqliteLog, time: Time) -> None:
    put(log, PAGES, "a")
    log.read(PAGES, "down since it started", 1)
    assert trim(log, time.now + timedelta(days=900)) == 0


def test_a_topic_that_nobody_reads_goes_by_age(log: SqliteLog, time: Time) -> None:
    put(log, ALERTS, "a")
    assert trim(log, time.now + timedelta(days=900)) == 1


def test_offsets_are_never_used_again(log: SqliteLog, time: Time) -> None:
    put(log, PAGES, "a", "b")
    read_all(log, PAGES, "article")
    time.now += timedelta(days=900)
    trim(log, time.now)
    put(log, PAGES, "c")
    (record,) = log.read(PAGES, "article", 10)
    assert (record.key, record.offset) == ("c", 2)


def test_more_than_one_slice_goes_in_one_trim(log: SqliteLog, time: Time) -> None:
    put(log, REPORTS, *(f"k{number}" for number in range(1201)))
    assert trim(log, time.now + timedelta(days=900)) == 1201
    assert kept(log, REPORTS) == []


def test_of_a_compacted_topic_the_last_of_each_key_stays(log: SqliteLog, time: Time) -> None:
    put(log, INCIDENTS, "a", "b", "a", "c", "b", "a")
    time.now += timedelta(days=900)
    assert trim(log, time.now) == 3
    assert kept(log, INCIDENTS) == ["c", "b", "a"]


def test_compaction_leaves_what_was_not_read(log: SqliteLog, time: Time) -> None:
    put(log, INCIDENTS, "a", "a", "a")
    log.commit(INCIDENTS, "desk", log.read(INCIDENTS, "desk", 1)[0].offset)
    assert trim(log, time.now) == 1
    assert log.lag(INCIDENTS, "desk") == 2


def test_a_trim_gives_the_disk_its_room_back(log: SqliteLog, time: Time) -> None:
    big = os.urandom(100_000)
    for _ in range(40):
        log.append([Put(PAGES, "k", big)])
    before = disk(log)
    trim(log, time.now + timedelta(days=900))
    assert disk(log) < before / 4


def disk(log: SqliteLog) -> int:
    """Bytes after a checkpoint, for the WAL is cut only then."""
    with log.writing():
        pass
    other = sqlite3.connect(log.path)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    other.close()
    return log.size()


# -------------------------------------------------------------------- reading without a group


def test_reading_from_an_offset(log: SqliteLog) -> None:
    put(log, ALERTS, "a", "b", "c")
    assert [record.key for record in log.read_from(ALERTS, 1, 1)] == ["b"]


# ------------------------------------------------------------------------- when it goes wrong


def test_a_locked_file_is_an_outage(log: SqliteLog) -> None:
    other = sqlite3.connect(log.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked") as caught:
        put(log, PAGES, "a")
    assert caught.value.retry
    other.close()
    put(log, PAGES, "b")
    assert kept(log, PAGES) == ["b"]


FILL = """
import json, resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from contracts.errors import StoreError
from contracts.topics import PAGES
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put

log = SqliteLog(Path(sys.argv[1]), lambda: datetime(2031, 5, 4, tzinfo=UTC))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, resource.RLIM_INFINITY))
acknowledged, failures = [], 0
for number in range(60):
    try:
        log.append([Put(PAGES, f"{number}-{half}", bytes(50_000)) for half in "ab"])
        acknowledged += [f"{number}-a", f"{number}-b"]
    except StoreError as error:
        failures += error.retry
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.append([Put(PAGES, "after", b"")])
print(json.dumps([acknowledged, failures]))
"""


def test_a_full_disk_is_an_outage_and_loses_nothing(log: SqliteLog) -> None:
    """The file may not grow past 3 MB: appends fail whole, and go on once there is room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert soft == hard == resource.RLIM_INFINITY, "the limit must be liftable again"
    run = [sys.executable, "-c", FILL, str(log.path)]
    out = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    acknowledged, failures = json.loads(out.stdout)
    assert acknowledged
    assert failures
    assert kept(log, PAGES) == [*acknowledged, "after"]


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"a shopping list, and more than one page of it\n" * 200)
    with pytest.raises(StoreError, match="not a database"):
        SqliteLog(tmp_path / "log.db", lambda: START)


def test_a_newer_log_is_refused(tmp_path: Path) -> None:
    SqliteLog(tmp_path / "log.db", lambda: START).close()
    other = sqlite3.connect(tmp_path / "log.db")
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(StoreTooNewError, match="newer basewatch"):
        SqliteLog(tmp_path / "log.db", lambda: START)


def test_every_commit_is_synced_and_the_log_is_wal(log: SqliteLog) -> None:
    with log.writing() as connection:
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchall()[0][0]
            for name in ("synchronous", "journal_mode", "auto_vacuum")
        }
    assert pragmas == {"synchronous": 2, "journal_mode": "wal", "auto_vacuum": 2}


def test_a_mistake_of_ours_is_not_an_outage(log: SqliteLog) -> None:
    def mistake() -> None:
        with log.writing() as connection:
            connection.execute("SELECT nonsense FROM nowhere")

    with pytest.raises(sqlite3.OperationalError):
        mistake()
    put(log, PAGES, "the transaction was closed")
