"""What a prediction names: which incidents, in which order, on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from basewatch.evaluate import Document, predict, read_documents
from basewatch.pipeline import Pipeline
from basewatch.rows import InputError, Row
from contracts import codec, topics
from contracts.messages import (
    ArticleRef,
    ArticleReports,
    BaseRef,
    Decision,
    Incident,
    Lifecycle,
    May,
    Place,
    Report,
    Span,
    Told,
    Verdict,
    When,
)
from contracts.topics import Topic
from runtime.stage import Put, Record
from runtime.store.engine import memory_store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = BaseRef(id="iq-harir", name="Harir", country="IQ", lat=36.5, lon=44.3, tz="Asia/Baghdad")
DOCUMENT = Document("a", NOON, Row(url="https://paper.example/1", published=NOON, text="x"))


def report(ordinal: int, told: Told = Told.CURRENT, may: May = May.OPEN) -> Report:
    return Report(
        id=f"r{ordinal}",
        ordinal=ordinal,
        told=told,
        may=may,
        place=Place(),
        when=When(),
        span=Span(),
        sentence="",
    )


def decision(ordinal: int, incident: str, verdict: Verdict = Verdict.JOINED) -> Decision:
    return Decision(
        id=f"d{ordinal}",
        verdict=verdict,
        reason="",
        report_id=f"r{ordinal}",
        incident_id=incident,
    )


@dataclass
class Teller:
    """Says the same of every page."""

    reports: Sequence[Report]
    decisions: Sequence[Decision]
    name: str = "teller"
    reads: Topic = topics.PAGES

    def handle(self, record: Record) -> Sequence[Put]:
        ref = ArticleRef(id="a", version="v", url="", source="", family="")
        told = ArticleReports(article=ref, reports=tuple(self.reports))
        messages = [(topics.REPORTS, told), *((topics.INCIDENTS, each) for each in INCIDENTS)]
        messages += [(topics.DECISIONS, each) for each in self.decisions]
        return [Put(topic, "", codec.encode(message)) for topic, message in messages]


INCIDENTS = [
    Incident(id="one", revision=1, bases=(BASE,), place=Place(), when=When()),
    Incident(id="two", revision=1, place=Place(), when=When()),
    Incident(
        id="old",
        revision=2,
        place=Place(),
        when=When(),
        lifecycle=Lifecycle.MERGED,
        merged_into="one",
    ),
]


@pytest.mark.parametrize(
    ("reports", "decisions", "keys"),
    [
        pytest.param([report(0)], [decision(0, "one")], ["one"], id="a current report"),
        pytest.param([report(0, Told.BACKGROUND)], [decision(0, "one")], [], id="background"),
        pytest.param([report(0)], [decision(0, "")], [], id="it found no incident"),
        pytest.param([report(0)], [decision(0, "old")], ["one"], id="merged since"),
        pytest.param(
            [report(0, may=May.OPEN_IF_UNKNOWN), report(1)],
            [decision(0, "two"), decision(1, "one")],
            ["one", "two"],
            id="the main attack first",
        ),
        pytest.param(
            [report(0, may=May.OPEN_IF_UNKNOWN)],
            [decision(0, "one", Verdict.AMBIGUOUS)],
            [],
            id="told in passing and not taken",
        ),
        pytest.param(
            [report(0), report(1)],
            [decision(0, "one"), decision(1, "one")],
            ["one"],
            id="twice the same",
        ),
        pytest.param(
            [report(0)],
            [decision(0, "one", Verdict.OPENED), decision(0, "one", Verdict.STALE)],
            ["one"],
            id="stale is still reported",
        ),
    ],
)
def test_which_incidents_a_document_reports(
    reports: list[Report], decisions: list[Decision], keys: list[str]
) -> None:
    pipeline = Pipeline([Teller(reports, decisions)], [], memory_store())

    (prediction,) = predict([DOCUMENT], pipeline, lambda: None)

    assert [incident.key for incident in prediction.incidents] == keys


def test_a_named_base_is_id_and_name_and_an_unnamed_one_is_none() -> None:
    teller = Teller([report(0), report(1)], [decision(0, "one"), decision(1, "two")])

    (prediction,) = predict([DOCUMENT], Pipeline([teller], [], memory_store()), lambda: None)

    assert [incident.base for incident in prediction.incidents] == ["iq-harir Harir", None]


def test_documents_are_read_in_order_of_publication(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(
        '{"id": "b", "url": "x", "published": "2026-03-02T00:00:00Z"}\n'
        '{"id": "c", "url": "y", "published": "2026-03-01T23:00:00Z"}\n'
        '{"id": "a", "url": "z", "published": "2026-03-02T03:00:00+03:00"}\n',
        "utf-8",
    )

    assert [document.id for document in read_documents(file)] == ["c", "a", "b"]


@pytest.mark.parametrize("line", ['{"id": "a", "url": "x"}', '{"url": "x", "published": "2026"}'])
def test_a_document_needs_id_and_time(tmp_path: Path, line: str) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(line, "utf-8")

    with pytest.raises(InputError, match=r"news\.jsonl:1"):
        read_documents(file)
