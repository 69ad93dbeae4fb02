"""`basewatch evaluate`: labelled news in, one prediction a document out.

A document's prediction names the incidents that it reports as current, the main attack
first. It rests on the document itself and on those published before it, nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from basewatch.pipeline import Pipeline, Said
from basewatch.rows import InputError, Row, read_objects, row_of
from contracts import codec, topics
from contracts.messages import (
    ArticleReports,
    BaseRef,
    Decision,
    Incident,
    May,
    Report,
    Told,
    Verdict,
)
from processors.dedupe.times import likeliest_day

FIELDS: Final = ("id", "url", "title", "published", "source", "text")
_TAKEN: Final = frozenset({Verdict.OPENED, Verdict.OPENED_SILENT, Verdict.JOINED, Verdict.REPLACED})
_RANK: Final = {May.OPEN: 0, May.JOIN: 1, May.OPEN_IF_UNKNOWN: 2, May.NOTHING: 3}


@dataclass(frozen=True, slots=True)
class Document:
    """A labelled document without its labels."""

    id: str
    published: datetime
    row: Row


class Predicted(msgspec.Struct, frozen=True):
    """One incident of one document, as score.py reads it."""

    key: str
    base: str | None  # id and name; None while no base is known
    date: str | None  # local to the base; None while no day is known


class Prediction(msgspec.Struct, frozen=True):
    """What we say of one document; no incidents: nothing new in it."""

    id: str
    incidents: tuple[Predicted, ...]


def read_documents(path: Path) -> list[Document]:
    """Return the documents of a file in order of publication, ids settling ties.

    Raises:
        InputError: a line cannot be read, or lacks its id or time.
    """
    documents = [
        _document(f"{path}:{number}", {name: fields.get(name) for name in FIELDS})
        for number, fields in read_objects(path)
    ]
    return sorted(documents, key=lambda document: (document.published, document.id))


def _document(where: str, fields: dict[str, Any]) -> Document:
    try:
        row = row_of(fields)
    except ValueError as error:
        raise InputError(where, str(error)) from error
    if not fields["id"] or row.published is None:
        raise InputError(where, "a document needs id and published")
    return Document(str(fields["id"]), row.published, row)


def predict(
    documents: Iterable[Document], pipeline: Pipeline, advance: Callable[[], None]
) -> Iterator[Prediction]:
    """Feed the documents and yield what was known of each right after it.

    Raises:
        ReplayFailedError: a stage raised or ran out of time.
    """
    incidents: dict[str, Incident] = {}
    with pipeline:
        for document in documents:
            said = pipeline.feed(document.row.page())
            for put in said[topics.INCIDENTS]:
                incident = codec.decode(Incident, put.value, topic=put.topic.name)
                incidents[incident.id] = incident
            yield Prediction(document.id, tuple(reported(said, incidents)))
            advance()


def reported(said: Said, incidents: Mapping[str, Incident]) -> list[Predicted]:
    """Return the incidents that one document reports as current, the main one first.

    Args:
        said: what feeding the document led to.
        incidents: the last revision of each incident so far, those in `said` among them.
    """
    decided = _decisions(said)
    found: dict[str, Predicted] = {}
    for report in sorted(_current(said), key=lambda report: (_RANK[report.may], report.ordinal)):
        decision = decided.get(report.id)
        if decision is None or not _counts(report, decision):
            continue
        incident = incidents[_survivor(decision.incident_id, incidents)]
        found.setdefault(incident.id, _describe(incident, report))
    return list(found.values())


def _decisions(said: Said) -> dict[str, Decision]:
    """Return the fold's decision on each report that found an incident."""
    decided: dict[str, Decision] = {}
    for put in said[topics.DECISIONS]:
        decision = codec.decode(Decision, put.value, topic=put.topic.name)
        if decision.report_id and decision.incident_id:
            decided.setdefault(decision.report_id, decision)
    return decided


def _current(said: Said) -> Iterator[Report]:
    for put in said[topics.REPORTS]:
        told = codec.decode(ArticleReports, put.value, topic=put.topic.name)
        yield from (report for report in told.reports if report.told is Told.CURRENT)


def _counts(report: Report, decision: Decision) -> bool:
    """An attack told in passing counts only where it opened an incident or joined one."""
    return report.may is not May.OPEN_IF_UNKNOWN or decision.verdict in _TAKEN


def _survivor(incident_id: str, incidents: Mapping[str, Incident]) -> str:
    while merged_into := incidents[incident_id].merged_into:
        incident_id = merged_into
    return incident_id


def _describe(incident: Incident, report: Report) -> Predicted:
    bases = incident.bases or incident.candidates[:1]
    zone = bases[0].tz if bases else "UTC"
    day = incident.when.day or likeliest_day(report.when, zone)
    return Predicted(incident.id, _names(incident.bases), day or None)


def _names(bases: tuple[BaseRef, ...]) -> str | None:
    return "; ".join(f"{base.id} {base.name}" for base in bases) or None
