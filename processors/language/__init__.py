"""What the rules must know of a language: classes of words, one data file per language.

A rule names a class (`WordClass.MODAL`), and a word only where it is grammar ("by", "from").
"""

from collections.abc import Mapping
from enum import StrEnum
from importlib import resources
from typing import Final

import msgspec

from contracts.errors import ConfigError
from contracts.weapons import Weapon

_SEPARATOR: Final = "/"


class ActKind(StrEnum):
    """How an act word finds what was attacked."""

    STRIKE = "strike"  # rebels storm the base; the base was hit
    HARM = "harm"  # two bombers were destroyed at the base: no deed without a weapon or an attacker
    TAKE = "take"  # fighters took the base; anybody takes anything else
    LAND = "land"  # rockets fell on the base
    FIRE = "fire"  # fired missiles at the base
    BEAT_OFF = "beat_off"  # shot down a drone over the base
    KILL = "kill"  # an attack that kills soldiers
    SUFFER = "suffer"  # the base came under fire
    ATTACK = "attack"  # noun: an attack on the base
    BLAST = "blast"  # noun: an explosion at the base; may be an accident
    BLAZE = "blaze"  # noun: a fire at the base; may be an accident
    INCIDENT = "incident"  # noun: an incident at the base; says nothing by itself
    LOSSES = "losses"  # noun: the deaths of soldiers in an attack


class WordClass(StrEnum):
    """What a word does for the rules; the lists of `[words]` bear these names."""

    SITE = "site"
    WEAK_SITE = "weak_site"
    DUAL_SITE = "dual_site"
    MILITARY = "military"
    FORCE = "force"
    MATERIEL = "materiel"
    MILITIA = "militia"
    MILITIA_SITE = "militia_site"
    HOUSES = "houses"
    BUILDING = "building"
    NAMED_SITE = "named_site"
    WORK = "work"
    RETELLS = "retells"
    VEHICLE = "vehicle"
    ALARM = "alarm"
    FORMER = "former"
    STANDOFF = "standoff"
    SPAN = "span"
    DISTANCE = "distance"
    NEAR = "near"
    CIVIL = "civil"
    MODAL = "modal"
    REPORTED = "reported"
    EXERCISE = "exercise"
    PAST = "past"
    OFTEN = "often"
    AGGREGATE = "aggregate"
    TOTAL = "total"
    SUPERLATIVE = "superlative"
    CASUALTY = "casualty"
    HOSTILE = "hostile"
    ACCIDENT = "accident"
    CRIME = "crime"
    CYBER = "cyber"
    TERROR = "terror"
    AGAIN = "again"
    DEFINITE = "definite"
    INDEFINITE = "indefinite"
    BEFORE_NOUN = "before_noun"
    REPORTING = "reporting"
    TARGET_PREP = "target_prep"
    PLACE_PREP = "place_prep"
    PLACE_LINK = "place_link"
    EDGE = "edge"
    PROXY = "proxy"
    SOIL = "soil"
    OCCUPIED = "occupied"
    BE = "be"
    DETERMINER = "determiner"
    PREPOSITION = "preposition"
    ABSTRACT = "abstract"
    DENIAL = "denial"
    RETRACTION = "retraction"
    RULES_OUT = "rules_out"
    BY_CHANCE = "by_chance"
    NUMBER = "number"
    GENRE_ADDRESS = "genre_address"
    GENRE_TITLE = "genre_title"
    GENRE_TEXT = "genre_text"
    COMMENTARY = "commentary"
    LIVE = "live"
    FALSE_FRIEND = "false_friend"


class Need(StrEnum):
    """What an escalation term must be said with, to be a step of a state or an armed force."""

    PARTY = "party"  # a state, a place or an armed force in its clause
    NATION = "nation"  # a whole state; a part of one only where there is war
    FORCES = "forces"  # armed forces that take the step, or a state that faces some
    BLOW = "blow"  # a party, and force that was used
    ENEMY = "enemy"  # a state or an armed force that it is aimed at
    CONFRONTATION = "confrontation"  # two states, or a state and war


class StepWord(StrEnum):
    """What a word beside an escalation term says of it; the lists of `[escalation_words]`."""

    ASSERTS = "asserts"
    STATE = "state"
    LOCAL = "local"
    PRIVATE = "private"
    CIVIL = "civil"
    CRIME = "crime"
    WAR = "war"
    BLOW = "blow"


class Form(StrEnum):
    """Which form of an act word was read."""

    PLAIN = "plain"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"
    SINGULAR = "singular"
    PLURAL = "plural"


_VERB_FORMS: Final = (Form.PLAIN, Form.THIRD, Form.PAST, Form.PARTICIPLE, Form.ING)
_NOUN_FORMS: Final = (Form.SINGULAR, Form.PLURAL)


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language file as it stands."""

    code: str  # ISO 639-1
    verbs: Mapping[ActKind, tuple[str, ...]]  # five forms each, cut by "/"
    nouns: Mapping[ActKind, tuple[str, ...]]  # singular, or singular/plural
    phrases: Mapping[ActKind, tuple[str, ...]]
    weapons: Mapping[Weapon, tuple[str, ...]]  # kind -> family, then the words for it
    words: Mapping[WordClass, tuple[str, ...]]
    escalation: Mapping[str, tuple[str, ...]]  # term -> its wordings
    escalation_needs: Mapping[str, Need]  # term -> what it must be said with; else a party
    escalation_words: Mapping[StepWord, tuple[str, ...]]

    def act_words(self) -> list[tuple[str, ActKind, Form]]:
        """Return every form of every act word with what it is."""
        found = [
            (word, kind, form)
            for kind, verbs in self.verbs.items()
            for verb in verbs
            for word, form in zip(verb.split(_SEPARATOR), _VERB_FORMS, strict=True)
        ]
        found += [
            (word, kind, form)
            for kind, nouns in self.nouns.items()
            for noun in nouns
            for word, form in zip(noun.split(_SEPARATOR), _NOUN_FORMS, strict=False)
        ]
        found += [(word, kind, Form.PAST) for kind, them in self.phrases.items() for word in them]
        return found

    def families(self) -> dict[str, str]:
        """Return weapon kind -> family; first reports differ within a family."""
        return {kind: words[0] for kind, words in self.weapons.items()}


def load_language(code: str) -> Language:
    """Read the language file of `code`.

    Raises:
        ConfigError: there is no such file, or it does not fit.
    """
    file = resources.files(__name__).joinpath(f"{code}.toml")
    try:
        return msgspec.toml.decode(file.read_bytes(), type=Language)
    except FileNotFoundError:
        raise ConfigError(code, "there is no language file of that name") from None
    except msgspec.ValidationError as error:
        raise ConfigError(f"{code}.toml", str(error)) from error


def load_languages() -> tuple[Language, ...]:
    """Read every language file there is, by name."""
    return tuple(load_language(code) for code in codes())


def codes() -> tuple[str, ...]:
    """Return the languages there is a file of, ISO 639-1, sorted."""
    files = sorted(file.name for file in resources.files(__name__).iterdir())
    return tuple(name[:-5] for name in files if name.endswith(".toml"))
