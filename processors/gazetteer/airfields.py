"""Military airfields that the airportsdata package knows and nobody keeps by hand."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import airportsdata

from processors.gazetteer import Base

_MILITARY: Final = re.compile(
    r"\b(?:air ?base|air force (?:base|station)|afb|(?:naval|army|marine corps|corps) air"
    r"|nas|mcas|aaf|ngb|naval base|raf|army air ?(?:field|base)|air station|jrb)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"\b(?:aux|old|former|abandoned|heliport|disused)\b", re.IGNORECASE)
_SHORT: Final = (
    (re.compile(r"\b(?:afb|air force base)$", re.IGNORECASE), "Air Force Base", "AFB"),
    (re.compile(r"\b(?:nas|naval air station)$", re.IGNORECASE), "Naval Air Station", "NAS"),
    (re.compile(r"\b(?:mcas|marine corps air station)$", re.IGNORECASE),
     "Marine Corps Air Station", "MCAS"),
    (re.compile(r"\b(?:aaf|army air ?field)$", re.IGNORECASE), "Army Airfield", "AAF"),
    (re.compile(r"\bair force station$", re.IGNORECASE), "Air Force Station", "airbase"),
    (re.compile(r"\b(?:military |naval |army )?air ?base$", re.IGNORECASE),
     "Air Base", "airbase"),
)  # fmt: skip
_MORE: Final = ("air base", "airfield", "military airport")
_SLUG: Final = re.compile(r"[^a-z0-9]+")


def airfields(taken: frozenset[str]) -> Iterator[Base]:
    """Yield a base for each military airfield whose ICAO code is not in `taken`.

    Coordinates are degrees and zones IANA names, both as airportsdata has them.
    """
    found = [
        _base(code, row)
        for code, row in sorted(airportsdata.load("ICAO").items())
        if code.isalpha() and code not in taken and _is_military(row["name"])
    ]
    uses = Counter(alias.lower() for base in found for alias in base.aliases)
    for base in found:
        yield replace(base, aliases=tuple(a for a in base.aliases if uses[a.lower()] == 1))


def _is_military(name: str) -> bool:
    return bool(_MILITARY.search(name)) and not _NOT.search(name)


def _base(code: str, row: Mapping[str, Any]) -> Base:
    name, aliases = _names(row["name"])
    return Base(
        id=f"{row['country'].lower()}-{_SLUG.sub('-', name.lower()).strip('-')}",
        name=name,
        aliases=aliases,
        kind="air_base",
        country=row["country"],
        region=row["subd"],
        town=row["city"],
        lat=row["lat"],
        lon=row["lon"],
        radius_km=5.0,
        tz=row["tz"],
        hosts=(row["country"],),
        parent="",
        curated=False,
        source=f"airportsdata {code}",
    )


def _names(listed: str) -> tuple[str, tuple[str, ...]]:
    """Turn a listed name into the one news writes, and its other spellings.

    >>> _names("Nellis Afb Airport")
    ('Nellis Air Force Base', ('Nellis AFB', 'Nellis air base', 'Nellis airfield', \
'Nellis military airport'))
    """
    parts = re.sub(r"\s*\([^)]*\)", "", listed).split("/")
    military = next((part for part in parts if _MILITARY.search(part)), parts[0])
    name = re.sub(r"\s+Airport\.?$", "", military.strip())
    for written, long, short in _SHORT:
        if written.search(name):
            stem = written.sub("", name).strip(" -")
            spelt = (f"{stem} {site}" for site in (short, *_MORE))
            whole = f"{stem} {long}"
            return whole, tuple(alias for alias in spelt if alias.lower() != whole.lower())
    return name, ()
