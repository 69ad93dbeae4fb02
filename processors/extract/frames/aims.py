"""Where each kind of act has its target: the objects of verbs, the places of things that fall."""

from dataclasses import dataclass
from typing import Final

from processors.extract.frames.holders import is_hostile
from processors.extract.frames.parties import MILITIA, agents_of, is_steered
from processors.extract.frames.search import Found, behind, directly_before, left_of, right_of
from processors.extract.frames.targets import STRONG, TargetKind, target_at
from processors.extract.words.kit import Kit
from processors.extract.words.syntax import Use, opens_phrase
from processors.extract.words.tags import ACT, WEAPON, Item, Tags
from processors.language import ActKind, WordClass

_BY_THEMSELVES: Final = ("explode", "detonat", "went off", "blew ", "blow", "open")
_PRONOUNS: Final = frozenset({"they", "it", "he", "she", "we"})
_PART_OF_IT: Final = frozenset(  # "destroys jets at", "breaches the fence of" a base
    {"jets", "planes", "aircraft", "helicopters", "jet", "helicopter", "fence", "wall", "gate"}
    | {"gates", "perimeter", "wire"}
)
_THAT: Final = frozenset({"that", "which"})
_DIES: Final = frozenset(
    ("died", "die", "dies", "dying", "perish", "perishes", "perished", "perishing")
) | {"lose their lives", "loses his life", "lost their lives", "lost his life"}
_PEOPLE: Final = frozenset({TargetKind.FORCE, TargetKind.MILITIA})
_HARMS: Final = frozenset(
    (ActKind.KILL, ActKind.HARM, ActKind.TAKE, ActKind.LOSSES, ActKind.BLAZE, ActKind.INCIDENT)
)
_OBJECT: Final = 8  # tokens from "fired" to what was fired
_OWNER: Final = 3  # tokens from "Russian" to the base that is theirs
_LEFT: Final = 16  # tokens from "they stormed" back to the site
_SUBJECT: Final = 10  # tokens from what fell back to its subject


@dataclass(frozen=True, slots=True)
class Said:
    """What the rest of the document says."""

    top: bool  # title or lead speak of violence
    armed: bool  # a weapon, an attack or attackers are named somewhere


def is_violent(tags: Tags, kit: Kit, tokens: range, but: int = -1) -> bool:
    """Tell whether a weapon, a deed or an attacker stands in a stretch; `but` is left out."""
    for item in tags.of(tokens, WEAPON, ACT, WordClass.MILITIA, "actor"):
        if item.kind == "actor" and not is_hostile(kit, item.id):
            continue
        if item.first != but and item.act not in _HARMS:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for the targets of one act, each kind of act in its own way."""

    tags: Tags
    kit: Kit
    sentence: range
    clause: range
    said: Said

    def targets(self, act: Item, use: Use) -> Found:
        """Return what the act is aimed at, nearest first; empty for no frame."""
        if use is Use.NOUN:
            return self._noun(act)
        if act.act is ActKind.SUFFER:
            return left_of(self.tags, self.kit, act.first, self.sentence)
        by_kind = {
            ActKind.STRIKE: self._strike,
            ActKind.HARM: self._harm,
            ActKind.LAND: self._land,
            ActKind.FIRE: self._fire,
            ActKind.BEAT_OFF: self._beat_off,
            ActKind.KILL: self._kill,
            ActKind.TAKE: self._take,
        }
        return by_kind[act.act](act, use) if act.act in by_kind else []

    def _noun(self, act: Item) -> Found:
        stop = self.clause.stop
        found = behind(self.tags, self.kit, act.last + 1, stop)
        before = directly_before(self.tags, self.kit, act.first)
        if act.act is ActKind.LOSSES:
            found = [t for t in found if t.kind is TargetKind.FORCE]
            return found if self.said.top or self._violent(act) else []
        return [*before, *found]

    def _strike(self, act: Item, use: Use) -> Found:
        if is_steered(self.tags, act):
            return behind(self.tags, self.kit, act.last + 1, self.clause.stop)
        if use is Use.PASSIVE:
            if self._weapon_subject(act):
                return behind(self.tags, self.kit, act.last + 1, self.clause.stop)
            if self.tags.word(act.first - 1) in _PRONOUNS:
                return self._antecedent(act)
            found = left_of(self.tags, self.kit, act.first, self.sentence)
            named = any(target.kind in STRONG for target in found)
            return found if named or not found else found + self._site_behind(act)
        if not opens_phrase(self.tags, act.last + 1):
            carried = self._weapon_subject(act)
            return behind(self.tags, self.kit, act.last + 1, self.clause.stop) if carried else []
        return right_of(self.tags, self.kit, act.last + 1, self.clause.stop)

    def _harm(self, act: Item, use: Use) -> Found:
        found = self._strike(act, use)
        violent = self._violent(act) or self._by_a_foe(act, use, found)
        if not (self.said.top or violent):
            return []
        if not violent:  # of the violence above, ships and planes alone tell
            found = [target for target in found if target.kind is TargetKind.MATERIEL]
        if use is Use.PASSIVE and not found:
            found = behind(self.tags, self.kit, act.last + 1, self.clause.stop)
        return found if use is Use.PASSIVE or self._is_object(act, found) else []

    def _by_a_foe(self, act: Item, use: Use, found: Found) -> bool:
        """Tell "Ukraine destroys a Russian base": a state breaks what is another's."""
        if use is not Use.ACTIVE or not found:
            return False
        item, countries = found[0].item, self.kit.gazetteer.countries
        struck = {
            name.id
            for token in range(item.first - _OWNER, item.last + 1)
            if (name := self.tags.at(token, "demonym")) and token > act.last
        }
        agents = agents_of(self.tags, self.kit, act, use, self.clause)
        states = {agent for agent in agents if agent in countries}
        return bool(struck and states) and struck.isdisjoint(states)

    def _antecedent(self, act: Item) -> Found:
        """Return the site in "a post that rebels say they stormed"."""
        that = False
        for token in range(act.first - 2, max(act.first - 1 - _LEFT, self.sentence.start - 1), -1):
            that = that or self.tags.word(token) in _THAT
            target = target_at(self.tags, token, self.kit) if that else None
            if target and target.kind in STRONG:
                return [target]
        return []

    def _take(self, act: Item, use: Use) -> Found:
        """Return the site that fighters take; others take pictures, measures, part."""
        agents = agents_of(self.tags, self.kit, act, use, self.clause)
        if not any(agent == MILITIA or is_hostile(self.kit, agent) for agent in agents):
            return []
        if use is Use.PASSIVE:
            found = left_of(self.tags, self.kit, act.first, self.sentence)
        else:
            found = right_of(self.tags, self.kit, act.last + 1, self.clause.stop)
            found = found if self._is_object(act, found) else []
        return [target for target in found if target.kind in STRONG]

    def _is_object(self, act: Item, found: Found) -> bool:
        """Tell what is harmed from where: "destroys a weapon on a base", but "jets on a base"."""
        between = range(act.last + 1, found[0].item.first) if found else range(0)
        parted = any(self.tags.at(token, WordClass.PREPOSITION) for token in between)
        part = any(self.tags.word(token) in _PART_OF_IT for token in between)
        return bool(found) and (part or not parted)

    def _land(self, act: Item, use: Use) -> Found:
        if not (self._weapon_subject(act) or act.id.startswith(_BY_THEMSELVES)):
            return []
        search = right_of if self.tags.word(act.last) == "into" else behind  # "flew into the base"
        return search(self.tags, self.kit, act.last + 1, self.clause.stop)

    def _fire(self, act: Item, use: Use) -> Found:
        ahead = range(act.last + 1, min(act.last + 1 + _OBJECT, self.clause.stop))
        munition = next(self.tags.of(ahead, WEAPON), None)
        if munition is None and not self._weapon_subject(act):
            return []
        start = munition.last + 1 if munition else act.last + 1
        if self.tags.word(start) == "over" and self.tags.at(start + 1, "country", "region"):
            return []  # a missile over Japan is aimed at nothing there
        return behind(self.tags, self.kit, start, self.clause.stop)

    def _beat_off(self, act: Item, use: Use) -> Found:
        ahead = range(act.last + 1, min(act.last + 1 + _OBJECT, self.clause.stop))
        thing = next(self.tags.of(ahead, WEAPON), None) if use is Use.ACTIVE else None
        if thing is None and not self._weapon_subject(act):
            return []
        start = thing.last + 1 if thing else act.last + 1
        found = behind(self.tags, self.kit, start, self.clause.stop)
        found = [target for target in found if target.kind is not TargetKind.FORCE]
        return found or self._alarmed()

    def _alarmed(self) -> Found:
        """Return the site in "sirens sound at the base as drones are shot down"."""
        for alarm in self.tags.of(self.sentence, WordClass.ALARM):
            found = behind(self.tags, self.kit, alarm.last + 1, self.sentence.stop)
            return [target for target in found if target.kind in STRONG]
        return []

    def _kill(self, act: Item, use: Use) -> Found:
        violent = self._violent(act)
        if use is Use.PASSIVE or act.id in _DIES:
            found = left_of(self.tags, self.kit, act.first, self.sentence)
            people = [t for t in found if t.kind in _PEOPLE]
            where = self._site_behind(act)
            return people + where if people and (violent or (where and self.said.armed)) else []
        if not violent:
            return []
        found = right_of(self.tags, self.kit, act.last + 1, self.clause.stop)
        return [t for t in found if t.kind in _PEOPLE or t.kind in STRONG] + self._bomb_at(act)

    def _site_behind(self, act: Item) -> Found:
        """Return the site in "soldiers killed at an army base"."""
        found = behind(self.tags, self.kit, act.last + 1, self.clause.stop)
        return [t for t in found if t.kind in STRONG and not t.item.id.endswith("hospital")]

    def _bomb_at(self, act: Item) -> Found:
        """Return the site in "a bomb near the barracks kills two"."""
        for token in range(act.first - 1, max(self.clause.start, act.first - _SUBJECT) - 1, -1):
            if weapon := self.tags.at(token, WEAPON):
                found = behind(self.tags, self.kit, weapon.last + 1, act.first)
                return [t for t in found if t.kind in STRONG]
        return []

    def _violent(self, act: Item) -> bool:
        """Tell whether a weapon or a deed of somebody stands in the sentence."""
        return is_violent(self.tags, self.kit, self.sentence, act.first)

    def _weapon_subject(self, act: Item) -> bool:
        """Tell "rockets landed", "a drone was shot down"."""
        for token in range(act.first - 1, act.first - 1 - _SUBJECT, -1):
            if token < self.clause.start:
                return False
            if self.tags.at(token, WEAPON):
                return True
            if target_at(self.tags, token, self.kit) and not self.tags.at(token, "town"):
                return False
        return False
