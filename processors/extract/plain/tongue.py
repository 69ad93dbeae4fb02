"""Which language a text is in, told from its script, its letters and its small words.

English and texts too short to tell give None: they go to the grammar.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from processors.extract.lexicon import words
from processors.language.plain import PlainLanguage

_SAMPLE: Final = 2000  # characters; a page begins in its own language
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019\u02bc][^\W\d_]+)*")
_APOSTROPHE: Final = re.compile(r"['\u2019\u02bc]")
_LEAST: Final = 2  # small words that make a language
_SHARE: Final = 0.08  # of the words
_MARGIN: Final = 1.5  # times the small words of English, which a quotation may bring
_ENOUGH: Final = 20  # different words without any English among them: a language without a file
_SCRIPTS: Final = (
    ("arabic", "\u0600", "\u06ff"),
    ("hebrew", "\u0590", "\u05ff"),
    ("cyrillic", "\u0400", "\u04ff"),
)
_LATIN: Final = "latin"
_ENGLISH: Final = words(
    "the of and to in on at for with by from was were is are has have had that which who it its"
    " said says after as an be been not but this they their he his she her will would a two three"
    " above over near more least than into about out up when while what there"
)


def _script(letters: str) -> str:
    """Return the script that half of the letters, one at least, are of; "" for one we lack."""
    if letters.isascii():
        return _LATIN
    counts = {name: sum(low <= c <= high for c in letters) for name, low, high in _SCRIPTS}
    counts[_LATIN] = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
    name = max(counts, key=lambda name: counts[name])
    return name if counts[name] * 2 > len(letters) else ""


class Tongues:
    """Tells languages apart."""

    def __init__(self, languages: Sequence[PlainLanguage]) -> None:
        self._other = next(language for language in languages if not language.code)
        self._of_script: dict[str, list[PlainLanguage]] = {}
        for language in languages:
            if language.code:
                script = _script("".join(language.common))
                self._of_script.setdefault(script, []).append(language)
        self._common: Mapping[str, frozenset[str]] = {
            language.code: frozenset(language.common) for language in languages
        }
        self._letters: Mapping[str, frozenset[str]] = {
            language.code: frozenset(language.letters) for language in languages
        }

    def of(self, text: str) -> PlainLanguage | None:
        """Return the language that the text's beginning is in; None: English, or nobody knows."""
        said = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
        letters = "".join(said)
        if not letters:
            return None
        pieces = Counter(said)
        script = _script(letters)
        english = sum(pieces[word] for word in pieces.keys() & _ENGLISH) if script == _LATIN else 0
        pieces.update(piece for word in said for piece in _APOSTROPHE.split(word)[:-1])
        marks, best = self._best(script, pieces, len(said))
        if best and (script != _LATIN or marks > _MARGIN * english):
            return best
        if script != _LATIN or (len(set(said)) >= _ENOUGH and not english):
            return self._other
        return None

    def _best(
        self, script: str, pieces: Mapping[str, int], size: int
    ) -> tuple[int, PlainLanguage | None]:
        """Return the language with most of its marks in the text, and how many these are."""
        counted = [
            (self._marks(language, pieces), language)
            for language in self._of_script.get(script, ())
        ]
        marks, best = max(counted, key=lambda pair: pair[0], default=(0, None))
        if script != _LATIN and len(counted) == 1:
            return counted[0]
        tied = sum(count == marks for count, _ in counted) > 1
        least = max(_LEAST, _SHARE * size) if script == _LATIN else 1
        return (0, None) if tied or marks < least else (marks, best)

    def _marks(self, language: PlainLanguage, pieces: Mapping[str, int]) -> int:
        common, letters = self._common[language.code], self._letters[language.code]
        marked = pieces.keys() & common
        if letters:
            marked |= {word for word in pieces if not letters.isdisjoint(word)}
        return sum(pieces[word] for word in marked)
