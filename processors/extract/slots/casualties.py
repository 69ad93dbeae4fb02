"""Slots: killed and injured, by nationality and role; "no casualties" is a count of nought."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.lexicon import phrase
from processors.extract.nobody import nobody
from processors.extract.passage import Passage, Raw
from processors.extract.people import Victims, victims

_CUE: Final = re.compile(
    r"kill|dead|die[sd]|dying|slain|slay|slew|martyr|perish|wound|injur|hurt|casualt|fatal|death"
    r"|lives|life|concuss|burns|unharmed|unhurt|brain|murder|claimed the"
)
_EFFECT: Final = re.compile(
    r"\b(?:(?P<killed>killed|kills?|killing|dead|died|dies|slain|slew|martyred|perished)"
    r"|(?P<hurt>wounded|wounds?|wounding|injured|injures?|injuring|hurts?|hurting))\b"
)
_TAKES_OBJECT: Final = re.compile(r"kill|slew|wound|injur|hurt|slain")
_PASSIVE_GAP: Final = phrase(
    r"[ ,]*(?:(?:who|that|which|of whom|had|have|has|having|were|was|are|is|be|been|being|get|got"
    r"|reportedly|also|both|all|each|now|either|later|immediately|confirmed|reported|left|lay"
    r"|seriously|severely|critically|badly|gravely|mortally|fatally|slightly|lightly|mildly"
    r"|now|others?|more|so far|said to have|among (?:the|those)|in all)[ ,]+)*"
)
_DOING_GAP: Final = phrase(
    r"[ ]*(?:\w+ing|stationed|deployed|based|at|in|from|on|of) (?:(?!and\b|was\b"
    r"|were\b)[\w'-]+[ ,]+){1,7}?"
    r"(?:was|were|have been|has been|had been) (?:\w+ly )?"
)
_AMONG_THEM: Final = phrase(
    r"[ ]*,[ ]*(?:[\w'-]+[ ]+){1,8}?among them[ ,]+(?:was|were|have been|has been|had been)"
    r" (?:\w+ly )?"
)
_BE: Final = re.compile(
    r"\b(?:was|were|been|being|is|are|get|got|be|left|lay|confirmed|reported)\b"
)
_HAVE: Final = re.compile(r"\b(?:has|have|had|having)\b")
_BE_BEFORE: Final = phrase(
    r"\b(?:was|were|been|being|is|are|get|got|be)(?: (?:\w+ly|also|then))? $"
)
_PASSIVE_BEHIND: Final = phrase(
    r"[ ]*(?:$|[.,;:!?)'-]|(?:in|by|during|when|after|as(?! many)|at(?! least)|on|near|while|and"
    r"|or|over|following"
    r"|amid"
    r"|overnight|inside|outside|around|this|last|early|late|yesterday|today|along|including|before"
    r"|out|throughout|under|from|\w+day|with|-)\b)"
)
_ACTIVE_GAP: Final = phrase(
    r"[ ]*(?:up to |also |(?:and|or|and/or) (?:wound|injur|hurt|maim|kill)\w* )?"
)
_SPEECH: Final = phrase(
    r"[ ]*(?:\w+ )?(?:has |have |had )?(?:said|says|told|confirmed|reported|added|announced)\b"
)
_AND: Final = phrase(r"[ ,]*(?:and|or|as well as|along with|plus)?[ ]*(?:also )?")
_UNREAL: Final = phrase(
    r"\b(?:(?:could|would|may|might|can|should|must|will)(?:n't|not)?"
    r"(?: (?:have|also|be|been|still|easily|potentially|well|not|possibly|result in|lead to))*"
    r"|(?:plan|plot|threat|threaten|vow|intend|intent|tr[yi]|attempt|aim|want|meant|design|hop"
    r"|capable"
    r"|enough|order|bid|seek|sought|like|need)\w*(?: \w+){0,2} (?:to|at|of)(?: \w+){0,2}"
    r"|to(?: \w+ly)?|if(?: [\w'-]+){0,5}|fear\w*(?: (?:to|have|been|that|\w+ly))*"
    r"|(?:not|\w+n't|never|without|avoid\w*)(?: [\w'-]+){0,2})[ ]*$"
)
_TOTAL: Final = phrase(
    r"[^.;]{0,50}?\b(?:since|over the (?:last|past)|in the (?:last|past)|in recent)\b"
    r"|[^.;]{0,30}?(?<!earlier[ ])\bthis year\b"
)
_NOUN: Final = phrase(
    r"\b(?P<noun>deaths?|killings?|slayings?|murders?|loss|fatalit(?:y|ies)|injur(?:y|ies)"
    r"|wounds)\b"
)
_NOUN_BEFORE: Final = phrase(
    r"[ ]*(?:(?:confirmed|reported|serious|severe|minor|slight|light|traumatic|brain|combat|other"
    r"|non-life-threatening|possible|additional) )*"
)
_TOLL: Final = phrase(
    r"\b(?P<toll>death toll|toll|number of (?:dead|deaths|killed)|number of (?:wounded|injured"
    r"|injuries))"
    r"(?: \w+){0,7}? (?:to|at|of|is|was|reached|reaches)[ ]*$"
)
_SUFFERED: Final = phrase(
    r"\b(?:suffer(?:ed|ing|s)?(?: from)?|sustain(?:ed|ing|s)?|diagnosed with|treated for"
    r"|evaluated for"
    r"|experienc(?:ed|ing)|report(?:ed|ing)) (?:[\w-]+ ){0,6}?"
    r"(?P<harm>injur(?:y|ies)|concussions?|wounds|burns|symptoms|headaches)\b"
)
_SERIOUS: Final = re.compile(r"serious|critical|severe|badly|grave|life-threatening")
_MINOR: Final = re.compile(r"slight|lightly|mild|minor|superficial")
_BRAIN: Final = re.compile(r"brain|concuss")
_EARLY: Final = phrase(
    r"\b(?:preliminary|reportedly|(?:initial|early|first|unconfirmed|immediate)"
    r" (?:reports?|indications?|information|assessments?|word))\b"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every count of killed or injured that the sentence gives."""
    if not _CUE.search(passage.text):
        return
    people = victims(passage)
    early = "preliminary" if _EARLY.search(passage.text) else "stated"
    seen: set[tuple[int, bool]] = set()
    readers = (_by_verb, _by_noun, _by_suffering, _as_adjective)
    for killed, who, anchor in (hit for reader in readers for hit in reader(passage, people)):
        if (who.start, killed) not in seen and not _zero_of_other(passage, who):
            seen.add((who.start, killed))
            yield _raw(passage, killed, who, anchor, early)
    yield from _nought(passage, seen, early)


Hit = tuple[bool, Victims, int]  # killed (else injured), who, where it is said


def _by_verb(passage: Passage, people: list[Victims]) -> Iterator[Hit]:
    """Read "NP were killed", "NP killed in", "kills NP", "killing NP and wounding NP"."""
    for effect in _EFFECT.finditer(passage.text):
        if _unreal(passage.text, effect.start()) and not _none_before(passage.text, people, effect):
            continue
        if _TOTAL.match(passage.text, effect.end()):
            continue
        killed = effect["killed"] is not None
        hit = _subjects(passage.text, people, effect) or _objects(passage.text, people, effect)
        yield from ((killed, who, effect.start()) for who in hit)


def _unreal(text: str, at: int) -> bool:
    """Tell what only could have happened, or did not."""
    left = text[max(0, at - 60) : at]
    return _UNREAL.search(left[max(left.rfind(";"), left.rfind(",")) + 1 :]) is not None


def _none_before(text: str, people: list[Victims], effect: re.Match[str]) -> bool:
    """Tell "no soldiers were hurt": the negation is the count itself."""
    return any(one.high == 0 and 0 <= effect.start() - one.reach < 40 for one in people)


def _subjects(text: str, people: list[Victims], effect: re.Match[str]) -> list[Victims]:
    """Return those left of a passive, with those joined to them by "and"."""
    near = _outer(text, [one for one in people if one.reach <= effect.start()], effect)
    if not near or not _meets(text, near[-1], effect):
        return []
    if not _suffers(text, near[-1], effect):
        return []
    found = [near[-1]]
    for one in reversed(near[:-1]):
        if not _AND.fullmatch(text, one.reach, found[-1].start) or one.bare:
            break
        found.append(one)
    return found


def _meets(text: str, who: Victims, effect: re.Match[str]) -> bool:
    """Tell whether only an auxiliary, or what the people were doing, parts them from the verb."""
    if _PASSIVE_GAP.fullmatch(text, who.reach, effect.start()):
        return True
    gaps = (_DOING_GAP, _AMONG_THEM)
    return not who.bare and any(gap.fullmatch(text, who.reach, effect.start()) for gap in gaps)


def _outer(text: str, near: list[Victims], effect: re.Match[str]) -> list[Victims]:
    """Leave out those who are named inside a count: "five people, two Finns among them, were"."""
    for index, one in enumerate(near):
        if one.counted and _AMONG_THEM.fullmatch(text, one.reach, effect.start()):
            return near[: index + 1]
    return near


def _suffers(text: str, who: Victims, effect: re.Match[str]) -> bool:
    """Tell the passive ("was killed", "killed in") from the active ("militants killed")."""
    word = effect.group()
    if word in {"died", "dies", "dead", "perished", "slain", "martyred"}:
        return True
    if word not in {"killed", "wounded", "injured", "hurt"}:
        return False
    if _BE.search(text, who.reach, effect.start()):
        return True
    if _HAVE.search(text, who.reach, effect.start()):
        return False
    return _PASSIVE_BEHIND.match(text, effect.end()) is not None


def _objects(text: str, people: list[Victims], effect: re.Match[str]) -> list[Victims]:
    """Return those right of an active verb, with those joined to them by "and"."""
    left = text[max(0, effect.start() - 30) : effect.start()]
    if not _TAKES_OBJECT.match(effect.group()) or _BE_BEFORE.search(left):
        return []
    behind = [one for one in people if one.start >= effect.end()]
    if not behind or not _ACTIVE_GAP.fullmatch(text, effect.end(), behind[0].start):
        return []
    if effect.group() in {"killed", "wounded", "injured"} and not behind[0].counted:
        return [] if _the_before(text, effect.start()) else behind[:1]
    found = [behind[0]]
    for one in behind[1:]:
        link = _AND.fullmatch(text, found[-1].reach, one.start)
        if one.bare or link is None or _own(text, one) or _says(text, one):
            break
        found.append(one)
    return found


def _the_before(text: str, at: int) -> bool:
    """Tell an adjective: "the wounded soldiers"."""
    return (
        re.search(r"\b(?:the|his|their|its|of|for|among|treat\w*|evacuat\w*) +$", text[:at][-14:])
        is not None
    )


def _own(text: str, who: Victims) -> bool:
    """Tell a phrase that has a verb of its own behind it."""
    return (
        re.match(
            r" *(?:(?:was|were|are|is|others?) +)*(?:wounded|injured|hurt|killed|dead)\b",
            text[who.reach :],
        )
        is not None
    )


def _says(text: str, who: Victims) -> bool:
    """Tell who speaks of it: "killed two men, an official said"."""
    return _SPEECH.match(text, who.reach) is not None


def _by_noun(passage: Passage, people: list[Victims]) -> Iterator[Hit]:
    """Read "three deaths", "the death of NP", "several injuries to NP", "death toll rose to 12"."""
    text = passage.text
    for noun in _NOUN.finditer(text):
        word = noun["noun"]
        killed = not word.startswith(("injur", "wound"))
        before = [one for one in people if one.reach <= noun.start()]
        after = [one for one in people if one.start >= noun.end()]
        target = after[0] if after and _names(text, noun, after[0]) else None
        if (
            before
            and before[-1].bare
            and _NOUN_BEFORE.fullmatch(text, before[-1].reach, noun.start())
        ):
            yield killed, _moved(before[-1], noun.end(), target), noun.start()
        elif target is not None and word not in {"wounds"} and not _unreal(text, noun.start()):
            yield killed, target, noun.start()
    for who in people:
        toll = _TOLL.search(text, max(0, who.start - 80), who.start)
        if toll is not None:
            hurt = "wounded" in toll["toll"] or "injur" in toll["toll"]
            yield not hurt, who, toll.start()


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


def _by_suffering(passage: Passage, people: list[Victims]) -> Iterator[Hit]:
    """Read "NP suffered concussion", "NP diagnosed with brain injuries"."""
    for found in _SUFFERED.finditer(passage.text):
        hit = [one for one in people if one.reach <= found.start()]
        if hit and not _unreal(passage.text, found.start()):
            who = hit[-1]
            if _PASSIVE_GAP.fullmatch(passage.text, who.reach, found.start()):
                yield False, who, found.start("harm")


def _as_adjective(passage: Passage, people: list[Victims]) -> Iterator[Hit]:
    """Read "15 wounded soldiers", but not "the 15 wounded soldiers"."""
    for who in people:
        if who.harm is not None and who.counted and not _the_before(passage.text, who.start):
            yield who.harm, who, who.start


def _zero_of_other(passage: Passage, who: Victims) -> bool:
    """Tell "no deaths" as a phrase, which _nought reads better."""
    return who.bare and who.high == 0 and who.end - who.start <= 2


def _raw(passage: Passage, killed: bool, who: Victims, anchor: int, certainty: str) -> Raw:
    """Make the claim's raw value."""
    around = passage.text[max(0, min(anchor, who.start) - 20) : max(anchor, who.reach) + 40]
    value = Value(
        text=passage.written(who.start, who.end),
        low=who.low,
        high=who.high,
        approx=who.approx,
        nationality=who.nationality,
        role=who.role,
        severity="" if killed else _severity(around),
    )
    slot = Slot.KILLED if killed else Slot.INJURED
    span = (who.start, who.end)
    return passage.raw(slot, value, span, anchor=anchor, certainty=certainty, own=who.high == 0)


def _severity(around: str) -> str:
    for name, cue in (("brain_injury", _BRAIN), ("serious", _SERIOUS), ("minor", _MINOR)):
        if cue.search(around):
            return name
    return ""


def _nought(passage: Passage, seen: set[tuple[int, bool]], early: str) -> Iterator[Raw]:
    """Read "no casualties" as nobody killed and nobody injured."""
    for none in nobody(passage.text):
        if any(none.start <= start < none.end for start, _ in seen):
            continue
        span = (none.start, none.end)
        certainty = "preliminary" if none.early else early
        nation = passage.nation(*span)
        value = Value(text=passage.written(*span), low=0, high=0, nationality=nation)
        for slot in none.slots:
            yield passage.raw(slot, value, span, certainty=certainty, own=True)
