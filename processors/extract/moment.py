"""When one attack happened: the day word nearest to its act, title and lead first."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from contracts.messages import ClockBasis, Precision, When
from processors.extract.document import Document, Role, Sentence
from processors.extract.frames import Frame
from processors.extract.tags import WEAPON, Tags
from processors.extract.when import TimeExpression, default_when, resolve_times
from processors.language import ActKind, Form, WordClass

_FINE: Final = frozenset(
    {Precision.MINUTE, Precision.HOUR, Precision.PART_OF_DAY, Precision.DAY, Precision.DAYS}
)
_VOID: Final = frozenset({"future", "anniversary", "relative"})
_NEWS: Final = timedelta(days=3)  # what is younger than that is told as news
_NOUN_NEAR: Final = 40  # characters
_NOUNS: Final = frozenset({ActKind.ATTACK, ActKind.BLAST})
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
        self._others = [frame.clause for frame in others]
        self._read: dict[int, tuple[TimeExpression, ...]] = {}

    def of(self, frames: Sequence[Frame]) -> When:
        """Return the time of one attack from the frames that tell of it, the main one first."""
        said: When | None = None
        for sentence, frame in self._places(frames):
            near = sorted(
                (each for each in self._times(sentence) if self._usable(each, frame)),
                key=lambda each: _distance(each, frame, sentence),
            )
            for each in near:
                if not each.is_speech:
                    return each.when
                said = said or each.when
        if not frames[0].plural and (named := self._of_the_noun()):
            return named
        return said or default_when(self._document.clock, self._basis)

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

    def _usable(self, each: TimeExpression, frame: Frame) -> bool:
        if self._is_of_another(each, frame):
            return False
        if each.rule in _VOID or each.is_open or _STAMP.fullmatch(each.words):
            return False
        if each.when.start is None:
            return each.when.weekday is not None
        if each.when.precision is Precision.MONTH:  # "the attack on the base earlier this month"
            return frame.act.end <= each.start < frame.clause.end and not each.is_speech
        return each.when.precision in _FINE or each.when.precision is Precision.WEEK

    def _is_of_another(self, each: TimeExpression, frame: Frame) -> bool:
        if frame.clause.start <= each.start < frame.clause.end:
            return False
        return any(clause.start <= each.start < clause.end for clause in self._others)


def _distance(each: TimeExpression, frame: Frame, sentence: Sentence) -> tuple[bool, bool, int]:
    """Order times: stated before spoken, the act's own clause before others, then by distance."""
    elsewhere = sentence.index != frame.sentence.index or not (
        frame.clause.start <= each.start < frame.clause.end
    )
    gap = min(abs(each.start - frame.act.end), abs(frame.act.start - each.end))
    return each.is_speech, elsewhere, gap
