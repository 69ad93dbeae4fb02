"""What the real stages say of each document of the corpus, fed oldest first in one stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from basewatch import settings, stages
from basewatch.evaluate import reported
from basewatch.pipeline import Said
from basewatch.replay import Outcome
from basewatch.stages import Stages
from contracts import codec, topics
from contracts.messages import Alert, AlertKind, Article, ArticleReports, Report
from evaluation.corpus import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, and what was said of it."""

    document: Document
    texts: tuple[str, str]  # title and text in which spans count
    reports: tuple[Report, ...]
    detected: bool  # something in it counts as current
    alerted: tuple[str, ...]  # incidents of which it was the one to send a new_attack
    incidents: Mapping[str, str]  # report id -> incident, as things stood at the stream's end


def build() -> Stages:
    """Return the stages, with every base watched."""
    return stages.build(settings.watch_everything(), strict=True)


def read_all(documents: Sequence[Document], built: Stages) -> list[Reading]:
    """Feed one stream and return what was said of each document.

    Raises:
        ReplayFailedError: a stage raised or ran out of time.
    """
    outcome = Outcome()
    found: list[Reading] = []
    with built.pipeline() as pipeline:
        for document in documents:
            said = pipeline.feed(document.row().page())
            outcome.take(said)
            found.append(_reading(document, said, outcome))
    return [_settle(reading, outcome) for reading in found]


def _reading(document: Document, said: Said, outcome: Outcome) -> Reading:
    (put,) = said[topics.ARTICLES]
    article = codec.decode(Article, put.value, topic=put.topic.name)
    told = (
        codec.decode(ArticleReports, put.value, topic=put.topic.name)
        for put in said[topics.REPORTS]
    )
    alerts = (codec.decode(Alert, put.value, topic=put.topic.name) for put in said[topics.ALERTS])
    return Reading(
        document=document,
        texts=(article.ref.title, article.text),
        reports=tuple(report for each in told for report in each.reports),
        detected=bool(reported(said, outcome.incidents)),
        alerted=tuple(each.incident_id for each in alerts if each.kind is AlertKind.NEW_ATTACK),
        incidents={},
    )


def _settle(reading: Reading, outcome: Outcome) -> Reading:
    """Name incidents by those they were merged into in the end."""
    folded = {
        report.id: outcome.survivor(outcome.folded[report.id])
        for report in reading.reports
        if report.id in outcome.folded
    }
    alerted = tuple(outcome.survivor(each) for each in reading.alerted)
    return replace(reading, alerted=alerted, incidents=folded)
