"""`basewatch replay`, `evaluate` and `orders`: the real stages over files, without network."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import factorial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from basewatch import settings
from basewatch.evaluate import predict, read_documents
from basewatch.orders import Tally, Times, check_orders, read_expected
from basewatch.replay import Outcome, replay
from basewatch.rows import read_rows
from contracts.errors import ConfigError

if TYPE_CHECKING:
    from basewatch.stages import Stages

_NOT_THE_SAME: Final = (
    "a model does not answer the same twice, so what comes out would not be the same twice; set"
    " BASEWATCH_PROPOSALS__ENABLED=false for this run, or give replay or evaluate --proposals"
)

Config: TypeAlias = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Settings; without, every base is watched."),
]

Proposing: TypeAlias = Annotated[
    bool,
    typer.Option("--proposals", help="Ask the model of \\[proposals], whatever it answers today."),
]


def replay_rows(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="JSONL(.gz) files or folders.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder for the four files.")],
    config: Config = None,
    proposals: Proposing = False,
) -> None:
    """Run rows of a file, or a folder of texts, through the real stages.

    Writes incidents.jsonl, alerts.jsonl, decisions.jsonl and reports.jsonl, the same bytes on
    every run; with --proposals they are not.
    """
    began = perf_counter()
    total = sum(1 for _ in read_rows(inputs))  # before anything is done, so that all can be read
    pages = (row.page() for row in read_rows(inputs))
    with _stages(config, proposals) as ready, _progress("rows", total) as advance:
        outcome = replay(pages, ready.pipeline(), advance)
    outcome.write(out)
    seconds = perf_counter() - began
    typer.echo(f"{total} rows in {seconds:.1f} s: {_summary(outcome)}; in {out}", err=True)


def evaluate_news(
    news: Annotated[Path, typer.Argument(metavar="NEWS.jsonl", help="Labelled documents.")],
    pred: Annotated[Path, typer.Option("--pred", help="The file for the predictions.")],
    config: Config = None,
    proposals: Proposing = False,
) -> None:
    """Predict the incidents of labelled documents; the labels themselves are not read."""
    documents = read_documents(news)
    with (
        _stages(config, proposals) as ready,
        _progress("documents", len(documents)) as advance,
        pred.open("wb") as out,
    ):
        for prediction in predict(documents, ready.pipeline(), advance):
            out.write(msgspec.json.encode(prediction) + b"\n")
    typer.echo(f"{len(documents)} documents; predictions in {pred}", err=True)


def check_all_orders(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A few texts and times.json.")],
    expect: Annotated[Path, typer.Option("--expect", help="What must come out: a JSON file.")],
    config: Config = None,
) -> None:
    """Run a few texts in every order of arrival: the same incidents must come out of each.

    Once with the texts' times, once with only the time of their fetch, once with neither.
    """
    rows = list(read_rows([folder]))
    expected = read_expected(expect)
    total = len(Times) * factorial(len(rows))
    with _stages(config) as ready, _progress("orders", total) as advance:
        new_pipeline = ready.trials()
        tallies = [check_orders(rows, times, expected, new_pipeline, advance) for times in Times]
    console = Console()
    console.print(_tally_table(tallies))
    _print_shortfalls(console, tallies)
    if any(tally.right < tally.orders for tally in tallies):
        raise typer.Exit(1)


@contextmanager
def _stages(config: Path | None, proposals: bool = False) -> Iterator["Stages"]:
    from basewatch import stages  # noqa: PLC0415  # half a second that other commands save

    found = settings.load(config) if config else settings.watch_everything()
    if found.proposals.enabled and not proposals:
        raise ConfigError(f"{config}: proposals.enabled", _NOT_THE_SAME)
    ready = stages.build(found, strict=True)
    try:
        if config:
            settings.check_places(config, ready.gazetteer)
        yield ready
    finally:
        ready.close()


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr, where a person watches."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _summary(outcome: Outcome) -> str:
    counts = {
        "reports": len(outcome.reports),
        "incidents": len(outcome.incidents),
        "alerts": len(outcome.alerts),
        "decisions": len(outcome.decisions),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items())


def _tally_table(tallies: Sequence[Tally]) -> Table:
    table = Table(
        "Times seen",
        "Orders",
        "Right",
        "Alerting incidents",
        "new_attack alerts",
        box=box.SIMPLE_HEAD,
    )
    for tally in tallies:
        table.add_row(
            tally.times,
            str(tally.orders),
            str(tally.right),
            _spread(tally.incidents),
            _spread(tally.alerts),
        )
    return table


def _spread(counts: Mapping[int, int]) -> str:
    """Write how often each number came: `2 in 118, 3 in 2`."""
    return ", ".join(f"{number} in {orders}" for number, orders in sorted(counts.items()))


def _print_shortfalls(console: Console, tallies: Sequence[Tally]) -> None:
    for tally in tallies:
        for words, orders in tally.short.most_common():
            console.print(f"{tally.times}: {words} (in {orders} of {tally.orders} orders)")
            if orders < tally.orders:
                console.print(f"    such as {tally.example[words]}", style="dim")
