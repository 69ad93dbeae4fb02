"""Text of others, made fit to stand in our messages. Pure.

News text is hostile until proven otherwise: it may forge lines, turn the writing direction,
hide characters, or look like an encoded header.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

_BREAKS: Final = re.compile(r"[\s\x00-\x20\x7f-\xa0\u2028\u2029]+")
_SHORTEN: Final = " …"
_SCHEMES: Final = frozenset({"http", "https"})
_JOINERS: Final = frozenset("\u200c\u200d")  # Persian, Indic scripts and emoji need them
_RTL: Final = frozenset({"R", "AL"})
_DROPPED: Final = frozenset({"Cf", "Cs", "Co", "Cn"})  # format, surrogate, private, unassigned


def line(text: str, most: int = 600) -> str:
    """Return `text` as one line of visible characters, at most `most` long."""
    head = text[: most * 4]  # a megabyte is not worth looking at
    spaced = _BREAKS.sub(" ", head)
    seen = "".join(char for char in spaced if _visible(char)).strip()
    if len(seen) > most or len(head) < len(text):
        return seen[: most - len(_SHORTEN)].rstrip() + _SHORTEN
    return seen


def _visible(char: str) -> bool:
    category = unicodedata.category(char)
    return category not in _DROPPED or char in _JOINERS


def header(text: str, most: int = 180) -> str:
    """Return `text` fit for a mail header: no line of its own, no encoded word.

    Python before 3.11.10 and 3.12.5 unpacks `=?utf-8?q?x=0D=0ABcc:...?=` inside a subject into
    real header lines (CVE-2024-6923).
    """
    return line(text, most).replace("=?", "= ?").replace("?=", "? =")


def link(url: str) -> str:
    """Return `url` if it is a plain web address that may be clicked, else ""."""
    if line(url, 2_000) != url or not url.isascii() or any(char in url for char in " \"'<>\\`"):
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _SCHEMES and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    return url if usable else ""


def host(url: str) -> str:
    """Return the host a link leads to, which is what a reader can judge."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_right_to_left(text: str) -> bool:
    """Tell whether `text` holds a letter of a script that runs from the right."""
    return any(unicodedata.bidirectional(char) in _RTL for char in text)
