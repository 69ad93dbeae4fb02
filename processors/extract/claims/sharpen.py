"""Of the claims of one report, those that only say less than another one are left out."""

import re
from collections.abc import Sequence
from typing import Final

from contracts.messages import Claim, Part, Slot, Value

_COUNTS: Final = frozenset({Slot.FIRED, Slot.HIT, Slot.INTERCEPTED, Slot.KILLED, Slot.INJURED})
_MUNITIONS: Final = frozenset(
    {
        "drone",
        "naval_drone",
        "rocket",
        "missile",
        "ballistic_missile",
        "cruise_missile",
        "mortar",
        "air_strike",
    }
)
_BOMBS: Final = frozenset({"car_bomb", "ied", "bomb"})
# A kind, the words for it that name no more than an effect or a class, and what names it better.
_LESS: Final = (
    ("missile", re.compile(""), frozenset({"ballistic_missile", "cruise_missile"})),
    ("explosion", re.compile(""), _MUNITIONS | _BOMBS | {"artillery", "sabotage"}),
    ("artillery", re.compile("shell"), _MUNITIONS),
    (
        "bomb",
        re.compile("bombing|bombed|bombs?$|explosives|suicide"),
        _MUNITIONS | _BOMBS - {"bomb"},
    ),
    (
        "ground_assault",
        re.compile("raid|assault|incursion|breach|gunmen|armed men"),
        _MUNITIONS - {"rocket", "mortar"},
    ),
)


def sharpen(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Leave out the title's "nine" beside "at least nine", and "missile" beside a ballistic one."""
    kinds = frozenset(claim.value.norm for claim in claims if claim.slot is Slot.WEAPON)
    lows = {
        (claim.slot, claim.value.low): claim.value
        for claim in claims
        if claim.slot in _COUNTS and claim.span.part is Part.TEXT
    }
    return tuple(
        claim
        for claim in claims
        if not (
            _says_less(claim, kinds) if claim.slot is Slot.WEAPON else _is_headline(claim, lows)
        )
    )


def _says_less(claim: Claim, kinds: frozenset[str]) -> bool:
    word = claim.value.text.lower()
    return any(
        claim.value.norm == kind and words.search(word) and kinds & better
        for kind, words, better in _LESS
    )


def _is_headline(claim: Claim, lows: dict[tuple[Slot, int | None], Value]) -> bool:
    """Tell a count of the title that the text gives more exactly."""
    if claim.slot not in _COUNTS or claim.span.part is not Part.TITLE:
        return False
    body = lows.get((claim.slot, claim.value.low))
    return body is not None and (body.high, body.approx) != (claim.value.high, claim.value.approx)
