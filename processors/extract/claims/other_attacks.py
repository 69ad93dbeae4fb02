"""Words that a value beside them is of another attack than the one told, or of several.

All texts are folded. `at` and `start` are offsets in them.
"""

import re
from typing import Final

from processors.extract.lexicon import MONTH, phrase

_LOOKS_BACK: Final = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|nights?|since|long|soon|shortly) *$"
)
_LONG_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_PAST: Final = phrase(
    r"\b(?:last (?:year|month|summer|winter|autumn|spring|week)"
    r"|(?:in|since|of) (?:19|20)\d\d"
    r"|earlier this (?:year|month)"
    r"|(?:years?|months?|weeks?) (?:ago|earlier)"
    r"|previous(?:ly)?"
    rf"|since (?:\w+-)?{MONTH}"
    rf"|in {_LONG_MONTH}"
    r"|so far this year|to date"
    r"|in recent (?:months|weeks|years))\b"
)
_ANAPHOR: Final = phrase(
    r"(?:it|this|that|they|those|these|most"
    r"|the (?:same )?(?:attacks?|strikes?|assaults?|blasts?|incident|explosions?|raid|barrage"
    r"|shelling|bombing))\b"
)
_MANY: Final = phrase(
    r"(?:most|many|all|both|some|several|dozens|others|those)\b(?! (?:rockets?|people))"
)
_OF_THEM: Final = phrase(r"(?:most|many|all|some|several|both|dozens) of (?:them|these|those)\b")
_TAKEN_UP: Final = re.compile(r"\b(?:the|that|this) +$")
_REPAID: Final = phrase(
    r"\b(?:(?:retaliation|response|revenge|reprisal|reply|answer) (?:for|to|against)"
    r"|aveng(?:e|ing)"
    r"|retaliat(?:e|ed|ing) (?:for|against|to))(?! (?:the|this|that) $)(?: [\w.'-]+){0,4} $"
    r"|\bretaliatory (?:\w+ )?$"
)
_EFFECT: Final = re.compile(
    r"kill|wound|injur|hurt|di(?:e|ed|es|ying)$|slay|slew|slain|perish|deaths?$"
)
_TIME_REACH: Final = 14  # characters before "after" in which "days" or "shortly" ends
_REPAID_REACH: Final = 60  # characters before an act in which "in retaliation for" stands
_THE_REACH: Final = 6


def is_long_after(folded: str, at: int) -> bool:
    """Tell "days after", "since the" from a plain "after": `at` is where its clause begins."""
    return _LOOKS_BACK.search(folded, at - _TIME_REACH, at) is not None


def speaks_of_the_past(folded: str, start: int, end: int) -> bool:
    """Tell a stretch with an old time in it: "in 2019", "months ago"."""
    return _PAST.search(folded, start, end) is not None


def takes_up(folded: str, start: int) -> bool:
    """Tell a sentence that goes on with the attack before: "It", "The blast"."""
    return _ANAPHOR.match(folded, start) is not None


def is_of_many(folded: str, start: int) -> bool:
    """Tell a sentence on several attacks: "Most were claimed by ..."."""
    return _MANY.match(folded, start) is not None


def is_of_them(folded: str, start: int) -> bool:
    """Tell a sentence on some of what was told before: "Many of them were ..."."""
    return _OF_THEM.match(folded, start) is not None


def is_definite(folded: str, at: int) -> bool:
    """Tell "the strike" from "a strike": `at` is where the noun begins."""
    return _TAKEN_UP.search(folded, max(0, at - _THE_REACH), at) is not None


def is_repaid(folded: str, at: int) -> bool:
    """Tell the act behind "in retaliation for": `at` is where it begins."""
    return _REPAID.search(folded, max(0, at - _REPAID_REACH), at) is not None


def is_effect(word: str) -> bool:
    """Tell a word for what befell people from one for the deed."""
    return _EFFECT.match(word) is not None
