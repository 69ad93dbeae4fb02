"""Who is told as the one who made an attack, as a fact: "jihadists raided", "a Houthi drone"."""

import re
from collections.abc import Iterator
from typing import Final

from processors.extract.claims.actors.actors import ADJECTIVES, NAMELESS, Named
from processors.extract.claims.passage import Passage
from processors.extract.lexicon import phrase

_EVENT: Final = (
    r"(?:attacks?|strikes?|airstrikes?|assaults?|bombings?|raids?|shelling|barrages?|ambush(?:es)?"
    r"|bombardments?|salvos?|incursions?|offensives?|onslaught|sabotage|attempts?|massacre"
    r"|infiltrations?|sieges?)"
)
_MADE: Final = (
    r"(?:carried out|launched|staged|mounted|planned|conducted|perpetrated|directed|fired|sent"
    r"|opened|executed|committed|attacked|targeted|struck|hit|bombed|shelled|raided|stormed"
    r"|overrun|ambushed|assaulted|burned|flown|planted|driven|dropped|detonated|bombarded|set off"
    r"|taken|captured|seized|wounded|killed|destroyed|torched|harassed|let loose|delivered|lobbed"
    r"|sacked|operated)"
)
_MEMBERS: Final = (
    r"(?:(?:members?|fighters?|elements?|men|gunmen|a (?:column|cell|group|unit)|some \w+|remnants)"
    r" (?:of|from) (?:the )?)?"
)
_BY: Final = phrase(
    rf"\b(?:{_MADE}|{_EVENT})(?: (?!by\b)[\w'-]+){{0,9}}? by (?:the |an? )?"
    rf"(?:number of )?{_MEMBERS}{ADJECTIVES}$"
)
_SAYING: Final = (
    r"(?:says?|said|claim(?:s|ed)?|reports?|reported|confirms?|confirmed|den\w+|vow\w*|blam\w+"
    r"|accus\w+)\b"
)
_WEAPONS: Final = (
    r"(?:drones?|missiles?|rockets?|uavs?|jets?|warplanes?|bombers?|mortars?|shells?|artillery"
    r"|gunboats?|f-\d+s?|mig-\d+s?|su-\d+s?|shaheds?|projectiles?|munitions?|suicide bombers?"
    r"|loitering munitions?|glide bombs?|saboteurs)"
)
_MEN: Final = (
    r"(?:fighters|forces|troops|gunners|commandos?|special forces|agents|operatives|militants|men"
    r"|air force|navy|army|militiamen|aircraft|planes|helicopters?|special operators)"
)
_WHOM: Final = (  # without an object it is what was done to them: "US troops wounded in Iraq"
    r"(?:ambushed|targeted|seized|captured|damaged|killed|wounded|massacred|looted|destroyed)"
    r"(?! (?:in|at|on|by|near|after|during|as|when|while|from|amid|following|outside|inside|over)"
    r"\b|[ ]*(?:$|[.,;:]))"
)
_STRIKES: Final = (
    r"(?:attack(?:s|ed)?|storm(?:s|ed)?|raid(?:s|ed)?|overr[au]ns?|fir(?:es|ed)|launch(?:es|ed)"
    r"|hits?|strikes?|struck|shell(?:s|ed)?|bomb(?:s|ed)?|bombard(?:s|ed)|targets"
    r"|ambushes|assault(?:s|ed)?|assail(?:s|ed)|seizes|captures"
    r"|pound(?:s|ed)?|lob(?:s|bed)|burn(?:ed|t)|slam(?:s|med)?|crash(?:es|ed)|explod(?:es|ed)"
    r"|bl(?:ew|ows) up|detonat(?:es|ed)|land(?:s|ed)|blast(?:s|ed)?|set fire|infiltrat(?:es|ed)"
    r"|rain(?:s|ed)|breach(?:es|ed)|torch(?:es|ed)|swarm(?:s|ed)|damages|penetrat(?:es|ed)"
    r"|descend(?:s|ed) on|laid siege|lay siege|sack(?:s|ed)|barg(?:es|ed) into|fell upon"
    r"|open(?:s|ed) fire|hurl(?:s|ed)"
    r"|(?:broke|burst|tore|rammed|rushed|crept|forced) (?:\w+ ){0,3}?(?:into|through|up|in)"
    rf"|dropp?(?:s|ed)|kills?|wounds|{_WHOM}"
    r"|(?:tr(?:y|ied)|attempt(?:s|ed)?|sought) to (?:\w+ )?"
    r"(?:attack|storm|enter|target|breach|raid|overrun|infiltrate|penetrate|strike|hit|take"
    r"|seize|force|break|push))\b"
)
_TIMES: Final = (
    r"(?:(?:has|have|had|also|again|reportedly|then|late|early|today|yesterday|overnight|dressed"
    r"|simultaneously|riding|disguised|numbering|armed|on|at|in|dawn|as|over|with"
    r"|\w+day(?:'s)?|night|morning|evening|afternoon|who|which|that|\w+ly) )"
)
# Behind the actor: it has made the attack.
_MAKES: Final = phrase(
    rf"(?:'s?)?(?: (?:(?!{_SAYING}|in\b|at\b|on\b|of\b|by\b)[\w-]+ ){{0,3}}?(?:{_WEAPONS}|{_MEN}))?"
    rf"(?:[ ]*,[^,;]{{0,90}},)? {_TIMES}{{0,5}}{_STRIKES}"
)
_FAR: Final = phrase(
    rf"(?: (?!{_SAYING}|were\b|was\b|are\b|is\b|and\b|by\b)[\w',-]+){{1,16}}? {_STRIKES}"
)
_ARM: Final = phrase(
    rf"(?:'s?)?(?: (?!base|camp|post|depot|(?:and|in|at|by|from|after|on)\b|{_SAYING})[\w-]+)"
    rf"{{0,3}}? (?:{_WEAPONS}|{_EVENT})\b"
    r"(?! (?:base|bases|depots?|sites?|units?|launchers?|stores?|systems?|batter(?:y|ies)"
    r"|defen[cs]es?|positions?|camps?|posts?|barracks|headquarters|outposts?|convoys?))"
)
_SHOT_BACK: Final = phrase(
    r"[^,;]{0,40}?\b(?:militants|terrorists|insurgents|attackers|assailants|rebels|gunmen|bandits"
    r"|khawarij|extremists)\b"
)
_PLACED: Final = phrase(r"\b(?:in|from|at|near|of|to|across|inside|over|on|into) (?:the )?$")
_OUTLAWS: Final = r"(?:bandits|miscreants|khawarij|khwarij|narco-terrorists)"
_FACELESS: Final = phrase(
    rf"\b(?:{_OUTLAWS}|extremists"
    r"|(?:(?:heavily|armed|unidentified|unknown|suspected|alleged|masked|hooded|numerous"
    r"|cross-border|[\w-]+-sponsored|[\w-]+-borne|some \w+|dozens of|scores of) )+"
    rf"(?:{_OUTLAWS}|gunmen|assailants|attackers|hoodlums|raiders|criminals|outlaws"
    r"|(?<=armed[ ])men))\b"
)
_BARE: Final = re.compile(r"gunm[ae]n")  # armed men: it is not said whose
_MOST_TAGS: Final = 400  # among which bases are looked for


def doers(passage: Passage, named: list[Named]) -> Iterator[Named]:
    """Yield who is told as the doer of something in the sentence."""
    text = passage.text
    hosts = _hosts(passage) if named else frozenset()
    for actor in named:
        if actor.id == NAMELESS and _BARE.fullmatch(text, actor.start, actor.end):
            continue
        own = actor.state in hosts and (actor.id == actor.state or _is_army(passage, actor))
        if not own and _is_doer(text, actor):
            yield actor
    for found in _FACELESS.finditer(text):
        start, end = found.span()
        if not any(one.start < end and start < one.end for one in named):
            nameless = Named(start, end, NAMELESS, "")
            if _is_doer(text, nameless):
                yield nameless


def _hosts(passage: Passage) -> frozenset[str]:
    """Return the countries of the bases that the text names: their own side strikes nobody here."""
    tags = passage.document.tags[:_MOST_TAGS]
    return frozenset(tag.id.partition("-")[0].upper() for tag in tags if tag.kind == "base")


def _is_army(passage: Passage, actor: Named) -> bool:
    known = passage.actors.get(actor.id)
    return known is not None and known.kind == "state"


def _is_doer(text: str, actor: Named) -> bool:
    """Tell "jihadists raided", "a Houthi drone", "launched by ACTOR"."""
    left = text[max(0, actor.start - 110) : actor.start]
    if _BY.search(left):
        return True
    if _PLACED.search(left) and actor.id == actor.state:
        return False
    makes = _MAKES.match(text, actor.end)
    if makes is None and actor.id == NAMELESS:
        makes = _FAR.match(text, actor.end)
    if makes is not None:
        return not _SHOT_BACK.match(text, makes.end())
    return actor.id != NAMELESS and _ARM.match(text, actor.end) is not None
