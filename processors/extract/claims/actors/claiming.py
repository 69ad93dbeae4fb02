"""Who owns up to an attack: the attacker's own word, whatever it calls the deed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from processors.extract.claims.actors.actors import Named, antecedent
from processors.extract.claims.actors.whom import actor_of
from processors.extract.claims.passage import Passage
from processors.extract.claims.subject import subject_of
from processors.extract.lexicon import phrase, words

DEEDS: Final = (
    r"(?:attack(?:ed)?|target(?:ed)?|struck|strike|hit|fired|launched|carried out|conducted"
    r"|shelled|bombed|bombarded|staged|destroyed|killed|mounted|ambushed|stormed|overran|seized"
    r"|raided|assaulted|sent|aimed|directed|dispatched|flown|flew|entered|captured|burned|burnt"
    r"|blew up|blown up|detonated|planted|rammed|dropped|inflicted|wounded|damaged|sunk|sank"
    r"|torched|infiltrated|pounded|levelled|leveled|wiped out|disabled|penetrated|opened fire"
    r"|shot at|had been behind|perpetrated|executed|did it|done it|hurled|rained|broken into)"
)
_SAYS: Final = (
    r"(?:claim(?:ed|s|ing)?|said|says?|saying|announc(?:ed|es|ing)|confirm(?:ed|s)|boast(?:ed|s)"
    r"|declar(?:ed|es)|admit(?:ted|s)|wrote|writes|stat(?:ed|es)|add(?:ed|s)|report(?:ed|s)"
    r"|acknowledg(?:ed|es)|insist(?:ed|s))"
)
_HAD: Final = r"(?:(?:has|have|had|also|\w+ly|already|on \w+day|\w+day|then) ){0,3}"
_OWN: Final = (
    r"(?:it|they|we|he"
    r"|(?:its|their|our|his) (?:own )?(?:(?:[\w'-]+) ){0,3}?"
    r"(?:fighters?|forces?|men|drones?|units?|rockets?|missiles?|soldiers|troops|mujahideen"
    r"|brigades?|jets?|warplanes|planes|aircraft|bombers?|members|gunners|artillery|militants"
    r"|martyrs?|boats?|boys|guerrillas|air force|navy|army|wing|commandos?|operatives|knights"
    r"|heroes|squads?|teams?|pilots?|militia|group|organi[sz]ation|cells?))"
)
_ATTACK: Final = (
    r"(?:attacks?|strikes?|assaults?|bombings?|raids?|shelling|barrages?|ambush(?:es)?|blasts?"
    r"|operations?|killings?|salvos?|incidents?|explosions?|bombardments?)"
)
_THE_ATTACK: Final = (
    r"(?:the |this |that |an? |most |some |many |all |several |of |\w+day's "
    rf"|\w+ ){{0,4}}?{_ATTACK}\b"
)
_RESPONSIBILITY: Final = r"(?:\w+ ){0,3}?(?:responsibility|credit)"
# Said by those who did it: a name that the gazetteer does not know will do.
_OWNS: Final = (
    r"(?:claim(?:ed|s|ing)?|t(?:ook|akes?|aken|aking)|accept(?:ed|s|ing)?|admit(?:ted|s)?"
    rf"|assum(?:ed?|es)) {_RESPONSIBILITY}"
    r"|own(?:ed|s|ing)? up (?:on \w+day |late |again )*to|owned (?:the|this) \w+"
    r"|(?:claim(?:ed|s)?|boast(?:ed|s)?|admit(?:ted|s)?) (?:[\w'-]+ ){0,3}?(?:to have|having|of)"
    rf" (?:{DEEDS}|burning|destroying|attacking|hitting|killing|striking)"
    rf"|{_SAYS} (?:that )?it (?:was|were|had been) (?:its|their|one of (?:its|their)) \w+"
    rf"|{_SAYS} (?:[\w'-]+ ){{0,6}}?(?:the|this) (?:\w+ )?{_ATTACK} (?:was|were|had been|is)"
    r" (?:its|their|our|his) (?:own )?(?:work|doing|response|men)"
    rf"|{_SAYS} (?:[\w'-]+ ){{0,8}}?(?:it|they|we|he) (?:was|were|is|are|had been|stood|stands)"
    r" (?:behind|responsible|the ones?)\b"
)
_TELLS: Final = rf"{_SAYS} (?:[\w'-]+ ){{0,8}}?(?P<own>{_OWN}) {_HAD}{DEEDS}\b"
_CALLS: Final = (
    r"(?:call(?:ed|s)|describ(?:ed|es)|hail(?:ed|s)|present(?:ed|s)|term(?:ed|s)|said|says)"
    r" (?:the |this |it |that |\w+day's )(?:[\w'-]+ ){0,5}?(?:was |as )?(?:in |an? |part of its )?"
    r"(?:[\w'-]+ )?(?:revenge|retaliation|retaliatory|response (?:to|for)|punishment|vengeance"
    r"|reprisal)\b"
)
_CLAIM: Final = phrase(
    rf"\b(?:(?P<owns>{_OWNS})|{_TELLS}|{_CALLS}"
    rf"|(?:claim(?:ed|s|ing)?|admit(?:ted|s)?|confirmed|announced|trumpeted|hailed"
    rf"|celebrated) {_THE_ATTACK})"
)
_DEFENDS: Final = phrase(
    r"\b(?:shot|shoot|intercept\w*|foil\w*|thwart\w*|repel\w*|down(?:ed|ing)"
    r"|destroyed (?:[\w-]+ ){0,4}?(?:drones?|missiles?|rockets?|uavs?)|prevent\w*|neutrali[sz]ed"
    r"|retaliat(?:ed|ing)"
    r"|killed (?:[\w-]+ ){0,3}?"
    r"(?:militants|terrorists|insurgents|attackers|assailants|rebels|gunmen|bandits|jihadists)"
    r"|hit by|struck by|attacked by|targeted by)\b"
)
_NOT: Final = re.compile(r"\b(?:not|n't|never|nobody|no|none|without|neither|nor|yet to)\b")
_BY: Final = phrase(
    r"\b(?:(?:claimed|owned)(?: \w+){0,2}? by"
    r"|claims? (?:of (?:responsibility|credit) )?(?:\w+ ){0,2}?(?:from|by)"
    r"|responsibility (?:\w+ ){0,5}?claimed (?:\w+ ){0,2}?by"
    r"|in (?:an?|its|their) (?:[\w-]+ ){0,2}?(?:statement|video|message) claiming it,)"
    r" (?:the |an? )?(?:[\w-]+ ){0,2}?$"
)
_STATEMENT: Final = phrase(
    r"\b(?:statement|communique|video|message|leaflet|bulletin|denial)s? (?:\w+ ){0,2}?"
    r"(?:by|from|of) (?:the )?$"
)
_CLAIMED_BEFORE: Final = phrase(rf"\b(?:behind|claimed|responsib\w+|its? \w+ had|{DEEDS} )\b")
_OUTLET: Final = phrase(
    r"\b(?:radio|channel|television|tv|telegram|media arm|news agency|mouthpiece|website|newsletter"
    r"|spokes\w+|statement|communique|bulletin)\b"
)
_TOLL: Final = phrase(
    r"\b(?:had )?(?:said|says|put|claim(?:ed|s)?|report(?:ed|s)|spoke of|counted|announced)"
    r" (?:[\w'-]+ ){0,6}?(?:dead|killed|dying|soldiers|troops|wounded|casualties)\b"
)
_THEIRS: Final = words(
    "fighter fighters drone drones rocket rockets missile missiles men mujahideen militants"
    " martyr martyrs brigade brigades unit units"
)
_WE: Final = phrase(
    r"\b(?:we"
    r"|our (?:\w+ ){0,2}?(?:fighters|mujahideen|heroes|brothers|drones?|rockets|units|knights)"
    rf"|the mujahideen) {_HAD}{DEEDS}\b"
)


def claimants(passage: Passage, named: Sequence[Named]) -> Iterator[tuple[Named, int]]:
    """Yield who owns up, and where the sentence says so."""
    text = passage.text
    for frame in _CLAIM.finditer(text):
        who = _claimant(passage, named, frame)
        if who is not None:
            yield who, frame.end() - 1
    for toll in _TOLL.finditer(text):
        who = _outlet(passage, named, toll.start())
        if who is not None:
            yield who, toll.end() - 1
    for own in _WE.finditer(text):
        last = named[-1] if named else antecedent(passage, own.start())
        who = last and replace(last, start=own.start(), end=own.end())
        if who is not None and not _DEFENDS.search(text, own.start(), own.end() + 30):
            yield who, own.end() - 1
    for actor in named:
        left = text[max(0, actor.start - 70) : actor.start]
        by = _BY.search(left) is not None and not _NOT.search(left)
        if by or (_STATEMENT.search(left) and _is_group(passage, actor) and _is_told(passage)):
            yield actor, actor.start


def _claimant(passage: Passage, named: Sequence[Named], frame: re.Match[str]) -> Named | None:
    """Return whose claim a frame is; None for a denial, a defence, and another's deed."""
    text, (start, end) = passage.text, frame.span()
    subject = subject_of(passage, start)
    if subject is None or _NOT.search(text, subject.end, end):
        return None
    if frame["owns"] is None:
        if _DEFENDS.search(text, start, end + 30):
            return None
        if any(start <= one.start < end for one in named):
            return None
    own = frame["own"] or ""
    theirs = not _THEIRS.isdisjoint(own.split())
    return actor_of(passage, named, subject, unknown=frame["owns"] is not None or theirs)


def _outlet(passage: Passage, named: Sequence[Named], verb: int) -> Named | None:
    """Return the group whose own channel gives a toll: that is its claim."""
    subject = subject_of(passage, verb)
    if subject is None or not _OUTLET.search(passage.text, subject.start, subject.end):
        return None
    who = actor_of(passage, named, subject)
    return who if who is not None and _is_group(passage, who) else None


def _is_group(passage: Passage, who: Named) -> bool:
    known = passage.actors.get(who.id)
    return known is not None and known.kind != "state"


def _is_told(passage: Passage) -> bool:
    """Tell whether the sentence, or what stands before it, speaks of a claim or a deed."""
    return any(_CLAIMED_BEFORE.search(each) for each in (passage.text, passage.before))
