"""Who claims, who is blamed, who denies; and that nobody has."""

import pytest

from contracts.messages import Slot
from processors.extract.claims.slots import perpetrator
from tests.processors.extract.reading import raws

C, B, D = Slot.CLAIMED_BY, Slot.BLAMED_ON, Slot.DENIED_BY


def found(text: str) -> list[tuple[Slot, str]]:
    return [(raw.slot, raw.value.norm) for raw in raws(perpetrator, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al-Shabaab has claimed responsibility for the raid.", [(C, "al-shabaab")]),
        ("The Taliban took credit.", [(C, "taliban")]),
        ("Responsibility was claimed by Boko Haram.", [(C, "boko-haram")]),
        ("The Houthis said they had fired a missile at the port.", [(C, "houthis")]),
        ("Ukraine said it had struck the airfield.", [(C, "UA")]),
        ("Officials blamed the Taliban for the blast.", [(B, "taliban")]),
        ("France blamed Iran-backed militia groups.", [(B, "iran-backed")]),
        ("Suspected Boko Haram fighters shelled the camp.", [(B, "boko-haram")]),
        ("A suspected Iranian drone fell.", [(B, "IR")]),
        ("The strike, attributed to Israel, hit a depot.", [(B, "IL")]),
        ("Delhi accused Pakistan of shelling its post.", [(B, "PK")]),
        (
            "The army blamed the Taliban and Boko Haram.",
            [(B, "taliban"), (B, "boko-haram")],
        ),
        ("The raid was blamed on or claimed by Israel.", [(C, "IL"), (B, "IL")]),
        ("The Taliban denied any involvement.", [(D, "taliban")]),
        ("No group has claimed responsibility so far.", [(C, "none")]),
        ("There was no immediate claim of responsibility.", [(C, "none")]),
        ("The raid was not immediately claimed.", [(C, "none")]),
        ("Without claiming the strike, they smiled.", [(C, "none")]),
    ],
)
def test_told(text: str, expected: list[tuple[Slot, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Iranian-made drones were used.",
        "Ukraine claims to have shot down ten drones.",
        "Russia claimed it had repelled the raid.",
        "The ministry blamed phone use for the crash.",
        "An Iranian doctor was accused.",
    ],
)
def test_refused(text: str) -> None:
    assert found(text) == []


def test_words_and_state_of_the_blamed() -> None:
    (raw,) = raws(perpetrator, "Britain blamed Iran-aligned militia groups for it.")
    assert raw.value.text == "Iran-aligned militia groups"
    assert raw.value.nationality == "IR"


def test_a_suspicion_is_marked_and_a_claim_is_the_claimants_own_word() -> None:
    (blame,) = raws(perpetrator, "A suspected Taliban rocket fell.")
    assert blame.certainty == "suspected"
    (claim,) = raws(perpetrator, "The Taliban claimed responsibility.")
    assert claim.speaker == "Taliban"
