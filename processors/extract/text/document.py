"""An article as the extraction rules see it: folded text, sentences, clauses, mentions.

The whole text is the title, a blank line and the text; every offset counts in it. Folding keeps the
length, so an offset is valid in the original too. `Document.span` turns one into a
contracts.messages.Span, which counts in the title or in the text.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from contracts.messages import Part, Place, Span, Told, When


class Role(StrEnum):
    """Where in an article a sentence stands."""

    TITLE = "title"
    LEAD = "lead"  # the first two sentences of the body
    BODY = "body"
    CAPTION = "caption"
    FURNITURE = "furniture"  # credits, link lists, page stamps


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; the last offset is exclusive."""

    index: int
    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one sentence with at most one event in it."""

    start: int
    end: int
    opener: str  # folded word that opens it ("after", "who", ","); "" at the sentence's start
    sentence: int  # index


@dataclass(frozen=True, slots=True)
class Tag:
    """A word or name that the one Aho-Corasick pass found."""

    start: int
    end: int
    kind: str  # act, weapon, site, weak_site, force, country, demonym, town, base, actor, ...
    id: str  # what it stands for: weapon kind, country code, base id, the folded word itself


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text that speaks of one attack, with what we think of it."""

    start: int
    end: int
    sentence: int  # index
    clause: int  # index
    told: Told
    report: int | None  # ordinal of the report it speaks of; None: of some other attack
    plural: bool
    place: Place
    when: When
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article, cut and tagged."""

    title: str
    text: str
    whole: str  # title + blank line + text, as written
    folded: str  # the same, lower case, quotes and accents folded, same length
    offset: int  # where `text` begins in `whole`
    clock: datetime | None
    tz: str  # IANA zone of the place the article tells of; "UTC" when unknown
    sentences: tuple[Sentence, ...] = ()
    clauses: tuple[Clause, ...] = ()
    tags: tuple[Tag, ...] = field(default=(), repr=False)

    def span(self, start: int, end: int) -> Span:
        """Count `start`..`end` of the whole in the title or in the text."""
        if start < self.offset:
            return Span(part=Part.TITLE, start=start, end=min(end, len(self.title)))
        return Span(part=Part.TEXT, start=start - self.offset, end=end - self.offset)

    def words(self, start: int, end: int) -> str:
        """Return what stands there, as written."""
        return self.whole[start:end]

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence that holds `position`, else the nearest one before it."""
        behind = bisect_right(self.sentences, position, key=lambda each: each.start)
        return self.sentences[max(behind - 1, 0)]

    def clauses_of(self, sentence: Sentence) -> tuple[Clause, ...]:
        """Return the clauses of a sentence."""
        first = bisect_left(self.clauses, sentence.index, key=lambda each: each.sentence)
        stop = bisect_right(self.clauses, sentence.index, first, key=lambda each: each.sentence)
        return self.clauses[first:stop]
