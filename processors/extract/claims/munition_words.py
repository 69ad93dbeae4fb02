"""Words for munitions that are counted, and for what became of them."""

import re
from typing import Final

from contracts.messages import Slot
from processors.extract.lexicon import phrase

_NOUN: Final = (
    r"(?:(?:rocket|missile|drone|mortar|artillery|tank|fpv)[ -])?"
    r"(?:rockets?|missiles?|drones?|uavs?|uas|shells?|mortars?|projectiles?|rounds?|bombs?"
    r"|munitions?|katyushas?|shaheds?|gerans?|lancets?|qasefs?|samads?|iskanders?|kalibrs?|atacms"
    r"|storm shadows?|kinzhals?|neptunes?|scuds?|tomahawks?|grads?|kabs?|fpvs?|quadcopters?"
    r"|hexacopters?|copters?"
    r"|(?:drone|uncrewed|unmanned|explosives?-laden|kamikaze|suicide|naval|sea)[ -](?:surface )?"
    r"(?:boats?|vessels?|craft|vehicles?|trucks?|cars?)"
    r"|explosives?-(?:laden|packed|rigged) (?:\w+ )?(?:vehicles?|cars?|trucks?|lorries)|usvs?"
    r"|vbieds?|ieds?|gas cylinders?|cylinders?|bullets?|launches|explosive charges?"
    r"|aerial vehicles?|unmanned aircraft|grenades?|rpgs?)"
    r"(?!-"
    r"| (?:attacks?|strikes?|launch(?:er|ing|pad)\w*|launch|fire|raids?|assaults?|systems?"
    r"|bases?|defen[cs]e|batter\w+|bomb\w*|tubes?|fragments?|incursions?|alerts?|sightings?"
    r"|parts?|operators?|units?|crews?|barrages?|salvos?|sites?|factor\w+|components?)\b)"
)
MUNITION: Final = re.compile(rf"\b{_NOUN}\b")
_NO_ADJECTIVE: Final = (
    r"(?!(?:of|in|on|at|by|for|from|with|to|into|and|or|but|the|an?|that|which|who|as|was|were|is"
    r"|are|had|has|have|then|after|before|when|while|fired|launched|struck|hit|hits|killed|used"
    r"|sent|shot|carried|dropped|destroyed|downed|soldiers?|troops|people|militants?|fighters?"
    r"|men|rebels?|gunmen|helicopters?|jets?|aircraft|planes?|warplanes?|vehicles?|launchers?"
    r"|trucks?|lorry|lorries|cars?|days?|hours?|weeks?|months?|waves?|times"
    r"|attacks?(?! drones?)|strikes?(?! drones?)|sites?|bases?|sources?|officials?|members?"
    r"|others?|more|regions?|ships?|towns?|villages?|houses?|barrages?|salvos?|volleys?"
    r"|batteries|rocket|missile|drone)\b)"
)
PHRASE: Final = phrase(
    r"[ ]*(?:of (?:the |these |those |its |them )?)?"
    r"(?:(?:of|other|more|incoming|flying|loitering) )?"
    rf"(?:{_NO_ADJECTIVE}(?!\w+ing )[\w./'-]+ ){{0,4}}?(?P<noun>{_NOUN}(?: {_NOUN})?)\b"
)
_HIT: Final = (
    r"(?:hit(?! by)|hits|struck(?! by)|land(?:ed|ing|s)?|fell|fall(?:en|ing|s)?"
    r"|impact(?:ed|ing|s)?|explod(?:ed|ing|es)|detonated|slammed|crashed|made impact"
    r"|reach(?:ed|es|ing)|got through|penetrated|got past|made it (?:through|past|to)|blew up"
    r"|burst|went off|smashed|plunged|found (?:the|its|their)|came through|flew into|plough?ed"
    r"|tore|dropped (?:on|in|into)|struck home|came in"
    r"|c[ao]m(?:e|es|ing) down"
    r"(?= (?:in|on|at|near|inside|within|close|beside|by|behind|outside|onto)\b))"
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
    r"|successfully|allegedly|later|apparently|either|each|both|of which|even|did|could) )*"
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
    r"(?:they|we|it|(?:the )?(?:air )?(?:defen[cs]es?|defenders|gunners|crews|army|troops))"
    r" (?:had )?(?:shot(?: down)?|downed|intercepted|destroyed|brought down|stopped)"
)
BEHIND: Final = (  # what a munition phrase on the left does, in this order
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
BEFORE: Final = (  # what is done to a munition phrase on the right
    (Slot.INTERCEPTED, phrase(rf"\b{_DOWNING} (?:(?:at least|all|the) )?$")),
    (
        Slot.FIRED,
        phrase(
            r"\b(?:fir(?:ed|es|ing)|launch(?:ed|es|ing)?|lobb(?:ed|ing)|unleash(?:ed|ing|es)|using"
            r"|sen(?:t|ds|ding)|threw|throwing|hurl(?:ed|ing|s)|dropp(?:ed|ing)|releas(?:ed|ing)"
            r"|(?:barrage|salvo|volley|hail|wave|swarm|series) of|counted|detected|tracked"
            r"|recorded"
            r"|(?:attack|strike|assault)(?:ed)? (?:\w+ ){0,6}?(?:with|by|using|involving|from)"
            r"|(?:attacked|targeted|shelled|bombed|pounded|dropped|carried out|swarmed|aided)"
            r" (?:by|with)"
            r"|fire of|use of|came under|involv(?:ed|ing)|let (?:go|fly|loose|off)(?: of)?"
            r"|deploy(?:ed|ing|s)|sp(?:oke|oken|eaks) of|f(?:lew|lown|lying)|rammed|ramming"
            r"|detonated) (?:as many as )?$"
        ),
    ),
    (Slot.HIT, phrase(r"\b(?:hit|struck|rocked|damaged) (?:\w+ ){0,2}?by $")),
)
TOLD: Final = phrase(
    rf"\b(?:number|count|tally) of (?:{_NOUN}) (?:fired |launched |used )?(?:at|was|as|to|is) $"
)
LATER: Final = phrase(  # "that came with them was shot down"
    rf"[^;:.!?]{{0,90}}?(?<!and[ ])\b(?:was|were|been) (?:\w+ly |all |both )?(?:{_DOWN})\b"
)
_STAND_INS: Final = (
    r"(?:devices?|machines?|craft|boats?|birds?|projectiles?|aircraft|objects?|airframes?|targets)"
)
THEM: Final = phrase(
    rf"[ ]*of (?:the |these |those |its |their )?(?:pair|lot|{_STAND_INS})\b"
    rf"|[ ]*of (?:them|these|those|which|the)\b|[ ]*(?:others?|more|{_STAND_INS})\b"
)
OUT_OF: Final = phrase(
    rf"[ ]*(?:{_STAND_INS} |{_NOUN} )?(?:out )?of (?:the |its |those |these |some |all )*$"
)
