"""From an article in a language without a grammar to its report.

read_document --> passages --> frames --> judge --> place, moment, values --> report
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from contracts import ids
from contracts.messages import Article, ArticleReports, Claim, May, Report, Slot, Told
from contracts.weapons import Weapon
from processors.extract.plain.folding import fold_plain
from processors.extract.plain.found import Found
from processors.extract.plain.frames import (
    Frame,
    Target,
    frame_across,
    frames,
    harm_frame,
    is_old,
    toll_frame,
)
from processors.extract.plain.lexicon import barest, without_proclitics
from processors.extract.plain.moment import moment
from processors.extract.plain.passage import Passage, read_passage
from processors.extract.plain.place import Places, zone_of
from processors.extract.plain.values import values
from processors.extract.plain.verdict import Finding, World, judge
from processors.extract.text.document import Document, Role
from processors.extract.text.read import read_document
from processors.extract.words.kit import Kit
from processors.language.plain import Cue, PlainLanguage

_VAGUE: Final = frozenset({Target.FORCE, Target.TOWN})
_READ: Final = frozenset({Role.TITLE, Role.LEAD, Role.BODY})
_HIGH: Final = frozenset({Role.TITLE, Role.LEAD})
_MOST_PASSAGES: Final = 400  # sentences; what stands below is another text
_MOST_CLAIMS: Final = 40
_SHORTEST: Final = 4  # letters of a title word worth comparing
_STEM: Final = 6  # and of them compared: endings differ
_AROUND: Final = 3  # sentences from an attack in which its values stand
_CONFIDENCE: Final = {Target.BASE: 0.6, Target.SITE: 0.5}
_LOW: Final = 0.4
_BELOW: Final = 0.1  # less for what stands below the lead


def read_plain(article: Article, kit: Kit, language: PlainLanguage) -> ArticleReports:
    """Read one article by its words and names alone."""
    ref = article.ref
    vocabulary = kit.plain.vocabulary(language)
    document = read_document(ref.title, article.text, ref.clock, "UTC")
    sentences = [each for each in document.sentences if each.role in _READ][:_MOST_PASSAGES]
    passages = [read_passage(document, sentence, vocabulary) for sentence in sentences]
    document = replace(document, tz=zone_of(kit.gazetteer.bases, passages))
    found = [frame for passage in passages for frame in frames(passage, ref.clock)]
    if all(frame.kind in _VAGUE for frame in found):
        found += _from_above([each for each in passages if each.sentence.role in _HIGH], ref.clock)
    finding = judge(passages, found, ref.clock, World(kit.gazetteer, kit.wars))
    reports: tuple[Report, ...] = ()
    if finding is not None:
        reports = (_report(article, document, passages, finding, kit, language),)
    return ArticleReports(
        article=ref,
        gate=article.gate,
        reports=reports,
        title_words=_title_words(ref.title, language),
    )


def _from_above(high: Sequence[Passage], clock: datetime | None) -> list[Frame]:
    """Return what title and lead tell of a base without an act beside it."""
    if across := frame_across(high, clock):
        return [across]
    harmed = [frame for passage in high if (frame := harm_frame(passage, clock))]
    return (harmed or [frame for passage in high if (frame := toll_frame(passage, clock))])[:1]


def _report(
    article: Article,
    document: Document,
    passages: Sequence[Passage],
    finding: Finding,
    kit: Kit,
    language: PlainLanguage,
) -> Report:
    main = finding.frames[0]
    sentence = main.passage.sentence
    may = _lowered(finding.may, language)
    folds = may is not May.NOTHING
    claims = tuple(_claims(document, passages, finding, kit)) if folds else ()
    return Report(
        id=ids.report_id(article.ref.version, 0),
        ordinal=0,
        told=finding.told,
        may=may,
        why=_why(document, finding, language),
        place=Places(document, passages, kit.gazetteer, kit.towns).of(main),
        when=moment(document, main, article.ref.clock_basis),
        weapon=_weapon(finding),
        presupposed=_is_known(passages),
        agents=_agents(claims),
        claims=claims,
        span=document.span(sentence.start, sentence.end),
        sentence=document.words(sentence.start, sentence.end),
        confidence=_confidence(main, language),
    )


def _is_known(passages: Sequence[Passage]) -> bool:
    """Tell a follow-up: title or lead speak of a toll that rises, of a claim or a denial."""
    high = [passage for passage in passages if passage.sentence.role in _HIGH]
    return any(passage.has(Cue.TOLL, Cue.CLAIMS, Cue.DENIES, Cue.CONFIRMS) for passage in high)


def _agents(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return who claims it; blame is what sources dispute."""
    ids = [each.value.norm for each in claims if each.slot is Slot.CLAIMED_BY]
    return tuple(dict.fromkeys(each for each in ids if each != "none"))


def _weapon(finding: Finding) -> str:
    """Return the weapon; that something burst says little where another word stands."""
    named = [frame.weapon for frame in finding.frames if frame.weapon]
    return next((each for each in named if each != Weapon.EXPLOSION), named[0] if named else "")


def _lowered(may: May, language: PlainLanguage) -> May:
    """A language of which nobody told us a word opens nothing that is known."""
    return May.OPEN_IF_UNKNOWN if may is May.OPEN and not language.code else may


def _confidence(main: Frame, language: PlainLanguage) -> float:
    sure = _CONFIDENCE.get(main.kind, _LOW) if language.code else _LOW
    return round(sure - (_BELOW if main.role is Role.BODY else 0.0), 2)


def _why(document: Document, finding: Finding, language: PlainLanguage) -> tuple[str, ...]:
    main = finding.frames[0]
    act = document.words(*main.passage.span(main.act.first, main.act.last))
    target = document.words(*main.beside.span(main.target.first, main.target.last))
    read = f"{language.name} is read by words and names only, without a grammar"
    if not language.code:
        read = "in a language without a file of words: read by names and international words only"
    return (f'"{act}" stands near "{target}" ({main.kind}): {main.reason}', finding.row, read)


def _claims(
    document: Document, passages: Sequence[Passage], finding: Finding, kit: Kit
) -> Iterator[Claim]:
    """Return the values of the sentences around the attack that tell of no other."""
    if finding.told is not Told.CURRENT:
        return
    near = {
        index + offset
        for frame in finding.frames
        for index in [frame.passage.sentence.index]
        for offset in range(-1, _AROUND + 1)
    }
    acted = {f.passage.sentence.index for f in finding.frames if f.strong}
    made = 0
    for passage in passages:
        if passage.sentence.index not in near or _tells_of_another(passage, document):
            continue
        struck = passage.sentence.index in acted
        for found in values(document, passage, kit.gazetteer, struck=struck):
            if made < _MOST_CLAIMS:
                made += 1
                yield _claim(document, passage, found)


def _tells_of_another(passage: Passage, document: Document) -> bool:
    told = {frame.told for frame in frames(passage, document.clock)}
    old = not told and is_old(passage, document.clock)
    return old or (bool(told) and Told.CURRENT not in told)


def _claim(document: Document, passage: Passage, found: Found) -> Claim:
    sentence = passage.sentence
    return Claim(
        slot=found.slot,
        value=found.value,
        span=document.span(*passage.span(found.first, found.last)),
        sentence=document.words(sentence.start, sentence.end),
    )


def _title_words(title: str, language: PlainLanguage) -> tuple[str, ...]:
    """Return the stems of the title's folded longer words, without what is written together."""
    bare = barest(without_proclitics(language.proclitics))
    words = "".join(c if c.isalnum() else " " for c in fold_plain(title).text).split()
    stems = (bare(word)[:_STEM] for word in words if len(word) >= _SHORTEST)
    return tuple(dict.fromkeys(stems))
