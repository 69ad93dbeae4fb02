"""Slot: what the attack broke, as the thing with the verb that says what became of it."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot, Value
from processors.extract.claims.passage import Passage, Raw
from processors.extract.claims.things import thing_before, thing_behind
from processors.extract.lexicon import phrase
from processors.language import WordClass

_CUE: Final = re.compile(
    r"smoke|plough|pull|loss|lost|harm|safe|topp|cut |scrap|sign"
    r"|damag|destr|fire|ablaze|alight|burn|wreck|s[au]nk|gutted|collaps|hole|crater|scorch|charr"
    r"|torch|flatten|level|raze|demolish|shatter|smash|crush|ripped|tore|torn|blew|blown|knocked"
    r"|struck|hit|came down|land|fell|explod|slam|crash|pierc|ruin|mangl|black|broke|crack|intact"
    r"|bottom|went off|flame|set |punch|brought down"
)
_NO: Final = (
    r"(?:no|nor any|without(?: any| causing any| causing)?|n't (?:cause|do)(?: any)?|neither"
    r"|not(?: \w+){0,2}? (?:cause|report|sustain|suffer|do)\w*(?: any)?)"
)
_TO: Final = r"(?: (?:to|of|in|at) (?:the |an? |its |any )?[\w-]+(?: [\w-]+)?)?"
_DONE: Final = r"(?: (?:was|were|has been|had been) (?:done|caused|reported))?"
_NOUNS: Final = (  # the first that fits at a place is taken
    (
        "none",
        rf"{_NO} (?:(?:casualties or|injuries or|\w+ or|\w+) ){{0,3}}?damages?{_TO}{_DONE}"
        r"|(?:no|none of the) (?:[\w-]+ ){1,4}?(?:was|were|been) (?:damaged|destroyed|hit)"
        r"|nothing (?:\w+ ){0,2}?(?:was|were|been) (?:damaged|destroyed|hit)"
        r"|(?:no|nor any|neither) (?:\w+ ){0,3}?(?:harm|material loss(?:es)?|losses?)"
        r"(?: (?:was|were|has been) (?:done|caused|suffered))?(?: to \w+(?: or \w+)?)?"
        r"|without (?:any )?loss(?:es)?|not (?:\w+ ){0,2}?cause (?:any )?(?:\w+ )?losses"
        r"|all (?:[\w-]+ ){1,4}?(?:are|were) safe|remains? (?:operational|usable|in use)"
        r"|no sign (?:that|of) (?:[\w'-]+ ){1,6}?(?:hit|damage|damaged|destroyed|struck)"
        r"|(?:was|were|is|are|been) not (?:\w+ )?(?:damaged|destroyed|hit)"
        r"|(?:was|were|is|are|remained|stayed) (?:\w+ly )?(?:undamaged|intact|unscathed)",
    ),
    (
        "unknown",
        r"(?:assess(?:ing|ment of)?|evaluat(?:e|ing)|extent of) (?:the |any )?damage"
        r"|damage assessment|(?:the )?damage is (?:still )?being assessed",
    ),
    (
        "minor",
        r"(?:minor|light|slight|limited|some|small|minimal|superficial|little|material|cosmetic)"
        rf" (?:\w+ )?damage{_TO}"
        r"|damage (?:was|is|were) (?:\w+ ){0,2}?(?:minor|light|slight|limited|small|minimal)",
    ),
    (
        "major",
        r"(?:major|serious|significant|severe|heavy|extensive|considerable|substantial|great"
        rf"|widespread) (?:\w+ )?damage{_TO}"
        r"|damage (?:was|is|were) (?:\w+ ){0,2}?(?:extensive|heavy|severe|considerable|serious)",
    ),
    (
        "fire",
        r"(?:caus|start|spark|ignit|trigger|set off)\w* (?:an? |the )?(?:\w+ )?(?:fires?|blazes?)"
        r"|(?:an? |the )?(?:\w+ )?(?:fires?|blazes?) (?:(?:has|had|then|also) )?"
        r"(?:broke|broken|breaking) out(?: (?:in|at) (?:the |an? )?[\w-]+(?: [\w-]+)?)?"
        r"|(?:the|an?|large|huge|big|small) (?:\w+ )?(?:fires?|blaze) (?:at|in|on|aboard)"
        r" (?:the |an? )?[\w-]+(?: [\w-]+){0,2}"
        r"|(?:columns? of |black |thick )?smoke (?:(?:was|were|could be) (?:seen )?)?"
        r"(?:billowing|climbing|rising|rose|billowed|above|over|pouring|poured)(?: [\w'-]+){0,4}"
        r"|(?:the )?(?:fire|blaze) (?:was|had been) (?:\w+ )?(?:put out|extinguished|contained)",
    ),
    (
        "damaged",
        r"(?:caus|inflict|report|sustain|suffer)(?:ed|ing) damage|damage to (?:the |its |an? )?"
        r"[\w-]+(?: [\w-]+){0,2}|(?:holes?|craters?) in (?:the |an? )?[\w-]+",
    ),
)
_NOUN: Final = phrase(r"\b(?:" + "|".join(f"(?P<{norm}>{rule})" for norm, rule in _NOUNS) + r")\b")
# What is done to a thing: each verb's forms that have an object, or a subject in the passive.
# Whatever is wrecked or scorched is a thing; what is smashed or cut must be known as one.
_WRECKED: Final = (
    r"destroy(?:ed|s|ing)|gutt(?:ed|ing)|wreck(?:ed|s|ing)|torch(?:ed|ing)|flatten(?:ed|ing)"
    r"|levell?(?:ed|ing)|raz(?:ed|ing)|demolish(?:ed|ing)|incinerat(?:ed|ing)|pulled down"
    r"|reduced to (?:scrap|ash\w*|rubble|ruins)"
)
_SCORCHED: Final = r"damag(?:ed|es|ing)|scorch(?:ed|ing)|charr(?:ed|ing)|affected by fire"
_SET_ABLAZE: Final = r"set (?:on fire|ablaze|alight)"
_SURE: Final = phrase(rf"(?:{_WRECKED}|{_SCORCHED}|{_SET_ABLAZE})")
_BROKEN: Final = (
    r"shatter(?:ed|ing)|smash(?:ed|ing)|crush(?:ed|ing)|mangled|ruin(?:ed|ing)|obliterat(?:ed|ing)"
    r"|s[au]nk|sinking|burn(?:ed|t|ing)(?: out| down| to the ground)?"
    r"|bl(?:ew|own|owing) (?:up|out|off|in|apart|open)"
    r"|(?:tore|torn|tearing|ripp(?:ed|ing)) (?:off|open|apart|through|into|away)"
    r"|knock(?:ed|ing) (?:out|down|over|off)|(?:brought|bringing) down|wip(?:ed|ing) out"
    r"|reduced to \w+|written off|put out of (?:action|service|use)"
)
_DENTED: Final = (
    r"toppl(?:ed|ing)|cut|lost(?= (?:its|their)\b)|blacken(?:ed|ing)|singed|holed|crater(?:ed|ing)"
    r"|pierc(?:ed|ing)|crack(?:ed|ing)|dented|pepper(?:ed|ing)|pitted|riddled|penetrat(?:ed|ing)"
    r"|disabl(?:ed|ing)|broke|broken|breaking"
    r"|(?:punch|blew|knock|tore|left)\w* (?:an? |[\w-]+ )?(?:holes?|gap|crater) in"
)
_BURNED: Final = (
    rf"{_SET_ABLAZE}|set(?:ting)? (?:fire to|ablaze|alight|on fire)"
    r"|set(?:ting)?(?= (?:[\w-]+ ){1,6}?(?:ablaze|alight|on fire))"
)
_STRUCK: Final = (
    r"hits?|hitting|struck|strikes|striking|(?:slamm|crash|plough)(?:ed|ing) into"
    r"|land(?:ed|ing) (?:on|in)|fell (?:on|into|through)|came down (?:on|in|beside)"
    r"|explod(?:ed|ing) (?:in|inside|on)|went off (?:in|inside|against)"
    r"|blew up (?:in|inside)|burst in|(?:went|crash\w+|came|tore|fell) through"
)
_DEED: Final = phrase(
    rf"\b(?:(?P<destroyed>{_WRECKED}|{_BROKEN})|(?P<fire>{_BURNED})"
    rf"|(?P<damaged>{_SCORCHED}|{_DENTED})|(?P<hit>{_STRUCK}))\b"
)
# What a thing does: it has no object.
_FALLS: Final = phrase(
    r"\b(?:(?:had |has |have |partly |partially ){0,2}"
    r"(?:(?P<damaged>collaps(?:ed|ing)|caved in|came down|fell in|toppled|buckled|shattered)"
    r"|(?P<fire>burned|burnt|burst into flames|went up in flames|caught (?:fire|light)"
    r"|(?:(?:was|were|is|are|set|still|left) ){0,2}"
    r"(?:ablaze|on fire|alight|burning|in flames))"
    r"|(?P<destroyed>sank)))\b"
)
_BE: Final = phrase(
    r"(?:(?:was|were|been|is|are|being|lay|got|had|has|have|left|also|both|all|reported|said to be"
    r"|reportedly|\w+ly|badly|even) )+$"
)
_SET_BEHIND: Final = phrase(r"[ ]*(?:ablaze|alight|on fire)\b")
_LANDED: Final = phrase(
    r"\b(?:hit|struck|(?:fell|landed|came down) (?:on|in|into|near)) (?:[\w-]+ ){0,2}$"
)
_SLIGHTLY: Final = re.compile(r"\b(?:slightly|lightly|partially|partly)\b")
_BADLY: Final = re.compile(r"\b(?:badly|severely|heavily|seriously)\b")
_HEADLINE: Final = phrase(
    r"[ ]*(?:$|[.,;]|(?:in|by|at|on|after|as|during|near|over|along|and|following|overnight)\b)"
)
_UNREAL: Final = phrase(
    r"\b(?:could|would|may|might|can|should|if|to|plan\w*|threat\w*|capable of|will|not|n't|never"
    r"|no|aimed at|meant to)(?: [\w-]+){0,3} $"
)


def values(passage: Passage) -> Iterator[Raw]:
    """Yield every statement of damage, of its absence, or that it is still being assessed."""
    if not _CUE.search(passage.text):
        return
    end = 0
    for start, stop, norm in sorted(_found(passage), key=lambda one: (one[0], -one[1])):
        if start < end:
            continue
        end = stop
        value = Value(text=passage.written(start, stop), norm=norm)
        own = norm in {"none", "unknown"}
        yield passage.raw(Slot.DAMAGE, value, (start, stop), own=own)


def _found(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and norm of all that is said of damage."""
    text = passage.text
    for noun in _NOUN.finditer(text):
        norm = str(noun.lastgroup)
        if norm == "none" and _is_of_a_village(passage, noun.start()):
            continue
        if norm in {"none", "unknown"} or not _is_unreal(text, noun.start()):
            yield *noun.span(), norm
    for deed in _DEED.finditer(text):
        span = _broken(passage, deed)
        if span is not None and not _is_unreal(text, span[0]):
            yield *span, _degree(text, span, str(deed.lastgroup))
    for fall in _FALLS.finditer(text):
        thing = thing_before(passage, fall.start())
        if thing is not None and not _is_unreal(text, thing[0]):
            yield thing[0], fall.end(), str(fall.lastgroup)


def _is_of_a_village(passage: Passage, start: int) -> bool:
    """Tell "one hit a village nearby and did no damage" from what is said of the base."""
    clause = passage.text.rfind(",", 0, start) + 1
    base = passage.sentence.start
    return any(
        _LANDED.search(passage.text, clause, tag.start - base)
        for tag in passage.tagged(WordClass.CIVIL, clause, start)
    )


def _is_unreal(text: str, start: int) -> bool:
    """Tell what only could break, and what did not."""
    return _UNREAL.search(text, max(0, start - 40), start) is not None


def _broken(passage: Passage, deed: re.Match[str]) -> tuple[int, int] | None:
    """Return verb and thing: "a shed was scorched", "burned out two cars", "planes destroyed"."""
    text = passage.text
    part = deed["hit"] is not None
    sure = _SURE.fullmatch(deed.group()) is not None
    be = _BE.search(text, max(0, deed.start() - 40), deed.start())
    passive = be is not None and re.search(r"\b(?:was|were|been|is|are|being|got)\b", be.group())
    if be is not None and passive:
        thing = thing_before(passage, be.start(), part=part, any_thing=sure)
        return None if thing is None else (thing[0], deed.end())
    thing = thing_behind(passage, deed.end(), part=part, any_thing=sure)
    if thing is not None:
        rest = _SET_BEHIND.match(text, thing[1])
        return deed.start(), rest.end() if rest else thing[1]
    if part or not _HEADLINE.match(text, deed.end()):
        return None
    thing = thing_before(passage, deed.start())
    return None if thing is None else (thing[0], deed.end())


def _degree(text: str, span: tuple[int, int], norm: str) -> str:
    """Return the norm of a deed: adverbs weigh it."""
    around = text[max(0, span[0] - 12) : span[1]]
    if norm not in {"hit", "damaged"}:
        return norm
    if _SLIGHTLY.search(around):
        return "minor"
    return "major" if _BADLY.search(around) else "damaged"
