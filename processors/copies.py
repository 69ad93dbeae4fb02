"""MinHash of a text, by which wire copies and edits of one article are found."""

import re
from typing import Final

from rensa import RMinHash

PERMUTATIONS: Final = 64  # standard error of the estimate: 1/8 at most
SHINGLE: Final = 5  # words
_SEED: Final = 20240805  # any; stored hashes are only comparable under one seed
_WORD: Final = re.compile(r"\w+")


def sketch(text: str) -> tuple[tuple[int, ...], int]:
    """Return the MinHash of a text's word shingles, and how many distinct ones it has."""
    words = _WORD.findall(text.casefold())
    shingles = {
        " ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))
    }
    if not words:
        return (), 0
    hashed = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    hashed.update(sorted(shingles))
    return tuple(hashed.digest()), len(shingles)
