"""Words for weapons and ways of attack."""

import pytest

from processors.extract.claims.slots import weapon
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
        ("three Gerans and a Qasef-2K came", ["drone", "drone"]),
        ("eight 107mm rockets", ["rocket"]),
        ("eight 107 mm projectiles", ["rocket"]),
        ("155mm rounds fell", ["artillery"]),
        ("a Zolfaghar missile", ["ballistic_missile", "missile"]),
        ("a Neptune sank it", ["cruise_missile"]),
        ("three Magura V5 craft", ["naval_drone"]),
        ("a drone packed with explosives", ["drone"]),
        ("with bombs dropped by drones", ["drone"]),
        ("he drove a Toyota packed with explosives", ["car_bomb", "bomb"]),
        ("gunmen overran the post", ["ground_assault", "ground_assault"]),
        ("gunmen opened fire", ["gunfire"]),
        ("rebels barged into the camp", ["ground_assault"]),
        ("a missile raid on the fort", ["missile"]),
        ("two were shot down by small arms", []),
        ("no evidence of gunfire", []),
        ("a depot of precision missiles", []),
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
