"""The noun phrase that is the subject of a verb, found from the verb backwards."""

import re
from dataclasses import dataclass
from typing import Final

from processors.extract.claims.passage import Passage
from processors.extract.lexicon import phrase, words

LONGEST: Final = 90  # characters of a name and office
_BOUNDARY: Final = phrase(
    r"[,;:()\n!?]|(?<=[ ])-(?=[ ])"
    r"|\b(?:and that|but|that|which|who|where|while|although|because|after|before|when|despite"
    r"|amid|as|whom|if|what|why|how)\b"
)
_RELATIVE: Final = words("which that who whom where")
_LEADING: Final = phrase(
    r"(?:(?:on|late|early|earlier|later|last) (?:on )?"
    r"(?:\w+day|night|week|month|the day|in the day)(?: \w+ing)?"
    r"|meanwhile|also|however|and|then|so far|in an? (?:statement|interview|tweet|post|video)"
    r"|for (?:his|her|its) part|yesterday|today|separately|earlier|later|still|yet)[ ,]+"
)
_TRAILING: Final = phrase(
    r"[ ](?:late|early|earlier|later|also|on|had|has|have|\w+day|night|yesterday|today|then|was"
    r"|were|initially"
    r"|in a (?:\w+ ){0,2}?(?:statement|tweet|post|briefing|interview|news conference)|this|week"
    r"|morning|evening|again|already|quickly|immediately|officially|privately|publicly|reportedly"
    r"|previously|first|now|for (?:his|her|its) part|told|affirmed|has also|\(\w+\)|afternoon|in"
    r"|to|who|subsequently|once|at first|at|since|published|released|issued"
    r"|(?:could|would|can|will|may|might|did|does|do|should)(?:n't)?|not|yet|never|only|again"
    r"|itself|himself|themselves|so far)$"
)
_ADVERB: Final = re.compile(r" (?!family|assembly|ally|daily|weekly|monthly)(\w+ly) +$")
_ASIDE_ENDS: Final = re.compile(r"[^ ,] ?, *$")  # an aside that is masked needs no care
_SAME: Final = re.compile(r"\band +$")  # "he said ... and added": the same as before
_DETAIL: Final = re.compile(r" +(?:of|between|from|in|for|with) ")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what does what a verb says; offsets in the sentence."""

    start: int
    end: int
    relative: bool  # of a relative clause: "which X said"


def subject_of(passage: Passage, verb: int) -> Subject | None:
    """Return what stands between the last boundary and the verb, times and adverbs taken off.

    It may be no noun phrase at all; see `is_noun_phrase`. "A, who is B, said" has
    A, and "a spokesman, A, said" too.
    """
    text = passage.text
    verb = _without_adverb(passage, verb)
    floor = max(0, verb - 2 * LONGEST)
    bounds = [m for m in _BOUNDARY.finditer(text, floor, verb) if text[m.end() : verb].strip(" ,")]
    start, stop = bounds[-1].end() if bounds else floor, verb
    if bounds and _ASIDE_ENDS.search(text, floor, verb):
        start, stop = _before_aside(passage, bounds, floor, verb)
    if floor == start > 0 or _SAME.search(text, start, stop):
        return None
    relative = bool(bounds) and stop == verb and bounds[-1].group().strip() in _RELATIVE
    start, end = trimmed(text, start, stop)
    if end - start > LONGEST and (detail := _DETAIL.search(text, start, end)):
        end = detail.start()
    return Subject(start, end, relative) if 0 < end - start <= LONGEST else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take blanks, leading times and trailing adverbs off a stretch."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" '\"*.-"))
    while lead := _LEADING.match(text, start, end):
        start = lead.end()
    while True:
        end = start + len(text[start:end].rstrip(" ,'\"*.-"))
        trail = _TRAILING.search(text, start, end)
        if trail is None:
            return start, end
        end = trail.start()


def _before_aside(
    passage: Passage, bounds: list[re.Match[str]], floor: int, verb: int
) -> tuple[int, int]:
    """Return the stretch before what stands between commas; the aside itself if that is a name."""
    commas = [at for at, bound in enumerate(bounds) if bound.group() == ","]
    last = bounds[-1].end()
    if not commas:
        return last, verb
    aside = passage.written(bounds[commas[-1]].end(), verb).lstrip()
    before = bounds[commas[-1] - 1].end() if commas[-1] else floor
    stop = bounds[commas[-1]].start()
    if aside[:1].isupper() or not passage.text[before:stop].strip():
        return last, verb
    return before, stop


def _without_adverb(passage: Passage, verb: int) -> int:
    """Return where an adverb before the verb begins: "the mayor angrily said"; else the verb."""
    found = _ADVERB.search(passage.text, max(0, verb - LONGEST), verb)
    named = found is not None and passage.written(found.start(1), found.end(1))[0].isupper()
    return verb if found is None or named else found.start(1)
