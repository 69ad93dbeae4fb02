"""When one attack happened: the day word nearest to its act, title and lead first."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from contracts.messages import ClockBasis, Precision, When
from processors.extract.frames.frames import Frame
from processors.extract.reports.anchors import anchored, spoken_of
from processors.extract.text.document import Document, Role, Sentence
from processors.extract.when.expressions import TimeExpression, default_when, resolve_times
from processors.extract.words.tags import ACT, WEAPON, Tags
from processors.language import ActKind, Form, WordClass

_FINE: Final = frozenset(
    {Precision.MINUTE, Precision.HOUR, Precision.PART_OF_DAY, Precision.DAY, Precision.DAYS}
)
_VOID: Final = frozenset({"future", "anniversary", "relative"})
_NEWS: Final = timedelta(days=3)  # what is younger than that is told as news
_ROW: Final = 6  # tokens from "the latest" to the attacks that it is one of
_NOUN_NEAR: Final = 40  # characters
_NOUNS: Final = frozenset({ActKind.ATTACK, ActKind.BLAST})
_EVENTS: Final = _NOUNS | {ActKind.BLAZE, ActKind.INCIDENT}
_MEANWHILE: Final = frozenset({"as", "while", "amid"})
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d.*")  # how pages write, and people do not
_HIGH: Final = (Role.TITLE, Role.LEAD)


class Moments:
    """Finds the time of each frame of one document."""

    def __init__(
        self, document: Document, tags: Tags, basis: ClockBasis, others: Sequence[Frame] = ()
    ) -> None:
        """`others` are acts that are not the attack; what their clauses say is not its time."""
        self._document = document
        self._tags = tags
        self._basis = basis
        self._others = list(others)
        self._read: dict[int, tuple[TimeExpression, ...]] = {}

    def of(self, frames: Sequence[Frame]) -> When:
        """Return the time of one attack from the frames that tell of it, the main one first.

        What title and lead say goes first, then "Monday's attack", then what is told below: that
        may be an earlier attack on the same base.
        """
        main = frames[0]
        if told := anchored(self._document, main, self._times(main.sentence)):
            return told
        spoken = (spoken_of(self._document, each, self._times(each.sentence)) for each in frames)
        if told := next(filter(None, spoken), None):
            return told
        places = self._places(frames)
        own = frozenset(frame.act.start for frame in frames)
        high = [place for place in places if place[0].role in _HIGH]
        single = not frames[0].plural or self._is_one_of_many(frames[0])
        near = self._stated(high, own) or (self._of_the_noun() if single else None)
        if near or (near := self._stated(places, own)):
            return near
        said = (each.when for each in self._near(places, own))
        return next(said, None) or default_when(self._document.clock, self._basis)

    def _stated(self, places: Sequence[tuple[Sentence, Frame]], own: frozenset[int]) -> When | None:
        """Return the nearest time that is not only the day of somebody's words."""
        return next((each.when for each in self._near(places, own) if not each.is_speech), None)

    def _near(
        self, places: Sequence[tuple[Sentence, Frame]], own: frozenset[int]
    ) -> Iterator[TimeExpression]:
        """Yield the usable times, those nearest to the act of each frame first."""
        for sentence, frame in places:
            found = (each for each in self._times(sentence) if self._usable(each, frame, own))
            yield from sorted(found, key=lambda each: _distance(each, frame, sentence))

    def _is_one_of_many(self, frame: Frame) -> bool:
        """Tell "the latest in a row of attacks": one attack."""
        before = range(max(frame.tokens.start, frame.act.first - _ROW), frame.act.first)
        return next(self._tags.of(before, WordClass.SUPERLATIVE), None) is not None

    def _of_the_noun(self) -> When | None:
        """Return the day in "Monday's attack", wherever it stands: the news has no other."""
        for sentence in self._document.sentences:
            if sentence.role is not Role.BODY:
                continue
            for each in self._times(sentence):
                known = each.when.weekday is not None or each.when.precision in _FINE
                if known and not each.is_speech and self._names_an_attack(each):
                    return each.when
        return None

    def _names_an_attack(self, each: TimeExpression) -> bool:
        """Tell "Monday's rocket attack" from "Monday's US strike" and "Monday's meeting"."""
        behind = self._tags.within(each.end, each.end + _NOUN_NEAR)
        for token in behind:
            nouns = [item for item in self._tags.all_at(token) if item.act in _NOUNS]
            if nouns:
                return nouns[0].form is Form.SINGULAR
            passed = self._tags.word(token) == "s" or self._tags.at(
                token, WEAPON, WordClass.BEFORE_NOUN
            )
            if not passed:
                return False
        return False

    def own(self, frame: Frame) -> When | None:
        """Return the time that the frame's own clause states nearest to the act, if it does."""
        known = [each for each in self._inside(frame) if each.is_known and each.rule not in _VOID]
        return known[0].when if known else None

    def old(self, frame: Frame) -> When | None:
        """Return the time of an attack told as past: never that of the news it is told in."""
        clock = self._document.clock
        for each in self._inside(frame):
            end = each.when.end
            if end and each.rule not in _VOID and (clock is None or clock - end >= _NEWS):
                return each.when
        return None

    def _inside(self, frame: Frame) -> list[TimeExpression]:
        clause = frame.clause
        found = [
            each
            for each in self._times(frame.sentence)
            if clause.start <= each.start < clause.end and not each.is_speech
        ]
        return sorted(found, key=lambda each: _distance(each, frame, frame.sentence))

    def _places(self, frames: Sequence[Frame]) -> list[tuple[Sentence, Frame]]:
        """Return the sentences to look in: the frames' own, then title and lead."""
        found = [(frame.sentence, frame) for frame in frames]
        main = frames[0]
        if main.sentence.role in _HIGH:
            seen = {sentence.index for sentence, _ in found}
            found += [
                (sentence, main)
                for sentence in self._document.sentences
                if sentence.role in _HIGH and sentence.index not in seen
            ]
        return found

    def _times(self, sentence: Sentence) -> tuple[TimeExpression, ...]:
        if sentence.index not in self._read:
            self._read[sentence.index] = resolve_times(
                self._document, sentence.start, sentence.end, self._basis
            )
        return self._read[sentence.index]

    def _usable(self, each: TimeExpression, frame: Frame, own: frozenset[int]) -> bool:
        if self._is_of_another(each, frame, own):
            return False
        if each.rule in _VOID or each.is_open or _STAMP.fullmatch(each.words):
            return False
        if each.when.start is None:
            return each.when.weekday is not None
        if each.when.precision is Precision.MONTH:  # "the attack on the base earlier this month"
            return frame.act.end <= each.start < frame.clause.end and not each.is_speech
        return each.when.precision in _FINE or each.when.precision is Precision.WEEK

    def _is_of_another(self, each: TimeExpression, frame: Frame, own: frozenset[int]) -> bool:
        if self._is_of_another_noun(each, own) or self._is_meanwhile(each, frame, own):
            return True
        if frame.clause.start <= each.start < frame.clause.end:
            return False
        return any(other.clause.start <= each.start < other.clause.end for other in self._others)

    def _is_of_another_noun(self, each: TimeExpression, own: frozenset[int]) -> bool:
        """Tell "last week's killings" and "Friday's vote" from "Monday's attack"."""
        if "'s" not in self._document.folded[each.start : each.end]:
            return False
        for token in self._tags.within(each.end, each.end + _NOUN_NEAR):
            acts = [item for item in self._tags.all_at(token) if item.kind == ACT]
            if acts and not own & {item.start for item in acts}:
                others = {other.act.start for other in self._others}
                ours = any(item.act in _EVENTS and item.start not in others for item in acts)
                return not ours
            if acts or self._tags.broken(token):
                return not acts
        return True

    def _is_meanwhile(self, each: TimeExpression, frame: Frame, own: frozenset[int]) -> bool:
        """Tell "hit the base as the country mourns those killed on Sunday"."""
        meanwhile = False
        for token in self._tags.within(frame.act.end, each.start):
            meanwhile = meanwhile or self._tags.word(token) in _MEANWHILE
            act = self._tags.at(token, ACT)
            if meanwhile and act and act.start not in own:
                return True
        return False


def _distance(each: TimeExpression, frame: Frame, sentence: Sentence) -> tuple[bool, bool, int]:
    """Order times: stated before spoken, the act's own clause before others, then by distance."""
    elsewhere = sentence.index != frame.sentence.index or not (
        frame.clause.start <= each.start < frame.clause.end
    )
    gap = min(abs(each.start - frame.act.end), abs(frame.act.start - each.end))
    return each.is_speech, elsewhere, gap
