"""Bases, countries, towns and armed groups: CSV with a source per row, and their reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Base:
    """A military site."""

    id: str  # iq-ain-al-asad
    name: str
    aliases: tuple[str, ...]  # other spellings and names, `name` not among them
    kind: str  # air_base, naval_base, garrison, outpost, depot, airport (dual use), headquarters
    country: str  # ISO 3166-1 alpha-2, or an annexed region's own code (UA-43)
    region: str  # as news writes it: "Anbar", "eastern Syria"; "" when nothing fits
    town: str  # nearest town as news writes it
    lat: float
    lon: float
    radius_km: float
    tz: str  # IANA
    hosts: tuple[str, ...]  # whose forces are there: country codes or group ids
    parent: str  # id of the site it is part of, or ""
    curated: bool  # from the hand-kept file; False: an airfield from airportsdata
    source: str
    # In other languages, by language: not those that English writes too. A name in Latin letters
    # is a name in its language alone, any other in all of them.
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    # Those of `names_in` that need no site word; the others are stems beside one.
    own_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    # What names it only near a word for a military site, by language.
    stems_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or annexed region, as news names it and its people."""

    code: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    part_of: tuple[str, ...]  # of an annexed region: every country that may be meant
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Town:
    """A town, city, province or region that news uses to say where."""

    name: str
    aliases: tuple[str, ...]
    kind: str  # town | region
    country: str
    bases: tuple[str, ...]  # ids of bases at or in it
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def id(self) -> str:
        """Two countries may share the name."""
        return f"{self.country}:{self.name}"

    @property
    def is_capital(self) -> bool:
        """Whether its name may stand for the government: "Kyiv denied it"."""
        return any(alias.endswith(" capital") for alias in self.aliases)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who attacks: an armed group or a state's forces."""

    id: str  # islamic-resistance-iraq
    names: tuple[str, ...]
    kind: str  # militia | jihadist | state | alliance | generic ("Iran-backed militias")
    state: str  # sponsor or owner: country code, or ""
    names_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All of it; lookups are by id, by code, or by the lists themselves."""

    bases: Mapping[str, Base]
    countries: Mapping[str, Country]
    towns: tuple[Town, ...]
    actors: Mapping[str, Actor]
