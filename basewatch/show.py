"""Incidents, alerts and decisions as tables that a person reads, at 80 columns and wider."""

from collections.abc import Iterator, Sequence
from datetime import timedelta, tzinfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alerts import render
from alerts.channels import Parcel
from alerts.places import where
from alerts.sheet import how_sure
from alerts.times import days, local, utc, zone_of
from basewatch import layout
from basewatch.archive import Delivered
from basewatch.layout import UNKNOWN
from contracts.messages import (
    Alert,
    Conflict,
    Decision,
    Evidence,
    Fact,
    Incident,
    LedgerValue,
    Slot,
    When,
)


def incident_table(incidents: Sequence[Incident]) -> RenderableType:
    """List incidents, one a row."""
    table = layout.table("Date", "Where", "What", "Killed", "Injured", "Sources", "Id")
    for incident in incidents:
        table.add_row(
            _dates(incident.when, zone_of(incident.bases, incident.candidates)),
            where(incident.bases, incident.place),
            layout.words(incident.weapon) or "attack",
            _shown(incident.facts, Slot.KILLED),
            _shown(incident.facts, Slot.INJURED),
            str(incident.families),
            layout.short(incident.id),
        )
    return table if incidents else Text("No incidents.")


def alert_table(alerts: Sequence[Alert]) -> RenderableType:
    """List alerts, one a row, oldest first."""
    table = layout.table("Time (UTC)", "Kind", "Alert", "Rule", "Id")
    for alert in alerts:
        table.add_row(
            layout.brief(alert.decided_at),
            str(alert.kind).replace("_", " "),
            Text(alert.headline),
            alert.rule,
            layout.short(alert.id),
        )
    return table if alerts else Text("No alerts.")


def decision_table(decisions: Sequence[Decision], *, quoting: bool = True) -> RenderableType:
    """List decisions with their reasons, whom they were for, and what sentences they were about."""
    table = layout.table("Time (UTC)", "Verdict", "Why")
    for decision in decisions:
        why = Text(decision.reason)
        if whose := _whose(decision):
            why.append(f"\n{whose}", style="dim")
        if decision.sentence and quoting:
            why.append(f"\n“{decision.sentence}”", style="italic")
        if decision.url and quoting:
            why.append(f"\n{decision.url}", style="dim")
        table.add_row(layout.brief(decision.at), str(decision.verdict).replace("_", " "), why)
    return table if decisions else Text("No decisions are kept on it.")


def _whose(decision: Decision) -> str:
    rule = f"rule {decision.rule}" if decision.rule else ""
    return ", ".join(filter(None, (rule, decision.receiver and f"for {decision.receiver}")))


def alert_page(alert: Alert) -> RenderableType:
    """Show one alert as the mail about it reads."""
    alone = Parcel(id=alert.id, address="", alerts=(alert,), subject_line=alert.headline)
    mail = render.mail(alone)
    return Group(Text(mail.subject, "bold"), Text(f"\n{mail.text}"))


def alert_reason(alert: Alert) -> RenderableType:
    """Say in a few lines why an alert went out."""
    why = layout.pairs(("rule", alert.rule), ("why", alert.because), ("id", alert.id))
    return Group(Text(alert.headline, "bold"), why, sentences(alert.evidence))


def delivery_table(deliveries: Sequence[Delivered]) -> RenderableType:
    """List to whom an alert went, or waits to go."""
    table = layout.table("Receiver", "Address", "State", "Time (UTC)", "Tries", "Last error")
    for each in deliveries:
        done = layout.brief(each.done_at)
        table.add_row(
            each.receiver, each.address, each.state, done, str(each.attempts), Text(each.error)
        )
    return table if deliveries else Text("It was for no receiver; the alerts topic has it.")


def incident_page(incident: Incident) -> RenderableType:
    """Show all of one incident."""
    title = f"{where(incident.bases, incident.place)}: {_what(incident.weapon, '')}"
    body = _body(incident.facts, incident.conflicts, incident.evidence)
    return Group(Text(title, "bold"), incident_lines(incident), *body)


def incident_lines(incident: Incident) -> RenderableType:
    """Show where an incident stands, in a few lines."""
    zone = zone_of(incident.bases, incident.candidates)
    return layout.pairs(
        ("when", local(incident.when, zone)),
        ("in UTC", utc(incident.when)),
        ("bases", ", ".join(f"{base.id} ({base.name})" for base in incident.bases)),
        ("may be", ", ".join(base.id for base in incident.candidates)),
        ("status", _sourced(incident)),
        ("lifecycle", _lifecycle(incident)),
        *_how_sure(incident),
        ("id", f"{incident.id}, revision {incident.revision}"),
    )


def _body(
    facts: Sequence[Fact], conflicts: Sequence[Conflict], evidence: Sequence[Evidence]
) -> Iterator[RenderableType]:
    if facts:
        yield from (layout.heading("What is said"), facts_table(facts))
    if conflicts:
        yield from (layout.heading("Where sources contradict each other"), _conflicts(conflicts))
    yield from (layout.heading("In whose words"), sentences(evidence))


def facts_table(facts: Sequence[Fact]) -> RenderableType:
    """List every value of every slot, the shown one first."""
    table = layout.table("Slot", "Shown", "Sources", "Said")
    for fact in facts:
        slot, said = layout.words(fact.slot), "; ".join(_said(value) for value in fact.values)
        table.add_row(slot, Text(fact.shown, "bold"), str(fact.families), Text(said))
    return table


def sentences(evidence: Sequence[Evidence]) -> RenderableType:
    """List sentences with where they stand."""
    lines: list[RenderableType] = []
    for each in evidence:
        lines.append(Text(f"“{each.sentence}”", "italic"))
        known = each.family or each.source, layout.stamp(each.published, "")
        told = ", ".join(filter(None, known))
        lines.append(Padding(Text(f"{told}  {each.url}", "dim"), (0, 0, 0, 2), expand=False))
    return Group(*lines) if lines else Text("No sentence is kept.")


def _conflicts(conflicts: Sequence[Conflict]) -> Table:
    table = Table.grid(padding=(0, 2))
    for conflict in conflicts:
        sides = "  against  ".join(_said(side) for side in conflict.sides)
        table.add_row(Text(layout.words(conflict.slot), "dim"), Text(sides))
    return table


def _said(value: LedgerValue) -> str:
    who = f", {value.speakers[0]}" if value.speakers else ""
    return f"{value.value.text} ({value.families}{who})"


def _dates(when: When, zone: tzinfo) -> str:
    """Write the local day, or the first and the last one it may have been."""
    if when.start is None or when.end is None:
        return days(when, zone)
    first = when.start.astimezone(zone).date()
    last = (when.end - timedelta(microseconds=1)).astimezone(zone).date()
    return f"{first}" if first == last else f"{first} to\n{last}"


def _what(weapon: str, status: str) -> str:
    kind = f"{layout.words(weapon)} attack" if weapon else "attack"
    return f"{kind}, {status}" if status and status != "confirmed" else kind


def _shown(facts: Sequence[Fact], slot: Slot) -> str:
    return next((fact.shown for fact in facts if fact.slot is slot), UNKNOWN)


def _sourced(incident: Incident) -> str:
    count = incident.families
    sources = f"{count} independent sources" if count > 1 else "UNCONFIRMED (1 source)"
    return ", ".join(filter(None, (incident.status, sources, f"{incident.reports} reports")))


def _how_sure(incident: Incident) -> Iterator[tuple[str, str]]:
    for number, sure in enumerate(how_sure(incident.confidence)):
        yield "" if number else "how sure", f"{sure.part.lower()} {sure.level}: {sure.why}"


def _lifecycle(incident: Incident) -> str:
    into = f" into {incident.merged_into}" if incident.merged_into else ""
    return f"{incident.lifecycle}{into}, opened {layout.stamp(incident.opened_at)}"
