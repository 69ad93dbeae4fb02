"""How many: "two or three", "at least a dozen", "several", "no", and what is not a count."""

import re
from dataclasses import dataclass
from typing import Final

from processors.extract.lexicon import MONTH, either, phrase

_TO_NINETEEN: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TO_NINETY: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS: Final = {word: i for i, word in enumerate(_TO_NINETEEN.split(), start=1)}
_TENS: Final = {word: 10 * i for i, word in enumerate(_TO_NINETY.split(), start=2)}
_ROUND: Final = {"dozen": 12, "hundred": 100, "thousand": 1000}
_VAGUE: Final = {  # word: (least, most)
    "several dozen": (36, None),
    "a large number of": (3, None),
    "large numbers of": (3, None),
    "several": (3, None),
    "a number of": (2, None),
    "some": (2, None),
    "a few": (2, None),
    "a couple of": (2, 2),
    "a couple": (2, 2),
    "a handful of": (2, None),
    "multiple": (2, None),
    "many": (3, None),
    "numerous": (3, None),
    "various": (2, None),
    "both": (2, 2),
    "a pair of": (2, 2),
    "dozens of": (24, None),
    "dozens": (24, None),
    "scores of": (40, None),
    "scores": (40, None),
    "hundreds of": (200, None),
    "hundreds": (200, None),
    "tens of": (20, None),
}
_PAIRS: Final = frozenset({"both", "a pair of"})
_NONE: Final = ("not a single", "not one", "no one", "nobody", "neither", "none", "zero", "no")
_ONE: Final = ("a single", "another", "an", "a")

_UNIT: Final = either(_TO_NINETEEN)
_NUMBER: Final = (
    rf"(?:\d{{1,3}}(?:,[ ]?\d{{3}})+(?!\d)|\d{{1,6}}|{either(_TO_NINETY)}(?:(?:-| ){_UNIT})?"
    rf"|(?:(?:an?|half an?|{_UNIT}|\d{{1,2}}) )?(?:dozen|hundred|thousand)(?!s)|{_UNIT})"
)
_AT_LEAST: Final = either("at_least no_fewer_than no_less_than a_minimum_of not_less_than")
_MORE: Final = either("more_than over upwards_of upward_of in_excess_of")
_UP_TO: Final = either("up_to as_many_as a_maximum_of")
_FEWER: Final = either("fewer_than less_than under")
_ABOUT: Final = either(
    "nearly almost about around some roughly approximately an_estimated estimated close_to"
)
_MASTER: Final = phrase(
    r"(?<![\w.$#/:,'-])"
    rf"(?:(?:(?P<least>{_AT_LEAST}) |(?P<more>{_MORE})"
    rf" |(?<!gone[ ])(?<!went[ ])(?<!risen[ ])(?P<upto>{_UP_TO}) |(?P<fewer>{_FEWER})"
    rf" |(?P<about>{_ABOUT}) |(?P<between>between)"
    r" |(?:another|an additional|a further|a total of|all|all of|only|just) )?"
    rf"(?P<first>{_NUMBER})"
    rf"(?:(?: (?:to|or)(?: as many as)? |-)(?P<second>{_NUMBER})"
    rf"|(?(between) and (?P<upper>{_NUMBER})|(?!)))?(?P<plus>\+| or more\b|-plus\b)?"
    rf"|(?:(?P<least2>{_AT_LEAST}) )?(?P<vague>{'|'.join(sorted(_VAGUE, key=len, reverse=True))})"
    rf"|(?P<none>{'|'.join(_NONE)})|(?P<one>{'|'.join(_ONE)}))(?![\w%])"
)
_NOT_A_COUNT: Final = phrase(
    r"[ ]*(?:[.,:/]\d|-[a-z]|th\b|%|percent|per cent|mm\b|cm\b|m\b|km\b|kms\b|kilomet"
    r"|met(?:er|re)s?\b|miles?\b|feet\b|foot\b|kgs?\b|kilos?\b|tons?\b|tonnes?\b|pounds?\b|lbs?\b"
    r"|inch|(?:(?!the\b)\w+ )?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds)\b|o'clock"
    r"|a\.m|p\.m|am\b|pm\b|gmt|utc|local time|hrs|times\b|blocks?\b|degrees|million|billion"
    r"|trillion|square|dollars|euros"
    rf"|{MONTH}\b)"
)
_DATE_BEFORE: Final = re.compile(
    rf"(?:\b{MONTH}\.? *(?:\d\d?(?: and |, ?))?"
    r"|[$#] *|\bno\.? *"
    r"|\b(?:tower|article|flight|km|level|channel|group|unit|area|camp|base|aged?|in|since"
    r"|resolution|battalion|brigade|regiment|division|company|squadron|highway|pier|project"
    r"|point) +)$"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count as written; `high` None has no upper bound."""

    start: int
    end: int
    low: int
    high: int | None
    approx: bool = False
    article: bool = False  # "a", "an", "another": a count only before a noun that takes one


def quantities(text: str) -> list[Quantity]:
    """Return every count in a folded sentence, left to right; dates, ages, distances are none."""
    return [quantity for found in _MASTER.finditer(text) if (quantity := _quantity(text, found))]


def number(text: str) -> int:
    """Read one number, in digits or words."""
    digits = re.sub(r"[ ,]", "", text)
    if digits.isdigit():
        return int(digits)
    total = 0
    for word in re.split(r"[ -]+", text):
        if word in _ROUND:
            total = max(total, 1) * _ROUND[word]
        elif word == "half":
            return _ROUND["dozen"] // 2
        elif word.isdigit():
            total += int(word)
        else:
            total += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return total


def _quantity(text: str, found: re.Match[str]) -> Quantity | None:
    start, end = found.span()
    if found["vague"]:
        word = re.sub(r" +", " ", found["vague"])
        low, high = _VAGUE[word]
        rough = high is not None and word not in _PAIRS
        return Quantity(start, end, low, None if found["least2"] else high, rough)
    if found["none"]:
        return Quantity(start, end, 0, 0)
    if found["one"]:
        return Quantity(start, end, 1, 1, article="single" not in found["one"])
    if not _counts(text, found):
        return None
    return Quantity(start, end, *_bounds(found))


def _counts(text: str, found: re.Match[str]) -> bool:
    """Tell a count from a date, an age, a distance, a calibre or a name with a number."""
    if _NOT_A_COUNT.match(text, found.end()):
        return False
    if not found["first"].isdigit():
        return True
    start = found.start("first")
    if found.start() == start and _DATE_BEFORE.search(text[max(0, start - 24) : start]):
        return False
    opens = found.start() if text.startswith("all ", found.start()) else start
    if text[max(0, opens - 2) : opens] == ", " and text[found.end() : found.end() + 1] == ",":
        return False  # "Smith, 56, said", "four soldiers, all 19, died"
    return not _YEAR.fullmatch(found["first"]) or found.start() != start


def _bounds(found: re.Match[str]) -> tuple[int, int | None, bool]:
    """Return least, most and whether the number is a rough one."""
    first = number(found["first"])
    second = found["second"] or found["upper"]
    last = number(second) if second else first
    if found["least"] or found["plus"]:
        return first, None, False
    if found["more"]:
        return first + 1, None, False
    if found["upto"]:
        return 0, last, False
    if found["fewer"]:
        return 0, max(first - 1, 0), False
    return min(first, last), max(first, last), bool(found["about"]) and not _spoken_about(found)


def _spoken_about(found: re.Match[str]) -> bool:
    """Tell "it is known about six": that "about" belongs to the verb."""
    left = found.string[max(0, found.start() - 8) : found.start()]
    return found["about"] == "about" and left.endswith(("known ", "spoke ", "speaks ", "told "))
