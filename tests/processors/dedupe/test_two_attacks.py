"""One attack or two on the same base: hand-made cases, written to be hard."""

import pytest

from contracts.messages import May, Place, Slot, When
from tests.processors.dedupe.desk import (
    NOWHERE,
    SANDHILL,
    Desk,
    Text,
    counted,
    hours,
    on_day,
    passing,
    report,
    told_on,
)

AGAIN = {"again": True}
NO_CLOCK = When()
CASES = {
    "two sources, one day": ((report(),), (report(),), 1),
    "a day apart in the sources' words": ((report(when=on_day(0)),), (report(when=on_day(1)),), 1),
    "a day apart, and another weapon": (
        (report(when=on_day(0), weapon="drone"),),
        (report(when=on_day(1), weapon="rocket"),),
        2,
    ),
    "two days apart": ((report(when=on_day(0)),), (report(when=on_day(2)),), 2),
    "morning and evening": (
        (report(when=on_day(0, "morning")),),
        (report(when=on_day(0, "evening")),),
        2,
    ),
    "early hours and afternoon": (
        (report(when=hours(0, 1, 5)),),
        (report(when=hours(0, 13, 16)),),
        2,
    ),
    "evening and the night after it": (
        (report(when=hours(0, 18, 22)),),
        (report(when=hours(0, 22, 30)),),
        1,
    ),
    "another weapon is first reports disagreeing": (
        (report(weapon="rocket"),),
        (report(weapon="drone"),),
        1,
    ),
    "a second attack within hours of the first": (
        (report(when=on_day(0)),),
        (report(when=on_day(1), **AGAIN),),
        2,
    ),
    "told without a day, three days later": (
        (report(when=on_day(0)),),
        (report(when=told_on(3)),),
        1,
    ),
    "told without a day, five days later": (
        (report(when=on_day(0)),),
        (report(when=told_on(5)),),
        2,
    ),
    "stated for a day after it was first told": (
        (report(when=told_on(1)),),
        (report(when=hours(1, 12, 18)),),
        2,
    ),
    "taken as known, five days later": (
        (report(when=on_day(0)),),
        (report(when=told_on(5), presupposed=True),),
        1,
    ),
}


def test_what_may_only_join_and_names_the_base_is_joined_for_a_week() -> None:
    """Planes were struck, and the text says at which base: there is no other attack to think of."""
    late = report(when=told_on(5), may=May.JOIN)
    vague = report(NOWHERE, told_on(5), may=May.JOIN)

    desk = Desk().read(
        Text("herald", (report(when=on_day(0)),), at=10),
        Text("courier", (late,), at=120),
        Text("gazette", (vague,), at=121),
    )

    assert [each.reports for each in desk.open] == [2]


@pytest.mark.parametrize("name", CASES)
def test_one_or_two(name: str) -> None:
    first, second, expected = CASES[name]
    late = {"a second attack within hours of the first": 36.0}.get(name, 120.0)

    desk = Desk().read(Text("herald", first, at=10), Text("courier", second, at=late))

    assert len(desk.open) == expected, name


def test_the_second_this_month_is_not_a_third() -> None:
    """An ordinal is satisfied by an earlier attack that we know of."""
    desk = Desk().read(
        Text("herald", (report(when=on_day(-20)),), at=-19 * 24.0),
        Text("courier", (report(when=on_day(0)),), at=10),
        Text("gazette", (report(when=on_day(0), again=True),), at=30),
    )

    assert [each.reports for each in desk.open] == [1, 2]


def test_what_follows_the_second_attack_joins_the_second() -> None:
    desk = Desk().read(
        Text("herald", (report(when=on_day(0)),), at=10),
        Text("courier", (report(when=on_day(1), again=True),), at=34),
        Text("gazette", (report(when=on_day(1), again=True),), at=36),
        Text("mirror", (report(when=on_day(1)),), at=37),
    )

    assert [each.reports for each in desk.open] == [1, 3]


def test_one_text_tells_of_two() -> None:
    """What one text gives as news and what it remembers are never the same attack."""
    desk = Desk().read(Text("herald", (report(when=on_day(0)), passing(when=on_day(-1)))))

    assert len(desk.open) == 2


def test_an_annexed_region_is_a_country_only_for_those_who_say_whose_base() -> None:
    """The Plateau is IC to some and IB to others; another base of IC is not there."""
    plateau = Place(countries=("IC-1",), owners=("IB",))
    desk = Desk().read(
        Text("herald", (report(plateau, agents=("IC",)),)),
        Text(
            "courier",
            (
                report(
                    Place(countries=("IC",), owners=("IB",)),
                ),
            ),
            at=13,
        ),
        Text("gazette", (report(Place(countries=("IC",)), agents=("IB",)),), at=14),
    )

    assert [each.reports for each in desk.open] == [2, 1]


def test_who_struck_whom_tells_two_attacks_of_a_day_apart() -> None:
    somewhere = Place(countries=("IA",))
    desk = Desk().read(
        Text("herald", (report(somewhere, weapon="drone", agents=("river-guard",)),)),
        Text("courier", (report(somewhere, weapon="rocket", agents=("US",)),), at=13),
        Text("gazette", (report(somewhere, weapon="drone", agents=("IB",)),), at=14),
    )

    assert [each.reports for each in desk.open] == [2, 1]


def test_counts_and_nations_never_part_reports() -> None:
    desk = Desk().read(
        Text("herald", (report(claims=(counted(Slot.KILLED, 0), counted(Slot.FIRED, 15))),)),
        Text(
            "courier",
            (
                report(
                    claims=(
                        counted(Slot.KILLED, 30, nationality="GB"),
                        counted(Slot.FIRED, 2),
                    )
                ),
            ),
            at=13,
        ),
    )

    assert desk.only.families == 2
    assert {conflict.slot for conflict in desk.only.conflicts} == {Slot.KILLED, Slot.FIRED}


def test_weekdays_are_all_there_is_without_a_clock() -> None:
    monday, saturday = When(weekday=0), When(weekday=5)
    texts = [
        Text("herald", (report(when=monday),), at=None, names=("Orr", "Vale")),
        Text("courier", (report(when=saturday),), at=None, names=("Brook", "Pine")),
        Text("gazette", (report(when=monday),), at=None, names=("Orr", "Hill")),
    ]
    for order in (texts, texts[::-1], [texts[1], texts[0], texts[2]]):
        desk = Desk().read(*order)

        found = {each.when.weekday: each.reports for each in desk.open}
        assert found == {0: 2, 5: 1}
        assert all(each.when.start is None for each in desk.open)


def test_a_text_without_any_time_moves_to_the_attack_it_suits() -> None:
    floating = Text("gazette", (report(when=NO_CLOCK),), at=None, names=("Orr", "Vale", "Hill"))
    saturday = Text("courier", (report(when=When(weekday=5)),), at=None, names=("Brook", "Pine"))
    monday = Text("herald", (report(when=When(weekday=0)),), at=None, names=("Orr", "Vale"))

    for order in (
        (saturday, floating, monday),
        (floating, saturday, monday),
        (monday, saturday, floating),
        (saturday, monday, floating),
    ):
        desk = Desk().read(*order)

        found = {each.when.weekday: each.reports for each in desk.open}
        assert found == {0: 2, 5: 1}, [text.name for text in order]


@pytest.mark.parametrize("may", [May.OPEN_IF_UNKNOWN, May.JOIN])
def test_told_in_passing_reaches_further_back(may: May) -> None:
    desk = Desk().read(
        Text("herald", (report(when=on_day(0)),), at=10),
        Text("courier", (report(when=told_on(6), may=may),), at=144),
    )

    assert [each.reports for each in desk.open] == [2]


def test_what_is_told_in_passing_moves_neither_day_nor_place() -> None:
    """A join-only text of the next week must not lend its day to the attack it joins."""
    passing_by = report(
        Place(countries=("IA",), towns=("Elsewhere",)), told_on(5), may=May.OPEN_IF_UNKNOWN
    )
    desk = Desk().read(
        Text("herald", (report(NOWHERE, told_on(1)),), at=24),
        Text("courier", (passing_by,), at=120),
        Text("gazette", (report(NOWHERE, on_day(5)),), at=130),
    )

    first, second = desk.open
    assert (first.reports, second.reports) == (2, 1)
    assert first.when.end == told_on(1).end
    assert first.place.towns == ()


def test_no_attack_happens_after_it_was_told() -> None:
    """A passing text of the next day may state its own day; the incident keeps to what it was."""
    desk = Desk().read(
        Text("herald", (report(NOWHERE, told_on(1)),), at=24),
        Text("courier", (report(NOWHERE, on_day(1), may=May.JOIN),), at=47),
    )

    assert desk.only.reports == 2
    assert desk.only.when.end == told_on(1).end


def test_a_place_that_cannot_be_the_base_is_another_attack() -> None:
    elsewhere = Place(candidates=("ia-stonegate",), countries=("IA",))
    desk = Desk().read(
        Text("herald", (report(SANDHILL),)), Text("courier", (report(elsewhere),), at=13)
    )

    assert len(desk.open) == 2


def test_a_late_look_back_needs_more_than_the_same_war() -> None:
    late = {"weapon": "drone", "agents": ("river-guard",)}
    struck = Text("herald", (report(**late),), at=10)
    desk = Desk().read(
        struck,
        Text("courier", (report(when=told_on(20), may=May.JOIN, **late),), at=480),
        Text("gazette", (report(when=told_on(20), presupposed=True, **late),), at=481),
    )

    assert desk.verdicts == ["opened", "no_incident", "joined"]


def test_a_text_without_a_place_joins_what_its_title_names() -> None:
    words = ("guard", "drone", "airfield", "fire")
    first = Text("herald", (report(SANDHILL),), at=10, title_words=words)
    alike = Text("courier", (report(Place()),), at=12, title_words=words[1:])
    unlike = Text("gazette", (report(Place()),), at=13, title_words=("papers", "strike", "pay"))

    desk = Desk().read(first, alike, unlike)

    assert [each.reports for each in desk.open] == [2, 1]


def test_a_text_without_a_place_opens_only_if_it_is_sure() -> None:
    desk = Desk().read(Text("herald", (report(Place(), may=May.OPEN_IF_UNKNOWN),)))

    assert desk.verdicts == ["no_incident"]
