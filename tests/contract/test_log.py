"""What every log promises. Another implementation joins by one more row in `OPENERS`."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from contracts.topics import ALERTS, CHANGES, PAGES, REPORTS
from runtime.clock import utc_now
from runtime.log import Log
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put

MINUTE = timedelta(minutes=1)  # by which a broker's clock may differ from ours
OPENERS: dict[str, Callable[[Path], SqliteLog]] = {
    "sqlite": lambda folder: SqliteLog(folder / "log.db", utc_now),
}


@pytest.fixture(params=OPENERS)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Log]]:
    """Open the same log once more, as another process would."""
    opened: list[SqliteLog] = []

    def opener() -> Log:
        opened.append(OPENERS[request.param](tmp_path))
        return opened[-1]

    yield opener
    for log in opened:
        log.close()


@pytest.fixture
def log(reopen: Callable[[], Log]) -> Log:
    return reopen()


def puts(*values: str) -> list[Put]:
    return [Put(REPORTS, f"key-{value}", value.encode()) for value in values]


def read(log: Log, group: str = "g", limit: int = 100) -> list[str]:
    return [record.value.decode() for record in log.read(REPORTS, group, limit)]


def test_a_record_comes_back_as_it_was_put(log: Log) -> None:
    log.append([Put(CHANGES, "ключ", bytes(range(256)), {"a": "é", "b": ""})])
    (record,) = log.read(CHANGES, "g", 10)
    assert (record.topic, record.partition, record.key) == ("changes.v1", 0, "ключ")
    assert record.value == bytes(range(256))
    assert record.headers == {"a": "é", "b": ""}
    assert record.at.tzinfo is UTC
    assert abs(record.at - utc_now()) < MINUTE


def test_records_come_in_the_order_they_were_put(log: Log) -> None:
    log.append(puts("1", "2"))
    log.append(puts("3"))
    assert read(log) == ["1", "2", "3"]
    offsets = [record.offset for record in log.read(REPORTS, "g", 100)]
    assert offsets == sorted(set(offsets))


def test_a_read_takes_no_more_than_asked(log: Log) -> None:
    log.append(puts("1", "2", "3"))
    assert read(log, limit=2) == ["1", "2"]


def test_an_uncommitted_record_is_read_again(log: Log, reopen: Callable[[], Log]) -> None:
    log.append(puts("1", "2"))
    assert read(log) == read(log) == read(reopen()) == ["1", "2"]


def test_a_commit_covers_everything_up_to_its_offset(log: Log, reopen: Callable[[], Log]) -> None:
    log.append(puts("1", "2", "3"))
    second = log.read(REPORTS, "g", 100)[1]
    log.commit(REPORTS, "g", second.offset)
    assert read(log) == read(reopen()) == ["3"]


def test_a_late_commit_takes_nothing_back(log: Log) -> None:
    log.append(puts("1", "2"))
    first, second = log.read(REPORTS, "g", 100)
    log.commit(REPORTS, "g", second.offset)
    log.commit(REPORTS, "g", first.offset)
    assert read(log) == []


def test_groups_do_not_disturb_each_other(log: Log) -> None:
    log.append(puts("1"))
    log.commit(REPORTS, "done", log.read(REPORTS, "done", 1)[0].offset)
    assert read(log, "done") == []
    assert read(log, "other") == ["1"]


def test_topics_do_not_disturb_each_other(log: Log) -> None:
    log.append([*puts("1"), Put(ALERTS, "k", b"a")])
    assert [record.value for record in log.read(ALERTS, "g", 10)] == [b"a"]
    assert read(log) == ["1"]


def test_lag_counts_what_is_not_committed(log: Log) -> None:
    assert log.lag(REPORTS, "g") == 0
    log.append(puts("1", "2", "3"))
    assert log.lag(REPORTS, "g") == 3
    log.commit(REPORTS, "g", log.read(REPORTS, "g", 2)[-1].offset)
    assert log.lag(REPORTS, "g") == 1


def test_nothing_is_appended_when_one_put_cannot_be(log: Log) -> None:
    half_a_letter = Put(REPORTS, "\ud800", b"no encoding takes this key")
    with pytest.raises(UnicodeEncodeError):
        log.append([*puts("1"), half_a_letter])
    log.append(puts("2"))
    assert read(log) == ["2"]


def test_appending_nothing_is_fine(log: Log) -> None:
    log.append([])
    assert log.lag(REPORTS, "g") == 0


def test_waiting_ends_when_something_comes(log: Log) -> None:
    came: list[bool] = []
    waiter = threading.Thread(target=lambda: came.append(log.wait(REPORTS, "g", 20)))
    waiter.start()
    log.append([Put(PAGES, "k", b"another topic")])
    log.append(puts("1"))
    waiter.join(10)
    assert came == [True]


def test_waiting_sees_what_another_process_appends(log: Log, reopen: Callable[[], Log]) -> None:
    came: list[bool] = []
    waiter = threading.Thread(target=lambda: came.append(log.wait(REPORTS, "g", 20)))
    waiter.start()
    reopen().append(puts("1"))
    waiter.join(10)
    assert came == [True]


def test_waiting_for_nothing_ends_in_time(log: Log) -> None:
    assert log.wait(REPORTS, "g", 0.01) is False


def test_anybody_reads_from_any_offset_and_moves_no_group(log: Log) -> None:
    log.append(puts("1", "2", "3"))
    second = log.read(REPORTS, "g", 100)[1]
    found = log.read_from(REPORTS, second.offset, 100)
    assert [record.value for record in found] == [b"2", b"3"]
    assert found[0] == second
    assert [record.value for record in log.read_from(REPORTS, 0, 2)] == [b"1", b"2"]
    assert list(log.read_from(REPORTS, found[-1].offset + 1, 100)) == []
    assert read(log) == ["1", "2", "3"]


def test_threads_share_one_log(log: Log) -> None:
    """Four writers and a reader at once: every record once, each writer's own in order."""

    def write(name: str) -> None:
        for number in range(20):
            log.append(puts(f"{name}-{number:02}"))

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for writer in writers:
        writer.start()
    seen: list[str] = []
    while len(seen) < 80 and log.wait(REPORTS, "g", 10):
        batch = log.read(REPORTS, "g", 7)
        seen += [record.value.decode() for record in batch]
        log.commit(REPORTS, "g", batch[-1].offset)
    for writer in writers:
        writer.join()
    for name in "abcd":
        own = [value for value in seen if value.startswith(name)]
        assert own == [f"{name}-{number:02}" for number in range(20)]
