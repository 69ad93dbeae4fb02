"""Who struck, and with what: only what the act's own clause says of it."""

from typing import Final

from processors.extract.words.kit import Kit
from processors.extract.words.syntax import Use
from processors.extract.words.tags import ACT, WEAPON, Item, Tags
from processors.language import WordClass

MILITIA: Final = "militia"  # attackers without a name
_MODIFIERS: Final = 6  # tokens before an act noun: "Iran's massive ballistic missile attack"
_SUBJECT: Final = 12  # tokens before a verb
_BY: Final = 12  # tokens behind an act in which its "by" stands
_PHRASE: Final = 7  # tokens of the phrase behind "by"
_OWNS: Final = 3  # tokens from a nationality to the base that is theirs
_RELATIVE: Final = 6  # tokens before "that" in which "a rocket attack that ..." names its weapon
_SOURCE: Final = 4  # tokens from a nationality to the "official" it belongs to
_STEERED: Final = 4  # tokens from "rams" to the car
_INTO: Final = frozenset({"into", "through", "at"})
_PARTS: Final = frozenset({"that", "which", "who", "as", "after", "when", "while"})
_SOURCES: Final = frozenset(
    ("source", "sources", "official", "officials", "spokesman", "spokesperson", "spokeswoman")
)
_NAMES: Final = ("actor", "country", "demonym", WordClass.MILITIA)


def agents_of(tags: Tags, kit: Kit, act: Item, use: Use, clause: range) -> tuple[str, ...]:
    """Return who did it: country codes and actor ids, as far as the clause says."""
    found = _behind_by(tags, act, clause)
    if not found and use is Use.NOUN:
        found = _modifiers(tags, act, clause)
    if not found and use is Use.ACTIVE:
        found = _subject(tags, act, clause)
    return tuple(dict.fromkeys(_id(item) for item in found))


def _id(item: Item) -> str:
    return MILITIA if item.kind == WordClass.MILITIA else item.id


def _behind_by(tags: Tags, act: Item, clause: range) -> list[Item]:
    for token in range(act.last + 1, min(clause.stop, act.last + 1 + _BY)):
        if tags.word(token) == "by":
            for ahead in range(token + 1, min(clause.stop, token + 1 + _PHRASE)):
                if found := tags.at(ahead, *_NAMES):
                    return [found]
                if tags.broken(ahead) or tags.at(ahead, WordClass.PREPOSITION):
                    return []
    return []


def _modifiers(tags: Tags, act: Item, clause: range) -> list[Item]:
    for token in range(act.first - 1, max(clause.start, act.first - _MODIFIERS) - 1, -1):
        if tags.broken(token):
            return []
        if found := tags.at(token, "actor", "country", "demonym", WordClass.MILITIA):
            return [found]
        if tags.at(token, WordClass.SITE, WordClass.WEAK_SITE, "base", ACT) or (
            tags.at(token, WordClass.PREPOSITION, WordClass.DETERMINER)
        ):
            return []
    return []


def _subject(tags: Tags, act: Item, clause: range) -> list[Item]:
    """Return the leftmost name before the verb that no verb of saying parts from it."""
    found: list[Item] = []
    for token in range(act.first - 1, max(clause.start, act.first - _SUBJECT) - 1, -1):
        if tags.at(token, WordClass.REPORTING) or tags.word(token) in _PARTS:
            break
        if item := tags.at(token, *_NAMES):
            if not (_speaks(tags, item) or _is_place(tags, item)):
                found = [item]
        elif tags.at(token, ACT) and tags.word(token) not in {"fire"}:
            break
    return found


def _is_place(tags: Tags, item: Item) -> bool:
    """Tell "in Iraq" and "an Iraqi base" from the one who strikes."""
    if tags.at(item.first - 1, WordClass.PLACE_PREP):
        return True
    for token in range(item.last + 1, item.last + 1 + _OWNS):
        if tags.broken(token - 1) or tags.at(token, ACT):
            return False
        if tags.at(token, WordClass.SITE, WordClass.WEAK_SITE, "base"):
            return True
    return False


def _speaks(tags: Tags, item: Item) -> bool:
    """Tell a source from a striker: "an Iraqi military source"."""
    return any(
        tags.word(token) in _SOURCES for token in range(item.last + 1, item.last + 1 + _SOURCE)
    )


def is_steered(tags: Tags, act: Item) -> bool:
    """Tell "rams a stolen car into": somebody drives the vehicle, and means to."""
    for token in range(act.last + 1, act.last + 1 + _STEERED):
        if vehicle := tags.at(token, WordClass.VEHICLE, WEAPON):
            return tags.word(vehicle.last + 1) in _INTO
        if tags.broken(token) or tags.at(token, ACT, WordClass.TARGET_PREP):
            return False
    return False


def weapon_of(tags: Tags, act: Item, clause: range) -> str:
    """Return the kind of weapon nearest to the act in its clause; a bomber may be its carrier."""
    own = [item for item in tags.of(range(act.first, act.last + 1), WEAPON)]
    if own:
        return own[0].id
    near = sorted(
        tags.of(clause, WEAPON),
        key=lambda item: (abs(item.first - act.first), item.first > act.first),
    )
    if near:
        return near[0].id
    if tags.word(clause.start) in {"that", "which"}:
        before = range(max(0, clause.start - _RELATIVE), clause.start)
        return next((item.id for item in tags.of(before, WEAPON)), "")
    return ""
