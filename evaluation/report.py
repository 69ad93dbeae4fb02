"""The scores of both parts and every error of `tune` as one HTML page that needs nothing else."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from contracts.messages import Part, Span
from evaluation.corpus import Document
from evaluation.faults import Fault, faults, shown
from evaluation.judge import Judged
from evaluation.score import Score, total
from evaluation.table import share


@dataclass(frozen=True, slots=True)
class Card:
    """One document with its errors."""

    document: Document
    title: Markup
    text: Markup
    faults: tuple[Fault, ...]


def page(scores: Mapping[str, Mapping[str, Score]], tune: Sequence[Judged]) -> str:
    """Return the page.

    Args:
        scores: by part and group.
        tune: the judged documents whose errors may be shown.
    """
    cards = [card for card in (_card(one, tune) for one in tune) if card.faults]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        scores=scores,
        share=share,
        total=total,
        cards=cards,
        kinds=_counted(fault.kind for card in cards for fault in card.faults),
        languages=_counted(card.document.language for card in cards for _ in card.faults),
    )


def _card(one: Judged, tune: Sequence[Judged]) -> Card:
    found = tuple(faults(one, tune))
    title, text = shown(one)
    return Card(
        document=one.reading.document,
        title=marked(title, Part.TITLE, found),
        text=marked(text, Part.TEXT, found),
        faults=found,
    )


def marked(text: str, part: Part, found: Sequence[Fault]) -> Markup:
    """Return `text` as HTML, each stretch marked with the numbers of the errors it belongs to."""
    spans = [
        (span, number, side)
        for number, fault in enumerate(found)
        for side, several in (("label", fault.labelled), ("read", fault.read))
        for span in several
        if span.part is part
    ]
    edges = {0, len(text), *(edge for span, _, _ in spans for edge in (span.start, span.end))}
    stretches = pairwise(sorted(edge for edge in edges if edge <= len(text)))
    return Markup("").join(_stretch(text, start, end, spans) for start, end in stretches)


def _stretch(text: str, start: int, end: int, spans: Iterable[tuple[Span, int, str]]) -> Markup:
    over = [(n, side) for span, n, side in spans if span.start <= start and end <= span.end]
    words = escape(text[start:end])
    if not over:
        return words
    sides = " ".join(sorted({side for _, side in over}))
    numbers = " ".join(f"{n}{side[0]}" for n, side in over)
    return Markup('<mark class="{}" data-of="{}">{}</mark>').format(sides, numbers, words)


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(names).most_common()
