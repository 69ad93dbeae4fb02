"""The gazetteer's names as texts in one language may write them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from processors.gazetteer import Base, Gazetteer

_LATIN: Final = frozenset({"de", "es", "fr", "id", "tr", ""})  # they may write the English names
_JOINS: Final = "fa"  # writes a name's words apart or joined
_JOINER: Final = "\u200c"


@dataclass(frozen=True, slots=True)
class PlainName:
    """A name in the gazetteer; `stem`: it names a base only near a word for a military site."""

    kind: str  # base, town, garrison (a town with a base), region, country, demonym, actor
    id: str
    spelling: str
    stem: bool = False


def names_in(gazetteer: Gazetteer, code: str) -> Iterator[PlainName]:
    """Yield every name; `code` "" stands for a language that nobody gave us names in."""
    english = code in _LATIN
    for base in gazetteer.bases.values():
        yield from _base(base, code)
    for town in gazetteer.towns:
        for spelling in _all((town.name, *town.aliases) if english else (), town.names_in, code):
            yield PlainName(town.kind, town.id, spelling)
            if town.bases and town.kind == "town":
                yield PlainName("garrison", town.id, spelling)
    for country in gazetteer.countries.values():
        own = (*country.names, *country.demonyms) if english else ()
        demonyms = frozenset(country.demonyms)
        for spelling in _all(own, country.names_in, code):
            kind = "demonym" if spelling in demonyms else "country"
            yield PlainName(kind, country.code, spelling)
    for actor in gazetteer.actors.values():
        for spelling in _all(actor.names if english else (), actor.names_in, code):
            yield PlainName("actor", actor.id, spelling)


def _base(base: Base, code: str) -> Iterator[PlainName]:
    english = (base.name, *base.aliases) if base.curated and code in _LATIN else (base.name,)
    for spelling in _all(english, base.own_in, code):
        yield PlainName("base", base.id, spelling)
    # A stem beside a site word is found by its nearness: no need to spell every pair out.
    for spelling in _all((), base.stems_in, code):
        yield PlainName("base", base.id, spelling, stem=True)


def _all(english: Sequence[str], others: Mapping[str, Sequence[str]], code: str) -> tuple[str, ...]:
    """Return the names of one language; of all of them where nobody knows which it is."""
    own = others.get(code, ()) if code else [name for names in others.values() for name in names]
    if code == _JOINS:
        own = [form for name in own for form in (name, name.replace(" ", _JOINER))]
    return tuple(dict.fromkeys((*english, *own)))
