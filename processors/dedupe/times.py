"""When two tellings can be of one attack: half-open intervals in UTC, weekdays without a clock."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from contracts.messages import Precision, TimeBasis, When
from processors.dedupe.state import WhenTally

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
_APART: Final = timedelta(hours=4)  # between parts of one day: two attacks
_CLOCKS: Final = timedelta(hours=6)  # by which publishers' clocks and zones may be off
_TICK: Final = timedelta(microseconds=1)  # intervals are half-open
_REACHES_BACK: Final = {TimeBasis.PUBLISHED, TimeBasis.SAID}
_FINE: Final = {Precision.MINUTE, Precision.HOUR, Precision.PART_OF_DAY}
_PARTS_APART: Final = ({"morning", "evening"}, {"afternoon", "night"})  # a night ends at dawn


class Interval(NamedTuple):
    """An interval that is known; its end belongs to the next one."""

    start: datetime
    end: datetime


class TimeFit(StrEnum):
    """How the time of a report and that of an incident go together."""

    SAME_DAY = "same day"
    NEXT_DAY = "a day off"
    SPAN = "within the same days"
    NEAR = "told soon after"
    WEEKDAY = "same weekday"
    FLOATING = "no day is given"
    OTHER_TIME = "another time"
    OTHER_WEEKDAY = "another weekday"
    OTHER_DAY_PART = "another part of the day"


VETOES: Final = {TimeFit.OTHER_TIME, TimeFit.OTHER_WEEKDAY, TimeFit.OTHER_DAY_PART}
SCORES: Final = {
    TimeFit.SAME_DAY: 1.0,
    TimeFit.NEXT_DAY: 0.3,
    TimeFit.SPAN: 0.5,
    TimeFit.NEAR: 0.7,
    TimeFit.WEEKDAY: 1.0,
    TimeFit.FLOATING: 0.3,
}


def is_dated(when: When) -> bool:
    """Say if the text itself says when."""
    return when.basis is TimeBasis.STATED and when.start is not None and when.end is not None


def span(when: When) -> Interval | None:
    """Return the interval of a time that has one."""
    return Interval(when.start, when.end) if when.start and when.end else None


def width(when: When) -> timedelta:
    """Return the length of an interval; of a missing one, the longest there is."""
    found = span(when)
    return found.end - found.start if found else timedelta.max


def gap(one: When, other: When) -> timedelta:
    """Return the time between two intervals, zero where they meet or where one is missing."""
    mine, theirs = span(one), span(other)
    if mine is None or theirs is None:
        return timedelta(0)
    return max(mine.start - theirs.end, theirs.start - mine.end, timedelta(0))


def overlap(one: When, other: When) -> bool:
    """Say if both hold some instant in common; the end belongs to neither."""
    mine, theirs = span(one), span(other)
    if mine is None or theirs is None:
        return False
    return mine.start < theirs.end and theirs.start < mine.end


def fit(when: When, held: When, reach: timedelta) -> TimeFit:
    """Compare a report's time with an incident's.

    Args:
        when: of the report.
        held: of the incident.
        reach: how long after an attack a text without a day may still tell of it.
    """
    if _parts_apart(when, held):
        return TimeFit.OTHER_DAY_PART
    mine, theirs = span(when), span(held)
    if mine is None or theirs is None:
        return _by_weekday(when, held)
    if is_dated(when) and is_dated(held):
        return _dated(when, held)
    if is_dated(when):  # the incident rests on when somebody spoke, which is an upper bound
        early, late = theirs.start - mine.end, mine.start - theirs.end
        return TimeFit.NEAR if early < DAY and late < _CLOCKS else TimeFit.OTHER_TIME
    if is_dated(held):  # counted from the end of its day, however finely it is known
        late = mine.end - max(theirs.end, theirs.start + DAY)
        return TimeFit.NEAR if -1.5 * DAY <= late <= reach else TimeFit.OTHER_TIME
    near = -reach <= mine.end - theirs.end <= reach
    return TimeFit.NEAR if near else TimeFit.OTHER_TIME


def _dated(when: When, held: When) -> TimeFit:
    if overlap(when, held):
        return TimeFit.SAME_DAY if width(when) <= 2 * DAY >= width(held) else TimeFit.SPAN
    apart = gap(when, held)
    if apart >= DAY:
        return TimeFit.OTHER_TIME
    if apart >= _APART and when.precision in _FINE and held.precision in _FINE:
        return TimeFit.OTHER_DAY_PART
    return TimeFit.NEXT_DAY


def _by_weekday(when: When, held: When) -> TimeFit:
    """Without a clock the weekday is all there is."""
    mine, theirs = _weekdays(when), _weekdays(held)
    if not mine or not theirs:
        return TimeFit.FLOATING
    return TimeFit.WEEKDAY if mine & theirs else TimeFit.OTHER_WEEKDAY


def _weekdays(when: When) -> frozenset[int]:
    if when.weekday is not None:
        return frozenset({when.weekday})
    known = span(when)
    if known is None or not is_dated(when) or width(when) > WEEK:
        return frozenset()
    days = max(1, round(width(when) / DAY))
    noon = known.start + width(when) / (2 * days)  # local midnight may be any hour UTC
    return frozenset((noon + at * DAY).weekday() for at in range(days))


def _parts_apart(when: When, held: When) -> bool:
    """Say if both name parts of the same day that lie hours apart."""
    return {when.day_part, held.day_part} in _PARTS_APART and gap(when, held) < DAY


def days(when: When) -> tuple[int, int] | None:
    """Return the first and the last day (of the epoch, UTC) that an interval touches."""
    known = span(when)
    if known is None:
        return None
    return day_of(known.start), day_of(max(known.start, known.end - _TICK))


def day_of(at: datetime) -> int:
    """Return the number of the day since the epoch, UTC."""
    return int(at.timestamp() // 86_400)


def agreed(tallies: Sequence[WhenTally]) -> When:
    """Return the tightest interval on which the best tellings agree.

    Best first: what the text states; news before what is told in passing; a sure clock before a
    doubtful one; more families before fewer. Where nobody states a day, the earliest telling is
    the bound. Those that contradict a better one are left out.
    """
    ranked = sorted(_possible(tallies), key=order)
    best = ranked[0]
    grade = _grade(best)
    return _intersect(best.when, (tally.when for tally in ranked[1:] if _grade(tally) == grade))


def _possible(tallies: Sequence[WhenTally]) -> Sequence[WhenTally]:
    """Leave out stated times that begin after the attack was first told as news."""
    told = [span(tally.when) for tally in tallies if tally.current and not tally.when.doubt]
    bound = min((each.end for each in told if each), default=None)
    if bound is None:
        return tallies
    starts = ((tally, span(tally.when)) for tally in tallies)
    found = [tally for tally, each in starts if each is None or each.start < bound]
    return found or tallies


def _grade(tally: WhenTally) -> tuple[bool, int, bool, bool]:
    when = tally.when
    stated = when.basis is TimeBasis.STATED
    return (when.start is None, not stated, stated and width(when) > WEEK, not tally.current)


def order(tally: WhenTally) -> tuple[object, ...]:
    """Return what ranks the times that tellings give, the best first."""
    when = tally.when
    known = span(when)
    bound = known.end.timestamp() if known and not is_dated(when) else 0.0
    weight = len(tally.backed.families)
    return (*_grade(tally), when.doubt, bound, -weight, width(when), str(when.start))


def _intersect(best: When, others: Iterable[When]) -> When:
    found = best
    for other in others:
        mine, theirs = span(found), span(other)
        if mine and theirs and overlap(found, other):
            found = _tighter(found, mine, other, theirs)
        elif found.start is None and found.weekday is None and other.weekday is not None:
            found = other
    return found


def _tighter(one: When, mine: Interval, other: When, theirs: Interval) -> When:
    """Narrow `one` by `other`; words and precision are those of the narrower."""
    exact = other if width(other) < width(one) else one
    return When(
        start=max(mine.start, theirs.start),
        end=min(mine.end, theirs.end),
        precision=exact.precision,
        basis=exact.basis,
        weekday=one.weekday if one.weekday is not None else other.weekday,
        day_part=exact.day_part or one.day_part,
        doubt=one.doubt and other.doubt,
        words=exact.words,
    )


def on_the_clock_of(when: When, zone: str) -> When:
    """Fill in the likeliest local day; `zone` is IANA's name."""
    return replace(when, day=likeliest_day(when, zone))


def likeliest_day(when: When, zone: str) -> str:
    """Return the local day to name where one must be named, "" when nothing is known.

    An interval that only rests on when somebody wrote or spoke reaches back from there, and news
    is mostly of the same day; of any other interval it is the middle.
    """
    if when.start is None or when.end is None:
        return ""
    middle = when.start + (when.end - when.start) / 2
    best = when.end - _TICK if when.basis in _REACHES_BACK else middle
    return best.astimezone(ZoneInfo(zone)).date().isoformat()
