"""What an incident shows: claims of many sources side by side, none lost."""

import pytest

from contracts.messages import ChangeKind, Claim, Slot, Value
from processors.dedupe import values
from tests.processors.dedupe.desk import GAZETTEER, Desk, Text, counted, named, report


def read(*claims: tuple[Claim, ...]) -> Desk:
    """One article per tuple of claims, each of a publisher of its own, an hour apart."""
    return Desk().read(
        *(Text(f"paper{at}", (report(claims=each),), at=10 + at) for at, each in enumerate(claims))
    )


def conflicts(desk: Desk) -> list[str]:
    return [conflict.slot.value for conflict in desk.only.conflicts]


INJURED = [
    ("equal counts", [counted(Slot.INJURED, 5)], [counted(Slot.INJURED, 5)], False),
    ("several and five", [counted(Slot.INJURED, 3, None)], [counted(Slot.INJURED, 5)], False),
    ("at least five and six", [counted(Slot.INJURED, 5, None)], [counted(Slot.INJURED, 6)], False),
    ("two and five", [counted(Slot.INJURED, 2)], [counted(Slot.INJURED, 5)], True),
    ("nobody and one", [counted(Slot.INJURED, 0)], [counted(Slot.INJURED, 1)], True),
    (
        "a part and the total",
        [counted(Slot.INJURED, 1, nationality="IA")],
        [counted(Slot.INJURED, 6)],
        False,
    ),
    (
        "a part above the total",
        [counted(Slot.INJURED, 7, nationality="IA")],
        [counted(Slot.INJURED, 6)],
        True,
    ),
    (
        "soldiers of two nations, each said alone",
        [counted(Slot.INJURED, 3, None, nationality="US", role="personnel")],
        [counted(Slot.INJURED, 2, None, nationality="GB", role="soldier")],
        True,
    ),
    (
        "soldiers and contractors of two nations",
        [counted(Slot.INJURED, 3, nationality="US", role="soldier")],
        [counted(Slot.INJURED, 2, nationality="GB", role="contractor")],
        False,
    ),
]


@pytest.mark.parametrize(("name", "first", "second", "rivals"), INJURED)
def test_casualties(name: str, first: list[Claim], second: list[Claim], rivals: bool) -> None:
    desk = read(tuple(first), tuple(second))

    assert conflicts(desk) == (["injured"] if rivals else []), name
    (fact,) = desk.only.facts
    assert fact.conflict is rivals
    assert len(fact.values) == (1 if name == "equal counts" else 2)


def test_what_agrees_with_a_side_is_no_side_of_its_own() -> None:
    several = counted(Slot.INJURED, 3, None, nationality="US", role="personnel")
    some = counted(Slot.INJURED, 2, None, nationality="US")
    others = counted(Slot.INJURED, 2, None, nationality="GB", role="soldier")
    desk = read((several,), (several,), (some,), (others,))

    (conflict,) = desk.only.conflicts
    assert [side.value.nationality for side in conflict.sides] == ["US", "GB"]


def test_two_nations_in_one_sentence_are_parts() -> None:
    both = (
        counted(Slot.KILLED, 12, nationality="US", role="soldier", sentence="12 and 3 died."),
        counted(Slot.KILLED, 3, nationality="IA", role="soldier", sentence="12 and 3 died."),
    )

    assert conflicts(read(both)) == []


def test_fifteen_against_about_ten() -> None:
    desk = read(
        (
            counted(Slot.FIRED, 15, speaker="a police official"),
            counted(Slot.FIRED, 10, approx=True, text="Around 10"),
        )
    )

    assert conflicts(desk) == ["fired"]
    assert set(desk.shown(Slot.FIRED).split(" / ")) == {"15 (a police official)", "about 10"}


def test_most_families_are_shown_then_the_latest() -> None:
    five, two = counted(Slot.INJURED, 5), counted(Slot.INJURED, 2)

    assert read((five,), (five,), (two,)).shown(Slot.INJURED) == "5"
    assert read((counted(Slot.INJURED, 3, None),), (five,)).shown(Slot.INJURED) == "5"
    assert read((two,), (five,)).shown(Slot.INJURED) == "5 / 2"


def test_a_family_that_changes_its_mind_counts_once() -> None:
    desk = Desk().read(
        Text("herald", (report(claims=(counted(Slot.KILLED, 1),)),)),
        Text("herald-2", (report(claims=(counted(Slot.KILLED, 3),)),), at=20, family="herald"),
    )

    assert desk.shown(Slot.KILLED) == "3"
    assert desk.only.conflicts == ()


def test_an_older_word_of_a_family_that_comes_late_does_not_count() -> None:
    desk = Desk().read(
        Text("herald-2", (report(claims=(counted(Slot.KILLED, 3),)),), at=20, family="herald"),
        Text("herald", (report(claims=(counted(Slot.KILLED, 1),)),), at=12, arrived=21),
    )

    assert desk.shown(Slot.KILLED) == "3"


def test_a_conflict_opens_and_is_resolved() -> None:
    desk = Desk().read(
        Text("herald", (report(claims=(counted(Slot.KILLED, 1),)),)),
        Text("courier", (report(claims=(counted(Slot.KILLED, 3),)),), at=13),
        Text("herald-2", (report(claims=(counted(Slot.KILLED, 3),)),), at=20, family="herald"),
    )

    assert ChangeKind.CONFLICT_OPENED in desk.changes[1].kinds
    assert ChangeKind.CONFLICT_RESOLVED in desk.changes[2].kinds
    assert desk.only.facts[0].families == 2


def test_a_claim_comes_after_nobody_claimed() -> None:
    nobody, claimed = named(Slot.CLAIMED_BY, "none"), named(Slot.CLAIMED_BY, "river-guard")
    desk = read((claimed,), (nobody,), (nobody,))

    assert desk.shown(Slot.CLAIMED_BY) == "River Guard"
    assert conflicts(desk) == []


@pytest.mark.parametrize(
    ("slot", "one", "other", "rivals"),
    [
        (Slot.CLAIMED_BY, "river-guard", "sand-front", True),
        (Slot.BLAMED_ON, "river-guard", "ib-proxies", False),
        (Slot.WEAPON, "rocket", "ballistic_missile", True),
        (Slot.WEAPON, "missile", "rocket", False),
        (Slot.WEAPON, "explosion", "drone", False),
        (Slot.STATUS, "suspected", "confirmed", False),
        (Slot.STATUS, "confirmed", "denied", True),
        (Slot.DAMAGE, "none", "runway", True),
        (Slot.DAMAGE, "none", "unknown", False),
        (Slot.LAUNCH_AREA, "north", "west", False),
    ],
)
def test_names(slot: Slot, one: str, other: str, rivals: bool) -> None:
    first, second = Value(text=one, norm=one), Value(text=other, norm=other)

    assert values.clash(slot, first, second, GAZETTEER) is rivals
    assert values.clash(slot, second, first, GAZETTEER) is rivals


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Value(text="5", low=5, high=5), "5"),
        (Value(text="at least 5", low=5), "at least 5"),
        (Value(text="Several", low=3), "several"),
        (Value(text="around ten", low=10, high=10, approx=True), "about 10"),
        (Value(text="no", low=0, high=0), "none"),
        (Value(text="up to six", low=0, high=6), "up to 6"),
        (Value(text="two or three", low=2, high=3), "2 to 3"),
        (Value(text="2", low=2, high=2, nationality="GB", role="soldier"), "2 British soldiers"),
        (Value(text="1", low=1, high=1, severity="serious"), "1 (serious)"),
    ],
)
def test_counts_in_words(value: Value, words: str) -> None:
    assert values.words(Slot.INJURED, value, GAZETTEER) == words


def test_every_value_points_at_its_sentence() -> None:
    desk = read((counted(Slot.INJURED, 5, sentence="Five were hurt."),))

    (value,) = desk.only.facts[0].values
    assert value.evidence[0].sentence == "Five were hurt."
    assert value.evidence[0].span is not None
    assert value.evidence[0].url == "https://paper0.example/1"


def test_who_says_what_is_told_is_kept_apart_from_denials() -> None:
    desk = read((counted(Slot.KILLED, 3, certainty="denied"),))

    assert desk.only.facts == ()


def test_two_wordings_of_one_value_are_one() -> None:
    desk = read(
        (counted(Slot.INJURED, 5, text="five sailors", role="sailor"),),
        (counted(Slot.INJURED, 5, text="5 soldiers", role="soldier"),),
    )
    (value,) = desk.only.facts[0].values
    assert (value.families, value.reports) == (2, 2)


def test_a_contractor_is_no_soldier() -> None:
    desk = read(
        (counted(Slot.INJURED, 5, role="contractor"),), (counted(Slot.INJURED, 5, role="soldier"),)
    )
    assert len(desk.only.facts[0].values) == 2


def test_about_ten_is_eight_to_twelve() -> None:
    ten = counted(Slot.FIRED, 10, approx=True)
    assert conflicts(read((ten,), (counted(Slot.FIRED, 12),))) == []
    assert conflicts(read((ten,), (counted(Slot.FIRED, 13),))) == ["fired"]


def test_hits_on_and_off_the_base_are_two_counts() -> None:
    off = counted(Slot.HIT, 1, where="off_base")
    assert conflicts(read((off,), (counted(Slot.HIT, 4, where="on_base"),))) == []
    assert conflicts(read((off,), (counted(Slot.HIT, 4, where="off_base"),))) == ["hit"]


def test_two_counts_of_the_same_dead_are_rivals_even_in_one_sentence() -> None:
    both = (
        counted(Slot.KILLED, 1, sentence="One died, or three did."),
        counted(Slot.KILLED, 3, sentence="One died, or three did."),
    )
    assert conflicts(read(both)) == ["killed"]


def test_four_rivals_that_tie_are_shown_as_the_last_three() -> None:
    killed = [(counted(Slot.KILLED, count),) for count in (1, 2, 3, 4)]
    desk = read(*killed)
    assert desk.shown(Slot.KILLED) == "4 / 3 / 2"
    assert len(desk.only.conflicts[0].sides) == 4


def test_one_more_side_opens_a_conflict_again_and_the_last_rival_ends_it() -> None:
    def says(name: str, count: int, at: float, family: str = "") -> Text:
        return Text(name, (report(claims=(counted(Slot.KILLED, count),)),), at=at, family=family)

    desk = Desk().read(
        says("herald", 1, 10),
        says("courier", 3, 11),
        says("gazette", 5, 12),
        says("gazette-2", 3, 13, "gazette"),
        says("herald-2", 3, 14, "herald"),
    )
    opened, resolved = ChangeKind.CONFLICT_OPENED, ChangeKind.CONFLICT_RESOLVED
    said = [(opened in change.kinds, resolved in change.kinds) for change in desk.changes]
    assert said == [(False, False), (True, False), (True, False), (False, False), (False, True)]


def test_another_article_of_a_publisher_takes_nothing_back() -> None:
    desk = Desk().read(
        Text("herald", (report(claims=(counted(Slot.KILLED, 1),)),)),
        Text("herald-2", (report(claims=(counted(Slot.KILLED, 3),)),), at=20, family="herald"),
    )
    (change,) = [each for each in desk.changes[1].slots if each.slot == "killed"]
    assert (change.before, change.after, change.correction) == ("1", "3", False)


def test_what_is_kept_of_a_value_has_bounds() -> None:
    claims = [(counted(Slot.INJURED, 5, speaker=f"official {number}"),) for number in range(6)]
    (value,) = read(*claims).only.facts[0].values
    assert (value.families, len(value.speakers), len(value.evidence)) == (6, 4, 3)

    many = [(counted(Slot.INJURED, count),) for count in range(1, 15)]
    assert len(read(*many).only.facts[0].values) == 12


def test_damage_that_nobody_knows_yet_is_being_assessed() -> None:
    value = Value(text="assessing the damage", norm="unknown")

    assert values.words(Slot.DAMAGE, value, GAZETTEER) == "still being assessed"
