"""What an act can be aimed at: named bases, sites, forces, materiel; and what is none of these."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from processors.extract.frames.holders import (
    SOLDIERS,
    before,
    belongs_to_militia,
    houses_forces,
    is_hostile,
    is_of_a_unit,
    is_the_armys,
    military_before,
    militia_before,
)
from processors.extract.words.kit import Kit
from processors.extract.words.tags import ACT, WEAPON, Item, Tags
from processors.language import WordClass

_OWNED: Final = frozenset(("base", "bases", "airfield", "airfields"))
_TRAINING: Final = "training"  # a nation's training ground, hit by a missile, is its army's
_THEIRS: Final = frozenset(("its", "their"))  # whoever answers for it is named before
_AIRPORTS: Final = frozenset(("airport", "airports"))
_NAME_ENDS: Final = (
    WordClass.PREPOSITION,
    WordClass.TARGET_PREP,
    WordClass.REPORTING,
    WordClass.SITE,
    WordClass.WEAK_SITE,
)
_ARMS_OF_WAR: Final = frozenset({"rocket", "artillery", "drone", "air", "bomb"})  # families
_LONGEST_NAME: Final = 3  # words
_AIMED: Final = 10  # tokens between a weapon and the site it is aimed at
_BEHIND: Final = 8  # tokens from an airport to its town


class TargetKind(StrEnum):
    """What was attacked, the strongest first."""

    BASE = "base"  # named in the gazetteer
    SITE = "site"  # "an army base"
    MATERIEL = "materiel"  # a fleet, bombers
    FORCE = "force"  # soldiers
    TOWN = "town"  # a town with a military airfield
    MILITIA = "militia"  # attackers themselves, or their sites
    CIVIL = "civil"


STRONG: Final = frozenset({TargetKind.BASE, TargetKind.SITE})
RANK: Final = {kind: rank for rank, kind in enumerate(TargetKind)}


@dataclass(frozen=True, slots=True)
class Target:
    """One thing an act may be aimed at."""

    item: Item
    kind: TargetKind
    sure: bool = True  # False: "base" alone, military only by the words around it


def target_at(tags: Tags, token: int, kit: Kit) -> Target | None:
    """Return the target that begins at `token`, if one does."""
    found = [item for item in tags.all_at(token) if item.first == token]
    if found and not tags.broken(found[0].last) and tags.at(found[0].last + 1, WordClass.ABSTRACT):
        return None
    for kind, test in _TESTS:
        for item in found:
            if item.kind == kind and (target := test(tags, item, kit)):
                return target
    return None


def _base(tags: Tags, item: Item, kit: Kit) -> Target | None:
    return Target(item, TargetKind.BASE)


def _site(tags: Tags, item: Item, kit: Kit) -> Target | None:
    if belongs_to_militia(tags, item, kit):
        return Target(item, TargetKind.MILITIA)
    return Target(item, TargetKind.SITE)


def _weak_site(tags: Tags, item: Item, kit: Kit) -> Target | None:
    if belongs_to_militia(tags, item, kit):
        return Target(item, TargetKind.MILITIA)
    if is_the_armys(tags, item):
        return Target(item, TargetKind.SITE)
    if named := _styled(tags, item, kit):
        return Target(named, TargetKind.SITE)
    if before(tags, item, WordClass.CIVIL, WordClass.BUILDING):
        return Target(item, TargetKind.CIVIL)
    known = before(tags, item, "country", "demonym", "actor")
    theirs = item.id in _OWNED and (known or tags.word(item.first - 1) in _THEIRS)
    drilled = known and item.id.startswith(_TRAINING) and _is_under_fire(tags, item, kit)
    return Target(item, TargetKind.SITE, sure=bool(theirs or drilled))


def _styled(tags: Tags, item: Item, kit: Kit) -> Item | None:
    """Return "Camp Alder" with its name, where arms of war are aimed at it."""
    name = item.last + 1
    if not tags.at(item.first, WordClass.NAMED_SITE) or tags.broken(item.last):
        return None
    if not _capital(tags, name) or tags.at(name, ACT, WEAPON):
        return None
    while not tags.broken(name) and _capital(tags, name + 1) and name - item.last < _LONGEST_NAME:
        name += 1
    ends = tags.broken(name) or tags.at(name + 1, ACT, *_NAME_ENDS)
    if not ends or not _is_under_fire(tags, item, kit):
        return None
    return replace(item, end=tags.tokens[name][1], last=name)


def _is_under_fire(tags: Tags, item: Item, kit: Kit) -> bool:
    """Tell whether arms of war stand near a site."""
    arms = tags.of(range(item.first - _AIMED, item.last + _AIMED), WEAPON)
    return any(kit.families.get(each.id) in _ARMS_OF_WAR for each in arms)


def _capital(tags: Tags, token: int) -> bool:
    if token >= len(tags.tokens):
        return False
    return tags.document.whole[tags.tokens[token][0]].isupper()


def _dual_site(tags: Tags, item: Item, kit: Kit) -> Target | None:
    if military_before(tags, item) or houses_forces(tags, item) or is_of_a_unit(tags, item):
        return _site(tags, item, kit)
    return Target(item, TargetKind.SITE) if _is_shared_airport(tags, item, kit) else None


def _is_shared_airport(tags: Tags, item: Item, kit: Kit) -> bool:
    """Tell "the airport in TOWN" where the gazetteer knows that an air force uses it too."""
    if item.id not in _AIRPORTS:
        return False
    for token in (*range(item.first - 2, item.first), *range(item.last + 1, item.last + _BEHIND)):
        town = tags.at(token, "town")
        if town and any(
            kit.gazetteer.bases[base].kind == "airport" for base in kit.towns[town.id].bases
        ):
            return True
    return False


def _building(tags: Tags, item: Item, kit: Kit) -> Target | None:
    theirs = houses_forces(tags, item, *SOLDIERS) or is_of_a_unit(tags, item)
    return Target(item, TargetKind.SITE) if theirs else None


def _force(tags: Tags, item: Item, kit: Kit) -> Target | None:
    ahead = item.last + 1
    if not tags.broken(item.last) and tags.at(
        ahead, WordClass.SITE, WordClass.WEAK_SITE, WordClass.DUAL_SITE, WordClass.FORCE
    ):
        return None
    if before(tags, item, WordClass.FORMER):
        return Target(item, TargetKind.CIVIL)
    if before(tags, item, WordClass.MILITIA) or militia_before(tags, item, kit):
        return Target(item, TargetKind.MILITIA)
    return Target(item, TargetKind.FORCE)


def _materiel(tags: Tags, item: Item, kit: Kit) -> Target | None:
    if not tags.broken(item.last) and tags.at(
        item.last + 1, WordClass.SITE, WordClass.WEAK_SITE, WordClass.DUAL_SITE
    ):
        return None
    return Target(item, TargetKind.MATERIEL)


def _militia(tags: Tags, item: Item, kit: Kit) -> Target | None:
    site = tags.at(item.last + 1, WordClass.SITE, WordClass.WEAK_SITE, WordClass.FORCE)
    return None if site and not tags.broken(item.last) else Target(item, TargetKind.MILITIA)


def _actor(tags: Tags, item: Item, kit: Kit) -> Target | None:
    site = tags.at(item.last + 1, WordClass.SITE, WordClass.WEAK_SITE, WordClass.DUAL_SITE)
    if site and not tags.broken(item.last):
        return None
    hostile = is_hostile(kit, item.id)
    return Target(item, TargetKind.MILITIA if hostile else TargetKind.FORCE)


def _town(tags: Tags, item: Item, kit: Kit) -> Target | None:
    return Target(item, TargetKind.TOWN)


def _civil(tags: Tags, item: Item, kit: Kit) -> Target | None:
    return Target(item, TargetKind.CIVIL)


_TESTS: Final = (
    ("base", _base),
    (WordClass.SITE, _site),
    (WordClass.WEAK_SITE, _weak_site),
    (WordClass.MILITIA_SITE, _militia),
    (WordClass.DUAL_SITE, _dual_site),
    (WordClass.BUILDING, _building),
    (WordClass.MATERIEL, _materiel),
    (WordClass.FORCE, _force),
    (WordClass.MILITIA, _militia),
    ("actor", _actor),
    (WordClass.CIVIL, _civil),
    ("town", _town),
    ("region", _town),
)
