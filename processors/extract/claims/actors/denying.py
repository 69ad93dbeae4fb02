"""Who denies an attack: "had no part in it", "called that baseless"; and who only keeps silent."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from processors.extract.claims.actors.actors import Named
from processors.extract.claims.actors.whom import actor_of
from processors.extract.claims.noun_phrase import is_noun_phrase
from processors.extract.claims.passage import Passage
from processors.extract.claims.subject import subject_of
from processors.extract.lexicon import phrase

_SHARE: Final = (
    r"(?:involve(?:ment|d)|responsib\w+|role|part|hand|connection|link\w*|behind|carrying out"
    r"|attacking|launching|striking|firing|staging|complicity|knowledge|its own|having)"
)
_CHARGE: Final = (
    r"(?:accusations?|allegations?|charges?|claims?|insinuations?|suggestions?|reports?|blame"
    r"|finger|assertions?|it|this|that|them)"
)
_NO: Final = r"(?:no|nothing|neither)"
_BASELESS: Final = (
    r"(?:baseless|false|untrue|unfounded|fabricated|ridiculous|absurd|a lie|lies|nonsense"
    r"|groundless|propaganda|without foundation|a fabrication|provocation|slander)"
)
_DENIES: Final = phrase(
    r"\b(?:den(?:ied|ies|y|ying)|reject(?:ed|s|ing)?|dismiss(?:ed|es|ing)?|disavow(?:ed|s)"
    rf"|repudiat(?:ed|es)|refut(?:ed|es)) (?:[\w'-]+ ){{0,7}}?{_SHARE}\b"
    r"|(?:den(?:ied|ies|ying)|reject(?:ed|s|ing)?|dismiss(?:ed|es|ing)?) (?:[\w-]+ ){0,5}?"
    r"(?:that|finding|suggestion)(?: [\w'-]+){0,4}? (?:any|its|their|one of its|it|they|such)\b"
    r"|(?:reject(?:ed|s|ing)?|dismiss(?:ed|es|ing)?|den(?:ied|ies|ying)) (?:[\w'-]+ ){0,3}?"
    r"(?:accusations?|allegations?|charges?|insinuations?|suspicions?|blame)"
    r"|(?:term(?:ed|s)|call(?:ed|s)) the (?:charge|accusation|allegation|claim)s? \w+"
    r"|disown(?:ed|s)|issued a denial|den(?:ied|ies) (?:having|any|it)"
    r"|(?:fired|targeted|launched|struck|attacked|sent) nothing"
    rf"|\b(?:(?:has|have|had|played|plays|took|taken|had had) {_NO} (?:\w+ ){{0,3}}?"
    r"(?:part|hand|role|connection|links?|involvement|responsibility|to do with))\b"
    r"|\b(?:nothing to do with)\b"
    r"|\b(?:distanc(?:ed|es|ing) (?:itself|themselves|himself))\b"
    r"|\b(?:(?:was|were|is|are|had|has|have|did)(?: not|n't) (?:\w+ ){0,3}?"
    r"(?:behind|responsible|involved|conducting|carry(?:ing)? out|carried out|conducted"
    r"|launched|take part|attack|strike|fire|target))\b"
)
_CHARGED: Final = phrase(
    r"\b(?:(?:den(?:ied|ies|ying)|reject(?:ed|s|ing)?|dismiss(?:ed|es|ing)?|refut(?:ed|es))"
    rf" (?:[\w'-]+ ){{0,4}}?{_CHARGE}\b"
    r"|(?:call(?:ed|s|ing)?|dismiss(?:ed|es)|label(?:led|ed|s)|describ(?:ed|es))"
    rf" (?:[\w'-]+ ){{1,4}}?(?:as )?(?:\w+ (?:and )?)?{_BASELESS}\b)"
)
_BLAME_BEFORE: Final = phrase(
    r"\b(?:blam\w+|accus\w+|orchestrat\w+|masterm\w+|suspect\w*|point\w* (?:the |a )?finger|behind"
    r"|responsib\w+|attribut\w+|carried out by|operating from|sponsor\w*)\b"
)
_BY: Final = phrase(r"\bdenied by (?:the )?$")
_SILENT: Final = phrase(
    r"\b(?:(?:has|have|had) (?:so far |yet )?"
    r"(?:said nothing|kept silent|stayed silent|kept quiet|remained silent"
    r"|made no (?:comment|statement|claim)"
    r"|not (?:yet )?(?:commented|spoken|responded|issued|said|reacted)|no comment"
    r"|been silent|yet to (?:comment|speak|respond|react|say))"
    r"|said nothing|(?:kept|stayed|remained|remains|is|was) silent"
    r"|made no (?:immediate )?(?:comment|claim)|had no (?:immediate )?comment"
    r"|(?:would|did|does|do|has|have|had|could)(?: not|n't) (?:immediately )?comment(?:ed)?"
    r"|declined to comment|neither (?:claimed|confirmed) nor)\b"
)
_NO_WORD: Final = phrase(
    r"\b(?:no|not a|without(?: any| a)?) (?:\w+ ){0,2}?(?:word|comment|statement|claim|communique"
    r"|reaction|message) (?:\w+ ){0,3}?(?:from|by) (?:the )?$"
)
_NOR: Final = re.compile(r"\bnor\s+$")  # "neither confirms nor denies"
_WEAK: Final = re.compile(r"[^\w]*(?:he|she|i|we|who|which|there|that|this|nobody|no one)[^\w]*")


def deniers(passage: Passage, named: Sequence[Named]) -> Iterator[tuple[Named, int]]:
    """Yield who denies any share in the attack, and where the sentence says so."""
    text = passage.text
    for frame in _DENIES.finditer(text):
        who = _denier(passage, named, frame.start())
        if who is not None:
            yield who, frame.start()
    if _BLAME_BEFORE.search(text) or _BLAME_BEFORE.search(passage.before):
        for frame in _CHARGED.finditer(text):
            who = _denier(passage, named, frame.start())
            if who is not None:
                yield who, frame.start()
    for actor in named:
        if _BY.search(text, max(0, actor.start - 20), actor.start):
            yield actor, actor.start


def _denier(passage: Passage, named: Sequence[Named], verb: int) -> Named | None:
    """Return the subject: an actor, else whoever it is that speaks for himself."""
    subject = subject_of(passage, verb)
    if subject is None or _NOR.search(passage.text, 0, verb):
        return None
    who = actor_of(passage, named, subject)
    folded = passage.text[subject.start : subject.end]
    if who is not None or _WEAK.fullmatch(folded):
        return who
    if folded in {"it", "they"}:
        return None
    if not is_noun_phrase(folded, passage.written(subject.start, subject.end)):
        return None
    return Named(subject.start, subject.end, " ".join(folded.split()), "")


def silences(passage: Passage, named: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Yield where an armed group, or "the guerrillas", say nothing of it."""
    text = passage.text
    for silent in _SILENT.finditer(text):
        subject = subject_of(passage, silent.start())
        if subject is not None:
            who = actor_of(passage, named, subject)
            if who is not None and who.end - who.start >= subject.end - subject.start - _SLACK:
                yield subject.start, silent.end()
    for actor in named:
        word = _NO_WORD.search(text, max(0, actor.start - 60), actor.start)
        if word is not None:
            yield word.start(), actor.end


_SLACK: Final = 14  # characters of "the", "of Iran": more names an office of a state, not a side
