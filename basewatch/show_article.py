"""Why an article did or did not alert, as a page that a person reads at 80 columns and wider."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from alerts.places import countries
from alerts.times import local, utc
from basewatch import layout, show
from basewatch.article_why import GATE, ArticleWhy, Died
from contracts.messages import (
    Alert,
    ArticleRef,
    ArticleReports,
    Claim,
    ClockBasis,
    Decision,
    Incident,
    May,
    Place,
    Report,
    Signal,
    TextKind,
    TimeBasis,
    Told,
    When,
)

_INDENT: Final = (0, 0, 0, 2)
_READ: Final[Mapping[TextKind, str]] = {
    TextKind.ARTICLE: "the page's own article",
    TextKind.PAGE: "the whole page: its article could not be told from the rest",
    TextKind.FEED: "only what the feed said of it",
}
_CLOCK: Final[Mapping[ClockBasis, str]] = {
    ClockBasis.FEED: "by the feed",
    ClockBasis.PAGE: "by the page or its address",
    ClockBasis.FETCH: "not known; this is when it was fetched",
    ClockBasis.NONE: "not known",
}
_TOLD: Final[Mapping[Told, str]] = {
    Told.CURRENT: "told as news",
    Told.BACKGROUND: "told as background",
    Told.AGGREGATE: "a count of several attacks",
    Told.OUTGOING: "a strike by the forces at the base or their side",
    Told.THREAT: "a threat, a fear or a plan",
    Told.EXERCISE: "a drill, a film, a game or an anniversary",
    Told.DENIED: "denied",
}
_MAY: Final[Mapping[May, str]] = {
    May.OPEN: "may open an incident",
    May.OPEN_IF_UNKNOWN: "may open an incident only if its place is said",
    May.JOIN: "may only join an incident",
    May.NOTHING: "may do nothing",
}
_WHEN: Final[Mapping[TimeBasis, str]] = {
    TimeBasis.STATED: "the text says when",
    TimeBasis.SAID: "the text says when somebody spoke of it",
    TimeBasis.PUBLISHED: "the text does not say when: the days before it came out",
    TimeBasis.NONE: "nobody says when",
}


def article_page(found: ArticleWhy) -> RenderableType:
    """Show all of it: the answer, what was read, what it says, what followed."""
    parts: list[RenderableType] = [Text(found.answer, "bold"), Text()]
    for number, version in enumerate(found.versions, 1):
        if len(found.versions) > 1:
            parts.append(layout.heading(f"Wording {number} of {len(found.versions)}"))
        parts += [_read(version), *_reports(version, found.folded), *_signals(version.signals)]
    parts += [_death(each) for each in found.died]
    parts += [part for incident in found.incidents for part in _incident(incident)]
    if found.judged:
        rules = show.decision_table(found.judged, quoting=False)
        parts += [layout.heading("What the rules decided on what it changed"), rules]
    return Group(*parts, *_alerts(found))


def _read(version: ArticleReports) -> RenderableType:
    ref = version.article
    return layout.pairs(
        ("title", ref.title),
        ("from", f"{ref.source}, publisher {ref.family}"),
        ("address", ref.url),
        ("published", _published(ref)),
        ("reached us", layout.stamp(ref.arrived_at, "")),
        ("read", _text_read(ref)),
        ("gate", GATE[version.gate]),
        ("reports", "" if version.reports else "none: it tells of no attack on a base"),
        ("id", ref.id),
    )


def _published(ref: ArticleRef) -> str:
    return ", ".join(filter(None, (layout.stamp(ref.clock, ""), _CLOCK[ref.clock_basis])))


def _text_read(ref: ArticleRef) -> str:
    return f"{_READ[ref.text_kind]}, language {ref.language or 'not known'}"


def _reports(version: ArticleReports, folded: Sequence[Decision]) -> Iterator[RenderableType]:
    for number, report in enumerate(version.reports, 1):
        of = f" {number} of {len(version.reports)}" if len(version.reports) > 1 else ""
        told = f"Report{of}: {_TOLD[report.told]}, {_MAY[report.may]}"
        yield layout.heading(told)
        yield _report(report, [each for each in folded if each.report_id == report.id])
        yield Text()
        yield Text(f"“{report.sentence}”", "italic")
        yield from _claims(report)


def _report(report: Report, decisions: Sequence[Decision]) -> RenderableType:
    doubts = "; ".join(report.doubts)
    return layout.pairs(
        ("where", _place(report.place)),
        ("when", _when(report.when)),
        ("weapon", layout.words(report.weapon)),
        ("why so", "\n".join(report.why)),
        ("doubts", doubts),
        *(("decided", _decided(each)) for each in decisions),
    )


def _decided(decision: Decision) -> str:
    into = f" (incident {layout.short(decision.incident_id)})" if decision.incident_id else ""
    return f"{layout.words(decision.verdict)}{into}: {decision.reason}"


def _place(place: Place) -> str:
    """Say what is named, else what it may be."""
    may_be = f"one of {', '.join(place.candidates)}" if place.candidates else ""
    lands = countries(place.countries)
    named = [*(place.bases or filter(None, [may_be])), *place.towns, *place.regions, lands]
    written = f"“{place.words}”" if place.words else ""
    return ": ".join(filter(None, (written, ", ".join(filter(None, named))))) or "not said"


def _when(when: When) -> str:
    written = f" (“{when.words}”)" if when.words else ""
    doubt = "; the article's own date is in doubt" if when.doubt else ""
    interval = utc(when) or local(when, UTC)
    return f"{interval}; {_WHEN[when.basis]}{written}{doubt}"


def _claims(report: Report) -> Iterator[RenderableType]:
    """List what is claimed, under the sentence that claims it."""
    said: dict[str, list[Claim]] = {report.sentence: []}
    for claim in report.claims:
        said.setdefault(claim.sentence, []).append(claim)
    for sentence, claims in said.items():
        if sentence != report.sentence:
            yield Text(f"“{sentence}”", "italic")
        rows = ((layout.words(each.slot), _value(each)) for each in claims)
        yield Padding(layout.pairs(*rows), _INDENT, expand=False)


def _value(claim: Claim) -> str:
    extras = [claim.value.nationality, claim.value.role, claim.value.where.replace("_", " ")]
    extras += [claim.certainty] if claim.certainty != "stated" else []
    more = ", ".join(filter(None, extras))
    value = f"{claim.value.text} ({more})" if more else claim.value.text
    return f"{value}, says {claim.speaker}" if claim.speaker else value


def _signals(signals: Sequence[Signal]) -> Iterator[RenderableType]:
    for signal in signals:
        where = ", ".join(filter(None, (*signal.bases, countries(signal.countries))))
        yield layout.heading(f"Escalation term: {signal.term}, {where or 'no place'}")
        yield Text(f"“{signal.sentence}”", "italic")


def _death(died: Died) -> RenderableType:
    when = layout.stamp(died.at, "a time nobody knows")
    return Text(f"\nThe stage {died.stage} could not handle it, {when}: {died.error}", "red")


def _incident(incident: Incident) -> Iterator[RenderableType]:
    yield layout.heading(f"Incident {layout.short(incident.id)}")
    yield show.incident_lines(incident)


def _alerts(found: ArticleWhy) -> Iterator[RenderableType]:
    mine = {each.alert_id for each in found.judged}
    for alert in found.alerts:
        yield layout.heading(f"Alert {layout.short(alert.id)}: {_alert(alert)}")
        whose = "this article caused it" if alert.id in mine else "another article caused it"
        yield layout.pairs(
            ("decided", layout.stamp(alert.decided_at)), ("why", f"{alert.because}; {whose}")
        )
        yield show.delivery_table([each for each in found.deliveries if each.alert_id == alert.id])


def _alert(alert: Alert) -> str:
    return f"{alert.kind.replace('_', ' ')}, {alert.headline}"
