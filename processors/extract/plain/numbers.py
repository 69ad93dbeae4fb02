"""How many: digits of any script and number words, with what bounds them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from processors.extract.document import Document
from processors.extract.plain.calendar import year_written
from processors.extract.plain.kit import MONTH, NUMBER, SOLAR_MONTH
from processors.extract.plain.passage import Hit, Passage
from processors.language.plain import Cue

_MOST: Final = 5000  # counted people and things; more is no toll
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
    found = []
    for first, last, low, is_open in _numbers(document, passage):
        if low > _MOST or _is_no_count(document, passage, first, last):
            continue
        found.append(_bounded(passage, first, last, low, is_open=is_open))
    return found


def _numbers(document: Document, passage: Passage) -> Iterator[tuple[int, int, int, bool]]:
    """Yield (first word, last word, value, has no upper bound)."""
    said = {hit.first: hit for hit in passage.of(NUMBER)}
    at = 0
    while at < len(passage.words):
        if passage.words[at].isdigit():
            last, value = _digits(document, passage, at)
            yield at, last, value, False
        elif at in said:
            last, value = _worded(passage.words, said, at)
            yield at, last, value, said[at].id.endswith("+")
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


def _worded(words: Sequence[str], said: dict[int, Hit], at: int) -> tuple[int, int]:
    """Add "twenty" and "three", in either order, with or without an "and" between them."""
    hit = said[at]
    value = int(hit.id.rstrip("+"))
    for ahead in (hit.last + 1, hit.last + 2):
        other = said.get(ahead)
        if other is None or (ahead > hit.last + 1 and len(words[ahead - 1]) > 2):
            continue
        more = int(other.id.rstrip("+"))
        if min(value, more) < 10 <= max(value, more) and max(value, more) % 10 == 0:
            return other.last, value + more
    return hit.last, value


def _is_no_count(document: Document, passage: Passage, first: int, last: int) -> bool:
    if year_written(passage, first) and first == last:
        return True
    if any(passage.within(last + 1, last + 1, Cue.UNIT, MONTH, SOLAR_MONTH)):
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


def _bounded(passage: Passage, first: int, last: int, low: int, *, is_open: bool) -> Count:
    """Read the words before a number."""
    for hit in passage.within(
        first - _BOUND - 1, first - 1, Cue.AT_LEAST, Cue.MORE_THAN, Cue.UP_TO, Cue.ABOUT
    ):
        if first - hit.last > _BOUND:
            continue
        if hit.kind == Cue.AT_LEAST:
            return Count(hit.first, last, low, None)
        if hit.kind == Cue.MORE_THAN:
            return Count(hit.first, last, low + 1, None)
        if hit.kind == Cue.UP_TO:
            return Count(hit.first, last, 0, low)
        return Count(hit.first, last, low, low, approx=True)
    return Count(first, last, low, None if is_open else low)
