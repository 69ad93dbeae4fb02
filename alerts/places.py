"""Countries and places in words. Pure, but for the list of countries that tzdata ships."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from contracts.messages import BaseRef, Place

# News names that read better than the list's own, and annexed regions, which it does not have.
_NEWS_NAMES: Final = {
    "GB": "United Kingdom",
    "KR": "South Korea",
    "KP": "North Korea",
    "PS": "Palestinian territories",
    "UA-43": "Crimea",
}


@cache
def _names() -> Mapping[str, str]:
    """Read ISO 3166-1 codes and English names from tzdata's iso3166.tab."""
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t", 1) for line in table.splitlines() if line and line[0] != "#")
    return {code: name for code, name in rows} | _NEWS_NAMES


def country(code: str) -> str:
    """Name a country; a code nobody knows names itself."""
    return _names().get(code, code)


def countries(codes: Iterable[str]) -> str:
    """Name several."""
    return ", ".join(country(code) for code in codes)


def some(names: Sequence[str], most: int = 3) -> str:
    """List names as a sentence does, the rest as a number."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


def where(bases: Sequence[BaseRef], place: Place) -> str:
    """Say where in a few words: the bases, else the region or country of an unnamed one."""
    if bases:
        homes = dict.fromkeys(country(base.country) for base in bases)
        return f"{some([base.name for base in bases])}, {some(list(homes))}"
    return f"an unnamed base{_around(place)}"


def _around(place: Place) -> str:
    lands = [country(code) for code in place.countries]
    if len(place.regions) == 1:
        region = place.regions[0]
        rest = [land for land in lands if land not in region]
        return f" in {', '.join((region, *rest[:1]))}"
    return f" in {some(lands)}" if lands else ""
