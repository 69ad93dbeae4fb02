"""Who is blamed for an attack, by an accusation or as a suspicion."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from processors.extract.claims.actors.actors import ADJECTIVES, Named
from processors.extract.claims.noun_phrase import is_noun_phrase
from processors.extract.claims.passage import Passage
from processors.extract.lexicon import phrase

_IT: Final = r"(?:it|them|this|that|both|all|the (?:\w+ ){1,2}?|an attack)"
# What stands before the one that is blamed.
_ON: Final = (
    rf"(?:blam(?:ed|es|ing|e)(?: {_IT})?(?: on)?"
    r"|blame (?:[\w'-]+ ){0,6}?(?:on|at the door of|at the feet of|squarely on)"
    rf"|(?:laid|lays|put|puts|pinned|pins) {_IT} ?(?:\w+ )?(?:on|at the door of)"
    r"|attribut(?:ed|es|ing)[^.;]{0,70}? to|ascribed(?: [\w'-]+){0,4}? to"
    r"|point(?:ed|s|ing)? (?:the|a|an accusing|its|their|his) finger (?:squarely )?"
    r"(?:at|to|toward)"
    r"|pointed (?:squarely )?(?:at|to)|suspicion (?:\w+ ){0,3}?on|suspects? (?:that )?"
    r"|h[eo]ld(?:s|ing)?)"
)
_BLAMING: Final = phrase(
    rf"\b(?:{_ON}|blamed on (?:or|and) claimed by|suspected|alleged|presumed"
    r"|(?:suspected|thought|believed|alleged|presumed|understood|known|reported|said) to"
    r" (?:be|belong|have come|come|have been)"
    r"(?: (?:members?|fighters?|part|elements?|men|militants|loyal|linked|affiliated|from|of|to"
    r"|with|the work)){0,3}"
    r"|(?:the )?(?:hand|handiwork|work|hallmarks?|fingerprints|signature) of)"
    rf" (?:the |an? |its )?{ADJECTIVES}$"
)
_ACCUSING: Final = phrase(rf"\baccus(?:ed|es|ing|e) (?:the |an? )?{ADJECTIVES}$")
_OF_A_DEED: Final = phrase(
    r"[^,;]{0,60}?\b(?:of|over|for)(?: [\w'-]+){0,4}?"
    r" (?:carr|launch|attack|fir|shell|bomb|str[iu]|hit|being behind|send|sent|target|order|direct"
    r"|master|orchestr|plan|plott|stag|kill|respons|involve|back|complicit|aggress|raid|mount"
    r"|execut|sabotag|assault|ambush|it\b|them\b)"
    r"|[ ]*(?:$|[.,;])"
)
_NEEDS_RESPONSIBLE: Final = re.compile(r"\bh[eo]ld(?:s|ing)? +(?:the +|an? +)?$")
_RESPONSIBLE: Final = phrase(r"[ ,]*(?:\w+ ){0,3}?(?:responsible|accountable)\b")
_OWN_WORD: Final = r"(?:sa(?:id|ys?)|claim\w*|den\w+|it|they|that|not|never|admitted|insist\w*)\b"
_SUSPECTED: Final = phrase(
    rf"[ ,]*(?:(?!{_OWN_WORD})[\w'-]+ ){{0,4}}?"
    r"(?:(?:is|are|was|were|has been|have been|had been) (?:(?!not\b|never\b)\w+ ){0,2}?"
    r"(?:suspected|believed|thought|blamed|responsible|behind|said to be behind"
    r"|the main (?:line|suspects?))"
    r"|(?:may|might|could) (?:be|have been) (?:behind|responsible)"
    r"|(?:as|to be) the (?:likely |main |prime )?(?:culprits?|suspects?|perpetrators?))\b"
)
_ON_SUSPECTED: Final = phrase(
    r"\b(?:suspected|alleged|presumed|suspects?|suspicion|thought|believed)\b[^,;]{0,40}$"
)
_JOINED: Final = phrase(r"[ ]*,?[ ]*(?:and|or|,) (?:the |its |other )?")
_PLOTTED: Final = phrase(
    r"\b(?:(?:orchestrated|masterminded|perpetrated|plotted|instigated|sponsored|attack"
    r"|massacre) (?:\w+ )?by"
    rf"|{_ON}|accus(?:ed|es|ing))"
    r" (?P<who>(?:(?!(?:and|but|who|which|that|on|at|after|before|when|for|was|were|said|is|as"
    r"|responsible|over)\b)[\w'-]+[ ]*){1,7})"
)
_GROUP: Final = phrase(
    r"\b(?:groups?|gangs?|cartels?|militias?|militants?|rebels?|terrorists?|fighters?|bands?"
    r"|remnants|factions?|mercenaries|insurgents?|jihadists?|separatists?"
    r"|regime|cells?|front|elements|gunmen|agents|saboteurs|extremists?|dissidents?|enemy|forces"
    r"|brigades?|smugglers|narco-terrorists)\b"
)
_LEAD: Final = re.compile(r"^\W*(?:(?:the|an?|its)\W+)?", re.IGNORECASE)
_NOBODY: Final = phrase(
    r"\b(?:(?:not|n't|never) (?:\w+ ){0,2}?(?:clear|known|certain|apparent|established)|unclear"
    r"|unknown"
    r"|no (?:indication|word|clue|idea)(?: (?:yet|so far|immediately))?(?: of| on| as to)?)"
    r" (?:\w+ ){0,2}?(?:who|which (?:group|side|faction|country|militia)|whose)\b(?: [\w'-]+){0,6}"
    r"|\b(?:nobody|no one|no group|no suspects?|no party)(?: [\w'-]+){0,4}?"
    r" (?:been (?:blamed|named|identified|accused)|named|to blame)\b"
    r"|\b(?:identity|identities) of the (?:attackers?|assailants?|gunmen|perpetrators?|raiders)"
    r" (?:\w+ ){0,3}?(?:unknown|unclear|not known)"
)


def accused(passage: Passage, named: Sequence[Named]) -> Iterator[Named]:
    """Yield whom the sentence blames or suspects."""
    text = passage.text
    for i, actor in enumerate(named):
        if _is_blamed(text, actor):
            yield actor
            yield from _joined(text, named[i:])
    for plot in _PLOTTED.finditer(text):
        start = plot.start("who")
        end = start + len(plot["who"].rstrip())
        if not any(start <= one.start < end for one in named) and _is_party(passage, start, end):
            yield Named(start, end, " ".join(text[start:end].split()), "")


def nobody_named(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence says that nobody knows who it was."""
    return (found.span() for found in _NOBODY.finditer(text))


def is_suspicion(text: str, actor: Named) -> bool:
    """Tell a suspicion from an accusation."""
    left = text[max(0, actor.start - 60) : actor.start]
    return _ON_SUSPECTED.search(left) is not None


def _is_party(passage: Passage, start: int, end: int) -> bool:
    """Tell "Fitna al Hindustan" and "outlawed groups" from "phone use" and "the weather"."""
    folded, written = passage.text[start:end], passage.written(start, end)
    if not is_noun_phrase(folded, written):
        return False
    bare = _LEAD.sub("", written)
    return _GROUP.search(folded) is not None or bare[:1].isupper()


def _is_blamed(text: str, actor: Named) -> bool:
    """Tell "blames ACTOR", "suspected ACTOR drones", "ACTOR is suspected"."""
    left = text[max(0, actor.start - 110) : actor.start]
    if _SUSPECTED.match(text, actor.end):
        return True
    if _NEEDS_RESPONSIBLE.search(left):
        return _RESPONSIBLE.match(text, actor.end) is not None
    if _BLAMING.search(left):
        return True
    return _ACCUSING.search(left) is not None and _OF_A_DEED.match(text, actor.end) is not None


def _joined(text: str, named: Sequence[Named]) -> Iterator[Named]:
    """Yield the actors that "and" joins to the first."""
    for first, second in pairwise(named):
        if not _JOINED.fullmatch(text, first.end, second.start):
            return
        yield second
