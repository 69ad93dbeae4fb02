"""What a whole document says of its attacks: the first row that fits decides what it may do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from contracts.messages import May, Told
from processors.extract.frames.frames import Frame
from processors.extract.frames.targets import TargetKind
from processors.extract.text.document import Document, Role
from processors.extract.verdict.hostility import hostless, is_of_unknown_cause
from processors.extract.verdict.reading import (
    Finding,
    Reading,
    Row,
    is_long_after,
    is_presupposed,
    looks_back,
    nothing,
    rank,
)
from processors.extract.verdict.told import Judged
from processors.extract.verdict.weak import weak_target
from processors.extract.words.kit import Kit
from processors.extract.words.matcher import blank
from processors.extract.words.syntax import Use
from processors.extract.words.tags import ACT, WEAPON, Tags
from processors.language import ActKind, WordClass

_SOFT_GENRE: Final = 3  # words of film or sport in a text without a site in its title
_LONG: Final = 2200  # characters; in a long text a few such words mean nothing
_SECTIONS: Final = 6  # words of an address that may name its section
_SILENT: Final = frozenset({Row.ELSEWHERE, Row.COMMENTARY})  # told again, not as news
_DEEDS: Final = frozenset(
    (ActKind.STRIKE, ActKind.LAND, ActKind.FIRE, ActKind.SUFFER, ActKind.TAKE)
)
_TOWNS: Final = frozenset({TargetKind.TOWN, TargetKind.CIVIL})
_MAIN: Final = frozenset({"", "and", ";", ":", "-"})  # openers of clauses that stand by themselves
_OF_ATTACKS: Final = (ACT, WEAPON, WordClass.CASUALTY, WordClass.SITE, "base")


def read(
    document: Document, tags: Tags, kit: Kit, url: str, judged: Sequence[Judged]
) -> Finding | None:
    """Decide what the document may do; None where it tells of nothing at all."""
    current = [each for each in judged if each.told is Told.CURRENT]
    ranked = sorted(current, key=lambda each: rank(each.frame, tags))
    reading = Reading(document, tags, kit, url, tuple(judged), tuple(ranked))
    for rule in _ROWS if judged else ():
        if finding := rule(reading):
            return finding
    return None


def _genre(reading: Reading) -> Finding | None:
    path = urlsplit(reading.url).path
    words = set(blank(path.lower()).split()[:_SECTIONS]) & reading.kit.address
    titles = reading.titles()
    if words or reading.has(titles, WordClass.GENRE_TITLE):
        return nothing(reading, Told.EXERCISE, Row.GENRE)
    in_title = any(each.frame.sentence.role is Role.TITLE for each in reading.current)
    soft = sum(1 for item in reading.tags.items if item.kind == WordClass.GENRE_TEXT)
    if soft >= _SOFT_GENRE and not in_title and len(reading.document.text) < _LONG:
        return nothing(reading, Told.EXERCISE, Row.GENRE)
    return None


def _retracted(reading: Reading) -> Finding | None:
    """Let a title that takes the story back speak for all of it."""
    titles = reading.titles()
    if reading.denies(titles) or reading.has(titles, WordClass.RETRACTION):
        first = reading.current or reading.judged
        return Finding(Told.DENIED, May.JOIN, Row.RETRACTED, first[:1])
    return None


def _no_news(reading: Reading) -> Finding | None:
    if reading.current:
        return None
    first = min(reading.judged, key=lambda each: rank(each.frame, reading.tags))
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
    fresh = bool(
        main.strong
        and main.sentence.role in {Role.TITLE, Role.LEAD}
        and (main.weapon or reading.has(reading.top(), WordClass.HOSTILE))
        and not is_presupposed(main, reading.tags)
        and not is_long_after(main, reading.tags)
    )
    may = May.OPEN_IF_UNKNOWN if fresh else May.JOIN
    deed = fresh and row is Row.ELSEWHERE and (_is_deed(main) or _same_story(reading))
    told = Told.BACKGROUND if row in _SILENT and not deed else Told.CURRENT
    return Finding(told, may, row, reading.current, presupposed=True)


def _same_story(reading: Reading) -> bool:
    """Tell a title that names the attackers or the place of which the lead then tells."""
    lead = reading.main
    if lead.sentence.role is not Role.LEAD or looks_back(lead, reading.tags):
        return False
    kinds = (WordClass.MILITIA, WordClass.WEAK_SITE, WordClass.FORCE, "actor")
    if reading.has(reading.titles(), *kinds):
        return True
    names = ("town", "region", "base")
    told = {item.id for item in reading.tags.of(lead.tokens, *names)}
    return any(
        item.id in told
        for each in reading.titles()
        for item in reading.tags.of(reading.tags.sentence(each), *names)
    )


def _is_deed(frame: Frame) -> bool:
    """Tell a main clause that says what was done: no title makes it old."""
    return frame.use is not Use.NOUN and frame.act.act in _DEEDS and frame.clause.opener in _MAIN


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
    if reading.has(titles, *_OF_ATTACKS) and not reading.has(titles, WordClass.PAST):
        return None
    return _passing(reading, Row.ELSEWHERE)


def _aside(reading: Reading) -> Finding | None:
    """Tell an answer to an attack, with the attack itself in "after ..."."""
    told = _weighty(reading)
    if not all(looks_back(each.frame, reading.tags) for each in told):
        return None
    if any(_has_toll(reading, each.frame) for each in told):
        return None  # "dozens feared dead after an attack on ..." is news of the attack
    return _passing(replace(reading, current=tuple(told)), Row.ASIDE)


def _weighty(reading: Reading) -> list[Judged]:
    """Return what was done to sites and forces; where it is told below with its dead, all."""
    found = [each for each in reading.current if each.frame.target.kind not in _TOWNS]
    high = any(each.frame.sentence.role is not Role.BODY for each in found)
    dead = reading.has([each.frame.sentence for each in found], WordClass.CASUALTY)
    return found if high or (found and not dead) else list(reading.current)


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


def _presupposed(reading: Reading) -> Finding | None:
    if all(is_presupposed(each.frame, reading.tags) for each in reading.current):
        main = reading.main
        one = main.strong and not main.plural  # "its attacks" are none that a desk missed
        may = May.OPEN_IF_UNKNOWN if one else May.JOIN
        return Finding(Told.CURRENT, may, Row.PRESUPPOSED, reading.current, presupposed=True)
    return None


def _news(reading: Reading) -> Finding:
    main = reading.main
    known = is_presupposed(main, reading.tags) or is_long_after(main, reading.tags)
    row = Row.SUSPECTED if is_of_unknown_cause(reading) else Row.NEWS
    return Finding(Told.CURRENT, May.OPEN, row, reading.current, presupposed=known)


_Rule = Callable[[Reading], Finding | None]
_ROWS: Final[tuple[_Rule, ...]] = (
    _genre,
    _retracted,
    _no_news,
    hostless,
    _incident,
    _live,
    _elsewhere,
    weak_target,
    _commentary,
    _aside,
    _body_only,
    _presupposed,
    _news,
)
