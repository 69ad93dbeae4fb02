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
    r"(?:(?:rocket|missile|drone|mortar|artillery|tank|fpv)[ -])?(?:rockets?|missiles?|drones?"
    r"|uavs?"
    r"|uas|shells?|mortars?|projectiles?|rounds?|bombs?|munitions?|katyushas?|shaheds?"
    r"|gerans?|lancets?|qasefs?|samads?|iskanders?|kalibrs?|atacms|storm shadows?|kinzhals?"
    r"|neptunes?"
    r"|scuds?|tomahawks?|grads?|kabs?|fpvs?|quadcopters?|hexacopters?|copters?"
    r"|(?:drone|uncrewed|unmanned|explosives?-laden|kamikaze|suicide|naval|sea)[ -](?:surface )?"
    r"(?:boats?|vessels?|craft|vehicles?|trucks?|cars?)"
    r"|explosives?-(?:laden|packed|rigged) (?:\w+ )?(?:vehicles?|cars?|trucks?|lorries)"
    r"|usvs?|vbieds?|ieds?|gas cylinders?|cylinders?|bullets?|launches|explosive charges?"
    r"|aerial vehicles?|unmanned aircraft|grenades?|rpgs?)"
    r"(?!-| (?:attacks?|strikes?|launch(?:er|ing|pad)\w*|launch|fire|raids?|assaults?|systems?"
    r"|bases?|defen[cs]e"
    r"|batter\w+|bomb\w*|tubes?|fragments?|incursions?|alerts?|sightings?"
    r"|parts?|operators?|units?|crews?|barrages?|salvos?|sites?|factor\w+|components?)\b)"
)
_MUNITION: Final = re.compile(rf"\b{_NOUN}\b")
_NO_ADJECTIVE: Final = (
    r"(?!(?:of|in|on|at|by|for|from|with|to|into|and|or|but|the|an?|that|which|who|as|was|were|is"
    r"|are|had|has|have|then|after|before|when|while|fired|launched|struck|hit|hits|killed|used"
    r"|sent"
    r"|shot|carried|dropped|destroyed|downed|soldiers?|troops|people|militants?|fighters?|men"
    r"|rebels?"
    r"|gunmen|helicopters?|jets?|aircraft|planes?|warplanes?|vehicles?|launchers?|trucks?|lorry"
    r"|lorries|cars?|days?|hours?|weeks?|months?|waves?|times|attacks?(?! drones?)"
    r"|strikes?(?! drones?)|sites?|bases?"
    r"|sources?|officials?|members?|others?|more|regions?|ships?|towns?|villages?|houses?|barrages?"
    r"|salvos?|volleys?|batteries|rocket|missile|drone)\b)"
)
_PHRASE: Final = phrase(
    r"[ ]*(?:of (?:the |these |those |its |them )?)?"
    r"(?:(?:of|other|more|incoming|flying|loitering) )?"
    rf"(?:{_NO_ADJECTIVE}(?!\w+ing )[\w./'-]+ ){{0,4}}?"
    rf"(?P<noun>{_NOUN}(?: {_NOUN})?)\b"
)
_HIT: Final = (
    r"(?:hit(?! by)|hits|struck(?! by)|land(?:ed|ing|s)?|fell|fall(?:en|ing|s)?|impact(?:ed|ing|s)?"
    r"|explod(?:ed|ing|es)|detonated|slammed|crashed|made impact|reach(?:ed|es|ing)|got through"
    r"|penetrated|got past|made it (?:through|past|to)|blew up|burst|went off|smashed|plunged"
    r"|found (?:the|its|their)|came through|flew into|plough?ed|tore|dropped (?:on|in|into)"
    r"|struck home|came in"
    r"|c[ao]m(?:e|es|ing) down(?= (?:in|on|at|near|inside|within|close|beside|by|behind|outside"
    r"|onto)\b))"
)
_DOWN: Final = (
    r"(?:shot down|intercept(?:ed|s)?|downed|brought down|destroyed|neutrali[sz]ed|repelled"
    r"|shot out of the sky|taken down|engaged and destroyed|foiled|thwarted|jammed|suppressed"
    r"|knocked (?:down|out)|stopped|blown up|lost to jamming|shot(?! at)|felled|swatted down|sunk"
    r"|riddled|engaged|dealt with|neutrali[sz]ed|destroyed in the air|blocked|averted)"
)
_DOWNING: Final = (
    r"(?:shot down|shoots? down|shooting down|intercept(?:ed|s|ing)?|down(?:ed|s|ing)|brought down"
    r"|bring(?:ing|s)? down|destroy(?:ed|s|ing)?|neutrali[sz](?:ed|es|ing)|repelled|took down"
    r"|knock(?:ed|ing) (?:down|out)|stopped|foiled|thwarted|jammed|dealt with|felled|s[ua]nk"
    r"|swatted down|eliminat(?:ed|ing)|tak(?:en|ing|e) (?:down|out)|took out)"
)
_FIRED: Final = (
    r"(?:fired|launched|lobbed|used|rained down|sent|thrown|hurled|dropped|unleashed|released"
    r"|let (?:go|fly|loose|off|fall)|involved|rammed|directed|dispatched|flown|counted|detected"
    r"|tracked|identified|deployed|set out|took (?:off|part)|taken off|went for|headed for|crossed"
    r"|approached|closed in|flew (?:at|towards?|over|in)|flying|came from)"
)
_AUX: Final = (
    r"(?:(?:which|that|who|had|have|has|were|was|are|been|being|also|reportedly|then|all"
    r"|successfully"
    r"|allegedly|later|apparently|either|each|both|of which|even|did|could) )*"
)
_BE: Final = (
    r"(?:(?:which|that|had|have|has) )*(?:were|was|are|been|being|is)"
    r" (?:\w+ly |also |then |all |being |both )*"
)
_PERFECT: Final = r"(?:(?:which|that|had|have|has|also|reportedly|then|all|allegedly|later|even) )*"
_ASIDE: Final = (  # "from the south", "on its way to the base"
    r"(?:[ ,]*(?:from|in|over|at|on|aimed|heading|targeting|bound|approaching|near|laden with"
    r"|packed with|carrying|armed with)"
    r" (?:(?!(?:which|that|and|but|were|was|had|have)\b)[\w'-]+[ ,]+){1,7}?)?"
)
_BY_US: Final = (
    r"(?:they|we|it|(?:the )?(?:air )?(?:defen[cs]es?|defenders|gunners|crews|army"
    r"|troops)) (?:had )?"
    r"(?:shot(?: down)?|downed|intercepted|destroyed|brought down|stopped)"
)
_BEHIND: Final = (  # what a munition phrase on the left does, in this order
    (
        Slot.INTERCEPTED,
        phrase(
            rf"[ ,]*(?:{_BY_US}|{_ASIDE}(?:{_BE})?(?:as )?(?:{_DOWN}))\b"
            r"(?! (?:a|an|the|two|three|its|their)\b)"
        ),
    ),
    (Slot.FIRED, phrase(rf"[ ,]*(?:{_BE}|{_AUX}){_FIRED}\b(?! (?:a|an|two|three|its|their)\b)")),
    (Slot.FIRED, phrase(rf"[ ,]*{_AUX}(?:targeted|targeting|target|aimed|pounded|pound|rained)\b")),
    (Slot.HIT, phrase(rf"[ ,]*{_ASIDE}{_PERFECT}{_HIT}\b")),
)
_BEFORE: Final = (  # what is done to a munition phrase on the right
    (Slot.INTERCEPTED, phrase(rf"\b{_DOWNING} (?:(?:at least|all|the) )?$")),
    (
        Slot.FIRED,
        phrase(
            r"\b(?:fir(?:ed|es|ing)|launch(?:ed|es|ing)?|lobb(?:ed|ing)|unleash(?:ed|ing|es)|using"
            r"|sen(?:t|ds|ding)|threw|throwing|hurl(?:ed|ing|s)|dropp(?:ed|ing)|releas(?:ed|ing)"
            r"|(?:barrage|salvo|volley|hail|wave|swarm|series) of|counted|detected|tracked|recorded"
            r"|(?:attack|strike|assault)(?:ed)? (?:\w+ ){0,6}?(?:with|by|using|involving|from)"
            r"|(?:attacked|targeted|shelled|bombed|pounded|dropped|carried out|swarmed"
            r"|aided) (?:by|with)"
            r"|fire of|use of|came under|involv(?:ed|ing)|let (?:go|fly|loose|off)(?: of)?"
            r"|deploy(?:ed|ing|s)|sp(?:oke|oken|eaks) of|f(?:lew|lown|lying)|rammed|ramming"
            r"|detonated) (?:as many as )?$"
        ),
    ),
    (Slot.HIT, phrase(r"\b(?:hit|struck|rocked|damaged) (?:\w+ ){0,2}?by $")),
)
_TOLD: Final = phrase(
    rf"\b(?:number|count|tally) of (?:{_NOUN}) (?:fired |launched |used )?(?:at|was|as|to|is) $"
)
_LATER: Final = phrase(  # "that came with them was shot down"
    rf"[^;:.!?]{{0,90}}?(?<!and[ ])\b(?:was|were|been) (?:\w+ly |all |both )?(?:{_DOWN})\b"
)
_STAND_INS: Final = (
    r"(?:devices?|machines?|craft|boats?|birds?|projectiles?|aircraft|objects?|airframes?|targets)"
)
_THEM: Final = phrase(
    rf"[ ]*of (?:the |these |those |its |their )?(?:pair|lot|{_STAND_INS})\b"
    rf"|[ ]*of (?:them|these|those|which|the)\b|[ ]*(?:others?|more|{_STAND_INS})\b"
)
_ALONE: Final = phrase(
    r"[ ]*(?:$|[.,;:)]|(?:at|on|over|near|toward|towards|and|before|as|in|out of)\b)"
)
_OUT_OF: Final = phrase(
    rf"[ ]*(?:{_STAND_INS} |{_NOUN} )?(?:out )?of (?:the |its |those |these |some |all )*$"
)
_WERE: Final = re.compile(r"\b(?:was|were|been|being|are)\b")
_PEOPLE: Final = re.compile(r"\b(?:nobody|no one)\b")
_UNREAL: Final = phrase(
    r"\b(?:could|would|might|may|can|should|must|capable|able|ready|prepar\w+|plan\w*|threat\w*"
    r"|try\w*|attempt\w*|about|not|never|n't|without) (?:[\w'-]+ ){0,4}$"
)
_NTH: Final = phrase(
    r"\b(?:(?:a|the) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|other)|another)\b(?! (?:time|attack|day|wave|night|strike|barrage|salvo|person|soldier))"
)
_MANY_REGIONS: Final = re.compile(
    r"\b(?:regions|oblasts|provinces|nationwide|across the country|across (?:russia|ukraine))\b"
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
    nth = list(_ordinals(text))
    firsts = {one.quantity.start for one in nth}
    several = [*(one for one in counted(text) if one.quantity.start not in firsts), *nth]
    wholes = {one.quantity.start: _whole(text, one, several) for one in several}
    parted = {whole.quantity.start for whole in wholes.values() if whole}
    for one in several:
        if one.quantity.start not in parted:
            yield from _read(passage, one, wholes[one.quantity.start])


def counted(text: str) -> Iterator[Munitions]:
    """Yield counts with a munition behind them, and counts alone, which may stand for some."""
    for quantity in quantities(text):
        if _PEOPLE.match(text, quantity.start):
            continue
        noun = _PHRASE.match(text, quantity.end)
        if noun is not None:
            yield Munitions(quantity, noun.end(), named=True)
        elif not quantity.article:
            them = _past_them(text, quantity.end)
            yield Munitions(quantity, them, named=False)


def _ordinals(text: str) -> Iterator[Munitions]:
    """Yield "a second drone" and "the ninth": one each."""
    for found in _NTH.finditer(text):
        noun = _PHRASE.match(text, found.end())
        quantity = Quantity(*found.span(), 1, 1)
        yield Munitions(quantity, noun.end() if noun else found.end(), named=noun is not None)


def _past_them(text: str, at: int) -> int:
    """Return where "of them" behind a count ends."""
    them = _THEM.match(text, at)
    return them.end() if them else at


def _read(passage: Passage, one: Munitions, whole: Munitions | None) -> Iterator[Raw]:
    """Yield what one count of munitions did, by the verb before it or the one behind it."""
    if whole is not None:
        yield _raw(passage, Slot.FIRED, whole, one.quantity.start)
    found = _acts(passage, one, (whole or one).end)
    for slot, verb in dict(found).items():
        if _is_counted(passage, slot, one):
            yield _raw(passage, slot, one, verb)


def _acts(passage: Passage, one: Munitions, end: int) -> Iterator[tuple[Slot, int]]:
    """Yield the slots that the words around a count give it, and where those words are.

    "Shot down 12 drones launched from X" tells what became of them by the verb before them;
    else the verb behind goes first.
    """
    text, quantity = passage.text, one.quantity
    done = _before(text, one) if one.named or _ALONE.match(text, one.end) else None
    if done is Slot.INTERCEPTED:
        yield done, quantity.start
        return
    for slot, rule in _BEHIND:
        behind = rule.match(text, end)
        if behind is None or (slot is Slot.FIRED and not one.named and not _WERE.search(behind[0])):
            continue
        yield slot, behind.end()
        later = _LATER.match(text, behind.end()) if slot is Slot.FIRED else None
        if later is not None and not _WERE.search(behind[0]):
            yield Slot.INTERCEPTED, later.end()
        return
    if done is not None:
        yield done, quantity.start
    elif one.named and (later := _LATER.match(text, end)):
        yield Slot.INTERCEPTED, later.end()


def _before(text: str, one: Munitions) -> Slot | None:
    """Return the slot that the verb before a count gives it."""
    left = text[max(0, one.quantity.start - 70) : one.quantity.start]
    for slot, rule in _BEFORE:
        before = rule.search(left)
        if before is not None and not _UNREAL.search(left[: before.start()]):
            return slot
    return Slot.FIRED if _TOLD.search(left) else None


def _whole(text: str, one: Munitions, several: list[Munitions]) -> Munitions | None:
    """Return "nine" of "eight out of nine": so many were fired."""
    for other in several:
        behind = other.quantity.start > one.quantity.start and other.quantity.low > 1
        if behind and _OUT_OF.fullmatch(text, one.quantity.end, other.quantity.start):
            return other
    return None


def _is_counted(passage: Passage, slot: Slot, one: Munitions) -> bool:
    """Tell a count of this attack: not "a drone hit it", nor what a day brought a whole country."""
    if one.quantity.article:
        return slot is Slot.INTERCEPTED
    return slot is not Slot.INTERCEPTED or not _MANY_REGIONS.search(passage.text)


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
