"""What simple means reach on the same documents: the figures of the rules mean little without.

everything     every document is a report
keyword        an attack word at most eight words from a base word, in English
naive Bayes    words and pairs of words, trained on `tune`, measured on `check`
MinHash        texts half of whose five-word shingles are alike are one attack
titles         titles that are alike by difflib are one attack
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from math import log
from typing import Final, Protocol

from evaluation.corpus import Document
from processors.copies import PERMUTATIONS, sketch
from processors.extract.text.folding import fold

_WORD: Final = re.compile(r"\w+")
_ATTACK: Final = re.compile(
    r"(?:attack|strike|hit|rocket|missile|drone|mortar|explosion|blast|raid|bomb)s?"
    r"|attacked|struck|shelled|shelling|fired|bombed|bombing|stormed|overran|raided|assault"
)
_BASE: Final = re.compile(
    r"(?:base|airbase|airfield)s?|barracks|garrison|outpost|cantonment|camp|depot|headquarters"
)
_APART: Final = 8  # words
_WINDOW: Final = timedelta(days=3)  # of publication, within which copies and likenesses count
_COPY: Final = 0.5
_LIKE: Final = 0.6
Alike = Callable[[Document, Document], bool]


class Texted(Protocol):
    """Whatever has a title and a text."""

    @property
    def title(self) -> str:
        """Return the title, "" if it has none."""

    @property
    def text(self) -> str:
        """Return the text."""


def keyword(document: Document) -> bool:
    """Say if an attack word stands near a base word."""
    words = _words(document)
    attacks = [at for at, word in enumerate(words) if _ATTACK.fullmatch(word)]
    bases = [at for at, word in enumerate(words) if _BASE.fullmatch(word)]
    return any(abs(one - other) <= _APART for one in attacks for other in bases)


@dataclass(frozen=True, slots=True)
class Bayes:
    """Multinomial naive Bayes over words and pairs of words, with one added to every count."""

    weights: Mapping[str, float]  # of the log of the odds
    prior: float

    @classmethod
    def train(cls, documents: Sequence[Document]) -> "Bayes":
        """Learn from labelled documents, some of which are reports and some not."""
        counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        for document in documents:
            counts[document.reports].update(_terms(document))
        known = counts[True].keys() | counts[False].keys()
        sums = {label: counts[label].total() + len(known) for label in counts}
        share = {
            label: {term: log((counts[label][term] + 1) / sums[label]) for term in known}
            for label in counts
        }
        reports = sum(document.reports for document in documents)
        return cls(
            weights={term: share[True][term] - share[False][term] for term in known},
            prior=log((reports + 1) / (len(documents) - reports + 1)),
        )

    def says(self, document: Texted) -> bool:
        """Say if a document is more likely a report than not."""
        return self.prior + sum(self.weights.get(term, 0.0) for term in _terms(document)) > 0


def cluster(documents: Iterable[Document], alike: Alike) -> dict[str, str]:
    """Name a cluster for each document, by id: that of the first like it in the last three days.

    Args:
        documents: in the order of publication.
        alike: says if two documents are of one attack.
    """
    found: dict[str, str] = {}
    before: list[Document] = []
    for document in documents:
        near = (one for one in before if document.published - one.published <= _WINDOW)
        first = next((one for one in near if alike(one, document)), None)
        found[document.id] = found[first.id] if first else document.id
        before.append(document)
    return found


def copies(one: Document, other: Document) -> bool:
    """Say if an estimated half of the two texts' shingles are the same."""
    mine, theirs = _sketch(one), _sketch(other)
    equal = sum(a == b for a, b in zip(mine, theirs, strict=False))
    return equal >= _COPY * PERMUTATIONS


def like_titles(one: Document, other: Document) -> bool:
    """Say if two titles are alike."""
    return SequenceMatcher(None, fold(one.title), fold(other.title)).ratio() >= _LIKE


@cache
def _sketch(document: Document) -> tuple[int, ...]:
    return sketch(f"{document.title}\n{document.text}")[0]


def _words(document: Texted) -> list[str]:
    return _WORD.findall(fold(f"{document.title}\n{document.text}"))


def _terms(document: Texted) -> set[str]:
    words = _words(document)
    return {*words, *(f"{one} {two}" for one, two in pairwise(words))}
