"""Two incidents that turn out to be one: the first opened survives."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from contracts.messages import Incident
from processors.dedupe import confidence, ledger, lifecycle, places, times, weapons
from processors.dedupe import held as growth
from processors.dedupe.places import PlaceFit
from processors.dedupe.policy import Policy
from processors.dedupe.state import Backed, Held, PlaceTally, WhenTally
from processors.dedupe.times import TimeFit

T = TypeVar("T", WhenTally, PlaceTally)
_SAME_PLACE = {PlaceFit.SAME_BASE, PlaceFit.SHARED_BASE}


def are_one(one: Held, other: Held, policy: Policy) -> bool:
    """Say if two incidents are one attack: same base, same stated day, and nothing against it.

    Weaker links never merge: a chain of them would swallow a war.
    """
    mine, theirs = one.incident, other.incident
    if one.again or other.again or not (mine.place.bases and theirs.place.bases):
        return False
    if not times.is_dated(mine.when) or not times.is_dated(theirs.when):
        return False
    if places.fit(mine.place, theirs.place, policy.gazetteer) not in _SAME_PLACE:
        return False
    return times.fit(mine.when, theirs.when, policy.lag) is TimeFit.SAME_DAY and not _clash(
        one, other
    )


def _clash(one: Held, other: Held) -> bool:
    """Say if both weapons are known and none is common."""
    mine, theirs = weapons.classes(one.weapons), weapons.classes(other.weapons)
    return bool(mine and theirs) and not mine & theirs


def merged(survivor: Held, absorbed: Held, policy: Policy) -> Held:
    """Lay two incidents together."""
    mine, theirs = survivor.incident, absorbed.incident
    shown = mine.evidence
    for each in theirs.evidence:
        shown = ledger.with_evidence(shown, each)
    incident = replace(
        mine,
        opened_as=min(mine.opened_as, theirs.opened_as, key=_news_first),
        reports=mine.reports + theirs.reports,
        evidence=shown,
        last_report_at=ledger.latest(mine.last_report_at, theirs.last_report_at),
    )
    return growth.shown(
        replace(
            survivor,
            incident=incident,
            slots=ledger.merged(survivor.slots, absorbed.slots),
            whens=_tallies(survivor.whens, absorbed.whens, lambda each: (each.when, each.current)),
            places=_tallies(
                survivor.places, absorbed.places, lambda each: (each.place, each.current)
            ),
            weapons=_weapons(survivor.weapons, absorbed.weapons),
            agents=tuple(dict.fromkeys((*survivor.agents, *absorbed.agents))),
            title_words=tuple(dict.fromkeys((*survivor.title_words, *absorbed.title_words))),
            names=tuple(dict.fromkeys((*survivor.names, *absorbed.names))),
            current=_counts(survivor.current, absorbed.current),
            silent=_counts(survivor.silent, absorbed.silent),
            first_at=ledger.earliest(survivor.first_at, absorbed.first_at),
            last_at=ledger.latest(survivor.last_at, absorbed.last_at),
            floating=survivor.floating + absorbed.floating,
            grounds=confidence.surer(survivor.grounds, absorbed.grounds),
        ),
        policy,
    )


def _news_first(told: str) -> bool:
    return told == "background"


def tombstone(absorbed: Held, survivor: str) -> Held:
    """Return what stays of an incident that became part of another."""
    incident: Incident = replace(
        absorbed.incident,
        lifecycle=lifecycle.after(absorbed.incident.lifecycle, lifecycle.Event.ABSORBED),
        merged_into=survivor,
        revision=absorbed.incident.revision + 1,
    )
    return replace(absorbed, incident=incident)


def _both(one: Backed, other: Backed) -> Backed:
    families = tuple(dict.fromkeys((*one.families, *other.families)))
    return Backed(reports=one.reports + other.reports, families=families)


def _tallies(one: Iterable[T], other: Iterable[T], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """Count together what both were told; `key` says what is the same."""
    found = {key(tally): tally for tally in one}
    for tally in other:
        known = found.get(key(tally))
        backed = _both(known.backed, tally.backed) if known else tally.backed
        found[key(tally)] = replace(tally, backed=backed)
    return tuple(found.values())


def _weapons(one: dict[str, Backed], other: dict[str, Backed]) -> dict[str, Backed]:
    found = dict(one)
    for weapon, backed in other.items():
        found[weapon] = _both(found[weapon], backed) if weapon in found else backed
    return found


def _counts(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    found = dict(one)
    for family, reports in other.items():
        found[family] = found.get(family, 0) + reports
    return found
