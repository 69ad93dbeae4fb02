"""Weapons as first reports mix them up: which words may mean the same thing."""

from collections.abc import Iterable
from typing import Final

_ROCKETS: Final = frozenset({"rockets"})
_DRONES: Final = frozenset({"drones"})
_BOMBS: Final = frozenset({"bombs"})
_FROM_THE_AIR: Final = frozenset({"aircraft"})
_ON_FOOT: Final = frozenset({"guns"})
_CLASSES: Final = {
    "rocket": _ROCKETS,
    "ballistic_missile": _ROCKETS,
    "cruise_missile": _ROCKETS,
    "missile": _ROCKETS | _FROM_THE_AIR,
    "mortar": _ROCKETS,
    "artillery": _ROCKETS,
    "drone": _DRONES,
    "naval_drone": _DRONES,
    "air_strike": _FROM_THE_AIR,
    "bomb": _BOMBS | _FROM_THE_AIR,
    "ied": _BOMBS,
    "car_bomb": _BOMBS,
    "gunfire": _ON_FOOT,
    "ground_assault": _ON_FOOT,
    "explosion": frozenset[str](),  # may have been anything
}
# What a loose word may stand for: no contradiction, only less exact.
_MAY_BE: Final = {
    "missile": {"rocket", "ballistic_missile", "cruise_missile", "air_strike"},
    "drone": {"naval_drone"},
    "bomb": {"ied", "car_bomb", "air_strike"},
    "ground_assault": {"gunfire", "car_bomb", "bomb"},
}


def classes(weapons: Iterable[str]) -> frozenset[str]:
    """Return the classes that some kinds of weapon may belong to; none when it may be any."""
    return frozenset().union(*(_CLASSES.get(weapon, frozenset({weapon})) for weapon in weapons))


def says_much(weapon: str) -> bool:
    """Say if a word tells weapons apart: "explosion" does not."""
    return bool(classes((weapon,)))


def clash(one: str, other: str) -> bool:
    """Say if a reader would find two kinds contradict each other."""
    if one == other or not says_much(one) or not says_much(other):
        return False
    return other not in _MAY_BE.get(one, set()) and one not in _MAY_BE.get(other, set())
