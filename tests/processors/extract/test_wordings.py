"""Wordings of an attack: one sentence for each verb, weapon, site and way to die of it."""

import pytest

from contracts.messages import May, Told
from tests.processors.extract.articles import main, read


@pytest.mark.parametrize(
    "title",
    [
        "Two men shot at an army post in Iraq, officials say",
        "Militants open fire on an army base in Mali",
        "Gunmen fired on an army camp in Nigeria overnight",
        "Fighters fell upon the barracks at dawn in Mali, officer says",
        "Gunmen descend on army camp in Niger, residents say",
        "Militants swarm army base in Nigeria",
        "Jets strafe army base in Syria",
        "Rebels hammer army base in Myanmar with mortars",
        "Militants raze army camp in Mali",
        "Drone flies into army base in Syria, officials say",
        "Missiles came down on army base in Iraq overnight",
        "Mortar shells rain on army base in Iraq",
        "Drone burst over army base in Yemen during a visit",
        "One-way drone slammed into army base in Syria overnight",
        "Three drones sent at army base in Syria overnight",
        "Pipe bombs tossed into army camp in Iraq",
        "Bombs set off at army base in Mali",
        "Petrol bombs thrown at army base in Iraq",
        "Shots fired at army base in Iraq",
        "Sniper fire hits army base in Iraq",
        "Militants attack security checkpoint in Mali",
        "Militants attack army position in Mali",
        "Mortars hit brigade headquarters in Iraq",
        "Missile hits school used as barracks by Russian troops in Ukraine",
        "Missile hits facility storing ammunition for troops in Ukraine",
    ],
)
def test_it_is_an_attack(title: str) -> None:
    found = main(title)

    assert (found.told, found.may) == (Told.CURRENT, May.OPEN), found.why


def test_a_town_that_has_a_base_is_no_base() -> None:
    assert read("Missile kills four in Ukrainian air base town").reports == ()


def test_a_toll_in_the_title_is_about_the_attack() -> None:
    found = main(
        "Bannu toll doubles to 18", "Five soldiers lost their lives in Tuesday's attack in Bannu."
    )

    assert (found.told, found.may) == (Told.CURRENT, May.JOIN), found.why
