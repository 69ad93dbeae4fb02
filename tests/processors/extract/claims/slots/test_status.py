"""Whether it happened."""

import pytest

from processors.extract.claims.slots import status
from tests.processors.extract.reading import raws


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("A suspected drone attack woke the camp.", ["suspected"]),
        ("Police confirmed the attack.", ["confirmed"]),
        ("She confirmed that a raid had taken place.", ["confirmed"]),
        ("He confirmed that shells had hit the mess.", ["confirmed"]),
        ("We can confirm there was a suspected mortar attack.", ["confirmed", "suspected"]),
        ("He confirmed that a suspected raid woke the camp.", ["suspected"]),
        ("The army denied that the fort was hit.", ["denied"]),
        ("Reports of a drone attack were false.", ["denied"]),
        ("There was no attack, he insisted.", ["denied"]),
        ("Nobody could confirm the attack.", []),
        ("The rebels denied any role in the attack.", []),
        ("A suspected thief was seen.", []),
        ("Two men died in the raid, the ministry confirmed.", ["confirmed"]),
        ("Police found what looked like a drone.", ["suspected"]),
        ("The army could not confirm the attack.", []),
    ],
)
def test_norms(text: str, norms: list[str]) -> None:
    assert [raw.value.norm for raw in raws(status, text)] == norms
