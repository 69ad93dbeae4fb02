"""Slots: claimed_by (the attacker's own word), blamed_on (somebody's accusation), denied_by."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.actors import Named, actors
from processors.extract.lexicon import phrase
from processors.extract.passage import Passage, Raw

_CUE: Final = re.compile(
    r"claim|responsib|credit|blam|accus|attribut|suspect|alleged|denie|deny|denial|behind|finger"
    r"|involve|believed|reject|carried out|fault|culprit|presumed|said|says|announced"
)
_DEEDS: Final = (
    r"(?:attack(?:ed)?|target(?:ed)?|struck|strike|hit|fired|launched|carried out|conducted|shelled"
    r"|bombed|bombarded|staged|destroyed|killed|mounted|ambushed|stormed|overran|seized)"
)
_HAVE: Final = (
    r"(?:(?:has|have|had|later|also|quickly|immediately|since|itself|on \w+day|\w+day|however) )*"
)
_ATTACK: Final = (
    r"(?:the |this |an? |most |some |many |all |several |of |today's |\w+day's |\w+ ){0,4}?"
    r"(?:attacks?|strikes?|assaults?|bombings?|raids?|shelling|barrages?|ambush|blasts?"
    r"|operations?|killings?)\b"
)
# Behind the actor: it owns the attack.
_CLAIMS: Final = phrase(
    rf"[ ,]*{_HAVE}(?:(?:claim(?:ed|s|ing)?|t(?:ook|akes?|aken|aking)|accept(?:ed|s)?|admit(?:ted"
    rf"|s)?"
    r"|assumed?) (?:\w+ ){0,2}?(?:responsibility|credit)"
    rf"|(?:claim(?:ed|s)?|admit(?:ted|s)?|confirmed) {_ATTACK}"
    rf"|(?:claim(?:ed|s)?|said|says|announced|confirmed|boasted|declared) (?:that )?"
    rf"(?:it|they|its \w+|their \w+|we|he)(?: \w+)? {_HAVE}{_DEEDS}\b"
    rf"|(?:claim(?:ed|s)?|admit(?:ted|s)?) (?:to have|having) {_DEEDS}\b)"
)
_DEFENDS: Final = phrase(
    r"\b(?:shot|shoot|intercept\w*|foil\w*|thwart\w*|repel\w*|down(?:ed|ing)"
    r"|destroyed (?:\w+ ){0,3}?"
    r"(?:drones?|missiles?|rockets?|uavs?)|prevent\w*|neutrali[sz]ed|retaliat\w*)\b"
)
_CLAIMED_BY: Final = phrase(
    r"\b(?:(?:was|were|been|responsibility|later|also) )?(?:claimed"
    r"|owned) (?:\w+ ){0,2}?by (?:the |an? )?$"
)
_BLAMED_OR_CLAIMED: Final = phrase(r"\bblamed on or claimed by (?:the )?$")
_NEGATED: Final = re.compile(r"\b(?:not|n't|un)\b.{0,36}$")
_NO_CLAIM: Final = phrase(
    r"\b(?:(?:no|not|nobody|none|neither|without|never|n't|nor|yet to)"
    r"(?: (?!(?:and|but|in|on|which|when|as|after|though)\b)[\w'-]+){0,8}? "
    r"(?:claim(?:ed|ing|s)?|tak(?:en|e|ing)|took|accept\w*) (?:\w+ ){0,2}?(?:responsibility|credit)"
    r"|no (?:\w+ ){0,2}?claims? (?:of (?:responsibility|credit)|for)"
    r"|(?:not|n't|never|yet to)(?: \w+){0,3}? (?:claimed|claim(?: it)?)(?= by|[ ]*[.,;)]|[ ]*$)"
    r"|without claiming (?:it|the \w+)"
    r"|(?:has|have|is|was|were|went|remain(?:s|ed)?|go(?:es)?) (?:so far )?unclaimed)\b"
)
_BLAMING: Final = phrase(
    r"\b(?:(?:has|have|had|also|openly|directly|quickly|later|immediately) )*"
    r"(?:blam(?:ed|es|ing|e)(?: (?:it|them|the \w+|this|that))?(?: on)?"
    r"|blame (?:\w+ ){0,3}?on|accus(?:ed|es|ing|e)|attribut(?:ed|es|ing)(?: (?:\w+ ){1,4}?)? to"
    r"|attribut(?:ed|es) to or claimed by|blamed on or claimed by|blamed on and claimed by"
    r"|point(?:ed|s|ing) (?:the |a )?finger at|h(?:e|o)ld(?:s|ing)?"
    r"|suspected|alleged|presumed|suspects?|suspicion (?:\w+ ){0,2}?on) (?:the |an? )?$"
)
_NEEDS_RESPONSIBLE: Final = re.compile(r"\bh[eo]ld(?:s|ing)? (?:the |an? )?$")
_RESPONSIBLE: Final = phrase(r"[ ,]*(?:\w+ ){0,3}?(?:responsible|accountable)\b")
_SUSPECTED: Final = phrase(
    r"[ ,]*(?:(?:is|are|was|were|has been|have been) (?:\w+ )?(?:suspected|believed|thought"
    r"|blamed|accused"
    r"|responsible|behind|said to be behind)|(?:may|might|could) (?:be|have been) (?:behind"
    r"|responsible))\b"
)
_ON_SUSPECTED: Final = re.compile(r"\b(?:suspected|alleged|presumed) (?:the |an? )?$")
_DENIES: Final = phrase(
    rf"[ ,]*{_HAVE}(?:den(?:ied|ies|ying|y)|reject(?:ed|s|ing)?|dismiss(?:ed|es)|disavow(?:ed|s)"
    r"|distanced) (?:[\w'-]+ ){0,5}?(?:involve(?:ment|d)|responsib\w+|role|accusations?|attack\w*"
    r"|behind|link\w*"
    r"|allegations?|claims?|charges?|part|it|carrying|connection|itself|themselves|having)\b"
)
_DENIED_BY: Final = phrase(r"\bdenied by (?:the )?$")
_JOINED: Final = phrase(r"[ ]*,?[ ]*(?:and|or|,) (?:the |its |other )?")


def values(passage: Passage) -> Iterator[Raw]:
    """Yield who claims, who is blamed and who denies."""
    text = passage.text
    if not _CUE.search(text):
        return
    nobody = list(_NO_CLAIM.finditer(text))
    for found in nobody:
        value = Value(text=passage.written(*found.span()), norm="none")
        yield passage.raw(Slot.CLAIMED_BY, value, found.span(), own=True)
    named = actors(passage)
    for i, actor in enumerate(named):
        read = tuple(_slots(text, named, actor, nobody))
        for slot, anchor in read:
            yield _raw(passage, slot, actor, anchor)
        if read and read[0][0] is Slot.BLAMED_ON:
            for also in _joined(text, named[i:]):
                yield _raw(passage, Slot.BLAMED_ON, also, read[0][1])


def _slots(
    text: str, named: list[Named], actor: Named, nobody: list[re.Match[str]]
) -> Iterator[tuple[Slot, int]]:
    """Yield what the words around an actor make of it, and where these words are."""
    left = text[max(0, actor.start - 60) : actor.start]
    claims = _CLAIMS.match(text, actor.end)
    if claims is not None and _owns(text, named, claims, nobody):
        yield Slot.CLAIMED_BY, claims.end() - 1
    elif claims is None and _CLAIMED_BY.search(left) and not _NEGATED.search(left):
        yield Slot.CLAIMED_BY, actor.start
    if _blamed(text, left, actor):
        yield Slot.BLAMED_ON, actor.start
    if _DENIES.match(text, actor.end) or _DENIED_BY.search(left):
        yield Slot.DENIED_BY, actor.start


def _owns(
    text: str, named: list[Named], claims: re.Match[str], nobody: list[re.Match[str]]
) -> bool:
    """Tell a claim of one's own deed from a denial of any, a defence, and another's deed."""
    start, end = claims.span()
    if any(one.start() < end and start < one.end() for one in nobody):
        return False
    if any(start <= one.start < end for one in named):
        return False
    return not _DEFENDS.search(text, start, end + 30)


def _blamed(text: str, left: str, actor: Named) -> bool:
    """Tell "blames ACTOR", "suspected ACTOR drones", "ACTOR is suspected"."""
    if _BLAMED_OR_CLAIMED.search(left):
        return True
    if _BLAMING.search(left):
        if _NEEDS_RESPONSIBLE.search(left):
            return _RESPONSIBLE.match(text, actor.end) is not None
        return True
    return _SUSPECTED.match(text, actor.end) is not None


def _joined(text: str, named: list[Named]) -> Iterator[Named]:
    """Yield the actors that "and" joins to the first."""
    for first, second in pairwise(named):
        if not _JOINED.fullmatch(text, first.end, second.start):
            return
        yield second


def _raw(passage: Passage, slot: Slot, actor: Named, anchor: int) -> Raw:
    span = (actor.start, actor.end)
    value = Value(text=passage.written(*span), norm=actor.id, nationality=actor.state)
    suspected = _ON_SUSPECTED.search(passage.text, max(0, actor.start - 14), actor.start)
    certainty = "suspected" if slot is Slot.BLAMED_ON and suspected else "stated"
    own_word = value.text if slot is not Slot.BLAMED_ON else ""
    return passage.raw(slot, value, span, anchor=anchor, certainty=certainty, speaker=own_word)
