"""When: the time expressions of a stretch of text, each with the interval it speaks of.

Three passes: the table of rules finds atoms, neighbours are joined, and what stands around an
expression says what it is worth. "Said on Monday" dates the speaking, and an attack no later than
that; "since Monday" is open; "a week after the raid" says nothing without the raid.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace as changed

from contracts.messages import ClockBasis, Precision, TimeBasis, When
from processors.extract.text.document import Document
from processors.extract.when import context
from processors.extract.when.atoms import Atom, Interval, Now, joined, overlapping_dropped, settle
from processors.extract.when.rules import atoms

_SPOKEN_LATE: Final = timedelta(days=3)  # attacks are spoken of within that, 97 in 100
_UNSAID: Final = timedelta(days=3)  # likewise when nothing is said, counted from publication
_TOO_EARLY: Final = timedelta(hours=14)  # zones differ by that much: a feed's time may lag a day
_YOUNG: Final = timedelta(hours=6)  # west of the base it may still be the day before
_REACHES_BACK: Final = timedelta(hours=8)
_DOUBTFUL: Final = frozenset({ClockBasis.FETCH, ClockBasis.NONE})
_NEVER_SPEECH: Final = frozenset({"relative", "overnight"})  # nobody speaks all night
_LOOSE: Final = frozenset({"early", "late"})


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, and what they say."""

    start: int  # in Document.whole
    end: int
    words: str
    when: When
    rule: str  # name of the kind of expression
    is_speech: bool = False  # it dates the speaking, not the event
    is_open: bool = False  # "since April", "in recent weeks"

    @property
    def is_known(self) -> bool:
        """Whether it has an interval."""
        return self.when.start is not None


def resolve_times(
    document: Document, start: int, end: int, basis: ClockBasis = ClockBasis.FEED
) -> tuple[TimeExpression, ...]:
    """Return every time expression in `start`..`end` of the whole text, in order.

    Args:
        document: the article; its clock may be None, then only full dates have an interval.
        start: where the stretch begins, an offset into `Document.whole`.
        end: where it ends.
        basis: whose word the clock is; a fetch's is in doubt.
    """
    text = document.folded[start:end]
    zone = ZoneInfo(document.tz)
    now = Now(document.clock.astimezone(UTC), zone) if document.clock else None
    found = []
    for atom in _resolve(text, now):
        first, last = start + atom.start, start + atom.end
        if context.is_stamp(document.folded, first, last, dated=atom.dated):
            continue
        expression = _expression(document, atom, start, now)
        if basis in _DOUBTFUL and not atom.dated:
            expression = replace(expression, when=changed(expression.when, doubt=True))
        found.append(expression)
    return tuple(found)


def default_when(clock: datetime | None, basis: ClockBasis) -> When:
    """Return the interval of an attack of which no time is said: the days before publication."""
    if clock is None:
        return When(basis=TimeBasis.NONE, doubt=True)
    clock = clock.astimezone(UTC)
    first = datetime.combine(clock.date() - _UNSAID, time(), UTC)
    return When(
        start=first,
        end=clock,
        precision=Precision.DAYS,
        basis=TimeBasis.PUBLISHED,
        doubt=basis in _DOUBTFUL,
    )


def when_of(atom: Atom, now: Now | None, words: str, basis: ClockBasis, *, is_speech: bool) -> When:
    """Return what one atom says, for readers with day words of their own.

    Args:
        atom: what was read.
        now: the moment the text speaks from.
        words: as written.
        basis: whose word the clock is.
        is_speech: it dates the speaking, an upper bound for the event.
    """
    interval = settle(atom, now.zone) if now else None
    when = changed(_when(atom, now, interval, is_open=False), words=words)
    if basis in _DOUBTFUL and not atom.dated:
        when = changed(when, doubt=True)
    return _bounded(when) if is_speech else when


def _resolve(text: str, now: Now | None) -> Iterator[Atom]:
    """Yield the joined atoms of folded text that are worth keeping."""
    for atom in joined(text, overlapping_dropped(atoms(text, now))):
        if atom.rule == "overnight" and not atom.is_day:
            yield replace(atom, day=now.today if now else None)
        elif atom.is_detail and text[atom.start : atom.end].removeprefix("in the ") in _LOOSE:
            continue
        else:
            yield atom


def _expression(document: Document, atom: Atom, offset: int, now: Now | None) -> TimeExpression:
    start, end = offset + atom.start, offset + atom.end
    folded = document.folded
    before, after = folded[max(0, start - 120) : start], folded[end : end + 80]
    is_speech = atom.rule not in _NEVER_SPEECH and context.is_speech(before, after)
    is_open = atom.opening or context.is_since(before, folded[start:end])
    rule = _rule(atom, before, after)
    here = _quoted_now(document, start, atom, now)
    if here and here is not now:
        atom = next((a for a in _resolve(folded[start:end], here)), atom)
    zone = now.zone if now else ZoneInfo(document.tz)
    interval = settle(atom, zone) if rule == atom.rule else None
    when = _when(atom, now, interval, is_open=is_open)
    when = changed(when, words=document.words(start, end))
    if is_speech:
        when = _bounded(when)
    return TimeExpression(start, end, when.words, when, rule, is_speech=is_speech, is_open=is_open)


def _rule(atom: Atom, before: str, after: str) -> str:
    """Return the rule's name, another one where the words around it void the date."""
    if context.is_planned(before, after) and not atom.dated:
        return "future"
    if not atom.dated and atom.rule in {"date", "month"} and context.is_anniversary(before, after):
        return "anniversary"
    return atom.rule


def _quoted_now(document: Document, start: int, atom: Atom, now: Now | None) -> Now | None:
    """Return the moment that a quoted "today" counts from: the day its speaker spoke."""
    if now is None or atom.rule not in {"today", "yesterday"}:
        return now
    wanted = context.day_spoken(document.folded, start)
    if wanted is None:
        return now
    spoken = now.latest - timedelta(days=(now.latest.weekday() - wanted) % 7)
    if spoken >= now.today:
        return now
    late = datetime.combine(spoken, time(23, 59), now.zone)
    return Now(late.astimezone(UTC), now.zone)


def _when(atom: Atom, now: Now | None, interval: Interval | None, *, is_open: bool) -> When:
    """Say what an atom and its interval come to at this clock, or without one."""
    when = When(
        basis=TimeBasis.STATED,
        weekday=None if atom.last_day or atom.rule == "future" else atom.weekday,
        day_part=atom.part.name if atom.part else "",
        doubt=now is None and not atom.dated,
    )
    if interval is None or (now is None and not atom.dated):
        return when
    start, end, precision = interval
    if now is not None:
        cut = _cut(start, now.clock if is_open else end, now, atom)
        if cut is None:
            return when
        start, end = cut
    return changed(when, start=start, end=end, precision=precision)


def _cut(start: datetime, end: datetime, now: Now, atom: Atom) -> tuple[datetime, datetime] | None:
    """Cut an interval at publication; one that begins later belongs to no event told of.

    "Today" reaches back when the day is young: the writer's own day may be the one before. A day
    that has begun only in another zone begins where that zone's does.
    """
    if atom.rule == "today" and not atom.part and now.clock - start < _YOUNG:
        start = now.clock - _REACHES_BACK
    if start >= now.clock:
        if start - now.clock > _TOO_EARLY:
            return None
        begun = now.clock.replace(hour=0, minute=0, second=0, microsecond=0)
        start = min(begun, now.clock - timedelta(hours=1))
    return start, min(end, now.clock)


def _bounded(when: When) -> When:
    """Turn the day of speaking into an upper bound for the day of the event."""
    if when.start is None or when.end is None:
        return changed(when, basis=TimeBasis.SAID, weekday=None, day_part="")
    return changed(
        when,
        start=when.start - _SPOKEN_LATE,
        basis=TimeBasis.SAID,
        precision=Precision.DAYS,
        weekday=None,
        day_part="",
    )
