"""Which actor a subject stands for: a name, a name inside it, or "the group" named before."""

from collections.abc import Sequence
from typing import Final

from processors.extract.claims.actors.actors import NAMELESS, Named, antecedent
from processors.extract.claims.noun_phrase import is_noun_phrase
from processors.extract.claims.passage import Passage
from processors.extract.claims.subject import Subject, subject_of
from processors.extract.lexicon import phrase

_ANAPHOR: Final = phrase(
    r"(?:it|they"
    r"|(?:the|this|that) (?:[\w-]+ ){0,2}?"
    r"(?:groups?|movement|militia|militias|organi[sz]ation|factions?|outfit|umbrella|front"
    r"|network|alliance|brigades?|rebels|insurgents|militants|guerrillas?|jihadists"
    r"|separatists|extremists|fighters))"
)
_SAID: Final = phrase(
    r"\b(?:said|says|told \w+|insisted|added)(?: on \w+day| late \w+)?(?: that)? $"
)
_IT: Final = frozenset({"it", "they"})
_COMMON: Final = phrase(r"(?:the|an?|some|several|two|local|security|police|army|its|their|one)\b")


def actor_of(
    passage: Passage, named: Sequence[Named], subject: Subject, *, unknown: bool = False
) -> Named | None:
    """Return the actor that a subject names or stands for; None where it names nobody.

    Args:
        passage: the sentence.
        named: its actors.
        subject: of a verb in it.
        unknown: whether a name that the gazetteer does not have will do.
    """
    inside = [one for one in named if subject.start <= one.start and one.end <= subject.end]
    known = [one for one in inside if one.id in passage.actors]
    found = (known or inside)[:1]
    folded = passage.text[subject.start : subject.end]
    if _ANAPHOR.fullmatch(folded) and (not found or found[0].id == NAMELESS):
        return _taken_up(passage, named, subject) or (found[0] if found else None)
    if found or not unknown:
        return found[0] if found else None
    return _by_name(passage, subject, folded)


def _taken_up(passage: Passage, named: Sequence[Named], subject: Subject) -> Named | None:
    """Return whom "it" or "the group" takes up: who is just said to speak, else the last named."""
    folded = passage.text[subject.start : subject.end]
    said = _SAID.search(passage.text, 0, subject.start) if folded in _IT else None
    if said is not None:
        speaker = subject_of(passage, said.start())
        return actor_of(passage, named, speaker) if speaker is not None else None
    who = antecedent(passage, subject.start)
    return None if who is None else Named(subject.start, subject.end, who.id, who.state)


def _by_name(passage: Passage, subject: Subject, folded: str) -> Named | None:
    """Read a name that no list has: "Jaish Al-Fursan said the raid was its work"."""
    written = passage.written(subject.start, subject.end)
    bare = written.removeprefix("The ").removeprefix("the ")
    common = bare == written and _COMMON.match(folded)
    if not bare[:1].isupper() or common or not is_noun_phrase(folded, written):
        return None
    return Named(subject.start, subject.end, " ".join(folded.split()), "")
