"""What stands around a time expression, and what that makes of it.

Everything here looks at a bounded stretch before and after, so that a text costs what its length
says.
"""

import re
from typing import Final

from processors.extract.when.calendar import DAYS

_SAY: Final = (
    r"(?:said|says|say|saying|told|tells|announced|announces|reported|reports|claimed|confirmed"
    r"|stated|added|warned|vowed|pledged|tweeted|wrote|posted|accused|blamed|condemned|denied"
    r"|acknowledged|insisted|declared|revealed|disclosed|urged|spoke|speaking|noted|argued"
    r"|admitted|testified|threatened|promised|pointed|responded|dismissed|rejected|denounced)"
)
_HEARER: Final = (
    r"(?:to|the|a|an|in|at|by|via|its|his|her|their|on|and|also|here|again|reporters?|journalists?"
    r"|media|outlets?|statements?|briefings?|news|press|conferences?|interviews?|televised|address"
    r"|video|posts?|tweets?|telegram|channels?|twitter|facebook|social|state|local|tv|television"
    r"|radio|agency|agencies|afp|reuters|ap|associated|cnn|bbc|cbs|nbc|abc|fox|xinhua|tass|ria"
    r"|novosti|interfax|al|jazeera|arabiya|website|parliament|lawmakers|email|e-mail|written|joint"
    r"|daily|short|brief|late|early|separate|it|them|him|us|u\.s\.|message|remarks|speech|x)"
)
_SAID_BEFORE: Final = re.compile(
    rf"\b(?:{_SAY}|according to|in (?:a|an|its|his|her|their) (?:\w+ ){{0,2}}"
    rf"(?:statement|interview|briefing|speech|tweet|post|broadcast))[\s,]+(?:{_HEARER}[\s,]+){{0,7}}$"
)
_SAID_AFTER: Final = re.compile(
    rf"[\s,]*(?:that\s+)?(?!(?:blamed on|claimed by|reported by|said to|reported in|reported at)\b)"
    rf"(?:also\s+|again\s+)?{_SAY}\b"
)
_AT_START: Final = re.compile(r"(?:^|[.!?\"\n]\s*)(?:(?:on|late|early|earlier|later)\s+){0,2}$")
_NOBODY: Final = (  # a word that makes the words behind a day an event and no speaker
    r"(?:was|were|is|are|hit|hits|struck|fired|killed|wounded|injured|attacked|targeted|landed|fell"
    r"|after|when|as|at|in|near|of|that|which)"
)
_SPEAKER_AFTER: Final = re.compile(rf"[\s,]+(?:(?!{_NOBODY}\b)[\w.'-]+\s+){{1,7}}?{_SAY}\b")
_SPOKEN_THING: Final = re.compile(
    r"\s+(?:(?!attack|strike)\w+\s+)?(?:statements?|announcements?|briefings?|newspapers?|papers"
    r"|reports?|remarks|speech|comments|editions?|claim|tweets?|news conference"
    r"|press conference|interview|summary|bulletin|newsletter|address|hearing|meeting|talks|vote)\b"
)
_SINCE: Final = re.compile(r"\b(?:since|until|till|up to)\s+(?:on\s+|early\s+|late\s+|the\s+)?$")
_OPENS: Final = re.compile(r"(?:since|until|till)\b")
_PLANNED_BEFORE: Final = re.compile(
    r"\b(?:will|to be|due|scheduled|set to|plans? to|planned for|expected|slated|would be|shall"
    r"|going to)\b(?:\s+[\w'-]+){0,6}[\s,]*$"
)
_PLANNED_AFTER: Final = re.compile(r"[\s,]*(?:will|is due|are due|is set to|is expected)\b")
_ANNIVERSARY: Final = re.compile(
    r"\b(?:anniversar(?:y|ies)|commemorat\w+|\w+ years? (?:on|after|since)|marks? \w+ years?)\b"
)
_STAMP: Final = re.compile(
    r"\b(?:updated|published|posted|modified|edited|issued|uploaded|first published|dateline)"
    r"\s*(?:on|at|:|-|,)?\s*(?:(?:on|at)\s+)?$"
)
_STAMP_TAIL: Final = re.compile(
    r"\b(?:updated|published|posted|modified)\b[^.;\n]{0,40}\d[\s,|-]*(?:at|on|-)?\s*$"
)
_WORD: Final = re.compile(r"[a-z]{4}")  # "at", "gmt", "p.m." and "ist" are none
_DAY_SPOKEN: Final = re.compile(
    rf"\b{_SAY}\s+(?:{_HEARER}\s+){{0,5}}?(?P<after>{'|'.join(DAYS)})\b"
    rf"|\b(?:on\s+)?(?P<before>{'|'.join(DAYS)})\s+(?:also\s+)?{_SAY}\b"
)
_QUOTED_BACK: Final = 1500  # characters before a quoted "today" in which its speaker is looked for


def is_speech(before: str, after: str) -> bool:
    """Whether an expression dates what somebody said, by the words on both its sides."""
    if _SAID_BEFORE.search(before) or _SAID_AFTER.match(after) or _SPOKEN_THING.match(after):
        return True
    return bool(_AT_START.search(before) and _SPEAKER_AFTER.match(after))


def is_since(before: str, words: str) -> bool:
    """Whether it is where a stretch of time begins or ends."""
    return bool(_OPENS.match(words) or _SINCE.search(before))


def is_planned(before: str, after: str) -> bool:
    """Whether what happens then has not happened."""
    return bool(_PLANNED_BEFORE.search(before[-60:]) or _PLANNED_AFTER.match(after))


def is_anniversary(before: str, after: str) -> bool:
    """Whether the date is told because it came round again: its year is anybody's guess."""
    return bool(_ANNIVERSARY.search(before) or _ANNIVERSARY.search(after))


def is_stamp(folded: str, start: int, end: int, *, dated: bool) -> bool:
    """Whether it says when the page was written: "last updated on", or a date on its own line."""
    before = folded[max(0, start - 60) : start]
    if _STAMP.search(before) or _STAMP_TAIL.search(before):
        return True
    line = before.rpartition("\n")[2] + folded[end : end + 60].partition("\n")[0]
    return dated and not _WORD.search(line)


def day_spoken(folded: str, position: int) -> int | None:
    """Return the weekday on which the quote around `position` was spoken, if one is said.

    None also where there is no quote.
    """
    paragraph = folded.rfind("\n", max(0, position - _QUOTED_BACK), position) + 1
    if folded.count('"', max(paragraph, position - _QUOTED_BACK), position) % 2 == 0:
        return None
    stretch = folded[max(0, position - _QUOTED_BACK) : position + 200]
    spoken = list(_DAY_SPOKEN.finditer(stretch))
    if not spoken:
        return None
    last = spoken[-1]
    return DAYS.index(last["after"] or last["before"])
