"""Builds the four stages from the settings; the same ones for `run`, `replay` and `evaluate`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from alerts.stage import AlertsStage
from basewatch.orders import Remembering
from basewatch.pipeline import Pipeline
from basewatch.settings import Settings
from processors.article import ArticleStage
from processors.dedupe.stage import FoldStage
from processors.extract.stage import ExtractStage
from processors.extract.words.kit import load_kit
from processors.gate import gate
from processors.gazetteer import Gazetteer
from processors.gazetteer.load import load_gazetteer
from processors.language import load_languages
from processors.reader import PoolReader
from runtime.stage import StatefulStage, StatelessStage
from runtime.store.engine import memory_store

if TYPE_CHECKING:
    from processors.proposals.complete import Completer


@dataclass(frozen=True)
class Stages:
    """The stages in the order of the flow, and what must be closed after them."""

    article: StatelessStage
    extract: StatelessStage
    fold: StatefulStage
    alerts: StatefulStage
    gazetteer: Gazetteer
    reader: PoolReader
    completer: "Completer | None" = None

    @property
    def stateless(self) -> Sequence[StatelessStage]:
        """Those that need nothing but the record."""
        return self.article, self.extract

    @property
    def stateful(self) -> Sequence[StatefulStage]:
        """Those that read and write the store."""
        return self.fold, self.alerts

    def pipeline(self) -> Pipeline:
        """Return the flow over a new store in memory."""
        return Pipeline(self.stateless, self.stateful, memory_store())

    def trials(self) -> Callable[[], Pipeline]:
        """Return what gives the flow over an empty store, as often as asked, at little cost.

        What is pure is done once for equal records, and all trials share one store in memory
        that each leaves empty. One trial at a time.
        """
        engine = memory_store()
        pure = [Remembering.over(stage) for stage in self.stateless]
        return lambda: Pipeline(pure, self.stateful, engine, keep=False)

    def close(self) -> None:
        """End the workers."""
        self.reader.close()
        if self.completer:
            self.completer.close()


def build(settings: Settings, *, strict: bool = False) -> Stages:
    """Load the gazetteer and the languages, and make the stages.

    Args:
        settings: the whole file.
        strict: a page that cannot be read in time is an error, as replay wants it.
    """
    gazetteer = load_gazetteer()
    kit = load_kit(gazetteer, load_languages(), settings.escalation.terms)
    reader = PoolReader(settings.article.workers, settings.article.timeout_s)
    completer = _completer(settings)
    families = {feed.name: feed.family for feed in settings.feeds if feed.family}
    return Stages(
        article=ArticleStage(partial(gate, kit=kit), reader, families, strict=strict),
        extract=ExtractStage(kit, completer.read) if completer else ExtractStage(kit),
        fold=FoldStage(settings.fold, gazetteer, settings.escalation),
        alerts=AlertsStage(settings),
        gazetteer=gazetteer,
        reader=reader,
        completer=completer,
    )


def _completer(settings: Settings) -> "Completer | None":
    if not settings.proposals.enabled:
        return None
    from processors.proposals import complete  # noqa: PLC0415  # off, it costs not even its import

    return complete.build(settings.proposals)
