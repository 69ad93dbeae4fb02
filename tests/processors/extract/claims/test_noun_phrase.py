"""Noun phrases and what only looks like one."""

import pytest

from processors.extract.claims.noun_phrase import is_noun_phrase


@pytest.mark.parametrize(
    "text",
    [
        "the retired general",
        "Lt Gen Ahmed Reed",
        "the adviser to the mayor",
        "two villagers rescued from the mosque",
        "Theresa May",
        "a spokesman for the army",
    ],
)
def test_it_is(text: str) -> None:
    assert is_noun_phrase(text.lower(), text)


@pytest.mark.parametrize(
    "text",
    [
        "He could not yet",
        "rebels stormed the camp",
        "a plan to kill the mayor",
        "in the wake of the raid",
        "flights diverted after",
        "the mayor's",
        "late on Tuesday",
        "defected to France",
        "",
    ],
)
def test_it_is_not(text: str) -> None:
    assert not is_noun_phrase(text.lower(), text)
