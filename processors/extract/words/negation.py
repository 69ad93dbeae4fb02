"""What a text says did not happen: "no such attack", "rules out attack", "was not attacked"."""

from typing import Final

from processors.extract.words.tags import WEAPON, Item, Tags
from processors.language import WordClass

_REACH: Final = 5  # tokens: "not been a terrorist drone attack"
_NOT: Final = frozenset({"no", "not", "never"})
_BETWEEN: Final = frozenset({"a", "an", "any", "be", "been"})
_MODIFIERS: Final = (WordClass.BEFORE_NOUN, WordClass.AGGREGATE, WEAPON, "demonym")


def is_negated(tags: Tags, act: Item) -> bool:
    """Tell an act that a "not" reaches, with nothing but its own modifiers between them."""
    for token in range(act.first - 1, act.first - 1 - _REACH, -1):
        if tags.broken(token):
            return False
        if tags.word(token) in _NOT or tags.at(token, WordClass.RULES_OUT):
            return True
        if tags.word(token) not in _BETWEEN and not tags.at(token, *_MODIFIERS):
            return False
    return False
