"""Stretches counted from the article's clock: "three weeks ago", "last weekend", "this month"."""

from datetime import datetime, time, timedelta
from typing import Final

from contracts.messages import Precision
from processors.extract.when.atoms import DAY, Now
from processors.extract.when.calendar import Stretch, month_span, week_start, year_span

LENGTHS: Final = {  # unit: (days, slack in days of "n units ago", precision)
    "week": (7.0, 3.0, Precision.WEEK),
    "fortnight": (14.0, 3.0, Precision.WEEK),
    "month": (30.4, 20.0, Precision.MONTH),
    "year": (365.2, 190.0, Precision.YEAR),
    "decade": (3652.0, 1500.0, Precision.YEAR),
}


def ago_span(count: tuple[int, int], unit: str, now: Now) -> tuple[Stretch, Precision]:
    """Return when "three to five weeks ago" was; the longer ago, the rougher people count."""
    low, high = count
    if unit in {"minute", "hour"}:
        per = timedelta(hours=1) if unit == "hour" else timedelta(minutes=1)
        slack = max(per, timedelta(minutes=30))
        here = wall(now)
        return (here - high * per - slack, here - low * per + slack), Precision.HOUR
    midnight = datetime.combine(now.today, time())
    if unit == "day":
        fine = Precision.DAY if low == high else Precision.DAYS
        return (midnight - high * DAY, midnight - (low - 1) * DAY), fine
    days, slack_days, precision = LENGTHS[unit]
    if unit == "week" and high == 1:
        slack_days, precision = 1.0, Precision.DAYS
    start = midnight - timedelta(days=round(high * days + slack_days))
    end = midnight - timedelta(days=round(max(0.0, low * days - slack_days)) - 1)
    return (start, end), precision


def unit_span(unit: str, last: bool, stage: str, now: Now) -> tuple[Stretch, Precision]:
    """Return this week, month, year or weekend, or the last one; `stage` is early, mid or late."""
    day = now.today
    if unit == "weekend":
        return _weekend(last, now), Precision.DAYS
    if unit == "week":
        return _week(last, now), Precision.WEEK
    if unit == "month":
        first = (day.replace(day=1) - DAY) if last else day
        return month_span(first.year, first.month, stage), Precision.MONTH
    return year_span(day.year - last, stage), Precision.YEAR


def _weekend(last: bool, now: Now) -> Stretch:
    """From Friday evening to Monday morning."""
    running = now.today.weekday() >= 5 and not last
    saturday = week_start(now) + timedelta(days=5 if running else -2)
    start = datetime.combine(saturday, time()) - timedelta(hours=6)
    return start, start + timedelta(hours=60)


def _week(last: bool, now: Now) -> Stretch:
    """Weeks begin on Sunday for some and on Monday for others; a day's slack besides."""
    monday = week_start(now)
    if not last:
        begin = datetime.combine(monday - DAY, time())
        return begin, begin + 8 * DAY
    end = now.today if now.today.weekday() == 6 else monday
    return datetime.combine(monday - 9 * DAY, time()), datetime.combine(end, time())


def wall(now: Now) -> datetime:
    """Return what clocks showed at the place when the article was published, without a zone."""
    return now.clock.astimezone(now.zone).replace(tzinfo=None)
