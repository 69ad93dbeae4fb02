"""Is it an attack at all? Accidents and crimes happen at bases too."""

from collections.abc import Sequence
from typing import Final

from contracts.messages import Told
from processors.extract.frames.frames import Frame
from processors.extract.frames.holders import is_hostile
from processors.extract.frames.owners import hosts_of, owners_before
from processors.extract.frames.parties import is_steered
from processors.extract.text.document import Sentence
from processors.extract.verdict.reading import Finding, Reading, Row, nothing
from processors.extract.words.tags import ACT, Item
from processors.language import ActKind, WordClass

_GUNS: Final = "gunfire"
_ARMS: Final = frozenset({"rocket", "artillery", "drone", "air"})  # weapon families
_FLYING: Final = frozenset({"rocket", "drone"})
_CARRIER: Final = 6  # tokens before a fall in which "army" stands in "an army drone crashed"
_BURSTS: Final = frozenset({ActKind.BLAST, ActKind.BLAZE, ActKind.LAND, ActKind.HARM})
_ACTS_ITSELF: Final = ("country", "actor", WordClass.FORCE)  # and is no plane that crashes
_PLACES: Final = ("country", "demonym", "town", "region")


def hostless(reading: Reading) -> Finding | None:
    """No hostile word and no war: an accident; a shooting without terror: a crime.

    What is known of the cause decides, not how likely it seems. A word of chance ("gas leak") makes
    a burst an accident, wherever it is. A burst or a fall of which nobody says the cause is an
    accident in a country at peace, and a suspected attack where there is war or where such bases
    are attacked (gazetteer/wars.csv).
    """
    if any(is_steered(reading.tags, each.frame.act) for each in reading.current):
        return None
    top = _told_high(reading)
    if _is_crime(reading, top):
        return nothing(reading, Told.EXERCISE, Row.CRIME)
    if reading.has(top, WordClass.CYBER) and not any(e.frame.weapon for e in reading.current):
        return nothing(reading, Told.EXERCISE, Row.CYBER)
    return nothing(reading, Told.EXERCISE, Row.ACCIDENT) if _is_accident(reading, top) else None


def is_of_unknown_cause(reading: Reading) -> bool:
    """Tell a bang or a fallen drone of which the text says neither who nor that it was meant."""
    if not any(each.frame.act.act is ActKind.BLAST for each in reading.current):
        return _nobodys_drone(reading)
    return not (_names_enemy(reading, _told_high(reading)) or _is_armed(reading))


def _told_high(reading: Reading) -> list[Sentence]:
    return [each.frame.sentence for each in reading.current] + reading.top()


def _is_accident(reading: Reading, top: Sequence[Sentence]) -> bool:
    fallen = _nobodys_drone(reading)
    by_chance = any(
        not (fallen and _is_fall(reading, item))
        for sentence in top
        for item in reading.tags.of(reading.tags.sentence(sentence), WordClass.ACCIDENT)
    )
    if _is_called_one(reading):
        return True
    foe = _is_by_a_foe(reading) and not reading.has(top, WordClass.CRIME)  # a raid for drugs
    enemy = foe or _names_enemy(reading, _or_all(reading, top))
    hostile = enemy or _is_armed(reading)
    if hostile and not (by_chance and _only_blast(reading)):
        return False
    bang = any(each.frame.act.act is ActKind.BLAST for each in reading.current)
    return by_chance or not (_is_near(reading, "war") or (bang and _is_near(reading, "tense")))


def _names_enemy(reading: Reading, sentences: Sequence[Sentence]) -> bool:
    """Tell whether a hostile word or attackers stand there, by a name or without one."""
    return reading.has(sentences, WordClass.HOSTILE, WordClass.MILITIA) or any(
        is_hostile(reading.kit, actor.id)
        for each in sentences
        for actor in reading.tags.of(reading.tags.sentence(each), "actor")
    )


def _is_by_a_foe(reading: Reading) -> bool:
    """Tell "Iran hits a US base": a state strikes what it neither owns nor is a guest at."""
    countries = reading.kit.gazetteer.countries
    for each in reading.current:
        states = {agent for agent in each.frame.agents if agent in countries}
        theirs = owners_before(reading.tags, reading.kit, each.frame)
        theirs |= hosts_of(reading.kit, each.frame)
        itself = reading.tags.at(each.frame.act.first - 1, *_ACTS_ITSELF)
        if itself and states and theirs and states.isdisjoint(theirs):
            return True
    return False


def _is_called_one(reading: Reading) -> bool:
    """Tell a burst of which the text says, wherever it does, that nobody meant it."""
    whole = reading.document.sentences
    said = reading.has(whole, WordClass.BY_CHANCE) or reading.denies(whole)
    deeds = {each.frame.act.act for each in reading.current}
    return said and deeds <= _BURSTS | {ActKind.KILL} and not _is_armed(reading)


def _or_all(reading: Reading, top: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return where to look for who did it: the dead are named above, and what killed them below."""
    killed = all(each.frame.act.act is ActKind.KILL for each in reading.current)
    return reading.document.sentences if killed else top


def _is_fall(reading: Reading, item: Item) -> bool:
    act = reading.tags.at(item.first, ACT)
    return act is not None and act.act is ActKind.LAND


def _nobodys_drone(reading: Reading) -> bool:
    """Tell "two drones crash near the base" in a tense country from a drone of its own forces."""
    falls = [each.frame for each in reading.current]
    return all(_is_nobodys(reading, frame) for frame in falls) and (
        _is_near(reading, "war") or _is_near(reading, "tense")
    )


def _is_nobodys(reading: Reading, frame: Frame) -> bool:
    family = reading.kit.families.get(frame.weapon, "")
    if frame.act.act is not ActKind.LAND or family not in _FLYING:
        return False
    before = range(max(frame.tokens.start, frame.act.first - _CARRIER), frame.act.first)
    owned = next(reading.tags.of(before, WordClass.MILITARY), None)
    return not owned and not set(frame.agents) & reading.kit.expeditionary


def _is_armed(reading: Reading) -> bool:
    """Nobody fires mortar shells at a base by accident; bombs do go off, unless they are thrown."""
    weapons = {each.frame.weapon for each in reading.current}
    families = {reading.kit.families.get(weapon, "") for weapon in weapons}
    thrown = any(
        each.frame.act.act is ActKind.FIRE
        and reading.kit.families.get(each.frame.weapon, "") == "bomb"
        for each in reading.current
    )
    return thrown or bool(families & _ARMS)


def _only_blast(reading: Reading) -> bool:
    return all(each.frame.act.act in _BURSTS for each in reading.current)


def _is_crime(reading: Reading, top: Sequence[Sentence]) -> bool:
    shots = all(
        each.frame.weapon in {_GUNS, ""} and not each.frame.agents for each in reading.current
    )
    whole = list(reading.document.sentences)
    return shots and reading.has(top, WordClass.CRIME) and not reading.has(whole, WordClass.TERROR)


def _is_near(reading: Reading, level: str) -> bool:
    """Tell whether a country that the text names for the attack was at war, or tense, then."""
    clock = reading.document.clock
    wars = [war for war in reading.kit.wars if war.level == level]
    return any(war.holds(code, clock) for war in wars for code in _codes(reading))


def _codes(reading: Reading) -> set[str]:
    found = {
        item.id if item.kind not in {"town", "region"} else item.id.partition(":")[0]
        for each in reading.current
        for item in reading.tags.of(reading.tags.sentence(each.frame.sentence), *_PLACES)
    }
    return found | {
        reading.kit.gazetteer.bases[item.id].country
        for item in reading.tags.items
        if item.kind == "base"
    }
