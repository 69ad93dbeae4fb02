"""What soldiers, ships, towns and nameless bases may do: join, and open only in plain cases."""

from typing import Final

from contracts.messages import May, Told
from processors.extract.frames.frames import Frame
from processors.extract.frames.owners import owners_before
from processors.extract.frames.targets import TargetKind
from processors.extract.verdict.reading import Finding, Reading, Row
from processors.extract.words.tags import ACT, WEAPON, Tags
from processors.language import ActKind, WordClass

_MANY: Final = 20  # soldiers killed in one strike: no skirmish
_MANY_WORDS: Final = frozenset({"dozens", "scores", "hundreds"})
_GUNS: Final = "guns"  # weapon family
_BASES: Final = frozenset(
    ("base", "bases", "airfield", "airfields", "depot", "depots", "hq", "detachment")
)
_POSTS: Final = frozenset(("checkpoint", "checkpoints", "post", "posts", "camp", "roadblock"))
_ANYBODYS: Final = frozenset(("depot", "depots", "hq"))  # a firm has them too
_MILITARY: Final = (WordClass.MILITARY, WordClass.FORCE, WordClass.MATERIEL, WordClass.SITE)
_LONG_WORD: Final = 5  # letters: a headline in capitals writes shorter ones small
_BEFORE_BARE: Final = (
    ACT,
    WEAPON,
    WordClass.DETERMINER,
    WordClass.PREPOSITION,
    WordClass.TARGET_PREP,
    WordClass.MATERIEL,
    WordClass.FORCE,
    "country",
    "demonym",
    "actor",
    "town",
    "region",
)


def weak_target(reading: Reading) -> Finding | None:
    """People, ships or a town alone join what is known; they open only in plain cases."""
    if any(each.frame.strong for each in reading.current):
        return None
    kinds = {each.frame.target.kind for each in reading.current}
    for kind, row, opens in _LADDER:
        if kind in kinds:
            if opens(reading):
                return None
            return Finding(Told.CURRENT, May.JOIN, row, reading.current)
    may = May.NOTHING if kinds == {TargetKind.CIVIL} else May.JOIN
    return Finding(Told.CURRENT, may, Row.TOWN, reading.current)


def _plain_base(reading: Reading) -> bool:
    """Tell "the base" in a text that speaks of soldiers from the base of anything else."""
    bare = any(
        _head(each.frame) in _BASES and not _is_compound(reading.tags, each.frame)
        for each in reading.current
    )
    return _is_manned(reading) or (bare and reading.has(reading.top(), *_MILITARY))


def _head(frame: Frame) -> str:
    """Return "base" of "island base"."""
    return frame.target.item.id.rpartition(" ")[2]


def _is_manned(reading: Reading) -> bool:
    """Tell a checkpoint at which soldiers were killed: they stood there."""
    posts = {e.frame.sentence.index for e in reading.current if _head(e.frame) in _POSTS}
    return any(
        each.frame.act.act is ActKind.KILL
        and each.frame.sentence.index in posts
        and TargetKind.FORCE in {each.frame.target.kind, *(o.kind for o in each.frame.others)}
        for each in reading.current
    )


def _is_compound(tags: Tags, frame: Frame) -> bool:
    """Tell "fuel depot", "company HQ": a noun that we do not know says what it is."""
    first = frame.target.item.first
    before = first - 1
    if frame.target.item.id not in _ANYBODYS:
        return False
    if first == frame.tokens.start or tags.broken(before) or tags.at(before, *_BEFORE_BARE):
        return False
    return tags.word(before) != "s" and not _is_name(tags, before, frame.tokens)


def _is_name(tags: Tags, token: int, sentence: range) -> bool:
    """Tell a place that we do not know by its capital, where not every word has one."""
    written = [tags.document.whole[slice(*tags.tokens[each])] for each in (token, *sentence)]
    plain = any(word.islower() and len(word) >= _LONG_WORD for word in written[1:])
    return plain and written[0][0].isupper()


def _struck_hard(reading: Reading) -> bool:
    return _stand_off(reading) or _many_dead(reading)


def _in_port(reading: Reading) -> bool:
    """Tell ships and aircraft that a base beside them, or "in" a town, places."""
    tags = reading.tags
    return any(
        item.kind == "base" or tags.at(item.first - 1, WordClass.PLACE_PREP, WordClass.PLACE_LINK)
        for each in reading.current
        for item in tags.of(each.frame.tokens, "town", "base")
    )


def _stand_off(reading: Reading) -> bool:
    """Rockets, missiles or drones on forces far from home fall on where they live."""
    for each in reading.current:
        owners = owners_before(reading.tags, reading.kit, each.frame)
        far = owners & reading.kit.expeditionary
        family = reading.kit.families.get(each.frame.weapon, "")
        if each.frame.target.kind is TargetKind.FORCE and far and family in {"rocket", "drone"}:
            return True
    return False


def _many_dead(reading: Reading) -> bool:
    """Twenty soldiers or dozens dead in one strike lived where it fell."""
    for each in reading.current:
        if each.frame.target.kind is not TargetKind.FORCE:
            continue
        item = each.frame.target.item
        for token in range(item.first - 4, item.first):
            word = reading.tags.word(token)
            if word in _MANY_WORDS or (word.isdigit() and int(word) >= _MANY):
                return _from_afar(reading, each.frame)
    return False


def _from_afar(reading: Reading, frame: Frame) -> bool:
    """Tell a missile or a blast, which strikes quarters, from a fight or an ambush."""
    family = reading.kit.families.get(frame.weapon, "")
    return family not in {"", _GUNS} or reading.has([frame.sentence], WordClass.STANDOFF)


_LADDER: Final = (
    (TargetKind.SITE, Row.UNSURE, _plain_base),
    (TargetKind.FORCE, Row.PEOPLE, _struck_hard),
    (TargetKind.MATERIEL, Row.SHIPS, _in_port),
)
