"""Munitions fired, hit and intercepted."""

import pytest

from contracts.messages import Slot
from processors.extract.claims.slots import munitions
from tests.processors.extract.reading import raws

F, H, D = Slot.FIRED, Slot.HIT, Slot.INTERCEPTED


def found(text: str) -> list[tuple[Slot, int | None, int | None, str]]:
    return [(r.slot, r.value.low, r.value.high, r.value.where) for r in raws(munitions, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About 20 rockets were fired at the fort.", [(F, 20, 20, "")]),
        ("The camp was attacked by 18 drones.", [(F, 18, 18, "")]),
        (
            "Twelve missiles came; nine of them were shot down and three hit the base.",
            [(D, 9, 9, ""), (H, 3, 3, "on_base")],
        ),
        (
            "Five shells were launched, while one hit a nearby village.",
            [(F, 5, 5, ""), (H, 1, 1, "off_base")],
        ),
        ("Air defences intercepted two cruise missiles over the sea.", [(D, 2, 2, "")]),
        ("At least four mortar rounds landed inside the camp.", [(H, 4, None, "on_base")]),
        ("A salvo of 30 rockets woke the town.", [(F, 30, 30, "")]),
        ("Rebels launched more than a dozen explosive drones.", [(F, 13, None, "")]),
        ("Three rockets had targeted the outpost.", [(F, 3, 3, "")]),
        ('It was "two drones" that crashed near the fence.', [(H, 2, 2, "off_base")]),
        ("Air defences shot down 12 drones launched from the coast.", [(D, 12, 12, "")]),
        ("Twelve ballistic missiles launched from the coast came down.", [(F, 12, 12, "")]),
        ("Drones came, and it destroyed eight out of nine.", [(F, 9, 9, ""), (D, 8, 8, "")]),
        ("One of four missiles was knocked down.", [(F, 4, 4, ""), (D, 1, 1, "")]),
        ("A second drone was shot down.", [(D, 1, 1, "")]),
        ("Drones came. The ninth fell inside the base.", [(H, 1, 1, "on_base")]),
        ("Drones came. None of them got through.", [(H, 0, 0, "")]),
        (
            "Seven Sea Baby drones were sent, of which five they shot.",
            [(F, 7, 7, ""), (D, 5, 5, "")],
        ),
        ("Three pipe bombs were thrown over the fence.", [(F, 3, 3, "")]),
        ("An explosive drone that came with it was downed.", [(D, 1, 1, "")]),
        ("He put the number of drones at four.", [(F, 4, 4, "")]),
        ("Both drones were brought down.", [(D, 2, 2, "")]),
    ],
)
def test_told(text: str, expected: list[tuple[Slot, int, int | None, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rockets were fired at the fort.",
        "Two drone strikes hit the camp.",
        "The army could fire 100 missiles.",
        "Five guards were hit by the rocket's splinters.",
        "Two rocket launchers were found.",
        "The plane returned, not having fired a missile.",
        "The rebels launched three waves of drone attacks.",
        "A drone hit the fort.",
        "Nobody fired a rocket.",
        "A drone circled. The gang, numbering 40, fired at the fort.",
        "Air defences shot down 104 drones over eleven regions.",
    ],
)
def test_refused(text: str) -> None:
    assert found(text) == []


def test_a_number_alone_needs_a_munition_before_it() -> None:
    assert found("Ten rockets were fired. Two hit the base.")[1] == (H, 2, 2, "on_base")
    assert found("Four shells came down inside the base.") == [(H, 4, 4, "on_base")]
    assert found("A storm came. Two hit the base.") == []
