"""One pass over a document: what every word and name in it stands for."""

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, TypeVar

from processors.extract.text.document import Document, Sentence, Tag
from processors.extract.words.kit import ActWord, Kit, WeaponWord, Word
from processors.extract.words.matcher import Matcher, blank
from processors.language import ActKind, Form, WordClass

V = TypeVar("V")
_TOKEN: Final = re.compile(r"[^\W_]+")
_BREAK: Final = re.compile(r"[^\w\s'\"\-/]|-{2}|\s-\s|\n")
_LOOSE: Final = re.compile(  # an editor's brackets; "Workers' Party"; "U.S. forces"
    r"[\[\]]|(?<=s)['\u2019](?=[ ])|(?<=\b[A-Z]\.[A-Z])\.(?=[ ])"
)
_INITIALISM: Final = 4  # letters; "US" and "us", "IS" and "is" differ in case alone
WEAPON: Final = "weapon"
ACT: Final = "act"
_PROPER: Final = frozenset({"base", "country"})
_SPEAKING: Final = frozenset({ACT, WEAPON, WordClass.CIVIL, WordClass.PAST, WordClass.ABSTRACT})


@dataclass(frozen=True, slots=True)
class Item:
    """A word or name found: characters `start`..`end`, tokens `first`..`last` (inclusive)."""

    start: int
    end: int
    first: int
    last: int
    kind: str  # a WordClass, "act", "weapon", or a gazetteer kind ("base", "town", "country"...)
    id: str  # weapon kind, gazetteer id; the word itself otherwise
    act: ActKind | None = None
    form: Form | None = None


class Tags:
    """All items of a document, by token."""

    def __init__(self, document: Document, tokens: list[tuple[int, int]], items: list[Item]):
        self.document = document
        self.tokens = tokens
        self.items = items  # by where they begin
        self._starts = [start for start, _ in tokens]
        self._firsts = [item.first for item in items]
        self._covering: dict[int, list[Item]] = {}
        for item in items:
            for token in range(item.first, item.last + 1):
                self._covering.setdefault(token, []).append(item)

    def at(self, token: int, *kinds: str) -> Item | None:
        """Return the item of one of these kinds that covers `token`, if any."""
        for item in self._covering.get(token, ()):
            if item.kind in kinds:
                return item
        return None

    def all_at(self, token: int) -> Sequence[Item]:
        """Return everything that covers `token`."""
        return self._covering.get(token, ())

    def word(self, token: int) -> str:
        """Return the folded word; "" outside the text."""
        if not 0 <= token < len(self.tokens):
            return ""
        start, end = self.tokens[token]
        return self.document.folded[start:end]

    def broken(self, token: int) -> bool:
        """Tell whether a sign other than a hyphen or quote stands behind `token`."""
        if token + 1 >= len(self.tokens) or token < 0:
            return True
        start, end = self.tokens[token]
        gap = self.document.folded[end : self.tokens[token + 1][0]]
        if gap == ". " and end - start == 1:  # an initial: "U.S. base"
            return False
        return gap not in (" ", "-", "'") and bool(_BREAK.search(gap))

    def within(self, start: int, end: int) -> range:
        """Return the tokens inside a stretch of characters."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def of(self, tokens: range, *kinds: str) -> Iterator[Item]:
        """Yield items of these kinds that begin in `tokens`, in order."""
        for at in range(bisect_left(self._firsts, tokens.start), len(self.items)):
            item = self.items[at]
            if item.first >= tokens.stop:
                return
            if item.kind in kinds:
                yield item

    def sentence(self, sentence: Sentence) -> range:
        """Return the tokens of a sentence."""
        return self.within(sentence.start, sentence.end)


def tag(document: Document, kit: Kit) -> tuple[Document, Tags]:
    """Find all words and names; return the document with its tags, and the tags by token."""
    blanked = blank(document.folded)
    tokens = [match.span() for match in _TOKEN.finditer(document.folded)]
    starts = {start: index for index, (start, _) in enumerate(tokens)}
    ends = {end: index for index, (_, end) in enumerate(tokens)}
    items: list[Item] = []
    for start, end, words in _found(kit.words, document, blanked):
        first, last = starts[start], ends[end]
        items.extend(_item(word, start, end, first, last, blanked) for word in words)
    for start, end, names in _found(kit.names, document, blanked):
        written = document.whole[start:end]
        first, last = starts[start], ends[end]
        items.extend(
            Item(start, end, first, last, name.kind, name.id)
            for name in names
            if _as_written(written, name.spelling)
        )
    items = _without_parts_of_names(items)
    items.sort(key=lambda item: (item.start, -item.end))
    tags = tuple(Tag(item.start, item.end, item.kind, item.id) for item in items)
    return replace(document, tags=tags), Tags(document, tokens, items)


def _without_parts_of_names(items: Sequence[Item]) -> list[Item]:
    """Drop what only is part of a longer name: the strip of Gaza, the rock of Little Rock."""
    named = {
        token
        for item in items
        if item.kind in _PROPER and item.last > item.first
        for token in range(item.first, item.last + 1)
    }
    return [i for i in items if i.kind not in _SPEAKING or not {i.first, i.last} <= named]


def _found(
    matcher: Matcher[V], document: Document, blanked: str
) -> Iterator[tuple[int, int, Sequence[V]]]:
    """Yield matches; what neither parts words nor joins them is taken out before."""
    out = [match.start() for match in _LOOSE.finditer(document.whole)]
    if not out:
        yield from matcher.find(blanked)
        return
    edges = (-1, *out, len(blanked))
    kept = "".join(blanked[one + 1 : other] for one, other in pairwise(edges))
    shifted = [at - before for before, at in enumerate(out)]  # where each would stand in `kept`
    for start, end, values in matcher.find(kept):
        last = end - 1
        yield start + bisect(shifted, start), last + bisect(shifted, last) + 1, values


def _item(word: Word, start: int, end: int, first: int, last: int, blanked: str) -> Item:
    if isinstance(word, ActWord):
        return Item(start, end, first, last, ACT, blanked[start:end], word.kind, word.form)
    if isinstance(word, WeaponWord):
        return Item(start, end, first, last, WEAPON, word.kind)
    return Item(start, end, first, last, word, blanked[start:end])


def _as_written(written: str, spelling: str) -> bool:
    """Tell names from common words: a name keeps its capital, an initialism all of them."""
    letters = spelling.replace(".", "")
    if letters.isupper() and len(letters) <= _INITIALISM:
        return written.isupper()
    return not spelling[:1].isupper() or not written[:1].islower()
