"""Slot: with what the attack was made, in every way the text puts it."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.lexicon import phrase
from processors.extract.passage import Passage, Raw

# The first that fits at a place is taken, so the narrower kinds stand first.
_KINDS: Final = (
    (
        "naval_drone",
        r"(?:naval|sea|maritime|underwater|surface) drones?|drone boats?|unmanned boats?"
        r"|(?:unmanned|uncrewed) surface (?:vessels?|vehicles?)|explosives?-laden boats?"
        r"|kamikaze boats?",
    ),
    (
        "car_bomb",
        r"(?:car|truck|vehicle|lorry|motorbike|motorcycle)(?:-borne)?[ -]bomb(?:ing|er)?s?"
        r"|vehicle-borne|s?vbieds?|(?:explosives?[ -](?:laden|packed|rigged)|booby-trapped) (?:car"
        r"|truck|vehicle)s?"
        r"|(?:car|truck|vehicle)s? (?:packed|laden|loaded|rigged) with explosives",
    ),
    (
        "ied",
        r"ieds?|improvised (?:explosive|bomb)\w*(?: devices?)?|roadside bomb(?:ing)?s?"
        r"|land[ ]?mines?"
        r"|explosive devices?",
    ),
    (
        "ballistic_missile",
        r"ballistic (?:\w+ )?(?:missiles?|rockets?)|iskanders?|scuds?|atacms|kinzhals?|fateh-\d+",
    ),
    (
        "cruise_missile",
        r"cruise missiles?|tomahawks?|storm shadows?|kalibrs?|scalps?(?=-eg| missile)",
    ),
    ("mortar", r"mortars?(?:[ -](?:shells?|rounds?|bombs?|fire|attacks?|barrages?))?"),
    (
        "rocket",
        r"rocket[ -]propelled grenades?|rpgs?|katyushas?|himars|grad rockets?"
        r"|rockets?(?![ -](?:scien|lab))",
    ),
    (
        "drone",
        r"drones?|uavs?|unmanned aerial vehicles?|unmanned aircraft|loitering munitions?"
        r"|quadcopters?"
        r"|shaheds?",
    ),
    ("missile", r"missiles?"),
    (
        "artillery",
        r"artillery|howitzers?|shell(?:ing|ed|s|fire)?|tank fire|cluster (?:bomb|munition)s?",
    ),
    (
        "air_strike",
        r"air(?: |-)?strikes?|air raids?|aerial (?:bombardment|bombing|attack)s?|warplanes?"
        r"|fighter jets?|glide bombs?|air attacks?",
    ),
    (
        "bomb",
        r"suicide (?:bomb(?:ing|er)?s?|vests?|attack(?:er)?s?|blasts?)|bomb(?:ing|s|ed)?|explosives"
        r"|(?:hand )?grenades?|explosive vests?",
    ),
    (
        "gunfire",
        r"gun(?:fire|shots?|men|man|battles?|fights?)|small[ -]arms(?: fire)?|machine[ -]guns?"
        r"|opened fire"
        r"|open fire|shooting|snipers?|firefights?|shootouts?",
    ),
    (
        "ground_assault",
        r"ground (?:assault|attack)s?|storm(?:ed|ing)|overr[au]n|infiltrat(?:ed|ion|ors?)"
        r"|ambush(?:ed)?"
        r"|broke into|breached",
    ),
    ("sabotage", r"sabotag(?:e|ed|ing)|saboteurs?|arson"),
    ("explosion", r"explosions?|blasts?|exploded"),
)
_WEAPON: Final = phrase(
    r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS) + r")\b(?!-free)"
)
_NOT: Final = phrase(
    r"\b(?:not|no|nor|neither|anti|denied|ruled out|without|rather than|fire department)"
    r"(?:-| )(?:an? |any |by |\w+ )?$"
)
_NOT_BEHIND: Final = phrase(
    r"[ -]*(?:defen[cs]e|shield|alert|sirens?|shelters?|launch(?:er|ing) (?:sites?|pads?)|test"
    r"|threats?"
    r"|program|factor|depots?|stockpile|range\b|squad|disposal|footage|operator|pilot|maker|battery"
    r"|batteries|unit|force|systems?|interceptor|warnings?|parts?)"
)
_NAMES_IT: Final = phrase(
    r"\b(?:type|kind|sort|weapons?|munitions?|ammunition|warheads?|used|using|spoken?|identified"
    r"|wreckage|debris|fragments|remains)\b"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every word for a weapon or a way of attack."""
    naming = _NAMES_IT.search(passage.text) is not None
    for found in _WEAPON.finditer(passage.text):
        if _unmeant(passage.text, found):
            continue
        value = Value(text=passage.written(*found.span()), norm=str(found.lastgroup))
        yield passage.raw(Slot.WEAPON, value, found.span(), own=naming)


def _unmeant(text: str, found: re.Match[str]) -> bool:
    """Tell a negation ("not a drone"), and a thing that only has the weapon in its name."""
    left = text[max(0, found.start() - 24) : found.start()]
    return bool(_NOT.search(left) or _NOT_BEHIND.match(text, found.end()))
