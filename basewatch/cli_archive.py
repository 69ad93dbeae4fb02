"""`basewatch incidents ...`, `alerts ...` and `articles ...`: what the log and the outbox hold."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console, RenderableType

from alerts import places
from basewatch import layout, show
from basewatch.archive import Archive, Delivered, embedded_archive, find, open_archive
from basewatch.article_why import explain
from basewatch.settings import DEFAULT_FILE, load
from basewatch.show_article import article_page
from contracts import codec
from contracts.messages import Decision, Incident, Lifecycle, Message

incidents_app = typer.Typer(help="What was attacked, by all that was read.", no_args_is_help=True)
alerts_app = typer.Typer(
    help="What people were told, and why. Without a command: decide and deliver, on Kafka.",
    invoke_without_command=True,
)
articles_app = typer.Typer(help="What was read, and what came of it.", no_args_is_help=True)
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
    _tell(found, as_json, show.incident_table(found))


@incidents_app.command("show")
def show_incident(
    incident_id: Id, as_json: Json = False, config: Config = DEFAULT_FILE, data: Data = None
) -> None:
    """Show one incident: its facts, contradictions and sentences."""
    with _open(config, data) as archive:
        incident = find(archive.incidents(), incident_id)
    _tell(incident, as_json, show.incident_page(incident))


@incidents_app.command("why")
def why_incident(
    incident_id: Id, as_json: Json = False, config: Config = DEFAULT_FILE, data: Data = None
) -> None:
    """Say what was decided about one incident, report by report and alert by alert."""
    with _open(config, data) as archive:
        incident = find(archive.incidents(), incident_id)
        decisions = [each for each in archive.decisions() if each.incident_id == incident.id]
    title = f"{places.where(incident.bases, incident.place)} ({layout.short(incident.id)})"
    _tell(decisions, as_json, title, show.decision_table(decisions))


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
    _tell(alerts, as_json, show.alert_table(alerts))


@alerts_app.command("show")
def show_alert(
    alert_id: Id, as_json: Json = False, config: Config = DEFAULT_FILE, data: Data = None
) -> None:
    """Show one alert as its readers got it."""
    with _open(config, data) as archive:
        alert = find(archive.alerts(), alert_id)
    _tell(alert, as_json, show.alert_page(alert))


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
    tables = show.decision_table(decisions), show.delivery_table(deliveries)
    why = Why(decisions=decisions, deliveries=deliveries)
    _tell(why, as_json, show.alert_reason(alert), *tables)


@articles_app.command("why")
def why_article(
    address: Annotated[str, typer.Argument(metavar="URL", help="Its address, or a part of it.")],
    as_json: Json = False,
    config: Config = DEFAULT_FILE,
    data: Data = None,
) -> None:
    """Say why one article did or did not alert: what was read, decided and delivered."""
    with _open(config, data) as archive:
        found = explain(archive, address)
    _tell(found, as_json, article_page(found))


def _open(config: Path, data: Path | None) -> AbstractContextManager[Archive]:
    return embedded_archive(data) if data else open_archive(load(config))


def _at(incident: Incident, base: str) -> bool:
    return not base or base in {each.id for each in (*incident.bases, *incident.candidates)}


def _tell(found: Message | Sequence[Message], as_json: bool, *page: RenderableType) -> None:
    """Print messages as JSON, or what a person reads of them."""
    if not as_json:
        layout.page(Console(), *page)
    elif isinstance(found, Message):
        typer.echo(codec.encode(found))
    else:
        typer.echo(b"[" + b",\n ".join(codec.encode(message) for message in found) + b"]")
