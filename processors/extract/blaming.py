"""Who is blamed for an attack: accused, suspected, or simply said to have made it."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from processors.extract.actors import NAMELESS, Named
from processors.extract.lexicon import phrase
from processors.extract.noun_phrase import is_noun_phrase
from processors.extract.passage import Passage

_MADE: Final = (
    r"(?:carried out|launched|staged|mounted|planned|plotted|orchestrated|conducted|perpetrated"
    r"|masterminded|directed|fired|sent|executed|committed|organi[sz]ed|ordered|led|sponsored"
    r"|attacked|targeted|struck|hit|bombed|shelled|raided|stormed|overrun|ambushed|assaulted|burned"
    r"|claimed lives|flown|planted|driven|dropped|detonated|bombarded|set off|taken|captured|seized"
    r"|wounded|killed|destroyed|torched)"
)
_EVENT: Final = (
    r"(?:attacks?|strikes?|airstrikes?|assaults?|bombings?|raids?|shelling|barrages?|ambush(?:es)?"
    r"|bombardments?|salvos?|incursions?|offensives?|onslaught|sabotage|operation)"
)
_ADJECTIVES: Final = (
    r"(?:(?!of\b|in\b|on\b|at\b|for\b|by\b|with\b|and\b|that\b|who\b|to\b|from\b)[\w-]+ ){0,3}?"
)
_BLAMING: Final = phrase(
    r"\b(?:blam(?:ed|es|ing|e)(?: (?:it|them|this|that|the \w+))?(?: on)?"
    r"|blame (?:[\w'-]+ ){0,6}?(?:on|at the door of|at the feet of|squarely on)"
    r"|(?:laid|lays|put|puts|pinned|pins) (?:it|this|that|the \w+) (?:\w+ )?(?:on|at the door of)"
    r"|attribut(?:ed|es|ing)(?: [\w'-]+){0,6}? to|ascribed(?: [\w'-]+){0,4}? to"
    r"|attribut(?:ed|es) to or claimed by|blamed on (?:or|and) claimed by"
    r"|point(?:ed|s|ing)? (?:(?:the|a|an accusing|its|their|his) finger )?(?:squarely )?(?:at|to"
    r"|toward|towards)"
    r"|suspected|alleged|presumed|suspects?|suspicion (?:\w+ ){0,3}?on"
    r"|(?:suspected|thought|believed|alleged|presumed|understood|known|reported|said) to"
    r" (?:be|belong|have come|come|have been)(?: (?:members?|fighters?|part|elements?|men|militants"
    r"|loyal|linked|affiliated|from|of|to|with|the work)){0,3}"
    r"|(?:the )?(?:hand|handiwork|work|hallmarks?|fingerprints|signature) of"
    r"|h[eo]ld(?:s|ing)?)"
    rf" (?:the |an? )?{_ADJECTIVES}$"
)
_ACCUSING: Final = phrase(rf"\baccus(?:ed|es|ing|e) (?:the |an? )?{_ADJECTIVES}$")
_OF_A_DEED: Final = phrase(
    r"[^,;]{0,60}?\b(?:of|over|for)(?: [\w'-]+){0,4}? (?:carr|launch|attack|fir|shell|bomb"
    r"|str[iu]|hit"
    r"|being behind|send|sent|target|order|direct|master|orchestr|plan|plott|stag|kill"
    r"|respons|involve"
    r"|complicit|aggress|raid|mount|execut|sabotag|assault|ambush|it\b|them\b)|[ ]*(?:$|[.,;])"
)
_NEEDS_RESPONSIBLE: Final = re.compile(r"\bh[eo]ld(?:s|ing)? +(?:the +|an? +)?$")
_RESPONSIBLE: Final = phrase(r"[ ,]*(?:\w+ ){0,3}?(?:responsible|accountable)\b")
_SUSPECTED: Final = phrase(
    r"[ ,]*(?:(?:is|are|was|were|has been|have been|had been) (?:\w+ ){0,2}?(?:suspected|believed"
    r"|thought|blamed|accused|responsible|behind|said to be behind)"
    r"|(?:may|might|could) (?:be|have been) (?:behind|responsible)|(?:as"
    r"|to be) the (?:likely |main "
    r"|prime )?(?:culprits?|suspects?|perpetrators?))\b"
)
_ON_SUSPECTED: Final = phrase(
    r"\b(?:suspected|alleged|presumed|suspects?|suspicion|thought|believed)\b[^,;]{0,40}$"
)
_BY_DOER: Final = phrase(
    rf"\b(?:{_MADE}|{_EVENT})(?: (?!by\b)[\w'-]+){{0,4}}? by (?:the |an? )?{_ADJECTIVES}$"
)
_BOTH: Final = phrase(r"\bblamed on or claimed by (?:the )?$")
_CARRIER: Final = (
    r"(?:drones?|missiles?|rockets?|uavs?|jets?|warplanes?|planes|aircraft|bombers?|mortars?"
    r"|shells?"
    r"|artillery|helicopters?|gunboats?|f-\d+s?|mig-\d+s?|su-\d+s?|shaheds?|projectiles?|munitions?"
    r"|fighters|forces|troops|gunners|commandos?|special forces|agents|operatives|militants|suicide"
    r" bombers?|men|loitering|glide bombs?|air force|navy|army|saboteurs|militiamen)"
)
_SAYING: Final = (
    r"(?:says?|said|claim(?:s|ed)?|reports?|reported|confirms?|confirmed|den\w+"
    r"|vow\w*)\b"
)
# Behind the actor: it has made the attack, told as fact.
_MAKES: Final = phrase(
    rf"(?:'s?)?(?: (?:(?!{_SAYING})[\w-]+ ){{0,3}}?{_CARRIER})?(?: ,[^,;]{{0,80}},)?"
    rf"(?: (?:who|which|that))?"
    r" (?:(?:has|have|had|also|again|reportedly|then|late|early|on \w+day(?: (?:night|morning"
    r"|evening))?"
    r"|overnight|simultaneously) ){0,3}"
    r"(?:attack(?:s|ed)?|storm(?:s|ed)?|raid(?:s|ed)?|overr[au]ns?|fir(?:es|ed)|launch(?:es"
    r"|ed)|hits?"
    r"|strikes?|struck|shell(?:s|ed)?|bomb(?:s|ed)?|bombard(?:s|ed)|target(?:s|ed)|ambush(?:es|ed)"
    r"|assault(?:s|ed)?|seiz(?:es|ed)|captur(?:es|ed)|pound(?:s|ed)?|lob(?:s|bed)|burn(?:ed|t)"
    r"|kill(?:s|ed)?|wound(?:s|ed)|slam(?:s|med)?|crash(?:es|ed)|explod(?:es|ed)|bl(?:ew|ows) up"
    r"|detonat(?:es|ed)|land(?:s|ed)|fell|falls?|blast(?:s|ed)?|set fire|infiltrat(?:es|ed)"
    r"|rain(?:s|ed)"
    r"|breach(?:es|ed)|torch(?:es|ed)|swarm(?:s|ed)|invad(?:es|ed)|damag(?:es|ed)|destroy(?:s"
    r"|ed))\b"
)
_ARM: Final = phrase(
    rf"(?:'s?)?(?: (?!base|camp|post|depot|{_SAYING})[\w-]+){{0,3}}? (?:{_CARRIER}|{_EVENT})\b"
    r"(?! (?:base|bases|depots?|sites?|units?|launchers?|stores?|systems?|batter(?:y|ies)"
    r"|defen[cs]es?"
    r"|boats?|were shot|was shot|positions?|camps?|posts?|barracks|headquarters|outposts?"
    r"|convoys?))"
)
_SHOT_BACK: Final = phrase(
    r"[^,;]{0,40}?\b(?:militants|terrorists|insurgents|attackers|assailants|rebels|gunmen|drones"
    r"|missiles|rockets)\b"
)
_JOINED: Final = phrase(r"[ ]*,?[ ]*(?:and|or|,) (?:the |its |other )?")
_PLOTTED: Final = phrase(
    r"\b(?:orchestrated|masterminded|perpetrated|plotted|instigated|sponsored) (?:\w+ )?by "
    r"(?P<who>(?:(?!(?:and|but|who|which|that|on|at|in order|after|before|when)\b)[\w'-]+ ?){1,6})"
)
_NOBODY: Final = phrase(
    r"\b(?:(?:not|n't|never) (?:\w+ ){0,2}?(?:clear|known|certain|apparent|established)"
    r"|unclear|unknown|no (?:indication|word|clue|idea)(?: (?:yet|so far|immediately))?(?: of"
    r"| on| as to)?)"
    r" (?:\w+ ){0,2}?(?:who|which (?:group|side|faction|country|militia)|whose)\b(?: [\w'-]+){0,6}"
    r"|\b(?:nobody|no one|no group|no suspects?|no party)(?: [\w'-]+){0,4}? (?:been (?:blamed|named"
    r"|identified|accused)|named|to blame)\b"
    r"|\b(?:identity|identities) of the (?:attackers?|assailants?|gunmen|perpetrators?|raiders)"
    r" (?:\w+ ){0,3}?(?:unknown|unclear|not known)"
)
_ACT: Final = "act"


def accused(
    passage: Passage, named: Sequence[Named], owned: Collection[str]
) -> Iterator[tuple[Named, int]]:
    """Yield whom the sentence blames or names as the doer, and where it does.

    Who owns up to the attack in the same sentence (`owned`, ids) is not told as the doer too.
    """
    text = passage.text
    any_act = next(passage.tagged(_ACT, 0, len(text)), None) is not None
    for i, actor in enumerate(named):
        told = any_act and actor.id not in owned and _is_doer(text, actor)
        if told or _is_blamed(text, actor):
            yield actor, actor.start
            yield from ((also, actor.start) for also in _joined(text, named[i:]))
    for plot in _PLOTTED.finditer(text):
        start = plot.start("who")
        end = start + len(plot["who"].rstrip())
        if not any(start <= one.start < end for one in named):
            folded = text[start:end]
            if is_noun_phrase(folded, passage.written(start, end)):
                yield Named(start, end, folded, ""), plot.start()


def nobody_named(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence says that nobody knows who it was."""
    return (found.span() for found in _NOBODY.finditer(text))


def is_suspicion(text: str, actor: Named) -> bool:
    """Tell a suspicion from an accusation."""
    left = text[max(0, actor.start - 60) : actor.start]
    return _ON_SUSPECTED.search(left) is not None


def _is_blamed(text: str, actor: Named) -> bool:
    """Tell "blames ACTOR", "suspected ACTOR drones", "ACTOR is suspected"."""
    left = text[max(0, actor.start - 90) : actor.start]
    if _BOTH.search(left) or _SUSPECTED.match(text, actor.end):
        return True
    if _NEEDS_RESPONSIBLE.search(left):
        return _RESPONSIBLE.match(text, actor.end) is not None
    if _BLAMING.search(left):
        return True
    return _ACCUSING.search(left) is not None and _OF_A_DEED.match(text, actor.end) is not None


def _is_doer(text: str, actor: Named) -> bool:
    """Tell "jihadists raided", "a Houthi drone", "launched by ACTOR": told as fact."""
    if text[actor.start : actor.end].startswith("gunm"):
        return False  # armed men: it is not said whose
    left = text[max(0, actor.start - 90) : actor.start]
    if _BY_DOER.search(left):
        return True
    makes = _MAKES.match(text, actor.end)
    if makes is not None:
        return not _SHOT_BACK.match(text, makes.end())
    return actor.id != NAMELESS and _ARM.match(text, actor.end) is not None


def _joined(text: str, named: Sequence[Named]) -> Iterator[Named]:
    """Yield the actors that "and" joins to the first."""
    for first, second in pairwise(named):
        if not _JOINED.fullmatch(text, first.end, second.start):
            return
        yield second
