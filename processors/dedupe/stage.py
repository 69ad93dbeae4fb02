"""The fold as a stage: one record of reports.v1, one transaction, what it has to say."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from contracts import codec, topics
from contracts.messages import ArticleReports, Change, Gate
from contracts.topics import Topic
from processors.dedupe import fold, rows, saving
from processors.dedupe.policy import Policy
from processors.dedupe.state import Folded
from processors.gazetteer import Gazetteer
from processors.language import codes
from processors.settings import Escalation, Fold
from runtime.stage import Put, Record, event

_NOTHING: Final[Sequence[Put]] = ()


class FoldStage:
    """reports.v1 -> changes.v1, incidents.v1, decisions.v1."""

    name = "fold"
    reads: Topic = topics.REPORTS

    def __init__(
        self, settings: Fold, gazetteer: Gazetteer, escalation: Escalation | None = None
    ) -> None:
        self._policy = policy_of(settings, gazetteer, escalation)

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        """Fold one article version; see StatefulStage.

        Raises:
            MessageError: the record is no ArticleReports.
        """
        told = codec.decode(ArticleReports, record.value, topic=record.topic)
        if _is_nothing(told, connection):
            return _NOTHING
        known = rows.load(connection, told, self._policy)
        folded = fold.step(told, known, self._policy)
        saving.save(connection, folded, self._policy)
        return tuple(_puts(folded, told.article.arrived_at))


def policy_of(settings: Fold, gazetteer: Gazetteer, escalation: Escalation | None = None) -> Policy:
    """Turn the sections [fold] and [escalation] into what the core decides by."""
    return Policy(
        gazetteer=gazetteer,
        window=timedelta(days=settings.window_days),
        quiet=timedelta(days=settings.close_after_days),
        silence=timedelta(hours=(escalation or Escalation()).episode_hours),
        owners=settings.owners,
        languages=codes(),
    )


def _is_nothing(told: ArticleReports, connection: Connection) -> bool:
    """Say if a record can change nothing: most of them say nothing of an article never heard of."""
    if told.gate is not Gate.HIT:
        return True
    if told.reports or told.signals:
        return False
    return not rows.is_known(connection, told.article.id)


def _puts(folded: Folded, at: datetime | None) -> Iterator[Put]:
    for held in folded.incidents:
        yield event(topics.INCIDENTS, held.id, held.incident, at)
    for change in folded.changes:
        yield event(topics.CHANGES, _subject(change), change, at)
    for decision in folded.decisions:
        yield event(topics.DECISIONS, decision.article_id, decision, at)


def _subject(change: Change) -> str:
    about = change.incident or change.episode
    return about.id if about else ""
