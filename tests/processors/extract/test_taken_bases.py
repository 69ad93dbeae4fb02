"""Whose deed it was, and on what, where the words stand apart from each other."""

import pytest

from contracts.messages import May, Told
from tests.processors.extract.articles import main, read


@pytest.mark.parametrize(
    "title",
    [
        "Army base in Mali taken by jihadists overnight",
        "Rebels take over army camp in Myanmar",
        "Army outpost that rebels say they stormed on Tuesday burns in Myanmar",
        "Twenty soldiers killed in Mali, army base attacked the same night",
        "Three soldiers killed at army base in Iraq: drone hit at dawn",
        "Truck driver rammed his vehicle into soldiers at a checkpoint in Syria",
        "Ukraine says it struck a base used by Russia in Zaporizhzhia",
    ],
)
def test_a_base_was_attacked(title: str) -> None:
    found = main(title)

    assert (found.told, found.may) == (Told.CURRENT, May.OPEN), found.why


@pytest.mark.parametrize(
    "title",
    ["Minister takes pictures at army base in Iraq", "Measures taken at army base in Mali"],
)
def test_who_does_not_fight_takes_nothing(title: str) -> None:
    assert read(title).reports == ()


@pytest.mark.parametrize(
    "title",
    [
        "US jets bombed fighters, hitting the Jurf al-Sakhar base",
        "US planes bomb a headquarters and a depot of Kataib Hezbollah",
        "Turkish jets attack bases belonging to the outlawed Kurdistan Workers\u2019 Party in Iraq",
    ],
)
def test_what_fighters_hold_is_struck_by_the_other_side(title: str) -> None:
    assert main(title).told is Told.OUTGOING


def test_a_diplomatic_post_is_no_military_one() -> None:
    title = "Gunman kills one after storming Georgian outpost"
    text = "The attacker gunned down a guard at the diplomatic post in Tehran today, police said."

    assert all(each.told is not Told.CURRENT for each in read(title, text).reports)
