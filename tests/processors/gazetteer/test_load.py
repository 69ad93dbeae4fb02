"""The hand-kept files are data: every row is held to what the readers of the gazetteer rely on."""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from zoneinfo import ZoneInfo

import airportsdata
import pytest

from processors.extract.lexicon import words
from processors.extract.text.folding import fold
from processors.gazetteer import Base, Gazetteer
from processors.gazetteer.airfields import airfields
from processors.gazetteer.load import load_gazetteer

KINDS = {"air_base", "naval_base", "garrison", "outpost", "depot", "airport", "headquarters"}
# Words that begin titles or stand in any text: alone they must never name a base or a town.
ORDINARY = words(
    "green village base camp victory victoria tower union simba hit balad meron reading bath nice"
    " mobile split hill hope march may august friday saint field port harbor omar assad asad manda"
    " gao kati bamba uri engels ali ramon severny belaya severomorsk"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def key(name: str) -> str:
    return re.sub(r"[^\w]+", " ", fold(name)).strip()


def rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("processors.gazetteer").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    north = (a[0] - b[0]) * 111.2
    east = (a[1] - b[1]) * 111.2 * math.cos(math.radians(a[0]))
    return math.hypot(north, east)


@pytest.mark.parametrize(
    ("name", "column"), [("bases.csv", "id"), ("countries.csv", "code"), ("actors.csv", "id")]
)
def test_ids_are_unique(name: str, column: str) -> None:
    ids = [row[column] for row in rows(name)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", one) for one in ids)


def test_the_most_attacked_bases_are_kept_by_hand(gazetteer: Gazetteer) -> None:
    kept = [base for base in gazetteer.bases.values() if base.curated]
    assert len(kept) >= 100
    assert {"iq-ain-al-asad", "sy-tanf", "jo-tower-22", "ru-engels"} <= {base.id for base in kept}


def test_every_base_is_whole(gazetteer: Gazetteer) -> None:
    for base in gazetteer.bases.values():
        assert base.name, base
        assert base.kind in KINDS, base
        assert -90 <= base.lat <= 90, base
        assert -180 <= base.lon <= 180, base
        assert 0 < base.radius_km <= 30, base
        assert base.source, base
        ZoneInfo(base.tz)


def test_what_a_base_names_exists(gazetteer: Gazetteer) -> None:
    for base in gazetteer.bases.values():
        assert base.country in gazetteer.countries, base
        for host in base.hosts:
            assert host in gazetteer.countries or host in gazetteer.actors, (base.id, host)
        if base.parent:
            parent = gazetteer.bases[base.parent]
            assert km((base.lat, base.lon), (parent.lat, parent.lon)) < 15, base


def test_what_the_other_files_name_exists(gazetteer: Gazetteer) -> None:
    for town in gazetteer.towns:
        assert town.country in gazetteer.countries, town
        assert town.kind in {"town", "region"}, town
        assert all(base in gazetteer.bases for base in town.bases), town
    for country in gazetteer.countries.values():
        assert all(code in gazetteer.countries for code in country.part_of), country
    for actor in gazetteer.actors.values():
        assert not actor.state or actor.state in gazetteer.countries, actor


def test_coordinates_are_those_of_airportsdata_where_a_row_says_so() -> None:
    known = airportsdata.load("ICAO")
    for row in rows("bases.csv"):
        if not row["icao"]:
            assert "hand-placed" in row["source"], row["id"]
            continue
        field = known[row["icao"]]
        here = float(row["lat"]), float(row["lon"])
        assert km(here, (field["lat"], field["lon"])) < 1, row["id"]
        assert row["source"] == f"airportsdata {row['icao']}"


def test_bases_lie_near_the_others_of_their_country() -> None:
    """A swapped sign or two swapped figures put a base on another continent."""
    fields = defaultdict(list)
    for field in airportsdata.load("ICAO").values():
        fields[field["country"]].append((field["lat"], field["lon"]))
    for row in rows("bases.csv"):
        here = float(row["lat"]), float(row["lon"])
        country = row["country"].split("-")[0]
        assert min(km(here, there) for there in fields[country]) < 250, row["id"]


def spellings(base: Base) -> set[str]:
    return {key(name) for name in (base.name, *base.aliases)}


def test_no_two_bases_share_a_spelling(gazetteer: Gazetteer) -> None:
    owners = defaultdict(set)
    for base in gazetteer.bases.values():
        for spelling in spellings(base):
            owners[spelling].add(base.id)
    assert {s: ids for s, ids in owners.items() if len(ids) > 1} == {}


def test_no_base_is_named_by_an_ordinary_word_or_a_bare_town(gazetteer: Gazetteer) -> None:
    towns = {key(name) for town in gazetteer.towns for name in (town.name, *town.aliases)}
    for base in gazetteer.bases.values():
        for spelling in spellings(base):
            assert spelling not in ORDINARY, (base.id, spelling)
            assert len(spelling) >= 3, (base.id, spelling)
            assert spelling not in towns or base.kind in {"outpost", "headquarters"}, (
                base.id,
                spelling,
            )


def test_green_village_matches_only_as_a_name(gazetteer: Gazetteer) -> None:
    found = spellings(gazetteer.bases["sy-green-village"])
    assert {"green village base", "al omar oil field"} <= found
    assert not {"green village", "village", "omar"} & found


def test_a_stem_names_the_base_only_beside_a_word_for_a_site(gazetteer: Gazetteer) -> None:
    found = spellings(gazetteer.bases["iq-ain-al-asad"])
    assert {"ain al asad", "ain al assad", "asad air base", "al assad airbase"} <= found
    assert not {"al asad", "al assad", "assad"} & found


def test_airfields_never_override_a_row_kept_by_hand(gazetteer: Gazetteer) -> None:
    derived = [base for base in gazetteer.bases.values() if not base.curated]
    assert 400 <= len(derived) <= 550
    taken = {row["icao"] for row in rows("bases.csv")}
    assert not {base.source.removeprefix("airportsdata ") for base in derived} & taken
    assert not [base for base in airfields(frozenset(taken)) if base.source.endswith("ORAA")]


@pytest.mark.parametrize(
    ("id_", "name", "alias"),
    [
        ("us-dyess-air-force-base", "Dyess Air Force Base", "Dyess AFB"),
        ("pl-malbork-air-base", "Malbork Air Base", "Malbork airbase"),
        ("gb-raf-marham", "RAF Marham", ""),
    ],
)
def test_airfields_go_by_the_names_that_news_writes(
    gazetteer: Gazetteer, id_: str, name: str, alias: str
) -> None:
    base = gazetteer.bases[id_]
    assert base.name == name
    assert not alias or alias in base.aliases


def test_all_members_of_the_united_nations_and_four_more(gazetteer: Gazetteer) -> None:
    assert sum(len(code) == 2 for code in gazetteer.countries) >= 197
    assert {"XK", "PS", "TW", "EH", "UA-43"} <= set(gazetteer.countries)
    assert gazetteer.countries["UA-43"].part_of == ("UA", "RU")


def test_no_name_belongs_to_two_countries(gazetteer: Gazetteer) -> None:
    owners = defaultdict(set)
    for country in gazetteer.countries.values():
        for name in (*country.names, *country.demonyms):
            owners[key(name)].add(country.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_no_name_belongs_to_two_actors(gazetteer: Gazetteer) -> None:
    owners = defaultdict(set)
    for actor in gazetteer.actors.values():
        for name in actor.names:
            owners[key(name)].add(actor.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}
