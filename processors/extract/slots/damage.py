"""Slot: what the attack broke."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.lexicon import either, phrase
from processors.extract.passage import Passage, Raw

_CUE: Final = re.compile(r"damag|destroy|fire|ablaze|burn|wreck|sank|sunk|gutted|collaps|hole in")
_THING: Final = either(
    "aircraft plane planes jet jets bomber bombers helicopter helicopters hangar hangars building"
    " buildings house houses home homes runway fence wall walls gate roof ship ships vessel vessels"
    " boat boats submarine warship warships cruiser frigate vehicle vehicles truck trucks tank"
    " tanks"
    " radar radars depot depots warehouse warehouses barracks facility facilities equipment"
    " tower base"
    " airfield airport shipyard headquarters bridge quarters housing office offices system systems"
    " launcher launchers refinery terminal port dock pier car cars window windows infrastructure"
)
_OBJECT: Final = (
    rf"(?:(?:(?!that\b|which\b|and\b|drones?\b|missiles?\b|rockets?\b)[\w'-]+) ){{0,5}}?{_THING}\b"
)
_RULES: Final = (  # the first that fits at a place is taken
    (
        "none",
        r"(?:no|nor any|without(?: any| causing any)?|n't cause(?: any)?"
        r"|not(?: \w+){0,2}? (?:cause|report|sustain|suffer)\w*(?: any)?)"
        r" (?:(?:casualties or|injuries or|\w+) ){0,3}?damages?|no (?:\w+ ){0,3}?was damaged",
    ),
    (
        "unknown",
        r"(?:assess(?:ing|ment of)?|evaluat(?:e|ing)|extent of) (?:the |any )?damage"
        r"|damage assessment|(?:the )?damage is being assessed",
    ),
    (
        "minor",
        r"(?:minor|light|slight|limited|some|small|minimal|superficial|little|material)"
        r" (?:\w+ )?damage|(?:slightly|lightly|partially) damaged",
    ),
    (
        "major",
        r"(?:major|serious|significant|severe|heavy|extensive|considerable|substantial|great"
        r"|widespread) (?:\w+ )?damage|(?:badly|severely|heavily|seriously) damaged",
    ),
    (
        "destroyed",
        rf"(?:destroyed|destroying|destroys) {_OBJECT}|{_THING} (?:(?:was|were|been) )?destroyed"
        r"|(?:were|was|been|completely|totally) destroyed|burned to the ground|gutted",
    ),
    (
        "fire",
        r"(?:caused|causing|started|starting|sparked|sparking|ignited|triggered)"
        r" (?:an? |the )?(?:\w+ )?(?:fires?|blazes?)|fires? (?:(?:has|had) )?(?:broke|broken) out"
        rf"|caught fire|(?:set|{_THING}|is|was|are|were) (?:\w+ ){{0,2}}?(?:ablaze|on fire)",
    ),
    (
        "damaged",
        rf"(?:damaged|damaging|damages) {_OBJECT}|{_THING} (?:(?:was|were|been) )?damaged"
        r"|(?:were|was|been) damaged"
        r"|(?:caus|inflict|report|sustain|suffer)(?:ed|ing) damage",
    ),
)
_DAMAGE: Final = phrase(
    r"\b(?:" + "|".join(f"(?P<{norm}>{rule})" for norm, rule in _RULES) + r")\b"
)
_UNREAL: Final = phrase(
    r"\b(?:could|would|may|might|can|should|if|to|plan\w*|threat\w*|capable of)(?: \w+){0,3} $"
)
_MUNITION_BEHIND: Final = phrase(
    r"\b(?:drones?|missiles?|rockets?|uavs?|projectiles?|mortars?)[ ]*(?:(?:that|which|were|was"
    r"|been) )*$"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every statement of damage, of its absence, or that it is still being assessed."""
    text = passage.text
    if not _CUE.search(text):
        return
    for found in _DAMAGE.finditer(text):
        norm = str(found.lastgroup)
        left = text[max(0, found.start() - 40) : found.start()]
        if norm not in {"none", "unknown"} and (_UNREAL.search(left) or _shot_down(left, found)):
            continue
        value = Value(text=passage.written(*found.span()), norm=norm)
        own = norm in {"none", "unknown"}
        yield passage.raw(Slot.DAMAGE, value, found.span(), own=own)


def _shot_down(left: str, found: re.Match[str]) -> bool:
    """Tell a drone that was destroyed in the air from damage on the ground."""
    stopped = re.search(r"destroyed .*(?:drone|missile|rocket|uav|projectile)", found.group())
    return bool(stopped or _MUNITION_BEHIND.search(left))
