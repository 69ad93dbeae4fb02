"""docs/claims.md shows what the stages say; its rules are held in tests of dedupe and alerts."""

import re
from pathlib import Path
from typing import Final, TypeVar

import pytest

from alerts import render
from alerts.channels import Parcel
from contracts import codec, topics
from contracts.messages import Alert, AlertKind, Change, Decision, Incident, Message, Slot
from contracts.topics import Topic
from tests.fakes import told

M = TypeVar("M", bound=Message)
DOCS: Final = Path(__file__).parents[2] / "docs"
TEXT: Final = (DOCS / "claims.md").read_text("utf-8")


def said(topic: Topic, kind: type[M]) -> list[M]:
    return [codec.decode(kind, value, topic=topic.name) for value in told.values(topic)]


def alerts() -> list[Alert]:
    return [alert for alert in said(topics.ALERTS, Alert) if alert.revision]


def rows() -> list[str]:
    """The revisions of the attack of August, one a row of the page's table."""
    kinds = {alert.change_id: alert.kind.replace("_", " ") for alert in alerts()}
    folded = [each for each in said(topics.DECISIONS, Decision) if not each.change_id]
    papers = {each.report_id: each.url.split("/")[2] for each in folded}
    found = []
    for change in said(topics.CHANGES, Change):
        incident = change.incident
        if incident and incident.when.day == "2024-08-05" and change.report_id:
            what = ", ".join(f"`{kind}`" for kind in change.kinds)
            cells = [papers[change.report_id], what, *cells_of(incident), kinds.get(change.id, "")]
            found.append("| " + " | ".join([str(incident.revision), *cells]) + " |")
    return found


def cells_of(incident: Incident) -> list[str]:
    fact = next(fact for fact in incident.facts if fact.slot is Slot.INJURED)
    sides = [side.value.text for conflict in incident.conflicts for side in conflict.sides]
    assert incident.confidence
    sure = incident.confidence.corroboration
    return [f"{fact.shown} ({fact.families})", " against ".join(sides), f"{sure.level}: {sure.why}"]


def test_the_table_is_what_the_demos_articles_give() -> None:
    table = TEXT.partition("## One attack, revision by revision")[2]
    shown = [line for line in table.splitlines() if re.match(r"\| \d", line)]
    assert shown == rows()


@pytest.mark.parametrize("kind", [AlertKind.UPDATE, AlertKind.CORRECTION])
def test_the_lines_of_the_mails_are_theirs(kind: AlertKind) -> None:
    (block,) = re.findall(rf"```{kind.value}\n(.*?)```", TEXT, re.DOTALL)
    alert = [each for each in alerts() if each.kind is kind][-1]
    mail = render.mail(Parcel(id="p", address="", alerts=(alert,), subject_line=alert.headline))
    for part in block.strip().split("\n...\n"):
        assert part in mail.text


def test_what_it_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (DOCS / target).exists(), target


def test_it_names_every_slot() -> None:
    for slot in Slot:
        assert slot.replace("_", " ") in TEXT, slot


def test_what_only_looks_like_an_attack_joins_none() -> None:
    """The demo's drill, film, count and visit: their words are in no incident."""
    decoys = ("asad-rehearses", "film-the-runway", "the-count", "drone-crew-killed")
    taken = [each for each in said(topics.DECISIONS, Decision) if each.incident_id and each.url]

    assert [each.url for each in taken if any(decoy in each.url for decoy in decoys)] == []
