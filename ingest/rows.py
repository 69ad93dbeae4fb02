"""What ingest remembers, and the only SQL in it. Times are microseconds since 1970 UTC."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    delete,
    select,
)

from ingest.headers import Validators
from ingest.schedule import FeedState, Health
from runtime.clock import from_micros, to_micros
from runtime.store.schema import METADATA
from runtime.store.upsert import upsert

_FORGET: Final = 5_000  # entries at once; databases bound how many values a statement names
FEEDS: Final = Table(
    "feeds",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("tried_at", BigInteger),
    Column("succeeded_at", BigInteger),
    Column("failures", Integer, nullable=False),
    Column("health", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
)

FEED_ENTRIES: Final = Table(
    "feed_entries",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("key", Text, primary_key=True),  # entries.Found.key
    Column("fingerprint", Text, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("pending", LargeBinary),  # a Page whose body could not be had yet; NULL: none
    Column("tries", Integer, nullable=False),  # to have it
    Index("feed_entries_by_age", "feed", "seen_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEntry:
    """One entry that was passed on."""

    key: str
    fingerprint: str
    seen_at: datetime
    pending: bytes | None = None
    tries: int = 0


def load_feeds(
    connection: Connection, names: Collection[str] | None = None
) -> dict[str, FeedState]:
    """Return every feed that was ever polled, or those of `names`, by name."""
    query = select(FEEDS) if names is None else select(FEEDS).where(FEEDS.c.name.in_(names))
    found = connection.execute(query).mappings()
    return {row["name"]: _state(row) for row in found}


def save_feed(connection: Connection, state: FeedState) -> None:
    """Remember a feed as it stands."""
    row = {
        "name": state.name,
        "url": state.url,
        "next_at": to_micros(state.next_at),
        "tried_at": _micros(state.tried_at),
        "succeeded_at": _micros(state.succeeded_at),
        "failures": state.failures,
        "health": state.health.value,
        "error": state.error,
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
        "body_hash": state.body_hash,
    }
    upsert(connection, FEEDS, [row])


def load_fingerprints(connection: Connection, feed: str, keys: Sequence[str]) -> dict[str, str]:
    """Return key -> fingerprint of those of `keys` that were passed on before."""
    entry = FEED_ENTRIES.c
    found = connection.execute(
        select(entry.key, entry.fingerprint).where(entry.feed == feed, entry.key.in_(keys))
    )
    return {key: fingerprint for key, fingerprint in found}


def save_entries(connection: Connection, feed: str, seen: Sequence[SeenEntry]) -> None:
    """Remember entries as passed on, in place of what was known of them."""
    upsert(
        connection,
        FEED_ENTRIES,
        [
            {
                "feed": feed,
                "key": one.key,
                "fingerprint": one.fingerprint,
                "seen_at": to_micros(one.seen_at),
                "pending": one.pending,
                "tries": one.tries,
            }
            for one in seen
        ],
    )


def load_pending(
    connection: Connection, feed: str, before: datetime, limit: int
) -> list[SeenEntry]:
    """Return entries seen before that time whose page could not be had, the newest first."""
    entry = FEED_ENTRIES.c
    found = connection.execute(
        select(FEED_ENTRIES)
        .where(
            entry.feed == feed,
            entry.seen_at < to_micros(before),
            entry.pending.is_not(None),
        )
        .order_by(entry.seen_at.desc())
        .limit(limit)
    ).mappings()
    return [
        SeenEntry(
            key=row["key"],
            fingerprint=row["fingerprint"],
            seen_at=from_micros(row["seen_at"]),
            pending=row["pending"],
            tries=row["tries"],
        )
        for row in found
    ]


def forget_entries(
    connection: Connection, feed: str, before: datetime, still_there: Iterable[str]
) -> None:
    """Drop what was seen before that time and stands in the feed no longer, some at a time."""
    entry = FEED_ENTRIES.c
    old = select(entry.key).where(entry.feed == feed, entry.seen_at < to_micros(before))
    gone = set(connection.execute(old).scalars()) - set(still_there)
    if some := sorted(gone)[:_FORGET]:
        connection.execute(delete(FEED_ENTRIES).where(entry.feed == feed, entry.key.in_(some)))


def _state(row: Mapping[Any, Any]) -> FeedState:
    return FeedState(
        name=row["name"],
        url=row["url"],
        next_at=from_micros(row["next_at"]),
        tried_at=_instant(row["tried_at"]),
        succeeded_at=_instant(row["succeeded_at"]),
        failures=row["failures"],
        health=Health(row["health"]),
        error=row["error"],
        validators=Validators(row["etag"], row["last_modified"]),
        body_hash=row["body_hash"],
    )


def _micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
