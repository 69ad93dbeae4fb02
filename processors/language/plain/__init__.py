"""What the plain reader must know of a language: words by class, one data file per language.

A word is written as texts have it. `*` at its end marks a stem: it fits every word that begins so.
Several words are a phrase and fit side by side.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from contracts.errors import ConfigError
from contracts.weapons import Weapon

_DAYS: Final = 7
_MONTHS: Final = 12


class Cue(StrEnum):
    """What a word says to the plain reader; the lists of `[words]` bear these names."""

    # what was done
    STRIKE = "strike"  # attack, hit, shell: somebody means it
    BLAST = "blast"  # explosion, fire: may be an accident
    FALL = "fall"  # fell, landed, crashed: of a weapon
    BEAT_OFF = "beat_off"  # shot down, repelled: of a weapon
    NOT = "not"  # right before an act: "was not" (attacked)
    ORIGIN = "origin"  # launched from, took off from: what follows is no target
    # to what
    SITE = "site"  # military by its own name: barracks, air base
    WEAK_SITE = "weak_site"  # base, camp, port: military beside a word that says so
    MILITARY = "military"
    FORCE = "force"  # soldiers, troops
    CIVIL = "civil"
    POLICE = "police"
    ARMED_GROUP = "armed_group"  # militia, rebels, the enemy
    # how it is told
    THREAT = "threat"  # threatens, could, will, if
    EXERCISE = "exercise"
    OUTGOING = "outgoing"  # "neutralised", "combing operation": done to an enemy
    PAST = "past"  # anniversaries, "last year"
    AGO = "ago"  # with a number of years: "three years ago"
    YEARS = "years"
    AGGREGATE = "aggregate"  # totals over a time
    TIMES = "times"  # "seven times"
    DENIED = "denied"  # false alarm, no attack
    ACCIDENT = "accident"
    CRIME = "crime"
    CYBER = "cyber"
    GENRE = "genre"  # film, sport, museum, satire
    HARMLESS = "harmless"  # phrases that hide an act: "heart attack"
    # what it did
    KILLED = "killed"
    INJURED = "injured"
    CASUALTY = "casualty"  # either: victims, losses
    NOBODY = "nobody"  # no, none, nobody, without
    PERSON = "person"  # one of the forces, in the singular: "a sergeant"
    TOLL = "toll"  # "the death toll rises": of an attack that is known
    FIRED = "fired"
    DOWNED = "downed"  # intercepted, shot down
    LANDED = "landed"  # hit, came down on: of a weapon
    DAMAGE = "damage"  # destroyed, burned, damaged: of things
    # who
    CLAIMS = "claims"  # takes responsibility
    BLAMES = "blames"
    BY = "by"  # before who did it: no owner of what stands before
    DENIES = "denies"  # denies having done it
    CONFIRMS = "confirms"  # acknowledges, admits
    SAYS = "says"
    # how many
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    ABOUT = "about"
    INCLUDING = "including"  # begins an aside: "nine soldiers, among them two officers, died"
    RANGE = "range"  # between two numbers: "50 to 70"
    UNIT = "unit"  # days, kilometres, years, percent: what stands before it counts nobody
    # when
    TODAY = "today"
    YESTERDAY = "yesterday"
    NIGHT = "night"  # last night, overnight


class PlainLanguage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One data file as it stands."""

    code: str  # ISO 639-1; "" for all languages without a file
    name: str  # in English, for people
    common: tuple[str, ...]  # frequent small words, by which a text is known to be in it
    words: Mapping[Cue, tuple[str, ...]]
    weapons: Mapping[Weapon, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]  # role of victims -> words
    numbers: Mapping[str, tuple[str, ...]]  # "12" -> words; "3+" has no upper bound, "20~" is about
    weekdays: tuple[tuple[str, ...], ...]  # Monday first
    months: tuple[tuple[str, ...], ...]  # January first
    letters: str = ""  # letters that no other language of its script uses
    proclitics: tuple[str, ...] = ()  # small words written together with the next one
    endings: tuple[str, ...] = ()  # of declined names
    solar_months: tuple[tuple[str, ...], ...] = ()  # of the Iranian calendar, Farvardin first


def load_plain_language(name: str) -> PlainLanguage:
    """Read the data file `name`.toml.

    Raises:
        ConfigError: there is no such file, or it does not fit.
    """
    file = resources.files(__name__).joinpath(f"{name}.toml")
    try:
        language = msgspec.toml.decode(file.read_bytes(), type=PlainLanguage)
    except FileNotFoundError:
        raise ConfigError(name, "there is no plain language file of that name") from None
    except msgspec.ValidationError as error:
        raise ConfigError(f"plain/{name}.toml", str(error)) from error
    if missing := sorted(set(Cue) - set(language.words)):
        raise ConfigError(f"plain/{name}.toml", f"[words] lacks {', '.join(missing)}")
    for field, size in (("weekdays", _DAYS), ("months", _MONTHS), ("solar_months", _MONTHS)):
        if len(getattr(language, field)) not in {0, size}:
            raise ConfigError(f"plain/{name}.toml", f"{field} needs {size} lists")
    return language


@cache
def load_plain_languages() -> tuple[PlainLanguage, ...]:
    """Read every plain language file there is, by name."""
    files = sorted(file.name for file in resources.files(__name__).iterdir())
    return tuple(load_plain_language(name[:-5]) for name in files if name.endswith(".toml"))
