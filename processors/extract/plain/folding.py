"""Folding for every script: one spelling for letters that writers take for the same.

Unlike `extract.text.fold` it drops what is no letter of its own (vowel points, tatweel, joiners),
so the length may shrink; every folded character knows where it stood.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from processors.extract.text.folding import fold

# Letters that differ by keyboard, not by word: Arabic and Persian, Ukrainian and Russian.
_SAME: Final = {
    "\u0627": "\u0623\u0625\u0622\u0671",  # alef with hamza, madda or wasla: alef
    "\u064a": "\u0649\u06cc\u0626\u06d0",  # alef maqsura, Farsi yeh, yeh with hamza: yeh
    "\u0643": "\u06a9\u06aa",  # keheh: kaf
    "\u0647": "\u0629\u06be\u06c1\u06c0\u06d5",  # teh marbuta and the hehs: heh
    "\u0648": "\u0624",  # waw with hamza: waw
    "\u0433": "\u0491",  # ghe with upturn: ghe
    ".": "\u06d4",  # Arabic full stop
    ",": "\u060c",
    ";": "\u061b",
    " ": "\u05be",  # maqaf
    "'": "\u05f3",  # geresh
    '"': "\u05f4",  # gershayim
}
_DROPPED: Final = frozenset({"Mn", "Cf", "Sk"})  # points, joiners and marks of direction
_TATWEEL: Final = "\u0640"
_HEBREW: Final = "\u05d0-\u05ea"
_CYRILLIC: Final = "\u0400-\u04ff"
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
