"""A time told from another: "on Friday, four days after the raid", "since Thursday, when ..."."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from contracts.messages import Precision, TimeBasis, When
from processors.extract.frames.frames import Frame
from processors.extract.text.document import Document
from processors.extract.when.atoms import Now, settle
from processors.extract.when.expressions import TimeExpression
from processors.extract.when.rules import atoms

_AFTER: Final = " after"
_BEHIND: Final = 60  # characters from "four days after" to the act that it counts from
_JOINT: Final = 4  # characters of ", " between "Thursday" and its "when"
_SPOKEN: Final = re.compile(
    r"\b(?:announcements?|statements?|remarks|comments|admission|confirmation|disclosure|speech)"
    r" (?:comes?|came) (?:just |only |about |nearly |almost )?\Z"
)
_DAY: Final = timedelta(days=1)
_PRECISE: Final = frozenset({Precision.DAY, Precision.PART_OF_DAY, Precision.HOUR})


def anchored(document: Document, frame: Frame, times: Sequence[TimeExpression]) -> When | None:
    """Return the day of an act that its sentence counts from another, or None.

    Args:
        document: the article; without a clock nothing is counted.
        frame: the act, and the clause that tells of it.
        times: the time expressions of its sentence, in order.
    """
    if document.clock is None:
        return None
    for each in times:
        gap = frame.clause.start - each.end
        if each.is_open and frame.clause.opener == "when" and 0 <= gap <= _JOINT:
            return _first_day(each, document.clock)
        counted = each.rule == "relative" and each.words.lower().endswith(_AFTER)
        if counted and 0 <= frame.act.start - each.end <= _BEHIND:
            return _counted_back(document, each, _anchor(times, each) or document.clock)
    return None


def spoken_of(document: Document, frame: Frame, times: Sequence[TimeExpression]) -> When | None:
    """Return the day of an act that an announcement follows: it "comes a week after" the raid.

    The announcement may be a day older than the text.
    """
    for each in times:
        if _SPOKEN.search(document.folded[frame.sentence.start : each.start]):
            when = anchored(document, frame, times)
            return when and replace(when, start=when.start and when.start - _DAY)
    return None


def _anchor(times: Sequence[TimeExpression], counted: TimeExpression) -> datetime | None:
    """Return the day from which is counted: the last one that stands before."""
    days = [each.when for each in times if each.start < counted.start and not each.is_open]
    return next((day.start for day in reversed(days) if day.precision in _PRECISE), None)


def _counted_back(document: Document, counted: TimeExpression, anchor: datetime) -> When | None:
    """Read "four days after" as "four days ago", said on the anchor's day."""
    zone = ZoneInfo(document.tz)
    words = f"{counted.words.lower().removesuffix(_AFTER)} ago"
    local = anchor.astimezone(zone).date()
    now = Now(datetime.combine(local, time(12), zone).astimezone(UTC), zone)
    for atom in atoms(words, now):
        if interval := settle(atom, zone):
            start, end, precision = interval
            return _stated(start, end, precision, counted.words)
    return None


def _first_day(each: TimeExpression, clock: datetime) -> When | None:
    """Return the day with which "since Thursday" begins."""
    if each.when.start is None:
        return None
    end = min(each.when.start + _DAY, clock.astimezone(UTC))
    return _stated(each.when.start, end, Precision.DAY, each.words)


def _stated(start: datetime, end: datetime, precision: Precision, words: str) -> When:
    return When(
        start=start.astimezone(UTC),
        end=end.astimezone(UTC),
        precision=precision,
        basis=TimeBasis.STATED,
        words=words,
    )
