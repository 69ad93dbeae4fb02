"""Folding for every script: one spelling for letters that writers take for the same.

Unlike `extract.text.fold` it drops what is no letter of its own (vowel points, tatweel, joiners),
so the length may shrink; every folded character knows where it stood.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from processors.extract.text import fold

# Letters that differ by keyboard, not by word: Arabic and Persian, Ukrainian and Russian.
_SAME: Final = {
    "ا": "أإآٱ",
    "ي": "ىیئې",
    "ك": "کڪ",
    "ه": "ةھہۀە",
    "و": "ؤ",
    "г": "ґ",
    ".": "۔",
    ",": "،",
    ";": "؛",
    " ": "־",
    "'": "׳",
    '"': "״",
}
_DROPPED: Final = frozenset({"Mn", "Cf", "Sk"})  # points, joiners and marks of direction
_TATWEEL: Final = "ـ"
_HEBREW: Final = "א-ת"
_CYRILLIC: Final = "Ѐ-ӿ"
_INSIDE: Final = re.compile(
    rf"(?<=[{_HEBREW}])[\"'](?=[{_HEBREW}])|(?<=[{_CYRILLIC}])'(?=[{_CYRILLIC}])"
)


class _Letters(dict[str, str]):
    """Character to folded character, "" for what is dropped; filled as characters are met."""

    def __missing__(self, char: str) -> str:
        category = unicodedata.category(char)
        folded = char
        if category in _DROPPED or char == _TATWEEL:
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.digit(char))
        self[char] = folded
        return folded


_LETTERS: Final = _Letters({char: same for same, chars in _SAME.items() for char in chars})


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; character i of `text` stood at `at[i]`. `at` ends with the whole's length."""

    text: str
    at: tuple[int, ...]


def fold_plain(text: str) -> Folded:
    """Fold a text of any script: lower case, no accents and points, digits 0 to 9.

    A quote between two Hebrew letters (an abbreviation) and an apostrophe between two Cyrillic ones
    (a sign of the spelling) are dropped; elsewhere both part words.
    """
    kept = [(at, same) for at, char in enumerate(fold(text)) if (same := _LETTERS[char])]
    folded = "".join(same for _, same in kept)
    inside = {found.start() for found in _INSIDE.finditer(folded)}
    left = [(at, same) for i, (at, same) in enumerate(kept) if i not in inside]
    return Folded("".join(same for _, same in left), (*(at for at, _ in left), len(text)))
