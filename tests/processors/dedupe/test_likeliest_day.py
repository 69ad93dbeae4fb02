"""Which local day an interval is named by."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.messages import Precision, TimeBasis, When
from processors.dedupe.times import likeliest_day

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def when(start_h: float, end_h: float, basis: TimeBasis) -> When:
    return When(
        start=NOON + timedelta(hours=start_h),
        end=NOON + timedelta(hours=end_h),
        precision=Precision.DAYS,
        basis=basis,
    )


@pytest.mark.parametrize(
    ("found", "day"),
    [
        pytest.param(when(-72, 0, TimeBasis.PUBLISHED), "2026-03-01", id="news of the day"),
        pytest.param(when(-72, 0, TimeBasis.STATED), "2026-02-28", id="the middle"),
        pytest.param(when(9, 33, TimeBasis.STATED), "2026-03-02", id="a day at the base"),
        pytest.param(When(weekday=0), "", id="no day"),
    ],
)
def test_the_day_to_name(found: When, day: str) -> None:
    assert likeliest_day(found, "Asia/Baghdad") == day
