"""Who says it: "X said", "according to X", "said X"; he and she are the last who spoke."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from processors.extract.claims.noun_phrase import is_noun_phrase
from processors.extract.claims.passage import Passage
from processors.extract.claims.subject import LONGEST, subject_of, trimmed
from processors.extract.lexicon import phrase
from processors.extract.text.document import Document, Role, Sentence

_CUE: Final = re.compile(
    r"sa(?:id|ys?)|told|confirm|announc|claim|report|accord|cit|stat|add|testif|affirm|declar"
    r"|acknowledg|reveal|disclos|tweet|wrote|note|insist|explain|assur|blam|accus|den(?:y|ied|ies)"
    r"|spoke|attribut|quot"
)
_VERB: Final = phrase(
    r"\b(?:said|says|say|told|confirm(?:ed|s)|announced|announces|claim(?:ed|s)|report(?:ed|s)"
    r"|stated|(?<!united[ ])states|added|adds|testified|affirmed|declared|acknowledged|admitted"
    r"|revealed|disclosed|tweeted|wrote|noted|insisted|explained|assured|estimated"
    r"|(?:plac|lai|lay|put)\w* (?:the )?blame|blam(?:ed|es)|accus(?:ed|es)|attributed|denied"
    r"|denies|unable to say|declined to say|(?:initially )?spoken of|spoke of|quoted)\b"
)
_ACCORDING: Final = phrase(r"\b(?:according to|citing|quoting|as per|in the words of) ")
_SAID: Final = phrase(r"(?:^|[,\"'?!] ?)(?:said|says) ")
_BLAMES: Final = re.compile(r"blam|accus|attribut|den(?:y|ied|ies)")
_REFUSED: Final = phrase(
    r"(?:no|not|none|nobody|without|there|it is|what|nothing|if|to|being|be|was|were|been|is|are"
    r"|reports?|more than|preliminary|initial|early)\b"
    r"|.*\b(?:casualt\w+|injur\w+|deaths?|damage|attacks?|strikes?|rockets?|missiles?|drones?"
    r"|explosions?|blasts?|responsibility|killed|wounded|be|been|was|were|is|are)$"
)
_PASSIVE: Final = re.compile(
    r"\b(?:was|were|been|be|is|are|being|as|so|not|n't)[ ]+(?:\w+ly[ ]+)?$"
)
_PRONOUN: Final = phrase(
    r"(?:he|she|they|it|we|i|the (?:latter|source|statement|spokes\w+|ministry|official|officials))"
)
_NOUN: Final = phrase(
    r"\b(?:officials?|officers?|sources?|spokes\w+|minist\w+|military|army|police|commanders?"
    r"|statement|media|agenc\w+|authorities|governor|mayor|residents?|witness\w*|soldiers?"
    r"|department|pentagon|government|president|secretary|forces?|command|leaders?|group|general"
    r"|colonel|chief|reports?|newspaper|tv|channel|analysts?|experts?|navy|team|coalition|house"
    r"|kremlin|centcom|office|headquarters|militants?|rebels?|bloggers?|locals|people|hospital"
    r"|doctors?|diplomats?|observatory|monitor|watchdog|un|spokesperson)\b"
)
_STOP: Final = re.compile(
    r"[,;:()]|(?<!\bmaj)(?<!\bcol)(?<!\bgen)(?<!\blt)(?<!capt)(?<!\badm)(?<!brig)(?<!\bsgt)(?<!\bmr)"
    r"(?<!\bms)(?<!\bdr)(?<!\b\w)\.(?= |$)| - | that | who | which | on \w+day"
)
_CLAIMING: Final = phrase(
    r"(?:claim\w*)[ ]+(?:\w+ ){0,2}?(?:responsibility|credit|lives?|the lives|attack)"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks in a stretch of the whole text."""

    start: int
    end: int
    words: str  # as written; a pronoun is resolved
    at: int  # where the speaker is named
    narrow: bool  # only the clause: "which X said left four dead"


def attributions(document: Document, passages: Sequence[Passage]) -> dict[int, list[Attribution]]:
    """Return what each sentence says of who speaks, by its index; quotes carry over sentences."""
    found: dict[int, list[Attribution]] = {}
    last, waiting = "", list[Sentence]()
    for passage, quoted in zip(passages, _quoted(document), strict=True):
        sentence = passage.sentence
        here = [_resolved(one, last) for one in _in(passage)]
        waiting = waiting if quoted is _Quote.GOES_ON else []
        if here:
            last = here[-1].words or last
            found.update({one.index: [_over(one, here[-1].words)] for one in waiting})
            waiting = []
        elif quoted and last and not waiting:
            here = [_over(sentence, last)]
        elif _opens(document.folded[sentence.start : sentence.end]):
            waiting = [sentence]
        elif waiting:
            waiting.append(sentence)
        if here:
            found[sentence.index] = here
    return found


def _over(sentence: Sentence, words_: str) -> Attribution:
    """Put a speaker of a neighbouring sentence over a whole one."""
    return Attribution(sentence.start, sentence.end, words_, sentence.start, narrow=False)


def speaker_of(found: Sequence[Attribution], position: int, clause: tuple[int, int]) -> str:
    """Return who says what stands at `position`; "" when the publisher does.

    Args:
        found: what `attributions` has for the sentence.
        position: of the value, in the whole text.
        clause: start and end of the clause it stands in.
    """
    inside = [one for one in found if clause[0] <= one.at < clause[1]]
    wide = [one for one in found if not one.narrow]
    near = inside or wide
    return min(near, key=lambda one: abs(one.at - position)).words if near else ""


class _Quote(Enum):
    """How a sentence stands to a quotation that began before it."""

    GOES_ON = auto()  # inside one
    FOLLOWS = auto()  # all quotation itself, behind the speaker's last


def _quoted(document: Document) -> list[_Quote | None]:
    """Tell for each sentence whether it goes on with a quotation, or opens one behind a speaker."""
    flags: list[_Quote | None] = []
    is_open, end = False, 0
    for sentence in document.sentences:
        between = document.folded[end : sentence.start]
        if "\n" in between:
            is_open = False  # a new paragraph opens its quotation anew
        text = document.folded[sentence.start : sentence.end]
        follows = text.startswith('"') and "\n" not in between and _whole(text)
        flags.append(_Quote.GOES_ON if is_open else _Quote.FOLLOWS if follows else None)
        is_open ^= text.count('"') % 2 == 1
        end = sentence.end
    return flags


def _opens(text: str) -> bool:
    """Tell a sentence that opens a quotation and does not close it."""
    return text.startswith('"') and text.count('"') % 2 == 1


def _whole(text: str) -> bool:
    """Tell a sentence that is nothing but quotation, as far as it goes."""
    return text.count('"') == 1 or text.rstrip(".").endswith('"')


def _resolved(one: Attribution, last: str) -> Attribution:
    """Put the last speaker for "he" and "she"."""
    if not _PRONOUN.fullmatch(one.words.lower()):
        return one
    kept = one.words if one.words.lower().startswith("the ") else last
    return Attribution(one.start, one.end, kept, one.at, one.narrow)


def _in(passage: Passage) -> Iterator[Attribution]:
    """Yield the attributions of one sentence, left to right."""
    if passage.sentence.role is Role.FURNITURE or not _CUE.search(passage.text):
        return
    taken: set[int] = set()
    behind = tuple(_behind(passage))
    spans = [*_before_verbs(passage, {verb for _, _, verb in behind})]
    spans += [(start, end, False) for start, end, _ in behind]
    for start, end, narrow in sorted(spans):
        if start in taken:
            continue
        taken.add(start)
        sentence = passage.sentence
        words_ = " ".join(passage.written(start, end).split())
        at = sentence.start + start
        yield Attribution(sentence.start, sentence.end, words_, at, narrow)


def _before_verbs(passage: Passage, inverted: set[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield the noun phrase that stands before each verb of speech, and whether it is narrow."""
    text = passage.text
    for verb in _VERB.finditer(text):
        if verb.end() in inverted:
            continue
        left = text[max(0, verb.start() - LONGEST - 20) : verb.start()]
        if _PASSIVE.search(left) and not verb.group().startswith(("unable", "declined")):
            continue
        if _CLAIMING.match(text, verb.start()):
            continue
        who = subject_of(passage, verb.start())
        if who is not None and _speaks(passage, who.start, who.end):
            narrow = who.relative or _BLAMES.match(text, verb.start()) is not None
            yield who.start, who.end, narrow


def _speaks(passage: Passage, start: int, end: int) -> bool:
    """Tell somebody who can say something from what only stands before the verb."""
    folded = passage.text[start:end]
    if _PRONOUN.fullmatch(folded):
        return True
    written = passage.written(start, end)
    if _REFUSED.match(folded) or not is_noun_phrase(folded, written):
        return False
    return _NOUN.search(folded) is not None or any(char.isupper() for char in written)


def _behind(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """Yield who stands behind "according to" and ", said", and where these words end."""
    text = passage.text
    for rule in (_ACCORDING, _SAID):
        for found in rule.finditer(text):
            stop = _STOP.search(text, found.end(), found.end() + LONGEST)
            edge = stop.start() if stop else min(len(text), found.end() + LONGEST)
            start, end = trimmed(text, found.end(), edge)
            if start < end and _speaks(passage, start, end):
                yield start, end, len(text[: found.end()].rstrip())
