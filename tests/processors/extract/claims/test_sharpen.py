"""Claims of one report that only say less than another."""

from collections.abc import Sequence

import pytest

from contracts.messages import Claim, Part, Slot, Span, Value
from processors.extract.claims.sharpen import sharpen


def weapon(norm: str, text: str = "") -> Claim:
    return Claim(
        slot=Slot.WEAPON, value=Value(text=text or norm, norm=norm), span=Span(), sentence=""
    )


def killed(low: int, high: int | None, part: Part = Part.TEXT) -> Claim:
    value = Value(text=str(low), low=low, high=high)
    return Claim(slot=Slot.KILLED, value=value, span=Span(part=part), sentence="")


@pytest.mark.parametrize(
    ("claims", "left"),
    [
        ([weapon("missile"), weapon("ballistic_missile")], [1]),
        ([weapon("explosion"), weapon("drone")], [1]),
        ([weapon("explosion"), weapon("gunfire")], [0, 1]),
        ([weapon("artillery", "shelling"), weapon("rocket")], [1]),
        ([weapon("artillery", "howitzers"), weapon("rocket")], [0, 1]),
        ([weapon("ground_assault", "raid"), weapon("drone")], [1]),
        ([weapon("ground_assault", "stormed"), weapon("drone")], [0, 1]),
        ([weapon("rocket"), weapon("missile")], [0, 1]),
        ([killed(9, 9, Part.TITLE), killed(9, None)], [1]),
        ([killed(9, 9, Part.TITLE), killed(9, 9)], [0, 1]),
        ([killed(9, 9, Part.TITLE), killed(12, 12)], [0, 1]),
        ([killed(9, 9), killed(9, None, Part.TITLE)], [0]),
    ],
)
def test_what_is_left(claims: Sequence[Claim], left: Sequence[int]) -> None:
    assert sharpen(claims) == tuple(claims[at] for at in left)
