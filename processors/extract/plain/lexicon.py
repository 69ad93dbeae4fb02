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


class Lexicon(Generic[V]):
    """Entries by their first word."""

    def __init__(self, entries: Iterable[tuple[str, V]], forms: Forms, *, same: Forms) -> None:
        """Compile the entries.

        Args:
            entries: words or phrases, and what each stands for.
            forms: what a word of a text may be: itself, and without its proclitics.
            same: likewise for a word of an entry, where that is cut too.
        """
        self._forms = forms
        self._exact: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        for entry, value in entries:
            parts = _parts(entry)
            if not parts:
                continue
            head, rest = parts[0], parts[1:]
            if head.endswith(_STEM):
                self._stems.setdefault(head[:-1], []).append((rest, value))
                continue
            for form in same(head):
                self._exact.setdefault(form, []).append((rest, value))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._same = same

    def find(self, tokens: Sequence[str]) -> list[Found[V]]:
        """Return everything found, by first token; entries may overlap."""
        return [found for at, token in enumerate(tokens) for found in self._at(tokens, at, token)]

    def _at(self, tokens: Sequence[str], at: int, token: str) -> list[Found[V]]:
        seen: dict[tuple[int, V], None] = {}
        for form in self._forms(token) if len(token) <= _LONGEST else ():
            for rest, value in self._beginning(form):
                end = at + 1 + len(rest)
                if end <= len(tokens) and all(
                    self._fits(part, tokens[at + 1 + i]) for i, part in enumerate(rest)
                ):
                    seen.setdefault((end - 1, value))
        return [Found(at, last, value) for last, value in seen]

    def _beginning(self, form: str) -> list[tuple[tuple[str, ...], V]]:
        found = list(self._exact.get(form, ()))
        for length in self._lengths:
            if length > len(form):
                break
            found += self._stems.get(form[:length], ())
        return found

    def _fits(self, part: str, token: str) -> bool:
        forms = self._forms(token)
        if part.endswith(_STEM):
            return any(form.startswith(part[:-1]) for form in forms)
        return any(form in forms for form in self._same(part))


def plain_form(word: str) -> tuple[str, ...]:
    """Return the word alone."""
    return (word,)


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
