"""From where."""

import pytest

from processors.extract.claims.slots import launch_area
from tests.processors.extract.reading import raws


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Rockets fired from Anbar province at the fort", ["Anbar province"]),
        ("drones launched from inside Syria", ["inside Syria"]),
        ("The shells came from a village in the hills.", ["a village in the hills"]),
        ("They were launched from a truck.", []),
        ("He was fired from his job.", []),
        ("missiles launched from Iran hit the port", ["Iran"]),
        ("A drone sent from Lebanon hit the camp.", ["Lebanon"]),
        ("Rockets came from a lorry found outside Mosul.", ["a lorry found outside Mosul"]),
        ("It is not clear where the drones came from.", ["not clear where the drones came from"]),
    ],
)
def test_areas(text: str, areas: list[str]) -> None:
    assert [raw.value.text for raw in raws(launch_area, text)] == areas
