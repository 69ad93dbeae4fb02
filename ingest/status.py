"""How the feeds are doing, for the health endpoint. Times are of the wall clock."""

from dataclasses import dataclass
from datetime import datetime

from ingest.schedule import FeedState, Health
from runtime.secret import redact


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStatus:
    """One feed."""

    name: str
    url: str  # without user
    health: Health
    succeeded_at: datetime | None
    tried_at: datetime | None
    next_at: datetime
    failures: int  # in a row
    error: str  # of the last poll; "" when it succeeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All of ingest."""

    paused: str  # why no feed is polled; "" when they are
    polling: int  # feeds, right now
    feeds: tuple[FeedStatus, ...]


def status_of(state: FeedState) -> FeedStatus:
    """Say how one feed is doing."""
    return FeedStatus(
        name=state.name,
        url=redact(state.url),
        health=state.health,
        succeeded_at=state.succeeded_at,
        tried_at=state.tried_at,
        next_at=state.next_at,
        failures=state.failures,
        error=state.error,
    )
