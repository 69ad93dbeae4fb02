"""An incident grows: from tallies of what was told to the record that readers see."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from contracts.messages import Claim, Incident, May, Place, Slot, Told, Value, When
from processors.dedupe import bounds, confidence, facts, ledger, lifecycle, places, times, weapons
from processors.dedupe.ledger import earliest, latest
from processors.dedupe.policy import Policy
from processors.dedupe.state import Backed, Held, PlaceTally, Telling, WhenTally

_TALLIES: Final = 24  # distinct times and places
_FAMILIES: Final = 50  # names on the record
_WORDS: Final = 64
_NAMES: Final = 128


def opened(telling: Telling, incident_id: str, policy: Policy) -> Held:
    """Open an incident with its first report."""
    report = telling.report
    bare = Incident(
        id=incident_id,
        revision=0,
        opened_as=Told.BACKGROUND if report.told is Told.BACKGROUND else Told.CURRENT,
        place=report.place,
        when=report.when,
        families=0,
        reports=0,
        opened_at=telling.ref.arrived_at,
    )
    return joined(Held(seq=telling.seq, incident=bare), telling, policy)


def joined(held: Held, telling: Telling, policy: Policy) -> Held:
    """Add one report and read the incident anew. The revision stays: the step counts it."""
    return shown(added(held, telling, policy), policy)


def rebuilt(held: Held, tellings: Sequence[Telling], policy: Policy) -> Held:
    """Make an incident anew from the reports that still stand in it.

    Without any, the record stays as people saw it, for them to be told what was taken back.
    """
    base = replace(held.incident, reports=0, evidence=(), last_report_at=None)
    found = Held(seq=held.seq, incident=base)
    if tellings:
        for telling in tellings:
            found = added(found, telling, policy)
        return shown(found, policy)
    state = lifecycle.after(held.incident.lifecycle, lifecycle.Event.EMPTIED)
    return replace(found, incident=replace(held.incident, lifecycle=state, reports=0))


def added(held: Held, telling: Telling, policy: Policy) -> Held:
    """Enter one report into the tallies."""
    report, incident = telling.report, held.incident
    news = report.told is not Told.BACKGROUND
    outright = report.told is Told.CURRENT and report.may is May.OPEN
    kinds = dict(held.weapons)
    if report.weapon:
        kinds[report.weapon] = _backed(kinds.get(report.weapon, Backed()), telling.family)
    return replace(
        held,
        incident=replace(
            incident,
            lifecycle=lifecycle.after(incident.lifecycle, lifecycle.Event.REPORT),
            reports=incident.reports + 1,
            evidence=ledger.with_evidence(
                incident.evidence if incident.reports else (), ledger.evidence(telling)
            ),
            last_report_at=latest(incident.last_report_at, telling.ref.arrived_at),
        ),
        slots=ledger.add(held.slots, _with_denial(telling), policy.gazetteer),
        whens=_whens(held.whens, report.when, outright, telling.family),
        places=_places(held.places, report.place, outright, telling.family),
        weapons=kinds,
        agents=_kept((*held.agents, *report.agents), _WORDS),
        title_words=_kept((*held.title_words, *telling.title_words), _WORDS),
        names=_kept((*held.names, *telling.names), _NAMES),
        current=_counted(held.current, telling, Told.CURRENT),
        silent=_counted(held.silent, telling, Told.BACKGROUND),
        again=held.again or (report.again and news),
        first_at=earliest(held.first_at, telling.at),
        last_at=latest(held.last_at, telling.at),
        floating=held.floating + floats(report.when),
        grounds=confidence.surer(held.grounds, confidence.grounds(telling, policy.languages)),
    )


def _with_denial(telling: Telling) -> Telling:
    """Let a text that denies the attack say so in the ledger too."""
    report = telling.report
    if report.told is not Told.DENIED or any(each.slot is Slot.STATUS for each in report.claims):
        return telling
    denial = Claim(
        slot=Slot.STATUS,
        value=Value(text="denied", norm="denied"),
        certainty="denied",
        span=report.span,
        sentence=report.sentence,
    )
    return replace(telling, report=replace(report, claims=(*report.claims, denial)))


def _counted(families: dict[str, int], telling: Telling, told: Told) -> dict[str, int]:
    """Count a report for its family, if it is told so; a denial stands behind nothing."""
    if telling.report.told is not told:
        return families
    return {**families, telling.family: families.get(telling.family, 0) + 1}


def floats(when: When) -> bool:
    """Say if a report gives no time at all, not even a weekday."""
    return when.start is None and when.weekday is None


def _kept(words: Iterable[str], limit: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:limit]


def _backed(backed: Backed, family: str) -> Backed:
    families = backed.families
    if family not in families and len(families) < _FAMILIES:
        families = (*families, family)
    return Backed(reports=backed.reports + 1, families=families)


def _whens(
    known: tuple[WhenTally, ...], when: When, outright: bool, family: str
) -> tuple[WhenTally, ...]:
    """Count a time; of too many different ones the best stay."""
    for at, tally in enumerate(known):
        if _same_time(tally.when, when) and tally.current is outright:
            new = replace(tally, backed=_backed(tally.backed, family))
            return (*known[:at], new, *known[at + 1 :])
    all_ = (*known, WhenTally(when=when, current=outright, backed=_backed(Backed(), family)))
    return all_ if len(all_) <= _TALLIES else tuple(sorted(all_, key=times.order)[:_TALLIES])


def _same_time(one: When, other: When) -> bool:
    return (one.start, one.end, one.basis, one.weekday, one.doubt) == (
        other.start,
        other.end,
        other.basis,
        other.weekday,
        other.doubt,
    )


def _places(
    known: tuple[PlaceTally, ...], place: Place, outright: bool, family: str
) -> tuple[PlaceTally, ...]:
    """Count a place; of too many different ones the best stay."""
    bare = replace(place, words="")
    for at, tally in enumerate(known):
        if replace(tally.place, words="") == bare and tally.current is outright:
            new = replace(tally, backed=_backed(tally.backed, family))
            return (*known[:at], new, *known[at + 1 :])
    all_ = (*known, PlaceTally(place=place, current=outright, backed=_backed(Backed(), family)))
    return all_ if len(all_) <= _TALLIES else tuple(sorted(all_, key=places.order)[:_TALLIES])


def shown(held: Held, policy: Policy) -> Held:
    """Read the tallies into the incident, within the bounds of a message."""
    families = held.current or held.silent
    place = places.agreed(held.places, policy.gazetteer)
    reading = facts.read(held.slots, policy.gazetteer)
    status = next((fact for fact in reading.facts if fact.slot is Slot.STATUS), None)
    bases, candidates = policy.bases(place.bases), policy.bases(place.candidates)
    zone = next((base.tz for base in (*bases, *candidates)), "UTC")
    incident = replace(
        held.incident,
        place=place,
        bases=bases,
        candidates=() if bases else candidates,
        when=times.on_the_clock_of(times.agreed(held.whens), zone),
        weapon=_most(held.weapons),
        status=status.values[0].value.norm if status else "",
        facts=reading.facts,
        conflicts=reading.conflicts,
        families=len(families),
        family_names=tuple(families)[:_FAMILIES],
    )
    incident = replace(incident, confidence=confidence.of(held.grounds, incident))
    return replace(held, incident=bounds.bounded(incident))


def _most(kinds: dict[str, Backed]) -> str:
    """Return the weapon of most families; of equals, the first told and the more exact."""
    return max(kinds, key=lambda kind: _weight(kind, kinds[kind]), default="")


def _weight(weapon: str, backed: Backed) -> tuple[bool, int]:
    return weapons.says_much(weapon), len(backed.families)
