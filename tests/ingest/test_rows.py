from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from ingest import rows
from ingest.headers import Validators
from ingest.rows import SeenEntry
from ingest.schedule import FeedState, Health
from runtime.store.engine import reading, writing

NOON = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)


def test_a_feed_comes_back_as_it_was(store: Engine) -> None:
    new = FeedState(name="new", url="https://new.example/", next_at=NOON)
    known = FeedState(
        name="known",
        url="https://known.example/",
        next_at=NOON + timedelta(microseconds=1),
        tried_at=NOON,
        succeeded_at=NOON - timedelta(days=1),
        failures=3,
        health=Health.BLOCKED,
        error="HTTP 503",
        validators=Validators('W/"1"', "Sat, 21 Nov 2026 10:00:00 GMT"),
        body_hash="abc",
    )
    with writing(store) as connection:
        rows.save_feed(connection, new)
        rows.save_feed(connection, new)
        rows.save_feed(connection, known)
    with reading(store) as connection:
        assert rows.load_feeds(connection) == {"new": new, "known": known}


def test_entries_are_remembered_per_feed_and_replaced(store: Engine) -> None:
    with writing(store) as connection:
        rows.save_entries(connection, "a", [_seen("k1", "old"), _seen("k2", "same")])
        rows.save_entries(connection, "b", [_seen("k1", "other")])
        rows.save_entries(connection, "a", [_seen("k1", "new")])
    with reading(store) as connection:
        found = rows.load_fingerprints(connection, "a", ["k1", "k2", "k3"])
        assert found == {"k1": "new", "k2": "same"}
        assert rows.load_fingerprints(connection, "a", ["k2"]) == {"k2": "same"}
        assert rows.load_fingerprints(connection, "b", ["k1"]) == {"k1": "other"}


def test_pending_ones_come_newest_first(store: Engine) -> None:
    old, new = _seen("old", pending=b"1", days=-2), _seen("new", pending=b"2", days=-1)
    with writing(store) as connection:
        later = _seen("later", pending=b"3", days=1)
        rows.save_entries(connection, "a", [old, new, later, _seen("done", days=-1)])
        rows.save_entries(connection, "b", [_seen("elsewhere", pending=b"4", days=-1)])
    with reading(store) as connection:
        assert rows.load_pending(connection, "a", NOON, 10) == [new, old]
        assert rows.load_pending(connection, "a", NOON, 1) == [new]


def test_old_entries_are_forgotten_once_they_have_left_the_feed(store: Engine) -> None:
    with writing(store) as connection:
        entries = [_seen("gone", days=-2), _seen("there", days=-2), _seen("young")]
        rows.save_entries(connection, "a", entries)
        rows.save_entries(connection, "b", [_seen("gone", days=-2)])
        rows.forget_entries(connection, "a", NOON - timedelta(days=1), ["there"])
    with reading(store) as connection:
        keys = ["gone", "there", "young"]
        assert set(rows.load_fingerprints(connection, "a", keys)) == {"there", "young"}
        assert set(rows.load_fingerprints(connection, "b", keys)) == {"gone"}


def _seen(
    key: str, fingerprint: str = "f", pending: bytes | None = None, days: int = 0
) -> SeenEntry:
    at = NOON + timedelta(days=days)
    return SeenEntry(key=key, fingerprint=fingerprint, seen_at=at, pending=pending)
