"""The article stage, gate first, against trafilatura on every page."""

import multiprocessing
import time
from functools import partial
from pathlib import Path
from typing import Final

import trafilatura

from benchmarks import inputs, measure
from benchmarks.measure import Contender
from contracts import ids
from contracts.messages import BodyKind, Gate, Page, TextKind
from ingest import pages
from processors.article import ArticleStage
from processors.extract.words.kit import Kit, load_kit
from processors.gate import gate
from processors.gazetteer.load import load_gazetteer
from processors.language import load_languages
from processors.reader import PoolReader

PEER: Final = "trafilatura"
_PAGES: Final = 50
_ROUNDS: Final = 3


def wrapped(title: str, markup: str, number: int) -> Page:
    """Return a page as ingest hands it on."""
    url, when = f"https://paper.example/{number}", inputs.published(inputs.newest()[-1])
    one = ids.article_id(url)
    bare = Page(id=one, article_id=one, source="paper", url=url, title=title, published=when)
    return pages.with_body(bare, pages.Body(BodyKind.HTML, markup.encode(), "utf-8"), when)


def clean(markup: str) -> str:
    """Run trafilatura as fast as it goes; the settings are those of processors.page_text."""
    found = trafilatura.extract(markup, fast=True, include_comments=False, include_tables=False)
    return found or ""


def compiled() -> Kit:
    """Return the words and names that the service reads with."""
    return load_kit(load_gazetteer(), load_languages())


def main() -> None:
    """Measure and print."""
    reader = PoolReader(timeout_s=60.0)
    stage = ArticleStage(partial(gate, kit=compiled()), reader, {})
    quiet, hits = inputs.quiet_pages(_PAGES), inputs.hit_pages(_PAGES)
    try:
        _worker(reader, quiet[0][1])
        for count in (1, 5, _PAGES):
            _mix(stage, [*hits[:count], *quiet[count:]], count)
    finally:
        reader.close()


def _worker(reader: PoolReader, markup: str) -> None:
    """Show what a worker takes: to start with the first page, and of memory after it."""
    rows = []
    for name in ("first page: the worker starts", "next page"):
        begun = time.perf_counter()
        reader.read("https://paper.example/", markup, want_day=False)
        took_ms = (time.perf_counter() - begun) * 1e3
        (worker,) = multiprocessing.active_children()
        status = Path(f"/proc/{worker.pid}/status").read_text()
        resident_kb = int(status.partition("VmRSS:")[2].split()[0])
        rows.append((name, took_ms, resident_kb / 1e3))
    measure.table(("the worker", "wall ms", "MB resident"), rows)


def _mix(stage: ArticleStage, found: list[tuple[str, str]], hits: int) -> None:
    wrap = [wrapped(title, markup, number) for number, (title, markup) in enumerate(found)]
    read = [stage.read(page) for page in wrap]
    cut = [each for each in read if each.gate is Gate.HIT]
    if len(cut) != hits or any(each.ref.text_kind is not TextKind.ARTICLE for each in cut):
        raise SystemExit(f"{len(cut)} of {hits} hits, or not as articles: not what is measured")
    size = sum(len(markup) for _, markup in found) / len(found) / 1000
    ours = Contender("article stage", lambda: [stage.read(page) for page in wrap], _PAGES)
    peer = Contender(PEER, lambda: [clean(markup) for _, markup in found], _PAGES)
    title = f"{_PAGES} pages of {size:.0f} kB, {hits / _PAGES:.0%} hits"
    measure.show(title, measure.alternate([ours, peer], _ROUNDS), PEER, "page")


if __name__ == "__main__":
    main()
