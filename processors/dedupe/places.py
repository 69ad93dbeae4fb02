"""Where two tellings can be of one attack: the ladder from one base down to one owner."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from contracts.messages import Place
from processors.dedupe.state import PlaceTally
from processors.gazetteer import Base, Gazetteer


class PlaceFit(StrEnum):
    """How the place of a report and that of an incident go together."""

    SAME_BASE = "the same base"
    SHARED_BASE = "a base in common"
    SAME_SITE = "parts of one site"
    CANDIDATE = "a base it may be"
    TOWN = "the same town"
    REGION = "the same region"
    COUNTRY = "the same country"
    BORDER = "a country that claims the region"
    OWNER = "the same owner"
    UNSAID = "no place is said"
    OTHER_BASE = "another base"
    OTHER_PLACE = "another place"
    OTHER_OWNER = "another side's base"
    NO_PLACE = "no place in common"


_UNSAID: Final = "unsaid"  # index key of incidents without any place
_ANYWHERE: Final = "anywhere"  # of all of them
_AREAS: Final = 8  # towns, regions or owners on a record

VETOES: Final = {
    PlaceFit.OTHER_BASE,
    PlaceFit.OTHER_PLACE,
    PlaceFit.OTHER_OWNER,
    PlaceFit.NO_PLACE,
}
SCORES: Final = {
    PlaceFit.SAME_BASE: 3.0,
    PlaceFit.SHARED_BASE: 2.0,
    PlaceFit.SAME_SITE: 2.0,
    PlaceFit.CANDIDATE: 1.8,
    PlaceFit.TOWN: 1.8,
    PlaceFit.REGION: 1.6,
    PlaceFit.COUNTRY: 1.5,
    PlaceFit.BORDER: 1.0,
    PlaceFit.OWNER: 1.0,
    PlaceFit.UNSAID: 0.5,
}


def fit(place: Place, held: Place, gazetteer: Gazetteer) -> PlaceFit:
    """Compare a report's place with an incident's."""
    if is_unsaid(place) or is_unsaid(held):
        return PlaceFit.UNSAID
    if place.bases and held.bases:
        return _bases(set(place.bases), set(held.bases), gazetteer)
    if place.bases or held.bases:
        named, vague = (place, held) if place.bases else (held, place)
        return _named(named, vague, gazetteer)
    return _unnamed(place, held, gazetteer)


def is_unsaid(place: Place) -> bool:
    """Say if a text gives no place at all, not even whose base it was."""
    return not (place.bases or place.candidates or place.countries or place.owners)


def _bases(mine: set[str], theirs: set[str], gazetteer: Gazetteer) -> PlaceFit:
    if mine <= theirs or theirs <= mine:
        return PlaceFit.SAME_BASE
    if mine & theirs:
        return PlaceFit.SHARED_BASE
    if _sites(mine, gazetteer) & _sites(theirs, gazetteer):
        return PlaceFit.SAME_SITE
    return PlaceFit.OTHER_BASE


def _sites(bases: set[str], gazetteer: Gazetteer) -> set[str]:
    """Return the bases and what they are parts of."""
    parents = {base.parent for base in _known(bases, gazetteer) if base.parent}
    return bases | parents


def _known(bases: set[str], gazetteer: Gazetteer) -> list[Base]:
    return [gazetteer.bases[base] for base in sorted(bases) if base in gazetteer.bases]


def _named(named: Place, vague: Place, gazetteer: Gazetteer) -> PlaceFit:
    """Compare a named base with a place that names none."""
    bases = _known(set(named.bases), gazetteer)
    if not _owned(named, vague, bases, gazetteer):
        return PlaceFit.OTHER_OWNER
    if set(vague.candidates) & _sites(set(named.bases), gazetteer):
        return PlaceFit.CANDIDATE
    if vague.candidates:
        return PlaceFit.OTHER_BASE
    towns = {base.town for base in bases if base.town} | set(named.towns)
    regions = {base.region for base in bases if base.region} | set(named.regions)
    countries = {base.country for base in bases} | set(named.countries)
    found = _areas(
        Place(towns=tuple(towns), regions=tuple(regions), countries=tuple(countries)),
        vague,
        gazetteer,
    )
    if found is PlaceFit.NO_PLACE and _shared_owner(named, vague, bases):
        return PlaceFit.OWNER
    return found


def _owned(named: Place, vague: Place, bases: list[Base], gazetteer: Gazetteer) -> bool:
    """Say if the forces that the vague place speaks of can be at one of these bases."""
    owners = {owner for owner in vague.owners if owner in gazetteer.countries}
    if not owners or not bases:
        return True
    return bool(owners & _at_home(named, bases, gazetteer)) or any(not b.hosts for b in bases)


def _at_home(named: Place, bases: list[Base], gazetteer: Gazetteer) -> set[str]:
    countries = {base.country for base in bases}
    hosts = {host for base in bases for host in base.hosts}
    return wider(countries, gazetteer) | hosts | set(named.owners)


def _shared_owner(named: Place, vague: Place, bases: list[Base]) -> bool:
    hosts = {host for base in bases for host in base.hosts} | set(named.owners)
    return bool(hosts & set(vague.owners))


def _unnamed(place: Place, held: Place, gazetteer: Gazetteer) -> PlaceFit:
    mine, theirs = (
        {owner for owner in each.owners if owner in gazetteer.countries} for each in (place, held)
    )
    if mine and theirs and not mine & theirs:
        return PlaceFit.OTHER_OWNER
    if set(place.candidates) & set(held.candidates):
        return PlaceFit.CANDIDATE
    found = _areas(place, held, gazetteer)
    if found is PlaceFit.NO_PLACE and set(place.owners) & set(held.owners):
        return PlaceFit.OWNER
    return found


def _areas(place: Place, held: Place, gazetteer: Gazetteer) -> PlaceFit:
    """Compare towns, then regions, then countries; what one side lacks says nothing."""
    if _same(place.towns, held.towns):
        return PlaceFit.TOWN
    if place.towns and held.towns:
        return PlaceFit.OTHER_PLACE
    if _same(place.regions, held.regions):
        return PlaceFit.REGION
    if not place.countries or not held.countries:
        return PlaceFit.NO_PLACE
    if set(place.countries) & set(held.countries):
        return PlaceFit.COUNTRY
    mine, theirs = wider(set(place.countries), gazetteer), wider(set(held.countries), gazetteer)
    return PlaceFit.BORDER if mine & theirs else PlaceFit.OTHER_PLACE


def _same(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return bool({word.casefold() for word in mine} & {word.casefold() for word in theirs})


def wider(countries: set[str], gazetteer: Gazetteer) -> set[str]:
    """Return the countries and, for annexed regions, every country that may be meant."""
    known = [gazetteer.countries[code] for code in countries if code in gazetteer.countries]
    return countries | {whole for country in known for whole in country.part_of}


def home(place: Place, gazetteer: Gazetteer) -> set[str]:
    """Return the countries a place lies in, its bases' included."""
    bases = _known(set(place.bases), gazetteer)
    return wider(set(place.countries) | {base.country for base in bases}, gazetteer)


def hosts(place: Place, gazetteer: Gazetteer) -> set[str]:
    """Return whose forces are at a place."""
    bases = _known(set(place.bases), gazetteer)
    return set(place.owners) | {host for base in bases for host in base.hosts}


def keys(place: Place, gazetteer: Gazetteer) -> frozenset[str]:
    """Return the index keys under which an incident at `place` is kept."""
    sites = _sites(set(place.bases), gazetteer) | set(place.candidates)
    countries, owners = home(place, gazetteer), hosts(place, gazetteer)
    kind = "named" if place.bases else "unnamed"
    found = {_ANYWHERE, *(f"base:{base}" for base in sites)}
    found |= {f"{kind}:{country}" for country in countries}
    found |= {f"of:{owner}" for owner in owners}
    if not place.bases and not countries:
        found |= {f"unplaced:{owner}" for owner in owners} or {_UNSAID}
    return frozenset(found)


def asked(place: Place, gazetteer: Gazetteer) -> frozenset[str]:
    """Return the index keys under which a report at `place` looks for its incident."""
    if is_unsaid(place):
        return frozenset({_ANYWHERE})
    sites = _sites(set(place.bases), gazetteer) | set(place.candidates)
    countries, owners = home(place, gazetteer), hosts(place, gazetteer)
    found = {_UNSAID, *(f"base:{base}" for base in sites)}
    found |= {f"unnamed:{country}" for country in countries}
    found |= {f"unplaced:{owner}" for owner in owners}
    if not place.bases:
        found |= {f"named:{country}" for country in countries}
    if not place.bases and not countries:
        found |= {f"of:{owner}" for owner in owners}
    return frozenset(found)


def agreed(tallies: Sequence[PlaceTally], gazetteer: Gazetteer) -> Place:
    """Return the place that most families give, refined by those who do not contradict it.

    A named base counts first, then news before what is told in passing, then a town before a mere
    country. One salvo may have hit several bases: those named together are all kept.
    """
    ranked = sorted(tallies, key=order)
    news = [tally for tally in ranked if tally.current] or ranked
    named = [tally.place for tally in news if tally.place.bases]
    named = named or [tally.place for tally in ranked if tally.place.bases]
    told = named or [tally.place for tally in news]
    bases = _joined_bases(named, gazetteer)
    return Place(
        bases=bases,
        candidates=() if bases else _narrowed(place.candidates for place in told),
        towns=_union(place.towns for place in told),
        regions=_union(place.regions for place in told),
        countries=_narrowed(place.countries for place in told),
        owners=_union(place.owners for place in told),
        words=next((place.words for place in told if place.words), ""),
    )


def order(tally: PlaceTally) -> tuple[bool, bool, int]:
    """Return what ranks the places that tellings give, the best first."""
    return (not tally.current, not _is_exact(tally.place), -len(tally.backed.families))


def _is_exact(place: Place) -> bool:
    return bool(place.bases or place.candidates or place.towns or place.regions)


def _joined_bases(named: Sequence[Place], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the bases that hang together, without sites of which a part is named."""
    found: list[str] = []
    for place in named:
        sites = _sites(set(found), gazetteer)
        if not found or sites & _sites(set(place.bases), gazetteer):
            found.extend(base for base in place.bases if base not in found)
    parents = {base.parent for base in _known(set(found), gazetteer)}
    return tuple(base for base in found if base not in parents)


def _narrowed(sets: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what all have in common; one that would leave nothing is passed over."""
    found: tuple[str, ...] = ()
    for each in sets:
        common = tuple(item for item in found if item in each)
        found = common or found or each
    return found


def _union(sets: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for each in sets for item in each))[:_AREAS]
