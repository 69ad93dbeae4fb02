"""Adds to a report what a model proposes and the text bears out; changes nothing else of it.

Only the first report of an article that is told as current and may do anything is completed,
only slots that the rules left empty, and only from sentences that the rules tied to its attack
and to no other.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog
from msgspec.structs import replace

from contracts.messages import Article, ArticleReports, Claim, May, Report, Slot, Told
from processors.extract.assemble import Extraction, read_article
from processors.extract.claims.bind import Binding
from processors.extract.claims.passage import Passage
from processors.extract.words.kit import Kit
from processors.proposals.endpoint import Endpoint
from processors.proposals.evidence import Refusal, can_say, find
from processors.proposals.limits import Limited
from processors.proposals.question import COUNTS, NAMES, Proposed, Proposer, Question
from processors.settings import Proposals
from runtime.telemetry import count

_KEPT: Final = 2_000  # articles whose accepted proposals are remembered
_MOST_SENTENCES: Final = 12
_DOUBT: Final = 0.1  # taken off the report's confidence
_LEAST: Final = 0.05

_log = structlog.get_logger(__name__)

Accepted = Mapping[Slot, tuple[Proposed, Claim]]


@dataclass(frozen=True, slots=True)
class Opening:
    """A report with room for values, and the sentences they may come from."""

    report: Report
    binding: Binding
    passages: tuple[Passage, ...]
    question: Question


class Completer:
    """Reads articles as the rules do, then asks; `read` is what ExtractStage takes.

    What was accepted for an article is looked for again in its later versions before anybody
    is asked: else an edit that the model misses would look as if the source took it back.
    """

    def __init__(self, proposer: Proposer, model: str) -> None:
        self._proposer = proposer
        self._model = model
        self._kept: OrderedDict[str, tuple[Proposed, ...]] = OrderedDict()

    def read(self, article: Article, kit: Kit) -> ArticleReports:
        """Return what the rules read, with what was accepted beside it."""
        found = read_article(article, kit)
        opening = None if article.ref.catch_up else find_opening(found, kit)
        if opening is None:
            return found.told
        kept = _accept(opening, self._kept.get(article.ref.id, ()), {}, article)
        wanted = opening.question.without(kept)
        fresh = self._proposer.propose(wanted) if wanted.slots else ()
        accepted = _accept(opening, fresh, kept, article)
        if not accepted:
            return found.told
        self._keep(article.ref.id, accepted)
        return _completed(found.told, opening.report, accepted, self._model)

    def _keep(self, article_id: str, accepted: Accepted) -> None:
        self._kept[article_id] = tuple(proposed for proposed, _ in accepted.values())
        self._kept.move_to_end(article_id)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def close(self) -> None:
        """Let go of what is held open."""
        self._proposer.close()


def find_opening(found: Extraction, kit: Kit) -> Opening | None:
    """Return the report to complete; None where nothing that is proposed could be accepted."""
    report = next((one for one in found.told.reports if _is_open(one)), None)
    if report is None:
        return None
    tied = {one.sentence for one in found.mentions if one.report == report.ordinal}
    tied -= {one.sentence for one in found.mentions if one.report != report.ordinal}
    if not tied:
        return None
    binding = Binding(found.document, found.mentions, kit.gazetteer.actors)
    filled = {claim.slot for claim in report.claims}
    empty = [slot for slot in (*COUNTS, *NAMES) if slot not in filled]
    usable = tuple(
        passage
        for passage in binding.passages
        if passage.sentence.index in tied and any(can_say(slot, passage) for slot in empty)
    )[:_MOST_SENTENCES]
    slots = tuple(slot for slot in empty if any(can_say(slot, passage) for passage in usable))
    written = tuple(passage.written(0, len(passage.text)) for passage in usable)
    return Opening(report, binding, usable, Question(written, slots)) if slots else None


def _is_open(report: Report) -> bool:
    return report.told is Told.CURRENT and report.may is not May.NOTHING


def _accept(
    opening: Opening, proposals: Iterable[Proposed], held: Accepted, article: Article
) -> Accepted:
    """Add to `held` what is borne out; count and log everything that is not."""
    accepted = dict(held)
    for proposed in proposals:
        found = _judge(opening, proposed, accepted)
        outcome = found.value if isinstance(found, Refusal) else "accepted"
        count("proposals_total", outcome=outcome)
        _log.info("proposal", outcome=outcome, slot=proposed.slot, url=article.ref.url)
        if not isinstance(found, Refusal):
            accepted[found.slot] = (proposed, found)
    return accepted


def _judge(opening: Opening, proposed: Proposed, accepted: Accepted) -> Claim | Refusal:
    if proposed.slot not in opening.question.slots or proposed.slot in accepted:
        return Refusal.NOT_ASKED
    raw = find(proposed, opening.passages)
    if isinstance(raw, Refusal):
        return raw
    if opening.binding.report_of(raw) != opening.report.ordinal:
        return Refusal.OTHER_ATTACK
    return opening.binding.claim(raw)


def _completed(
    told: ArticleReports, report: Report, accepted: Accepted, model: str
) -> ArticleReports:
    claims = [claim for _, claim in accepted.values()]
    reasons = (
        f'{claim.slot} "{claim.value.text}" was proposed by model {model}, evidence checked'
        for claim in claims
    )
    completed = replace(
        report,
        claims=(*report.claims, *claims),
        why=(*report.why, *reasons),
        confidence=round(max(report.confidence - _DOUBT, _LEAST), 2),
    )
    reports = tuple(completed if one is report else one for one in told.reports)
    return replace(told, reports=reports)


def build(settings: Proposals) -> Completer:
    """Make what [proposals] asks for."""
    limited = Limited(Endpoint(settings), settings.max_per_hour)
    return Completer(limited, settings.model)
