"""The fold: one record of reports against what is known, and what follows from it.

record --> edits (what the article said before) --> match --> join | open | nothing
       --> re-homing, merges, closings --> at most one change per incident, one decision per report
"""

from collections.abc import Iterable

from contracts import ids
from contracts.messages import (
    ArticleReports,
    Decision,
    Gate,
    May,
    Report,
    Told,
    Verdict,
)
from processors.dedupe import edits, episodes, family, places, reasons, times
from processors.dedupe.match import Fit, Match, match
from processors.dedupe.policy import Policy
from processors.dedupe.state import Folded, Held, Known, Telling, Version
from processors.dedupe.work import Work

_MONTH_DAYS = 31  # a memory vaguer than that opens nothing
_ORDER = {May.OPEN: 0, May.OPEN_IF_UNKNOWN: 1, May.JOIN: 2, May.NOTHING: 3}


def step(record: ArticleReports, known: Known, policy: Policy) -> Folded:
    """Fold one article version into the incidents.

    Args:
        record: what the version reports; empty where the gate refused it.
        known: everything in the store that bears on it, see `rows.load`.
        policy: thresholds and gazetteer.

    Returns:
        What to remember and what to say. A version folded before changes nothing.
    """
    ref = record.article
    if known.folded:
        return Folded(seq=known.seq, latest=known.latest, decisions=_repeated(record, known))
    if record.gate is not Gate.HIT:
        return Folded(seq=known.seq, latest=known.latest)
    work = Work(record, known, policy, family.name(ref, known.copies, policy.owners))
    work.close_quiet()
    fresh = _apply_edit(work)
    decisions = [_fold(work, report) for report in _in_order(fresh)]
    work.settle()
    return _folded(work, decisions)


def _repeated(record: ArticleReports, known: Known) -> tuple[Decision, ...]:
    """Name the incidents of a version that came a second time."""
    homes = {telling.report.id: telling.incident_id for telling in known.tellings}
    return tuple(
        _decision(record, report, Verdict.REPEATED, homes[report.id])
        for report in record.reports
        if report.id in homes
    )


def _folded(work: Work, decisions: Iterable[Decision]) -> Folded:
    record, known = work.record, work.known
    told = frozenset(mark for old in work.replaced for mark in old.signals)
    signals = episodes.fold(record, work.family, known, told, work.policy)
    version = Version(
        ref=record.article,
        family=work.family,
        seq=work.seq,
        signals=signals.signals,
    )
    return Folded(
        seq=work.seq,
        latest=work.latest,
        version=version,
        retired=tuple(old.ref.version for old in work.replaced),
        removed=tuple(work.removed),
        tellings=work.tellings(),
        moved=work.moved,
        incidents=work.incidents(),
        episodes=signals.episodes,
        changes=(*work.changes(), *signals.changes),
        decisions=(*work.decisions, *decisions),
    )


def _in_order(reports: Iterable[Report]) -> list[Report]:
    """News before memories, the sure before the told in passing, then as written."""
    return sorted(
        reports,
        key=lambda report: (
            report.told is Told.BACKGROUND,
            not report.place.bases,
            _ORDER[report.may],
            report.ordinal,
        ),
    )


def _apply_edit(work: Work) -> list[Report]:
    """Let the version replace its predecessor; return the reports that are left to fold."""
    edit = edits.find(work.record, work.known, work.policy.gazetteer)
    if edit is None:
        return list(work.record.reports)
    work.replaced.append(edit.predecessor)
    taken = set()
    for old, new in edit.pairs:
        if new is not None:
            taken.add(new.id)
        _replace(work, old, new)
    return [report for report in work.record.reports if report.id not in taken]


def _replace(work: Work, old: Telling, new: Report | None) -> None:
    """Put the new wording of a report where the old one stood."""
    home = old.incident_id
    if new is None:
        work.take(old)
        return
    new = edits.with_clock_of(old, new, work.record.article)
    if edits.says_the_same(old.report, new):
        work.keep(old)
        work.decide(_decision(work.record, new, Verdict.REPEATED, home))
        return
    work.take(old)
    telling = work.telling(new)
    found = _new_home(work, telling, home)
    work.join(telling, found, correction=True)
    work.decide(_decision(work.record, new, Verdict.REPLACED, found))


def _new_home(work: Work, telling: Telling, home: str) -> str:
    """Return where an edited report belongs: an edit never opens a second incident.

    It stays, unless others hold the incident up, it now contradicts them, and fits elsewhere.
    """
    held = work.held[home]
    if not held.incident.reports or match(telling, held, work.policy, work.held).fit in {
        Fit.FITS,
        Fit.WEAK,
    }:
        return home
    fitting = _fitting(work, telling)
    return fitting[0][1].id if fitting else home


def _fold(work: Work, report: Report) -> Decision:
    """Find the report's incident, or open one, or say why not."""
    if report.told not in edits.FOLDED:
        return _decision(work.record, report, Verdict.NOT_AN_ATTACK)
    if report.may is May.NOTHING:
        silent = report.told is Told.BACKGROUND
        verdict = Verdict.BACKGROUND if silent else Verdict.NO_INCIDENT
        return _decision(work.record, report, verdict)
    telling = work.telling(report)
    fitting = _fitting(work, telling)
    if _is_ambiguous(fitting, telling, work.policy):
        return _decision(work.record, report, Verdict.AMBIGUOUS)
    if fitting:
        found, held = fitting[0]
        work.join(telling, held.id)
        return _decision(work.record, report, Verdict.JOINED, held.id, found.reason)
    if not _may_open(report):
        return _decision(work.record, report, Verdict.NO_INCIDENT)
    opened = work.open(telling)
    silent = report.told is Told.BACKGROUND
    return _decision(
        work.record, report, Verdict.OPENED_SILENT if silent else Verdict.OPENED, opened
    )


def _fitting(work: Work, telling: Telling) -> list[tuple[Match, Held]]:
    """Return the incidents that the report fits, the best first."""
    found = [
        (match(telling, held, work.policy, work.held), held)
        for held in work.held.values()
        if not held.incident.merged_into and not work.is_other(telling, held)
    ]
    fits = [(verdict, held) for verdict, held in found if verdict.fit is Fit.FITS]
    return sorted(fits, key=lambda each: (-each[0].score, each[1].seq))


def _is_ambiguous(fitting: list[tuple[Match, Held]], telling: Telling, policy: Policy) -> bool:
    """Say if a report that names no base fits two incidents about as well."""
    if telling.report.place.bases or len(fitting) < 2:
        return False
    return fitting[0][0].score - fitting[1][0].score < policy.margin


def _may_open(report: Report) -> bool:
    """Say if a report that fits nothing is an incident of its own."""
    sure = {May.OPEN} if places.is_unsaid(report.place) else {May.OPEN, May.OPEN_IF_UNKNOWN}
    if report.may not in sure:
        return False
    if report.told is Told.CURRENT:
        return True
    placed = report.place.bases or report.place.countries
    dated = times.is_dated(report.when) and times.width(report.when) <= _MONTH_DAYS * times.DAY
    return report.told is Told.BACKGROUND and bool(placed) and dated


def _decision(
    record: ArticleReports, report: Report, verdict: Verdict, incident: str = "", why: str = ""
) -> Decision:
    ref = record.article
    return Decision(
        id=ids.decision_id("fold", report.id, verdict),
        verdict=verdict,
        reason=reasons.sentence(verdict, report, why),
        article_id=ref.id,
        report_id=report.id,
        incident_id=incident,
        url=ref.url,
        sentence=report.sentence,
        at=ref.arrived_at,
    )
