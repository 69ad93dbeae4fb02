"""What the rows of the verdict look at, and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.messages import May, Told
from processors.extract.frames.frames import Frame
from processors.extract.frames.targets import TargetKind
from processors.extract.text.document import Document, Role, Sentence
from processors.extract.verdict.told import Judged
from processors.extract.words.kit import Kit
from processors.extract.words.negation import is_negated
from processors.extract.words.syntax import Use
from processors.extract.words.tags import ACT, Tags
from processors.language import ActKind, WordClass

LOOK_BACKS: Final = frozenset({"after", "following", "amid", "despite", "since", "before"})
_WAKES: Final = frozenset({"wake", "retaliation", "response", "revenge"})
_WAKE: Final = 9  # tokens before the act in which "in the wake of" stands
_KNOWN: Final = 7  # tokens before an act noun in which its "the" stands
_EVENTS: Final = frozenset({ActKind.ATTACK, ActKind.STRIKE})
_ACCUSED: Final = frozenset({"accusations", "allegations", "accusation", "allegation"})
_HANDS: Final = frozenset(
    ("assisted", "aided", "helped", "involved", "complicit", "role", "hand", "involvement")
)
_RELATIVES: Final = frozenset({"that", "which"})
_ANTECEDENT: Final = 10  # tokens before "that" in which the attack stands that it speaks of
_ROLE: Final = {Role.TITLE: 0, Role.LEAD: 1, Role.BODY: 3}


class Row(StrEnum):
    """Which rule decided; the words go into the report."""

    GENRE = "film, sport, games or memories, by its section or its title"
    COMMENTARY = "a comment or an explainer, not news of the attack itself"
    NO_NEWS = "no attack is told as current"
    ELSEWHERE = "the title speaks of something else; the attack is told in passing"
    ASIDE = "the attack stands only in a look back from something else"
    RETRACTED = "the title says that there was no attack"
    INCIDENT = "an incident at a base, and no word for what it was"
    LIVE = "a live page or a briefing of many things"
    PEOPLE = "soldiers were struck, and no site is named"
    SHIPS = "ships or aircraft were struck, and no site is named"
    TOWN = "a garrison town was struck, and no site is named"
    UNSURE = "a base, and no word that says it is a military one"
    ACCIDENT = "nothing hostile is said and no war is near: an accident"
    CRIME = "a shooting without a word of terror or militants: a crime"
    CYBER = "done to computers, with no weapon"
    SUSPECTED = "a bang at a base where such are attacked, and no word of its cause: suspected"
    PRESUPPOSED = "the attack is taken as known"
    NEWS = "told as news"


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

    def denies(self, sentences: Sequence[Sentence]) -> bool:
        """Tell whether one of these sentences says that there was no attack."""
        return any(
            is_negated(self.tags, act)
            for each in sentences
            for act in self.tags.of(self.tags.sentence(each), ACT)
            if act.act in _EVENTS
        )

    def top(self) -> list[Sentence]:
        """Return title and lead."""
        return [e for e in self.document.sentences if e.role in {Role.TITLE, Role.LEAD}]


def nothing(reading: Reading, told: Told, row: Row) -> Finding:
    """Tell of it, and let it do nothing."""
    frames = reading.current or reading.judged
    return Finding(told, May.NOTHING, row, frames[:1])


def rank(frame: Frame, tags: Tags) -> tuple[float, int]:
    """Order frames: strong and high up first, in passing or taken as known last."""
    weak = 0.0 if frame.strong else 1.5 if frame.target.kind is TargetKind.SITE else 2.0
    passing = 1.5 if looks_back(frame, tags) else 0.0
    known = 0.5 if is_presupposed(frame, tags) else 0.0
    return (_ROLE[frame.sentence.role] + weak + passing + known, frame.act.start)


def looks_back(frame: Frame, tags: Tags) -> bool:
    """Tell whether the attack stands only in an "after ..." of something else."""
    if frame.clause.opener in LOOK_BACKS:
        return True
    for token in range(frame.act.first - 1, frame.act.first - _WAKE, -1):
        if tags.broken(token) or tags.at(token, ACT):
            return False
        if tags.word(token) in _WAKES:
            return True
    return False


def is_long_after(frame: Frame, tags: Tags) -> bool:
    """Tell "days after an attack", "in the wake of", "following accusations that": it is known."""
    first = tags.within(frame.clause.start, frame.clause.end).start
    if frame.clause.opener in LOOK_BACKS:
        accused = any(tags.word(token) in _ACCUSED for token in range(first, frame.act.first))
        if accused or tags.at(first - 1, WordClass.SPAN):
            return True
    return any(
        tags.word(token) == "wake" for token in range(frame.act.first - _WAKE, frame.act.first)
    )


def is_presupposed(frame: Frame, tags: Tags) -> bool:
    """Tell "the attack", "its recent strikes" from "an attack" and "was attacked"."""
    if frame.act.act is ActKind.LOSSES:
        return True
    if frame.use is Use.NOUN:
        return _is_definite(frame.act.first, tags) or _is_helped(frame.act.first, tags)
    return tags.word(frame.act.first - 1) in _RELATIVES and _hangs_on_known(frame, tags)


def _hangs_on_known(frame: Frame, tags: Tags) -> bool:
    """Tell "including the bombing at the airport that killed nine": it is known which."""
    start = frame.act.first - 1
    for token in range(start - 1, max(start - _ANTECEDENT, frame.tokens.start) - 1, -1):
        act = tags.at(token, ACT)
        if act and act.act in {ActKind.ATTACK, ActKind.BLAST}:
            return _is_definite(act.first, tags)
    return False


def _is_helped(first: int, tags: Tags) -> bool:
    """Tell "allies assisted in the HQ attack", "their role in": only who helped is new."""
    for token in range(first - 1, first - _KNOWN, -1):
        if tags.word(token) == "in":
            return tags.word(token - 1) in _HANDS
        if tags.broken(token) or tags.at(token, WordClass.PREPOSITION, WordClass.INDEFINITE, ACT):
            return False
    return False


def _is_definite(first: int, tags: Tags) -> bool:
    for token in range(first - 1, first - _KNOWN, -1):
        if tags.broken(token) or tags.at(token, WordClass.INDEFINITE):
            return False
        if tags.at(token, WordClass.DEFINITE) or tags.word(token) == "s":
            return True
        if tags.at(token, WordClass.PREPOSITION, ACT):
            return False
    return False
