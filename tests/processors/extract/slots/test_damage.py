"""What was broken."""

import pytest

from processors.extract.slots import damage
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
    ],
)
def test_norms(text: str, norms: list[str]) -> None:
    assert [raw.value.norm for raw in raws(damage, text)] == norms


def test_the_words_end_with_the_thing() -> None:
    (raw,) = raws(damage, "Shells damaged four old trucks that stood there.")
    assert raw.value.text == "damaged four old trucks"
