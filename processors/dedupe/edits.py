"""A new version of an article: what it says instead of what it said."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from contracts.messages import (
    ArticleRef,
    ArticleReports,
    ClockBasis,
    Gate,
    Report,
    TimeBasis,
    Told,
)
from processors.dedupe import family, places, times, values
from processors.dedupe.state import Known, Telling, Version
from processors.gazetteer import Gazetteer

FOLDED = frozenset({Told.CURRENT, Told.BACKGROUND, Told.DENIED})


class Pair(NamedTuple):
    """What an article said, and what its new version says of the same attack."""

    old: Telling
    new: Report | None  # None: it no longer tells of it


class Edit(NamedTuple):
    """How a version replaces its predecessor."""

    predecessor: Version
    pairs: tuple[Pair, ...]


def find(record: ArticleReports, known: Known, gazetteer: Gazetteer) -> Edit | None:
    """Return the edit that this version is; None for a first version or one that adds.

    A version that the gate refused, a consent wall or an empty page, retracts nothing.
    """
    if record.gate is not Gate.HIT:
        return None
    ref = record.article
    alike = [old for old in known.versions if family.is_edit(old.ref, ref)]
    if not alike:
        return None
    predecessor = max(alike, key=lambda old: (family.shared(old.ref, ref), old.seq))
    said = [told for told in known.tellings if told.ref.version == predecessor.ref.version]
    mine = [told for told in said if told.ref.id == ref.id]
    reports = [report for report in record.reports if report.told in FOLDED]
    return Edit(predecessor, _paired(mine, reports, gazetteer))


def _paired(
    said: Sequence[Telling], reports: Sequence[Report], gazetteer: Gazetteer
) -> tuple[Pair, ...]:
    """Find for each old report the new one on the same attack: equal, then alike, then in turn."""

    def alike(old: Report, new: Report) -> bool:
        place = places.fit(new.place, old.place, gazetteer)
        return place not in places.VETOES and times.gap(old.when, new.when) < times.DAY

    def in_turn(old: Report, new: Report) -> bool:
        return Told.BACKGROUND not in {old.told, new.told}

    tests: tuple[Callable[[Report, Report], bool], ...] = (says_the_same, alike, in_turn)
    found: dict[str, Report] = {}
    free = list(reports)
    for test in tests:
        for telling in said:
            new = next((report for report in free if test(telling.report, report)), None)
            if telling.report.id not in found and new is not None:
                found[telling.report.id] = new
                free.remove(new)
    return tuple(Pair(telling, found.get(telling.report.id)) for telling in said)


def says_the_same(old: Report, new: Report) -> bool:
    """Say if two reports differ in nothing but where their words stand."""
    return _meaning(old) == _meaning(new)


def _meaning(report: Report) -> tuple[object, ...]:
    when = report.when
    vague = when.basis is TimeBasis.PUBLISHED
    claims = sorted(
        (claim.slot, values.key(claim.value), claim.speaker, claim.certainty)
        for claim in report.claims
    )
    return (
        report.told,
        report.may,
        replace(report.place, words=""),
        () if vague else (when.start, when.end, when.weekday),
        report.weapon,
        report.again,
        sorted(report.agents),
        claims,
    )


def with_clock_of(old: Telling, new: Report, ref: ArticleRef) -> Report:
    """Keep the old time where the new one differs only because the page was fetched later."""
    sure = ref.clock_basis in {ClockBasis.FEED, ClockBasis.PAGE}
    if sure or old.report.when.words != new.when.words:
        return new
    return replace(new, when=old.report.when)
