"""One attack as a report: what was found, and why we think so."""

from dataclasses import dataclass
from typing import Final

from contracts import ids
from contracts.messages import ArticleRef, Claim, Report
from processors.extract.frames.owners import state_of
from processors.extract.frames.parties import MILITIA
from processors.extract.frames.targets import STRONG
from processors.extract.reports.groups import Attack
from processors.extract.text.document import Document, Role
from processors.extract.verdict.told import Judged
from processors.extract.words.kit import Kit
from processors.extract.words.tags import Tags
from processors.language import WordClass

_AGAIN: Final = 4  # tokens on either side of the act
_MOST_AGENTS: Final = 4

# Confidence is a plain sum, not a probability: what a reader of the report should doubt.
_SURE: Final = 0.95
_WEAK: Final = "what was hit may be no military site"
_PASSING: Final = "told in passing"
_UNPLACED: Final = "no base is named"
_BODY: Final = "told far down in the text"
_DOUBTS: Final = {_WEAK: 0.25, _PASSING: 0.2, _UNPLACED: 0.15, _BODY: 0.1}


@dataclass(frozen=True, slots=True)
class Reporter:
    """Writes the reports of one article version."""

    document: Document
    tags: Tags
    kit: Kit
    ref: ArticleRef

    def report(self, ordinal: int, attack: Attack, told: tuple[Claim, ...]) -> Report:
        """Write one report with the claims that were bound to it."""
        main = attack.main
        weapons = (each.frame.weapon for each in attack.frames)
        doubts = _doubts(attack)
        return Report(
            id=ids.report_id(self.ref.version, ordinal),
            ordinal=ordinal,
            told=attack.told,
            may=attack.may,
            why=_why(self.document, attack),
            place=attack.place,
            when=attack.when,
            weapon=next((weapon for weapon in weapons if weapon), ""),
            again=any(_again(self.tags, each) for each in attack.frames[:2]),
            presupposed=attack.presupposed,
            agents=_agents(self.kit, attack),
            claims=told,
            span=self.document.span(main.sentence.start, main.sentence.end),
            sentence=self.document.words(main.sentence.start, main.sentence.end),
            confidence=round(_SURE - sum(map(_DOUBTS.__getitem__, doubts)), 2),
            doubts=doubts,
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
    return tuple(dict.fromkeys(agent for agent in named if agent))[:_MOST_AGENTS]


def _again(tags: Tags, judged: Judged) -> bool:
    """Tell "another attack", "for the second time"."""
    act, tokens = judged.frame.act, judged.frame.tokens
    first, stop = max(tokens.start, act.first - _AGAIN), min(tokens.stop, act.last + 1 + _AGAIN)
    stretch = range(first, stop)
    return next(tags.of(stretch, WordClass.AGAIN), None) is not None


def _doubts(attack: Attack) -> tuple[str, ...]:
    """Return those of `_DOUBTS` that apply; each takes its share off 0.95."""
    main = attack.main
    doubts = {
        _WEAK: main.target.kind not in STRONG or not main.target.sure,
        _PASSING: attack.presupposed,
        _UNPLACED: not attack.place.bases,
        _BODY: main.sentence.role is Role.BODY,
    }
    return tuple(doubt for doubt, applies in doubts.items() if applies)
