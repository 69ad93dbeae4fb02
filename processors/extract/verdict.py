"""What a whole document says of its attacks: the first row that fits decides what it may do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from contracts.messages import May, Told
from processors.extract.document import Document, Role, Sentence
from processors.extract.frames import Frame
from processors.extract.kit import Kit, blank
from processors.extract.syntax import Use
from processors.extract.tags import ACT, WEAPON, Tags
from processors.extract.targets import TargetKind
from processors.extract.told import Judged, owners_before
from processors.language import ActKind, Form, WordClass

_SOFT_GENRE: Final = 3  # words of film or sport in a text without a site in its title
_LONG: Final = 2200  # characters; in a long text a few such words mean nothing
_MANY: Final = 20  # soldiers killed in one strike: no skirmish
_LOOK_BACKS: Final = frozenset({"after", "following", "amid", "despite", "since", "before"})
_WAKES: Final = frozenset({"wake", "retaliation", "response", "revenge"})
_WAKE: Final = 9  # tokens before the act in which "in the wake of" stands


class Row(StrEnum):
    """Which rule decided; the words go into the report."""

    NAMED_ONLY = "the title names a base and an act, and no sentence joins them"
    GENRE = "film, sport, games or memories, by its section or its title"
    COMMENTARY = "a comment or an explainer, not news of the attack itself"
    NO_NEWS = "no attack is told as current"
    ELSEWHERE = "the title speaks of something else; the attack is told in passing"
    ASIDE = "the attack stands only in a look back from something else"
    INCIDENT = "an incident at a base, and no word for what it was"
    LIVE = "a live page or a briefing of many things"
    PEOPLE = "soldiers were struck, and no site is named"
    SHIPS = "ships or aircraft were struck, and no site is named"
    TOWN = "a garrison town was struck, and no site is named"
    UNSURE = "a base, and no word that says it is a military one"
    ACCIDENT = "nothing hostile is said and no war is near: an accident"
    CRIME = "a shooting without a word of terror or militants: a crime"
    PRESUPPOSED = "the attack is taken as known"
    NEWS = "told as news"


_SILENT: Final = frozenset({Row.ELSEWHERE, Row.COMMENTARY})  # told again, not as news
_BASES: Final = frozenset(("base", "bases", "airfield", "airfields", "depot", "depots", "hq"))
_MILITARY: Final = (WordClass.MILITARY, WordClass.FORCE, WordClass.MATERIEL, WordClass.SITE)
_OF_ATTACKS: Final = (ACT, WEAPON, WordClass.CASUALTY, WordClass.SITE, "base")


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on a document, with the frames it rests on, the main one first."""

    told: Told
    may: May
    row: Row
    frames: tuple[Judged, ...]
    presupposed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All a row may look at."""

    document: Document
    tags: Tags
    kit: Kit
    url: str
    judged: tuple[Judged, ...]
    current: tuple[Judged, ...]

    @property
    def main(self) -> Frame:
        """Return the frame that tells of the attack best."""
        return self.current[0].frame

    def titles(self) -> list[Sentence]:
        """Return the title's sentences."""
        return [each for each in self.document.sentences if each.role is Role.TITLE]

    def has(self, sentences: Sequence[Sentence], *kinds: str) -> bool:
        """Tell whether a word of these kinds stands in these sentences."""
        return any(next(self.tags.of(self.tags.sentence(each), *kinds), None) for each in sentences)

    def top(self) -> list[Sentence]:
        """Return title and lead."""
        return [e for e in self.document.sentences if e.role in {Role.TITLE, Role.LEAD}]


def read(
    document: Document, tags: Tags, kit: Kit, url: str, judged: Sequence[Judged]
) -> Finding | None:
    """Decide what the document may do; None where it tells of nothing at all."""
    current = [each for each in judged if each.told is Told.CURRENT]
    ranked = sorted(current, key=lambda each: _rank(each.frame, tags))
    reading = Reading(document, tags, kit, url, tuple(judged), tuple(ranked))
    for rule in _ROWS if judged else _WITHOUT_FRAMES:
        if finding := rule(reading):
            return finding
    return None


_ROLE: Final = {Role.TITLE: 0, Role.LEAD: 1, Role.BODY: 3}


def _rank(frame: Frame, tags: Tags) -> tuple[float, int]:
    """Order frames: strong and high up first, in passing or taken as known last."""
    weak = 0.0 if frame.strong else 1.5 if frame.target.kind is TargetKind.SITE else 2.0
    passing = 1.5 if looks_back(frame, tags) else 0.0
    known = 0.5 if is_presupposed(frame, tags) else 0.0
    return (_ROLE[frame.sentence.role] + weak + passing + known, frame.act.start)


def looks_back(frame: Frame, tags: Tags) -> bool:
    """Tell whether the attack stands only in an "after ..." of something else."""
    if frame.clause.opener in _LOOK_BACKS:
        return True
    for token in range(frame.act.first - 1, frame.act.first - _WAKE, -1):
        if tags.broken(token) or tags.at(token, ACT):
            return False
        if tags.word(token) in _WAKES:
            return True
    return False


def is_presupposed(frame: Frame, tags: Tags) -> bool:
    """Tell "the attack", "its recent strikes" from "an attack" and "was attacked"."""
    if frame.use is not Use.NOUN:
        return False
    for token in range(frame.act.first - 1, frame.act.first - 7, -1):
        if tags.broken(token):
            return False
        if tags.at(token, WordClass.INDEFINITE):
            return False
        if tags.at(token, WordClass.DEFINITE) or tags.word(token) == "s":
            return True
        if tags.at(token, WordClass.PREPOSITION, ACT):
            return False
    return False


def _genre(reading: Reading) -> Finding | None:
    path = urlsplit(reading.url).path
    words = set(blank(path.lower()).split()[:6]) & reading.kit.address
    titles = reading.titles()
    if words or reading.has(titles, WordClass.GENRE_TITLE):
        return _nothing(reading, Told.EXERCISE, Row.GENRE)
    in_title = any(each.frame.sentence.role is Role.TITLE for each in reading.current)
    soft = sum(1 for item in reading.tags.items if item.kind == WordClass.GENRE_TEXT)
    if soft >= _SOFT_GENRE and not in_title and len(reading.document.text) < _LONG:
        return _nothing(reading, Told.EXERCISE, Row.GENRE)
    return None


def _nothing(reading: Reading, told: Told, row: Row) -> Finding:
    frames = reading.current or reading.judged
    return Finding(told, May.NOTHING, row, frames[:1])


def _no_news(reading: Reading) -> Finding | None:
    if reading.current:
        return None
    first = min(reading.judged, key=lambda each: _rank(each.frame, reading.tags))
    may = May.NOTHING
    if first.told is Told.BACKGROUND and first.frame.strong:
        may = May.OPEN_IF_UNKNOWN
    elif first.told is Told.DENIED:
        may = May.JOIN
    return Finding(first.told, may, Row.NO_NEWS, (first,))


def _commentary(reading: Reading) -> Finding | None:
    if not reading.has(reading.titles(), WordClass.COMMENTARY):
        return None
    if _title_deed(reading):
        return None
    return _passing(reading, Row.COMMENTARY)


def _title_deed(reading: Reading) -> bool:
    """Tell whether the title itself says that a site was struck."""
    return any(
        each.frame.sentence.role is Role.TITLE
        and each.frame.strong
        and not looks_back(each.frame, reading.tags)
        and not is_presupposed(each.frame, reading.tags)
        and not _talked_of(reading, each.frame)
        for each in reading.current
    )


def _talked_of(reading: Reading, frame: Frame) -> bool:
    """Tell "general reacts to strike on airfield": the act is a topic there, no deed."""
    before = range(frame.tokens.start, frame.act.first)
    return next(reading.tags.of(before, WordClass.COMMENTARY), None) is not None


def _passing(reading: Reading, row: Row) -> Finding:
    """Told in passing: joins what is known, opens what is not if it is plainly fresh."""
    main = reading.main
    fresh = (
        main.strong
        and main.sentence.role in {Role.TITLE, Role.LEAD}
        and reading.has(reading.top(), WordClass.HOSTILE)
    )
    may = May.OPEN_IF_UNKNOWN if fresh else May.JOIN
    told = Told.BACKGROUND if row in _SILENT else Told.CURRENT
    return Finding(told, may, row, reading.current, presupposed=True)


def _live(reading: Reading) -> Finding | None:
    if not reading.has(reading.titles(), WordClass.LIVE) or _title_deed(reading):
        return None
    main = reading.main
    first = main.sentence.role is Role.LEAD and main.strong
    told_new = first and not is_presupposed(main, reading.tags)
    if told_new and not looks_back(main, reading.tags):
        return Finding(Told.CURRENT, May.OPEN_IF_UNKNOWN, Row.LIVE, reading.current)
    return Finding(Told.BACKGROUND, May.JOIN, Row.LIVE, reading.current, presupposed=True)


def _elsewhere(reading: Reading) -> Finding | None:
    """Tell a title that speaks of another story, of which the attack is but a circumstance."""
    titles = reading.titles()
    if not titles or any(e.frame.sentence.role is Role.TITLE for e in reading.judged):
        return None
    if reading.has(titles, *_OF_ATTACKS):
        return None
    return _passing(reading, Row.ELSEWHERE)


def _aside(reading: Reading) -> Finding | None:
    """Tell an answer to an attack, with the attack itself in "after ..."."""
    if not all(looks_back(each.frame, reading.tags) for each in reading.current):
        return None
    if any(_has_toll(reading, each.frame) for each in reading.current):
        return None  # "dozens feared dead after an attack on ..." is news of the attack
    return _passing(reading, Row.ASIDE)


def _has_toll(reading: Reading, frame: Frame) -> bool:
    """Tell whether the sentence gives victims outside of the "after" clause."""
    return any(
        not frame.clause.start <= item.start < frame.clause.end
        and not reading.tags.at(item.first, WordClass.MODAL)
        and not _others_dead(reading, frame, item.start)
        for item in reading.tags.of(frame.tokens, WordClass.CASUALTY)
    )


def _others_dead(reading: Reading, frame: Frame, start: int) -> bool:
    """Tell the dead of the answer: another act of the sentence's main clause killed them."""
    return any(
        each.told is not Told.CURRENT
        and each.frame.sentence == frame.sentence
        and each.frame.clause.start <= start < each.frame.clause.end
        for each in reading.judged
    )


def _incident(reading: Reading) -> Finding | None:
    if all(each.frame.act.act is ActKind.INCIDENT for each in reading.current):
        named = any(e.frame.target.kind is TargetKind.BASE for e in reading.current)
        may = May.JOIN if named else May.NOTHING
        return Finding(Told.CURRENT, may, Row.INCIDENT, reading.current, presupposed=True)
    return None


def _body_only(reading: Reading) -> Finding | None:
    if all(each.frame.sentence.role is Role.BODY for each in reading.current):
        return _passing(reading, Row.ELSEWHERE)
    return None


def _hostless(reading: Reading) -> Finding | None:
    """No hostile word and no war: an accident; a shooting without terror: a crime."""
    top = [each.frame.sentence for each in reading.current] + reading.top()
    if _is_crime(reading, top):
        return _nothing(reading, Told.EXERCISE, Row.CRIME)
    if reading.has(top, WordClass.HOSTILE) and not _only_blast(reading):
        return None
    if reading.has(top, WordClass.HOSTILE) and not reading.has(top, WordClass.ACCIDENT):
        return None
    if _at_war(reading) and not reading.has(top, WordClass.ACCIDENT):
        return None
    return _nothing(reading, Told.EXERCISE, Row.ACCIDENT)


def _only_blast(reading: Reading) -> bool:
    return all(
        each.frame.act.act in {ActKind.BLAST, ActKind.BLAZE, ActKind.LAND, ActKind.HARM}
        for each in reading.current
    )


_GUNS: Final = "gunfire"
_GUNS_FAMILY: Final = "guns"


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
        for item in reading.tags.of(
            reading.tags.sentence(each.frame.sentence), "country", "demonym", "town", "region"
        )
    }
    codes |= {
        reading.kit.gazetteer.bases[item.id].country
        for item in reading.tags.items
        if item.kind == "base"
    }
    return any(war.holds(code, clock) for war in reading.kit.wars for code in codes)


def _weak_target(reading: Reading) -> Finding | None:
    """People, ships or a town alone join what is known; they open only in plain cases."""
    if any(each.frame.strong for each in reading.current):
        return None
    kinds = {each.frame.target.kind for each in reading.current}
    frames = reading.current
    if TargetKind.SITE in kinds:
        bare = any(each.frame.target.item.id in _BASES for each in frames)
        top = bare and reading.has(reading.top(), *_MILITARY)
        may = May.OPEN if top else May.JOIN
        return None if top else Finding(Told.CURRENT, may, Row.UNSURE, frames)
    if TargetKind.FORCE in kinds:
        may = May.OPEN if _stand_off(reading) or _many_dead(reading) else May.JOIN
        return None if may is May.OPEN else Finding(Told.CURRENT, may, Row.PEOPLE, frames)
    if TargetKind.MATERIEL in kinds:
        placed = any(
            item.kind in {"town", "base"}
            for each in frames
            for item in reading.tags.of(each.frame.tokens, "town", "base")
        )
        return None if placed else Finding(Told.CURRENT, May.JOIN, Row.SHIPS, frames)
    if kinds == {TargetKind.CIVIL}:
        return Finding(Told.CURRENT, May.NOTHING, Row.TOWN, frames)
    return Finding(Told.CURRENT, May.JOIN, Row.TOWN, frames)


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
            if word in {"dozens", "scores", "hundreds"} or (word.isdigit() and int(word) >= _MANY):
                return _from_afar(reading, each.frame)
    return False


def _from_afar(reading: Reading, frame: Frame) -> bool:
    """Tell a missile or a blast, which strikes quarters, from a fight or an ambush."""
    family = reading.kit.families.get(frame.weapon, "")
    return family not in {"", _GUNS_FAMILY} or reading.has([frame.sentence], WordClass.STANDOFF)


def _presupposed(reading: Reading) -> Finding | None:
    if all(is_presupposed(each.frame, reading.tags) for each in reading.current):
        main = reading.main
        may = May.OPEN_IF_UNKNOWN if main.strong else May.JOIN
        return Finding(Told.CURRENT, may, Row.PRESUPPOSED, reading.current, presupposed=True)
    return None


def _news(reading: Reading) -> Finding:
    known = is_presupposed(reading.main, reading.tags)
    return Finding(Told.CURRENT, May.OPEN, Row.NEWS, reading.current, presupposed=known)


def _named_only(reading: Reading) -> Finding | None:
    return None


_Rule = Callable[[Reading], Finding | None]
_ROWS: Final[tuple[_Rule, ...]] = (
    _genre,
    _no_news,
    _hostless,
    _incident,
    _live,
    _elsewhere,
    _weak_target,
    _commentary,
    _aside,
    _body_only,
    _presupposed,
    _news,
)
_WITHOUT_FRAMES: Final[tuple[_Rule, ...]] = (_named_only,)

__all__ = ["Finding", "Form", "Reading", "Row", "datetime", "read"]
