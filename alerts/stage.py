"""The alerts stage: a change in; alerts, decisions, ledger lines and deliveries out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from alerts import ledger, outbox
from alerts.decide import Ask, decide, subject
from alerts.model import Outcome
from alerts.settings import AlertSettings
from contracts import codec, topics
from contracts.messages import Change
from contracts.topics import Topic
from runtime.stage import Put, Record, event

NOBODY: Final = ("",)  # without a receiver alerts still go to the log, and count as told there


class AlertsStage:
    """See runtime.stage.StatefulStage."""

    name: str = "alerts"
    reads: Topic = topics.CHANGES

    def __init__(self, settings: AlertSettings) -> None:
        self._rules = settings.built_rules()
        self._receivers = tuple(receiver.name for receiver in settings.receivers) or NOBODY
        self._addresses: Mapping[str, Sequence[str]] = {
            receiver.name: receiver.addresses for receiver in settings.receivers
        }

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        """Decide on one change; the same change a second time changes nothing."""
        change = codec.decode(Change, record.value, topic=record.topic)
        about, revision = subject(change), change.incident.revision if change.incident else 0
        if ledger.handled(connection, about, revision):
            return ()
        ledger.remember(connection, about, revision)
        known = ledger.entries(connection, (about, *change.absorbed))
        outcome = decide(Ask(change, self._rules, self._receivers), known)
        ledger.write(connection, (*outcome.carried, *(item.entry for item in outcome.writings)))
        outbox.write(connection, outcome.writings, self._addresses)
        said = {entry.alert_id for entry in known}
        return tuple(_puts(outcome, about, said))


def _puts(outcome: Outcome, about: str, said: set[str]) -> Iterator[Put]:
    """Say each alert once, to however many receivers it goes."""
    for writing in outcome.writings:
        if writing.alert.id not in said:
            said.add(writing.alert.id)
            yield event(topics.ALERTS, about, writing.alert, writing.alert.decided_at)
    for decision in outcome.decisions:
        yield event(topics.DECISIONS, decision.article_id or about, decision, decision.at)
