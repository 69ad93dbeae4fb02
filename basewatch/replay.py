"""`basewatch replay`: rows through the real stages, and all that they said into four files.

incidents.jsonl   the last revision of each incident, in the order of opening
alerts.jsonl      in the order they were decided
decisions.jsonl   likewise
reports.jsonl     one report a line, with its article and the incident it was folded into
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from basewatch.pipeline import Pipeline, Said
from contracts import codec, topics
from contracts.messages import (
    Alert,
    ArticleRef,
    ArticleReports,
    Decision,
    Incident,
    Message,
    Page,
    Report,
)


class FoldedReport(Report, frozen=True, kw_only=True):
    """A report as replay writes it."""

    article: ArticleRef
    incident_id: str = ""  # "" when it was folded into none


@dataclass
class Outcome:
    """What a replay said so far."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    reports: list[tuple[ArticleRef, Report]] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)  # report id -> incident id

    def take(self, said: Said) -> None:
        """Add what one page led to."""
        for put in said[topics.REPORTS]:
            told = codec.decode(ArticleReports, put.value, topic=put.topic.name)
            self.reports.extend((told.article, report) for report in told.reports)
        for put in said[topics.INCIDENTS]:
            incident = codec.decode(Incident, put.value, topic=put.topic.name)
            self.incidents[incident.id] = incident
        for put in said[topics.DECISIONS]:
            self._decided(codec.decode(Decision, put.value, topic=put.topic.name))
        for put in said[topics.ALERTS]:
            self.alerts.append(codec.decode(Alert, put.value, topic=put.topic.name))

    def _decided(self, decision: Decision) -> None:
        self.decisions.append(decision)
        if decision.report_id and decision.incident_id:
            self.folded.setdefault(decision.report_id, decision.incident_id)

    def survivor(self, incident_id: str) -> str:
        """Return the incident that `incident_id` is part of by now."""
        incident = self.incidents.get(incident_id)
        while incident and incident.merged_into:
            incident_id = incident.merged_into
            incident = self.incidents.get(incident_id)
        return incident_id

    def folded_reports(self) -> Iterable[FoldedReport]:
        """Return every report with the incident it belongs to."""
        for article, report in self.reports:
            fields = {name: getattr(report, name) for name in report.__struct_fields__}
            incident = self.survivor(self.folded.get(report.id, ""))
            yield FoldedReport(article=article, incident_id=incident, **fields)

    def write(self, folder: Path) -> None:
        """Write the four files; equal outcomes give equal bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "incidents.jsonl", self.incidents.values())
        _write(folder / "alerts.jsonl", self.alerts)
        _write(folder / "decisions.jsonl", self.decisions)
        _write(folder / "reports.jsonl", self.folded_reports())


def _write(file: Path, messages: Iterable[Message]) -> None:
    with file.open("wb") as out:
        out.writelines(codec.encode(message) + b"\n" for message in messages)


def replay(pages: Iterable[Page], pipeline: Pipeline, advance: Callable[[], None]) -> Outcome:
    """Feed `pages` in their order; `advance` is called after each.

    Raises:
        ReplayFailedError: a stage raised or ran out of time.
    """
    outcome = Outcome()
    with pipeline:
        for page in pages:
            outcome.take(pipeline.feed(page))
            advance()
    return outcome
