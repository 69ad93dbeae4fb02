"""`basewatch incidents ...` and `basewatch alerts ...`: what the log and the outbox hold."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console

from alerts import places
from basewatch import show
from basewatch.archive import Archive, Delivered, embedded_archive, find, open_archive
from basewatch.settings import DEFAULT_FILE, load
from contracts import codec
from contracts.messages import Decision, Incident, Lifecycle, Message

incidents_app = typer.Typer(help="What was attacked, by all that was read.", no_args_is_help=True)
alerts_app = typer.Typer(
    help="What people were told, and why. Without a command: decide and deliver, on Kafka.",
    invoke_without_command=True,
)
_GONE: Final = frozenset({Lifecycle.MERGED, Lifecycle.RETRACTED})

Config: TypeAlias = Annotated[
    Path, typer.Option("--config", "-c", help="The settings file.", envvar="BASEWATCH_CONFIG")
]
Data: TypeAlias = Annotated[
    Path | None, typer.Option("--data", help="The data folder, instead of the settings' own.")
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Full messages as JSON.")]
Limit: TypeAlias = Annotated[int, typer.Option("--limit", "-n", min=1, help="The last so many.")]
Id: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="The first letters will do.")]
Base: TypeAlias = Annotated[str, typer.Option("--base", help="Only of this base: its id.")]


class Why(Message, frozen=True, kw_only=True):
    """What `alerts why --json` prints."""

    decisions: list[Decision]
    deliveries: list[Delivered]


@incidents_app.command("list")
def list_incidents(
    base: Base = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Merged and retracted ones, too.")
    ] = False,
    limit: Limit = 50,
    as_json: Json = False,
    config: Config = DEFAULT_FILE,
    data: Data = None,
) -> None:
    """List incidents, the one reported last at the end."""
    with _open(config, data) as archive:
        found = [
            incident
            for incident in archive.incidents()
            if (everything or incident.lifecycle not in _GONE) and _at(incident, base)
        ]
    found = found[-limit:]
    if as_json:
        _print_list(found)
    else:
        Console().print(show.incident_table(found))


@incidents_app.command("show")
def show_incident(
    incident_id: Id, as_json: Json = False, config: Config = DEFAULT_FILE, data: Data = None
) -> None:
    """Show one incident: its facts, contradictions and sentences."""
    with _open(config, data) as archive:
        incident = find(archive.incidents(), incident_id)
    if as_json:
        _print_one(incident)
    else:
        Console().print(show.incident_page(incident))


@incidents_app.command("why")
def why_incident(
    incident_id: Id, as_json: Json = False, config: Config = DEFAULT_FILE, data: Data = None
) -> None:
    """Say what was decided about one incident, report by report and alert by alert."""
    with _open(config, data) as archive:
        incident = find(archive.incidents(), incident_id)
        decisions = [each for each in archive.decisions() if each.incident_id == incident.id]
    if as_json:
        _print_list(decisions)
    else:
        title = f"{places.where(incident.bases, incident.place)} ({show.short(incident.id)})"
        show.page(Console(), title, show.decision_table(decisions))


@alerts_app.command("list")
def list_alerts(
    base: Base = "",
    limit: Limit = 50,
    as_json: Json = False,
    config: Config = DEFAULT_FILE,
    data: Data = None,
) -> None:
    """List alerts, the latest at the end."""
    with _open(config, data) as archive:
        alerts = [
            alert
            for alert in archive.alerts()
            if not base or base in {each.id for each in (*alert.bases, *alert.candidates)}
        ]
    alerts = alerts[-limit:]
    if as_json:
        _print_list(alerts)
    else:
        Console().print(show.alert_table(alerts))


@alerts_app.command("show")
def show_alert(
    alert_id: Id, as_json: Json = False, config: Config = DEFAULT_FILE, data: Data = None
) -> None:
    """Show one alert as its readers got it."""
    with _open(config, data) as archive:
        alert = find(archive.alerts(), alert_id)
    if as_json:
        _print_one(alert)
    else:
        Console().print(show.alert_page(alert))


@alerts_app.command("why")
def why_alert(
    alert_id: Id, as_json: Json = False, config: Config = DEFAULT_FILE, data: Data = None
) -> None:
    """Say why one alert went out, on which sentences it rests, and who has it."""
    with _open(config, data) as archive:
        alert = find(archive.alerts(), alert_id)
        decisions = [
            each
            for each in archive.decisions()
            if each.alert_id == alert.id or (each.change_id and each.change_id == alert.change_id)
        ]
        deliveries = archive.deliveries(alert.id)
    if as_json:
        _print_one(Why(decisions=decisions, deliveries=deliveries))
    else:
        tables = show.decision_table(decisions), show.delivery_table(deliveries)
        show.page(Console(), show.alert_reason(alert), *tables)


def _open(config: Path, data: Path | None) -> AbstractContextManager[Archive]:
    return embedded_archive(data) if data else open_archive(load(config))


def _at(incident: Incident, base: str) -> bool:
    return not base or base in {each.id for each in (*incident.bases, *incident.candidates)}


def _print_one(message: Message) -> None:
    typer.echo(codec.encode(message))


def _print_list(messages: Sequence[Message]) -> None:
    typer.echo(b"[" + b",\n ".join(codec.encode(message) for message in messages) + b"]")
