"""When an attack was: which time in a text is its own, and which belongs to something else."""

import pytest

from tests.processors.extract.articles import main

HIT = "Rockets hit Ain al-Asad base"


@pytest.mark.parametrize(
    "tail",
    [
        "while the region braces for an answer to last week's killings of two commanders",
        "amid anger over Friday's vote in Baghdad",
        "as Iran mourns those killed on Sunday",
        "while the army searches for a pilot shot down on Saturday",
    ],
)
def test_a_time_of_something_else_dates_no_attack(tail: str) -> None:
    when = main(f"{HIT} {tail}").when

    assert when.basis == "published", (when.words, when.start)


@pytest.mark.parametrize(
    ("title", "weekday"),
    [
        (f"{HIT} as soldiers slept on Tuesday", 1),
        ("Soldiers hurt in Monday's rocket attack on Ain al-Asad base", 0),
        ("Monday's drone and missile attack on Ain al-Asad base wounds two", 0),
        (f"{HIT} on Sunday while the region braces for last week's killings to be avenged", 6),
    ],
)
def test_its_own_time_dates_it(title: str, weekday: int) -> None:
    assert main(title).when.weekday == weekday


def test_the_news_goes_before_what_is_told_below() -> None:
    text = (
        "The mortar fire was the newest in a string of attacks on Ain al-Asad base in Iraq.\n"
        "Nobody was hurt, an officer said.\n"
        "Tuesday's attack came days after a US strike on militia fighters.\n"
        "Bases that host coalition troops in Iraq were attacked on May 2 and 4."
    )

    assert main("", text).when.weekday == 1


def test_below_is_better_than_nowhere() -> None:
    text = (
        "Rockets hit the Ain al-Asad base in Iraq, officers said.\n"
        "Nobody was hurt.\nThe base was attacked on May 14, one of them said."
    )
    when = main("Rockets hit base in Iraq", text).when

    assert when.start is not None
    assert (when.start.day, when.basis) == (13, "stated")  # 14 May begins at 21:00 UTC
