"""Military airfields that the airportsdata package knows and nobody keeps by hand."""

import re
from collections.abc import Iterator, Mapping
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
    (re.compile(r"\bAfb\b", re.IGNORECASE), "Air Force Base", "AFB"),
    (re.compile(r"\bNas\b", re.IGNORECASE), "Naval Air Station", "NAS"),
    (re.compile(r"\bMcas\b", re.IGNORECASE), "Marine Corps Air Station", "MCAS"),
    (re.compile(r"\bAaf\b", re.IGNORECASE), "Army Airfield", "AAF"),
)
_SITE: Final = re.compile(r"\b(?:air ?base|naval air base)$", re.IGNORECASE)
_SLUG: Final = re.compile(r"[^a-z0-9]+")


def airfields(taken: frozenset[str]) -> Iterator[Base]:
    """Yield a base for each military airfield whose ICAO code is not in `taken`.

    Coordinates are degrees and zones IANA names, both as airportsdata has them.
    """
    for code, row in sorted(airportsdata.load("ICAO").items()):
        if code.isalpha() and code not in taken and _is_military(row["name"]):
            yield _base(code, row)


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
    ('Nellis Air Force Base', ('Nellis AFB',))
    """
    name = re.sub(r"\s*\([^)]*\)", "", listed).strip()
    name = re.sub(r"\s+Airport\.?$", "", name)
    for short, long, written in _SHORT:
        if short.search(name):
            return short.sub(long, name), (short.sub(written, name),)
    if _SITE.search(name):
        stem = _SITE.sub("", name).strip()
        return name, tuple(f"{stem} {site}" for site in ("airbase", "airfield", "military airport"))
    return name, ()
