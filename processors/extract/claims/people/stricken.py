"""Whom a word for death or injury befell: the subject before it, or the object behind it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from processors.extract.claims.people.fates import Fate, fates, is_passive
from processors.extract.claims.people.people import Victims
from processors.extract.lexicon import phrase

_FARTHEST: Final = 110  # characters from a subject to its verb
_GAP: Final = phrase(
    r"[ ,]*(?:(?:who|that|which|of whom|had|have|has|having|were|was|are|is|be|been|being|get|got"
    r"|reportedly|also|both|all|each|now|either|later|immediately|confirmed|reported|left"
    r"|lay|seriously|severely|critically|badly|gravely|mortally|fatally|slightly|lightly"
    r"|mildly|known|believed|thought|understood|still|since|found|moderately|more"
    r"|remain(?:s|ed)?|of (?:them|those|whom)|now|others?|more|so far|said to have"
    r"|to (?:have|be)|among (?:the|those)|in all)[ ,]+)*"
)
_DOING: Final = phrase(
    r"[ ]*(?:\w+ing|stationed|deployed|based|at|in|from|on|of)"
    r" (?:(?!and\b|was\b|were\b)[\w'-]+[ ,]+){1,7}?(?:was|were|have been|has been|had been)"
    r" (?:\w+ly )?"
)
_AMONG_THEM: Final = phrase(
    r"[ ]*,?[ ]*(?:including (?:[\w'-]+[ ]+){1,8}?"
    r"|(?:[\w'-]+[ ]+){1,8}?(?:among them|of (?:them|whom) (?:\w+ )?[\w-]+)[ ,]+)"
    r"(?:was|were|have been|has been|had been) (?:\w+ly )?"
)
_VERB: Final = re.compile(  # of another deed between a subject and the word
    r"[;:!?]"
    r"|\b(?:said|says|told|hit|struck|came|took|sent|fell|began|broke|made|put|saw|led|went|met"
    r"|killing|wounding|injuring|leaving|damaging|destroying|causing|and|but|while|after|when"
    r"|where|before|because|as|if|wounded|injured|dead|died|victims"
    r"|(?!(?:need|speed|hundred|united|armed|suspected|unmanned|stationed|deployed|based"
    r"|attached|assigned|trapped|uniformed|aged|retired|identified|listed|named|called"
    r"|seconded)\b)\w{3,}ed)\b"
)
_WOUNDED: Final = re.compile("wounded|injured")
_BE: Final = re.compile(
    r"\b(?:was|were|been|being|is|are|get|got|be|left|lay|confirmed|reported)\b"
)
_HAVE: Final = re.compile(r"\b(?:has|have|had|having)\b")
_BEHIND_PASSIVE: Final = phrase(
    r"[ ]*(?:$|[.,;:!?)'-]|(?:in|by|during|when|after|as(?! many)|at(?! least)|on|near|while|and"
    r"|or|over|following|amid|overnight|inside|outside|around|this|last|early|late|yesterday|today"
    r"|along|including|before|out|throughout|under|from|\w+day|with|-)\b)"
)
_BEFORE_OBJECT: Final = phrase(
    r"[ ]*(?:up to |also |(?:and|or|and/or) (?:wound|injur|hurt|maim|kill)\w* )?"
)
_SPEECH: Final = phrase(
    r"[ ]*(?:and (?:[\w'-]+ ){1,5}?)?(?:\w+ )?(?:has |have |had )?"
    r"(?:said|says|told|confirmed|reported|added|announced)\b"
)
_AND: Final = phrase(r"[ ,]*(?:and|or|as well as|along with|plus)?[ ]*(?:also )?")
_OWN: Final = phrase(
    r"[ ]*(?:(?:was|were|are|is|others?|more) )*(?:wounded|injured|hurt|killed|dead)\b"
)
_THE: Final = re.compile(r"\b(?:the|his|their|its|of|for|among|treat\w*|evacuat\w*) +$")
_UNREAL: Final = phrase(
    r"\b(?:(?:could|would|may|might|can|should|must|will)(?:n't|not)?"
    r"(?: (?:have|also|be|been|still|easily|potentially|well|not|possibly|result in"
    r"|lead to))*"
    r"|(?:plan|plot|threat|threaten|vow|intend|intent|tr[yi]|attempt|aim|want|meant|design|hop"
    r"|capable|enough|order|bid|seek|sought|like|need)\w*(?: \w+){0,2} (?:to|at|of)(?: \w+){0,2}"
    r"|to(?: \w+ly)?|if(?: [\w'-]+){0,5}|fear\w*(?: (?:to|have|been|that|\w+ly))*"
    r"|(?:not|\w+n't|never|without|avoid\w*)(?: [\w'-]+){0,2})[ ]*$"
)
_KNOWN_TO: Final = phrase(
    r"\b(?:known|believed|thought|reported|said|understood|confirmed) to (?:have |be )*$"
)
_TOTAL: Final = phrase(
    r"[^.;]{0,50}?\b(?:since(?! (?:\w+day|then|dawn|morning|yesterday)\b)|over the (?:last|past)"
    r"|in the (?:last|past)|in recent)\b"
    r"|[^.;]{0,30}?(?<!earlier[ ])\bthis year\b"
)
_ON_THEM: Final = phrase(
    r"[ ]*(?:,|who\b"
    r"|of (?:them|those|whom"
    r"|the (?:wounded|injured) (?:have |had |has |later )*(?:died|succumbed))\b)"
)
_MEN_OR_ARMS: Final = re.compile(
    r"(?P<men>\b(?:terrorist|militant|attacker|assailant|gunm[ae]n|rebel|insurgent|bandit|jihadi"
    r"|fighter|raider)s?)|\b(?:drone|rocket|missile|uav|boat|projectile|vehicle)s?\b"
)
_HOSTILE: Final = frozenset({"attacker", "fighter"})
_TROOPS: Final = frozenset({"soldier", "officer"})
_BARE_PARTICIPLES: Final = frozenset({"killed", "wounded", "injured", "hurt"})


class Hit(NamedTuple):
    """Somebody who was killed, or else hurt; `anchor` is where the sentence says it."""

    killed: bool
    who: Victims
    anchor: int


def stricken(text: str, people: list[Victims], before: str = "") -> Iterator[Hit]:
    """Yield who was killed or hurt by the verbs of a sentence: "NP were killed", "kills NP".

    Args:
        text: the sentence.
        people: phrases of it.
        before: what stands before it; "twelve of them were neutralised" may mean men or drones.
    """
    for fate in fates(text):
        if _unreal(text, fate) and not _none_before(people, fate):
            continue
        if _TOTAL.match(text, fate.end):
            continue
        hit = _subjects(text, people, fate, before) or _objects(text, people, fate)
        yield from (Hit(fate.kills, who, fate.start) for who in _summed(hit))


def unreal(text: str, at: int) -> bool:
    """Tell what only could have happened, or did not."""
    left = text[max(0, at - 60) : at]
    left = left[max(left.rfind(";"), left.rfind(",")) + 1 :]
    return _UNREAL.search(left) is not None and not _KNOWN_TO.search(left)


def is_taken_as_known(text: str, at: int) -> bool:
    """Tell an adjective: "the wounded soldiers"."""
    return _THE.search(text, max(0, at - 14), at) is not None


def _unreal(text: str, fate: Fate) -> bool:
    return "not" not in fate.word and unreal(text, fate.start)


def _none_before(people: list[Victims], fate: Fate) -> bool:
    """Tell "no soldiers were hurt": the negation is the count itself."""
    return any(one.high == 0 and 0 <= fate.start - one.reach < 40 for one in people)


def _subjects(text: str, people: list[Victims], fate: Fate, before: str) -> list[Victims]:
    """Return those left of a passive, with those joined to them by "and"."""
    near = _outer(text, [one for one in people if one.reach <= fate.start], fate)
    if not near or not _meets(text, near[-1], fate) or not _suffers(text, near[-1], fate, before):
        return []
    found = [near[-1]]
    if found[0].bare and not text[found[0].reach : fate.start].strip():
        return found  # "16 bodies and 22 injured"
    for one in reversed(near[:-1]):
        if not _AND.fullmatch(text, one.reach, found[-1].start) or one.bare:
            break
        found.append(one)
    return found


def meets(text: str, who: Victims, at: int) -> bool:
    """Tell whether no other deed stands between people and a verb at `at`."""
    if _GAP.fullmatch(text, who.reach, at):
        return True
    start = who.reach
    if who.bare and (died := _ON_THEM.match(text, start)):
        start = died.end()
    return who.counted and at - start <= _FARTHEST and not _VERB.search(text, start, at)


def _meets(text: str, who: Victims, fate: Fate) -> bool:
    """Tell whether no other deed parts them from what befell them."""
    if _GAP.fullmatch(text, who.reach, fate.start):
        return True
    if who.bare and not _ON_THEM.match(text, who.reach):
        return False
    if _AMONG_THEM.fullmatch(text, who.reach, fate.start):
        return True
    if _DOING.fullmatch(text, who.reach, fate.start):
        return not who.bare
    sure = fate.of_subject or is_passive(text, fate.start)
    return sure and meets(text, who, fate.start)


def _is_of_men(before: str) -> bool:
    """Tell whether attackers were spoken of last, and not their drones."""
    last = None
    for found in _MEN_OR_ARMS.finditer(before):
        last = found
    return last is not None and last["men"] is not None


def _outer(text: str, near: list[Victims], fate: Fate) -> list[Victims]:
    """Leave out those who are named inside a count: "five people, two Finns among them, were"."""
    for index, one in enumerate(near):
        if one.counted and _AMONG_THEM.fullmatch(text, one.reach, fate.start):
            return near[: index + 1]
    return near


def _suffers(text: str, who: Victims, fate: Fate, before: str) -> bool:
    """Tell the passive ("was killed", "killed in") from the active ("militants killed")."""
    if fate.kind == "finished":
        passive = is_passive(text, fate.start) or _BEHIND_PASSIVE.match(text, fate.end)
        hostile = who.role in _HOSTILE or (who.bare and _is_of_men(before + text[: fate.start]))
        return hostile and bool(passive)
    if fate.of_subject:  # "two of the wounded were treated" are known of already
        return fate.kind != "treated" or not _WOUNDED.search(text, who.start, who.reach)
    if fate.word not in _BARE_PARTICIPLES:
        return is_passive(text, fate.start)
    if _BE.search(text, who.reach, fate.start):
        return True
    if _HAVE.search(text, who.reach, fate.start):
        return False
    return _BEHIND_PASSIVE.match(text, fate.end) is not None


def _objects(text: str, people: list[Victims], fate: Fate) -> list[Victims]:
    """Return those right of an active verb, with those joined to them by "and"."""
    if not fate.takes_object or is_passive(text, fate.start):
        return []
    behind = [one for one in people if one.start >= fate.end]
    if not behind or not _BEFORE_OBJECT.fullmatch(text, fate.end, behind[0].start):
        return []
    if fate.kind == "finished":
        return behind[:1] if behind[0].role in _HOSTILE else []
    if fate.word in {"killed", "wounded", "injured"} and not behind[0].counted:
        return [] if is_taken_as_known(text, fate.start) else behind[:1]
    found = [behind[0]]
    for one in behind[1:]:
        link = _AND.fullmatch(text, found[-1].reach, one.start)
        if (
            one.bare
            or link is None
            or _OWN.match(text, one.reach)
            or _SPEECH.match(text, one.reach)
        ):
            break
        found.append(one)
    return found


def _summed(several: list[Victims]) -> list[Victims]:
    """Make "an officer and one soldier" two: one man joined to few others is no group."""
    if len(several) != 2:
        return several
    first, second = sorted(several, key=lambda one: one.start)
    nations = {first.nationality, second.nationality} - {""}
    troops = {first.role, second.role} <= _TROOPS
    if not (first.article or (second.article and troops)) or second.role in _HOSTILE:
        return several
    if len(nations) > 1 or first.high is None or second.high is None:
        return several
    role = first.role if first.role == second.role else ""
    if troops:
        role = "soldier"
    low, high = first.low + second.low, first.high + second.high
    nation = first.nationality or second.nationality
    return [replace(second, start=first.start, low=low, high=high, nationality=nation, role=role)]
