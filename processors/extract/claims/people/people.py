"""Who was hit: "at least two US soldiers", "a member of the border guard", "five others"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from processors.extract.claims.passage import Passage, Token
from processors.extract.claims.people.person_nouns import PLURAL, ROLE, STOP, THINGS, TWO_WORDS
from processors.extract.claims.quantity import Quantity, quantities
from processors.extract.lexicon import phrase, words

_MOST_ADJECTIVES: Final = 4
_MOST_UNLISTED: Final = 3  # words of a phrase whose noun is in no list
_VERBS: Final = words(
    "was were is are has have had did died dies perished fell lost suffered sustained got gave paid"
    " killed wounded injured hurt reportedly"
)
_MOST: Final = 5000  # more than this is an army or a population, no toll of one attack

_HARM: Final = {"wounded": False, "injured": False, "hurt": False, "killed": True, "dead": True}
_OF: Final = phrase(r"[ ]*of (?:the |its |their |his |our )?(?:them|those|whom)?[ ]*")
_MEMBERSHIP: Final = phrase(
    r"[ ]*(?:of|from|with|belonging to) (?:the |its |their |an? )?"
    r"(?P<group>(?:(?!(?:in|on|at|by|after|when)\b)[\w.'-]+ ){0,4}?"
    r"(?P<noun>security forces?|forces?|guards?|police|army|military|navy|air force|coalition"
    r"|marines|militia|group|movement|brigade|regiment|battalion|unit|contingent|corps))\b"
)
_OF_AGE: Final = phrase(r"\b(?P<who>\w+) of $")
_GROUP_ROLE: Final = phrase(
    r"(?P<s>security force|police force)|(?P<g>guard)|(?P<p>police)"
    r"|(?P<a>army|military|navy|air force|marines|coalition|brigade|regiment|battalion|contingent)"
)
_FROM: Final = phrase(r"[ ]*(?:of|from) (?:the )?\w+(?: \w+)?")
_DEFINITE: Final = words(
    "the these those his her their its our every each such of second third fourth fifth sixth"
    " seventh eighth ninth tenth"
)
_REMAINS: Final = words("body bodies corpse corpses coffin coffins")


@dataclass(frozen=True, slots=True)
class Victims:
    """People that something may have happened to; offsets in the sentence."""

    start: int  # of the words shown
    end: int
    reach: int  # where the whole phrase ends, with "of the border guard"
    low: int
    high: int | None
    approx: bool = False
    nationality: str = ""
    role: str = ""
    bare: bool = False  # a number alone: "five were wounded"
    counted: bool = True  # a count is written; False for "soldiers", "US soldier"
    harm: bool | None = None  # "15 wounded soldiers": killed (True) or hurt (False)
    article: bool = False  # counted by "a" or "an" alone


def victims(passage: Passage) -> list[Victims]:
    """Return every phrase that can name victims, left to right, none within another."""
    counted = [_counted(passage, quantity) for quantity in quantities(passage.text)]
    found = [one for one in counted if one is not None]
    found += _uncounted(passage, found)
    return sorted(found, key=lambda one: one.start)


def _counted(passage: Passage, quantity: Quantity) -> Victims | None:
    """Read the phrase that a count opens; without people in it only a number stands."""
    if quantity.low >= _MOST:
        return None
    of = _OF.match(passage.text, quantity.end)
    after = of.end() if of else quantity.end
    head = _head(passage, after, quantity)
    if head is not None and of is not None:
        head = replace(head, harm=None)  # "two of the wounded soldiers were treated"
    if head is None:
        if quantity.article:
            return None
        others = re.compile(r" *others?\b").match(passage.text, after)
        end = others.end() if others else quantity.end
        return Victims(
            quantity.start, end, end, quantity.low, quantity.high, quantity.approx, bare=True
        )
    return _phrase(passage, quantity, head)


def is_age(text: str, who: Victims) -> bool:
    """Tell "a sergeant of 23": a number alone behind somebody."""
    if not who.bare or not who.counted:
        return False
    before = _OF_AGE.search(text, max(0, who.start - 30), who.start)
    return before is not None and before["who"] in ROLE


@dataclass(frozen=True, slots=True)
class _Head:
    """The noun of a phrase, and where its adjectives begin."""

    first: int
    end: int
    role: str
    word: str
    harm: bool | None


def _head(passage: Passage, at: int, quantity: Quantity) -> _Head | None:
    """Walk over adjectives to the noun; nothing if another kind of word comes first.

    Without a noun for people the last of the words is one if it is a plural, as in "two dockers",
    or if it is the name of a people, as in "no American".

    Args:
        passage: the sentence.
        at: where the count ends.
        quantity: adjectives of nobody may be joined by "or": "no US or coalition personnel".
    """
    tokens = passage.tokens_from(at, _MOST_ADJECTIVES + 4)
    harm: bool | None = None
    last = 0
    for i, token in enumerate(tokens[: _MOST_ADJECTIVES + 1]):
        if _gap(passage, tokens[i - 1].end if i else at, token.start):
            break
        if _is_head(passage, token, tokens[i + 1 :]):
            return _longest(passage, tokens, i, harm)
        if token.word in _HARM and i < 3:
            harm = _HARM[token.word]
        elif quantity.high == 0 and token.word in {"or", "and"}:
            continue
        elif token.word in STOP or token.word[0].isdigit() or token.word.endswith("ing"):
            break
        last = i + 1
    return _unlisted(passage, tokens, last, quantity) if harm is None else None


def _unlisted(
    passage: Passage, tokens: tuple[Token, ...], stop: int, quantity: Quantity
) -> _Head | None:
    """Return a noun that no list has: a plural behind a count, or the name of a people."""
    for i, token in enumerate(tokens[: min(stop, _MOST_UNLISTED)]):
        if token.word in _VERBS or token.word.endswith("ed"):
            return None
        people = quantity.high in {0, 1} and passage.nation(token.start, token.end)
        if people and i + 1 < len(tokens) and tokens[i + 1].word in _VERBS:
            return _Head(tokens[0].start, token.end, "", token.word, None)
        if not quantity.article and _is_plural(token.word):
            return _Head(tokens[0].start, token.end, "", token.word, None)
    return None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us")) and word not in THINGS


def _gap(passage: Passage, left: int, right: int) -> bool:
    """Tell whether a comma or another sign parts two words of one phrase."""
    return passage.text[left:right].strip(" '") != ""


def _is_head(passage: Passage, token: Token, following: tuple[Token, ...]) -> bool:
    if token.word in ROLE:
        return True
    if following and (token.word, following[0].word) in TWO_WORDS:
        return True
    return _people(passage, token)


def _people(passage: Passage, token: Token) -> bool:
    """Tell "Americans" and "Iraqis": a plural name of a people."""
    if not token.word.endswith("s") or len(token.word) < 5:
        return False
    return any(passage.tagged("demonym", token.start, token.end))


def _longest(passage: Passage, tokens: tuple[Token, ...], i: int, harm: bool | None) -> _Head:
    """Take further nouns of the phrase: "police officers", "security forces member"."""
    role, last = _role(tokens, i)
    j = last + 1
    while j < len(tokens) and not _gap(passage, tokens[j - 1].end, tokens[j].start):
        if not _is_head(passage, tokens[j], tokens[j + 1 :]):
            break
        more, last = _role(tokens, j)
        role = _joined(role, more)
        j = last + 1
    return _Head(tokens[0].start, tokens[last].end, role, tokens[last].word, harm)


def _role(tokens: tuple[Token, ...], i: int) -> tuple[str, int]:
    """Return the role of the noun at `i` and the index of its last word."""
    if i + 1 < len(tokens) and (tokens[i].word, tokens[i + 1].word) in TWO_WORDS:
        return TWO_WORDS[tokens[i].word, tokens[i + 1].word], i + 1
    return ROLE.get(tokens[i].word, ""), i


def _joined(first: str, second: str) -> str:
    """Return the role of two nouns in a row: "police | officers", "civilian | contractors"."""
    keeps = first in {"police", "security forces", "guard", "soldier"}
    return (
        first if not second or (keeps and second in {"officer", "personnel", "guard"}) else second
    )


def _phrase(passage: Passage, quantity: Quantity, head: _Head) -> Victims:
    """Put count, noun and what follows them ("of the border guard") together."""
    role, reach, end = _membership(passage, head)
    nation = passage.nation(quantity.start, reach) or _state(passage, quantity.start, reach)
    return Victims(
        quantity.start,
        end,
        reach,
        quantity.low,
        quantity.high,
        quantity.approx,
        nation,
        role,
        harm=True if head.word in _REMAINS else head.harm,
        article=quantity.article,
    )


def _membership(passage: Passage, head: _Head) -> tuple[str, int, int]:
    """Return the role, where the phrase ends, and where the words worth showing end."""
    of = _MEMBERSHIP.match(passage.text, head.end)
    if of is not None:
        group = _GROUP_ROLE.search(of["group"])
        names = {"s": "security forces", "g": "guard", "p": "police", "a": "soldier"}
        role = names[group.lastgroup] if group and group.lastgroup else ""
        return head.role or role, of.end(), of.end()
    origin = _FROM.match(passage.text, head.end)
    if origin is not None and passage.nation(head.end, origin.end()):
        return head.role, origin.end(), origin.end()
    return head.role, head.end, head.end


def _state(passage: Passage, start: int, end: int) -> str:
    """Return the state whose forces are named: the Revolutionary Guards are Iran's."""
    for tag in passage.tagged("actor", start, end):
        actor = passage.actors.get(tag.id)
        if actor is not None and actor.kind == "state":
            return actor.state
    return ""


def _uncounted(passage: Passage, counted: list[Victims]) -> Iterator[Victims]:
    """Yield phrases without a count: "US soldiers" are two or more, "US soldier" is one."""
    taken = [(one.start, one.reach) for one in counted]
    tokens = passage.tokens
    skip_to = 0
    for i, token in enumerate(tokens):
        if i < skip_to or not _is_head(passage, token, tokens[i + 1 : i + 2]):
            continue
        if any(start <= token.start < end for start, end in taken):
            continue
        head = _longest(passage, tokens[i : i + 5], 0, None)
        skip_to = i + 1 + sum(1 for other in tokens[i + 1 : i + 5] if other.end <= head.end)
        first = _first_adjective(passage, tokens, i)
        if first is not None and not _named(passage, head):
            yield _without_count(passage, tokens[first].start, head)


def _singular(noun: str) -> bool:
    return not noun.endswith(("s", "men")) and noun not in PLURAL


def _named(passage: Passage, head: _Head) -> bool:
    """Tell a title before a name: "General Smith" is no count."""
    behind = passage.tokens_from(head.end, 1)
    if not _singular(head.word) or not behind or _gap(passage, head.end, behind[0].start):
        return False
    name, own = (passage.written(at, at + 1) for at in (behind[0].start, head.end - len(head.word)))
    return name.isupper() and own.isupper() and behind[0].word not in _HARM


def _first_adjective(passage: Passage, tokens: tuple[Token, ...], i: int) -> int | None:
    """Return where the phrase begins; None after a determiner, which takes it as known."""
    first = i
    while first and i - first < 3 and not _gap(passage, tokens[first - 1].end, tokens[first].start):
        word = tokens[first - 1].word
        if word in _DEFINITE or word[0].isdigit():
            return None
        named = passage.nation(tokens[first - 1].start, tokens[first - 1].end)
        if not named and word not in _ADJECTIVES and word not in ROLE:
            break
        first -= 1
    return first


_ADJECTIVES: Final = words(
    "coalition military army navy air force marine special security civilian defense defence border"
    " government foreign local allied national peacekeeping un nato"
)


def _without_count(passage: Passage, start: int, head: _Head) -> Victims:
    one = _singular(head.word)
    role, reach, end = _membership(passage, head)
    nation = passage.nation(start, reach) or _state(passage, start, reach)
    high = 1 if one else None
    return Victims(start, end, reach, 1 if one else 2, high, False, nation, role, counted=False)
