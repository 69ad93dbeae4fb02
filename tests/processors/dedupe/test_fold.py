"""What a report does to the incidents: every case is one thing we promise."""

from itertools import permutations

import pytest

from contracts.messages import ChangeKind, Lifecycle, May, Place, Slot, Told, Verdict
from tests.processors.dedupe.desk import (
    NOWHERE,
    RIVERBEND,
    SANDHILL,
    SOMEWHERE,
    Desk,
    Text,
    counted,
    on_day,
    passing,
    report,
    told_on,
)


def test_a_first_report_opens_an_incident() -> None:
    desk = Desk().read(Text("herald", (report(),)))

    assert desk.only.bases[0].id == "ia-sandhill"
    assert desk.only.revision == 1
    assert desk.only.families == 1
    assert desk.changes[0].kinds == (ChangeKind.OPENED,)
    assert desk.verdicts == ["opened"]


def test_a_second_publisher_corroborates() -> None:
    desk = Desk().read(Text("herald", (report(),)), Text("courier", (report(),), at=13))

    assert desk.only.families == 2
    assert desk.only.reports == 2
    assert desk.changes[-1].kinds == (ChangeKind.CORROBORATED,)
    assert desk.verdicts == ["opened", "joined"]


def test_the_same_publisher_again_only_reports() -> None:
    desk = Desk().read(
        Text("herald", (report(),)), Text("herald-late", (report(),), at=13, family="herald")
    )

    assert desk.only.families == 1
    assert desk.changes[-1].kinds == (ChangeKind.REPORTED,)


@pytest.mark.slow
def test_two_attacks_months_apart_stay_two_in_every_order() -> None:
    texts = (
        Text("herald", (report(when=on_day(0)), passing(when=on_day(-198)))),
        Text("courier", (report(when=on_day(0)),), at=15),
        Text("gazette", (report(when=told_on(1), place=SANDHILL),), at=24),
        Text("mirror", (report(when=on_day(-198)),), at=-197 * 24.0),
        Text("echo", (report(SOMEWHERE, when=on_day(0)),), at=20),
    )
    for order in permutations(texts):
        desk = Desk().read(*order)

        days = sorted(each.when.start.date().isoformat() for each in desk.open if each.when.start)
        assert days == ["2023-10-21", "2024-05-06"], [text.name for text in order]
        assert sorted(each.reports for each in desk.open) == [2, 4]


def test_the_same_records_give_the_same_bytes() -> None:
    texts = (
        Text("herald", (report(), passing(when=on_day(-30)))),
        Text("courier", (report(claims=(counted(Slot.INJURED, 5),)),), at=15),
        Text("echo", (report(SOMEWHERE),), at=20),
    )

    assert Desk().read(*texts).puts == Desk().read(*texts).puts


def test_a_version_that_comes_twice_changes_nothing() -> None:
    text = Text("herald", (report(),))
    desk = Desk().read(text)
    puts = desk.hand(text.record)

    assert [put.topic.name for put in puts] == ["decisions.v1"]
    assert desk.verdicts == ["opened", "repeated"]
    assert desk.decisions[-1].incident_id == desk.only.id


def test_another_base_is_another_attack() -> None:
    desk = Desk().read(Text("herald", (report(),)), Text("courier", (report(RIVERBEND),)))

    assert len(desk.open) == 2


def test_an_unnamed_attack_gets_its_name() -> None:
    desk = Desk().read(Text("herald", (report(SOMEWHERE),)), Text("courier", (report(),), at=13))

    assert desk.incidents[desk.only.id].bases[0].id == "ia-sandhill"
    assert desk.only.candidates == ()
    assert ChangeKind.PLACE_CHANGED in desk.changes[-1].kinds
    (place,) = [each for each in desk.changes[-1].slots if each.slot == "place"]
    assert (place.before, place.after) == ("IA", "Sandhill")


def test_an_unnamed_report_joins_the_named_one() -> None:
    desk = Desk().read(Text("herald", (report(),)), Text("courier", (report(NOWHERE),), at=13))

    assert desk.only.bases[0].id == "ia-sandhill"
    assert desk.only.families == 2


def test_an_unnamed_report_that_fits_two_opens_nothing_and_joins_none() -> None:
    desk = Desk().read(
        Text("herald", (report(),)),
        Text("courier", (report(RIVERBEND),)),
        Text("echo", (report(SOMEWHERE),), at=13),
    )

    assert desk.verdicts[-1] == Verdict.AMBIGUOUS
    assert [each.reports for each in desk.open] == [1, 1]


def test_news_after_a_memory_joins_it() -> None:
    desk = Desk().read(
        Text("herald", (passing(when=on_day(0)),), at=40), Text("courier", (report(),), at=41)
    )

    assert desk.only.opened_as is Told.BACKGROUND
    assert desk.changes[-1].told is Told.CURRENT
    assert desk.verdicts == ["opened_silent", "joined"]


def test_a_memory_after_news_joins_it_and_corroborates_nothing() -> None:
    desk = Desk().read(
        Text("herald", (report(),)), Text("courier", (passing(when=on_day(0)),), at=300)
    )

    assert desk.only.families == 1
    assert desk.only.reports == 2


def test_a_memory_without_a_day_opens_nothing() -> None:
    desk = Desk().read(Text("herald", (passing(when=told_on(0)),)))

    assert desk.open == []
    assert desk.verdicts == ["no_incident"]


def test_a_late_article_finds_its_place() -> None:
    desk = Desk().read(
        Text("herald", (report(when=on_day(-90)),), at=-90 * 24 + 12.0),
        Text("courier", (report(),)),
        Text("echo", (report(when=on_day(-90)),), at=-89 * 24.0, arrived=20),
    )

    assert [each.reports for each in desk.open] == [2, 1]


@pytest.mark.parametrize("told", [Told.AGGREGATE, Told.OUTGOING, Told.THREAT, Told.EXERCISE])
def test_what_is_no_attack_opens_nothing(told: Told) -> None:
    desk = Desk().read(Text("herald", (report(told=told),)))

    assert desk.open == []
    assert desk.verdicts == ["not_an_attack"]


def test_a_denial_joins_and_opens_nothing() -> None:
    alone = Desk().read(Text("herald", (report(told=Told.DENIED),)))
    joined = Desk().read(
        Text("herald", (report(),)), Text("courier", (report(told=Told.DENIED),), at=13)
    )

    assert alone.open == []
    assert joined.only.reports == 2
    assert joined.only.families == 1
    assert joined.only.status == "denied"


def test_what_may_only_join_joins_or_is_let_go() -> None:
    forces = report(Place(countries=("IA",), owners=("US",)), may=May.JOIN)
    alone = Desk().read(Text("herald", (forces,)))
    joined = Desk().read(Text("herald", (report(),)), Text("courier", (forces,), at=14))

    assert alone.verdicts == ["no_incident"]
    assert joined.only.families == 2


def test_told_in_passing_opens_only_what_is_unknown() -> None:
    retold = report(may=May.OPEN_IF_UNKNOWN, when=told_on(4))
    alone = Desk().read(Text("herald", (retold,), at=96))
    known = Desk().read(Text("herald", (report(),)), Text("courier", (retold,), at=96))

    assert alone.verdicts == ["opened"]
    assert known.verdicts == ["opened", "joined"]


def test_an_incident_closes_after_a_quiet_month_and_stays_closed() -> None:
    desk = Desk().read(
        Text("herald", (report(),)),
        Text("courier", (report(RIVERBEND, when=on_day(31)),), at=31 * 24 + 12.0),
        Text("echo", (report(),), at=13, arrived=32 * 24),
    )
    first, second = desk.open

    assert first.lifecycle is Lifecycle.CLOSED
    assert second.lifecycle is Lifecycle.OPEN
    assert (ChangeKind.CLOSED,) in [change.kinds for change in desk.changes]
    assert first.reports == 2
