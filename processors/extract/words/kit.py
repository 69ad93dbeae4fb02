"""Everything the rules look words up in, compiled once: language files and gazetteer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from processors.extract.escalation.signals import Terms, read_terms
from processors.extract.plain.kit import Plain
from processors.extract.words.gate_words import gate_words
from processors.extract.words.matcher import Matcher, key
from processors.gazetteer import Actor, Base, Country, Gazetteer, Town
from processors.gazetteer.wars import War, load_wars
from processors.language import ActKind, Form, Language, StepWord, WordClass
from processors.language.plain import load_plain_languages

_MANY_BASES_ABROAD: Final = 0.5  # share of a state's hand-kept bases that lie in other countries


@dataclass(frozen=True, slots=True)
class ActWord:
    """A form of an act word."""

    kind: ActKind
    form: Form


@dataclass(frozen=True, slots=True)
class WeaponWord:
    """A word for a weapon."""

    kind: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the gazetteer: kind is base, town, region, country, demonym or actor."""

    kind: str
    id: str
    spelling: str


Word = ActWord | WeaponWord | WordClass
_IN_THE_DOCUMENT: Final = frozenset({WordClass.GENRE_ADDRESS})  # looked up elsewhere, not in texts


@dataclass(frozen=True)
class Kit:
    """What extraction needs besides the article; shared by all threads, never changed."""

    gazetteer: Gazetteer
    languages: tuple[Language, ...]
    words: Matcher[Word]
    names: Matcher[Name]
    gate: Matcher[str]
    address: frozenset[str]  # path words of sections that never tell of attacks
    families: dict[str, str]  # weapon kind -> family
    expeditionary: frozenset[str]  # states whose bases mostly lie abroad: "a US base" is anywhere
    towns: dict[str, Town]  # by id
    homes: dict[str, str]  # country of each of them
    wars: tuple[War, ...]
    escalation: Terms
    plain: Plain  # for texts of languages without a grammar


def load_kit(
    gazetteer: Gazetteer, languages: Sequence[Language], escalation: Sequence[str] = ()
) -> Kit:
    """Compile the matchers over all languages and the whole gazetteer.

    Args:
        gazetteer: the places and actors.
        languages: the language files.
        escalation: escalation terms in place of those of the language files.
    """
    wordings = {term: (term,) for term in escalation} if escalation else _terms(languages)
    terms = _read_terms(wordings, languages)
    return Kit(
        gazetteer=gazetteer,
        languages=tuple(languages),
        words=Matcher(_words(languages)),
        names=Matcher(_names(gazetteer)),
        gate=Matcher(gate_words(gazetteer, languages, terms)),
        address=frozenset(
            word for language in languages for word in language.words[WordClass.GENRE_ADDRESS]
        ),
        families={kind: f for language in languages for kind, f in language.families().items()},
        expeditionary=_expeditionary(gazetteer),
        towns={town.id: town for town in gazetteer.towns},
        homes={town.id: town.country for town in gazetteer.towns},
        wars=load_wars(),
        escalation=terms,
        plain=Plain(load_plain_languages(), gazetteer),
    )


def _read_terms(wordings: Mapping[str, Sequence[str]], languages: Sequence[Language]) -> Terms:
    """Compile the terms with what all languages say of the words beside them."""
    needs = {term: need for each in languages for term, need in each.escalation_needs.items()}
    words = {
        kind: tuple(word for each in languages for word in each.escalation_words[kind])
        for kind in StepWord
    }
    return read_terms(wordings, needs, words)


def _terms(languages: Sequence[Language]) -> dict[str, tuple[str, ...]]:
    """Return every escalation term with its wordings in all languages."""
    found: dict[str, tuple[str, ...]] = {}
    for language in languages:
        for term, wordings in language.escalation.items():
            found[term] = (*found.get(term, ()), *wordings)
    return found


def _words(languages: Sequence[Language]) -> Iterator[tuple[str, Word]]:
    for language in languages:
        for word, kind, form in language.act_words():
            yield word, ActWord(kind, form)
            if kind is ActKind.SUFFER:
                yield from _borne(word, language)
        for weapon, spellings in language.weapons.items():
            for spelling in spellings[1:]:
                yield spelling, WeaponWord(weapon)
        for word_class, members in language.words.items():
            if word_class not in _IN_THE_DOCUMENT:
                for member in members:
                    yield member, word_class


def _borne(phrase: str, language: Language) -> Iterator[tuple[str, Word]]:
    """Yield the weapon in "came under rocket fire", which the longer phrase hides."""
    for weapon, spellings in language.weapons.items():
        if any(f" {spelling} " in f" {phrase} " for spelling in spellings[1:]):
            yield phrase, WeaponWord(weapon)


def _names(gazetteer: Gazetteer) -> Iterator[tuple[str, Name]]:
    for base in gazetteer.bases.values():
        for spelling in dict.fromkeys((base.name, *base.aliases)):
            yield spelling, Name("base", base.id, spelling)
    for town in gazetteer.towns:
        for spelling in dict.fromkeys((town.name, *town.aliases)):
            yield spelling, Name(town.kind, town.id, spelling)
    for country in gazetteer.countries.values():
        for spelling in dict.fromkeys(country.names):
            yield spelling, Name("country", country.code, spelling)
        for spelling in dict.fromkeys(country.demonyms):
            yield spelling, Name("demonym", country.code, spelling)
    yield from _actors(gazetteer)


def _actors(gazetteer: Gazetteer) -> Iterator[tuple[str, Name]]:
    for actor in gazetteer.actors.values():
        for spelling in dict.fromkeys(actor.names):
            yield spelling, Name("actor", actor.id, spelling)
            if _bears_its_people(actor, spelling, gazetteer.countries):
                yield spelling, Name("demonym", actor.state, spelling)


def _bears_its_people(actor: Actor, spelling: str, countries: Mapping[str, Country]) -> bool:
    """Tell "Russian military": the longer name hides the nationality it begins with."""
    state = countries.get(actor.state) if actor.kind == "state" else None
    return state is not None and any(
        key(spelling).startswith(f"{key(people)} ") for people in state.demonyms
    )


def _expeditionary(gazetteer: Gazetteer) -> frozenset[str]:
    """Return the states whose forces, as far as we keep their bases, mostly sit abroad."""
    abroad: dict[str, list[bool]] = {}
    for base in gazetteer.bases.values():
        for host in base.hosts if base.curated else ():
            abroad.setdefault(host, []).append(_is_abroad(host, base, gazetteer.countries))
    return frozenset(
        host
        for host, them in abroad.items()
        if host in gazetteer.countries and sum(them) > _MANY_BASES_ABROAD * len(them)
    )


def _is_abroad(host: str, base: Base, countries: Mapping[str, Country]) -> bool:
    """Tell a base in another country; a region that `host` has annexed is none."""
    if base.country == host:
        return False
    here = countries.get(base.country)
    return here is None or host not in here.part_of
