"""Times in words: an interval with its precision, base-local and UTC; ages; delays. Pure."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.messages import BaseRef, Precision, When

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FINE: Final = frozenset({Precision.MINUTE, Precision.HOUR})
_TICK: Final = timedelta(microseconds=1)  # intervals are half-open: their last day is one back


@cache
def zone(name: str) -> tzinfo:
    """Return an IANA zone; UTC when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def zone_of(bases: tuple[BaseRef, ...], candidates: tuple[BaseRef, ...]) -> tzinfo:
    """Return the zone that all bases, else all candidates, share; UTC when they share none."""
    names = {base.tz for base in bases or candidates}
    return zone(names.pop()) if len(names) == 1 else UTC


def date(at: datetime) -> str:
    """Write the day as `Mon 5 Aug 2024`."""
    return f"{at:%a} {at.day} {at:%b %Y}"


def moment(at: datetime) -> str:
    """Write an instant as `Mon 5 Aug 2024 18:00 UTC`."""
    utc = at.astimezone(UTC)
    return f"{date(utc)} {utc:%H:%M} UTC"


def days(when: When, tz: tzinfo) -> str:
    """Say on which local day or days: what readers call the date."""
    if when.start is None or when.end is None:
        return f"a {_DAYS[when.weekday]}" if when.weekday is not None else "date not known"
    first, last = when.start.astimezone(tz), (when.end - _TICK).astimezone(tz)
    if first.date() == last.date():
        return date(first)
    return f"between {date(first)} and {date(last)}"


def local(when: When, tz: tzinfo) -> str:
    """Say when, on the base's own clock, as finely as it is known."""
    day = days(when, tz)
    if when.start is not None and when.precision in _FINE:
        about = "about " if when.precision is Precision.HOUR else ""
        return f"{day}, {about}{when.start.astimezone(tz):%H:%M}"
    if when.day_part:
        return f"{day}, {when.day_part}"
    return day


def utc(when: When) -> str:
    """Give the interval in UTC; "" when there is none."""
    if when.start is None or when.end is None:
        return ""
    if when.precision in _FINE:
        return moment(when.start)
    return f"{moment(when.start).removesuffix(' UTC')} to {moment(when.end)}"


def span(length: timedelta) -> str:
    """Write a length of time as people say it."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 96 * 60:
        return f"{round(minutes / 60)} h"
    return f"{round(minutes / 1440)} days"
