import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from contracts.errors import StoreError, TooLargeError
from contracts.topics import CHANGES, INCIDENTS
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put
from runtime.store.engine import memory_store, open_store, writing
from runtime.store.leases import Alone
from runtime.store.outbox import enqueue, relay, waiting

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
ALONE = Alone()


@pytest.fixture
def engine() -> Engine:
    return memory_store()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.db", lambda: NOON)
    yield log
    log.close()


class Away(SqliteLog):
    """A log whose broker is away, or whose acknowledgement gets lost."""

    loses_acknowledgement = False
    asked = 0

    def append(self, puts: Sequence[Put]) -> None:
        self.asked += 1
        if self.loses_acknowledgement:
            super().append(puts)
        raise StoreError("the broker is away")


@pytest.fixture
def away(log: SqliteLog) -> Iterator[Away]:
    """The same log, out of reach."""
    away = Away(log.path, lambda: NOON)
    yield away
    away.close()


def say(engine: Engine, *keys: str) -> None:
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(CHANGES, key, key.encode(), {"n": key}) for key in keys])


def said(log: SqliteLog) -> list[str]:
    return [record.key for record in log.read_from(CHANGES, 0, 1000)]


def test_rows_go_to_the_log_in_the_order_they_were_written(engine: Engine, log: SqliteLog) -> None:
    say(engine, "a", "b")
    say(engine, "c")
    assert relay(engine, log, "fold", ALONE) == 3
    assert said(log) == ["a", "b", "c"]
    assert not waiting(engine)


def test_a_row_keeps_its_topic_value_and_headers(engine: Engine, log: SqliteLog) -> None:
    with writing(engine) as connection:
        enqueue(connection, "fold", [Put(INCIDENTS, "k", b"\x00\xff", {"h": "é"})])
    relay(engine, log, "fold", ALONE)
    (record,) = log.read_from(INCIDENTS, 0, 10)
    assert (record.key, record.value, record.headers) == ("k", b"\x00\xff", {"h": "é"})


def test_what_no_log_would_ever_take_is_refused_at_once(engine: Engine, log: SqliteLog) -> None:
    """Relayed, it would stop this row and every one behind it, at each start anew."""
    say(engine, "a")
    large = Put(CHANGES, "b", bytes(CHANGES.largest - 50))
    with pytest.raises(TooLargeError, match=r"changes\.v1: a message of"), writing(engine) as open_:
        enqueue(open_, "fold", [Put(CHANGES, "beside it", b""), large])
    say(engine, "c")
    relay(engine, log, "fold", ALONE)
    assert said(log) == ["a", "c"]


def test_at_most_the_limit_goes_the_oldest_first(engine: Engine, log: SqliteLog) -> None:
    say(engine, "a", "b", "c")
    assert relay(engine, log, "fold", ALONE, 2) == 2
    assert said(log) == ["a", "b"]
    assert relay(engine, log, "fold", ALONE, 2) == 1
    assert relay(engine, log, "fold", ALONE, 2) == 0


def test_what_the_log_did_not_take_stays(engine: Engine, log: SqliteLog, away: Away) -> None:
    say(engine, "a", "b")
    with pytest.raises(StoreError):
        relay(engine, away, "fold", ALONE)
    say(engine, "c")
    relay(engine, log, "fold", ALONE)
    assert said(log) == ["a", "b", "c"]


def test_a_lost_acknowledgement_repeats_and_loses_nothing(
    engine: Engine, log: SqliteLog, away: Away
) -> None:
    say(engine, "a", "b")
    away.loses_acknowledgement = True
    with pytest.raises(StoreError):
        relay(engine, away, "fold", ALONE)
    relay(engine, log, "fold", ALONE)
    assert said(log) == ["a", "b", "a", "b"]


def test_nothing_waiting_does_not_trouble_the_log(engine: Engine, away: Away) -> None:
    assert relay(engine, away, "fold", ALONE) == 0
    assert away.asked == 0


def test_two_relays_at_once_keep_the_order_and_repeat_nothing(
    log: SqliteLog, tmp_path: Path
) -> None:
    engine = open_store(tmp_path / "store.db")
    keys = [f"{number:03}" for number in range(120)]

    def relay_all() -> None:
        while len(said(log)) < len(keys):
            relay(engine, log, "fold", ALONE, 3)

    relays = [threading.Thread(target=relay_all) for _ in range(2)]
    for thread in relays:
        thread.start()
    for key in keys:
        say(engine, key)
    for thread in relays:
        thread.join(30)
    assert said(log) == keys
    engine.dispose()
