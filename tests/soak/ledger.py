"""What a run left on Kafka, held against an embedded fold of the very same reports."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from basewatch import stages
from basewatch.settings import Settings
from contracts import codec, topics
from contracts.messages import Alert, ArticleReports
from contracts.topics import Topic
from runtime.clock import utc_now
from runtime.log import History
from runtime.stage import Put, Record
from runtime.store.engine import memory_store

SAID: Final = (topics.INCIDENTS, topics.CHANGES, topics.ALERTS, topics.DECISIONS)
_CHUNK: Final = 1_000
Said: TypeAlias = Mapping[Topic, Sequence[tuple[str, bytes]]]
"""Keys and values on each topic, in order, each message once."""


def records(log: History, topic: Topic) -> Iterator[Record]:
    """Yield all of a topic, oldest first."""
    offset = 0
    while found := log.read_from(topic, offset, _CHUNK):
        yield from found
        offset = found[-1].offset + 1


def addresses(reports: Sequence[Record]) -> set[str]:
    """Return the addresses of the articles that reports.v1 speaks of."""
    told = (codec.decode(ArticleReports, each.value, topic=each.topic) for each in reports)
    return {each.article.url for each in told}


def alerts(log: History) -> list[Alert]:
    """Return every alert, one appended twice as one."""
    found = (codec.decode(Alert, each.value, topic="alerts.v1") for each in _alerts(log))
    return list({alert.id: alert for alert in found}.values())


def _alerts(log: History) -> Iterator[Record]:
    return records(log, topics.ALERTS)


def said(log: History) -> Said:
    """Return what the run said; a repeat of the very same bytes is what the promise allows."""
    return {
        topic: _once(topic, [(each.key, each.value) for each in records(log, topic)])
        for topic in SAID
    }


def folded(reports: Sequence[Record], settings: Settings) -> Said:
    """Return what fold and alerts say of these records, in one process and in memory."""
    found: dict[Topic, list[tuple[str, bytes]]] = {topic: [] for topic in SAID}
    built = stages.build(settings)
    with memory_store().begin() as connection:
        for record in reports:
            for put in built.fold.handle(record, connection):
                found[put.topic].append((put.key, put.value))
                if put.topic == topics.CHANGES:
                    more = built.alerts.handle(_record(put), connection)
                    for alert in more:
                        found[alert.topic].append((alert.key, alert.value))
    built.close()
    return {topic: _once(topic, messages) for topic, messages in found.items()}


def differences(ran: Said, wanted: Said) -> list[str]:
    """Say where two differ; empty where they are equal to the byte."""
    found = []
    for topic in SAID:
        mine, theirs = ran[topic], wanted[topic]
        if mine != theirs:
            missing, more = set(theirs) - set(mine), set(mine) - set(theirs)
            found.append(
                f"{topic.name}: {len(mine)} messages, {len(theirs)} wanted; "
                f"{len(missing)} missing, {len(more)} that ought not to be"
                + ", in another order"
                * (not missing and not more)
            )
    return found


def _once(topic: Topic, messages: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    once = list(dict.fromkeys(messages))
    return sorted(once) if topic is topics.DECISIONS else once  # which both stages write


def _record(put: Put) -> Record:
    return Record(put.topic.name, 0, 0, put.key, put.value, put.headers, utc_now())
