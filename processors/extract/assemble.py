"""From an article to its reports: text, tags, frames, verdicts, places, times, claims.

read_document --> tag --> find_frames --> judge_frame --> read --> attacks --> reports
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from contracts.messages import Article, ArticleReports, May, Told
from processors.extract.claims.bind import claims
from processors.extract.escalation.signals import signals
from processors.extract.frames.frames import find_frames
from processors.extract.plain.read import read_plain
from processors.extract.reports.groups import Attack, attacks
from processors.extract.reports.mentions import Mentions
from processors.extract.reports.moment import Moments
from processors.extract.reports.place import Places
from processors.extract.reports.report import Reporter
from processors.extract.text.document import Document, Mention, Role
from processors.extract.text.read import read_document
from processors.extract.verdict.told import Judged, judge_frame, of_the_past
from processors.extract.verdict.verdict import read
from processors.extract.words.kit import Kit
from processors.extract.words.tags import Tags, tag
from processors.language import WordClass

_MOST_NAMES: Final = 40
_NAME: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]{2,}(?: [A-Z][\w'-]{2,}){0,3}")
_SHORTEST: Final = 4  # letters of a title word worth comparing
_FOLDED: Final = frozenset({Told.CURRENT, Told.BACKGROUND, Told.DENIED})


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article reports, and what that was read from."""

    told: ArticleReports
    document: Document
    mentions: tuple[Mention, ...]  # of attacks; () where no value is looked for


def extract(article: Article, kit: Kit) -> ArticleReports:
    """Read one article and return all that it reports."""
    return read_article(article, kit).told


def read_article(article: Article, kit: Kit) -> Extraction:
    """Read one article; `extract` with what lies beneath."""
    ref = article.ref
    plain = read_document(ref.title, article.text, ref.clock, "UTC")
    if language := kit.plain.tongues.of(f"{ref.title}\n{article.text}"):
        return Extraction(read_plain(article, kit, language), plain, ())
    document, tags = tag(plain, kit)
    document = replace(document, tz=_zone(document, tags, kit))
    tags.document = document
    frames = find_frames(document, tags, kit)
    judged = of_the_past([judge_frame(document, tags, kit, frame) for frame in frames])
    finding = read(document, tags, kit, ref.url, judged)
    found: list[Attack] = []
    if finding is not None:
        current = [each.frame for each in judged if each.told is Told.CURRENT]
        places = Places(document, tags, kit, current)
        others = [each.frame for each in judged if each.told is not Told.CURRENT]
        moments = Moments(document, tags, ref.clock_basis, others)
        found = attacks(finding, judged, tags, places, moments)
    mentions = _mentions(document, tags, kit, found, judged)
    told = claims(document, mentions, kit.gazetteer.actors)
    reporter = Reporter(document, tags, kit, ref)
    reports = ArticleReports(
        article=ref,
        gate=article.gate,
        reports=tuple(reporter.report(n, each, told.get(n, ())) for n, each in enumerate(found)),
        signals=signals(document, kit.escalation, kit.homes, ref.clock_basis),
        names=_names(document, tags),
        title_words=_title_words(document, tags),
    )
    return Extraction(reports, document, mentions)


def _zone(document: Document, tags: Tags, kit: Kit) -> str:
    """Return the zone of the first base that is named above the body, else of any, else UTC."""
    zones: dict[Role, str] = {}
    for item in tags.items:
        if item.kind == "base":
            role = document.sentence_at(item.start).role
            zones.setdefault(role, kit.gazetteer.bases[item.id].tz)
    return zones.get(Role.TITLE) or zones.get(Role.LEAD) or zones.get(Role.BODY) or "UTC"


def _mentions(
    document: Document, tags: Tags, kit: Kit, found: Sequence[Attack], judged: Sequence[Judged]
) -> tuple[Mention, ...]:
    """Find what values can be bound to, where there is an attack that folds."""
    folded = [n for n, a in enumerate(found) if a.told in _FOLDED and a.may is not May.NOTHING]
    if not folded:
        return ()
    owners = {each.frame.act.start: n for n in folded for each in found[n].frames}
    reports = [(attack.place, attack.when) for attack in found]
    return Mentions(document, tags, kit, owners, reports).all(judged)


def _names(document: Document, tags: Tags) -> tuple[str, ...]:
    """Return capitalised names inside sentences, countries and peoples left out."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(document.whole):
        inside = tags.within(match.start(), match.end())
        if not next(tags.of(inside, "country", "demonym"), None):
            found.setdefault(document.folded[match.start() : match.end()])
    return tuple(sorted(found))[:_MOST_NAMES]


def _title_words(document: Document, tags: Tags) -> tuple[str, ...]:
    """Return the title's folded content words."""
    found: dict[str, None] = {}
    for sentence in document.sentences:
        if sentence.role is not Role.TITLE:
            continue
        for token in tags.sentence(sentence):
            word = tags.word(token)
            grammar = tags.at(token, WordClass.PREPOSITION, WordClass.DETERMINER, WordClass.BE)
            if len(word) >= _SHORTEST and not grammar:
                found.setdefault(word)
    return tuple(found)
