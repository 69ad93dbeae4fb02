"""Where sentences begin and end, and what part of the article each one is."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from processors.extract.lexicon import words
from processors.extract.text.document import Role, Sentence
from processors.extract.text.roles import Paragraph, roles_of

_LONGEST: Final = 700  # characters; the worst text then costs what its length says
_LOOK_BACK: Final = 8  # characters before a full stop in which an abbreviation is looked for
_STOP: Final = re.compile(r"[.!?؟][.!?]*[\"')]*(?= )")
_GLUED: Final = re.compile(r"(?<=[a-z]{2})\.(?=[A-Z][a-z])")  # the blank was lost
_LAST_WORD: Final = re.compile(r"(?:^|[^\w.])([\w.]+)$")
_NEXT_WORD: Final = re.compile(r" *[\"'(]*(\w+)")

# The word behind these goes on with the name or the number.
_NEVER: Final = words(
    "mr mrs ms dr prof st gen lt maj col capt cmdr sgt cpl adm brig vice pvt sen rep gov pres"
    " rev hon no nos vs e.g i.e approx fig al op art"
)
# These end a sentence only if the next word usually begins one.
_PERHAPS: Final = words(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    " u.s u.k u.n u.a.e d.c e.u u.s.a a.m p.m inc ltd co corp jr sr etc ft km"
)
_STARTERS: Final = words(
    "the a an it its he she they we i in on at but and this that these those there no if as after"
    " before while when his her their our some several two three both all earlier later also"
    " meanwhile however according so what who how why not one more another"
)


def cut_sentences(whole: str, folded: str, offset: int) -> tuple[Sentence, ...]:
    """Cut the whole text; `offset` is where the body begins in it."""
    paragraphs = tuple(_paragraphs(whole, folded, offset))
    stretches = tuple(tuple(_cut(whole, folded, p.start, p.end)) for p in paragraphs)
    roles = roles_of(folded, paragraphs, stretches)
    flat = (
        (start, end, role)
        for cuts, found in zip(stretches, roles, strict=True)
        for (start, end), role in zip(cuts, found, strict=True)
    )
    sentences = tuple(Sentence(i, start, end, role) for i, (start, end, role) in enumerate(flat))
    return sentences or (Sentence(0, 0, len(whole), Role.TITLE),)


def _paragraphs(whole: str, folded: str, offset: int) -> Iterator[Paragraph]:
    """Yield the stretches between line breaks; a wrapped line goes on."""
    start = 0
    while start < len(folded):
        end = _line_end(whole, folded, start, offset)
        left, right = _strip(folded, start, end)
        if left < right:
            yield Paragraph(left, right, in_title=left < offset - 2)
        start = end + 1


def _line_end(whole: str, folded: str, start: int, offset: int) -> int:
    """Return the line break that ends the paragraph; not one with a small letter behind it."""
    end = folded.find("\n", start)
    while end != -1:
        wrapped = end > offset and whole[end + 1 : end + 2].islower()
        if not wrapped or folded[end - 1] in '.!?:"\n':
            return end
        end = folded.find("\n", end + 1)
    return len(folded)


def _strip(folded: str, start: int, end: int) -> tuple[int, int]:
    """Take blanks off both ends."""
    inner = folded[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _cut(whole: str, folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one paragraph."""
    stops = [m.end() for m in _STOP.finditer(folded, start, end) if _ends(whole, folded, m)]
    glued = [m.end() for m in _GLUED.finditer(whole, start, end)]
    bounds = [start, *sorted({stop for stop in (*stops, *glued) if stop < end}), end]
    for left, right in pairwise(bounds):
        yield from _bounded(folded, *_strip(folded, left, right))


def _ends(whole: str, folded: str, stop: re.Match[str]) -> bool:
    """Tell a full stop from the dot of an abbreviation."""
    following = _NEXT_WORD.match(whole, stop.end(), stop.end() + 24)
    if following is None:
        return True
    if following[1][0].islower():
        return False
    if stop.group() != ".":
        return True
    before = _LAST_WORD.search(folded[max(0, stop.start() - _LOOK_BACK) : stop.start()])
    word = before[1].strip(".") if before else ""
    if word in _NEVER:
        return False
    if word in _PERHAPS or (len(word) == 1 and word.isalpha()):
        return following[1].lower() in _STARTERS and following[1] != "A"
    return True


def _bounded(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than any sentence of a newspaper, at a blank if there is one."""
    while end - start > _LONGEST:
        blank = folded.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = blank if blank != -1 else start + _LONGEST
        yield start, cut
        start, _ = _strip(folded, cut, end)
    if start < end:
        yield start, end
