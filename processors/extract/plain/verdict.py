"""What a document tells, as far as words and names can say: the first row that fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from contracts.messages import May, Told
from contracts.weapons import Weapon
from processors.extract.plain.frames import HARM, STRONG, Frame, Target
from processors.extract.plain.kit import ROLE
from processors.extract.plain.passage import Passage, gap
from processors.extract.text.document import Role
from processors.gazetteer import Gazetteer
from processors.gazetteer.wars import War
from processors.language.plain import Cue

_HIGH: Final = frozenset({Role.TITLE, Role.LEAD})
_COUNT: Final = 1  # words between enemies and that they were killed: how many
_NO: Final = 2  # words between "no" and an attack
_OFTEN: Final = 2  # words of one kind, or sentences with one, that make a text's genre
_ORDER: Final = {Role.TITLE: 0, Role.LEAD: 1, Role.BODY: 2}
_WEAKNESS: Final = {Target.BASE: 0, Target.SITE: 1, Target.FORCE: 3, Target.TOWN: 4}


_DEEDS: Final = frozenset({Cue.STRIKE, Cue.BLAST, Cue.FALL, Cue.FIRED, Cue.BEAT_OFF})
_UNMEANT: Final = frozenset({Cue.BLAST, Cue.FALL})
_MEANT: Final = frozenset({Cue.STRIKE, Cue.FIRED})
_ARMS: Final = frozenset(Weapon) - {
    Weapon.GUNFIRE, Weapon.EXPLOSION, Weapon.BOMB, Weapon.SABOTAGE, Weapon.IED
}  # fmt: skip


class Row(StrEnum):
    """Which rule decided; the words go into the report."""

    GENRE = "film, sport, games or memories, by its words"
    CYBER = "done to computers"
    EXERCISE = "an exercise, by its title or first sentences"
    DENIED = "said to have been no attack"
    ACCIDENT = "told as an accident"
    CRIME = "told as a crime"
    OUTGOING = "the title tells of enemies struck"
    NO_NEWS = "no attack is told as current"
    TITLE = "the title tells of it so"
    ASIDE = "the title speaks of another thing"
    HARM = "harm to forces, and no word of the deed"
    WEAK = "a base or a port, and no word that says it is a military one"
    NO_SITE = "no military site beside the act"
    FORCES = "soldiers were struck, and no site is named"
    CAUSE = "a bang at a base, and no word of its cause"
    BELOW = "told below the first sentences"
    NEWS = "told as news in title or first sentences"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, and the frames it rests on, the main one first."""

    told: Told
    may: May
    row: Row
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What the verdict knows of the world."""

    gazetteer: Gazetteer
    wars: Sequence[War]


def judge(
    passages: Sequence[Passage], frames: Sequence[Frame], clock: datetime | None, world: World
) -> Finding | None:
    """Return the verdict on a document, None where nothing is told at all."""
    if not frames:
        return None
    current = sorted((f for f in frames if f.told is Told.CURRENT), key=_rank)
    if row := _other(passages, current):
        return Finding(_TOLD.get(row, Told.EXERCISE), May.NOTHING, row, tuple(frames[:1]))
    if not current:
        return Finding(frames[0].told, May.NOTHING, Row.NO_NEWS, tuple(frames[:1]))
    if other := _title_denies(frames) or _title_tells(passages, frames):
        return other
    enemies = _tells_of_enemies(passages)
    named = any(p.has(Cue.ARMED_GROUP) for p in passages if p.sentence.role is Role.TITLE)
    above = frozenset({Role.TITLE}) if named else _HIGH
    if enemies and not any(f.strong and f.role in above for f in current):
        return Finding(Told.OUTGOING, May.NOTHING, Row.OUTGOING, tuple(frames[:1]))
    may, row = _may(current[0], _at_war(passages, clock, world))
    if row is Row.WEAK and _is_plain_base(passages, current[0]):
        may = May.OPEN_IF_UNKNOWN
    if may is May.OPEN and (enemies or _title_is_aside(passages, current)):
        may, row = May.OPEN_IF_UNKNOWN, Row.ASIDE
    return Finding(Told.CURRENT, may, row, tuple(current))


def _is_plain_base(passages: Sequence[Passage], frame: Frame) -> bool:
    """Tell "an attack on the base" in a text that speaks of soldiers from a base of anything."""
    struck = frame.act.kind == Cue.STRIKE or frame.weapon not in {"", Weapon.EXPLOSION}
    if frame.target.kind != Cue.WEAK_SITE or not struck:
        return False
    high = [passage for passage in passages if passage.sentence.role in _HIGH]
    return frame.role in _HIGH and any(p.has(Cue.MILITARY, Cue.FORCE, "base") for p in high)


def _title_tells(passages: Sequence[Passage], frames: Sequence[Frame]) -> Finding | None:
    """Return what title and first sentences tell, where that is no news.

    A title of an anniversary or a count has a text of the same; a title that may be a threat or
    news is what the first sentences say it is.
    """
    titles = [passage for passage in passages if passage.sentence.role is Role.TITLE]
    lead = [frame for frame in frames if frame.role is Role.LEAD and frame.strong]
    own = [frame for frame in frames if frame.role is Role.TITLE]
    if any(frame.told is Told.CURRENT for frame in own):
        below = [frame for frame in frames if frame.role is not Role.TITLE and frame.strong]
        if lead and all(frame.told in _NO_NEWS for frame in below):
            return Finding(lead[0].told, May.NOTHING, Row.TITLE, (lead[0],))
        return None
    silent = not own and all(frame.told in _NO_NEWS for frame in lead)
    for frame in lead[:1] if silent else own:
        if frame.told in _NO_NEWS:
            return Finding(frame.told, May.NOTHING, Row.TITLE, (frame,))
    for cue, told in ((Cue.PAST, Told.BACKGROUND), (Cue.AGGREGATE, Told.AGGREGATE)):
        if any(title.has(cue) for title in titles):
            return Finding(told, May.NOTHING, Row.TITLE, tuple(frames[:1]))
    return None


def _title_denies(frames: Sequence[Frame]) -> Finding | None:
    """Return what a title takes back, or tells of a strike on an armed group."""
    own = [frame for frame in frames if frame.role is Role.TITLE]
    denied = [frame for frame in own if frame.told is Told.DENIED]
    if denied and all(f.told is Told.DENIED or f.act.kind in _UNMEANT for f in own):
        return Finding(Told.DENIED, May.NOTHING, Row.DENIED, tuple(denied[:1]))
    news = any(frame.told is Told.CURRENT and frame.role in _HIGH for frame in frames)
    if own and not news and all(frame.told is Told.OUTGOING for frame in own):
        return Finding(Told.OUTGOING, May.NOTHING, Row.OUTGOING, tuple(own[:1]))
    return None


def _tells_of_enemies(passages: Sequence[Passage]) -> bool:
    """Tell a title of enemies killed from one of soldiers killed by them."""
    for title in passages:
        if title.sentence.role is not Role.TITLE or _names_the_struck(title):
            continue
        groups = list(title.of(Cue.ARMED_GROUP))
        killed = [hit for hit in title.of(Cue.KILLED) for g in groups if gap(hit, g) <= _COUNT]
        if killed or title.has(Cue.OUTGOING):
            return True
    return False


def _names_the_struck(title: Passage) -> bool:
    """Tell whether a title speaks of soldiers, or of a site that is struck."""
    if title.has(Cue.FORCE, Cue.PERSON) or any(hit.id == "soldier" for hit in title.of(ROLE)):
        return True
    return title.has("base", Cue.SITE) and not title.has(Cue.OUTGOING)


def _title_is_aside(passages: Sequence[Passage], current: Sequence[Frame]) -> bool:
    """Tell a title of a threat or a reply, with the attack in the text below."""
    if any(
        frame.role is Role.TITLE or frame.beside.sentence.role is Role.TITLE for frame in current
    ):
        return False
    return any(p.has(Cue.THREAT) for p in passages if p.sentence.role is Role.TITLE)


_NO_NEWS: Final = frozenset(
    {Told.THREAT, Told.EXERCISE, Told.AGGREGATE, Told.BACKGROUND, Told.DENIED}
)
_TOLD: Final = {Row.DENIED: Told.DENIED, Row.ACCIDENT: Told.DENIED}


def _rank(frame: Frame) -> tuple[bool, int, int, int]:
    order = _ORDER.get(frame.role, 3) + _WEAKNESS.get(frame.kind, 5)
    return frame.reason == HARM, order, frame.passage.sentence.index, frame.act.first


def _other(passages: Sequence[Passage], current: Sequence[Frame]) -> Row | None:
    """Say what the text is about, if it is no attack on a base."""
    for row, cue in _KINDS.items():
        if _speaks_of(passages, cue):
            return row
    armed = any(f.act.kind in _MEANT and f.weapon in _ARMS and f.role in _HIGH for f in current)
    roles = frozenset({Role.TITLE}) if armed else _HIGH
    for row, cue in _VETOES.items():
        if any(passage.has(cue) for passage in passages if passage.sentence.role in roles):
            return row
        if sum(passage.has(cue) for passage in passages) >= _OFTEN:
            return row
    meant = any(f.act.kind == Cue.STRIKE and f.strong and f.role in _HIGH for f in current)
    for row, cue in _CAUSES.items():
        several = [p for p in passages if not meant or p.sentence.role in _HIGH]
        if not armed and any(passage.has(cue) for passage in several):
            return row
    claimed = any(passage.has(Cue.CLAIMS) for passage in passages)
    burst = current and current[0].act.kind in _UNMEANT and not armed and not claimed
    return Row.DENIED if burst and any(_rules_out(p) for p in passages) else None


def _rules_out(passage: Passage) -> bool:
    """Tell "neither an attack nor sabotage": said of a bang, wherever it stands."""
    no = list(passage.of(Cue.NOT, Cue.NOBODY))
    acts = passage.of(Cue.STRIKE)
    return passage.has(Cue.DENIED) or any(gap(act, each) <= _NO for act in acts for each in no)


_KINDS: Final = {Row.GENRE: Cue.GENRE, Row.CYBER: Cue.CYBER}
_VETOES: Final = {Row.EXERCISE: Cue.EXERCISE, Row.DENIED: Cue.DENIED}
_CAUSES: Final = {Row.ACCIDENT: Cue.ACCIDENT, Row.CRIME: Cue.CRIME}


def _speaks_of(passages: Sequence[Passage], cue: Cue) -> bool:
    """Tell whether a text has a word of this kind high up, or several below."""
    high = any(p.has(cue) for p in passages if p.sentence.role in _HIGH)
    return high or sum(len(list(p.of(cue))) for p in passages) >= _OFTEN


def _may(frame: Frame, at_war: bool) -> tuple[May, Row]:
    if frame.reason == HARM:
        return May.JOIN, Row.HARM
    if frame.kind in _JOINERS:
        return May.JOIN, _JOINERS[frame.kind]
    if frame.kind not in STRONG:
        return May.NOTHING, Row.NO_SITE
    if frame.role not in _HIGH:
        return May.OPEN_IF_UNKNOWN, Row.BELOW
    caused = at_war or frame.weapon not in {"", Weapon.EXPLOSION}
    if frame.act.kind in {Cue.BLAST, Cue.FALL} and not caused:
        return May.OPEN_IF_UNKNOWN, Row.CAUSE
    return May.OPEN, Row.NEWS


_JOINERS: Final = {Target.FORCE: Row.FORCES, Target.TOWN: Row.WEAK}


def _at_war(passages: Sequence[Passage], clock: datetime | None, world: World) -> bool:
    """Tell whether a country that the text names was at war, or tense, then."""
    codes = {hit.id for p in passages for hit in p.of("country", "demonym")}
    codes |= {hit.id.partition(":")[0] for p in passages for hit in p.of("town", "region")}
    codes |= {world.gazetteer.bases[hit.id].country for p in passages for hit in p.of("base")}
    return any(war.holds(code, clock) for war in world.wars for code in codes)
