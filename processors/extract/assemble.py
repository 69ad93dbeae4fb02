"""From an article to its reports: text, tags, frames, verdicts, places, times, claims.

read_document --> tag --> find_frames --> judge_frame --> read --> attacks --> reports
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from contracts import ids
from contracts.messages import Article, ArticleRef, ArticleReports, Claim, May, Report, Told
from processors.extract.bind import claims
from processors.extract.document import Document, Mention, Role
from processors.extract.frames import find_frames
from processors.extract.groups import Attack, attacks
from processors.extract.kit import Kit
from processors.extract.mentions import Mentions
from processors.extract.moment import Moments
from processors.extract.parties import MILITIA
from processors.extract.place import Places
from processors.extract.signals import signals
from processors.extract.tags import Tags, tag
from processors.extract.targets import STRONG
from processors.extract.text import read_document
from processors.extract.told import Judged, judge_frame, of_the_past, state_of
from processors.extract.verdict import read
from processors.language import WordClass

_MOST_NAMES: Final = 40
_NAME: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]{2,}(?: [A-Z][\w'-]{2,}){0,3}")
_SHORTEST: Final = 4  # letters of a title word worth comparing
_AGAIN: Final = 4  # tokens on either side of the act
_FOLDED: Final = frozenset({Told.CURRENT, Told.BACKGROUND, Told.DENIED})
_SPREADS: Final = "; "

# Confidence is a plain sum, not a probability: what a reader of the report should doubt.
_SURE: Final = 0.95
_DOUBTS: Final = {"weak": 0.25, "passing": 0.2, "unplaced": 0.15, "body": 0.1}


def extract(article: Article, kit: Kit) -> ArticleReports:
    """Read one article and return all that it reports."""
    ref = article.ref
    document, tags = tag(read_document(ref.title, article.text, ref.clock, "UTC"), kit)
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
    return ArticleReports(
        article=ref,
        gate=article.gate,
        reports=_reports(document, tags, kit, ref, found, judged),
        signals=signals(document, kit.escalation, _towns(kit), ref.clock_basis),
        names=_names(document, tags),
        title_words=_title_words(document, tags),
    )


def _towns(kit: Kit) -> Mapping[str, str]:
    """Return the country of each town and region."""
    return {id_: town.country for id_, town in kit.towns.items()}


def _zone(document: Document, tags: Tags, kit: Kit) -> str:
    """Return the zone of the first base that is named above the body, else of any, else UTC."""
    zones: dict[Role, str] = {}
    for item in tags.items:
        if item.kind == "base":
            role = document.sentence_at(item.start).role
            zones.setdefault(role, kit.gazetteer.bases[item.id].tz)
    return zones.get(Role.TITLE) or zones.get(Role.LEAD) or zones.get(Role.BODY) or "UTC"


def _reports(
    document: Document,
    tags: Tags,
    kit: Kit,
    ref: ArticleRef,
    found: Sequence[Attack],
    judged: Sequence[Judged],
) -> tuple[Report, ...]:
    told = _claims(document, tags, kit, found, judged)
    return tuple(
        _report(document, tags, kit, ref, ordinal, attack, told.get(ordinal, ()))
        for ordinal, attack in enumerate(found)
    )


def _claims(
    document: Document, tags: Tags, kit: Kit, found: Sequence[Attack], judged: Sequence[Judged]
) -> Mapping[int, tuple[Claim, ...]]:
    """Bind the values of all slots, where there is an attack that folds."""
    folded = [n for n, a in enumerate(found) if a.told in _FOLDED and a.may is not May.NOTHING]
    if not folded:
        return {}
    owners = {each.frame.act.start: n for n in folded for each in found[n].frames}
    reports = [(attack.place, attack.when) for attack in found]
    mentions: tuple[Mention, ...] = Mentions(document, tags, kit, owners, reports).all(judged)
    return claims(document, mentions, kit.gazetteer.actors)


def _report(  # noqa: PLR0913
    document: Document,
    tags: Tags,
    kit: Kit,
    ref: ArticleRef,
    ordinal: int,
    attack: Attack,
    told: tuple[Claim, ...],
) -> Report:
    main = attack.main
    return Report(
        id=ids.report_id(ref.version, ordinal),
        ordinal=ordinal,
        told=attack.told,
        may=attack.may,
        why=_why(document, attack),
        place=attack.place,
        when=attack.when,
        weapon=next((each.frame.weapon for each in attack.frames if each.frame.weapon), ""),
        again=any(_again(tags, each) for each in attack.frames[:2]),
        presupposed=attack.presupposed,
        agents=_agents(kit, attack),
        claims=told,
        span=document.span(main.sentence.start, main.sentence.end),
        sentence=document.words(main.sentence.start, main.sentence.end),
        confidence=_confidence(attack),
    )


def _why(document: Document, attack: Attack) -> tuple[str, ...]:
    """Return the reasons in plain words: which act, how it is told, what the document adds."""
    main = attack.main
    act = document.words(main.act.start, main.act.end)
    target = document.words(main.target.item.start, main.target.item.end)
    first = f'"{act}" is aimed at "{target}" ({main.target.kind}): {attack.frames[0].reason}'
    return tuple(dict.fromkeys((first, *attack.reasons)))


def _agents(kit: Kit, attack: Attack) -> tuple[str, ...]:
    """Return who struck, by name; attackers without one are nobody to compare."""
    found = (agent for each in attack.frames for agent in each.frame.agents)
    named = (state_of(kit, agent) for agent in found if agent != MILITIA)
    return tuple(dict.fromkeys(agent for agent in named if agent))[:4]


def _again(tags: Tags, judged: Judged) -> bool:
    """Tell "another attack", "for the second time"."""
    act, tokens = judged.frame.act, judged.frame.tokens
    first, stop = max(tokens.start, act.first - _AGAIN), min(tokens.stop, act.last + 1 + _AGAIN)
    stretch = range(first, stop)
    return next(tags.of(stretch, WordClass.AGAIN), None) is not None


def _confidence(attack: Attack) -> float:
    """Start from 0.95 and take off what `_DOUBTS` says for each doubt that applies."""
    main = attack.main
    doubts = {
        "weak": main.target.kind not in STRONG or not main.target.sure,
        "passing": attack.presupposed,
        "unplaced": not attack.place.bases,
        "body": main.sentence.role is Role.BODY,
    }
    return round(_SURE - sum(_DOUBTS[doubt] for doubt, is_so in doubts.items() if is_so), 2)


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
