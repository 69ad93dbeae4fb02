"""The command line: arguments in, exit codes out; the work is done elsewhere.

Exit codes: 0 done, 1 problems found, 2 wrong usage or unreadable input, 3 configuration,
4 something it depends on is down. Results go to stdout, errors to stderr.
"""

import sys
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from basewatch import __version__, cli_archive, cli_replay, settings
from basewatch.archive import NotFoundError
from basewatch.cli_archive import Config
from basewatch.rows import InputError
from contracts.errors import (
    BasewatchError,
    ConfigError,
    SecondInstanceError,
    StoreError,
    StoreTooNewError,
)
from processors.gazetteer.load import load_gazetteer

app = typer.Typer(
    name="basewatch",
    help="Reads the world's news feeds and wakes people when a base they watch is attacked.",
    epilog="Exit codes: 0 done, 1 problems found, 2 usage, 3 configuration, "
    "4 something it depends on is down.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
config_app = typer.Typer(help="The settings file.", no_args_is_help=True)


class Exit(IntEnum):
    """What the shell is told."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    CONFIG = 3
    DOWN = 4


_EXITS: Final[tuple[tuple[type[BasewatchError], Exit], ...]] = (
    (ConfigError, Exit.CONFIG),
    (InputError, Exit.USAGE),
    (NotFoundError, Exit.USAGE),
    (StoreError, Exit.DOWN),
    (StoreTooNewError, Exit.DOWN),
    (SecondInstanceError, Exit.DOWN),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"basewatch {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool,
        typer.Option("--version", help="Print it.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Reads the world's news feeds and wakes people when a base they watch is attacked."""


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = settings.DEFAULT_FILE,
) -> None:
    """Write a commented settings file to start from."""
    settings.write_example(path)
    typer.echo(f"{path} written. Fill in the receiver, then: basewatch config check {path}")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where the mails are saved.")] = Path("demo-out"),
    kafka: Annotated[
        str, typer.Option(help="host:port of a broker to play on; topics stay, demo-....")
    ] = "",
    store: Annotated[str, typer.Option(help="With it: URL of an empty PostgreSQL database.")] = "",
) -> None:
    """Play two attacks through the real service, on loopback: see the alerts arrive."""
    from basewatch.demo import run as story  # noqa: PLC0415  # the other commands need no network

    if bool(kafka) != bool(store):
        raise typer.BadParameter("--kafka and --store go together")
    if not story.run(out, Console(), story.own_corner(kafka, store) if kafka else None):
        raise typer.Exit(Exit.PROBLEMS)


@config_app.command("check")
def check(
    path: Annotated[Path, typer.Argument(help="The settings file.")] = settings.DEFAULT_FILE,
) -> None:
    """Check a settings file without starting anything."""
    found = settings.load(path)
    settings.check_places(path, load_gazetteer())
    unfilled = settings.unfilled(path)
    for line in unfilled:
        typer.echo(line, err=True)
    if unfilled:
        raise typer.Exit(Exit.PROBLEMS)
    where = f"on Kafka at {', '.join(found.kafka.servers)}" if found.kafka else f"in {found.data}"
    typer.echo(
        f"{path}: {len(found.feeds)} feeds, {len(found.rules)} rules, "
        f"{len(found.receivers)} receivers; data {where}"
    )


@app.command()
def run(config: Config = settings.DEFAULT_FILE) -> None:
    """Run the whole service on this machine until SIGTERM or Ctrl-C."""
    from basewatch.app import run as run_service  # noqa: PLC0415  # others need no network

    run_service(settings.load(config), config)


@app.command()
def ingest(config: Config = settings.DEFAULT_FILE) -> None:
    """Read the feeds into Kafka; several processes share them."""
    _run_role("ingest", config)


@app.command()
def processors(config: Config = settings.DEFAULT_FILE) -> None:
    """Turn pages into incidents on Kafka; several processes share the work."""
    _run_role("processors", config)


@cli_archive.alerts_app.callback()
def alerts(context: typer.Context, config: Config = settings.DEFAULT_FILE) -> None:
    """Say what people were told, and why. Without a command: decide and deliver, on Kafka."""
    if context.invoked_subcommand is None:
        _run_role("alerts", config)


def _run_role(role: str, config: Path) -> None:
    from basewatch.app import Role, run_role  # noqa: PLC0415  # others need no network

    run_role(Role(role), settings.load(config), config)


app.add_typer(config_app, name="config")
app.add_typer(cli_archive.incidents_app, name="incidents")
app.add_typer(cli_archive.alerts_app, name="alerts")
app.add_typer(cli_archive.articles_app, name="articles")
app.command("replay")(cli_replay.replay_rows)
app.command("evaluate")(cli_replay.evaluate_news)
app.command("orders")(cli_replay.check_all_orders)


def main() -> None:
    """Run the command line; deliberate errors become one line and an exit code."""
    try:
        app()
    except BasewatchError as error:
        typer.echo(f"error: {error}", err=True)
        codes = (code for kind, code in _EXITS if isinstance(error, kind))
        sys.exit(next(codes, Exit.PROBLEMS))
