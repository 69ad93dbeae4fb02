"""Words and names looked up token by token: stems, phrases, proclitics, declined names.

What a lookup costs depends on the word's length alone, so a text costs what its length says.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from processors.extract.plain.folding import fold_plain

V = TypeVar("V")
Forms = Callable[[str], Sequence[str]]
_LONGEST: Final = 40  # letters of a word; what is longer is none
_STEM: Final = "*"
_SHORTEST: Final = 3  # letters that must stay of a word without its proclitics or its ending
_PROCLITICS: Final = 3  # at most, one before the other


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """A word, phrase or name in tokens `first`..`last` (inclusive)."""

    first: int
    last: int
    value: V


def _parts(entry: str) -> tuple[str, ...]:
    """Cut an entry as texts are cut: any sign but the star parts words."""
    folded = fold_plain(entry).text
    blanked = "".join(c if c.isalnum() or c == _STEM else " " for c in folded)
    return tuple(blanked.split())


class _Node(Generic[V]):
    """What may follow the words read so far, and what they stand for."""

    __slots__ = ("exact", "lengths", "stems", "values")

    def __init__(self) -> None:
        self.exact: dict[str, _Node[V]] = {}
        self.stems: dict[str, _Node[V]] = {}
        self.lengths: list[int] = []  # of the stems, ascending
        self.values: list[V] = []

    def child(self, part: str) -> "_Node[V]":
        """Return the node behind a word or stem, made where it is missing."""
        if not part.endswith(_STEM):
            return self.exact.setdefault(part, _Node())
        stem = part[:-1]
        if stem not in self.stems:
            self.stems[stem] = _Node()
            self.lengths = sorted({*self.lengths, len(stem)})
        return self.stems[stem]

    def after(self, form: str) -> list["_Node[V]"]:
        """Return the nodes behind a word of a text."""
        found = [self.exact[form]] if form in self.exact else []
        for length in self.lengths:
            if length > len(form):
                break
            if form[:length] in self.stems:
                found.append(self.stems[form[:length]])
        return found


class Lexicon(Generic[V]):
    """Entries as a tree of words."""

    def __init__(
        self, entries: Iterable[tuple[str, V]], forms: Forms, *, bare: Callable[[str], str]
    ) -> None:
        """Compile the entries.

        Args:
            entries: words or phrases, and what each stands for.
            forms: what a word of a text may be: itself, and without what is written together.
            bare: the form in which a word of an entry is kept; one of its `forms`.
        """
        self._forms = forms
        self._root: _Node[V] = _Node()
        for entry, value in entries:
            node = self._root
            parts = _parts(entry)
            for part in parts:
                node = node.child(part if part.endswith(_STEM) else bare(part))
            if parts and value not in node.values:
                node.values.append(value)

    def find(self, tokens: Sequence[str]) -> list[Found[V]]:
        """Return everything found, by first token; entries may overlap."""
        return [found for at in range(len(tokens)) for found in self._at(tokens, at)]

    def _at(self, tokens: Sequence[str], first: int) -> list[Found[V]]:
        found: dict[tuple[int, V], None] = {}
        nodes, at = [self._root], first
        while nodes and at < len(tokens):
            forms = self._forms(tokens[at]) if len(tokens[at]) <= _LONGEST else ()
            nodes = [after for node in nodes for form in forms for after in node.after(form)]
            found |= {(at, value): None for node in nodes for value in node.values}
            at += 1
        return [Found(first, last, value) for last, value in found]


def whole(word: str) -> str:
    """Return the word as it is."""
    return word


def barest(forms: Forms, common: Iterable[str] = ()) -> Callable[[str], str]:
    """Return a function from a word to its shortest form that is no common word.

    Without its article al-Anad is the Arabic word for "at".
    """
    taken = frozenset(fold_plain(word).text for word in common)

    def bare(word: str) -> str:
        return min((form for form in forms(word) if form not in taken), key=len, default=word)

    return bare


def without_proclitics(proclitics: Sequence[str]) -> Forms:
    """Return a function from a word to itself and what is left without its proclitics."""
    folded = tuple(fold_plain(each).text for each in proclitics)

    @lru_cache(maxsize=4096)
    def forms(word: str) -> tuple[str, ...]:
        found = {word: None}
        for _ in range(_PROCLITICS):
            for each in tuple(found):
                for proclitic in folded:
                    if each.startswith(proclitic) and len(each) - len(proclitic) >= _SHORTEST:
                        found.setdefault(each[len(proclitic) :])
        return tuple(found)

    return forms


def without_ending(endings: Sequence[str]) -> Forms:
    """Return a function from a declined name to itself and what is left without its ending."""
    folded = sorted({fold_plain(each).text for each in endings}, key=len, reverse=True)

    @lru_cache(maxsize=4096)
    def forms(word: str) -> tuple[str, ...]:
        for ending in folded:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                return (word, word[: -len(ending)])
        return (word,)

    return forms
