"""Whose it is: the site, the forces at it, the people who were hurt."""

from collections.abc import Sequence
from typing import Final

from processors.extract.frames.frames import Frame
from processors.extract.frames.holders import is_hostile
from processors.extract.frames.targets import TargetKind
from processors.extract.words.kit import Kit
from processors.extract.words.syntax import Use
from processors.extract.words.tags import ACT, WEAPON, Item, Tags
from processors.language import ActKind, WordClass

_HOUSED: Final = 8  # tokens behind a site: "a base that houses US troops"
_OWN_LOSSES: Final = frozenset({ActKind.KILL, ActKind.LOSSES, ActKind.BEAT_OFF})


def hosts_of(kit: Kit, frame: Frame) -> set[str]:
    """Return the states whose forces the gazetteer knows at the named target.

    An armed group that holds it is none of them: on the day of which a text tells, it may have been
    the one who attacked.
    """
    if frame.target.kind is not TargetKind.BASE:
        return set()
    base = kit.gazetteer.bases[frame.target.item.id]
    return {host for host in base.hosts if not is_hostile(kit, host)}


def is_held_by_militia(kit: Kit, frame: Frame) -> bool:
    """Tell a named base that armed groups hold, and no state's forces."""
    if frame.target.kind is not TargetKind.BASE:
        return False
    hosts = kit.gazetteer.bases[frame.target.item.id].hosts
    return bool(hosts) and all(is_hostile(kit, host) for host in hosts)


def owners_before(tags: Tags, kit: Kit, frame: Frame) -> set[str]:
    """Return whose site or forces the target's own noun phrase says they are."""
    found: set[str] = set()
    item = frame.target.item
    for token in range(item.last, item.first - 4, -1):
        if token < item.first and (tags.broken(token) or tags.at(token, ACT, WEAPON)):
            break
        if name := tags.at(token, "demonym", "actor"):
            found.add(state_of(kit, name.id))
        if token < item.first and tags.at(
            token, WordClass.PREPOSITION, WordClass.DETERMINER, WordClass.TARGET_PREP
        ):
            break
    return found - {""}


def state_of(kit: Kit, agent: str) -> str:
    """Return the state behind an agent: a state's forces are the state, a militia is itself."""
    actor = kit.gazetteer.actors.get(agent)
    return actor.state if actor and actor.kind == "state" else agent


def owners_of(tags: Tags, kit: Kit, frame: Frame, current: Sequence[Frame]) -> tuple[str, ...]:
    """Return whose site or whose people were struck: country codes, or groups of states."""
    found = owners_before(tags, kit, frame)
    item = frame.target.item
    housing = False
    for token in range(item.last + 1, min(frame.tokens.stop, item.last + _HOUSED)):
        housing = housing or tags.at(token, WordClass.HOUSES) is not None
        name = tags.at(token, "actor", "demonym")
        if housing and name:
            found.add(state_of(kit, name.id))
    for target in frame.others:
        if target.kind is TargetKind.FORCE and not found:
            found |= _nation_of(tags, kit, target.item)
    return tuple(sorted(found or _victims(tags, kit, frame, current) or _speaker(tags, kit, frame)))


def _victims(tags: Tags, kit: Kit, frame: Frame, current: Sequence[Frame]) -> set[str]:
    """Return whose people were hurt in the same sentence: "63 Russian soldiers killed in"."""
    found: set[str] = set()
    for each in current:
        same = each.sentence.index == frame.sentence.index
        if same and each.target.kind is TargetKind.FORCE:
            found |= owners_before(tags, kit, each)
    return found


def _speaker(tags: Tags, kit: Kit, frame: Frame) -> set[str]:
    """Return the country that tells of its own losses: "Russia says its base was attacked"."""
    struck = {state_of(kit, agent) for agent in frame.agents}
    if frame.act.act is ActKind.BEAT_OFF and struck:
        return struck & set(kit.gazetteer.countries)
    for item in tags.of(frame.tokens, "country"):
        says = tags.at(item.last + 1, WordClass.REPORTING)
        lost = frame.act.act in _OWN_LOSSES and frame.use is not Use.ACTIVE
        own = lost or (struck and item.id not in struck)
        if says and own and item.id not in kit.expeditionary:
            return {item.id}
    return set()


def _nation_of(tags: Tags, kit: Kit, item: Item) -> set[str]:
    for token in range(item.first - 1, item.first - 3, -1):
        if name := tags.at(token, "actor", "demonym"):
            return {state_of(kit, name.id)}
    return set()
