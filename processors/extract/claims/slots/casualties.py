"""Slots: killed and injured, by nationality and role; "no casualties" is a count of nought."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.passage import Passage, Raw
from processors.extract.claims.people.nobody import nobody
from processors.extract.claims.people.people import Victims, is_age, victims
from processors.extract.claims.people.stricken import Hit, stricken
from processors.extract.claims.people.tolls import more_words, sevenths, tolls
from processors.extract.lexicon import phrase

_CUE: Final = re.compile(
    r"kill|dead|die[sd]|dying|slain|slay|slew|martyr|perish|wound|injur|hurt|casualt|fatal|death"
    r"|lives|life|concuss|burns|unharmed|unhurt|brain|murder|claimed the|toll|loss|lost|hospital"
    r"|neutrali|eliminat|liquidat|shot|fallen|fell|supreme|ultimate|survive|succumb|coffin"
    r"|bod(?:y|ies)|corpse|treat|critical|serious|bad enough|intensive|harm|scratch|shrapnel"
    r"|splinter|buri|bury|wards|victims|condition|executed|beheaded|gunned"
    r"|(?:it|them|this|that) (?:was|at|\d)|against the|up from|down from"
)
_SERIOUS: Final = re.compile(r"serious|critical|severe|badly|grave|life-threatening")
_MINOR: Final = re.compile(r"slight|lightly|mild|minor|superficial")
_BRAIN: Final = re.compile(r"brain|concuss")
_EARLY: Final = phrase(
    r"\b(?:preliminary|reportedly|(?:initial|early|first|unconfirmed|immediate)"
    r" (?:reports?|indications?|information|assessments?|word))\b"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every count of killed or injured that the sentence gives."""
    if not _CUE.search(passage.text):
        return
    early = "preliminary" if _EARLY.search(passage.text) else "stated"
    seen: set[tuple[int, bool]] = set()
    for killed, who, anchor in _hits(passage):
        if (who.start, killed) not in seen and not _zero_of_other(who):
            seen.add((who.start, killed))
            yield _raw(passage, killed, who, anchor, early)
    for start, end, count in sevenths(passage.text):
        value = Value(text=passage.written(start, end), low=count, high=count)
        yield passage.raw(Slot.KILLED, value, (start, end), certainty=early)
    yield from _nought(passage, seen, early)


def _hits(passage: Passage) -> list[Hit]:
    """Return everybody who was hit, by whatever words."""
    people = [one for one in victims(passage) if not is_age(passage.text, one)]
    found = [
        *stricken(passage.text, people, passage.before),
        *tolls(passage.text, people),
    ]
    return [*found, *more_words(passage.text, passage.before, people, found)]


def _zero_of_other(who: Victims) -> bool:
    """Tell "no deaths" as a phrase, which _nought reads better."""
    return who.bare and who.high == 0 and who.end - who.start <= 2


def _raw(passage: Passage, killed: bool, who: Victims, anchor: int, certainty: str) -> Raw:
    """Make the claim's raw value."""
    around = passage.text[max(0, min(anchor, who.start) - 20) : max(anchor, who.reach) + 40]
    value = value_of(passage, who, "" if killed else _severity(around))
    slot = Slot.KILLED if killed else Slot.INJURED
    span = (who.start, who.end)
    return passage.raw(slot, value, span, anchor=anchor, certainty=certainty, own=who.high == 0)


def value_of(passage: Passage, who: Victims, severity: str = "") -> Value:
    """Return a phrase for people as a count of them."""
    return Value(
        text=passage.written(who.start, who.end),
        low=who.low,
        high=who.high,
        approx=who.approx,
        nationality=who.nationality,
        role=who.role,
        severity=severity,
    )


def _severity(around: str) -> str:
    for name, cue in (("brain_injury", _BRAIN), ("serious", _SERIOUS), ("minor", _MINOR)):
        if cue.search(around):
            return name
    return ""


def _nought(passage: Passage, seen: set[tuple[int, bool]], early: str) -> Iterator[Raw]:
    """Read "no casualties" as nobody killed and nobody injured."""
    for none in nobody(passage.text):
        if any(none.start <= start < none.end for start, _ in seen):
            continue
        span = (none.start, none.end)
        certainty = "preliminary" if none.early else early
        nation = passage.nation(*span)
        value = Value(text=passage.written(*span), low=0, high=0, nationality=nation)
        for slot in none.slots:
            yield passage.raw(slot, value, span, certainty=certainty, own=True)
