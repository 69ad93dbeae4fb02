"""Who holds a site: what stands before and behind it tells an army's from an armed group's."""

from typing import Final

from processors.extract.words.kit import Kit
from processors.extract.words.tags import ACT, Item, Tags
from processors.language import WordClass

_HOSTILE_ACTORS: Final = frozenset({"militia", "jihadist", "generic"})
SOLDIERS: Final = (WordClass.FORCE, WordClass.MATERIEL, WordClass.MILITARY)
_PHRASE_ENDS: Final = (
    WordClass.PREPOSITION,
    WordClass.TARGET_PREP,
    WordClass.DETERMINER,
    WordClass.REPORTING,
)
_BEFORE: Final = 4  # tokens of a noun phrase before its head
_BEHIND: Final = 8  # tokens behind it: "a school that was housing some 200 conscripts"


def before(tags: Tags, item: Item, *kinds: str) -> Item | None:
    """Return a word of these kinds in the noun phrase before its head."""
    for token in range(item.first - 1, item.first - 1 - _BEFORE, -1):
        if tags.broken(token) or tags.at(token, ACT):
            return None
        if found := tags.at(token, *kinds):
            return found
        if tags.at(token, *_PHRASE_ENDS):
            return None
    return None


def military_before(tags: Tags, item: Item) -> bool:
    """Tell "army camp", "a naval base"."""
    return bool(before(tags, item, WordClass.MILITARY))


def is_the_armys(tags: Tags, item: Item) -> bool:
    """Tell whether the words beside a site make it an army's."""
    return (
        military_before(tags, item)
        or houses_forces(tags, item, *SOLDIERS, "demonym", "country")
        or _is_manned(tags, item)
        or is_of_a_unit(tags, item)
    )


def is_of_a_unit(tags: Tags, item: Item) -> bool:
    """Tell "the camp of the Fourth Brigade", "the dormitory of his battalion"."""
    if tags.word(item.last + 1) != "of" or tags.broken(item.last):
        return False
    for token in range(item.last + 2, item.last + 2 + _BEFORE):
        if unit := tags.at(token, WordClass.MILITARY, WordClass.FORCE):
            end = unit.last
            return tags.broken(end) or bool(tags.at(end + 1, WordClass.PREPOSITION, WordClass.BE))
        if tags.broken(token) or tags.at(token, ACT, WordClass.CIVIL, WordClass.MILITIA):
            return False
    return False


def _is_manned(tags: Tags, item: Item) -> bool:
    """Tell "soldiers at a checkpoint": whoever is there makes it theirs."""
    token = item.first - 1
    while tags.at(token, WordClass.DETERMINER, "demonym") and not tags.broken(token):
        token -= 1
    if not tags.at(token, WordClass.PLACE_PREP) or tags.broken(token):
        return False
    return tags.at(token - 1, WordClass.FORCE) is not None and not tags.broken(token - 1)


def militia_before(tags: Tags, item: Item, kit: Kit) -> bool:
    """Tell "Hezbollah fighters": an armed group's name stands before it."""
    actor = before(tags, item, "actor")
    return actor is not None and is_hostile(kit, actor.id)


def is_hostile(kit: Kit, actor_id: str) -> bool:
    """Tell an armed group from a state's or an alliance's forces."""
    known = kit.gazetteer.actors.get(actor_id)
    return known is not None and known.kind in _HOSTILE_ACTORS


def houses_forces(tags: Tags, item: Item, *kinds: str) -> bool:
    """Tell "a school housing conscripts", "the hotel used by Russian troops"."""
    kinds = kinds or (*SOLDIERS, "demonym")
    housing = False
    for token in range(item.last + 1, item.last + 1 + _BEHIND):
        if tags.at(token, WordClass.HOUSES):
            housing = True
        elif housing and tags.at(token, *kinds):
            return not tags.at(token + 1, WordClass.MILITIA, WordClass.CIVIL)
        elif housing and tags.at(token, WordClass.MILITIA, WordClass.CIVIL):
            return False
        if tags.broken(token) and not tags.at(token + 1, WordClass.HOUSES):
            return False
    return False


def belongs_to_militia(tags: Tags, item: Item, kit: Kit) -> bool:
    """Tell "a rebel base", "bases of the militia", "a camp used by fighters of ..."."""
    if before(tags, item, WordClass.MILITIA, WordClass.PROXY) or militia_before(tags, item, kit):
        return not houses_forces(tags, item)
    belongs = False
    for token in range(item.last + 1, item.last + 1 + _BEHIND):
        if tags.broken(token - 1):
            return False
        belongs = belongs or bool(tags.at(token, WordClass.HOUSES)) or tags.word(token) == "of"
        if belongs and tags.at(token, WordClass.FORCE, "demonym", "country"):
            return False
        if belongs and (target := _hostile_at(tags, token, kit)):
            return target
    return False


def _hostile_at(tags: Tags, token: int, kit: Kit) -> bool:
    if tags.at(token, WordClass.MILITIA):
        return True
    actor = tags.at(token, "actor")
    return actor is not None and is_hostile(kit, actor.id)
