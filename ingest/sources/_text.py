"""Bytes to text, and text that is safe to hand on. Pure."""

import codecs
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_BOMS: Final = (  # longest first: UTF-16's begins UTF-32's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_NEVER: Final = frozenset({"utf-7", "utf7", "u7", "unicode-1-1-utf-7"})  # hides markup in ASCII
_ASCII_STATEFUL: Final = ("iso-2022", "iso2022", "csiso2022", "hz")  # valid UTF-8, and not meant so
_NOT_XML: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_NOT_SHOWN: Final = re.compile(  # controls, bidi marks, embeddings, overrides and isolates
    "[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)
_LONGEST_LINK: Final = 4_096


def decode(body: bytes, charset: str = "") -> str:
    """Decode a feed: byte-order mark, then UTF-8 if valid, then the declared, then the header's.

    Valid UTF-8 wins over what is declared: servers and generators mislabel it all the
    time, and other text is hardly ever valid UTF-8 by accident. What nothing decodes
    keeps its readable part, with U+FFFD in place of the rest.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    declared = _DECLARED.match(body)
    named = declared[1].decode("ascii").lower() if declared else ""
    stateful = [name for name in (named, charset) if name.startswith(_ASCII_STATEFUL)]
    for encoding in (*stateful, "utf-8", named, charset):
        if encoding and encoding not in _NEVER:
            try:
                return body.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return body.decode("utf-8", "replace")


def printable(text: str) -> str:
    """Drop the characters XML forbids, as they are or as references like `&#0;`.

    One of them is enough to lose the rest of a feed, or, in feedparser, all of it.
    """
    return _REFERENCE.sub(_legal, _NOT_XML.sub("", text))


def _legal(reference: re.Match[str]) -> str:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    code = int(digits.lstrip("0")[:8] or "0", base)  # eight digits are past the last character
    legal = code <= 0x10FFFF and not _NOT_XML.match(chr(code))
    return reference[0] if legal else ""


def one_line(text: str, limit: int) -> str:
    """Return text without control and direction characters, white space made single."""
    return " ".join(_NOT_SHOWN.sub(" ", text[: 4 * limit]).split())[:limit]


def http_link(raw: str, base: str) -> str:
    """Return `raw` as an absolute http(s) address; "" when it is none, or is absurd."""
    link = "".join(_NOT_SHOWN.sub("", raw[: _LONGEST_LINK + 1]).split())
    if not link or len(link) > _LONGEST_LINK:
        return ""
    try:
        parts = urlsplit(urljoin(base, link))
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return parts.geturl() if valid else ""
