"""The table of time expressions: a name, the words it needs, a pattern, a builder.

Patterns run over folded text: lower case, ASCII quotes and dashes, brackets blanked.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from processors.extract.when import build
from processors.extract.when.atoms import Atom, Now
from processors.extract.when.calendar import DAYS, MONTHS

_WD: Final = r"(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:'s|')?(?!\w)"
_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_LONG_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|sept\.?)"
)
_UNIT: Final = r"(?:hour|day|week|fortnight|month|year|decade)"
_D: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w:])(?!,\d|\.\d)"
_Y: Final = r"(?:19|20)\d\d"
_N: Final = (
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty|forty|fifty|several|a dozen"
    r"|a few|a couple of|couple of|few|many|some)"
)
_NOT_A_COUNT: Final = (  # "in July 16 soldiers died"
    r"(?!\s+(?:soldiers|troops|people|personnel|members|rockets|missiles|drones|times|attacks"
    r"|civilians|others|percent|million|thousand|hundred|km|miles|of them)\b)(?!\s*%)"
)
_NOT_A_NAME: Final = (  # "19 April Movement", "12th April Brigade"
    r"(?!\s+(?:movement|brigades?|army|camp|corps|street|square|avenue|road|university|hospital"
    r"|bridge|revolution|uprising|coalition|battalion|martyrs|regiment|agreement|stadium)\b)"
)
_LISTED: Final = rf"(?:\s*(?:,\s*and|,|and|or|&|-|to|through|until)\s*{_D})"
_LIST_ENDS: Final = (  # a number that goes on a list of days is followed by none of its own things
    r"(?=\s*(?:$|[^\w\s]|(?:and|or|against|in|on|at|near|that|which|when|where|were|was|with|by|to"
    rf"|before|after|but|as|for|have|had|from|of|rocket|drone|missile|attacks?|strikes?|{_Y})\b))"
)
_PART: Final = (
    r"(?P<part>early morning|morning|afternoon|evening|nighttime|night|dawn|dusk|midday|noon"
    r"|midnight)"
)

Builder = Callable[[re.Match[str], Now | None], Iterator[Atom]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of time expression."""

    name: str
    needs: tuple[str, ...]  # the pattern is tried only where one of these stands
    pattern: re.Pattern[str]
    build: Builder


def _rule(name: str, needs: str, pattern: str, builder: Builder) -> Rule:
    return Rule(name, tuple(needs.split("|")), re.compile(pattern), builder)


_RULES: Final = (
    _rule(
        "date",
        "|".join(MONTHS),
        rf"(?:\b(?P<between>between|from)\s+)?\b(?:"
        rf"(?P<month>{_MONTH})\s+(?P<days>{_D}{_NOT_A_COUNT}(?:{_LISTED}{_LIST_ENDS})*)"
        rf"|(?P<days2>{_D}(?:{_LISTED})*)(?:\s+of)?\s+(?P<month2>{_MONTH})(?!\w)"
        r"(?!(?<=may)\s+(?:have|be|not|also|well|still|take)\b)(?!(?<=march)\s+(?:on|to)\b))"
        rf"(?:(?:,|\s+of)?\s*(?P<y>{_Y})(?!\w))?{_NOT_A_NAME}",
        build.calendar_date,
    ),
    _rule(
        "numeric date",
        "19|20",
        r"(?<![\w./-])(?:(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)"
        r"|(?P<y2>(?:19|20)\d\d)-(?P<m2>\d\d)-(?P<d2>\d\d))(?!\w)",
        build.numeric,
    ),
    _rule(
        "weekday of a week",
        "last week|this week",
        rf"\b{_WD}(?:\s+{_PART})?,?\s+(?:of\s+)?(?P<which>last|this)\s+week\b",
        build.weekday_of_week,
    ),
    _rule(
        "weekday",
        "|".join(DAYS),
        r"\b(?:(?P<which>last|this past|past|the previous|this coming|coming|next|this)\s+)?" + _WD,
        build.weekday,
    ),
    _rule(
        "today",
        "today|yesterday|tonight|this |last night",
        r"\b(?:(?P<pre>early|late)\s+|earlier\s+|later\s+)?(?P<word>today|the day before yesterday"
        rf"|yesterday|tonight|last night|this (?:morning|afternoon|evening))(?:'s)?(?:\s+{_PART})?"
        r"(?!\w)",
        build.today,
    ),
    _rule(
        "part of a day",
        "early|late|morning|noon|night|dawn|evening|midday|hours|dusk|daybreak",
        r"\b(?:in the )?(?P<part>early morning|small hours|early hours|pre-?dawn|before dawn"
        r"|at daybreak|overnight|morning|afternoon|evening|nighttime|night|dawn|dusk|midday|noon"
        r"|midnight|early|late)(?!\w)(?!-)",
        build.part_of_day,
    ),
    _rule(
        "time of day",
        "gmt|utc|a.m|p.m|am|pm|local|hours|hrs|:",
        r"(?<![\w:.,$-])(?P<h>[01]?\d|2[0-4])(?:[:.]?(?P<min>[0-5]\d))?\s*"
        r"(?:(?P<half>[ap]\.?m)(?!\w)\.?\s*)?"
        r"(?P<zone>gmt|utc|local time|hours|hrs|est|edt|bst|cest|cet|eet|msk)?(?!\w)",
        build.clock_time,
    ),
    _rule(
        "month",
        "|".join(MONTHS),
        r"\b(?:(?P<which>last|this|in|since|until|till|by|during|of|from|through)\s+)?"
        r"(?:(?P<stage>early|mid|late)[\s-]+|the (?:beginning|start|end|middle) of )?"
        rf"(?P<month>{_LONG_MONTH})(?:'s)?(?!\w)"
        rf"(?:(?:,|\s+of|\s+in)?\s*(?:(?P<y>{_Y})(?!\w)|(?P<whose>last|this)\s+year))?"
        + _NOT_A_NAME,
        build.month,
    ),
    _rule(
        "season",
        "summer|winter|spring|autumn|fall",
        r"\b(?:(?P<which>last|this)\s+(?P<season>summer|winter|spring|autumn|fall)"
        rf"|(?P<season2>summer|winter|spring|autumn|fall)(?:\s+of)?\s+(?P<y>{_Y}))(?!\w)",
        build.season,
    ),
    _rule(
        "year",
        "19|20",
        r"(?:\b(?:in|since|during|of|from|until|till|by|before|after|late|early|mid|throughout"
        rf"|year|the|a)[\s-]+|\()(?:(?P<stage>early|mid|late)[\s-]+)?(?P<y>{_Y})(?=\W|$)"
        r"(?!-(?:strong|pound|mile|km|kg|metre|meter)|,\d)"
        r"(?!\s*(?:soldiers|troops|people|personnel|gmt|hours|local|kg|km|miles|rockets|us\b))",
        build.year,
    ),
    _rule(
        "ago",
        " ago",
        r"\b(?:(?:more than|less than|over|nearly|almost|about|around|at least|roughly|just|only)"
        rf"\s+)?(?:{_N}\s+(?:full\s+)?)?(?P<unit>minute|{_UNIT})s?\s+ago\b(?:\s+today)?",
        build.ago,
    ),
    _rule(
        "calendar unit",
        "week|month|year",
        r"\b(?:(?:earlier|later|over|at|on|during)\s+){0,2}(?:(?P<stage>early|mid|late)"
        r"[\s-]+)?(?:(?P<which>last|this|next|previous|coming)\s+(?P<unit>weekend|week|month|year)"
        r"|the\s+weekend)(?:'s)?(?!\w)",
        build.calendar_unit,
    ),
    _rule(
        "window",
        "recent|past|last",
        rf"\b(?:recently|(?<!most )recent(?:\s+(?P<unit>{_UNIT})s)?"
        rf"|(?:the\s+)?(?:past|last)\s+{_N}\s+(?P<unit2>{_UNIT})s?"
        rf"|(?:the\s+past|past|the\s+last)\s+(?P<unit3>{_UNIT}))(?!\w)",
        build.window,
    ),
    _rule(
        "relative",
        "after|before|later|earlier|prior|following|next|same|that|since|previous|into",
        rf"\b(?:{_N}\s+)?(?:minute|{_UNIT})s?\s+"
        r"(?:after|before|later|earlier|prior|following|since|into)\b(?!\s+yesterday)"
        rf"|\b(?:the\s+)?(?:following|next|same|previous)\s+(?:{_UNIT}|night|morning|evening"
        r"|afternoon)s?\b|\bthat\s+(?:same\s+)?(?:day|night|morning|evening|afternoon)\b"
        r"|\b(?:earlier|later)\s+in\s+the\s+(?:day|night|week|month|year)\b",
        build.relative,
    ),
    _rule(
        "feast",
        "new year|christmas|boxing day",
        r"\b(?P<feast>new year's (?:eve|day|night)|christmas (?:eve|day)|boxing day)"
        rf"(?:,?\s+(?P<y>{_Y}))?(?!\w)",
        build.feast,
    ),
)

_CUE: Final = re.compile(
    "|".join(sorted({re.escape(need) for rule in _RULES for need in rule.needs}))
)


def atoms(text: str, now: Now | None) -> Iterator[Atom]:
    """Yield every atom in `text` by every rule; offsets count in `text`, atoms may overlap."""
    if not _CUE.search(text):
        return
    for rule in _RULES:
        if any(map(text.__contains__, rule.needs)):
            for match in rule.pattern.finditer(text):
                yield from rule.build(match, now)
