"""A page's bytes -> its text. CPU-bound and fed by strangers: run it in a killable worker."""

import codecs
import html
import re
from typing import Final

import trafilatura
from htmldate import find_date
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

MAX_CHARS: Final = 2_000_000  # of HTML that is looked at; what follows is not news
_META_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_CONTROLS: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0x200B, 0xFEFF])
_MARKUP: Final = re.compile(r"<[a-zA-Z/!]|&(?:\w{2,8}|#\w{2,7});")
_MARKDOWN_IMAGE: Final = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)")
_MARKDOWN_LINK: Final = re.compile(r"\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n\s*")


def decode_body(body: bytes, charset: str) -> str:
    """Decode a page by its header's charset, else its own <meta>, else by its bytes."""
    for name in (charset, _declared(body)):
        if name and _is_codec(name):
            return bytes_to_str(body, name, errors="replace")
    return bytes_to_str(body, detect_encoding(body) or "utf-8", errors="replace")


def _declared(body: bytes) -> str:
    found = _META_CHARSET.search(body[:2048])
    return found.group(1).decode("ascii", "ignore") if found else ""


def _is_codec(name: str) -> bool:
    """UTF-7 is never believed: it hides markup from whoever looks at the bytes."""
    try:
        return codecs.lookup(name).name not in {"utf-7", "idna", "punycode"}
    except LookupError:
        return False


def visible_text(page: str) -> str:
    """Return all visible text of an HTML page; linear in its size."""
    text = extract_plain_text(
        page[:MAX_CHARS], main_content=False, list_bullets=False, alt_texts=False
    )
    return plain(text)


def read_page(page: str, want_day: bool) -> tuple[str, str]:
    """Return the article of an HTML page and, if wanted, the day it gives as its own.

    Either is "" where none is found; the day is YYYY-MM-DD. May take seconds.
    """
    page = page[:MAX_CHARS]
    found = trafilatura.extract(page, fast=True, include_comments=False, include_tables=False)
    day = find_date(page, extensive_search=False, original_date=True) if want_day else ""
    return plain(found or ""), day or ""


def feed_text(text: str) -> str:
    """Return what a feed's title or summary says: HTML, Markdown links or plain text."""
    if _MARKUP.search(text):
        text = visible_text(text) if "<" in text else html.unescape(text)
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r"\1", _MARKDOWN_IMAGE.sub("", text))
    return plain(text)


def plain(text: str) -> str:
    """Drop control characters and runs of blank lines; keep paragraphs."""
    return _BLANK_LINES.sub("\n\n", text.translate(_CONTROLS).replace("\r\n", "\n")).strip()
