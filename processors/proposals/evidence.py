"""Does the text say what a model proposes? Decided by our own grammar, or the proposal is dropped.

The number or the name must stand in the copied words, as our readers of numbers, people, munitions
and actors see it in the whole sentence; a word that says what became of it must stand beside
it; and the sentence must state a fact. The value is then ours, the model only pointed at it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.actors.actors import actors
from processors.extract.claims.passage import Passage, Raw
from processors.extract.claims.people.people import victims
from processors.extract.claims.quantity import Quantity, quantities
from processors.extract.claims.slots import casualties, munitions
from processors.extract.lexicon import phrase
from processors.extract.text.document import Role
from processors.extract.text.folding import fold
from processors.proposals.question import COUNTS, Proposed

CERTAINTY: Final = "proposed"
_LONGEST: Final = 200  # characters of the copied words
_LONGEST_NAME: Final = 60
_NEAR: Final = 40  # characters between the value's words and what is said of them
_VICTIMS: Final = frozenset({Slot.KILLED, Slot.INJURED})
_PARTED: Final = phrase(  # what follows is said of another
    r"[,;:()\n]|\b(?:and|or|but|nor|while|after|before|as|whereas|than"
    r"|sa(?:id|ys?)|told|tells|claim\w*|blam\w*|accus\w*)\b"
)
_OF_A_THING: Final = phrase(  # "HIMARS strikes", "Soldiers' phone use": behind a name, no name
    r"(?:'s?)?(?: |-)(?:[\w'-]+(?: |-)){0,2}?(?:attacks?|(?:air)?strikes?|raids?|assaults?|bomb\w*"
    r"|shell\w*|fire|missiles?|rockets?|drones?|systems?|use|phones?)\b"
)
# What makes a sentence no statement of fact.
_NO_FACT: Final = phrase(
    r"\b(?:could|would|might|may(?! \d)|should|must|if|unless|whether|threat\w*|plan\w*|vow\w*"
    r"|fear\w*|warn\w*|intend\w*|hop(?:e|ed|es|ing)|want\w*|tr(?:y|ied|ies|ying) to|attempt\w*"
    r"|deni\w*|deny\w*|reject\w*|dismiss\w*|refut\w*|false\w*|untrue|hoax|not|cannot|no|none"
    r"|nobody|nor|never|neither|without|drills?|exercises?|simulat\w*|rehears\w*|since|so far"
    r"|this (?:year|month)|last (?:year|month)|in total|anniversary|commemorat\w*"
    r"|retaliat\w*|reveng\w*|aveng\w*|reprisals?)\b|n't\b"
)
_BE: Final = r"\b(?:was|were|been|being|be|is|are|got) (?:[\w-]+ ){0,2}?"
_PEOPLE: Final = r"(?:killed|slain|murdered|shot dead|martyred|beheaded|incinerated)"
_HURT: Final = r"(?:wounded|injured|hurt|hospitali[sz]ed|treated|concussed|maimed|burned|evacuated)"
_SHOT: Final = r"(?:fired|launched|lobbed|hurled|unleashed|shot(?! down))"
_STOPPED: Final = (
    r"(?:intercepted|shot down|downed|destroyed|brought down|taken down|stopped|neutrali[sz]ed"
    r"|swatted|foiled|thwarted|repelled)"
)


class Refusal(StrEnum):
    """Why a proposal is dropped; also the word of the metric."""

    NOT_ASKED = "not_asked"  # another slot, or one that is filled
    NOT_IN_TEXT = "not_in_text"  # the words stand in no sentence that was sent
    NO_FACT = "no_fact"  # feared, planned, denied, or a total
    NO_NUMBER = "no_number"  # none in the words, or several
    OTHER_NUMBER = "other_number"
    NOTHING_COUNTED = "nothing_counted"  # the number counts neither people nor munitions
    NO_NAME = "no_name"  # not in the words, or no name at all
    NOT_SAID = "not_said"  # the words do not say this of it
    OTHER_ATTACK = "other_attack"


@dataclass(frozen=True, slots=True)
class _Said:
    """What must be said of a number or a name: in words behind it, or before it."""

    behind: re.Pattern[str]
    before: re.Pattern[str]


_SAID: Final = {
    Slot.KILLED: _Said(
        phrase(
            rf"{_BE}{_PEOPLE}\b|\b(?:dead|died|dies|dying|lifeless|perished|succumbed"
            r"|lost (?:their|his|her) (?:own )?li(?:fe|ves)|among the dead)\b"
        ),
        phrase(
            r"\b(?:kill(?:ed|s|ing)|slew|slain|dead|(?:li(?:fe|ves)|deaths?|bodies|body|loss) of)\b"
        ),
    ),
    Slot.INJURED: _Said(
        phrase(
            rf"{_BE}{_HURT}\b|\b(?:(?:in|to|into|at) (?:an? |the |local )?(?:hospitals?|clinics?)"
            r"|concuss\w+|burns|shrapnel|broken|bruised|in critical condition)\b"
        ),
        phrase(
            r"\b(?:wound(?:ed|s|ing)|injur(?:ed|es|ing)|hurt(?:s|ing)?|hospitali[sz](?:ed|ing)"
            r"|concuss(?:ed|ing)|maim(?:ed|ing)|(?:injuries|wounds|burns) to|treat(?:ed|ing))\b"
        ),
    ),
    Slot.FIRED: _Said(
        phrase(rf"{_BE}{_SHOT}\b"),
        phrase(
            rf"\b(?:{_SHOT}|fires|firing|launches|launching"
            r"|(?:salvo|barrage|volley|wave|swarm|hail) of)\b"
        ),
    ),
    Slot.HIT: _Said(
        phrase(
            r"\b(?:hit(?! by)|struck(?! by)|landed|fell|impacted|slammed|crashed|exploded"
            r"|detonated|got through|came down|reached)\b"
        ),
        phrase(r"\b(?:hit|struck|rocked|pierced|holed) by\b"),
    ),
    Slot.INTERCEPTED: _Said(
        phrase(rf"{_BE}{_STOPPED}\b"),
        phrase(
            rf"\b(?:{_STOPPED}|intercepting|shooting down|downing|destroying|stopping"
            r"|interception of|downing of)\b"
        ),
    ),
    Slot.CLAIMED_BY: _Said(
        phrase(
            r"\b(?:(?:claimed|took|accepted|taken|claims|takes|assumed) (?:\w+ ){0,2}?"
            r"(?:responsibility|credit)|owned up|boasted)\b"
        ),
        phrase(r"\b(?:claimed|credit taken|responsibility (?:claimed|taken)) by\b"),
    ),
    Slot.BLAMED_ON: _Said(
        phrase(
            r"\b(?:(?:was|were|is|are|been|being) (?:\w+ )?(?:blamed|accused|suspected|behind"
            r"|responsible))\b"
        ),
        phrase(
            r"\b(?:blam(?:ed|es|ing)(?: (?:it|them|the \w+))?(?: on)?|accus(?:ed|es|ing)"
            r"|(?:attributed|traced|pinned) (?:\w+ ){0,3}?(?:to|on)|finger at"
            r"|(?:work|hand|hands) of)\b"
        ),
    ),
}


def can_say(slot: Slot, passage: Passage) -> bool:
    """Tell whether a sentence could give a value of `slot` that `find` accepts."""
    text = passage.text
    said = _SAID[slot]
    if _NO_FACT.search(text) or not (said.behind.search(text) or said.before.search(text)):
        return False
    if slot not in COUNTS:
        return True
    return any(_counted(slot, passage, quantity) for quantity in quantities(text))


def find(proposed: Proposed, passages: Sequence[Passage]) -> Raw | Refusal:
    """Return the value that the words hold, read by our own rules, or why there is none.

    Args:
        proposed: what the model says; all of it may be invented.
        passages: the sentences that were sent, in the order of the text.
    """
    words = proposed.words
    if not words.strip() or len(words) > _LONGEST:
        return Refusal.NOT_IN_TEXT
    for passage in passages:
        sentence = passage.sentence
        start = passage.document.words(sentence.start, sentence.end).find(words)
        if start >= 0:
            return _read(proposed, passage, (start, start + len(words)))
    return Refusal.NOT_IN_TEXT


def _read(proposed: Proposed, passage: Passage, span: tuple[int, int]) -> Raw | Refusal:
    if _NO_FACT.search(passage.text):
        return Refusal.NO_FACT
    slot = Slot(proposed.slot)
    if slot in COUNTS:
        return _count(slot, proposed.count, passage, span)
    return _name(slot, proposed.name or "", passage, span)


def _count(slot: Slot, count: int | None, passage: Passage, span: tuple[int, int]) -> Raw | Refusal:
    """Read the one number in the words, and what it counts; an "at least" before it is its own."""
    touched = [one for one in quantities(passage.text) if one.start < span[1] and span[0] < one.end]
    numbers = [one for one in touched if not one.article] or touched
    if len(numbers) != 1 or not count:
        return Refusal.NO_NUMBER
    quantity = numbers[0]
    if count not in (quantity.low, quantity.high):
        return Refusal.OTHER_NUMBER
    read = _counted(slot, passage, quantity)
    if read is None:
        return Refusal.NOTHING_COUNTED
    value, end = read
    return _raw(slot, value, passage, (quantity.start, end), span)


def _counted(slot: Slot, passage: Passage, quantity: Quantity) -> tuple[Value, int] | None:
    """Return a count of what the slot is of, and where the phrase that names it ends."""
    return _people(passage, quantity) if slot in _VICTIMS else _munitions(passage, quantity)


def _people(passage: Passage, quantity: Quantity) -> tuple[Value, int] | None:
    for who in victims(passage):
        if who.start == quantity.start and not who.bare:
            return casualties.value_of(passage, who), who.reach
    return None


def _munitions(passage: Passage, quantity: Quantity) -> tuple[Value, int] | None:
    for one in munitions.counted(passage.text):
        if one.quantity.start == quantity.start and one.named:
            return munitions.value_of(passage, one), one.end
    return None


def _name(slot: Slot, name: str, passage: Passage, span: tuple[int, int]) -> Raw | Refusal:
    """Read a name that stands in the words: an actor we know, else as it is written."""
    if not name or len(name) > _LONGEST_NAME or not name[0].isupper():
        return Refusal.NO_NAME
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", passage.written(*span))
    if found is None:
        return Refusal.NO_NAME
    start, end = span[0] + found.start(), span[0] + found.end()
    known = next((one for one in actors(passage) if one.start < end and start < one.end), None)
    if known is None and not _is_name(passage, start, end):
        return Refusal.NO_NAME
    norm, state = (known.id, known.state) if known else (fold(name), "")
    value = Value(text=name, norm=norm, nationality=state)
    return _raw(slot, value, passage, (start, end), span)


def _is_name(passage: Passage, start: int, end: int) -> bool:
    """Tell a name that we do not know from what has capitals for another reason."""
    opens = not passage.text[:start].strip() and " " not in passage.text[start:end]
    titled = passage.sentence.role is Role.TITLE  # where every word may have one
    return not (opens or titled or _OF_A_THING.match(passage.text, end))


def _raw(
    slot: Slot, value: Value, passage: Passage, own: tuple[int, int], span: tuple[int, int]
) -> Raw | Refusal:
    """Make the raw value if the words say of it what the slot means."""
    anchor = _said(_SAID[slot], passage.text, own, span)
    if anchor is None:
        return Refusal.NOT_SAID
    return passage.raw(slot, value, own, anchor=anchor, certainty=CERTAINTY)


def _said(said: _Said, text: str, own: tuple[int, int], span: tuple[int, int]) -> int | None:
    """Return where it is said, near the value and with nothing between that parts them."""
    links = [(own[1], word.start()) for word in said.behind.finditer(text, own[1], span[1])]
    links += [(word.end(), own[0]) for word in said.before.finditer(text, span[0], own[0])]
    for left, right in links:
        if right - left <= _NEAR and not _PARTED.search(text, left, right):
            return right if left == own[1] else left - 1
    return None
