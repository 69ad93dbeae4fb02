"""Small grammar, by word classes and neighbours: noun or verb, active or passive."""

from enum import StrEnum
from typing import Final

from processors.extract.words.tags import ACT, WEAPON, Item, Tags
from processors.language import ActKind, Form, WordClass

NAMES: Final = ("base", "town", "region", "country", "demonym", "actor")
_TARGETS: Final = (
    WordClass.SITE,
    WordClass.WEAK_SITE,
    WordClass.DUAL_SITE,
    WordClass.FORCE,
    WordClass.MATERIEL,
    WordClass.MILITIA,
    WordClass.MILITIA_SITE,
    WordClass.BUILDING,
    WordClass.CIVIL,
)
_OPENS: Final = (
    WordClass.DETERMINER,
    WordClass.NUMBER,
    WordClass.MILITARY,
    *_TARGETS,
    *NAMES,
)
_TIME: Final = 3  # tokens from "the" to "night"
_PERFECT: Final = frozenset({"has", "have", "had"})
_PRONOUNS: Final = frozenset({"him", "her", "them", "me", "it", "himself"})
_LOOK_AHEAD: Final = 4  # tokens: "hit strategic long range bomber base"
_LOOK_BACK: Final = 3  # tokens: "was reportedly also hit"
_VERBAL: Final = frozenset(
    {
        ActKind.STRIKE,
        ActKind.HARM,
        ActKind.TAKE,
        ActKind.LAND,
        ActKind.FIRE,
        ActKind.BEAT_OFF,
        ActKind.KILL,
    }
)
_NOMINAL: Final = frozenset(
    {ActKind.ATTACK, ActKind.BLAST, ActKind.BLAZE, ActKind.LOSSES, ActKind.INCIDENT}
)
_RELATIVE: Final = frozenset({"that", "those", "these"})  # "an attack that targeted the base"
_SENT: Final = 5  # tokens from "missiles" to the country that they were fired from
_INTRANSITIVE: Final = frozenset({ActKind.LAND})


class Use(StrEnum):
    """How an act word is used where it stands."""

    NOUN = "noun"
    ACTIVE = "active"
    PASSIVE = "passive"


def opens_phrase(tags: Tags, token: int) -> bool:
    """Tell whether a noun phrase begins at `token`, directly behind the word before it."""
    if tags.broken(token - 1) or tags.word(token) in {"", "that"}:
        return False
    if tags.at(token, WordClass.PREPOSITION) and not tags.at(token, WordClass.DETERMINER):
        return False
    if _is_time(tags, token):
        return False
    if tags.word(token).isdigit() or tags.word(token) in _PRONOUNS or tags.at(token, *_OPENS):
        return True
    return _target_ahead(tags, token)


def _is_time(tags: Tags, token: int) -> bool:
    """Tell "attacked the same night" from "attacked the same base"."""
    if not tags.at(token, WordClass.DETERMINER, WordClass.NUMBER):
        return False
    return any(tags.at(ahead, WordClass.SPAN) for ahead in range(token + 1, token + _TIME))


def _target_ahead(tags: Tags, token: int) -> bool:
    for ahead in range(token, token + _LOOK_AHEAD):
        if tags.at(ahead, WordClass.PREPOSITION, ACT):
            return False
        if tags.at(ahead, *_TARGETS):
            return True
        if tags.broken(ahead):
            return False
    return False


def is_passive(tags: Tags, item: Item) -> bool:
    """Tell "was hit", "base hit by" from "hit the base"."""
    for back in range(item.first - 1, item.first - 1 - _LOOK_BACK, -1):
        if back < 0 or tags.broken(back):
            break
        if tags.at(back, WordClass.BE):
            return True
        if tags.word(back) in _PERFECT:
            return False
        if tags.at(back, WordClass.PREPOSITION, WordClass.DETERMINER, *_TARGETS):
            break
    return not opens_phrase(tags, item.last + 1)


def use_of(tags: Tags, items: list[Item]) -> tuple[Item, Use] | None:
    """Decide between all readings of one act word; None where it is no act."""
    nouns = [item for item in items if item.act in _NOMINAL]
    verbs = [item for item in items if item.act in _VERBAL]
    for item in items:
        if item.act is ActKind.SUFFER:
            return item, Use.PASSIVE
    if verbs and (not nouns or _reads_as_verb(tags, verbs, nouns[0])):
        return _verb_use(tags, verbs)
    return (nouns[0], Use.NOUN) if nouns else None


def _verb_use(tags: Tags, verbs: list[Item]) -> tuple[Item, Use] | None:
    forms = {item.form for item in verbs}
    item = verbs[0]
    if item.act in _INTRANSITIVE or not forms & {Form.PAST, Form.PARTICIPLE}:
        return item, Use.ACTIVE
    if _adjective(tags, item):
        return None
    if is_passive(tags, item):
        return (item, Use.PASSIVE) if Form.PARTICIPLE in forms else (item, Use.ACTIVE)
    return item, Use.ACTIVE


def _adjective(tags: Tags, item: Item) -> bool:
    """Tell "the attacked bases", "a wounded soldier": no deed by themselves."""
    before = tags.at(item.first - 1, WordClass.DETERMINER)
    relative = before is not None and before.id in _RELATIVE
    return before is not None and not relative and not tags.broken(item.first - 1)


def _reads_as_verb(tags: Tags, verbs: list[Item], noun: Item) -> bool:
    """Decide for a word that is both, "strikes" or "bombing", by its neighbours."""
    verb = verbs[0]
    before, behind = verb.first - 1, verb.last + 1
    linked = not tags.broken(before)
    if verb.act is ActKind.FIRE and not tags.broken(verb.last) and tags.at(behind, WEAPON):
        return True  # "fires missile over": no blaze
    if linked and _verb_before(tags, before):
        return True
    if tags.word(behind) == "by" and any(each.form is Form.PARTICIPLE for each in verbs):
        return True
    if linked and _noun_before(tags, before):
        return _subject(tags, verbs, before) and opens_phrase(tags, behind)
    if verb.form is Form.PLAIN and noun.form is Form.SINGULAR and linked and _single(tags, before):
        return False
    return opens_phrase(tags, behind)


def _subject(tags: Tags, verbs: list[Item], token: int) -> bool:
    """Tell "US strikes base", "drones strike base" from "drone strikes on a base"."""
    forms = {verb.form for verb in verbs}
    if Form.ING in forms:
        return False
    if tags.at(token, "country"):
        return True
    past = Form.PAST in forms  # "a drone hit", "drones hit"
    agrees = past or tags.word(token).endswith(("s", "men")) is not (Form.THIRD in forms)
    return agrees and tags.at(token, WEAPON, "actor") is not None


def _verb_before(tags: Tags, token: int) -> bool:
    word = tags.word(token)
    return word in {"to", "have", "has", "had"} or bool(tags.at(token, WordClass.MODAL))


def _noun_before(tags: Tags, token: int) -> bool:
    """Tell words that only stand before a noun, among them the s of a possessive."""
    return tags.word(token) == "s" or bool(
        tags.at(
            token,
            WordClass.DETERMINER,
            WordClass.BEFORE_NOUN,
            WordClass.NUMBER,
            WEAPON,
            "demonym",
        )
    )


def _single(tags: Tags, token: int) -> bool:
    """Tell "Kenya base attack": a singular subject takes no plain verb."""
    if tags.word(token - 1) == "from" and any(
        tags.at(back, WEAPON) for back in range(token - _SENT, token - 1)
    ):
        return False  # "missiles fired from Iran strike": the missiles are the subject
    found = tags.at(token, "country", "base", "town", WordClass.SITE, WordClass.WEAK_SITE)
    return found is not None and not tags.word(token).endswith("s")


def act_groups(tags: Tags, tokens: range) -> list[list[Item]]:
    """Return the act words of a stretch, all readings of one word together."""
    groups: dict[int, list[Item]] = {}
    for item in tags.of(tokens, ACT):
        groups.setdefault(item.first, []).append(item)
    return list(groups.values())
