"""Nobody was hurt: "no casualties", "without causing any injuries", "all are safe"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contracts.messages import Slot
from processors.extract.lexicon import phrase

_ZERO: Final = phrase(
    r"\b(?:(?:no|without(?: any| causing any| causing)?|zero|nor any)"
    r" (?!(?:\w+ )?(?:word|information|info|news|details|confirmation)\b)"
    r"(?:(?:immediate|initial) )?(?:(?:reports?|indications?|signs?) (?:of|on|about) )?"
    r"(?:any )?(?:(?:[\w.-]+|loss of life or|deaths or|injuries or|damage or) ){0,4}?"
    r"(?P<what>casualt(?:y|ies)|injur(?:y|ies)|deaths?|fatalit(?:y|ies)"
    r"|loss(?:es)? (?:of|in) li(?:fe|ves)|victims|human (?:or material )?loss(?:es)?)"
    r"|(?P<what5>neither human nor (?:\w+ )?loss(?:es)?"
    r"|no harm (?:was )?(?:done |caused )?to life)"
    r"|(?:did|does|do|has|have|had)[ ]?(?:not|n't|never)"
    r" (?!(?:speak|spoke|spoken|say|said|mention|confirm|give)\w*\b)(?:\w+ ){0,2}?(?:any )?"
    r"(?P<what2>casualties|injuries|deaths)"
    r"|(?:not|n't|without) (?P<what3>hurt|hurting|injur\w+|kill\w*|harm\w*|wound\w*)"
    r" (?:any|anyone|anybody)"
    r"|(?:nobody|no one|no-one)(?: else)?"
    r" (?P<what6>(?:was|were|is) (?:\w+ )?harmed|came to (?:any )?harm)"
    r"|(?P<what7>(?:otherwise|all|escaped|emerged) (?:unharmed|unhurt|uninjured))"
    r"|(?:all|everyone|troops|personnel|staff|soldiers)(?: \w+){0,3} (?:is|are|were|was)"
    r"(?: all)? (?P<what4>safe|unharmed|unhurt|uninjured|accounted for))\b"
)
_HURT: Final = (
    "injur",
    "hurt",
    "wound",
    "uninj",
    "otherwise",
    "escaped",
    "emerged",
    "all",
)
_KILLED: Final = ("death", "fatal", "kill", "loss", "no harm")


@dataclass(frozen=True, slots=True)
class Nobody:
    """A statement that a toll is nought; offsets in the sentence."""

    start: int
    end: int
    slots: tuple[Slot, ...]
    early: bool  # "no immediate reports of casualties"


def nobody(text: str) -> Iterator[Nobody]:
    """Yield every statement in a folded sentence that nobody was killed, or injured."""
    for found in _ZERO.finditer(text):
        what = next(word for word in found.groups() if word)
        early = "immediate" in found.group() or "initial" in found.group()
        yield Nobody(*found.span(), _tolls(what), early)


def _tolls(what: str) -> tuple[Slot, ...]:
    """Return which of the two counts a word says is nought."""
    if what.startswith(_HURT) or what.endswith(("harm", "harmed")):
        return (Slot.INJURED,)
    if what.startswith(_KILLED):
        return (Slot.KILLED,)
    return (Slot.KILLED, Slot.INJURED)
