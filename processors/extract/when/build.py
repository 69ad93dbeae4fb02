"""Builders: from a match of the table's pattern to atoms.

Without a clock a builder gives what can be known without one: a weekday, a full date, a part of
the day.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from contracts.messages import Precision
from processors.extract.when.atoms import DAY, At, Atom, Now, Part
from processors.extract.when.calendar import (
    DAYS,
    MONTHS,
    day_of,
    latest_month,
    latest_weekday,
    month_span,
    number,
    season_span,
    week_start,
    year_span,
)
from processors.extract.when.spans import LENGTHS, ago_span, unit_span, wall

Atoms = Iterator[Atom]

_MORNING: Final = Part(0, 12, "morning")
_EARLY: Final = Part(0, 10, "morning")
_NIGHT: Final = Part(18, 30, "night")
PARTS: Final = {
    "early": _EARLY,
    "early morning": _EARLY,
    "morning": _MORNING,
    "dawn": Part(2, 9, "morning"),
    "at daybreak": Part(2, 9, "morning"),
    "pre-dawn": Part(0, 8, "morning"),
    "predawn": Part(0, 8, "morning"),
    "before dawn": Part(0, 8, "morning"),
    "small hours": Part(0, 8, "morning"),
    "early hours": Part(0, 8, "morning"),
    "midday": Part(10, 15, "afternoon"),
    "noon": Part(10, 15, "afternoon"),
    "afternoon": Part(11, 19, "afternoon"),
    "evening": Part(16, 24, "evening"),
    "dusk": Part(16, 22, "evening"),
    "night": _NIGHT,
    "nighttime": _NIGHT,
    "late": Part(17, 30, "night"),
    "midnight": Part(-3, 30, "night"),
    "overnight": Part(-6, 10, "night"),
}
_OFFSETS: Final = {"est": -5, "edt": -4, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "msk": 3}
_MIDWEEK: Final = frozenset({2, 3, 4})  # "this weekend" said then is still to come
_NEEDS_CUE: Final = frozenset({"march", "april", "may", "june", "august"})  # words, people
_FEASTS: Final = {  # month, day, days
    "new year's eve": (12, 31, 2),
    "new year's night": (12, 31, 2),
    "new year's day": (1, 1, 1),
    "christmas eve": (12, 24, 1),
    "christmas day": (12, 25, 1),
    "boxing day": (12, 26, 1),
}


def weekday(m: re.Match[str], now: Now | None) -> Atoms:
    """Return the latest such day; "last Tuesday" said on Wednesday is a week before."""
    which = m["which"] or ""
    if which in {"next", "coming", "this coming"}:
        yield Atom(m.start(), m.end(), "future")
        return
    wanted = DAYS.index(m["wd"])
    found = latest_weekday(now, wanted) if now else None
    if found and now and which in {"last", "the previous"} and (now.today - found).days < 2:
        found -= timedelta(days=7)
    yield Atom(m.start(), m.end(), "weekday", day=found, weekday=wanted)


def weekday_of_week(m: re.Match[str], now: Now | None) -> Atoms:
    """Read "Monday of last week"."""
    wanted = DAYS.index(m["wd"])
    back = 7 if m["which"] == "last" else 0
    found = week_start(now) + timedelta(days=wanted - back) if now else None
    part = PARTS.get(m["part"] or "")
    yield Atom(m.start(), m.end(), "weekday_of_week", day=found, weekday=wanted, part=part)


def calendar_date(m: re.Match[str], now: Now | None) -> Atoms:
    """Read one day, a list of days or a range of them in one month."""
    group = "days" if m["days"] else "days2"
    numbers = list(re.finditer(r"\d{1,2}", m[group]))
    month = MONTHS[(m["month"] or m["month2"])[:3]]
    year = int(m["y"]) if m["y"] else None
    known = [day_of(int(n[0]), month, year, now) for n in numbers]
    if not all(known) and (year or now):
        return  # the 31st of June
    dated = year is not None
    if len(numbers) == 2 and (m["between"] or re.search(r"-|\bto\b|through|until", m[group])):
        first, last = known
        yield Atom(
            m.start(), m.end(), "range", day=first, last_day=last, dated=dated,
            precision=Precision.DAYS,
        )  # fmt: skip
        return
    last_index = len(numbers) - 1
    for i, found in enumerate(known):
        start = m.start() if i == 0 else m.start(group) + numbers[i].start()
        end = m.end() if i == last_index else m.start(group) + numbers[i].end()
        known_weekday = found.weekday() if found else None
        yield Atom(start, end, "date", day=found, weekday=known_weekday, dated=dated)


def numeric(m: re.Match[str], now: Now | None) -> Atoms:
    """Read 2024-08-05 and 05.08.2024; 5/8/2024 only where one of its two readings is past."""
    if m["y2"]:
        read = {day_of(int(m["d2"]), int(m["m2"]), int(m["y2"]), None)}
    else:
        first, second, year = int(m["d"]), int(m["m"]), int(m["y"])
        read = {day_of(first, second, year, None)}
        if m["sep"] == "/":
            read.add(day_of(second, first, year, None))
    possible = [d for d in read if d and not (now and d > now.latest + DAY)]
    found = possible[0] if len(possible) == 1 else None
    known_weekday = found.weekday() if found else None
    yield Atom(m.start(), m.end(), "date", day=found, weekday=known_weekday, dated=bool(found))


def month(m: re.Match[str], now: Now | None) -> Atoms:
    """Read a month, with its year or without: then it is the latest that has begun."""
    cue = m["which"] or m["stage"] or m["y"] or m["whose"]
    if m["month"] in _NEEDS_CUE and not cue:
        return
    index = MONTHS[m["month"][:3]]
    year = int(m["y"]) if m["y"] else latest_month(now, index, m["which"] or "")
    if not m["y"] and m["whose"] and now:
        year = now.today.year - (m["whose"] == "last")
    span = month_span(year, index, m["stage"] or "") if year else None
    yield Atom(
        m.start(), m.end(), "month", span=span, precision=Precision.MONTH, dated=bool(m["y"])
    )


def season(m: re.Match[str], now: Now | None) -> Atoms:
    """Read "last summer" and "the fall of 2022"."""
    year = int(m["y"]) if m["y"] else None
    span = season_span(m["season"] or m["season2"], year, m["which"] or "", now)
    yield Atom(m.start(), m.end(), "season", span=span, precision=Precision.MONTH, dated=bool(year))


def year(m: re.Match[str], now: Now | None) -> Atoms:
    """Read a year that stands behind a word for it."""
    if now and int(m["y"]) > now.latest.year:
        return
    span = year_span(int(m["y"]), m["stage"] or "")
    yield Atom(m.start("y"), m.end(), "year", span=span, precision=Precision.YEAR, dated=True)


def today(m: re.Match[str], now: Now | None) -> Atoms:
    """Read today, yesterday, tonight, last night, this morning."""
    word = m["word"]
    part = PARTS.get(m["part"] or m["pre"] or "")
    if word in {"tonight", "last night"}:
        part = _NIGHT
    elif word.startswith("this "):
        part = PARTS[word.removeprefix("this ")]
    back = {"yesterday": 1, "last night": 1, "the day before yesterday": 2}.get(word, 0)
    found = now.today - back * DAY if now else None
    rule = "yesterday" if back else "today"
    yield Atom(m.start(), m.end(), rule, day=found, part=part)


def part_of_day(m: re.Match[str], now: Now | None) -> Atoms:
    """Read a part of a day; which day is for its neighbours to say."""
    del now
    rule = "overnight" if m["part"] == "overnight" else "part"
    yield Atom(m.start(), m.end(), rule, part=PARTS[m["part"]])


def clock_time(m: re.Match[str], now: Now | None) -> Atoms:
    """Read 9 pm, 21:37, 2100 GMT."""
    del now
    half, zone = (m["half"] or "").replace(".", ""), m["zone"] or ""
    hour, minute = int(m["h"]), int(m["min"] or 0)
    military = bool(m["min"]) and len(m["h"]) == 2 and zone != ""  # 0930 hours
    if not (half or ":" in m[0] or military or zone in {"gmt", "utc"}) or hour > 23 + military:
        return
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    total = hour * 60 + minute - 60 * _OFFSETS.get(zone, 0)
    utc = zone in {"gmt", "utc"} or zone in _OFFSETS
    yield Atom(m.start(), m.end(), "clock", at=At(total, utc=utc, exact=bool(minute % 5)))


def ago(m: re.Match[str], now: Now | None) -> Atoms:
    """Read "three days ago", "weeks ago"."""
    span, precision = None, Precision.UNKNOWN
    if now:
        span, precision = ago_span(number(m["n"] or "several"), m["unit"], now)
    yield Atom(m.start(), m.end(), "ago", span=span, precision=precision)


def calendar_unit(m: re.Match[str], now: Now | None) -> Atoms:
    """Read last, this and next week, month, year and weekend."""
    unit, which = m["unit"] or "weekend", m["which"] or "this"
    ahead = unit == "weekend" and m["which"] == "this" and now and now.today.weekday() in _MIDWEEK
    if which in {"next", "coming"} or ahead:
        yield Atom(m.start(), m.end(), "future")
        return
    span, precision = None, Precision.UNKNOWN
    if now:
        span, precision = unit_span(unit, which in {"last", "previous"}, m["stage"] or "", now)
    yield Atom(m.start(), m.end(), unit, span=span, precision=precision)


def window(m: re.Match[str], now: Now | None) -> Atoms:
    """Read "recent weeks", "the past 24 hours": from some day up to now."""
    unit = m["unit"] or m["unit2"] or m["unit3"] or "month"
    count = number(m["n"])[1] if m["n"] else 1 if m["unit3"] else 2 if unit == "month" else 7
    per = {"hour": 1 / 24, "day": 1.0}.get(unit) or LENGTHS[unit][0]
    days = count * per
    span = (wall(now) - timedelta(days=days), wall(now)) if now else None
    fine = Precision.DAYS if days <= 10 else Precision.MONTH if days <= 200 else Precision.YEAR
    yield Atom(m.start(), m.end(), "window", span=span, precision=fine, opening=days > 3)


def relative(m: re.Match[str], now: Now | None) -> Atoms:
    """Read "two days later", "a week after the raid": no clock says when that was."""
    del now
    yield Atom(m.start(), m.end(), "relative")


def feast(m: re.Match[str], now: Now | None) -> Atoms:
    """Read the feasts that name a day; New Year's Eve runs into the next day."""
    month_, day_, days = _FEASTS[m["feast"]]
    found: date | None = day_of(day_, month_, int(m["y"]) if m["y"] else None, now)
    yield Atom(
        m.start(), m.end(), "feast", day=found, dated=bool(m["y"]),
        last_day=found + DAY if found and days == 2 else None,
    )  # fmt: skip
