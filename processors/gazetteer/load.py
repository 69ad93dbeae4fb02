"""Read the gazetteer: the hand-kept CSV files, and airfields that airportsdata knows."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources

from processors.gazetteer import Actor, Base, Country, Gazetteer, Town
from processors.gazetteer.airfields import airfields
from processors.gazetteer.names import (
    Forms,
    Row,
    base_names,
    base_stems,
    languages_of,
    read_forms,
    read_names,
    spell_out,
)


@cache
def load_gazetteer() -> Gazetteer:
    """Return the whole gazetteer, read once per process.

    Raises:
        ValueError: a row of a CSV file does not fit; the message names file and id.
    """
    kept = {row["id"]: row for row in _rows("bases.csv")}
    forms = read_forms(_rows("forms.csv"))
    taken = frozenset(row["icao"] for row in kept.values() if row["icao"])
    bases = {key: _base(row, forms) for key, row in kept.items()}
    for field in airfields(taken):
        bases.setdefault(field.id, field)
    countries = {row["code"]: _country(row) for row in _rows("countries.csv")}
    actors = {row["id"]: _actor(row) for row in _rows("actors.csv")}
    towns = tuple(_town(row) for row in _rows("towns.csv"))
    english = Gazetteer(bases=bases, countries=countries, towns=towns, actors=actors)
    stems = {key: _list(row["stems"]) for key, row in kept.items()}
    return _with_names(english, stems, forms)


def _with_names(
    gazetteer: Gazetteer, stems: Mapping[str, tuple[str, ...]], forms: Forms
) -> Gazetteer:
    """Add the names in other languages; `stems` are the English ones of the bases kept by hand."""
    ids = {
        "base": stems,
        "stem": stems,
        "country": gazetteer.countries,
        "town": {town.id for town in gazetteer.towns},
        "actor": gazetteer.actors,
    }
    names = read_names(_rows("names.csv"), ids, languages_of(forms))

    def named(base: Base) -> Base:
        own, own_stems = names.get(("base", base.id), {}), names.get(("stem", base.id), {})
        return replace(
            base,
            names_in=base_names(base.kind, stems[base.id], own, own_stems, forms),
            own_in=own,
            stems_in=base_stems(stems[base.id], own_stems),
        )

    return Gazetteer(
        bases={id_: named(base) if base.curated else base for id_, base in gazetteer.bases.items()},
        countries={
            code: replace(country, names_in=names.get(("country", code), {}))
            for code, country in gazetteer.countries.items()
        },
        towns=tuple(
            replace(town, names_in=names.get(("town", town.id), {})) for town in gazetteer.towns
        ),
        actors={
            id_: replace(actor, names_in=names.get(("actor", id_), {}))
            for id_, actor in gazetteer.actors.items()
        },
    )


def _rows(name: str) -> Iterator[Row]:
    text = resources.files("processors.gazetteer").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _base(row: Row, forms: Forms) -> Base:
    try:
        return Base(
            id=row["id"],
            name=row["name"],
            aliases=spell_out(
                (row["name"], *_list(row["aliases"])),
                _list(row["stems"]),
                forms["en", row["kind"]],
            )[1:],
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
