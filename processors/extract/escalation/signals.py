"""Escalation terms that a text asserts as current: a state of emergency, an embassy evacuated.

A term that is only feared, denied, asked about, called for, over, or long known ("since the
full-scale invasion") is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from contracts.messages import ClockBasis, Signal
from processors.extract.escalation.steps import NEAR, Hit, Vocabulary, clause_of, is_step
from processors.extract.text.document import Document, Role, Sentence
from processors.extract.text.folding import fold
from processors.extract.when.expressions import resolve_times
from processors.language import Need, StepWord

_OLD: Final = timedelta(days=7)  # a term dated further back is history
_LONG_AGO: Final = timedelta(days=60)  # a day told of so far back sets the scene of what follows
_BEFORE: Final = 90  # characters before a term that can qualify it
_AFTER: Final = 70
_MOST: Final = 40  # hits judged in one text; a text with more is a list of words
_FILLER: Final = (  # what may stand between the words of a term
    r"(?:(?:a|an|the|its|his|her|their|all|new|full|nationwide|national|own|most|us|u\.s\.|uk"
    r"|briefly|temporarily|major|massive|severe|stern"
    r"|[a-z]+(?:ian|ean|ish|ese|ani|aqi|aeli|ench|ican|'s))\s+){0,2}"
)
Places = tuple[tuple[str, ...], tuple[str, ...]]  # countries, bases
_PLACES: Final = frozenset({"country", "demonym"})
_UNREAD: Final = frozenset({Role.CAPTION, Role.FURNITURE})

_BREAK: Final = re.compile(r"[;:]|,\s+(?:but|and|while|as|after)\b|\b(?:but|while|although)\b")
_PARTICIPLE: Final = re.compile(r"^\W*\w+ing\b[^,]*,")
_UNREAL: Final = re.compile(
    r"\b(?:could|may|might|would|should|can|if|unless|whether|in case|fears?|feared|fearing|risks?"
    r"|risking|possible|possibly|potential|potentially|prospects?|threat of|threatens?|threatened"
    r"|threatening|warn(?:s|ed|ing)?\b[^.;]{0,40} (?:of|against|that)|urg(?:e|es|ed|ing)|calls? for"
    r"|call(?:ed|ing) for|demand(?:s|ed|ing)?|consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|mulls?"
    r"|mulled|mulling|plans?|planned|planning|propos(?:e|es|ed|al)|prepar(?:e|es|ed|ing) (?:to|for)"
    r"|ready to|poised to|set to|about to|asks?|asked|seeks?|rumou?rs?|speculation|simulat\w+"
    r"|hypothetical|wants?|vote on|debates?|request(?:s|ed)?|talk of|scenarios?|likely to"
    r"|expected to|must|push(?:es|ed|ing)? for|(?:seen|regarded|treated|interpreted) as"
    r"|drill|exercise|rehears\w+|practi[cs]\w+|novel|film|movie|game)\b"
)
_NOT: Final = re.compile(
    r"\b(?:no|not|never|without|nor|neither|denie[sd]|denying|deny|rul(?:es?|ed|ing) out"
    r"|lift(?:s|ed|ing)?|end(?:s|ed|ing)?|withdr\w+|reject(?:s|ed|ing)?|dismiss(?:es|ed)?"
    r"|stop(?:s|ped) short|avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|avert(?:s|ed|ing)?"
    r"|cancel(?:s|led)?|revok(?:es?|ed)|repeal(?:s|ed)?|overturn(?:s|ed)?|false|fake|hoax"
    r"|refus(?:es?|ed) to|fail(?:s|ed) to|instead of|end of|end to|lifting of)\b"
    r"|n't\b"
)
_NOT_AFTER: Final = re.compile(
    r"\W*(?:(?:has|had|have|was|were|is|are|will)\s+(?:been\s+|be\s+)?(?:not|lifted|ended|over"
    r"|unlikely|off the table|ruled out|possible|avoided|rejected|denied|cancelled|likely"
    r"|considered|needed)|would|could|might|may\b|should|remains? (?:unlikely|possible)|on (?:drugs"
    r"|crime|poverty|terror|waste|plastic|obesity|cancer|gangs)|\w+ (?:drill|exercise)|drill"
    r"|exercise|scare|fears?|threat|rumou?rs?|expired|re-?opens?|reopened|era\b)"
)
_PAST: Final = re.compile(
    r"\b(?:last (?:year|month|decade|century)|years? ago|months? ago|decades? ago|decades|historic"
    r"|histor(?:y|ically)|formerly|former|previous(?:ly)?|anniversar\w+|during the|back in|in the"
    r" (?:past|wake)|earlier this year|then-|ahead of|world war|cold war"
    r"|veteran)\b|\b(?:since|before|until|following|when|after)\b[^,]*$"
)
_NOW: Final = re.compile(r"\b(?:has|have|is|are|now|today)\b")
_FIRST_SINCE: Final = re.compile(r"\b(?:first|only|largest|biggest|worst)\b[^.;]{0,60}\bsince\b")
_DEFINITE: Final = re.compile(
    r"(?:\b(?:the|this|that|its|his|her|their)|\w's|s')\s+(?:[\w-]+\s+){0,3}$"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to write a term."""

    term: str
    needs: str  # its longest word: without it there is nothing to look for
    is_verbal: bool  # "declares war": a definite subject before it makes it no known thing
    pattern: re.Pattern[str]
    beside: Need


@dataclass(frozen=True, slots=True)
class Terms:
    """Escalation terms, ready to be looked for."""

    wordings: tuple[Wording, ...]
    words: Vocabulary

    def stand_in(self, folded: str) -> bool:
        """Tell whether any of them is written in a folded text, current or not."""
        return any(w.needs in folded and w.pattern.search(folded) for w in self.wordings)


def read_terms(
    terms: Mapping[str, Sequence[str]],
    needs: Mapping[str, Need],
    words: Mapping[StepWord, Sequence[str]],
) -> Terms:
    """Compile terms.

    Args:
        terms: each with the wordings it goes by, or none when it is its own wording.
        needs: what a term must be said with; a party, where nothing is said.
        words: the classes of words that stand beside terms.
    """
    return Terms(
        tuple(
            _wording(term, wording, needs.get(term, Need.PARTY))
            for term, wordings in terms.items()
            for wording in dict.fromkeys(wordings or (term,))
        ),
        Vocabulary(words),
    )


def _wording(term: str, wording: str, need: Need) -> Wording:
    """Let articles and nationalities stand between the words, and hyphens for blanks."""
    parts = re.findall(r"[^\W_]+(?:['.][^\W_]+)*", fold(wording))
    pattern = rf"[\s\"'-]+{_FILLER}".join(re.escape(part) for part in parts)
    is_verbal = any(re.search(r"\w(?:s|ed|ing)$", part) for part in parts)
    return Wording(term, max(parts, key=len), is_verbal, re.compile(rf"\b{pattern}(?!\w)"), need)


def signals(
    document: Document,
    terms: Terms,
    towns: Mapping[str, str] | None = None,
    basis: ClockBasis = ClockBasis.FEED,
) -> tuple[Signal, ...]:
    """Return the terms that the text asserts as current, each once for each place.

    Args:
        document: the article with its tags.
        terms: what to look for.
        towns: tag id of a town or region -> its country, to place "martial law in Kyiv".
        basis: whose word the article's clock is.
    """
    wanted = [w for w in terms.wordings if w.needs in document.folded]
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Signal] = {}
    for wording, sentence, start, end in islice(_hits(document, wanted), _MOST):
        hit = Hit(sentence, start, end, wording.beside, wording.is_verbal)
        if _is_current(document, terms.words, hit, basis) and is_step(document, terms.words, hit):
            signal = _signal(document, hit, wording.term, towns or {})
            found.setdefault((signal.term, signal.countries, signal.bases), signal)
    return tuple(found.values())


def _hits(
    document: Document, wanted: Sequence[Wording]
) -> Iterator[tuple[Wording, Sentence, int, int]]:
    """Yield each wording found in what is read of the document, with its sentence."""
    for sentence in document.sentences if wanted else ():
        if sentence.role in _UNREAD:
            continue
        text = document.folded[sentence.start : sentence.end]
        for wording in wanted:
            if wording.needs in text:
                for match in wording.pattern.finditer(
                    document.folded, sentence.start, sentence.end
                ):
                    yield wording, sentence, match.start(), match.end()


def _clause_before(document: Document, sentence: Sentence, start: int) -> str:
    """Return what stands before a term in its own clause, without a participle's phrase."""
    before = document.folded[max(sentence.start, start - _BEFORE) : start]
    return _PARTICIPLE.sub("", _BREAK.split(before)[-1])


def _is_known(words: Vocabulary, hit: Hit, before: str) -> bool:
    """Whether the text takes it as known ("the invasion"), and does not tell that it began."""
    is_thing = not hit.is_verbal and hit.need is not Need.FORCES
    definite = is_thing and _DEFINITE.search(before)
    return bool(definite) and words.find(StepWord.ASSERTS, before[-NEAR:]) is None


def _is_current(document: Document, words: Vocabulary, hit: Hit, basis: ClockBasis) -> bool:
    """Judge one hit by the words around it, in its own clause."""
    folded, sentence = document.folded, hit.sentence
    if folded[sentence.start : sentence.end].rstrip("\"') ").endswith("?"):
        return False
    before = _clause_before(document, sentence, hit.start)
    after = folded[hit.end : min(sentence.end, hit.end + _AFTER)]
    if _is_known(words, hit, before):
        return False
    if _UNREAL.search(before) or _NOT.search(before) or _NOT_AFTER.match(after):
        return False
    if _PAST.search(before) and not _FIRST_SINCE.search(before):
        return False
    return not _is_old(document, hit, basis)


def _is_old(document: Document, hit: Hit, basis: ClockBasis) -> bool:
    """Whether a time near the term lies further back than a week, or runs since then."""
    sentence, clock = hit.sentence, document.clock
    low = max(sentence.start, hit.start - _BEFORE)
    high = min(sentence.end, hit.end + _AFTER)
    if _FIRST_SINCE.search(document.folded, low, high):
        return False
    own = resolve_times(document, low, high, basis)
    for time in own:
        if time.when.start and clock is None:
            return True  # a full date in a text without a clock: nothing says it is news
        last = time.when.start if time.is_open else time.when.end
        if last and clock and clock - last > _OLD:
            return True
    before = _clause_before(document, sentence, hit.start)
    is_dated = any(time.when.start or time.when.end for time in own)
    return (
        not is_dated and not _NOW.search(before) and _is_in_an_old_scene(document, sentence, basis)
    )


def _is_in_an_old_scene(document: Document, sentence: Sentence, basis: ClockBasis) -> bool:
    """Whether the two sentences before it tell of a day that is long past."""
    if document.clock is None or sentence.role is Role.TITLE:
        return False
    before = document.sentences[max(0, sentence.index - 2) : sentence.index]
    told = [s for s in before if s.role in (Role.LEAD, Role.BODY)]
    times = resolve_times(document, told[0].start, told[-1].end, basis) if told else ()
    ends = [time.when.end for time in times if time.when.end]
    return any(document.clock - end > _LONG_AGO for end in ends)


def _signal(document: Document, hit: Hit, term: str, towns: Mapping[str, str]) -> Signal:
    countries, bases = _where(document, hit, towns)
    return Signal(
        term=term,
        countries=countries,
        bases=bases,
        span=document.span(hit.start, hit.end),
        sentence=document.words(hit.sentence.start, hit.sentence.end),
    )


def _where(document: Document, hit: Hit, towns: Mapping[str, str]) -> Places:
    """Return the places of its sentence, if its clause names one; else those of title or lead."""
    own = (hit.sentence.start, hit.sentence.end)
    if any(_places(document, clause_of(document, hit), towns)):
        return _places(document, own, towns)
    above = [(sentence.start, sentence.end) for sentence in document.sentences[:3]]
    for stretch in (*above[:1], own, *above[1:]):
        places = _places(document, stretch, towns)
        if any(places):
            return places
    return (), ()


def _places(document: Document, stretch: tuple[int, int], towns: Mapping[str, str]) -> Places:
    """Return the countries and bases that a stretch of text names, in order."""
    countries: dict[str, None] = {}
    bases: dict[str, None] = {}
    for tag in document.tags:
        if stretch[0] <= tag.start < stretch[1]:
            if tag.kind in _PLACES:
                countries[tag.id] = None
            elif tag.kind == "base":
                bases[tag.id] = None
            elif tag.id in towns:
                countries[towns[tag.id]] = None
    return tuple(countries), tuple(bases)
