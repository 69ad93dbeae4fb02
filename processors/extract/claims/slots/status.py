"""Slot: whether the attack itself is suspected, confirmed or denied."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.passage import Passage, Raw
from processors.extract.lexicon import phrase

_CUE: Final = re.compile(
    r"suspect|alleg|apparent|possibl|confirm|den(?:y|ied|ies|ial)|reject|dismiss|refut|false"
    r"|untrue|no attack|presum|believed|thought|looked like|likely|appear|probabl|verif|rule"
    r"|baseless|unconfirmed"
)
_WEAPON: Final = r"(?:[\w-]+ ){0,4}?"
_ATTACK: Final = (
    r"(?:attacks?|strikes?|airstrikes?|assaults?|bombings?|raids?|explosions?|blasts?|shelling"
    r"|barrage|incursion|ambush|arson|rocket fire|missile fire|sabotage|incident|attempt)"
)
_UNSURE: Final = r"(?:suspected|alleged|apparent|possible)"
_ARMS: Final = r"(?:drones?|missiles?|rockets?|mortars?|uavs?|bombs?|ieds?|shells?|explosives?)"
_RULES: Final = (
    (
        "denied",
        r"(?:den(?:ied|ies|ying)|reject(?:ed|s)|dismiss(?:ed|es)|refut(?:ed|es)) (?:\w+ )*?"
        rf"(?:{_WEAPON}{_ATTACK}"
        r"|(?:[\w'-]+ ){0,4}?(?:was|were|had been|has been) (?:hit|attacked|targeted|struck))"
        rf"|(?:there was|there has been|there had been|there were) no (?:such )?{_WEAPON}{_ATTACK}"
        rf"|no (?:such )?{_WEAPON}{_ATTACK} (?:had |has )?"
        r"(?:taken place|took place|happened|occurred)"
        r"|(?:was|were|had|has) not (?:been )?(?:attacked|hit|targeted|struck)"
        rf"|reports? of (?:an? |the )?{_WEAPON}{_ATTACK} (?:was|were|are|is) (?:\w+ )?"
        r"(?:false|untrue|baseless|fake|unfounded)",
    ),
    (
        "confirmed",
        r"confirm(?:ed|s|ing)? (?:that )?"
        r"(?:(?:the|an?|there was an?|there had been an?|this|to \w+ the|\w+day's) )*"
        rf"(?:(?!{_UNSURE}\b)[\w-]+ ){{0,4}}?{_ATTACK}(?: (?:had|has) taken place)?"
        r"|confirm(?:ed|s)? (?:\w+ )?that (?:(?!not\b|no\b)[\w'-]+ ){0,8}?"
        r"(?:had |has |have |was |were |been )*"
        r"(?:hit|attacked|targeted|struck|landed|taken place|fired|came under|stormed|fell|raided"
        r"|overrun|exploded|happened|occurred)"
        r"|can confirm (?:that )?(?:there was |there has been )?(?:an? |the )?"
        rf"(?:\w+ )??{_WEAPON}{_ATTACK}"
        r"|confirm(?:ed|s)(?=[ ]*\.?[ ]*$)|confirm(?:ed|s) (?:it|this)\b",
    ),
    (
        "suspected",
        r"(?:suspected|alleged|apparent|possible|presumed|probable|likely|unconfirmed)"
        rf"(?: (?:terrorist|militant|rebel))? {_WEAPON}{_ATTACK}"
        rf"|(?:suspected|presumed|alleged) (?:to be )?(?:[\w-]+ ){{0,3}}?{_ARMS}"
        r"|(?:what (?:\w+ ){1,3}?(?:suspect|believe)\w*(?: to be| was)?"
        r"|what (?:looked|appear)\w* (?:like|to be)|believed to (?:be|have been)"
        r"|thought to (?:be|have been)|suspect(?:ed|s)? (?:it |this |that |to be |was ){1,3})"
        rf" (?:an? |the )?{_WEAPON}(?:{_ATTACK}|{_ARMS})"
        rf"|(?:did|does|could|do) not rule out (?:that )?(?:an? )?{_WEAPON}(?:{_ATTACK}|{_ARMS})",
    ),
)
_STATUS: Final = tuple((norm, phrase(rf"\b(?:{rule})\b")) for norm, rule in _RULES)
_DENIED_OTHER: Final = phrase(r"\b(?:role|responsib|involve|behind|carrying|link)")
_NOT: Final = phrase(
    r"\b(?:not|n't|cannot|could|would|to|neither|no one|nobody|nor|without|yet)(?: \w+){0,2} $"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every word on whether it happened."""
    text = passage.text
    if not _CUE.search(text):
        return
    for norm, rule in _STATUS:
        for found in rule.finditer(text):
            if _NOT.search(text, max(0, found.start() - 40), found.start()):
                continue
            if norm == "denied" and _DENIED_OTHER.search(found.group()):
                continue
            value = Value(text=passage.written(*found.span()), norm=norm)
            certainty = {"suspected": "suspected", "denied": "denied"}.get(norm, "stated")
            yield passage.raw(
                Slot.STATUS, value, found.span(), anchor=found.end() - 1, certainty=certainty
            )
