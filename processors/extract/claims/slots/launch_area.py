"""Slot: from where the attack was launched."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.passage import Passage, Raw
from processors.extract.lexicon import phrase

_CUE: Final = re.compile(r"from|launch|fired|off |crossed|out of|parked|tubes?\b|posi|came")
_NEAR: Final = (
    r"(?:inside |within |outside |near |beside |behind |north of |south of |east of |west of"
    r" |across |over |just |deep )*"
)
_STRETCH: Final = rf"(?P<area>{_NEAR}[\w'-]+(?: [\w'-]+){{0,8}})"
_FROM: Final = phrase(
    r"\b(?:fired|launched|took off|taken off|lobbed|originat(?:ed|es|ing)|flown|flew"
    r"|fl(?:y|ies|ying)|came|coming|comes|come|launching|firing|sent|set off|arriv(?:ed|ing)|shot"
    r"|dispatched|rose|released|entered|crossed|crossing|infiltrated|catapulted|launches|fires"
    r"|rained(?: down)?|volley|salvo|barrage|rockets?|missiles?|drones?|shells|mortars|fire|attack"
    rf"|strike) (?:[\w'-]+ ){{0,4}}?(?:from|out of|off) {_STRETCH}"
)
_AT_LAST: Final = phrase(
    r"\b(?:fired|launched|lobbed|let loose|sent|shelled|hurled|opened(?: fire)?|shot|came|arrived"
    r"|attacked|approached|crossed|infiltrated|entered|deployed|set out|driven|force|forced|crept)"
    rf"\b[^;:.()]{{1,160}}? from {_STRETCH}"
)
_WHENCE: Final = phrase(
    r"(?P<area>[\w'-]+(?: [\w'-]+){0,6}) ?,? (?:from (?:which|where)|where)[ ,]+"
    r"(?:[\w'-]+[ ,]+){0,4}?"
    r"(?:(?:rounds?|rockets?|missiles?|shells|drones?|attackers|fire|shots|salvo) (?:had |has )?"
    r"(?:come|came|been fired|were fired|fired|been launched|were launched))"
)
_LAY: Final = phrase(
    r"\b(?:(?:launch (?:site|point|position)|shooters|gunners|attackers|raid|attack|operation)"
    r"(?: [\w',-]+){0,5}? (?:lay|lie|was prepared|was planned|prepared|stood|were hiding)"
    rf"(?: [\w-]+)? (?:in|on|at|near)) {_STRETCH}"
)
_SITE: Final = phrase(
    r"\b(?:(?:launch(?:ing)? (?:site|point|pad|area|position|rail|tube|ramp|team)s?|launchers?"
    r"|launching vehicle|rocket (?:rail|tube|launcher)s?)(?: [\w'-]+){0,6}?"
    r" (?:in|at|near|on|outside|beside|from)"
    r"|(?:lorry|truck|van|pickup|vehicle|trailer) (?:[\w'-]+ ){0,8}?"
    r"(?:found|discovered|abandoned|parked|located|hidden)(?: [\w-]+)? (?:in|at|near|on)"
    rf"|(?:was|were|had been) launched (?:in|near)) {_STRETCH}"
)
_PARKED: Final = phrase(
    r"\b(?:lorry|truck|van|pickup|vehicle|trailer) (?:[\w'-]+ ){0,16}?(?:found|discovered|abandoned"
    r"|parked|located|hidden)(?: [\w-]+)? (?P<area>(?:outside|beside|near|behind|across)"
    r" [\w'-]+(?: [\w'-]+){0,8})"
)
_LAUNCHES: Final = re.compile(
    r"launch|tubes?\b|fired|lobbed|rocket|mortar|projectile|attack|drone|shoot|missile|round|boat"
)
_ENDS: Final = phrase(
    r"\b(?:at|on|toward|towards|into|against|by|after|and|but|as|that|which|where|who|said"
    r"|targeting|hit|for|during|before|while|whose|struck|landed|says"
    r"|hitting|striking|were|was|is|are|had|has|have|to|late|early|around|about"
    r"|when|with|came|fell|crossed|flew|exploded|killed|wounded|injured|blew|slammed|crashed"
    r"|overnight|reached|attacked|some|shortly|soon|before|dawn|it|they|he|she|because"
    r"|\w+day|yesterday|today)\b"
)
_AREA: Final = re.compile(
    r"\b(?:territory|border|villages?|desert|district|area|province|mountains?|sea|plain|fields?"
    r"|farm(?:land)?|hills?|hillside|forest|wood|woods|grove|valley|airspace|coast|island|gulf"
    r"|orchards?|scrub|steppe|wadi|wasteland|outside|beside|river|lake|bank|ridge|rooftops?|roof"
    r"|outskirts|suburb|neighbou?rhood|countryside|strip|governorate|region|town|city|side|yard"
    r"|highway|road|quarter|north|south|east|west|northern|southern|eastern|western|frontier"
    r"|garden|palm|quarry|camp|positions?|kilomet(?:re|er)s?|km|miles?|building|school|bridge"
    r"|lot)\b"
)
_PLACES: Final = frozenset({"country", "town", "region", "base"})
_NOT_A_PLACE: Final = phrase(
    r"(?:an? |the |its |their |his |several |two |three |both |all |some )?(?:\w+ )?"
    r"(?:position|job|post|cannons?|tanks?|trucks?|vehicles?|ships?|aircraft|planes?|jets?"
    r"|helicopters?|bombers?|submarines?|launchers?|air|ground|sky|shoulder|tubes?|drones?|boats?"
    r"|hospital|office|source|officials?|ministry|statement)\b"
)
_OPEN: Final = phrase(
    r"\b(?:(?:not|n't|never) (?:\w+ ){0,2}?(?:clear|known|say|established|found)|unclear|unknown"
    r"|no (?:word|indication|clue|idea)(?: on| of| as to)?)(?: exactly| yet)? (?:from )?where\b"
    r"(?: [\w'-]+){0,8}"
    r"|\bfrom where (?:[\w'-]+ ){1,8}?(?:remains|is|was)(?: [\w'-]+){0,3}?"
    r" (?:anybody's guess|anyone's guess|unclear|unknown|open|not known|a mystery)"
    r"|\b(?:launch (?:site|point|area)|origin) (?:[\w'-]+ ){0,5}?"
    r"(?:unknown|unclear|not known|not (?:yet )?(?:been )?(?:found|established|identified))"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every place from which munitions are said to have come, or that none is known."""
    text = passage.text
    if not _CUE.search(text):
        return
    for found in _OPEN.finditer(text):
        value = Value(text=passage.written(*found.span()), norm="none")
        yield passage.raw(Slot.LAUNCH_AREA, value, found.span(), own=True)
    rules = (_FROM, _SITE, _PARKED, _WHENCE, _LAY, _AT_LAST) if _LAUNCHES.search(text) else (_FROM,)
    seen: set[int] = set()
    for rule in rules:
        for found in rule.finditer(text):
            area = _area(passage, *found.span("area"))
            if area is not None and area[1] not in seen:
                seen.add(area[1])
                value = Value(text=passage.written(*area), norm=_norm(passage, *area))
                yield passage.raw(Slot.LAUNCH_AREA, value, area, anchor=found.start())


def _area(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """Return the stretch up to what is no more of the place; None if it is no place."""
    stop = _ENDS.search(passage.text, start, end)
    end = start + len(passage.text[start : stop.start() if stop else end].rstrip())
    if end <= start or _NOT_A_PLACE.match(passage.text, start, end):
        return None
    placed = any(True for kind in _PLACES for _ in passage.tagged(kind, start, end))
    return (start, end) if placed or _AREA.search(passage.text, start, end) else None


def _norm(passage: Passage, start: int, end: int) -> str:
    """Return the town or region named, else the country's code, else the folded words."""
    for kind in ("town", "region"):
        for tag in passage.tagged(kind, start, end):
            return tag.id.partition(":")[2] or tag.id
    nation = passage.nation(start, end)
    return nation or " ".join(passage.text[start:end].split())
