"""Why an article did or did not alert, as `basewatch articles why` says it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from alerts import outbox
from alerts.model import Entry, Writing
from basewatch import settings, stages
from basewatch.archive import NotFoundError, embedded_archive
from basewatch.article_why import ArticleWhy, explain
from basewatch.cli import app
from contracts import codec, ids, topics
from contracts.messages import (
    Alert,
    ArticleRef,
    ArticleReports,
    DeadLetter,
    Decision,
    Gate,
    Incident,
    Lifecycle,
    May,
    Message,
    Place,
    Report,
    Span,
    Told,
    Verdict,
    When,
)
from contracts.topics import Topic
from ingest.entries import article_id
from ingest.sources import Entry as FeedEntry
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from runtime.stage import Put
from runtime.store.engine import open_store, writing
from tests.basewatch.test_show import ALERT, INCIDENT
from tests.fakes import told

NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADDRESS: Final = "https://paper.example/harir"
ID: Final = article_id("paper", FeedEntry(id=ADDRESS, link=ADDRESS))


def article(url: str = ADDRESS, *told: Report, **fields: Any) -> ArticleReports:
    name = article_id("paper", FeedEntry(id=url, link=url))
    ref = ArticleRef(
        id=name,
        version=fields.pop("version", f"v-{name}"),
        url=url,
        source="paper",
        family="paper.example",
        arrived_at=fields.pop("at", NOON),
        minhash=(1, 2, 3),
    )
    return ArticleReports(article=ref, reports=told, **fields)


def report(name: str = "r1", **fields: Any) -> Report:
    plain = Report(
        id=name,
        ordinal=0,
        told=Told.CURRENT,
        may=May.OPEN,
        why=("told as news",),
        place=Place(bases=("iq-harir",), countries=("IQ",)),
        when=When(),
        span=Span(),
        sentence="Drones hit al-Harir air base on Monday.",
    )
    return replace(plain, **fields)


def folded(verdict: Verdict, reason: str, incident: str = "", report_id: str = "r1") -> Decision:
    return Decision(
        id=f"fold-{report_id}-{verdict}",
        verdict=verdict,
        reason=reason,
        article_id=ID,
        report_id=report_id,
        incident_id=incident,
    )


def judged(verdict: Verdict, reason: str, **fields: Any) -> Decision:
    plain = Decision(
        id=ids.decision_id(reason, *map(str, fields.values())),
        verdict=verdict,
        reason=reason,
        article_id="the one that opened it",
        report_id="r1",
        incident_id=INCIDENT.id,
        change_id="c1",
        rule="attacks",
        at=NOON,
    )
    return replace(plain, **fields)


OPENED: Final = folded(Verdict.OPENED, "nothing known fits", INCIDENT.id)
ALERTED: Final = judged(
    Verdict.ALERTED, "it is on the watch list", alert_id=ALERT.id, receiver="desk"
)


@dataclass
class Kept:
    """A data folder that a running service holds open."""

    folder: Path
    log: SqliteLog

    def put(self, topic: Topic, *messages: Message) -> "Kept":
        self.log.append([Put(topic, "", codec.encode(message)) for message in messages])
        return self

    def why(self, part: str = "harir") -> ArticleWhy:
        with embedded_archive(self.folder) as archive:
            return explain(archive, part)

    def printed(self, *arguments: str, columns: int = 80) -> str:
        command = ["articles", "why", *arguments, "--data", str(self.folder)]
        done = CliRunner().invoke(app, command, env={"COLUMNS": str(columns)})
        assert done.exit_code == 0, done.output
        return done.stdout


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    log = SqliteLog(tmp_path / "log.db", utc_now)
    yield Kept(tmp_path, log)
    log.close()


def in_words(page: str) -> str:
    return " ".join(page.split())


# ------------------------------------------------------------------ which article


@pytest.mark.parametrize("part", ["harir", ADDRESS, f"{ADDRESS}?utm_source=rss", ID])
def test_an_article_is_found_by_its_address_a_part_of_it_or_its_id(kept: Kept, part: str) -> None:
    kept.put(topics.REPORTS, article(), article("https://paper.example/market"))
    (version,) = kept.why(part).versions
    assert version.article.url == ADDRESS
    assert version.article.minhash == ()


def test_its_own_address_is_exact_though_it_begins_others(kept: Kept) -> None:
    kept.put(topics.REPORTS, article(), article(f"{ADDRESS}/photos"))
    (version,) = kept.why(ADDRESS).versions
    assert version.article.url == ADDRESS


def test_a_part_that_several_have_names_them(kept: Kept) -> None:
    kept.put(topics.REPORTS, *(article(f"{ADDRESS}/{number}") for number in range(7)))
    with pytest.raises(NotFoundError, match=r"7 articles .* give more of it: .*/0, .* and 2 more"):
        kept.why()


def test_an_article_never_seen_is_said_to_be_with_the_nearest(kept: Kept) -> None:
    near, far = "https://paper.example/drones-harir", "https://else.example/market"
    kept.put(topics.REPORTS, article(near), article(far))
    with pytest.raises(NotFoundError) as error:
        kept.why("https://www.paper.example/harir-drones-monday.html")
    assert "no article was read that has" in str(error.value)
    assert str(error.value).index(near) < str(error.value).index(far)  # both are "example" ones


def test_nothing_is_near_where_no_word_is_shared(kept: Kept) -> None:
    kept.put(topics.REPORTS, article("https://paper.example/market"))
    with pytest.raises(NotFoundError, match=r"in its address$"):
        kept.why("rockets")


def test_a_record_that_came_twice_is_one(kept: Kept) -> None:
    kept.put(topics.REPORTS, article(), article())
    assert len(kept.why().versions) == 1


# ------------------------------------------------------------------ why it did not


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        (Gate.NO_ATTACK, "no word of attack is in it"),
        (Gate.NO_PLACE, "none of a military place"),
        (Gate.EMPTY, "no words in it"),
        (Gate.HIT, "it was read, and tells of no attack"),
    ],
)
def test_what_reports_nothing_says_how_far_it_came(kept: Kept, gate: Gate, said: str) -> None:
    kept.put(topics.REPORTS, article(gate=gate))
    assert said in kept.why().answer
    assert said in in_words(kept.printed("harir"))


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.AMBIGUOUS, "It names no base and fits several open incidents about as well."),
        (Verdict.NO_INCIDENT, "It may only join an incident, and none fits."),
        (Verdict.NOT_AN_ATTACK, "It is a threat, a fear or a plan."),
    ],
)
def test_what_reached_no_incident_says_so_as_the_fold_did(
    kept: Kept, verdict: Verdict, reason: str
) -> None:
    kept.put(topics.REPORTS, article(ADDRESS, report()))
    kept.put(topics.DECISIONS, folded(verdict, reason))
    assert kept.why().answer == f"It did not alert: {reason}"
    assert reason in in_words(kept.printed("harir"))


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.STALE, "9 days old when it reached us; news is at most 72 h old"),
        (Verdict.NOT_WATCHED, "al-Harir Air Base: not on the watch list"),
        (Verdict.NOT_MATERIAL, "this receiver was told, and nothing that matters is new"),
    ],
)
def test_what_the_rules_left_says_so_as_they_did(kept: Kept, verdict: Verdict, reason: str) -> None:
    kept.put(topics.REPORTS, article(ADDRESS, report()))
    kept.put(topics.DECISIONS, OPENED, judged(verdict, reason), judged(verdict, reason, rule="all"))
    kept.put(topics.INCIDENTS, INCIDENT)
    assert kept.why().answer == f"It did not alert: {reason}."
    page = in_words(kept.printed("harir"))
    for words in (reason, f"opened (incident {INCIDENT.id[:10]})", "rule attacks", "rule all"):
        assert words in page


def test_what_no_rule_spoke_of_says_so(kept: Kept) -> None:
    kept.put(topics.REPORTS, article(ADDRESS, report())).put(topics.DECISIONS, OPENED)
    assert "no rule had anything to say" in kept.why().answer


def test_what_is_not_decided_or_not_kept_says_so(kept: Kept) -> None:
    kept.put(topics.REPORTS, article(ADDRESS, report()))
    assert "nothing is decided yet, or it was more than 30 days ago" in kept.why().answer


def test_what_another_article_caused_does_not_count(kept: Kept) -> None:
    kept.put(topics.REPORTS, article(ADDRESS, report()))
    kept.put(topics.DECISIONS, OPENED, replace(ALERTED, report_id="r9"))
    found = kept.why()
    assert found.judged == []
    assert found.answer.startswith("It did not alert")


def test_a_dead_record_is_named_though_the_article_was_never_read(kept: Kept) -> None:
    page = b'{"url":"https://paper.example/harir"}'
    letter = DeadLetter(
        id="d1",
        stage="article",
        topic="pages.v1",
        partition=0,
        offset=7,
        key=ID,
        error="ValueError: id is no text",
        value=page,
        at=NOON,
    )
    kept.put(topics.DEAD, letter, letter, replace(letter, id="d2", key="other", value=b"{}"))
    for part in (ADDRESS, "harir"):
        found = kept.why(part)
        assert [each.stage for each in found.died] == ["article"]
        assert found.answer == "It did not alert: the stage article could not handle it."
    assert "ValueError: id is no text" in in_words(kept.printed("harir"))


# ------------------------------------------------------------------ why it did


def test_what_alerted_says_whom_and_why_and_who_has_it(kept: Kept) -> None:
    kept.put(topics.REPORTS, article(ADDRESS, report()))
    kept.put(topics.DECISIONS, OPENED, ALERTED, replace(ALERTED, id="x", receiver="dashboard"))
    kept.put(topics.INCIDENTS, INCIDENT).put(topics.ALERTS, ALERT, ALERT)
    engine = open_store(kept.folder / "store.db")
    entry = Entry(INCIDENT.id, ALERT.id, "desk", ALERT.kind, "attacks", "c1", 1)
    with writing(engine) as connection:
        outbox.write(connection, [Writing(ALERT, entry)], {"desk": ["officer@desk.example"]})
    engine.dispose()

    page = in_words(kept.printed("harir"))
    found = json.loads(kept.printed("harir", "--json"))

    assert "It alerted desk and dashboard (new attack: it is on the watch list)." in page
    for words in ("officer@desk.example", "pending", "this article caused it", ALERT.headline):
        assert words in page
    (sent,) = found["deliveries"]
    assert (sent["alert_id"], sent["state"]) == (ALERT.id, "pending")
    assert found["versions"][0]["reports"][0]["sentence"] in page


def test_who_was_told_before_is_shown_though_this_one_told_nobody(kept: Kept) -> None:
    kept.put(topics.REPORTS, article(ADDRESS, report()))
    joined = folded(Verdict.JOINED, "It fits a known incident: same day.", INCIDENT.id)
    kept.put(topics.DECISIONS, joined, judged(Verdict.NOT_MATERIAL, "nothing is new"))
    kept.put(topics.INCIDENTS, INCIDENT).put(topics.ALERTS, ALERT)
    page = in_words(kept.printed("harir"))
    assert f"Alert {ALERT.id[:10]}: new attack, {ALERT.headline}" in page
    assert "another article caused it" in page


def test_words_taken_back_have_what_followed(kept: Kept) -> None:
    """A change by words taken back names no report; it came when the wording did."""
    later = NOON + timedelta(hours=1)
    kept.put(topics.REPORTS, article(ADDRESS, report()), article(version="v2", at=later))
    gone = judged(Verdict.ALERTED, "every source took it back", report_id="", at=later)
    other = judged(Verdict.STALE, "of another one", report_id="", at=later, incident_id="i9")
    kept.put(topics.DECISIONS, OPENED, gone, other)
    assert [each.reason for each in kept.why().judged] == ["every source took it back"]
    assert "Wording 2 of 2" in kept.printed("harir")


def test_an_escalation_is_that_of_the_article_which_opened_it(kept: Kept) -> None:
    kept.put(topics.REPORTS, article())
    mine = judged(Verdict.ALERTED, "a term was said", report_id="", incident_id="", article_id=ID)
    kept.put(topics.DECISIONS, mine, replace(mine, id="x", article_id="another"))
    assert [each.id for each in kept.why().judged] == [mine.id]


def test_a_merged_incident_leads_to_its_survivor(kept: Kept) -> None:
    absorbed = replace(INCIDENT, id="i0", lifecycle=Lifecycle.MERGED, merged_into=INCIDENT.id)
    kept.put(topics.REPORTS, article(ADDRESS, report()))
    kept.put(topics.DECISIONS, replace(OPENED, incident_id="i0"))
    kept.put(topics.INCIDENTS, absorbed, INCIDENT, replace(INCIDENT, id="i9"))
    kept.put(topics.ALERTS, ALERT)
    found = kept.why()
    assert [each.id for each in found.incidents] == ["i0", INCIDENT.id]
    assert [each.id for each in found.alerts] == [ALERT.id]


# ------------------------------------------------------------------ on what the stages say


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """The demo's articles and one taken back, through the real stages."""
    folder = tmp_path_factory.mktemp("story")
    log = SqliteLog(folder / "log.db", utc_now)
    built = stages.build(settings.watch_everything(), strict=True)
    with built.pipeline() as pipeline:
        for row in told.rows():
            said: dict[Topic, Iterable[Put]] = dict(pipeline.feed(row.page()))
            log.append([put for puts in said.values() for put in puts])
    built.close()
    yield Kept(folder, log)
    log.close()


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    ("part", "answer"),
    [
        ("americans-hurt", "It alerted alerts.v1 (new attack: every base is watched)."),
        ("several-us", "(update: you were told of this attack, and this is new:"),
        ("latest-in", "It did not alert: this receiver was told, and nothing that matters is new"),
        ("the-count", "It did not alert: It counts several attacks over a time."),
        ("drone-crew", "It did not alert: It is a strike by the forces at the base"),
        ("film-the", "It did not alert: It is a drill, a film, a game,"),
        ("airspace", "(escalation: “airspace closed” was reported, and Jordan is watched)"),
        ("british", "(correction: a source took back what it had said of this: injured)"),
        ("courier.example/harir", "(retraction: you were told of this attack, and every source"),
    ],
)
def test_each_article_of_the_demo(story: Kept, part: str, answer: str, columns: int) -> None:
    page = story.printed(part, columns=columns)
    assert answer in in_words(page)
    assert max(map(len, page.splitlines())) <= columns


def test_claims_stand_under_their_sentence_with_who_says_them(story: Kept) -> None:
    page = in_words(story.printed("several-us"))
    assert (
        '“"First indications are that several US personnel were injured.” '
        "injured several US personnel (US, personnel, preliminary), says one official"
    ) in page
    assert 'why so "wounded" is aimed at "military base" (site): told as something' in page
    assert "joined (incident " in page


def test_json_has_all_of_it(story: Kept) -> None:
    found = codec.decode(ArticleWhy, story.printed("several-us", "--json").encode(), topic="")
    assert found.versions[0].reports[0].claims
    assert {each.verdict for each in found.folded} >= {Verdict.JOINED, Verdict.NOT_AN_ATTACK}
    assert all(isinstance(each, Incident) for each in found.incidents)
    assert all(isinstance(each, Alert) for each in found.alerts)
    assert found.judged[0].verdict is Verdict.ALERTED
