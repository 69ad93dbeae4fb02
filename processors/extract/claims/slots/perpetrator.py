"""Slots: claimed_by (the attacker's own word), blamed_on (accused, or told as fact), denied_by."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.actors.actors import Named, actors
from processors.extract.claims.actors.blaming import accused, is_suspicion, nobody_named
from processors.extract.claims.actors.claiming import claimants
from processors.extract.claims.actors.denying import deniers, silences
from processors.extract.claims.actors.doing import doers
from processors.extract.claims.passage import Passage, Raw
from processors.extract.lexicon import phrase

_CUE: Final = re.compile(
    r"claim|responsib|credit|blam|accus|attribut|suspect|alleged|den[iy]|behind|finger|comment"
    r"|involve|believed|reject|carried out|fault|culprit|presumed|sa(?:id|ys?)|announced|silent"
    r"|own|thought|hand|part|nothing|by |orchestr|master|clear|unknown|nobody|no one|word"
    r"|statement|call|boast|declar|admit|wrote|confirm|dismiss|laid|work of|hallmark|connection"
    r"|distanc"
)
_PARTIES: Final = frozenset({"actor", "country", "demonym", "act"})
_NO_CLAIM: Final = phrase(
    r"\b(?:(?:no|not|nobody|none|neither|without|never|n't|nor|yet to)"
    r"(?: (?!(?:and|but|in|on|which|when|as|after|though)\b)[\w'-]+){0,8}?"
    r" (?:claim(?:ed|ing|s)?|tak(?:en|e|ing)|took|accept\w*) (?:\w+ ){0,2}?"
    r"(?:responsibility|credit)"
    r"|no (?:\w+ ){0,2}?claims? (?:of (?:responsibility|credit)|for)"
    r"|no (?:immediate |\w+ )?claims?(?= (?:so far|yet|by|was|has|had|from)|[ ]*[.,;]|[ ]*$)"
    r"|(?:nobody|no one|no group|none|no (?:\w+ ){1,2}?(?:group|organi[sz]ation|faction))"
    r" (?:\w+ ){0,3}?"
    r"(?:come forward|owned (?:up|the \w+|it)|stepped forward|admitted|boasted|spoken up"
    r"|said (?:it|they|the \w+|that|he)(?: [\w'-]+){0,4})"
    r"|(?:not|n't|never|yet to)(?: \w+){0,3}? (?:claimed|claim(?: it)?)(?= by|[ ]*[.,;)]|[ ]*$)"
    r"|without claiming (?:it|the \w+)"
    r"|(?:has|have|is|was|were|went|remain(?:s|ed)?|go(?:es)?) (?:so far )?unclaimed)\b"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield who claims, who is blamed and who denies."""
    text = passage.text
    if not _CUE.search(text) and not any(tag.kind in _PARTIES for tag in passage.tags):
        return
    named = actors(passage)
    nobody = [found.span() for found in _NO_CLAIM.finditer(text)]
    nobody += [span for span in silences(passage, named) if not _within(span, nobody)]
    yield from (_none(passage, Slot.CLAIMED_BY, span) for span in nobody)
    yield from (_none(passage, Slot.BLAMED_ON, span) for span in nobody_named(text))
    claimed = [
        (who, at) for who, at in claimants(passage, named) if not _within((at, at + 1), nobody)
    ]
    owned = {who.id for who, _ in claimed}
    blamed = [(who, who.start) for who in accused(passage, named)]
    if any(tag.kind == "act" for tag in passage.tags):
        blamed += [(who, who.start) for who in doers(passage, named) if who.id not in owned]
    for slot, found in (
        (Slot.CLAIMED_BY, claimed),
        (Slot.BLAMED_ON, blamed),
        (Slot.DENIED_BY, deniers(passage, named)),
    ):
        for who, at in dict.fromkeys(found):
            yield _raw(passage, slot, who, at)


def _within(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _none(passage: Passage, slot: Slot, span: tuple[int, int]) -> Raw:
    value = Value(text=passage.written(*span), norm="none")
    return passage.raw(slot, value, span, own=True)


def _raw(passage: Passage, slot: Slot, who: Named, anchor: int) -> Raw:
    span = (who.start, who.end)
    value = Value(text=passage.written(*span), norm=who.id, nationality=who.state)
    suspected = slot is Slot.BLAMED_ON and is_suspicion(passage.text, who)
    own_word = value.text if slot is not Slot.BLAMED_ON else ""
    return passage.raw(
        slot,
        value,
        span,
        anchor=anchor,
        certainty="suspected" if suspected else "stated",
        speaker=own_word,
    )
