"""Slots: munitions fired, hit (on or off the base) and intercepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.lexicon import phrase
from processors.extract.passage import Passage, Raw
from processors.extract.quantity import Quantity, quantities

_NOUN: Final = (
    r"(?:(?:rocket|missile|drone|mortar|artillery|tank)[ -])?(?:rockets?|missiles?|drones?|uavs?"
    r"|shells?"
    r"|mortars?|projectiles?|rounds?|bombs?|munitions?|warheads?|katyushas?|shaheds?|quadcopters?"
    r"|aerial vehicles?|unmanned aircraft|grenades?)"
    r"(?!-| (?:attacks?|strikes?|launch\w*|fire|raids?|assaults?|systems?|bases?|defen[cs]e"
    r"|batter\w+"
    r"|parts?|operators?|units?|crews?|boats?|barrages?|salvos?|sites?|factor\w+|components?)\b)"
)
_MUNITION: Final = re.compile(rf"\b{_NOUN}\b")
_PHRASE: Final = phrase(
    r"[ ]*(?:of (?:the |these |those |its |them )?)?"
    r"(?:(?:of|other|more|different|incoming|explosive|armed|iranian|russian|attack|hostile|enemy"
    r"|ballistic|cruise|short-range|long-range|medium-range|unmanned|suicide|kamikaze|one-way"
    r"|guided"
    r"|anti-ship|grad|katyusha|surface-to-surface|medium|small|large|sea|naval|type|s-300"
    r"|[\w.-]+-made"
    r"|\d{2,3}-?mm|[\w-]+-\d+) ){0,4}?"
    rf"(?P<noun>{_NOUN})\b"
)
_HIT: Final = (
    r"(?:hit|hits|struck|strikes?|land(?:ed|ing|s)?|fell|fall(?:en|ing|s)?|impact(?:ed|ing|s)?"
    r"|explod(?:ed|ing|es)|detonated|slammed|crashed|made impact|reached|got through|penetrated"
    r"|c[ao]m(?:e|es|ing) down(?= (?:in|on|at|near|inside|within|close)\b))"
)
_DOWN: Final = (
    r"(?:shot down|intercept(?:ed|s)?|downed|brought down|destroyed|neutrali[sz]ed|repelled"
    r"|shot out of the sky|taken down|engaged and destroyed|foiled|thwarted|jammed|suppressed)"
)
_DOWNING: Final = (
    r"(?:shot down|shoots? down|shooting down|intercept(?:ed|s|ing)?|down(?:ed|s|ing)|brought down"
    r"|destroy(?:ed|s|ing)?|neutrali[sz](?:ed|es|ing)|repelled|took down|foiled|thwarted)"
)
_AUX: Final = (
    r"(?:(?:which|that|had|have|has|were|was|are|been|being|also|reportedly|then|all|successfully"
    r"|allegedly|later|apparently) )*"
)
_BE: Final = (
    r"(?:(?:which|that|had|have|has) )*(?:were|was|are|been|being|is) (?:\w+ly |also |then |all )*"
)
_PERFECT: Final = r"(?:(?:which|that|had|have|has|also|reportedly|then|all|allegedly|later) )*"
_BEHIND: Final = (  # what a munition phrase on the left does, in this order
    (
        Slot.INTERCEPTED,
        phrase(rf"[ ,]*(?:{_BE})?(?:{_DOWN})\b(?! (?:a|an|the|two|three|its|their)\b)"),
    ),
    (Slot.FIRED, phrase(rf"[ ,]*(?:{_BE}|{_AUX})?(?:fired|launched|lobbed|used|rained down)\b")),
    (Slot.FIRED, phrase(rf"[ ,]*{_AUX}(?:targeted|targeting|target|aimed|pounded|pound|rained)\b")),
    (Slot.HIT, phrase(rf"[ ,]*{_PERFECT}{_HIT}\b(?! by\b)")),
)
_BEFORE: Final = (  # what is done to a munition phrase on the right
    (Slot.INTERCEPTED, phrase(rf"\b{_DOWNING} (?:(?:at least|all|the) )?$")),
    (
        Slot.FIRED,
        phrase(
            r"\b(?:fir(?:ed|es|ing)|launch(?:ed|es|ing)?|lobb(?:ed|ing)|unleash(?:ed|ing|es)|using"
            r"|(?:barrage|salvo|volley|hail|wave|swarm|series) of"
            r"|(?:attack|strike|assault)(?:ed)? (?:\w+ ){0,6}?(?:with|by|using|involving|from)"
            r"|(?:attacked|targeted|shelled|bombed|pounded) (?:by|with)|fire of|use of) $"
        ),
    ),
    (Slot.HIT, phrase(r"\b(?:hit|struck|rocked|damaged) (?:\w+ ){0,2}?by $")),
)
_THEM: Final = phrase(r"[ ]*of (?:them|these|those|which|the)\b|[ ]*(?:others?|more)\b")
_ALONE: Final = phrase(r"[ ]*(?:$|[.,;:)]|(?:at|on|over|near|toward|towards|and|before|as|in)\b)")
_UNREAL: Final = phrase(
    r"\b(?:could|would|might|may|can|should|must|capable|able|ready|prepar\w+|plan\w*|threat\w*"
    r"|try\w*|attempt\w*|about|not|never|n't|without) (?:[\w'-]+ ){0,4}$"
)
_OFF: Final = re.compile(
    r"\b(?:near|nearby|close to|outside|short of|neighbou?ring|adjacent|vicinity|around|beside"
    r"|next to"
    r"|village|residential|houses?|homes?|town|perimeter|field|metres? from|meters? from|km from"
    r"|miles? from|off the base|harmlessly|desert|sea)\b"
)
_ON: Final = re.compile(
    r"\binside\b *$|\b(?:inside|within|in|on|onto|into|the|at)? *(?:the |its )?(?:[\w'-]+ ){0,4}"
    r"(?:base|airbase|airfield|garrison|depot|port|camp|airport|compound|runway|facility|post"
    r"|outpost|barracks|headquarters)\b"
)


@dataclass(frozen=True, slots=True)
class Munitions:
    """A count of munitions; offsets in the sentence."""

    quantity: Quantity
    end: int
    named: bool  # else the count stands alone: "two of them"


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every count of munitions that were fired, hit or were stopped."""
    text = passage.text
    named = _MUNITION.search(text) is not None
    if not named and not _MUNITION.search(passage.before):
        return
    for one in counted(text):
        yield from _read(passage, one)


def counted(text: str) -> Iterator[Munitions]:
    """Yield counts with a munition behind them, and counts alone, which may stand for some."""
    for quantity in quantities(text):
        noun = _PHRASE.match(text, quantity.end)
        if noun is not None:
            yield Munitions(quantity, noun.end(), named=True)
        elif not quantity.article:
            them = _past_them(text, quantity.end)
            yield Munitions(quantity, them, named=False)


def _past_them(text: str, at: int) -> int:
    """Return where "of them" behind a count ends."""
    them = _THEM.match(text, at)
    return them.end() if them else at


def _read(passage: Passage, one: Munitions) -> Iterator[Raw]:
    """Yield what one count of munitions did, by the verb behind it or the one before it."""
    text, quantity = passage.text, one.quantity
    for slot, rule in _BEHIND:
        behind = rule.match(text, one.end)
        if behind is not None:
            yield _raw(passage, slot, one, behind.end())
            return
    if not one.named and not _ALONE.match(text, one.end):
        return
    left = text[max(0, quantity.start - 70) : quantity.start]
    for slot, rule in _BEFORE:
        before = rule.search(left)
        if before is not None and not _UNREAL.search(left[: before.start()]):
            yield _raw(passage, slot, one, quantity.start)
            return


def _raw(passage: Passage, slot: Slot, one: Munitions, verb: int) -> Raw:
    quantity = one.quantity
    value = Value(
        text=passage.written(quantity.start, one.end),
        low=quantity.low,
        high=quantity.high,
        approx=quantity.approx,
        where=_where(passage.text, verb) if slot is Slot.HIT else "",
    )
    return passage.raw(slot, value, (quantity.start, one.end), anchor=quantity.start)


def _where(text: str, at: int) -> str:
    """Return "on_base", "off_base" or "" by the words behind the verb."""
    behind = re.split(r"[,;.]| while | and ", text[at : at + 60])[0]
    if _OFF.search(behind):
        return "off_base"
    return "on_base" if _ON.search(behind) else ""
