"""Slot: whether the attack itself is suspected, confirmed or denied."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.lexicon import phrase
from processors.extract.passage import Passage, Raw

_CUE: Final = re.compile(
    r"suspect|alleg|apparent|possibl|confirm|den(?:y|ied|ies|ial)|reject|dismiss|refut|false"
    r"|untrue|no attack"
)
_WEAPON: Final = r"(?:(?:rocket|missile|drone|mortar|air|suicide|terrorist|militant|[\w-]+) ){0,4}?"
_ATTACK: Final = (
    r"(?:attacks?|strikes?|airstrikes?|assaults?|bombings?|raids?|explosions?|blasts?|shelling"
    r"|barrage"
    r"|rocket fire|missile fire|sabotage|incident)"
)
_RULES: Final = (
    (
        "denied",
        r"(?:den(?:ied|ies|ying)|reject(?:ed|s)|dismiss(?:ed|es)|refut(?:ed|es)) (?:that "
        r"|reports? |claims? |of |any |an? |the )*"
        rf"(?:{_WEAPON}{_ATTACK}|(?:[\w'-]+ ){{0,4}}?(?:was|were|had been|has been) (?:hit"
        rf"|attacked|targeted|struck))"
        rf"|(?:there was|there has been|there had been) no (?:such )?{_WEAPON}{_ATTACK}"
        r"|(?:was|were|had|has) not (?:been )?(?:attacked|hit|targeted|struck)"
        rf"|reports? of (?:an? |the )?{_WEAPON}{_ATTACK} (?:was|were|are|is) (?:false|untrue"
        rf"|baseless|fake)",
    ),
    (
        "confirmed",
        rf"confirm(?:ed|s|ing)? (?:that )?(?:(?:the|an?|there was an?|there had been an?|this"
        rf"|to \w+ the|\w+day's) )*"
        rf"(?!suspected|alleged|apparent|possible){_WEAPON}{_ATTACK}(?: (?:had|has) taken place)?"
        r"|confirm(?:ed|s)? that (?:(?!not\b|no\b)[\w'-]+ ){0,6}?(?:had |has |have |was |were "
        r"|been )*"
        r"(?:hit|attacked|targeted|struck|landed|taken place|fired)"
        rf"|can confirm (?:that )?(?:there was |there has been )?(?:an? "
        rf"|the )?(?:\w+ )??{_WEAPON}{_ATTACK}",
    ),
    (
        "suspected",
        rf"(?:suspected|alleged|apparent|possible|presumed)(?: (?:terrorist|militant"
        rf"|rebel))? {_WEAPON}{_ATTACK}",
    ),
)
_STATUS: Final = tuple((norm, phrase(rf"\b(?:{rule})\b")) for norm, rule in _RULES)
_DENIED_OTHER: Final = phrase(r"\b(?:role|responsib|involve|behind|carrying|link)")
_NOT: Final = phrase(
    r"\b(?:not|n't|cannot|could|would|to|neither|no one|nobody|nor|without)(?: \w+){0,2} $"
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
