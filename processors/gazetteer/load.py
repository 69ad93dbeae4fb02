"""Read the gazetteer: the hand-kept CSV files, and airfields that airportsdata knows."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from processors.gazetteer import Actor, Base, Country, Gazetteer, Town
from processors.gazetteer.airfields import airfields

# A stem ("Saky", "al-Asad") names the base only beside one of these.
_AIR: Final = (
    "{} air base|{} airbase|{} airfield|{} air force base|{} air force station|{} aerodrome"
    "|{} military airfield|{} military airport|{} military air base|{} airdrome|{} AB"
)
_ANY: Final = "{} base|{} military base|base at {}|{} army base"
_NAVAL: Final = "{} naval base|{} navy base|{} naval station|{} naval facility|{} naval port"
_GROUND: Final = (
    "{} camp|{} military camp|{} army camp|{} garrison|{} barracks|{} outpost|{} military outpost"
    "|{} training base|{} training camp|{} training centre|{} training center|{} cantonment"
    "|camp {}|{} army barracks|{} military barracks|{} military post|{} forward operating base"
)
_DEPOT: Final = "{} depot|{} ammunition depot|{} arms depot|{} arsenal|{} military complex"
_FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "air_base": tuple(f"{_AIR}|{_ANY}".split("|")),
    "airport": tuple(f"{_AIR}|{_ANY}|{{}} airport|{{}} camp|{{}} military camp".split("|")),
    "naval_base": tuple(f"{_NAVAL}|{_ANY}".split("|")),
    "garrison": tuple(f"{_GROUND}|{_ANY}".split("|")),
    "outpost": tuple(f"{_GROUND}|{_ANY}".split("|")),
    "headquarters": tuple(f"{_ANY}|{{}} headquarters".split("|")),
    "depot": tuple(f"{_DEPOT}|{_ANY}".split("|")),
}

Row = Mapping[str, str]


@cache
def load_gazetteer() -> Gazetteer:
    """Return the whole gazetteer, read once per process.

    Raises:
        ValueError: a row of a CSV file does not fit; the message names file and id.
    """
    kept = {row["id"]: row for row in _rows("bases.csv")}
    bases = {key: _base(row) for key, row in kept.items()}
    taken = frozenset(row["icao"] for row in kept.values() if row["icao"])
    for field in airfields(taken):
        bases.setdefault(field.id, field)
    countries = {row["code"]: _country(row) for row in _rows("countries.csv")}
    actors = {row["id"]: _actor(row) for row in _rows("actors.csv")}
    towns = tuple(_town(row) for row in _rows("towns.csv"))
    return Gazetteer(
        bases=bases,
        countries=countries,
        towns=towns,
        actors=actors,
    )


def _rows(name: str) -> Iterator[Row]:
    text = resources.files("processors.gazetteer").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _aliases(name: str, listed: Sequence[str], stems: Sequence[str], kind: str) -> tuple[str, ...]:
    """Spell out the stems for this kind of base; no spelling comes twice."""
    spelt = [form.format(stem) for stem in stems for form in _FORMS[kind]]
    seen = {name.casefold(): name}
    for alias in (*listed, *spelt):
        seen.setdefault(alias.casefold(), alias)
    return tuple(seen.values())[1:]


def _base(row: Row) -> Base:
    try:
        return Base(
            id=row["id"],
            name=row["name"],
            aliases=_aliases(row["name"], _list(row["aliases"]), _list(row["stems"]), row["kind"]),
            kind=row["kind"],
            country=row["country"],
            region=row["region"],
            town=row["town"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            radius_km=float(row["radius_km"]),
            tz=row["tz"],
            hosts=_list(row["hosts"]),
            parent=row["parent"],
            curated=True,
            source=row["source"],
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"bases.csv, {row.get('id')}: {error!r}") from error


def _country(row: Row) -> Country:
    return Country(
        code=row["code"],
        names=_list(row["names"]),
        demonyms=_list(row["demonyms"]),
        part_of=_list(row["part_of"]),
    )


def _actor(row: Row) -> Actor:
    return Actor(id=row["id"], names=_list(row["names"]), kind=row["kind"], state=row["state"])


def _town(row: Row) -> Town:
    return Town(
        name=row["name"],
        aliases=_list(row["aliases"]),
        kind=row["kind"],
        country=row["country"],
        bases=_list(row["bases"]),
    )
