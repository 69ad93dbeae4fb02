"""A story taken back, an accident that somebody calls one, a court, another title's lead."""

import pytest

from contracts.messages import May, Told
from tests.processors.extract.articles import main

LEAD = "Militants have overrun the army base at Marte this morning, killing two soldiers."


@pytest.mark.parametrize(
    "title",
    [
        "No attack on Marte base",
        "No such attack on Marte base took place",
        "FAKE NEWS: army base at Marte overrun",
        "Marte base overrun? We take it back",
        "Fact check: the video of the Marte base",
    ],
)
def test_a_title_that_takes_it_back_speaks_for_the_text(title: str) -> None:
    found = main(title, LEAD)

    assert (found.told, found.may) == (Told.DENIED, May.JOIN), found.why


def test_one_side_that_denies_its_part_takes_nothing_back() -> None:
    assert main("Iran denies role in attack on US base in Iraq", LEAD).told is not Told.DENIED


@pytest.mark.parametrize(
    "text",
    ["It was an accident, a colonel said.", "The army ruled out sabotage. A board is to sit."],
)
def test_a_blast_that_the_text_calls_an_accident_is_one(text: str) -> None:
    found = main("Blast at army barracks in Kenya kills six soldiers", f"Roofs flew off. {text}")

    assert (found.told, found.may) == (Told.EXERCISE, May.NOTHING), found.why


def test_bombs_that_are_thrown_need_no_war() -> None:
    found = main("Pipe bombs thrown over the fence of an army base in Thailand")

    assert (found.told, found.may) == (Told.CURRENT, May.OPEN), found.why


def test_a_court_speaks_of_what_is_known() -> None:
    found = main("Court sentences three to death over bombing of US base in Somalia")

    assert found.told is Told.BACKGROUND, found.why


def test_a_lead_that_says_what_was_done_is_news_under_another_title() -> None:
    found = main(
        "Port shut, windows out: what we know", "The naval base was attacked by drones on Tuesday."
    )

    assert (found.told, found.may) == (Told.CURRENT, May.OPEN_IF_UNKNOWN), found.why


def test_attacks_that_are_taken_as_known_open_nothing() -> None:
    found = main("Army chief speaks of Russia's attacks on air bases in Ukraine")

    assert (found.told, found.may) == (Told.CURRENT, May.JOIN), found.why


@pytest.mark.parametrize(
    "text",
    [
        "Two drones were shot down on Monday before they could reach the army base at Marte.",
        "Militants attempted to storm the army base at Marte on Monday and were repelled.",
    ],
)
def test_what_was_tried_and_beaten_off_is_no_threat(text: str) -> None:
    assert main("Marte quiet", text).told is not Told.THREAT
