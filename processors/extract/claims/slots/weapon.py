"""Slot: with what the attack was made, in every way the text puts it."""

from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.passage import Passage, Raw
from processors.extract.claims.weapon_words import weapons
from processors.extract.lexicon import phrase

_NAMES_IT: Final = phrase(
    r"\b(?:type|kind|sort|weapons?|munitions?|ammunition|warheads?|used|using|spoken?|identified"
    r"|wreckage|debris|fragments|remains)\b"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every word for a weapon or a way of attack."""
    naming = _NAMES_IT.search(passage.text) is not None
    for found in weapons(passage.text):
        value = Value(text=passage.written(*found.span()), norm=str(found.lastgroup))
        yield passage.raw(Slot.WEAPON, value, found.span(), own=naming)
