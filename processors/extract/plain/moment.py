"""When an attack happened, by the day words of its sentence; else the days before publication."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from contracts.messages import ClockBasis, When
from processors.extract.plain.calendar import month_start, year_of, year_written
from processors.extract.plain.frames import Frame
from processors.extract.plain.kit import MONTH, SOLAR_MONTH, WEEKDAY
from processors.extract.plain.passage import Hit, Passage, gap
from processors.extract.text.document import Document
from processors.extract.when.atoms import Atom, Now, Part
from processors.extract.when.expressions import default_when, when_of
from processors.language.plain import Cue

_SPEECH: Final = 3  # words between a day and the word of saying that it dates
_SAID: Final = (Cue.CLAIMS, Cue.CONFIRMS, Cue.DENIES)
_NIGHT: Final = Part(-6, 10, "night")  # the one before the day of telling
_DAYS: Final = (Cue.TODAY, Cue.YESTERDAY, Cue.NIGHT, WEEKDAY, MONTH, SOLAR_MONTH)


def moment(document: Document, frame: Frame, basis: ClockBasis) -> When:
    """Return the time of an attack: the day word nearest to its act."""
    if document.clock is None:
        weekday = next(frame.passage.of(WEEKDAY), None)
        known = default_when(None, basis)
        return known if weekday is None else _without_clock(document, frame.passage, weekday, basis)
    now = Now(document.clock.astimezone(UTC), ZoneInfo(document.tz))
    days = [(_is_speech(frame, hit), hit) for hit in frame.passage.of(*_DAYS)]
    for said, hit in sorted(days, key=lambda day: (day[0], gap(frame.act, day[1]))):
        for atom in _atoms(frame.passage, hit, now):
            start, end = frame.passage.span(atom.start, atom.end)
            words = document.words(start, end)
            when = when_of(atom, now, words, basis, is_speech=said)
            if when.start is not None:
                return when
    return default_when(document.clock, basis)


def _is_speech(frame: Frame, hit: Hit) -> bool:
    """Tell the day on which somebody spoke from that of the act."""
    if any(frame.passage.within(hit.first - _SPEECH, hit.last + _SPEECH, *_SAID)):
        return True
    says = any(frame.passage.within(hit.first - _SPEECH, hit.last + _SPEECH, Cue.SAYS))
    return says and gap(frame.act, hit) > _SPEECH


def _without_clock(document: Document, passage: Passage, hit: Hit, basis: ClockBasis) -> When:
    words = document.words(*passage.span(hit.first, hit.last))
    atom = Atom(hit.first, hit.last, "weekday", weekday=int(hit.id))
    return when_of(atom, None, words, basis, is_speech=False)


def _atoms(passage: Passage, hit: Hit, now: Now) -> Iterator[Atom]:
    """Yield the day that a word says, if it says one; `start` and `end` count words here."""
    today = now.today
    if hit.kind == Cue.TODAY:
        yield Atom(hit.first, hit.last, "today", day=now.latest)
    elif hit.kind == Cue.YESTERDAY:
        yield Atom(hit.first, hit.last, "yesterday", day=today - timedelta(days=1))
    elif hit.kind == Cue.NIGHT:
        yield Atom(hit.first, hit.last, "overnight", day=today, part=_NIGHT)
    elif hit.kind == WEEKDAY:
        back = (now.latest.weekday() - int(hit.id)) % 7
        day = now.latest - timedelta(days=back)
        yield Atom(hit.first, hit.last, "weekday", day=day, weekday=int(hit.id))
    else:
        yield from _dated(passage, hit, now)


def _dated(passage: Passage, hit: Hit, now: Now) -> Iterator[Atom]:
    """Read a day beside a month, with or without its year."""
    for at in (hit.first - 1, hit.first - 2, hit.last + 1):
        word = passage.words[at] if 0 <= at < len(passage.words) else ""
        if not word.isdigit() or len(word) > 2:
            continue
        years = (year_written(passage, hit.last + 1), year_written(passage, hit.last + 2))
        year = next((year for year in years if year), 0)
        day = _day(hit, int(word), year, now)
        if day is not None:
            first, last = min(at, hit.first), max(at, hit.last)
            yield Atom(first, last, "date", day=day, dated=bool(year))
            return


def _day(hit: Hit, number: int, year: int, now: Now) -> date | None:
    """Return the latest such day that is not to come."""
    start = month_start(hit, year or year_of(hit, now.clock))
    day = start + timedelta(days=number - 1)
    if not year and day > now.latest:
        day = month_start(hit, year_of(hit, now.clock) - 1) + timedelta(days=number - 1)
    return day if 1 <= number <= 31 else None
