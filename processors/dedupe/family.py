"""Who counts as one source: a publisher, its owner, and everybody who prints the same copy."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from contracts.messages import ArticleRef
from processors.dedupe.state import Version

_PRIME: Final = (1 << 61) - 1
_BANDS: Final = 32  # two values each: texts half alike meet with p > .999, unlike ones hardly ever
_COPY: Final = 0.5  # share of the shorter text that is found in the longer one
_FEWEST: Final = 6  # shingles below which likeness says nothing


def bands(minhash: Sequence[int]) -> tuple[int, ...]:
    """Return the keys under which likely copies of a text meet (61 bits each)."""
    return tuple(
        (at * 1_000_003 + minhash[2 * at] * 0x9E3779B97F4A7C15 + minhash[2 * at + 1]) % _PRIME
        for at in range(min(_BANDS, len(minhash) // 2))
    )


def shared(one: ArticleRef, other: ArticleRef) -> float:
    """Estimate how many shingles two texts share."""
    if not one.minhash or len(one.minhash) != len(other.minhash):
        return 0.0
    equal = sum(a == b for a, b in zip(one.minhash, other.minhash, strict=True))
    alike = equal / len(one.minhash)  # |A and B| / |A or B|
    return alike / (1 + alike) * (one.shingles + other.shingles)


def is_edit(old: ArticleRef, new: ArticleRef) -> bool:
    """Say if `new` shares at least half of its predecessor's shingles."""
    return old.shingles > 0 and shared(old, new) >= 0.5 * old.shingles


def is_copy(one: ArticleRef, other: ArticleRef) -> bool:
    """Say if two articles carry the same text, one of them perhaps cut."""
    shorter = min(one.shingles, other.shingles)
    return shorter >= _FEWEST and shared(one, other) >= _COPY * shorter


def name(ref: ArticleRef, copies: Iterable[Version], owners: Mapping[str, str]) -> str:
    """Name the family of an article: that of the first who printed its text, else its owner's."""
    for copy in copies:
        if is_copy(ref, copy.ref):
            return copy.family
    return owners.get(ref.family, ref.family)
