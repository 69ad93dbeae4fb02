"""One sentence as the slots see it, and the raw values that they find in it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.text.clauses import mask
from processors.extract.text.document import Document, Sentence, Tag
from processors.gazetteer import Actor

_TOKEN: Final = re.compile(r"[^\W_](?:[\w.'/-]*\w)?(?:(?<=\b\w\.\w)\.)?")
_QUOTE: Final = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_NATIONS: Final = frozenset({"country", "demonym"})
_LOOK_BACK: Final = 300  # characters before the sentence in which "two of them" finds its noun


@dataclass(frozen=True, slots=True)
class Raw:
    """A value of one slot as a sentence gives it, not yet of any attack. Offsets in the whole."""

    slot: Slot
    value: Value
    start: int  # of the value's own words
    end: int
    sentence: int
    anchor: int  # where to look for the attack it belongs to: the verb or noun that ties it
    certainty: str = "stated"
    own: bool = False  # said of the article's own attack even without a word of it: "no claim yet"
    speaker: str = ""  # where the frame itself names who says it


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the sentence, folded; offsets in the sentence."""

    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Passage:
    """A sentence with everything a slot may ask; its own offsets begin at the sentence."""

    document: Document
    sentence: Sentence
    actors: Mapping[str, Actor]
    tags: tuple[Tag, ...]  # those in the sentence, offsets in the whole

    @cached_property
    def text(self) -> str:
        """The sentence folded, asides and quotation marks blanked; the length stays."""
        folded = self.document.folded[self.sentence.start : self.sentence.end]
        return _QUOTE.sub(" ", mask(folded))

    @cached_property
    def before(self) -> str:
        """What stands before the sentence."""
        start = self.sentence.start
        return self.document.folded[max(0, start - _LOOK_BACK) : start]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of `text`."""
        return tuple(Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def tokens_from(self, at: int, most: int) -> tuple[Token, ...]:
        """Return at most `most` words that begin at or behind `at`."""
        first = bisect_left(self._starts, at)
        return self.tokens[first : first + most]

    def nation(self, start: int, end: int) -> str:
        """Return the code of the first country or people named in a stretch; "" for none."""
        return next((tag.id for tag in self._within(start, end) if tag.kind in _NATIONS), "")

    def tagged(self, kind: str, start: int, end: int) -> Iterator[Tag]:
        """Yield the tags of one kind in a stretch of the sentence."""
        return (tag for tag in self._within(start, end) if tag.kind == kind)

    def _within(self, start: int, end: int) -> Iterator[Tag]:
        left, right = start + self.sentence.start, end + self.sentence.start
        return (tag for tag in self.tags if left <= tag.start and tag.end <= right)

    def written(self, start: int, end: int) -> str:
        """Return a stretch of the sentence as the author wrote it."""
        base = self.sentence.start
        return self.document.words(base + start, base + end)

    def raw(  # noqa: PLR0913 - the fields of Raw
        self,
        slot: Slot,
        value: Value,
        span: tuple[int, int],
        *,
        anchor: int | None = None,
        certainty: str = "stated",
        own: bool = False,
        speaker: str = "",
    ) -> Raw:
        """Make a raw value of a stretch of this sentence; `anchor` is an offset in it too."""
        base = self.sentence.start
        return Raw(
            slot=slot,
            value=value,
            start=base + span[0],
            end=base + span[1],
            sentence=self.sentence.index,
            anchor=base + (span[0] if anchor is None else anchor),
            certainty=certainty,
            own=own,
            speaker=speaker,
        )
