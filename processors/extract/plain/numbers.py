"""How many: digits of any script and number words, with what bounds them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from processors.extract.plain.calendar import year_written
from processors.extract.plain.kit import MONTH, NUMBER, SOLAR_MONTH, WEAPON
from processors.extract.plain.passage import Hit, Passage
from processors.extract.text.document import Document
from processors.language.plain import Cue

_MOST: Final = 5000  # counted people and things; more is no toll
_OPEN: Final = "+"
_ABOUT: Final = "~"
_AND: Final = 2  # letters of an "and"
_PHRASE: Final = 4  # words of "at least" itself
_BOUND: Final = 2  # words before a number in which "at least" stands
_PARTS: Final = frozenset(
    {":", ".", "/", ",", "\u066b"}
)  # inside a time of day, a date, a fraction


@dataclass(frozen=True, slots=True)
class Count:
    """A count in words `first`..`last`; `high` None has no upper bound."""

    first: int
    last: int
    low: int
    high: int | None
    approx: bool = False


def counts(document: Document, passage: Passage) -> list[Count]:
    """Return every count of a sentence; years, dates, times of day, ages and distances are none."""
    found: list[Count] = []
    for first, last, low, mark in _numbers(document, passage):
        if low > _MOST or _is_no_count(document, passage, first, last):
            continue
        if found and _is_range(passage, found[-1], first, low):
            found[-1] = replace(found[-1], last=last, high=low)
            continue
        found.append(_bounded(passage, first, last, low, mark))
    return found


def value_of(hit: Hit) -> int:
    """Return the number that a word says."""
    return int(hit.id.rstrip(_OPEN + _ABOUT))


def _is_range(passage: Passage, before: Count, first: int, low: int) -> bool:
    """Tell "50 to 70" from two counts."""
    between = any(passage.within(before.last + 1, before.last + 1, Cue.RANGE))
    return between and first == before.last + 2 and before.low < low and before.high == before.low


def _numbers(document: Document, passage: Passage) -> Iterator[tuple[int, int, int, str]]:
    """Yield (first word, last word, value, "+" for no upper bound, "~" for about)."""
    said = {hit.first: hit for hit in passage.of(NUMBER)}
    at = 0
    while at < len(passage.words):
        if passage.words[at].isdigit():
            last, value = _digits(document, passage, at)
            yield at, last, value, ""
        elif at in said:
            last, value, mark = _worded(passage, said, at)
            yield at, last, value, mark
        else:
            last = at
        at = last + 1


def _digits(document: Document, passage: Passage, at: int) -> tuple[int, int]:
    """Join "2,500", "2.500" and "2 500"."""
    value, last = passage.words[at], at
    while (
        len(value) < 10
        and last + 1 < len(passage.words)
        and len(passage.words[last]) <= 3
        and len(passage.words[last + 1]) == 3
        and passage.words[last + 1].isdigit()
        and passage.spans[last + 1][0] - passage.spans[last][1] == 1
    ):
        last += 1
        value += passage.words[last]
    return last, int(value[:12])


def _worded(passage: Passage, said: dict[int, Hit], at: int) -> tuple[int, int, str]:
    """Add "twenty" and "three", in either order, with or without an "and" between them.

    An article before a number that is about ("une vingtaine") says nothing more.
    """
    hit = said[at]
    value, mark = value_of(hit), hit.id[-1] if hit.id[-1] in _OPEN + _ABOUT else ""
    for ahead in (hit.last + 1, hit.last + 2):
        other = said.get(ahead)
        if other is None or (ahead > hit.last + 1 and not _joins(passage, ahead - 1)):
            continue
        more = value_of(other)
        if value == 1 and ahead == hit.last + 1 and not other.id.isdigit():
            return other.last, more, other.id[-1]
        if _is_compound(min(value, more), max(value, more)) and not mark:
            return other.last, value + more, ""
    return hit.last, value, mark


def _is_compound(small: int, large: int) -> bool:
    """Tell "twenty and three", and the French "sixty and eleven" and "four twenties ten"."""
    return large % 10 == 0 and (small < 10 <= large or (large in {60, 80} and small < 20))


def _joins(passage: Passage, at: int) -> bool:
    """Tell "and" from "to" and from any longer word."""
    return len(passage.words[at]) <= _AND and not any(passage.within(at, at, Cue.RANGE))


def _is_no_count(document: Document, passage: Passage, first: int, last: int) -> bool:
    if year_written(passage, first) and first == last:
        return True
    units = passage.within(last + 1, last + 1, Cue.UNIT, MONTH, SOLAR_MONTH)
    if any(units) and not any(passage.within(last + 1, last + 1, WEAPON)):
        return True
    start, end = passage.span(first, last)
    after, before = document.whole[end : end + 2], document.whole[max(0, start - 2) : start]
    joined = after[:1] in _PARTS and after[1:].isdigit()
    hangs = before[-1:] in _PARTS and before[:1].isdigit()
    named = (
        before[-1:] in {"-", "\u2011", "\u2116", "#"}
        and before[:1].isalpha()
        and before[:1].isupper()
    )
    return joined or hangs or named or after[:1] == "%"


def _rose(passage: Passage, up_to: Hit) -> bool:
    """Tell "rose to 27" where "to" is the word for "up to"."""
    return any(hit.first <= up_to.first <= hit.last + 1 for hit in passage.of(Cue.TOLL))


def _bounded(passage: Passage, first: int, last: int, low: int, mark: str) -> Count:
    """Read the words before a number, and "at least" behind it."""
    for hit in passage.within(
        first - _BOUND - _PHRASE, first - 1, Cue.AT_LEAST, Cue.MORE_THAN, Cue.UP_TO, Cue.ABOUT
    ):
        if first - hit.last > _BOUND:
            continue
        if hit.kind == Cue.AT_LEAST:
            return Count(hit.first, last, low, None)
        if hit.kind == Cue.MORE_THAN:
            return Count(hit.first, last, low + 1, None)
        if hit.kind == Cue.UP_TO and not _rose(passage, hit):
            return Count(hit.first, last, 0, low)
        return Count(hit.first, last, low, low, approx=hit.kind == Cue.ABOUT)
    for hit in passage.within(last + 1, last + _BOUND, Cue.AT_LEAST, Cue.MORE_THAN):
        return Count(first, hit.last, low + (hit.kind == Cue.MORE_THAN), None)
    return Count(first, last, low, None if mark == _OPEN else low, approx=mark == _ABOUT)
