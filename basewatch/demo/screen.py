"""What the demo shows: papers printing, incidents filling in, the mails, and what stayed silent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from alerts.render import terminal
from basewatch.demo.articles import PAPERS, Piece
from basewatch.demo.outcome import Check
from basewatch.show import facts_table, incident_table
from contracts.messages import Decision, Incident

_LATEST: Final = 6  # articles on the screen while it runs
_SILENT: Final = "nothing"  # how `Piece.expect` begins where no alert is due


class Screen:
    """A live picture on a terminal, one line an article elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=8, transient=True)

    def __enter__(self) -> "Screen":
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(
        self, printed: Sequence[tuple[Piece, datetime]], incidents: Sequence[Incident]
    ) -> None:
        """Draw the story so far."""
        if self._console.is_terminal:
            self._live.update(_story(printed, incidents))
        else:
            piece, at = printed[-1]
            self._console.print(_line(piece, at), highlight=False)


def _line(piece: Piece, at: datetime) -> Text:
    line = Text(f"{at:%Y-%m-%d %H:%M}  {PAPERS[piece.paper]:<20}  ", "dim")
    line.append(piece.headline, "bold" if piece.five else "")
    return line


def _story(
    printed: Sequence[tuple[Piece, datetime]], incidents: Sequence[Incident]
) -> RenderableType:
    papers = Group(*(_line(piece, at) for piece, at in printed[-_LATEST:]))
    known: list[RenderableType] = [incident_table(incidents)]
    known += [facts_table(incident.facts) for incident in incidents[-1:]]
    return Group(
        Panel(papers, title="The papers print", title_align="left", box=box.ROUNDED),
        Panel(Group(*known), title="Incidents", title_align="left", box=box.ROUNDED),
    )


def mails(messages: Sequence[EmailMessage], console: Console) -> None:
    """Print every mail as its reader sees it."""
    console.rule("[bold]The mails as they arrived", align="left")
    for message in messages:
        console.print(Text(terminal(message, min(console.width, 96), most=60)))


def silence(told: Sequence[tuple[Piece, Sequence[Decision]]], console: Console) -> None:
    """Print what did not alert, and why."""
    console.rule("[bold]What did not alert, and why", align="left")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("Article", ratio=2, overflow="fold")
    table.add_column("Decision", no_wrap=True)
    table.add_column("Why", ratio=3, overflow="fold")
    for piece, decisions in told:
        if piece.expect.startswith(_SILENT):
            table.add_row(piece.headline, *_reasons(decisions))
    console.print(table)


def _reasons(decisions: Sequence[Decision]) -> Iterator[RenderableType]:
    yield "\n".join(decision.verdict.replace("_", " ") for decision in decisions) or "refused"
    reasons = "\n".join(decision.reason for decision in decisions)
    yield Text(reasons or "the gate saw no attack on a military site in it")


def incidents(known: Sequence[Incident], console: Console) -> None:
    """Print the incidents as they stand at the end."""
    console.rule("[bold]The incidents", align="left")
    for incident in known:
        console.print(incident_table([incident]))
        console.print(facts_table(incident.facts))


def verdict(checks: Sequence[Check], console: Console) -> None:
    """Print what was to be shown, and whether it was."""
    console.rule("[bold]Is that right?", align="left")
    for check in checks:
        mark = Text("  yes  ", "bold green") if check.holds else Text("  NO   ", "bold red")
        console.print(mark.append(check.says, "default not bold"))
