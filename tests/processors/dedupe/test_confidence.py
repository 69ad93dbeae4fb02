"""How sure an incident is: three parts, each with its reason, none of them a number."""

import pytest
from msgspec.structs import replace

from contracts.messages import (
    ClockBasis,
    Confidence,
    Level,
    Slot,
    TextKind,
    Told,
)
from processors.dedupe import confidence
from processors.dedupe.state import Telling
from tests.processors.dedupe.desk import (
    RIVERBEND,
    SANDHILL,
    Desk,
    Text,
    counted,
    named,
    on_day,
    passing,
    report,
)
from tests.processors.dedupe.test_merge import BOTH, STORY

SURE, FAIR, POOR = 0.95, 0.7, 0.5


def of(desk: Desk) -> Confidence:
    found = desk.only.confidence
    assert found
    return found


def telling(**article: object) -> Telling:
    """A sound report in an article of a publisher, whole and dated, but for what is said."""
    ref = Text("herald", (report(),)).record.article
    sound = {"text_kind": TextKind.ARTICLE, "language": "en", "family": "herald.example"}
    ref = replace(ref, **{**sound, **article})  # type: ignore[arg-type]
    return Telling(report=report(), ref=ref, family=ref.family)


@pytest.mark.parametrize(
    ("article", "level", "why"),
    [
        ({}, Level.HIGH, "herald.example: its own article was read"),
        ({"language": "en-GB"}, Level.HIGH, "herald.example: its own article was read"),
        ({"language": ""}, Level.HIGH, "herald.example: its own article was read"),
        ({"text_kind": TextKind.FEED}, Level.MEDIUM, "only the feed's own words were read"),
        ({"text_kind": TextKind.PAGE}, Level.MEDIUM, "the whole page was read"),
        ({"language": "ar"}, Level.MEDIUM, "read without a grammar of its language (ar)"),
        ({"clock_basis": ClockBasis.FETCH}, Level.MEDIUM, "when it was written is not sure"),
        ({"url": "file:1.txt", "family": "herald"}, Level.MEDIUM, "its address names no publisher"),
        ({"family": "herald"}, Level.HIGH, "herald: its own article was read"),
        ({"text_kind": TextKind.FEED, "language": "ar"}, Level.LOW, "were read; read without a"),
    ],
)
def test_a_source_is_as_sure_as_it_has_few_doubts(
    article: dict[str, object], level: Level, why: str
) -> None:
    found = confidence.grounds(telling(**article), ["en"])
    assert found
    assert found.source.level is level
    assert why in found.source.why


def test_a_clock_in_doubt_is_a_doubt_of_the_source() -> None:
    one = telling()
    when = replace(one.report.when, doubt=True)
    found = confidence.grounds(replace(one, report=replace(one.report, when=when)), ["en"])
    assert found
    assert found.source.level is Level.MEDIUM


@pytest.mark.parametrize(
    ("number", "level"), [(SURE, Level.HIGH), (FAIR, Level.MEDIUM), (POOR, Level.LOW)]
)
def test_the_reading_is_as_sure_as_extraction_says(number: float, level: Level) -> None:
    doubts = () if number == SURE else ("no base is named", "told in passing")
    desk = Desk().read(Text("herald", (report(confidence=number, doubts=doubts),)))
    said = "; ".join(doubts) or "told outright, and the base is named"
    assert (of(desk).extraction.level, of(desk).extraction.why) == (level, said)


def test_the_surest_report_speaks_for_the_incident_whoever_comes_first() -> None:
    sure = Text("herald", (report(confidence=SURE),), at=12)
    poor = Text("courier", (report(confidence=POOR, doubts=("told in passing",)),), at=13)
    for texts in ((sure, poor), (poor, sure)):
        assert of(Desk().read(*texts)).extraction.level is Level.HIGH


def test_news_speaks_before_a_memory_that_was_read_better() -> None:
    memory = Text("herald", (passing(confidence=SURE),), at=30)
    news = Text("courier", (report(confidence=FAIR, doubts=("no base is named",)),), at=31)
    assert of(Desk().read(memory, news)).extraction.why == "no base is named"


def test_parts_are_of_one_report_never_the_best_of_two() -> None:
    well_read = telling(text_kind=TextKind.FEED, language="ar")
    poor = report(confidence=FAIR, doubts=("told in passing",))
    good_source = replace(telling(), report=poor)
    one, other = (confidence.grounds(each, ["en"]) for each in (well_read, good_source))
    assert confidence.surer(one, other) == other
    assert confidence.surer(other, one) == other


def test_a_denial_stands_behind_nothing() -> None:
    one = telling()
    denied = replace(one, report=replace(one.report, told=Told.DENIED))
    assert confidence.grounds(denied, ["en"]) is None


def test_one_source_is_alone() -> None:
    found = of(Desk().read(Text("herald", (report(),))))
    assert found.corroboration.level is Level.LOW
    assert found.corroboration.why == "1 source, and no other one"


def test_copies_of_one_text_do_not_agree_with_each_other() -> None:
    first = Text("herald", (report(),), words=STORY)
    found = of(Desk().read(first, Text("echo", (report(),), at=13, words=STORY)))
    assert found.corroboration.level is Level.LOW


@pytest.mark.parametrize(
    ("claims", "level", "why"),
    [
        ((3, 3), Level.HIGH, "2 independent sources, and no contradiction"),
        ((3, 1), Level.MEDIUM, "2 independent sources, which disagree on killed"),
    ],
)
def test_two_sources_agree_or_not(claims: tuple[int, int], level: Level, why: str) -> None:
    one, other = ((counted(Slot.KILLED, count),) for count in claims)
    texts = (Text("herald", (report(claims=one),)), Text("courier", (report(claims=other),), at=13))
    found = of(Desk().read(*texts))
    assert (found.corroboration.level, found.corroboration.why) == (level, why)


def test_a_dispute_on_whether_it_happened_leaves_little() -> None:
    confirmed = report(claims=(named(Slot.STATUS, "confirmed"),))
    desk = Desk().read(
        Text("herald", (confirmed,)),
        Text("courier", (confirmed,), at=13),
        Text("bulletin", (report(told=Told.DENIED),), at=14),
    )
    assert of(desk).corroboration.level is Level.LOW
    assert of(desk).corroboration.why == (
        "2 independent sources, and whether it happened is disputed"
    )


def test_what_is_taken_back_no_longer_counts() -> None:
    doubtful = report(confidence=POOR, doubts=("told in passing",))
    sure = Text("courier", (report(confidence=SURE),), at=13, words=STORY)
    desk = Desk().read(Text("herald", (doubtful,)), sure, sure.edited(at=14, words=STORY + " now"))
    assert of(desk).extraction.level is Level.LOW
    assert of(desk).corroboration.level is Level.LOW


def test_two_that_are_merged_have_the_surer_grounds() -> None:
    doubtful = report(RIVERBEND, confidence=POOR, doubts=("told in passing",))
    desk = Desk().read(
        Text("herald", (report(SANDHILL, confidence=FAIR, doubts=("no base is named",)),)),
        Text("courier", (doubtful,), at=13),
        Text("gazette", (report(BOTH, on_day(0), confidence=POOR, doubts=("unsure",)),), at=14),
    )
    assert of(desk).extraction.why == "no base is named"
    assert of(desk).corroboration.level is Level.HIGH
