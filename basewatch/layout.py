"""Tables, pairs and times as the command line prints them, at 80 columns and wider."""

from datetime import UTC, datetime
from typing import Final

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from alerts.times import moment

UNKNOWN: Final = "-"
_SHORT: Final = 10  # characters of an id; enough to name one of a million
_UNBROKEN: Final = frozenset({"Id", "Date", "Slot", "Sources", "Time (UTC)"})  # columns


def page(console: Console, *parts: RenderableType) -> None:
    """Print parts with a blank line between them."""
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(part)


def table(*columns: str) -> Table:
    """Return an empty table."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold")
    for column in columns:
        made.add_column(column, no_wrap=column in _UNBROKEN, overflow="fold")
    return made


def pairs(*named: tuple[str, str]) -> Table:
    """Return names beside words; what nothing is said of is left out."""
    made = Table.grid(padding=(0, 2))
    for name, said in named:
        if said:
            made.add_row(Text(name, "dim"), Text(said))
    return made


def heading(said: str) -> Text:
    """Return a heading, with a blank line above."""
    return Text(f"\n{said}", "bold")


def short(name: str) -> str:
    """Return as much of an id as a person needs to type."""
    return name[:_SHORT]


def words(name: str) -> str:
    """Write a normal form as words."""
    return str(name).replace("_", " ")


def stamp(at: datetime | None, unknown: str = UNKNOWN) -> str:
    """Write an instant out."""
    return moment(at.astimezone(UTC)) if at else unknown


def brief(at: datetime | None) -> str:
    """Write an instant for a column that says it is UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if at else UNKNOWN
