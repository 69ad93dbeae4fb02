"""Who is due, and when next. Pure: the clock is an argument, jitter comes from the name."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contracts.errors import FetchError
from ingest.headers import Validators

_DAY_S: Final = 86_400.0
_GONE_S: Final = 7 * _DAY_S  # 410 asks us to stop; a weekly look heals a publisher's mistake
_DOUBLINGS: Final = 12  # beyond it every interval is past a day
_LATEST: Final = 1.1  # times the nominal wait: the jitter's end
_STARTS_PER_S: Final = 20.0


class Health(StrEnum):
    """How a feed is doing."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    BLOCKED = "blocked"  # a guard answers in its place
    GONE = "gone"  # 410


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is remembered of a feed between polls."""

    name: str
    url: str
    next_at: datetime
    tried_at: datetime | None = None
    succeeded_at: datetime | None = None
    failures: int = 0  # in a row
    health: Health = Health.NEW
    error: str = ""  # of the last poll
    validators: Validators = field(default_factory=Validators)
    body_hash: str = ""  # of the last body that was read and passed on


def start(
    name: str, url: str, stored: FeedState | None, now: datetime, spread_s: float
) -> FeedState:
    """Take a feed up when the service starts.

    A feed not yet due keeps its time, so a restart fetches nothing twice; those overdue
    are spread over `spread_s`. A new address is a new feed under an old name.
    """
    if stored is None or stored.url != url:
        stored = FeedState(name=name, url=url, next_at=now)
    if stored.next_at > now:
        return stored
    return replace(stored, next_at=now + timedelta(seconds=spread_s * _jitter(name, now)))


def spread_s(feeds: int, shortest_interval_s: float) -> float:
    """Say over how many seconds to spread the overdue ones of so many feeds."""
    return min(feeds / _STARTS_PER_S, shortest_interval_s)


def is_due(state: FeedState, now: datetime, interval_s: float) -> bool:
    """Say whether to poll now; a clock that was set back does not silence a feed."""
    if now >= state.next_at:
        return True
    nominal = {Health.OK: interval_s, Health.NEW: interval_s, Health.GONE: _GONE_S}
    longest_s = _LATEST * nominal.get(state.health, max(_DAY_S, interval_s))
    return (state.next_at - now).total_seconds() > longest_s


def due(states: Iterable[tuple[FeedState, float]], now: datetime) -> list[FeedState]:
    """Return the feeds to poll of (state, interval in seconds), the longest overdue first."""
    found = [state for state, interval_s in states if is_due(state, now, interval_s)]
    return sorted(found, key=lambda state: state.next_at)


def is_catch_up(state: FeedState, now: datetime, silence: timedelta) -> bool:
    """Say whether what the feed brings now was out there while we were not looking."""
    return state.succeeded_at is None or now - state.succeeded_at > silence


def succeeded(
    state: FeedState, now: datetime, interval_s: float, seen: Validators, body_hash: str
) -> FeedState:
    """Return the state after a poll whose every page the log has acknowledged."""
    return replace(
        state,
        next_at=_after(state, now, interval_s),
        tried_at=now,
        succeeded_at=now,
        failures=0,
        health=Health.OK,
        error="",
        validators=seen,
        body_hash=body_hash,
    )


def failed(
    state: FeedState, error: FetchError, now: datetime, interval_s: float, *, blocked: bool
) -> FeedState:
    """Return the state after a poll that brought nothing: back off, up to a day."""
    health = Health.BLOCKED if blocked else Health.FAILING
    wait_s = max(interval_s, min(_DAY_S, interval_s * 2 ** min(state.failures, _DOUBLINGS)))
    if error.status == 410:
        health, wait_s = Health.GONE, _GONE_S
    return replace(
        state,
        next_at=max(
            _after(state, now, wait_s), now + timedelta(seconds=min(error.retry_after_s, _DAY_S))
        ),
        tried_at=now,
        failures=state.failures + 1,
        health=health,
        error=error.reason,
    )


def _after(state: FeedState, now: datetime, wait_s: float) -> datetime:
    """Add the wait, give or take a tenth."""
    return now + timedelta(seconds=wait_s * (0.9 + 0.2 * _jitter(state.name, now)))


def _jitter(name: str, now: datetime) -> float:
    """Return a number in [0, 1) that differs between feeds and polls, and is no chance."""
    digest = hashlib.sha256(f"{name} {now.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
