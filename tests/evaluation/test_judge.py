"""What of one document is right, and which report is of which attack."""

from datetime import timedelta

import pytest

from contracts.messages import Place, Slot, TimeBasis, Told, When
from evaluation.judge import Alerted, dated_right, judge_all, told_right
from evaluation.pair import pair
from tests.evaluation import samples
from tests.evaluation.samples import NOON, claim, count, document, mention, reading, report

MAY = "In May a drone fell there."
HARIR = Place(bases=("iq-harir",))


def test_a_report_goes_with_the_words_in_its_sentence() -> None:
    now, then = mention("hit Harir"), mention("a drone fell", Told.BACKGROUND)
    first, second = report(), report(MAY, Told.BACKGROUND)

    assert pair(reading(document(then, now), first, second)) == {0: second, 1: first}


def test_of_two_in_one_sentence_the_base_decides_before_the_telling() -> None:
    there = mention("Two rockets", Told.OUTGOING, bases=("iq-harir",))
    said = report(place=HARIR)

    assert pair(reading(document(mention(), there), said)) == {1: said}
    assert pair(reading(document(there, mention()), report())) == {1: report()}


def test_news_left_over_on_both_sides_goes_together_where_places_agree() -> None:
    elsewhere = report("Three soldiers died.", place=HARIR)

    assert pair(reading(document(mention(bases=("iq-harir",))), elsewhere)) == {0: elsewhere}
    assert pair(reading(document(mention(bases=("iq-erbil",))), elsewhere)) == {}
    abroad = report("Three soldiers died.", place=Place(countries=("SY",)))
    assert pair(reading(document(mention()), abroad)) == {}
    past = report("Three soldiers died.", Told.BACKGROUND, place=HARIR)
    assert pair(reading(document(mention(bases=("iq-harir",))), past)) == {}


@pytest.mark.parametrize(
    ("label", "said", "right"),
    [
        (Told.CURRENT, Told.CURRENT, True),
        (Told.CURRENT, Told.BACKGROUND, False),
        (Told.CURRENT, None, False),
        (Told.DENIED, None, True),
        (Told.DENIED, Told.THREAT, False),
    ],
)
def test_not_to_report_what_is_no_news_is_right(
    label: Told, said: Told | None, right: bool
) -> None:
    found = report(told=said) if said else None

    assert told_right(mention(told=label), found) is right


@pytest.mark.parametrize(
    ("days", "right"), [(0, True), (-1, True), (1, True), (-3, False), (3, False)]
)
def test_a_day_off_is_near_enough(days: int, right: bool) -> None:
    said = When(
        start=NOON + timedelta(days=days),
        end=NOON + timedelta(days=days, hours=1),
        basis=TimeBasis.STATED,
    )
    label = mention(start=NOON, end=NOON + timedelta(hours=2))

    assert dated_right(label, report(when=said)) is right


def test_no_day_is_a_wrong_one_and_without_a_label_there_is_none_to_judge() -> None:
    assert dated_right(mention(start=NOON, end=NOON + timedelta(hours=2)), report()) is False
    assert dated_right(mention(), report()) is None


def test_claims_need_the_value_and_the_words() -> None:
    killed, read_killed = count(Slot.KILLED, "Three soldiers", 3)
    fired, _ = count(Slot.FIRED, "Two rockets", 2)
    said = report(claims=(read_killed, claim(Slot.FIRED, "Three soldiers", low=2, high=2)))

    (judged,) = judge_all([reading(document(mention(claims=(killed, fired))), said)])

    assert judged.strict.right == (killed,)
    assert judged.strict.missed == (fired,)
    assert [wrong.slot for wrong in judged.strict.wrong] == [Slot.FIRED]
    assert judged.lenient.right == (killed, fired)
    assert not judged.lenient.wrong


def test_a_value_that_was_found_may_be_read_again() -> None:
    label, read = count(Slot.KILLED, "Three", 3)
    again = claim(Slot.KILLED, "soldiers", low=3, high=3)
    other = claim(Slot.KILLED, "drone", low=1, high=1)

    (judged,) = judge_all(
        [reading(document(mention(claims=(label,))), report(claims=(read, again, other)))]
    )

    assert judged.strict.right == (label,)
    assert judged.strict.wrong == (other,)


def test_claims_of_an_attack_that_is_no_news_are_wrong_where_we_call_it_news() -> None:
    label, read = count(Slot.KILLED, "Three", 3)
    past = document(mention(told=Told.BACKGROUND, claims=(label,)), report="none", why="background")

    (news,) = judge_all([reading(past, report(claims=(read,)))])
    (quiet,) = judge_all([reading(past, report(told=Told.BACKGROUND, claims=(read,)))])

    assert news.strict.wrong == (read,)
    assert (quiet.strict.wrong, quiet.strict.missed) == ((), ())


def test_an_attack_is_alerted_once_and_what_is_none_never() -> None:
    first = document(mention())
    second = samples.later(first, 1)
    none = document(mention(told=Told.DENIED, incident=""), id="n", report="none", why="denied")
    said = report()

    judged = judge_all(
        [
            reading(first, said, alerted=("i",), incidents={said.id: "i"}),
            reading(second, said, alerted=("j",), incidents={said.id: "j"}),
            reading(none, said, alerted=("k",), incidents={said.id: "k"}),
        ]
    )

    assert [each.alerts for each in judged] == [
        ((Alerted.FOUND, "A"),),
        ((Alerted.AGAIN, "A"),),
        ((Alerted.FALSE, ""),),
    ]
