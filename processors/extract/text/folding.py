"""Text to lower-case ASCII signs. The length never changes: offsets hold in the original, too."""

import unicodedata
from typing import Final

_SIGNS: Final = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u02bb\u00b4`",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\u2043",
    " ": "[]\t\r\x00",
    ".": "\u2026",
    "\n": "\x0b\x0c\x85\u2028\u2029",
    "l": "łŁ",
    "o": "øØ",
    "d": "đĐ",
    "i": "\u0131",
}


class _Folding(dict[int, int]):
    """Character to folded character, filled as characters are met."""

    def __missing__(self, code: int) -> int:
        folded = code
        for _ in range(4):  # a folded character folds to itself
            step = _fold_once(folded)
            if step == folded:
                break
            folded = step
        self[code] = folded
        return folded


def _fold_once(code: int) -> int:
    """Lower one character and strip its accents, unless that gives more than one."""
    char = chr(code)
    if unicodedata.category(char) in {"Zs", "Cc"} and char != "\n":
        return 0x20
    for form in ("NFKD", "NFD"):
        parts = unicodedata.normalize(form, char)
        if all(unicodedata.combining(part) for part in parts[1:]):
            char = parts[0]
            break
    lower = char.lower()
    return ord(lower[0]) if not lower[1:] or unicodedata.combining(lower[1]) else ord(char)


_TABLE: Final = _Folding(
    {ord(char): ord(target) for target, chars in _SIGNS.items() for char in chars}
)


def fold(text: str) -> str:
    """Lower `text`, strip accents, make quotes, dashes and blanks ASCII; the length stays.

    Brackets become blanks: editors put words, not meaning, between them. A character that would
    fold to several stays as it is; so does a combining mark that stands alone.
    """
    return text.translate(_TABLE)
