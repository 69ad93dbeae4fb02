"""Whether a stretch of a sentence is a noun phrase, and no clause or half of one."""

import re
from itertools import pairwise
from typing import Final

from processors.extract.lexicon import words

_WORD: Final = re.compile(r"[\w'.-]+")
_STRANGE: Final = re.compile(r"[<>/=\"{}|;:]")
_FINITE: Final = words(
    "was were is are am be been being has had have having do does did will would could can cannot"
    " may might must should shall not n't never ain't isn't wasn't aren't weren't hasn't hadn't"
    " haven't doesn't didn't don't won't wouldn't couldn't can't himself herself themselves itself"
    " said says say saying told tells tell saw sees saw heard hit hits struck fell falls came comes"
    " come took takes take taken went goes go gone left got gets get gave gives given made makes"
    " make found finds knew knows thought thinks think felt feels kept keeps began begins begun"
    " brought bought built caught chose cut cuts dealt drew drove flew fought grew grows held"
    " hurt kills wounds led leads lost loses lay meets paid put puts ran runs rose rises sank"
    " sent sends shot shows show shown shook sought spoke spoken stood stands stole swept threw"
    " thrown tore understood won wins wrote writes blew became becomes faces faced let lets"
    " remain remains seem seems appear appears happen happens plays played want wants wanted"
    " need needs used uses also then still now too just only even yet i we you them me him"
)
_NAMES_TOO: Final = words("may will can do am")  # with a capital: Theresa May
_OPENERS: Final = words(
    "in on at of by for from with to into onto after before during since until upon amid despite"
    " against about over under between among through within without near as that which who whom"
    " whose what why how where when while although because if whether than and or but nor so"
    " according citing here there being once s it he she they not no none nobody nothing"
)
_ENDERS: Final = words(
    "in on at of by for from with to into after before during since until amid despite against"
    " about over under between among through within as that which who whom whose what when where"
    " while and or but nor than the a an his her its their our my your this these those no very"
)
_DETERMINERS: Final = words(
    "the a an his her its their our my this that these those some any two three four five six"
    " seven eight nine ten several many most all both one each no another other"
)
_LINKS: Final = words("by in at with to as for from on near against within under inside of")
_DONE: Final = re.compile(r"(?!(?:united|armed|red|allied|so-called)$)\w{2,}ed")
_DAYS: Final = re.compile(
    r"(?:(?:early|late|on|last|this|the) )*(?:\w+day|yesterday|today|tomorrow|tonight|morning"
    r"|evening|night|afternoon|noon|week|month|year|day)s?"
)
_MOST: Final = 13  # words


def is_noun_phrase(folded: str, written: str) -> bool:
    """Tell a noun phrase from a clause, from half of one, and from a mere time.

    Args:
        folded: the stretch, folded.
        written: the same as the author wrote it; names are told by their capitals.
    """
    found = [match.span() for match in _WORD.finditer(folded)]
    tokens = [folded[start:end].strip(".") for start, end in found]
    if not tokens or len(tokens) > _MOST or _STRANGE.search(folded):
        return False
    if tokens[0] in _OPENERS or tokens[-1] in _ENDERS or tokens[-1].endswith("'s"):
        return False
    if _DAYS.fullmatch(" ".join(tokens)):
        return False
    names = [written[start].isupper() for start, _ in found]
    verbs = any(_is_verb(token, named) for token, named in zip(tokens, names, strict=True))
    return not (verbs or _has_deed(tokens, names) or _has_aim(tokens, names))


def _is_verb(token: str, named: bool) -> bool:
    if named and token in _NAMES_TOO:
        return False
    return token in _FINITE or token.endswith("n't")


def _has_deed(tokens: list[str], names: list[bool]) -> bool:
    """Tell "rebels stormed the camp" from "the retired general" and "men seen by the camp"."""
    for at, token in enumerate(tokens):
        if not _DONE.fullmatch(token) or (at and names[at]):  # Ahmed, Reed
            continue
        if at == len(tokens) - 1:
            return True
        following = tokens[at + 1]
        described = at == 0 or tokens[at - 1] in _DETERMINERS or tokens[at - 1].endswith("ly")
        own_object = following in _DETERMINERS or following.isdigit()
        if own_object or (names[at + 1] and not described) or (at == 0 and following in _LINKS):
            return True
    return False


def _has_aim(tokens: list[str], names: list[bool]) -> bool:
    """Tell "a plan to kill the mayor" from "the adviser to the mayor"."""
    return any(
        word == "to" and following not in _DETERMINERS and not named
        for (word, following), named in zip(pairwise(tokens), names[1:], strict=True)
    )
