"""Words for weapons and ways of attack."""

import pytest

from processors.extract.slots import weapon
from tests.processors.extract.reading import raws


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("A rocket attack on the fort", ["rocket"]),
        ("Katyushas fell", ["rocket"]),
        ("a short-range ballistic missile", ["ballistic_missile"]),
        ("cruise missiles and drones", ["cruise_missile", "drone"]),
        ("a missile struck", ["missile"]),
        ("sea drones rammed the pier", ["naval_drone"]),
        ("mortar shells fell", ["mortar"]),
        ("artillery pounded it", ["artillery"]),
        ("an airstrike", ["air_strike"]),
        ("a truck bomb went off", ["car_bomb"]),
        ("a car packed with explosives", ["car_bomb"]),
        ("a roadside bomb", ["ied"]),
        ("a suicide bomber", ["bomb"]),
        ("under machine-gun fire and small arms", ["gunfire", "gunfire"]),
        ("raiders stormed the gate", ["ground_assault"]),
        ("an act of sabotage", ["sabotage"]),
        ("two explosions", ["explosion"]),
        ("it was not a drone", []),
        ("missile defence is costly", []),
        ("an ammunition and bomb depot", []),
    ],
)
def test_norms(text: str, norms: list[str]) -> None:
    assert [raw.value.norm for raw in raws(weapon, text)] == norms


def test_a_sentence_that_names_the_weapon_needs_no_attack_beside_it() -> None:
    (raw,) = raws(weapon, "The officer spoke of a type of ballistic missile.")
    assert raw.own
    (raw,) = raws(weapon, "The ballistic missile is eight metres long.")
    assert not raw.own
