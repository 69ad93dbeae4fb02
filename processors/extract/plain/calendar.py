"""Years, months and days in a sentence, in the common and in the Iranian calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from processors.extract.plain.kit import MONTH, NUMBER, SOLAR_MONTH
from processors.extract.plain.passage import Hit, Passage, gap
from processors.language.plain import Cue

_OLD: Final = timedelta(days=20)  # a month that ended longer ago is no time of news
_YEARS: Final = range(1900, 2100)
_SOLAR_YEARS: Final = range(1300, 1500)
_SOLAR_ERA: Final = 621  # the solar year y begins in March of y + 621
_ANCHOR: Final = 1400
_ANCHOR_DAY: Final = date(2021, 3, 21)  # on which it began
_LEAPS: Final = (1, 5, 9, 13, 17, 22, 26, 30)  # of 33 years
_NUMBER: Final = 2  # words of it between "ago" and "years"
_LONG_MONTHS: Final = 6  # have 31 days each, the others 30


def solar_day(year: int, month: int, day: int) -> date:
    """Turn a day of the Iranian calendar into one of the common one.

    Eight leap years in 33: right for 1343 to 1472 (1964 to 2093), later the sun decides.

    Raises:
        ValueError: there is no such day.
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"no day of the Iranian calendar: {year}-{month}-{day}")
    new_year = (year - _ANCHOR) * 365 + _leaps(year) - _leaps(_ANCHOR)
    past = (month - 1) * 30 + min(month - 1, _LONG_MONTHS)
    return _ANCHOR_DAY + timedelta(days=new_year + past + day - 1)


def _leaps(year: int) -> int:
    """Count the leap years before a year."""
    cycles, rest = divmod(year, 33)
    return cycles * len(_LEAPS) + sum(leap < rest for leap in _LEAPS)


def month_start(hit: Hit, year: int) -> date:
    """Return the first day of a month of a year of its own calendar."""
    if hit.kind == SOLAR_MONTH:
        return solar_day(year, int(hit.id), 1)
    return date(year, int(hit.id), 1)


def year_of(hit: Hit, clock: datetime) -> int:
    """Return the year, in the month's calendar, in which it was last before `clock`."""
    year = clock.year - (_SOLAR_ERA if hit.kind == SOLAR_MONTH else 0)
    today = clock.date()
    return next(y for y in (year + 1, year, year - 1, year - 2) if month_start(hit, y) <= today)


def year_written(passage: Passage, at: int) -> int:
    """Return the year that word `at` is, in either calendar; 0 for none."""
    word = passage.words[at] if 0 <= at < len(passage.words) else ""
    if len(word) != 4 or not word.isdigit():
        return 0
    return int(word) if int(word) in _YEARS or int(word) in _SOLAR_YEARS else 0


def common_year(year: int) -> int:
    """Return the common year in which a year of either calendar begins."""
    return year + _SOLAR_ERA if year in _SOLAR_YEARS else year


def old_dates(passage: Passage, clock: datetime | None) -> Iterator[Hit]:
    """Yield years before the clock's and months that are over for long; without a clock none."""
    if clock is None:
        return
    for at in range(len(passage.words)):
        year = year_written(passage, at)
        if year and common_year(year) < clock.year - (year in _SOLAR_YEARS):
            yield Hit(at, at, "year", str(year))
    for hit in passage.of(MONTH, SOLAR_MONTH):
        start = month_start(hit, year_of(hit, clock))
        if start + timedelta(days=31) + _OLD < clock.date() and not _is_year_new(
            passage, hit, clock
        ):
            yield hit


def years_ago(passage: Passage) -> Iterator[Hit]:
    """Yield a number of years beside "ago", whichever comes first: "il y a 24 ans"."""
    for years in passage.of(Cue.YEARS):
        counted = years.first > 0 and (
            passage.words[years.first - 1].isdigit()
            or any(passage.within(years.first - 2, years.first - 1, NUMBER))
        )
        for ago in passage.of(Cue.AGO):
            if counted and gap(ago, years) <= _NUMBER:
                yield Hit(min(ago.first, years.first), max(ago.last, years.last), "ago", "")


def _is_year_new(passage: Passage, hit: Hit, clock: datetime) -> bool:
    return any(year_written(passage, at) == clock.year for at in (hit.last + 1, hit.last + 2))
