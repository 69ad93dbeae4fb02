from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.errors import FetchError
from ingest import schedule
from ingest.headers import Validators
from ingest.schedule import FeedState, Health

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OK = FeedState(
    name="paper",
    url="https://paper.example/feed",
    next_at=NOON,
    succeeded_at=NOON - MINUTE,
    health=Health.OK,
)
TIMEOUT = FetchError(OK.url, "no answer", retry=True)


def wait_s(state: FeedState) -> float:
    return (state.next_at - NOON).total_seconds()


def fail(state: FeedState, error: FetchError = TIMEOUT, interval_s: float = 100) -> FeedState:
    return schedule.failed(state, error, NOON, interval_s, blocked=False)


def test_after_success_the_next_poll_is_an_interval_away_give_or_take_a_tenth() -> None:
    waits = set()
    for number in range(200):
        state = replace(OK, name=f"paper-{number}", failures=3, error="x", health=Health.FAILING)
        after = schedule.succeeded(state, NOON, 100, Validators('"1"'), "hash")
        assert 90 <= wait_s(after) < 110
        assert (after.failures, after.error, after.health) == (0, "", Health.OK)
        waits.add(wait_s(after))
    assert len(waits) > 190
    assert max(waits) - min(waits) > 15


def test_failures_back_off_to_a_day() -> None:
    state, waits = OK, []
    for _ in range(30):
        state = fail(state)
        waits.append(wait_s(state))
    assert 90 <= waits[0] < 110
    assert 180 <= waits[1] < 220
    assert all(wait <= 1.1 * 86_400 for wait in waits)
    assert waits[-1] >= 0.9 * 86_400
    assert state.failures == 30


def test_what_failed_leaves_what_was_known() -> None:
    known = replace(OK, validators=Validators('"1"'), body_hash="hash")
    after = fail(known)
    assert (after.validators, after.body_hash) == (known.validators, "hash")
    assert after.succeeded_at == known.succeeded_at
    assert after.error == "no answer"


def test_an_interval_longer_than_a_day_is_never_shortened() -> None:
    assert wait_s(fail(OK, interval_s=3 * 86_400)) >= 0.9 * 3 * 86_400


def test_retry_after_is_honoured() -> None:
    error = FetchError(OK.url, "HTTP 429", retry=True, status=429, retry_after_s=5_000)
    assert wait_s(fail(OK, error)) == 5_000


def test_gone_is_looked_at_once_a_week() -> None:
    after = fail(OK, FetchError(OK.url, "HTTP 410", retry=False, status=410))
    assert after.health is Health.GONE
    assert 6 * 86_400 < wait_s(after) < 8 * 86_400
    assert not schedule.is_due(after, NOON + timedelta(days=5), 100)


def test_blocked_is_told_apart() -> None:
    assert schedule.failed(OK, TIMEOUT, NOON, 100, blocked=True).health is Health.BLOCKED


def test_who_is_due_the_longest_overdue_first() -> None:
    late, later, not_yet = (
        replace(OK, name=name, next_at=NOON + shift)
        for name, shift in [("late", -MINUTE), ("later", -2 * MINUTE), ("not", MINUTE)]
    )
    due = schedule.due([(late, 100), (later, 100), (not_yet, 100)], NOON)
    assert [state.name for state in due] == ["later", "late"]


@pytest.mark.parametrize("health", list(Health))
def test_a_clock_set_back_by_a_month_silences_nobody(health: Health) -> None:
    state = replace(OK, health=health, next_at=NOON + timedelta(days=30))
    assert schedule.is_due(state, NOON, 100)


def test_a_restart_keeps_the_times_of_feeds_not_yet_due() -> None:
    stored = replace(OK, next_at=NOON + MINUTE)
    assert schedule.start("paper", OK.url, stored, NOON, 60) is stored


def test_a_restart_spreads_the_overdue() -> None:
    overdue = replace(OK, next_at=NOON - timedelta(days=7))
    spread = schedule.spread_s(1_000, 120)
    starts = [
        schedule.start(name, OK.url, replace(overdue, name=name), NOON, spread)
        for name in (f"paper-{number}" for number in range(1_000))
    ]
    first_second = [state for state in starts if wait_s(state) < 1]
    assert all(0 <= wait_s(state) <= spread for state in starts)
    assert len(first_second) < 60


def test_few_feeds_start_at_once_and_no_spread_is_longer_than_an_interval() -> None:
    assert schedule.spread_s(2, 120) <= 0.1
    assert schedule.spread_s(100_000, 120) == 120


def test_a_new_address_is_a_new_feed() -> None:
    stored = replace(OK, validators=Validators('"1"'), body_hash="hash")
    moved = schedule.start("paper", "https://paper.example/other", stored, NOON, 0)
    assert moved == FeedState(name="paper", url="https://paper.example/other", next_at=NOON)


@pytest.mark.parametrize(
    ("succeeded_at", "catch_up"),
    [
        (None, True),
        (NOON - timedelta(hours=25), True),
        (NOON - timedelta(hours=23), False),
        (NOON + timedelta(days=3), False),
    ],
)
def test_catch_up(succeeded_at: datetime | None, catch_up: bool) -> None:
    state = replace(OK, succeeded_at=succeeded_at)
    assert schedule.is_catch_up(state, NOON, timedelta(hours=24)) is catch_up
