"""One sentence as the plain reader sees it: its words, and what each of them says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from processors.extract.plain.folding import fold_plain
from processors.extract.plain.kit import Vocabulary
from processors.extract.text.document import Document, Sentence
from processors.language.plain import Cue

_TOKEN: Final = re.compile(r"[^\W_]+")
_BREAK: Final = re.compile(r"[,;:()\-\u2013\u2014](?=\s|$)|[;:()]|\s-\s")
_TELLS: Final = frozenset({Cue.EXERCISE, Cue.PAST, Cue.GENRE, Cue.THREAT, Cue.ACCIDENT})
_PROPER: Final = frozenset({"base", "country", "demonym", "region"})
_SPEAKING: Final = frozenset(Cue) - {Cue.SITE, Cue.WEAK_SITE, Cue.MILITARY, Cue.FORCE}
_NAMED: Final = frozenset({"base", Cue.SITE})
_BOUNDS: Final = frozenset({Cue.AT_LEAST, Cue.MORE_THAN, Cue.UP_TO})  # "no" in them denies nothing
_INITIALISM: Final = 4  # letters; all of them are capitals where a script has such
_BESIDE: Final = {Cue.SITE: 8, Cue.WEAK_SITE: 4}  # words from there to the stem of a base's name


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or name in tokens `first`..`last`; `kind` is a Cue or a kind of the kit."""

    first: int
    last: int
    kind: str
    id: str


@dataclass(frozen=True)
class Passage:
    """A sentence of one document, with offsets into the document's whole text."""

    sentence: Sentence
    words: tuple[str, ...]  # folded
    spans: tuple[tuple[int, int], ...]  # of each word, in the whole
    clauses: tuple[int, ...]  # of each word, counted from 0
    hits: tuple[Hit, ...] = field(default=())

    def of(self, *kinds: str) -> Iterator[Hit]:
        """Yield what is of these kinds, in order."""
        return (hit for hit in self.hits if hit.kind in kinds)

    def has(self, *kinds: str) -> bool:
        """Tell whether anything of these kinds is said."""
        return next(self.of(*kinds), None) is not None

    def within(self, first: int, last: int, *kinds: str) -> Iterator[Hit]:
        """Yield what of these kinds begins in words `first`..`last`."""
        return (hit for hit in self.of(*kinds) if first <= hit.first <= last)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where words `first`..`last` stand in the whole."""
        return self.spans[first][0], self.spans[last][1]


def gap(one: Hit, other: Hit) -> int:
    """Return how many words lie between two hits, 0 for neighbours and for what overlaps."""
    return max(one.first - other.last, other.first - one.last, 1) - 1


def read_passage(document: Document, sentence: Sentence, vocabulary: Vocabulary) -> Passage:
    """Cut a sentence into words and look each of them up."""
    written = document.whole[sentence.start : sentence.end]
    folded = fold_plain(written)
    found = list(_TOKEN.finditer(folded.text))
    words = tuple(match.group() for match in found)
    spans = tuple(
        (sentence.start + folded.at[m.start()], sentence.start + folded.at[m.end() - 1] + 1)
        for m in found
    )
    hits = _hits(document, words, spans, vocabulary)
    breaks = {
        i
        for i in range(1, len(found))
        if _BREAK.search(folded.text[found[i - 1].end() : found[i].start() + 1])
    }
    return Passage(sentence, words, spans, _clauses(words, breaks, hits), hits)


def _clauses(words: tuple[str, ...], breaks: set[int], hits: tuple[Hit, ...]) -> tuple[int, ...]:
    """Number the clauses; what stands behind an aside goes on with the clause before it."""
    asides = {hit.first for hit in hits if hit.kind == Cue.INCLUDING}
    found: list[int] = []
    clause = last = 0
    outer: int | None = None
    for i in range(len(words)):
        if i in breaks and outer is not None:
            clause, outer = outer, None
        elif i in breaks:
            outer = clause if i in asides else None
            clause = last = last + 1
        found.append(clause)
    return tuple(found)


def _hits(
    document: Document,
    words: tuple[str, ...],
    spans: tuple[tuple[int, int], ...],
    vocabulary: Vocabulary,
) -> tuple[Hit, ...]:
    said = [Hit(f.first, f.last, f.value.kind, f.value.id) for f in vocabulary.words.find(words)]
    hidden = {i for h in said if h.kind == Cue.HARMLESS for i in range(h.first, h.last + 1)}
    bound = {i for h in said if h.kind in _BOUNDS for i in range(h.first, h.last + 1)}
    kept = [
        h
        for h in said
        if h.kind == Cue.HARMLESS
        or (h.first not in hidden and not (h.kind == Cue.NOBODY and h.first in bound))
    ]
    places = [(h.first, _BESIDE[Cue(h.kind)]) for h in kept if h.kind in _BESIDE]
    proper: set[int] = set()  # words that are nothing but part of a name
    for name in vocabulary.names.find(words):
        start, end = spans[name.first][0], spans[name.last][1]
        if not _as_written(document.words(start, end), name.value.spelling):
            continue
        if name.value.stem and not any(abs(at - name.first) <= reach for at, reach in places):
            continue
        kept.append(Hit(name.first, name.last, name.value.kind, name.value.id))
        sure = name.last > name.first or document.words(start, end)[:1].isupper()
        if name.value.kind in _PROPER and sure:
            proper.update(range(name.first, name.last + 1))
    kept = [h for h in kept if h.kind not in _SPEAKING or not {h.first, h.last} <= proper]
    kept = [hit for hit in kept if not _is_part_of_a_name(hit, kept)]
    return tuple(sorted(_outermost(kept), key=lambda hit: (hit.first, -hit.last, hit.kind)))


def _as_written(written: str, spelling: str) -> bool:
    """Tell a name from a common word where its script has capitals."""
    letters = spelling.replace(".", "")
    if letters.isupper() and len(letters) <= _INITIALISM:
        return not any(char.islower() for char in written)
    if written.isupper() and len(written) <= _INITIALISM:
        return False
    return not spelling[:1].isupper() or not written[:1].islower()


def _is_part_of_a_name(hit: Hit, others: list[Hit]) -> bool:
    """Tell "training" in "training camp": there it is no word of an exercise."""
    if hit.kind not in _TELLS:
        return False
    return any(
        (other.kind in _NAMED and other.first <= hit.first <= hit.last <= other.last)
        or (hit.kind == Cue.EXERCISE and other.kind in _BESIDE and _is_kind_of(hit, other))
        for other in others
    )


def _is_kind_of(hit: Hit, site: Hit) -> bool:
    """Tell a word that says what a site is for: "base d'entraînement", "учебный центр"."""
    return 0 <= hit.first - site.last - 1 <= 1 or site.first - hit.last == 1


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Drop what a longer hit of the same kind covers."""
    longest: dict[tuple[str, int], Hit] = {}
    for hit in sorted(hits, key=lambda hit: hit.last - hit.first):
        for at in range(hit.first, hit.last + 1):
            longest[(hit.kind, at)] = hit
    kept = {id(hit) for hit in longest.values()}
    return [
        hit
        for hit in hits
        if id(hit) in kept
        or _same_stretch(hit, longest[(hit.kind, hit.first)])  # one spelling, several meanings
    ]


def _same_stretch(one: Hit, other: Hit) -> bool:
    return (one.first, one.last) == (other.first, other.last)
