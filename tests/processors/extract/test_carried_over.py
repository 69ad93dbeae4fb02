"""Mechanisms that carry over: attempts, nameless attackers, titles that the lead explains."""

import pytest

from contracts.messages import May, Told
from tests.processors.extract.articles import main


@pytest.mark.parametrize(
    "title",
    [
        "Insurgents tried to storm army base in Mali",
        "Militants attempted to attack an army camp in Niger overnight",
        "Bandits sack army camp in Nigeria",
        "Khawarij burn down army base in Somalia",
        "Rebels make an attempt on the army barracks in Sudan",
        "Gunmen descend upon military detachment in Burkina Faso",
        "Miscreants fire on FC camp in Pakistan",
    ],
)
def test_it_is_an_attack(title: str) -> None:
    found = main(title)

    assert (found.told, found.may) == (Told.CURRENT, May.OPEN), found.why


def test_an_attempt_still_to_come_is_a_threat() -> None:
    assert main("Militants trying to attack army base in Mali, general warns").told is Told.THREAT


def test_a_title_that_names_the_attackers_is_of_the_story_in_the_lead() -> None:
    found = main(
        "Army inflicts a heavy defeat on terrorists",
        "A terrorist horde attacked the army base in Dargo, Burkina Faso, on Monday with mortars.",
    )

    assert found.told is Told.CURRENT, found.why
