"""Tolls that no verb tells: "three deaths", "rose to 12", "spoke of 39 hurt, then of 61"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from processors.extract.claims.people.people import Victims
from processors.extract.claims.people.stricken import Hit, is_taken_as_known, meets, unreal
from processors.extract.claims.quantity import number
from processors.extract.lexicon import phrase

_NOUN: Final = phrase(
    r"\b(?P<noun>deaths?|killings?|slayings?|murders?|loss|fatalit(?:y|ies)|injur(?:y|ies)"
    r"|martyrs|wounds)\b"
)
_BEFORE_NOUN: Final = phrase(
    r"[ ]*(?:(?:confirmed|reported|serious|severe|minor|slight|light|traumatic|brain|combat|other"
    r"|non-life-threatening|possible|additional) )*"
)
_TOLL: Final = phrase(
    r"\b(?P<toll>death toll|toll|body count|losses"
    r"|(?:the|its|their|his|her) (?:dead|deaths|martyrs|fallen|killed|wounded|injured|hurt)"
    r"|number (?:of (?:the |those )?(?:[\w-]+ ){0,5}?)?"
    r"(?:dead|deaths|killed|slain|fatalities|wounded|injured|hurt|injuries|casualties"
    r"|admitted))(?!['-])"
    r"(?:[ ,]+(?!(?:and|but|while|after|of them|dead|died|killed|wounded|injured|hurt)\b)[\w'-]+)"
    r"{0,16}?[ ,]+"
    r"(?:(?P<from>from)|to|at|of|is|was|are|were|now|number|numbered|reached|reaches|stood at"
    r"|as)[ ]*$"
    r"|\b(?P<direct>the (?:dead|wounded|injured))[ ]*[-,(]+[ ]*(?:now )?$"
)
_COUNT_OF: Final = phrase(
    r"[ ]*the (?:number|toll|count) of (?:[\w-]+ ){0,4}?(?P<what>dead|killed|slain|victims|wounded"
    r"|injured|hurt)\b"
)
_TOLL_REACH: Final = 150  # characters before a number in which its toll stands
_SUFFERED: Final = phrase(
    r"\b(?:suffer(?:ed|ing|s)?(?: from)?|sustain(?:ed|ing|s)?|diagnosed with|treated for"
    r"|evaluated for|showed signs of|with signs of|showing signs of|experienc(?:ed|ing)"
    r"|report(?:ed|ing)) (?:[\w-]+ ){0,6}?"
    r"(?P<harm>injur(?:y|ies)|concussions?|wounds|burns|symptoms|headaches)\b"
)
_LOST: Final = phrase(
    r"\b(?:los(?:t|es|ing)|buri(?:ed|es)|burying|mourn(?:s|ed|ing)?"
    r"|(?:claim|took|tak|cost)\w* the lives of)[ ]*$"
)
_COST: Final = phrase(r"\bcost(?:s|ing)?[ ]*$")
_LIVES: Final = phrase(r"[ ]*(?:their|his|her) (?:li(?:fe|ves))\b")
_SEVENTH: Final = phrase(
    r"\bthe (?P<nth>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
    r"(?: \w+){0,3} to (?:die|lose (?:his|her) life|be killed|succumb)\b"
)
_NTH: Final = [
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_AMONG: Final = phrase(
    r"[ ]*(?:(?:was|were|are|is) )?(?:among|amongst) the (?P<all>dead|killed|victims|casualties"
    r"|wounded|injured|hurt)\b"
)
_CRITICAL: Final = phrase(
    r"[ ]*(?:of (?:them|whom|these) )?(?:(?:was|were|is|are|remain\w*) )?(?:in )?(?:an? )?"
    r"(?:\w+ly )?"
    r"(?:critical(?:ly)?|serious(?:ly)?|gravely?|severe(?:ly)?|badly|bad enough to be)\b"
    r"(?! (?:hurt|injured|wounded|burned|ill|damaged))"
    r"(?! (?:of|about|blow|damage|threat|question|attack))"
)
_GOES_ON: Final = phrase(  # a number alone behind these is one more word on the same toll
    r"(?:\bthen(?: of| to)?|\blater(?: of| to)?|\b(?:up|down) from"
    r"|\b(?:revised|corrected|raised|lowered|cut|climbed|rose|risen|rises|grown|gone|went|jumped"
    r"|doubled|doubles|climbs|increased|dropped)(?: \w+ly)?(?: up| down)? to"
    r"|\b(?:it|that|there|this) (?:was|were|is|had been)"
    r"|\bma(?:de|ke|kes) (?:it|that|them) (?:that )?"
    r"|\b(?:not|rather than|instead of|and not|against)(?: the)?"
    r"|\bputs? (?:it|the (?:figure|number|toll|count)) at|\bthat makes"
    r"|\b(?:counts|counted)"
    r"|\b(?:figure|number|count|total|tally)"
    r"(?! of (?:rounds|rockets|drones|missiles|shells)\b)(?: \w+){0,4}?"
    r" (?:is|was|at|to|of|as))[ ]*$"
)
_ALONE: Final = phrase(
    r"[ ]*(?:$|[.,;:)]"
    r"|(?:on|in|by|at|a day|an hour|overnight|the (?:day|evening|night|morning)|as|and"
    r"|of which|earlier|dead|hours)\b)"
)
_WORD: Final = re.compile(
    r"\b(?P<killed>kill\w*|dead|deaths?|died|perish\w*|martyr\w*|bodies|coffins|lives|fatalit\w+)\b"
    r"|\b(?P<hurt>wound\w*|injur\w*|hurt|hospitali\w+)\b"
)
_TROOPS: Final = frozenset(
    {"soldier", "officer", "personnel", "fighter", "attacker", "police", "guard", "contractor"}
)


def tolls(text: str, people: Sequence[Victims]) -> Iterator[Hit]:
    """Yield the tolls that nouns tell: "three deaths", "the death of NP", "toll rose to 12"."""
    yield from _by_noun(text, people)
    for who in people:
        yield from _of_one(text, who)
    yield from _by_suffering(text, people)
    yield from _as_adjective(text, people)


def _of_one(text: str, who: Victims) -> Iterator[Hit]:
    """Yield what the words right before or behind one phrase make of it."""
    toll = _TOLL.search(text, max(0, who.start - _TOLL_REACH), who.start)
    if toll is not None:
        hurt = re.search("wounded|injur|hurt|admitted", toll["toll"] or toll["direct"])
        yield Hit(hurt is None, _last_of(text, who, toll["from"]), toll.start())
    elif number_of := _COUNT_OF.match(text, who.reach):
        yield Hit(number_of["what"] in {"dead", "killed", "slain", "victims"}, who, who.start)
    elif among := _AMONG.match(text, who.reach):
        if who.high == 0 and among["all"] in {"victims", "casualties"}:
            yield Hit(False, who, among.start("all"))
        yield Hit(among["all"] not in {"wounded", "injured", "hurt"}, who, among.start("all"))
    elif _CRITICAL.match(text, who.reach) and who.low < 100:
        yield Hit(False, who, who.start)
    elif _is_lost(text, who):
        yield Hit(True, who, who.start)


def _is_lost(text: str, who: Victims) -> bool:
    """Tell "lost two men" and "cost two men their lives" from "lost two tanks"."""
    if _LIVES.match(text, who.reach) and _COST.search(text, max(0, who.start - 12), who.start):
        return True
    people = who.role in _TROOPS or (who.bare and _ALONE.match(text, who.reach) is not None)
    return people and _LOST.search(text, max(0, who.start - 30), who.start) is not None


def _last_of(text: str, who: Victims, risen: str | None) -> Victims:
    """Return "five" for "rose from two to five", which is no range."""
    if not risen or " to " not in text[who.start : who.end]:
        return who
    last = number(text[who.start : who.end].rpartition(" to ")[2].strip())
    return replace(who, low=last, high=last)


def _by_noun(text: str, people: Sequence[Victims]) -> Iterator[Hit]:
    for noun in _NOUN.finditer(text):
        word = noun["noun"]
        killed = not word.startswith(("injur", "wound"))
        before = [one for one in people if one.reach <= noun.start()]
        after = [one for one in people if one.start >= noun.end()]
        target = after[0] if after and _names(text, noun, after[0]) else None
        counted = (
            before
            and before[-1].bare
            and _BEFORE_NOUN.fullmatch(text, before[-1].reach, noun.start())
        )
        if counted:
            yield Hit(killed, _moved(before[-1], noun.end(), target), noun.start())
        elif target is not None and word != "wounds" and not unreal(text, noun.start()):
            if word == "loss" and target.bare and not _ALONE.match(text, target.reach):
                continue  # "the loss of not one vessel"
            yield Hit(killed, target, noun.start())


def _names(text: str, noun: re.Match[str], who: Victims) -> bool:
    link = text[noun.end() : who.start].strip()
    return link == ("to" if noun["noun"].startswith("injur") else "of")


def _moved(count: Victims, end: int, target: Victims | None) -> Victims:
    """Return the count with the people that "injuries to NP" names."""
    if target is None:
        return replace(count, end=end, reach=end, bare=False)
    return replace(
        count,
        end=target.end,
        reach=target.reach,
        nationality=target.nationality,
        role=target.role,
        bare=False,
    )


def _by_suffering(text: str, people: Sequence[Victims]) -> Iterator[Hit]:
    """Read "NP suffered concussion", "NP diagnosed with brain injuries"."""
    for found in _SUFFERED.finditer(text):
        hit = [one for one in people if one.reach <= found.start()]
        if hit and not unreal(text, found.start()) and meets(text, hit[-1], found.start()):
            yield Hit(False, hit[-1], found.start("harm"))


def _as_adjective(text: str, people: Sequence[Victims]) -> Iterator[Hit]:
    """Read "15 wounded soldiers", but not "the 15 wounded soldiers"."""
    for who in people:
        if who.harm is not None and who.counted and not is_taken_as_known(text, who.start):
            yield Hit(who.harm, who, who.start)


def sevenths(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and number of "the seventh to lose his life": so many are dead."""
    for found in _SEVENTH.finditer(text):
        yield *found.span(), _NTH.index(found["nth"]) + 2


def more_words(
    text: str, before: str, people: Sequence[Victims], hits: Sequence[Hit]
) -> Iterator[Hit]:
    """Yield numbers alone that go on with a toll: "spoke of 39 wounded, then of 61".

    Args:
        text: the sentence.
        before: what stands before it, in which the toll may have been told.
        people: phrases of the sentence, numbers alone among them.
        hits: what was read of them.
    """
    for who in people:
        if not who.bare or any(hit.who.start == who.start for hit in hits):
            continue
        left = _GOES_ON.search(text, max(0, who.start - 40), who.start)
        if left is None or not _ALONE.match(text, who.reach):
            continue
        said = [hit for hit in hits if hit.anchor < who.start]
        killed = max(said, key=lambda hit: hit.anchor).killed if said else _spoken_of(before)
        if killed is not None:
            yield Hit(killed, who, said[-1].anchor if said else who.start)


def _spoken_of(before: str) -> bool | None:
    """Return whether the dead or the injured were spoken of last; None: neither."""
    last = None
    for found in _WORD.finditer(before):
        last = found
    return None if last is None else last["killed"] is not None
