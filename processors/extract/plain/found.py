"""A value that a sentence gives, and where its words stand."""

from dataclasses import dataclass
from typing import Any

from contracts.messages import Slot, Value
from processors.extract.plain.passage import Passage
from processors.extract.text.document import Document


@dataclass(frozen=True, slots=True)
class Found:
    """A value in words `first`..`last` of a sentence."""

    slot: Slot
    first: int
    last: int
    value: Value


def found(
    document: Document, passage: Passage, slot: Slot, first: int, last: int, **more: Any
) -> Found:
    """Return a value with its words; `more` are fields of `Value`."""
    text = document.words(*passage.span(first, last))
    return Found(slot, first, last, Value(text=text, **more))
