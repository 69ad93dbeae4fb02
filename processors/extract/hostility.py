"""Is it an attack at all? Accidents and crimes happen at bases too."""

from collections.abc import Sequence
from typing import Final

from contracts.messages import Told
from processors.extract.document import Sentence
from processors.extract.reading import Finding, Reading, Row, nothing
from processors.language import ActKind, WordClass

_GUNS: Final = "gunfire"
_ARMS: Final = frozenset({"rocket", "artillery", "drone", "air"})  # weapon families
_BURSTS: Final = frozenset({ActKind.BLAST, ActKind.BLAZE, ActKind.LAND, ActKind.HARM})
_PLACES: Final = ("country", "demonym", "town", "region")


def hostless(reading: Reading) -> Finding | None:
    """No hostile word and no war: an accident; a shooting without terror: a crime."""
    top = [each.frame.sentence for each in reading.current] + reading.top()
    if _is_crime(reading, top):
        return nothing(reading, Told.EXERCISE, Row.CRIME)
    if reading.has(top, WordClass.CYBER) and not any(e.frame.weapon for e in reading.current):
        return nothing(reading, Told.EXERCISE, Row.CYBER)
    hostile = reading.has(top, WordClass.HOSTILE) or _is_armed(reading)
    if hostile and not _only_blast(reading):
        return None
    if hostile and not reading.has(top, WordClass.ACCIDENT):
        return None
    if _at_war(reading) and not reading.has(top, WordClass.ACCIDENT):
        return None
    return nothing(reading, Told.EXERCISE, Row.ACCIDENT)


def _is_armed(reading: Reading) -> bool:
    """Nobody fires mortar shells at a base by accident; bombs and guns do go off by themselves."""
    weapons = {each.frame.weapon for each in reading.current}
    families = {reading.kit.families.get(weapon, "") for weapon in weapons}
    return bool(families & _ARMS)


def _only_blast(reading: Reading) -> bool:
    return all(each.frame.act.act in _BURSTS for each in reading.current)


def _is_crime(reading: Reading, top: Sequence[Sentence]) -> bool:
    shots = all(
        each.frame.weapon in {_GUNS, ""} and not each.frame.agents for each in reading.current
    )
    whole = list(reading.document.sentences)
    return shots and reading.has(top, WordClass.CRIME) and not reading.has(whole, WordClass.TERROR)


def _at_war(reading: Reading) -> bool:
    clock = reading.document.clock
    codes = {
        item.id if item.kind not in {"town", "region"} else item.id.partition(":")[0]
        for each in reading.current
        for item in reading.tags.of(reading.tags.sentence(each.frame.sentence), *_PLACES)
    }
    codes |= {
        reading.kit.gazetteer.bases[item.id].country
        for item in reading.tags.items
        if item.kind == "base"
    }
    return any(war.holds(code, clock) for war in reading.kit.wars for code in codes)
