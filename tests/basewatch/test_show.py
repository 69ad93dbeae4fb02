"""What a data folder holds, as people and programs get to see it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from alerts import outbox
from alerts.model import Entry, Writing
from basewatch.archive import NotFoundError, embedded_archive, find
from basewatch.cli import app
from contracts import codec, topics
from contracts.messages import (
    Alert,
    AlertKind,
    BaseRef,
    Confidence,
    Conflict,
    Decision,
    Evidence,
    Fact,
    Incident,
    LedgerValue,
    Level,
    Lifecycle,
    Place,
    Precision,
    Slot,
    Sureness,
    Value,
    Verdict,
    When,
)
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put
from runtime.store.engine import open_store, writing

DAY = datetime(2026, 3, 1, 21, tzinfo=UTC)
BASE = BaseRef(
    id="iq-harir", name="al-Harir Air Base", country="IQ", lat=36.5, lon=44.3, tz="Asia/Baghdad"
)
SAID = Evidence(
    url="https://paper.example/1",
    sentence="Three drones came down inside al-Harir on Monday.",
    source="paper",
    family="paper.example",
)
TWO, FOUR = (
    LedgerValue(value=Value(text=words, low=low, high=low), families=families, reports=2)
    for words, low, families in (("two", 2, 2), ("four", 4, 1))
)
INCIDENT = Incident(
    id="a1b2c3d4e5f60718",
    revision=3,
    bases=(BASE,),
    place=Place(bases=("iq-harir",), countries=("IQ",)),
    when=When(start=DAY, end=DAY + timedelta(days=1), precision=Precision.DAY),
    weapon="drone",
    status="confirmed",
    facts=(Fact(slot=Slot.INJURED, shown="two", families=2, conflict=True, values=(TWO, FOUR)),),
    conflicts=(Conflict(slot=Slot.INJURED, sides=(TWO, FOUR)),),
    families=2,
    reports=4,
    evidence=(SAID,),
    opened_at=DAY,
    confidence=Confidence(
        extraction=Sureness(level=Level.HIGH, why="told outright, and the base is named"),
        source=Sureness(level=Level.MEDIUM, why="only the feed's own words were read"),
        corroboration=Sureness(level=Level.MEDIUM, why="2 sources, which disagree"),
    ),
)
MERGED = msgspec.structs.replace(
    INCIDENT, id="ffff0000ffff0000", lifecycle=Lifecycle.MERGED, merged_into=INCIDENT.id
)
ALERT = Alert(
    id="0123456789abcdef",
    kind=AlertKind.NEW_ATTACK,
    rule="attacks",
    because="al-Harir Air Base is on the watch list",
    incident_id=INCIDENT.id,
    change_id="c1",
    headline="Drone attack on al-Harir Air Base, Iraq",
    bases=(BASE,),
    place=INCIDENT.place,
    when=INCIDENT.when,
    facts=INCIDENT.facts,
    evidence=(SAID,),
    decided_at=DAY,
)
DECISIONS = (
    Decision(
        id="d1",
        verdict=Verdict.OPENED,
        reason="nothing known fits it",
        incident_id=INCIDENT.id,
        sentence=SAID.sentence,
        url=SAID.url,
    ),
    Decision(
        id="d2",
        verdict=Verdict.ALERTED,
        reason="it is on the watch list",
        incident_id=INCIDENT.id,
        alert_id=ALERT.id,
    ),
    Decision(id="d3", verdict=Verdict.STALE, reason="too old", incident_id="another"),
)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder, its log held open as a running service holds it."""
    log = SqliteLog(tmp_path / "log.db", utc_now)
    older = msgspec.structs.replace(INCIDENT, revision=2, weapon="rocket")
    for incident in (older, MERGED, INCIDENT):
        log.append([Put(topics.INCIDENTS, incident.id, codec.encode(incident))])
    log.append([Put(topics.ALERTS, INCIDENT.id, codec.encode(ALERT))] * 2)
    log.append([Put(topics.DECISIONS, "", codec.encode(decision)) for decision in DECISIONS])
    yield tmp_path
    log.close()


def printed(data: Path, *arguments: str, columns: int = 120) -> str:
    result = CliRunner().invoke(
        app, [*arguments, "--data", str(data)], env={"COLUMNS": str(columns)}
    )
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("columns", [80, 120])
def test_incidents_are_listed_within_the_screen(data: Path, columns: int) -> None:
    table = printed(data, "incidents", "list", columns=columns)

    assert max(map(len, table.splitlines())) <= columns
    for words in ("drone", "two", "a1b2c3d4e5", "2026-03-02"):
        assert words in " ".join(table.split()), table
    assert "rocket" not in table  # of an older revision
    assert "ffff" not in table  # merged away


def test_merged_incidents_are_listed_on_request(data: Path) -> None:
    found = json.loads(printed(data, "incidents", "list", "--all", "--json"))

    assert [each["id"] for each in found] == [MERGED.id, INCIDENT.id]


def test_lists_are_cut_to_one_base(data: Path) -> None:
    assert json.loads(printed(data, "incidents", "list", "--json", "--base", "sy-tanf")) == []
    assert len(json.loads(printed(data, "alerts", "list", "--json", "--base", "iq-harir"))) == 1


def test_an_incident_is_shown_with_both_sides_and_the_sentence(data: Path) -> None:
    page = printed(data, "incidents", "show", "a1b2")

    for words in ("al-Harir Air Base", "two (2)", "four (1)", "against", SAID.sentence, SAID.url):
        assert words in page


def test_an_incident_says_how_sure_it_is_in_three_parts(data: Path) -> None:
    page = printed(data, "incidents", "show", "a1b2")

    for words in (
        "how sure   reading high: told outright, and the base is named",
        "source medium: only the feed's own words were read",
        "agreement medium: 2 sources, which disagree",
    ):
        assert words in page


def test_json_is_the_whole_message(data: Path) -> None:
    page = printed(data, "incidents", "show", "a1b2", "--json")

    assert msgspec.json.decode(page, type=Incident) == INCIDENT


def test_why_names_what_was_decided_and_the_sentence(data: Path) -> None:
    page = printed(data, "incidents", "why", "a1b2")

    for words in ("opened", "nothing known fits it", "alerted", SAID.sentence):
        assert words in page
    assert "too old" not in page


def test_an_alert_appended_twice_is_one(data: Path) -> None:
    assert printed(data, "alerts", "list").count(ALERT.headline) == 1


def test_an_alert_says_why_it_fired(data: Path) -> None:
    page = printed(data, "alerts", "why", "0123")

    for words in (ALERT.headline, ALERT.because, "attacks", SAID.sentence, "watch list"):
        assert words in page


def test_an_alert_says_who_has_it(data: Path) -> None:
    engine = open_store(data / "store.db")
    entry = Entry(INCIDENT.id, ALERT.id, "desk", ALERT.kind, "attacks", "c1", 1)
    with writing(engine) as connection:
        outbox.write(connection, [Writing(ALERT, entry)], {"desk": ["officer@desk.example"]})
    engine.dispose()

    page = printed(data, "alerts", "why", "0123")
    (found,) = json.loads(printed(data, "alerts", "why", "0123", "--json"))["deliveries"]

    assert "officer@desk.example" in page
    assert (found["receiver"], found["state"], found["done_at"]) == ("desk", "pending", None)


@pytest.mark.parametrize("prefix", ["zz", ""])
def test_an_id_must_name_one_thing(data: Path, prefix: str) -> None:
    with embedded_archive(data) as archive, pytest.raises(NotFoundError, match="begin"):
        find(archive.incidents(), prefix)


def test_a_folder_without_data_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no data"), embedded_archive(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
