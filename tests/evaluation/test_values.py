"""Which claims are equal."""

import pytest

from contracts import messages
from contracts.messages import Part, Slot, Span, Value
from evaluation.corpus import Claim
from evaluation.values import occurrences, overlap, same_meaning, same_value


def read(slot: Slot, text: str = "", **value: object) -> messages.Claim:
    return messages.Claim(
        slot=slot,
        value=Value(text=text, **value),  # type: ignore[arg-type]
        span=Span(),
        sentence="",
    )


KILLED = Claim(slot=Slot.KILLED, words="three", low=3, high=3)


@pytest.mark.parametrize(
    ("label", "said", "same"),
    [
        (KILLED, read(Slot.KILLED, low=3, high=3), True),
        (KILLED, read(Slot.INJURED, low=3, high=3), False),
        (KILLED, read(Slot.KILLED, low=3), False),
        (KILLED, read(Slot.KILLED, low=3, high=3, approx=True), False),
        (
            Claim(slot=Slot.WEAPON, words="UAVs", norm="drone"),
            read(Slot.WEAPON, norm="drone"),
            True,
        ),
        (
            Claim(slot=Slot.WEAPON, words="UAVs", norm="drone"),
            read(Slot.WEAPON, norm="rocket"),
            False,
        ),
        (
            Claim(slot=Slot.CLAIMED_BY, words="it", norm="Ansarullah"),
            read(Slot.CLAIMED_BY, "the rebels", norm="houthis"),
            True,
        ),
        (
            Claim(slot=Slot.BLAMED_ON, words="gunmen", norm="unknown gunmen"),
            read(Slot.BLAMED_ON, "gunmen", norm="militants"),
            True,
        ),
        (
            Claim(slot=Slot.BLAMED_ON, words="Iran", norm="Iran"),
            read(Slot.BLAMED_ON, "Israel", norm="IL"),
            False,
        ),
        (
            Claim(slot=Slot.CLAIMED_BY, words="nobody", norm="none"),
            read(Slot.CLAIMED_BY, "no group", norm="none"),
            True,
        ),
        (
            Claim(slot=Slot.CLAIMED_BY, words="nobody", norm="none"),
            read(Slot.CLAIMED_BY, "Hamas", norm="hamas"),
            False,
        ),
        (
            Claim(slot=Slot.DAMAGE, words="a hangar burnt down"),
            read(Slot.DAMAGE, "hangar burnt", norm="fire"),
            True,
        ),
        (
            Claim(slot=Slot.DAMAGE, words="a hangar burnt down"),
            read(Slot.DAMAGE, "no damage", norm="none"),
            False,
        ),
    ],
)
def test_slot_and_normal_form_must_be_equal(label: Claim, said: messages.Claim, same: bool) -> None:
    assert same_value(label, said) is same
    assert same_meaning(label, said) is same


def test_where_words_are_the_value_they_are_its_meaning() -> None:
    hangar = Claim(slot=Slot.DAMAGE, words="a hangar burnt down")
    fence = read(Slot.DAMAGE, "the fence", norm="damaged")

    assert same_value(hangar, fence)
    assert not same_meaning(hangar, fence)


def test_words_count_wherever_they_stand() -> None:
    spans = list(occurrences("drone", ("A drone", "One drone, two drones")))

    assert [(span.part, span.start) for span in spans] == [
        (Part.TITLE, 2),
        (Part.TEXT, 4),
        (Part.TEXT, 15),
    ]
    assert not list(occurrences("", ("A drone", "")))


def test_spans_of_title_and_text_never_meet() -> None:
    assert overlap(Span(start=0, end=3), Span(start=2, end=9))
    assert not overlap(Span(start=0, end=3), Span(start=3, end=9))
    assert not overlap(Span(part=Part.TITLE, start=0, end=3), Span(start=0, end=3))
