"""Calendar arithmetic for news: the latest Monday, last October, the fall of 2022."""

from datetime import date, datetime, time, timedelta
from typing import Final

from processors.extract.when.atoms import DAY, Now

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = {
    name: i
    for i, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_SEASONS: Final = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
_NUMBERS: Final = {
    **dict.fromkeys(("a", "an", "one"), (1, 1)),
    **{
        word: (n, n)
        for n, word in enumerate(
            ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2
        )
    },
    "eleven": (11, 11),
    "twelve": (12, 12),
    "fifteen": (15, 15),
    "twenty": (20, 20),
    "thirty": (30, 30),
    "forty": (40, 40),
    "fifty": (50, 50),
    "a dozen": (11, 13),
    **dict.fromkeys(("a couple of", "couple of"), (2, 3)),
    **dict.fromkeys(("a few", "few"), (2, 5)),
    "several": (2, 8),
    "some": (1, 9),
    "many": (5, 40),
}

Stretch = tuple[datetime, datetime]


def number(word: str) -> tuple[int, int]:
    """Return the least and the most that a written number means."""
    return (int(word), int(word)) if word.isdigit() else _NUMBERS[word]


def latest_weekday(now: Now, wanted: int) -> date:
    """Return the latest such day that is not after publication, publication's own included."""
    return now.latest - timedelta(days=(now.latest.weekday() - wanted) % 7)


def week_start(now: Now) -> date:
    """Return the Monday of publication's week."""
    return now.today - timedelta(days=now.today.weekday())


def day_of(day: int, month: int, year: int | None, now: Now | None) -> date | None:
    """Return a date; without a year the latest past one, a day's slack allowed."""
    if year is None:
        if now is None:
            return None
        latest = now.latest + DAY
        return next((d for y in range(latest.year, latest.year - 9, -1)
                     if (d := _valid(day, month, y)) and d <= latest), None)  # fmt: skip
    return _valid(day, month, year)


def _valid(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest_month(now: Now | None, month: int, which: str) -> int | None:
    """Return the year of the latest such month that has begun; "last" leaves out this month."""
    if now is None:
        return None
    today = now.latest
    begun = month < today.month or (month == today.month and which != "last")
    return today.year - (0 if begun else 1)


def month_span(year: int, month: int, stage: str) -> Stretch:
    """Return a month, or its early, middle or late part."""
    first = date(year, month, 1)
    end = (first + timedelta(days=32)).replace(day=1)
    low, high = {
        "early": (first, first + timedelta(days=11)),
        "mid": (first + timedelta(days=8), first + timedelta(days=22)),
        "late": (first + timedelta(days=18), end),
    }.get(stage, (first, end))
    return datetime.combine(low, time()), datetime.combine(high, time())


def year_span(year: int, stage: str) -> Stretch:
    """Return a year, or its early, middle or late part."""
    low, high = {"early": (1, 5), "mid": (4, 10), "late": (8, 13)}.get(stage, (1, 13))
    return _first(year, low), _first(year + 1, 1) if high == 13 else _first(year, high)


def season_span(season: str, year: int | None, which: str, now: Now | None) -> Stretch | None:
    """Return a season; a winter is named by either of its years."""
    month = _SEASONS[season]
    if year is not None:
        begin = _first(year - 1 if month == 12 else year, month)
        return begin, _months_on(begin, 15 if month == 12 else 3)
    if now is None:
        return None
    begin = _first(now.today.year, month)
    here = datetime.combine(now.today, time())
    while begin > here or (which == "last" and _months_on(begin, 3) > here):
        begin = begin.replace(year=begin.year - 1)
    return begin, _months_on(begin, 3)


def _first(year: int, month: int) -> datetime:
    return datetime.combine(date(year, month, 1), time())


def _months_on(begin: datetime, months: int) -> datetime:
    index = begin.month - 1 + months
    return begin.replace(year=begin.year + index // 12, month=index % 12 + 1)
