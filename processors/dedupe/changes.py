"""What a revision changed: two states of an incident side by side."""

from collections.abc import Iterator

from contracts.messages import ChangeKind, Conflict, Incident, Lifecycle, Slot, SlotChange
from processors.dedupe import values

_NONE = ""


def kinds(
    before: Incident | None, after: Incident, slots: tuple[SlotChange, ...]
) -> tuple[ChangeKind, ...]:
    """Name what changed, in the order of ChangeKind; `reported` when nothing else did."""
    if before is None:
        return (ChangeKind.OPENED,)
    found = set(_changed(before, after))
    if any(change.slot in set(Slot) for change in slots):
        found.add(ChangeKind.SLOT_CHANGED)
    return tuple(kind for kind in ChangeKind if kind in found) or (ChangeKind.REPORTED,)


def _changed(before: Incident, after: Incident) -> Iterator[ChangeKind]:
    if after.families > before.families:
        yield ChangeKind.CORROBORATED
    if _where(before) != _where(after):
        yield ChangeKind.PLACE_CHANGED
    if _day(before) != _day(after):
        yield ChangeKind.WHEN_CHANGED
    if _rivals(after.conflicts) - _rivals(before.conflicts):
        yield ChangeKind.CONFLICT_OPENED
    if _slots(before.conflicts) - _slots(after.conflicts):
        yield ChangeKind.CONFLICT_RESOLVED
    if after.lifecycle is not before.lifecycle:
        yield from _moved(after.lifecycle)


def _moved(lifecycle: Lifecycle) -> Iterator[ChangeKind]:
    if lifecycle is Lifecycle.RETRACTED:
        yield ChangeKind.RETRACTED
    if lifecycle is Lifecycle.CLOSED:
        yield ChangeKind.CLOSED


def _rivals(conflicts: tuple[Conflict, ...]) -> set[tuple[Slot, int]]:
    """Return each conflict with every count of sides that it went through."""
    return {(each.slot, count) for each in conflicts for count in range(2, len(each.sides) + 1)}


def _slots(conflicts: tuple[Conflict, ...]) -> set[Slot]:
    return {each.slot for each in conflicts}


def slot_changes(
    before: Incident | None, after: Incident, correction: bool
) -> tuple[SlotChange, ...]:
    """Return what readers of the last revision must unlearn."""
    if before is None:
        return ()
    shown = tuple(
        SlotChange(slot=slot, before=old, after=new, correction=correction and bool(old))
        for slot, old, new in _values(before, after)
        if old != new
    )
    named = {change.slot for change in shown}
    return (*shown, *(_dropped(before, after, named) if correction else ()))


def _dropped(before: Incident, after: Incident, named: set[str]) -> Iterator[SlotChange]:
    """Yield the side of a dispute that its source took back, though another one is shown."""
    facts = {fact.slot: fact for fact in after.facts}
    for conflict in before.conflicts:
        fact = facts.get(conflict.slot)
        standing = {values.key(each.value) for each in fact.values} if fact else set()
        gone = [side for side in conflict.sides if values.key(side.value) not in standing]
        if gone and conflict.slot not in named:
            old, new = gone[0].value.text, fact.shown if fact else _NONE
            yield SlotChange(slot=conflict.slot, before=old, after=new, correction=True)


def _values(before: Incident, after: Incident) -> Iterator[tuple[str, str, str]]:
    old = {fact.slot: fact.shown for fact in before.facts}
    new = {fact.slot: fact.shown for fact in after.facts}
    for slot in Slot:
        yield slot, old.get(slot, _NONE), new.get(slot, _NONE)
    yield "place", where(before), where(after)
    yield "when", _day(before), _day(after)
    yield "families", str(before.families), str(after.families)


def where(incident: Incident) -> str:
    """Put an incident's place in words."""
    if incident.bases:
        return ", ".join(base.name for base in incident.bases)
    place = incident.place
    return ", ".join((*place.bases, *place.towns, *place.regions, *place.countries)) or "unknown"


def _where(incident: Incident) -> tuple[object, ...]:
    """Return what counts as another place: bases, or while none is named, the candidates."""
    if incident.place.bases:
        return tuple(sorted(incident.place.bases))
    return (tuple(sorted(incident.place.candidates)), tuple(sorted(incident.place.countries)))


def _day(incident: Incident) -> str:
    """Put the days of an incident in words, UTC; equal words are no change."""
    when = incident.when
    if when.start is None or when.end is None:
        return ""
    first, last = when.start.date().isoformat(), when.end.date().isoformat()
    return first if first == last else f"{first} to {last}"
