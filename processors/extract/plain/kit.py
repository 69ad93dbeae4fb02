"""Everything the plain reader looks up in, compiled once: its data files and the gazetteer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from ahocorasick_rs import AhoCorasick, MatchKind

from contracts.messages import Gate
from processors.extract.plain.folding import fold_plain
from processors.extract.plain.lexicon import (
    Lexicon,
    barest,
    whole,
    without_ending,
    without_proclitics,
)
from processors.extract.plain.names import PlainName, names_in
from processors.extract.plain.tongue import Tongues
from processors.gazetteer import Gazetteer
from processors.language.plain import Cue, PlainLanguage

_ARTICLES: Final = frozenset({"ال", "ה"})  # a name may bear it or not
_WORD: Final = re.compile(r"[^\W_]+")
_PIECE: Final = re.compile(r"[^\W_]+\*?")
_GATE_ACTS: Final = (Cue.STRIKE, Cue.BLAST, Cue.BEAT_OFF, Cue.KILLED, Cue.INJURED)
_GATE_SITES: Final = (Cue.SITE, Cue.WEAK_SITE, Cue.MILITARY, Cue.FORCE)


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of a data file says: a cue, a weapon, a role, a number, a day, a month."""

    kind: str  # a Cue, or "weapon", "role", "number", "weekday", "month", "solar_month"
    id: str = ""


WEAPON: Final = "weapon"
ROLE: Final = "role"
NUMBER: Final = "number"
WEEKDAY: Final = "weekday"
MONTH: Final = "month"
SOLAR_MONTH: Final = "solar_month"


@dataclass(frozen=True)
class Vocabulary:
    """One language, compiled."""

    language: PlainLanguage
    words: Lexicon[Word]
    names: Lexicon[PlainName]
    acts: AhoCorasick
    sites: AhoCorasick


class Plain:
    """The plain reader's languages; each is compiled when its first text is met."""

    def __init__(self, languages: Sequence[PlainLanguage], gazetteer: Gazetteer) -> None:
        self.tongues = Tongues(languages)
        self._gazetteer = gazetteer
        self._vocabularies: dict[str, Vocabulary] = {}
        self._lock = Lock()

    def vocabulary(self, language: PlainLanguage) -> Vocabulary:
        """Return all words and names as a text in this language may write them."""
        with self._lock:
            if language.code not in self._vocabularies:
                self._vocabularies[language.code] = self._compiled(language)
            return self._vocabularies[language.code]

    def gate(self, text: str, language: PlainLanguage) -> Gate:
        """Ask a text for a word of attack and for a word or name of a military place."""
        vocabulary = self.vocabulary(language)
        pattern = pattern_text(text)
        if not vocabulary.acts.find_matches_as_indexes(pattern):
            return Gate.NO_ATTACK
        return Gate.HIT if vocabulary.sites.find_matches_as_indexes(pattern) else Gate.NO_PLACE

    def _compiled(self, language: PlainLanguage) -> Vocabulary:
        proclitics = without_proclitics(language.proclitics)
        article = without_proclitics(tuple(a for a in _ARTICLES if a in language.proclitics))
        declined = without_ending(language.endings)
        names = tuple(names_in(self._gazetteer, language.code))
        bases = (name.spelling for name in names if name.kind == "base")
        glued = bool(language.proclitics)
        acts = (word for cue in _GATE_ACTS for word in language.words[cue])
        weapons = (word for words in language.weapons.values() for word in words)
        sites = (word for cue in _GATE_SITES for word in language.words[cue])
        return Vocabulary(
            language,
            Lexicon(_words(language), proclitics, bare=whole),
            Lexicon(
                ((name.spelling, name) for name in names),
                declined if language.endings else proclitics,
                bare=barest(declined if language.endings else article, language.common),
            ),
            _automaton((*acts, *weapons), glued=glued),
            _automaton((*sites, *bases), glued=glued),
        )


def _words(language: PlainLanguage) -> Iterator[tuple[str, Word]]:
    """Yield every word of a data file with what it says."""
    tables: tuple[tuple[str, Mapping[Any, Sequence[str]]], ...] = (
        (WEAPON, language.weapons),
        (ROLE, language.roles),
        (NUMBER, language.numbers),
        (WEEKDAY, {str(day): words for day, words in enumerate(language.weekdays)}),
        (MONTH, {str(m): words for m, words in enumerate(language.months, start=1)}),
        (SOLAR_MONTH, {str(m): words for m, words in enumerate(language.solar_months, start=1)}),
    )
    for cue, words in language.words.items():
        yield from ((word, Word(cue)) for word in words)
    for kind, table in tables:
        for id_, them in table.items():
            yield from ((word, Word(kind, str(id_))) for word in them)


def pattern_text(text: str) -> str:
    """Return a text as the gate's automata read it: folded, one blank between words."""
    folded = fold_plain(text).text
    return f" {' '.join(_WORD.findall(folded))} "


def _automaton(entries: Iterable[str], *, glued: bool) -> AhoCorasick:
    """Compile whole words, stems and phrases; `glued`: another word may stand right before."""
    patterns: dict[str, None] = {}
    for entry in entries:
        words = " ".join(_PIECE.findall(fold_plain(entry).text))
        stem, star, _ = words.partition("*")
        if stem:
            patterns.setdefault(f"{'' if glued else ' '}{stem}{'' if star else ' '}")
    return AhoCorasick(list(patterns), matchkind=MatchKind.Standard)
