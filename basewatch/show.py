"""Incidents, alerts and decisions as tables that a person reads, at 80 columns and wider."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alerts import render
from alerts.channels import Parcel
from alerts.places import where
from alerts.sheet import how_sure
from alerts.times import days, local, moment, utc, zone_of
from basewatch.archive import Delivered
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

SHORT: Final = 10  # characters of an id; enough to name one of a million
_UNKNOWN: Final = "-"


def short(name: str) -> str:
    """Return as much of an id as a person needs to type."""
    return name[:SHORT]


def incident_table(incidents: Sequence[Incident]) -> RenderableType:
    """List incidents, one a row."""
    table = _table("Date", "Where", "What", "Killed", "Injured", "Sources", "Id")
    for incident in incidents:
        table.add_row(
            _dates(incident.when, zone_of(incident.bases, incident.candidates)),
            where(incident.bases, incident.place),
            _words(incident.weapon) or "attack",
            _shown(incident.facts, Slot.KILLED),
            _shown(incident.facts, Slot.INJURED),
            str(incident.families),
            short(incident.id),
        )
    return table if incidents else Text("No incidents.")


def alert_table(alerts: Sequence[Alert]) -> RenderableType:
    """List alerts, one a row, oldest first."""
    table = _table("Time (UTC)", "Kind", "Alert", "Rule", "Id")
    for alert in alerts:
        table.add_row(
            _brief(alert.decided_at),
            str(alert.kind).replace("_", " "),
            Text(alert.headline),
            alert.rule,
            short(alert.id),
        )
    return table if alerts else Text("No alerts.")


def decision_table(decisions: Sequence[Decision]) -> RenderableType:
    """List decisions with their reasons and the sentences they were about."""
    table = _table("Time (UTC)", "Verdict", "Why")
    for decision in decisions:
        why = Text(decision.reason)
        if decision.sentence:
            why.append(f"\n“{decision.sentence}”", style="italic")
        if decision.url:
            why.append(f"\n{decision.url}", style="dim")
        table.add_row(_brief(decision.at), str(decision.verdict).replace("_", " "), why)
    return table if decisions else Text("No decisions are kept on it.")


def alert_page(alert: Alert) -> RenderableType:
    """Show one alert as the mail about it reads."""
    alone = Parcel(id=alert.id, address="", alerts=(alert,), subject_line=alert.headline)
    mail = render.mail(alone)
    return Group(Text(mail.subject, "bold"), Text(f"\n{mail.text}"))


def alert_reason(alert: Alert) -> RenderableType:
    """Say in a few lines why an alert went out."""
    why = _pairs(("rule", alert.rule), ("why", alert.because), ("id", alert.id))
    return Group(Text(alert.headline, "bold"), why, sentences(alert.evidence))


def delivery_table(deliveries: Sequence[Delivered]) -> RenderableType:
    """List to whom an alert went, or waits to go."""
    table = _table("Receiver", "Address", "State", "Time (UTC)", "Tries", "Last error")
    for each in deliveries:
        done = _brief(each.done_at)
        table.add_row(
            each.receiver, each.address, each.state, done, str(each.attempts), Text(each.error)
        )
    return table if deliveries else Text("It was for no receiver; the alerts topic has it.")


def incident_page(incident: Incident) -> RenderableType:
    """Show all of one incident."""
    zone = zone_of(incident.bases, incident.candidates)
    parts: list[RenderableType] = [
        Text(f"{where(incident.bases, incident.place)}: {_what(incident.weapon, '')}", "bold"),
        _pairs(
            ("when", local(incident.when, zone)),
            ("in UTC", utc(incident.when)),
            ("bases", ", ".join(f"{base.id} ({base.name})" for base in incident.bases)),
            ("may be", ", ".join(base.id for base in incident.candidates)),
            ("status", _sourced(incident)),
            ("lifecycle", _lifecycle(incident)),
            *_how_sure(incident),
            ("id", f"{incident.id}, revision {incident.revision}"),
        ),
    ]
    return Group(*parts, *_body(incident.facts, incident.conflicts, incident.evidence))


def _body(
    facts: Sequence[Fact], conflicts: Sequence[Conflict], evidence: Sequence[Evidence]
) -> Iterator[RenderableType]:
    if facts:
        yield from (_heading("What is said"), facts_table(facts))
    if conflicts:
        yield from (_heading("Where sources contradict each other"), _conflicts(conflicts))
    yield from (_heading("In whose words"), sentences(evidence))


def facts_table(facts: Sequence[Fact]) -> RenderableType:
    """List every value of every slot, the shown one first."""
    table = _table("Slot", "Shown", "Sources", "Said")
    for fact in facts:
        said = "; ".join(_said(value) for value in fact.values)
        table.add_row(_words(fact.slot), Text(fact.shown, "bold"), str(fact.families), Text(said))
    return table


def sentences(evidence: Sequence[Evidence]) -> RenderableType:
    """List sentences with where they stand."""
    lines: list[RenderableType] = []
    for each in evidence:
        lines.append(Text(f"“{each.sentence}”", "italic"))
        told = ", ".join(filter(None, (each.family or each.source, _stamp(each.published, ""))))
        lines.append(Padding(Text(f"{told}  {each.url}", "dim"), (0, 0, 0, 2), expand=False))
    return Group(*lines) if lines else Text("No sentence is kept.")


def page(console: Console, *parts: RenderableType) -> None:
    """Print parts with a blank line between them."""
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(part)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold")
    for column in columns:
        fixed = column in {"Id", "Date", "Slot", "Sources", "Time (UTC)"}
        table.add_column(column, no_wrap=fixed, overflow="fold")
    return table


def _pairs(*pairs: tuple[str, str]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, words in pairs:
        if words:
            table.add_row(Text(name, "dim"), Text(words))
    return table


def _heading(words: str) -> Text:
    return Text(f"\n{words}", "bold")


def _conflicts(conflicts: Sequence[Conflict]) -> Table:
    table = Table.grid(padding=(0, 2))
    for conflict in conflicts:
        sides = "  against  ".join(_said(side) for side in conflict.sides)
        table.add_row(Text(_words(conflict.slot), "dim"), Text(sides))
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
    kind = f"{_words(weapon)} attack" if weapon else "attack"
    return f"{kind}, {status}" if status and status != "confirmed" else kind


def _words(name: str) -> str:
    return str(name).replace("_", " ")


def _shown(facts: Sequence[Fact], slot: Slot) -> str:
    return next((fact.shown for fact in facts if fact.slot is slot), _UNKNOWN)


def _sourced(incident: Incident) -> str:
    count = incident.families
    sources = f"{count} independent sources" if count > 1 else "UNCONFIRMED (1 source)"
    return ", ".join(filter(None, (incident.status, sources, f"{incident.reports} reports")))


def _how_sure(incident: Incident) -> Iterator[tuple[str, str]]:
    for number, sure in enumerate(how_sure(incident.confidence)):
        yield "" if number else "how sure", f"{sure.part.lower()} {sure.level}: {sure.why}"


def _lifecycle(incident: Incident) -> str:
    into = f" into {incident.merged_into}" if incident.merged_into else ""
    return f"{incident.lifecycle}{into}, opened {_stamp(incident.opened_at)}"


def _stamp(at: datetime | None, unknown: str = _UNKNOWN) -> str:
    return moment(at.astimezone(UTC)) if at else unknown


def _brief(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if at else _UNKNOWN
