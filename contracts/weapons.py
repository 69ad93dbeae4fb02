"""The normal forms of weapons: `Report.weapon`, and the norm of a claim of the slot weapon."""

from enum import StrEnum


class Weapon(StrEnum):
    """With what an attack was made, as exactly as sources use to say."""

    ROCKET = "rocket"
    BALLISTIC_MISSILE = "ballistic_missile"
    CRUISE_MISSILE = "cruise_missile"
    MISSILE = "missile"
    MORTAR = "mortar"
    ARTILLERY = "artillery"
    DRONE = "drone"
    NAVAL_DRONE = "naval_drone"
    AIR_STRIKE = "air_strike"
    CAR_BOMB = "car_bomb"
    IED = "ied"
    BOMB = "bomb"
    GUNFIRE = "gunfire"
    GROUND_ASSAULT = "ground_assault"
    SABOTAGE = "sabotage"
    EXPLOSION = "explosion"  # something burst, nobody says what
