"""What a time expression is made of, before it is an interval.

An atom is one piece ("Tuesday", "night", "2130 GMT", "last week"); neighbours that belong together
are joined ("at 2130 GMT on Tuesday night"). All days and hours here are wall-clock ones of the
place the article tells of; `settle` turns them into UTC.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from contracts.messages import Precision

DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_WIDEST_GAP: Final = 24  # characters between two atoms of one expression


Interval = tuple[datetime, datetime, Precision]  # UTC, the end exclusive


@dataclass(frozen=True, slots=True)
class Now:
    """The moment the text speaks from."""

    clock: datetime  # UTC
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The base-local day."""
        return self.clock.astimezone(self.zone).date()

    @property
    def latest(self) -> date:
        """The latest day that a writer may call today."""
        return max(self.today, self.clock.date())


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day: hours from its midnight, which may reach into its neighbours."""

    start: float
    end: float
    name: str  # as When.day_part


EITHER_NIGHT: Final = Part(-6, 30, "night")  # "overnight on Monday": the one before, or after


@dataclass(frozen=True, slots=True)
class At:
    """A time of day."""

    minute: int  # of the day
    utc: bool = False  # GMT; else base-local
    exact: bool = False  # the minutes are no round number


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a time expression, or several joined."""

    start: int
    end: int
    rule: str
    day: date | None = None
    last_day: date | None = None  # of a range
    weekday: int | None = None  # as written, Monday = 0
    part: Part | None = None
    at: At | None = None
    span: tuple[datetime, datetime] | None = None  # base-local, naive
    precision: Precision = Precision.UNKNOWN
    opening: bool = False  # "since", "recent": says no more than not long ago
    dated: bool = False  # day, month and year stand there: no clock is needed

    @property
    def is_day(self) -> bool:
        """Whether it names one day, be it known or not."""
        return self.span is None and (self.day is not None or self.weekday is not None)

    @property
    def is_detail(self) -> bool:
        """Whether it only says when in a day."""
        return not self.is_day and self.span is None and bool(self.part or self.at)


_GLUE: Final = re.compile(
    r"[\s,(]*(?:(?:at|on|in|of|around|about|by|the|approximately|roughly|shortly after|just after"
    r"|just before|shortly before|local time|into|overnight|from|between|hours)[\s,]*){0,3}\(?"
)
_RANGE_GLUE: Final = re.compile(r"\s*(?:-|to|through|until|till|into|and into|and early)\s*")
_BETWEEN: Final = re.compile(r"\b(?:between|night of|night between|overnight)\s+(?:the\s+)?$")
_AND: Final = re.compile(r"\s*and\s*")


def overlapping_dropped(atoms: Iterable[Atom]) -> list[Atom]:
    """Keep the longest atom at each place, in order."""
    kept: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: (a.start, -a.end)):
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


def joined(text: str, atoms: Sequence[Atom]) -> list[Atom]:
    """Join neighbours that say one time between them."""
    result: list[Atom] = []
    for atom in atoms:
        both = _join(text, result[-1], atom) if result else None
        if both:
            result[-1] = both
        else:
            result.append(atom)
    return result


def _join(text: str, left: Atom, right: Atom) -> Atom | None:
    gap = text[left.end : right.start]
    if len(gap) > _WIDEST_GAP:
        return None
    if left.is_day and right.is_day:
        return _two_days(text, gap, left, right)
    if not _GLUE.fullmatch(gap):
        return None
    return _with_detail(left, right) or _with_detail(right, left) or _details(left, right)


def _two_days(text: str, gap: str, left: Atom, right: Atom) -> Atom | None:
    """Join "Friday" and "17 November", and the ends of a range."""
    ranged = _RANGE_GLUE.fullmatch(gap) or (
        _AND.fullmatch(gap) and _BETWEEN.search(text, max(0, left.start - 24), left.start)
    )
    if ranged:
        return _range(left, right)
    if not re.fullmatch(r"[\s,(]*(?:the\s)?", gap) or (left.rule == "date") == (
        right.rule == "date"
    ):
        return None
    dated, other = (left, right) if left.rule == "date" else (right, left)
    return replace(
        dated,
        start=left.start,
        end=right.end,
        weekday=other.weekday,
        part=dated.part or other.part,
        at=dated.at or other.at,
    )


def _range(left: Atom, right: Atom) -> Atom:
    """Span two days: a range may run over the turn of the week or of the year."""
    first, last = left.day, right.day
    if first and last and first > last:
        back = first - timedelta(days=7) if right.rule == "weekday" else None
        first = back if back and back <= last else None
    return replace(
        left,
        end=right.end,
        day=first,
        last_day=last,
        weekday=None,
        part=left.part or right.part,
        precision=Precision.DAYS,
        rule="range",
        dated=left.dated and right.dated,
    )


def _with_detail(day: Atom, detail: Atom) -> Atom | None:
    """Join a day and when in it."""
    if not (day.is_day and detail.is_detail):
        return None
    part = day.part or detail.part
    if detail.rule == "overnight" and day.rule == "weekday":
        part = EITHER_NIGHT
    start, end = min(day.start, detail.start), max(day.end, detail.end)
    return replace(day, start=start, end=end, part=part, at=day.at or detail.at)


def _details(left: Atom, right: Atom) -> Atom | None:
    """Join "9 pm" and "in the evening"."""
    if not (left.is_detail and right.is_detail) or bool(left.at) == bool(right.at):
        return None
    return replace(left, end=right.end, part=left.part or right.part, at=left.at or right.at)


def settle(atom: Atom, zone: ZoneInfo) -> Interval | None:
    """Return the UTC interval [start, end) that an atom speaks of, None when it cannot be said."""
    if atom.span:
        return _utc(atom.span[0], zone), _utc(atom.span[1], zone), atom.precision
    if not atom.day:
        return None
    midnight = datetime.combine(atom.day, time())
    if atom.at and not atom.last_day:
        return _around(midnight, atom.at, atom.part, zone)
    last = datetime.combine(atom.last_day, time()) if atom.last_day else midnight
    start, end, precision = _hours(atom, Precision.DAYS if atom.last_day else Precision.DAY)
    return _utc(midnight + start, zone), _utc(last + end, zone), precision


def _hours(atom: Atom, precision: Precision) -> tuple[timedelta, timedelta, Precision]:
    """Return where in its first day a stretch begins, and where in its last it ends."""
    if atom.part and not atom.last_day:
        return atom.part.start * _HOUR, atom.part.end * _HOUR, Precision.PART_OF_DAY
    if atom.part and atom.part.name == "night":  # "the night of Saturday to Sunday"
        return 18 * _HOUR, 10 * _HOUR, precision
    return 0 * _HOUR, 24 * _HOUR, precision


def _around(midnight: datetime, at: At, part: Part | None, zone: ZoneInfo) -> Interval:
    """Give a time of day the slack that reporters give it."""
    moment = midnight + timedelta(minutes=at.minute)
    if part and part.end > 24 and at.minute < 6 * 60:  # "at 2 am on Tuesday night"
        moment += DAY
    instant = moment.replace(tzinfo=UTC) if at.utc else _utc(moment, zone)
    if at.exact:
        slack = timedelta(minutes=10)
        return instant - slack, instant + slack, Precision.MINUTE
    return instant - _HOUR / 2, instant + _HOUR, Precision.HOUR


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
