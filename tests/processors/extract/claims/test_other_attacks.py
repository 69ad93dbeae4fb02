"""Words that a value beside them is of another attack, or of several."""

import pytest

from processors.extract.claims import other_attacks


@pytest.mark.parametrize(
    "text",
    ["in 2019", "since october", "in april", "months ago", "earlier this year", "in recent weeks"],
)
def test_the_past_is_told(text: str) -> None:
    assert other_attacks.speaks_of_the_past(text, 0, len(text))


@pytest.mark.parametrize("text", ["on monday", "in the morning", "this week", "weeks of fighting"])
def test_the_day_is_not_the_past(text: str) -> None:
    assert not other_attacks.speaks_of_the_past(text, 0, len(text))


def test_long_after() -> None:
    text = "rockets fell days after a drone was shot down"
    assert other_attacks.is_long_after(text, text.index("after"))
    text = "soldiers fled after a drone was shot down"
    assert not other_attacks.is_long_after(text, text.index("after"))


@pytest.mark.parametrize(
    ("text", "repaid"),
    [
        ("in retaliation for a strike", True),
        ("to avenge sunday's strike", True),
        ("a retaliatory strike", True),
        ("in response to the strike", False),  # the attack itself, taken up
        ("after a strike", False),
    ],
)
def test_repaid(text: str, repaid: bool) -> None:
    assert other_attacks.is_repaid(text, text.index("strike")) is repaid


@pytest.mark.parametrize(
    "text", ["it killed two", "the blast shook", "the same attack", "they hit"]
)
def test_taken_up(text: str) -> None:
    assert other_attacks.takes_up(text, 0)


def test_not_taken_up() -> None:
    assert not other_attacks.takes_up("a blast shook the camp", 0)


def test_many() -> None:
    assert other_attacks.is_of_many("most were claimed by others", 0)
    assert not other_attacks.is_of_many("all people were hurt", 0)
    assert other_attacks.is_of_them("many of them were drones", 0)
    assert not other_attacks.is_of_them("many of the drones fell", 0)


def test_definite() -> None:
    assert other_attacks.is_definite("the strike", 4)
    assert not other_attacks.is_definite("a strike", 2)


@pytest.mark.parametrize("word", ["killed", "died", "injures", "deaths"])
def test_effect(word: str) -> None:
    assert other_attacks.is_effect(word)


def test_a_deed_is_no_effect() -> None:
    assert not other_attacks.is_effect("attacked")
    assert not other_attacks.is_effect("diesel")
