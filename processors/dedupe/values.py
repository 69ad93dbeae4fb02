"""When two values of one slot can both be true, and how a value is put in words."""

from typing import Final

from contracts.messages import Slot, Value
from processors.dedupe import weapons
from processors.gazetteer import Gazetteer

COUNTS: Final = {Slot.FIRED, Slot.HIT, Slot.INTERCEPTED, Slot.KILLED, Slot.INJURED}
VICTIMS: Final = {Slot.KILLED, Slot.INJURED}
_ABOUT: Final = 0.2  # "about ten" is eight to twelve
_NONE: Final = "none"
_UNKNOWN: Final = "unknown"
_UNCOUNTED: Final = {"personnel", "police", "security forces", "forces", "staff", "crew", "people"}
_CIVIL: Final = {"civilian", "contractor", "vendor", "worker", "journalist", "child"}
_VAGUE: Final = (
    ("hundreds", 200),
    ("scores", 40),
    ("dozens", 24),
    ("several", 3),
    ("a number of", 2),
    ("some", 2),
)
_EXCLUDES: Final = {Slot.STATUS: "denied", Slot.DAMAGE: _NONE}  # this value and any other


def key(value: Value) -> str:
    """Name a value by what it means, so that two wordings of it are one."""
    parts = (
        value.low,
        value.high,
        "~" if value.approx else "",
        value.norm,
        value.nationality,
        _role(value),
        value.severity,
        value.where,
    )
    return "|".join("" if part is None else str(part) for part in parts)


def clash(slot: Slot, one: Value, other: Value, gazetteer: Gazetteer) -> bool:
    """Say if two values of `slot` cannot both be true."""
    if is_open(slot, one) or is_open(slot, other):
        return False
    if slot in VICTIMS:
        return _victims_clash(one, other)
    if slot in COUNTS:
        return one.where == other.where and _apart(one, other)
    if slot is Slot.WEAPON:
        return weapons.clash(one.norm, other.norm)
    if slot in {Slot.CLAIMED_BY, Slot.BLAMED_ON}:
        return not _same_actor(one, other, gazetteer)
    return one.norm != other.norm and _EXCLUDES.get(slot) in {one.norm, other.norm}


def is_open(slot: Slot, value: Value) -> bool:
    """Say if a value only says that nothing is known yet: nobody claimed it, damage unknown."""
    nobody = slot in {Slot.CLAIMED_BY, Slot.BLAMED_ON} and value.norm == _NONE
    return nobody or (slot not in COUNTS and value.norm == _UNKNOWN)


def _bounds(value: Value) -> tuple[float, float]:
    low, high = float(value.low or 0), float("inf") if value.high is None else float(value.high)
    if value.approx:
        return low * (1 - _ABOUT), high * (1 + _ABOUT)
    return low, high


def _apart(one: Value, other: Value) -> bool:
    (low, high), (floor, top) = _bounds(one), _bounds(other)
    return low > top or floor > high


def _role(value: Value) -> str:
    if not value.role:
        return ""
    return "civil" if value.role in _CIVIL else "forces"


def _victims_clash(one: Value, other: Value) -> bool:
    mine, theirs = _traits(one), _traits(other)
    if mine == theirs:
        return _apart(one, other)
    if all(not a or a == b for a, b in zip(mine, theirs, strict=True)):
        return _exceeds(other, one)
    if all(not b or a == b for a, b in zip(mine, theirs, strict=True)):
        return _exceeds(one, other)
    return _other_nation(one, other)


def _traits(value: Value) -> tuple[str, str, str]:
    return value.nationality, _role(value), value.severity


def _exceeds(part: Value, total: Value) -> bool:
    """Say if a part is more than the total it belongs to."""
    return _bounds(part)[0] > _bounds(total)[1]


def _other_nation(one: Value, other: Value) -> bool:
    """Say if the same victims are given two nationalities."""
    nations = {one.nationality, other.nationality}
    roles = {_role(one), _role(other)} - {""}
    hurt = all(value.high is None or value.high > 0 for value in (one, other))
    return len(nations - {""}) == 2 and len(roles) < 2 and hurt


def _same_actor(one: Value, other: Value, gazetteer: Gazetteer) -> bool:
    """Equal, or one of them only a loose word for the other's side."""
    if one.norm == other.norm:
        return True
    known = [gazetteer.actors.get(value.norm) for value in (one, other)]
    loose = [actor for actor in known if actor and actor.kind == "generic"]
    if not loose:
        return False
    sides = [
        actor.state if actor else value.nationality
        for actor, value in zip(known, (one, other), strict=True)
    ]
    return sides[0] == sides[1] or not all(sides)


def words(slot: Slot, value: Value, gazetteer: Gazetteer) -> str:
    """Put a value in words: "5", "at least 5", "several", "2 British soldier"."""
    if slot not in COUNTS:
        plain = {_NONE: _NONE, _UNKNOWN: "still being assessed"}
        return plain.get(value.norm) or _named(value, gazetteer)
    severity = f"({value.severity.replace('_', ' ')})" if value.severity else ""
    where = "off the base" if value.where == "off_base" else ""
    parts = (quantity(value), _nation(value, gazetteer), _people(value), severity, where)
    return " ".join(part for part in parts if part)


def _people(value: Value) -> str:
    role = value.role.replace("_", " ")
    return role if not role or role in _UNCOUNTED or value.high == 1 else f"{role}s"


def _named(value: Value, gazetteer: Gazetteer) -> str:
    actor = gazetteer.actors.get(value.norm)
    if actor and actor.names:
        return actor.names[0]
    country = gazetteer.countries.get(value.norm)
    if country and country.names:
        return country.names[0]
    return value.norm.replace("_", " ") or value.text


def _nation(value: Value, gazetteer: Gazetteer) -> str:
    country = gazetteer.countries.get(value.nationality)
    return country.demonyms[0] if country and country.demonyms else value.nationality


def quantity(value: Value) -> str:
    """Put a count in words; a vague word stays the word it was."""
    low, high = value.low or 0, value.high
    about = "about " if value.approx else ""
    if high is None:
        written = value.text.casefold()
        vague = next((word for word, least in _VAGUE if word in written and least == low), "")
        return vague or f"at least {low}"
    if high == 0:
        return _NONE
    if low == high:
        return f"{about}{low}"
    return f"up to {high}" if low == 0 else f"{about}{low} to {high}"
