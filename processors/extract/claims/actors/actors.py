"""Who a sentence names as somebody that attacks: groups, states, "Iran-backed militia groups"."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from processors.extract.claims.passage import Passage
from processors.extract.lexicon import either, phrase
from processors.gazetteer import Actor

# Words that may stand between a verb and the name of an actor; a preposition ends the phrase.
ADJECTIVES: Final = (
    r"(?:(?!of\b|in\b|on\b|at\b|for\b|by\b|with\b|and\b|that\b|who\b|to\b|from\b)[\w-]+ ){0,3}?"
)
_MADE: Final = phrase(
    r"-(?:made|built|designed|style|supplied|manufactured|origin|born|held|run)\b"
)
_KIND: Final = either(
    "extremist militant armed rebel militia terrorist islamist jihadist insurgent resistance proxy"
    " separatist special air naval ground defence defense security paramilitary military border"
    " coast"
    " revolutionary islamic shiite shia sunni opposition government puppet occupation regular"
)
_TAIL: Final = phrase(
    r"(?P<tie>-(?:backed|aligned|linked|allied|supported|affiliated|sponsored|trained|funded"
    r"|inspired|led)(?: and [\w-]+-backed)?"
    r"|'s)?[ ]*"
    rf"(?P<group>(?:(?:{_KIND} ){{0,3}}"
    r"(?:groups?|militias?|factions?|fighters|forces?|prox(?:y|ies)|militants?"
    r"|rebels?|organi[sz]ations?|insurgents?|separatists?|gunmen|jihadists?"
    r"|extremists?|terrorists?|army|military|movement|network|affiliates?|guards?"
    r"|troops|intelligence|partisans)\b)?)"
)
_PRO: Final = phrase(r"\bpro-$")
_ARMS: Final = phrase(
    r"[ ](?:\w+ ){0,2}?(?:attacks?|strikes?|airstrikes?|drones?|missiles?|rockets?|shelling"
    r"|raids?)\b"
)
_TIED: Final = phrase(
    r"[ ]*(?:(?:who|that|which) (?:is|are|were) )?(?:\w+ly )?"
    r"(?:affiliated|aligned|linked|allied|associated|backed|supported|tied|loyal|sponsored)"
    r" (?:with|to|by) (?:the )?[\w-]+(?: [\w-]+){0,4}"
)
_NOUN_BEHIND: Final = phrase(
    r"[ ]+(?:acts?|attacks?|organi[sz]ations?|groups?|plots?|cells?|camps?|leaders?|commanders?"
    r"|raids?|assaults?|strikes?|incidents?|activit\w+|threats?|incursions?|bombings?|state"
    r"|suspects?)\b"
)
_FAR: Final = 400  # tags before "the group" among which its name is looked for
NAMELESS: Final = "militants"  # id of attackers that nobody names
_NAMELESS: Final = phrase(
    r"\b(?:(?:armed|suspected|unknown|unidentified|islamist|jihadist|militant|rebel|separatist"
    r"|shiite|shia|sunni|kurdish|local|communist|maoist|tuareg|ethnic|terrorist|extremist"
    r"|radical|anti-government|pro-government|rival|heavily-armed) )*"
    r"(?:militants?|insurgents?|rebels?|jihadists?|gunmen|terrorists?|extremists?|separatists?"
    r"|partisans|guerrillas?|militias|militia groups?|armed groups?|outlaw groups?|dissidents"
    r"|islamists?|(?<=terrorist[ ])(?:militia|groups?|organi[sz]ations?)|bandits|mercenaries"
    r"|(?<=the[ ])enemy"
    r"|(?:groups?|factions?|fighters|forces)"
    r"(?= (?:affiliated|linked|aligned|allied|associated|backed|tied|loyal)\b))\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An actor named; offsets in the sentence."""

    start: int
    end: int
    id: str
    state: str  # sponsor or owner


def actors(passage: Passage) -> list[Named]:
    """Return every actor the sentence names, left to right, none within another."""
    base = passage.sentence.start
    found: list[Named] = []
    for tag in passage.tags:
        if tag.kind not in {"actor", "country", "demonym"}:
            continue
        named = _named(passage, tag.start - base, tag.end - base, tag.kind, tag.id)
        if named is not None:
            found.append(named)
    groups = (g for g in _NAMELESS.finditer(passage.text) if not _is_adjective(passage.text, g))
    found += [_nameless(passage, group) for group in groups]
    return _outermost(found)


def antecedent(passage: Passage, at: int) -> Named | None:
    """Return the armed group named last before a place in the sentence, as if it stood there."""
    tags = passage.document.tags
    here = bisect_left(tags, passage.sentence.start + at, key=lambda tag: tag.start)
    for tag in reversed(tags[max(0, here - _FAR) : here]):
        if tag.kind == "actor":
            return Named(at, at, tag.id, _state(passage, tag.id))
    return None


def _is_adjective(text: str, group: re.Match[str]) -> bool:
    """Tell "a terrorist attack" from "a terrorist": only the plural stands for itself."""
    plural = group.group().endswith(("s", "n", "y"))
    return not plural and _NOUN_BEHIND.match(text, group.end()) is not None


def _nameless(passage: Passage, group: re.Match[str]) -> Named:
    """Read "militants", and who stands behind them in "militants affiliated with X"."""
    start, end = group.span()
    tied = _TIED.match(passage.text, end)
    for kind in ("actor", "country") if tied else ():
        for tag in passage.tagged(kind, end, tied.end() if tied else end):
            reach = tag.end - passage.sentence.start
            if kind == "actor":
                return Named(start, reach, tag.id, _state(passage, tag.id))
            return Named(start, reach, _proxy(passage.actors, tag.id), tag.id)
    return Named(start, end, NAMELESS, "")


def _state(passage: Passage, actor: str) -> str:
    return passage.actors[actor].state if actor in passage.actors else ""


def _named(passage: Passage, start: int, end: int, kind: str, code: str) -> Named | None:
    """Read one tag with what hangs on it; nothing for "Iranian-made"."""
    text = passage.text
    if not text[start:end].strip() or _MADE.match(text, end):  # masked: named in an aside
        return None
    tail = _TAIL.match(text, end)
    group = tail is not None and tail["group"]
    tie = tail["tie"] if tail is not None else None
    reach = tail.end() if tail is not None and group else end
    pro = _PRO.search(text, max(0, start - 4), start) is not None
    if kind == "actor":
        return Named(start, end if tie else reach, code, _state(passage, code))
    if pro or (tie and tie != "'s"):
        if not group:
            return None
        return Named(start - 4 * pro, reach, _proxy(passage.actors, code), code)
    if kind == "demonym" and not group and not _ARMS.match(text, end):
        return None  # "a suspected Iranian drone" names one, "an Iranian doctor" does not
    return Named(start, reach, code, code)


def _proxy(actors: Mapping[str, Actor], state: str) -> str:
    """Return the id of groups that a state stands behind and nobody names."""
    known = (
        actor.id for actor in actors.values() if actor.kind == "generic" and actor.state == state
    )
    return next(known, f"{state.lower()}-backed")


def _outermost(found: list[Named]) -> list[Named]:
    """Drop what lies within another; of two that overlap the longer stays."""
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end and one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept
