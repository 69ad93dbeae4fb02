"""How one frame is told: the first check that speaks decides, with a reason in plain words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from contracts.messages import Precision, Told
from processors.extract.frames.frames import Frame
from processors.extract.frames.owners import hosts_of, is_held_by_militia, owners_before, state_of
from processors.extract.frames.parties import MILITIA
from processors.extract.frames.targets import TargetKind
from processors.extract.text.document import Document, Role
from processors.extract.when.expressions import TimeExpression, resolve_times
from processors.extract.words.kit import Kit
from processors.extract.words.negation import is_negated
from processors.extract.words.syntax import Use
from processors.extract.words.tags import ACT, Tags
from processors.language import ActKind, Form, WordClass

_VERB_MODAL: Final = 7  # tokens before a verb in which its modal stands
_NOUN_MODAL: Final = 4
_EXERCISE: Final = 12  # tokens on either side of the act
_PAST: Final = 14
_COUNTED: Final = 5  # tokens before "attacks"
_RETOLD: Final = 5  # tokens from a film to "retells"
_OLD: Final = timedelta(days=30)  # an attack that ended so long before the text is no news
_OVER: Final = timedelta(days=7)  # "in December" in the middle of January: news gives the day
_RELATIVES: Final = frozenset({"where", "which", "in which", "who", "that", "when"})
_OUTCOMES: Final = frozenset(
    ("leaving", "killing", "wounding", "injuring", "damaging", "destroying", "before")
)
_SAME_STORY: Final = 2  # sentences
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TRIED: Final = frozenset(
    {"used", "using", "launched", "managed", "sent", "fired", "attempted", "tried"}
)
_HYPOTHESIS: Final = frozenset({"if", "unless"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A frame, how it is told, and why we think so."""

    frame: Frame
    told: Told
    reason: str


@dataclass(frozen=True, slots=True)
class _Case:
    document: Document
    tags: Tags
    kit: Kit
    frame: Frame
    clause: range
    times: tuple[TimeExpression, ...]

    def near(self, before: int, behind: int, *kinds: str) -> bool:
        """Tell whether a word of these kinds stands so near to the act, in its sentence."""
        act, tokens = self.frame.act, self.frame.tokens
        stretch = range(
            max(tokens.start, act.first - before), min(tokens.stop, act.last + 1 + behind)
        )
        return any(
            not act.first <= item.first <= act.last for item in self.tags.of(stretch, *kinds)
        )


def judge_frame(document: Document, tags: Tags, kit: Kit, frame: Frame) -> Judged:
    """Decide how `frame` is told."""
    clause = tags.within(frame.clause.start, frame.clause.end)
    times = _times(document, tags, frame)
    case = _Case(document, tags, kit, frame, clause, times)
    for told, check in _CHECKS:
        if reason := check(case):
            return Judged(frame, told, reason)
    return Judged(frame, Told.CURRENT, "told as something that happened")


def _times(document: Document, tags: Tags, frame: Frame) -> tuple[TimeExpression, ...]:
    """Return the times of the act's clause; behind "who ...," the sentence may have begun with one.

    "In May a gunman, who had trained there, opened fire": no comma cuts the main clause anew.
    """
    own = resolve_times(document, frame.clause.start, frame.clause.end)
    if own or frame.clause.opener not in _RELATIVES:
        return own
    before = tags.within(frame.sentence.start, frame.clause.start)
    if next(tags.of(before, ACT), None):
        return own
    first = resolve_times(document, frame.sentence.start, frame.clause.start)
    return first[:1]


def of_the_past(judged: Sequence[Judged]) -> list[Judged]:
    """Let "the shooting" share the fate of the same word told as past a few sentences away."""
    past = [each.frame for each in judged if each.told is Told.BACKGROUND]
    sentences = {
        each.frame.sentence.index
        for each in judged
        for old in past
        if each.told is Told.CURRENT
        and each.frame.use is old.use is Use.NOUN
        and each.frame.act.id == old.act.id
        and each.frame.target.kind is not TargetKind.TOWN
        and abs(each.frame.sentence.index - old.sentence.index) <= _SAME_STORY
    }
    reason = "the same attack is told as past nearby"
    return [
        Judged(each.frame, Told.BACKGROUND, reason)
        if each.told is Told.CURRENT
        and (each.frame.sentence.index in sentences or _hangs_on(each.frame, past))
        else each
        for each in judged
    ]


def _hangs_on(frame: Frame, past: Sequence[Frame]) -> bool:
    """Tell "last year's attack on the base, where three were killed", or "killing three"."""
    return frame.clause.opener in _RELATIVES | _OUTCOMES and any(
        old.sentence == frame.sentence and old.act.start < frame.act.start for old in past
    )


def _denied(case: _Case) -> str:
    if next(case.tags.of(case.frame.tokens, WordClass.DENIAL), None):
        return "the sentence denies it"
    if is_negated(case.tags, case.frame.act):
        return "it says that there was none"
    return ""


def _outgoing(case: _Case) -> str:
    frame = case.frame
    if frame.target.kind is TargetKind.MILITIA:
        return "what was struck belongs to an armed group, not to a state's forces"
    states = {state_of(case.kit, agent) for agent in frame.agents}
    countries = set(case.kit.gazetteer.countries)
    if states and states <= countries and is_held_by_militia(case.kit, frame):
        return "what was struck is held by an armed group alone"
    side = hosts_of(case.kit, frame) | owners_before(case.tags, case.kit, frame)
    struck = (states | set(frame.agents)) & side
    if struck and MILITIA not in frame.agents and not _defends(frame):
        return "the forces at the site, or their side, are the ones who struck"
    return ""


def _defends(frame: Frame) -> bool:
    """Whoever beats an attack off is its target; so are those whose soldiers died."""
    return frame.act.act in {ActKind.BEAT_OFF, ActKind.LOSSES, ActKind.SUFFER}


def _threat(case: _Case) -> str:
    frame, act = case.frame, case.frame.act
    verb = frame.use is not Use.NOUN
    if verb and act.form is Form.PLAIN and case.tags.word(act.first - 1) == "to":
        return "" if _realised(case, act.first - 2) else "an aim, not a deed"
    finite = verb and frame.use is Use.ACTIVE and act.form in {Form.PAST, Form.THIRD}
    reach = _VERB_MODAL if verb else _NOUN_MODAL
    for token in range(act.first - 1, max(case.clause.start, act.first - reach) - 1, -1):
        if case.tags.broken(token) and verb:
            break
        if case.tags.at(token, WordClass.REPORTED):
            return ""
        modal = case.tags.at(token, WordClass.MODAL)
        if modal and _beaten_off(case, token):
            return ""
        if modal and (not finite or modal.id in _HYPOTHESIS):
            return f'"{modal.id}" makes it something that may come'
    return ""


def _beaten_off(case: _Case, modal: int) -> bool:
    """Tell "were shot down before they could reach the base": it was tried."""
    return any(case.tags.word(back) == "before" for back in range(modal - 1, modal - 4, -1))


def _realised(case: _Case, token: int) -> bool:
    return any(
        case.tags.at(back, WordClass.REPORTED) or case.tags.word(back) in _TRIED
        for back in range(token, token - 5, -1)
    )


def _exercise(case: _Case) -> str:
    if case.near(_EXERCISE, _EXERCISE, WordClass.EXERCISE):
        return "a drill, a test or a rehearsal"
    if _is_retold(case):
        return "a film, a book or the like retells it"
    if case.near(2, 0, WordClass.ACCIDENT):
        return "done by accident"
    return ""


def _is_retold(case: _Case) -> bool:
    """Tell "a new film retells the siege": the work is the subject, or what it is about."""
    before = range(case.frame.tokens.start, case.frame.act.first)
    return any(
        case.tags.at(token, WordClass.RETELLS)
        for work in case.tags.of(before, WordClass.WORK)
        for token in range(work.last + 1, min(work.last + 1 + _RETOLD, case.frame.act.first))
    )


def _background(case: _Case) -> str:
    if case.near(_PAST, _PAST, WordClass.PAST):
        return "words of an earlier time stand beside it"
    clock = case.document.clock
    if clock is None:
        return ""
    if year := _old_year(case, clock.year):
        return f"the year {year} stands beside it"
    if any(time.rule == "anniversary" for time in case.times):
        return "an anniversary"
    ends = [time.when.end for time in case.times if time.when.end and not time.is_speech]
    if ends and all(clock - end > _OLD for end in ends):
        return "its date lies more than a month back"
    months = all(time.when.precision is Precision.MONTH for time in case.times)
    over = ends and months and all(clock - end > _OVER for end in ends)
    return "only the month is told, and it is over" if over else ""


def _old_year(case: _Case, year: int) -> str:
    for token in case.clause:
        word = case.tags.word(token)
        if _YEAR.fullmatch(word) and int(word) < year:
            return word
    return ""


def _aggregate(case: _Case) -> str:
    if case.near(_COUNTED, 0, WordClass.SUPERLATIVE):
        return ""
    return _total(case) or (_of_many(case) if case.frame.plural else _again_and_again(case))


def _total(case: _Case) -> str:
    """Tell "the tenth attack since the start of the war", but for the worst of all."""
    total = next(case.tags.of(case.clause, WordClass.TOTAL), None)
    greatest = next(case.tags.of(case.frame.tokens, WordClass.SUPERLATIVE), None)
    return "a count of many attacks" if total and not greatest else ""


def _again_and_again(case: _Case) -> str:
    often = case.frame.use is not Use.NOUN and case.near(4, 4, WordClass.OFTEN)
    return "done again and again, no single attack" if often else ""


def _of_many(case: _Case) -> str:
    """Judge "attacks": below the lead they are many; above it, if a word says so."""
    frame, act = case.frame, case.frame.act
    if frame.sentence.role is Role.BODY:
        return "several attacks together, far below the lead"
    before = range(max(frame.tokens.start, act.first - _COUNTED), act.first)
    if word := next(case.tags.of(before, WordClass.AGGREGATE), None):
        return f'"{word.id}" attacks, no single one'
    behind = range(act.last + 1, min(frame.tokens.stop, act.last + 12))
    since = any(case.tags.word(token) == "since" for token in behind)
    return "a count since some day" if since else ""


_Check = Callable[[_Case], str]
_CHECKS: Final[tuple[tuple[Told, _Check], ...]] = (
    (Told.DENIED, _denied),
    (Told.OUTGOING, _outgoing),
    (Told.THREAT, _threat),
    (Told.EXERCISE, _exercise),
    (Told.BACKGROUND, _background),
    (Told.AGGREGATE, _aggregate),
)
