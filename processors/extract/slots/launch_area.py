"""Slot: from where the attack was launched."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.lexicon import phrase
from processors.extract.passage import Passage, Raw

_FROM: Final = phrase(
    r"\b(?:fired|launched|took off|taken off|lobbed|originat(?:ed|ing)|flown|flew|came|coming"
    r"|launching|firing)"
    r" (?:\w+ ){0,3}?(?:from|out of|off) "
    r"(?P<area>(?:inside |within |outside |near |north of |south of |east of |west of )?"
    r"[\w'-]+(?: [\w'-]+){0,6})"
)
_ENDS: Final = phrase(
    r"\b(?:at|on|toward|towards|into|against|by|after|and|but|as|that|which|where|who|said"
    r"|targeting|hit"
    r"|hitting|struck|striking|landed|were|was|is|are|had|has|have|to|late|early|around|about"
    r"|when|while|with"
    r"|\w+day|yesterday|today)\b"
)
_AREA: Final = re.compile(
    r"\b(?:territory|border|village|desert|district|area|province|mountains?|sea|plain|field|farm"
    r"|orchard"
    r"|outskirts|suburb|neighbou?rhood|countryside|strip|valley|governorate|region|town|city)\b"
)
_PLACES: Final = frozenset({"country", "town", "region", "base"})
_NOT_A_PLACE: Final = phrase(
    r"(?:an? |the |its |their )?(?:\w+ )?(?:position|job|post|cannon|tanks?|trucks?|vehicles?"
    r"|ships?"
    r"|aircraft|planes?|jets?|helicopters?|bombers?|submarines?|launchers?|air|ground)\b"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every place from which munitions are said to have come."""
    for found in _FROM.finditer(passage.text):
        start, end = found.span("area")
        stop = _ENDS.search(passage.text, start, end)
        end = start + len(passage.text[start : stop.start() if stop else end].rstrip())
        if end <= start or _NOT_A_PLACE.match(passage.text, start, end):
            continue
        nation = passage.nation(start, end)
        placed = any(True for kind in _PLACES for _ in passage.tagged(kind, start, end))
        if placed or _AREA.search(passage.text, start, end):
            value = Value(text=passage.written(start, end), norm=_norm(passage, start, end, nation))
            yield passage.raw(Slot.LAUNCH_AREA, value, (start, end), anchor=found.start())


def _norm(passage: Passage, start: int, end: int, nation: str) -> str:
    """Return the town or region named, else the country's code, else the folded words."""
    for kind in ("town", "region"):
        for tag in passage.tagged(kind, start, end):
            return tag.id.partition(":")[2] or tag.id
    return nation or " ".join(passage.text[start:end].split())
