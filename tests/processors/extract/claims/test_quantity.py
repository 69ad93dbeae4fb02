"""Counts in our own phrases, and what only looks like one."""

import pytest

from processors.extract.claims.quantity import number, quantities


@pytest.mark.parametrize(
    ("text", "low", "high", "approx"),
    [
        ("at least nine men", 9, None, False),
        ("no fewer than four", 4, None, False),
        ("more than thirty", 31, None, False),
        ("over a dozen", 13, None, False),
        ("up to six", 0, 6, False),
        ("as many as 40", 0, 40, False),
        ("fewer than 10", 0, 9, False),
        ("about seven", 7, 7, True),
        ("nearly two dozen", 24, 24, True),
        ("some 3,400", 3400, 3400, True),
        ("2, 300", 2300, 2300, False),
        ("two or three", 2, 3, False),
        ("between five and seven", 5, 7, False),
        ("8-10", 8, 10, False),
        ("five or more", 5, None, False),
        ("several", 3, None, False),
        ("a number of", 2, None, False),
        ("dozens of", 24, None, False),
        ("scores of", 40, None, False),
        ("hundreds", 200, None, False),
        ("half a dozen", 6, 6, False),
        ("fifty-six", 56, 56, False),
        ("nobody", 0, 0, False),
        ("not a single", 0, 0, False),
    ],
)
def test_counts(text: str, low: int, high: int | None, approx: bool) -> None:
    (found,) = quantities(text)
    assert (found.low, found.high, found.approx) == (low, high, approx)
    assert text.startswith(text[found.start : found.end])


@pytest.mark.parametrize(
    "text",
    [
        "the 24-year-old guard",
        "marsh, 56, spoke",
        "on 17 november",
        "july 3 and 9",
        "at 9:45 in the morning",
        "seven blocks away",
        "past ten years",
        "107mm tubes",
        "30 km off",
        "the 10th raid",
        "90% of it",
        "tower 22",
        "in 2019",
        "more than 160 times",
        "five million",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert quantities(text) == []


def test_and_joins_no_range_without_between() -> None:
    assert [(one.low, one.high) for one in quantities("four and six")] == [(4, 4), (6, 6)]


@pytest.mark.parametrize(
    ("text", "value"), [("1,200", 1200), ("two dozen", 24), ("three hundred", 300), ("dozen", 12)]
)
def test_numbers(text: str, value: int) -> None:
    assert number(text) == value
