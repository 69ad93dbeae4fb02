"""Words and names in one linear pass, leftmost and longest: "heart attack" hides "attack".

Texts are matched folded, every sign between words read as one blank, so "Al-Asad's" and
"al asad s" are the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from processors.extract.text.folding import fold

V = TypeVar("V")
_SIGN: Final = re.compile(r"[^\w]|_")


def blank(folded: str) -> str:
    """Turn every sign of a folded text into one blank; the length stays."""
    return _SIGN.sub(" ", folded)


def key(name: str) -> str:
    """Return a word or name as patterns are written."""
    return " ".join(blank(fold(name)).split())


class Matcher(Generic[V]):
    """Finds words and names, each with all that it may stand for, in one linear pass.

    Every blank is doubled, so that each pattern has one of its own on either side: it matches
    whole words alone, and no longer pattern that fails at its end hides a shorter one.
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        values: dict[str, list[V]] = {}
        for name, value in entries:
            if pattern := key(name).replace(" ", "  "):
                values.setdefault(f" {pattern} ", []).append(value)
        self._values = [tuple(found) for found in values.values()]
        self._automaton = AhoCorasick(list(values), matchkind=MatchKind.LeftmostLongest)

    def find(self, blanked: str) -> Iterator[tuple[int, int, Sequence[V]]]:
        """Yield start, end and meanings of every whole word or name found."""
        text = blanked.replace(" ", "  ")
        seen = doubled = 0  # how far blanks are counted, and how many
        for index, start, end in self._automaton.find_matches_as_indexes(f" {text} "):
            doubled += text.count(" ", seen, start)
            seen = start
            first = start - doubled // 2
            length = end - start - 2 - text.count("  ", start, end - 2)
            yield first, first + length, self._values[index]
