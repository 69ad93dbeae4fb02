"""What was broken."""

import pytest

from processors.extract.claims.slots import damage
from tests.processors.extract.reading import raws


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("There was no damage.", ["none"]),
        ("It fell short and did not cause any damage.", ["none"]),
        ("No casualties or damage were reported.", ["none"]),
        ("Crews were still assessing the damage.", ["unknown"]),
        ("A hangar suffered minor damage.", ["minor"]),
        ("The runway was badly damaged.", ["major"]),
        ("The raid destroyed two parked helicopters.", ["destroyed"]),
        ("Three planes destroyed in overnight raid", ["destroyed"]),
        ("A fire broke out in the depot.", ["fire"]),
        ("Shells damaged four old trucks that stood there.", ["damaged"]),
        ("The blast could have damaged the runway.", []),
        ("Air defences destroyed three drones.", []),
        ("The drones were destroyed.", []),
        ("A shed was scorched.", ["damaged"]),
        ("It burned out two cars in the yard.", ["destroyed"]),
        ("A drone hit the sleeping quarters.", ["damaged"]),
        ("The roof of a mosque came down.", ["damaged"]),
        ("A cookhouse was damaged.", ["damaged"]),
        ("Shells set six aircraft alight.", ["fire"]),
        ("Thick smoke was seen rising over the depot.", ["fire"]),
        ("No harm was done.", ["none"]),
        ("Some fell inside it, while one hit a village nearby and did no damage.", []),
        ("Police in the village said that it did no damage.", ["none"]),
        ("A drone struck the base.", []),
        ("The strike destroyed the truce.", []),
        ("Six soldiers were burned.", []),
    ],
)
def test_norms(text: str, norms: list[str]) -> None:
    assert [raw.value.norm for raw in raws(damage, text)] == norms


def test_the_words_end_with_the_thing() -> None:
    (raw,) = raws(damage, "Shells damaged four old trucks that stood there.")
    assert raw.value.text == "damaged four old trucks"
