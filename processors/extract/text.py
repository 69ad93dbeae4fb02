"""Text to Document: folding, sentences with roles, clauses.

`fold` never changes the length, so an offset into the folded text holds in the original too.
"""

import unicodedata
from datetime import datetime
from typing import Final

from processors.extract.clauses import cut_clauses
from processors.extract.document import Document
from processors.extract.sentences import cut_sentences

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


def read_document(title: str, text: str, clock: datetime | None, tz: str) -> Document:
    """Cut an article into sentences with roles, and these into clauses. Tags are left to others.

    Without a title the first short paragraph without a full stop has the title's role.

    Args:
        title: as the article has it; may be empty.
        text: the body; paragraphs end in a line break.
        clock: the time the text speaks from.
        tz: IANA zone of the place it tells of.
    """
    whole = f"{title}\n\n{text}"
    offset = len(title) + 2
    folded = fold(whole)
    sentences = cut_sentences(whole, folded, offset)
    return Document(
        title=title,
        text=text,
        whole=whole,
        folded=folded,
        offset=offset,
        clock=clock,
        tz=tz,
        sentences=sentences,
        clauses=cut_clauses(folded, sentences),
    )
