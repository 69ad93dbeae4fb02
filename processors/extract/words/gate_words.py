"""What the gate looks for: a word of attack, and besides it one of a military place, or a term."""

from collections.abc import Iterator, Sequence
from typing import Final

from processors.extract.escalation.signals import Terms
from processors.gazetteer import Gazetteer
from processors.language import ActKind, Language, WordClass

ATTACK: Final = "attack"
PLACE: Final = "place"
TERM: Final = "term"  # a word of an escalation term: the whole of it must follow
_ACTS: Final = frozenset(
    {
        ActKind.STRIKE,
        ActKind.ATTACK,
        ActKind.BLAST,
        ActKind.SUFFER,
        ActKind.KILL,
        ActKind.BLAZE,
        ActKind.INCIDENT,
        ActKind.HARM,  # rebels seize a base without a shot in the text
    }
)
_SITES: Final = (
    WordClass.SITE,
    WordClass.MILITARY,
    WordClass.FORCE,
    WordClass.MATERIEL,
    WordClass.WEAK_SITE,
)


def gate_words(
    gazetteer: Gazetteer, languages: Sequence[Language], terms: Terms
) -> Iterator[tuple[str, str]]:
    """Yield what lets a text in: a word of attack and, besides it, one of a military place."""
    for language in languages:
        yield from _words(language)
    for base in gazetteer.bases.values():
        for spelling in (base.name, *base.aliases):
            yield spelling, PLACE
    for town in gazetteer.towns:
        for spelling in (town.name, *town.aliases) if town.bases else ():
            yield spelling, PLACE
    for wording in terms.wordings:
        yield wording.needs, TERM


def _words(language: Language) -> Iterator[tuple[str, str]]:
    for word, kind, _ in language.act_words():
        if kind in _ACTS:
            yield word, ATTACK
    for spellings in language.weapons.values():
        for spelling in spellings[1:]:
            yield spelling, ATTACK
    for word_class in _SITES:
        for word in language.words[word_class]:
            yield word, PLACE
    for word in language.words[WordClass.FALSE_FRIEND]:
        yield word, ""
