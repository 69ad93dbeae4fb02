"""How sure an incident is: how well it was read, from what, and who else says so. Pure.

Extraction and source are those of one report, the surest that tells of it; corroboration is the
incident's. Three parts, for one number would hide which of them is weak.
"""

from collections.abc import Sequence
from typing import Final

from contracts.messages import (
    ArticleRef,
    ClockBasis,
    Confidence,
    Incident,
    Level,
    Report,
    Slot,
    Sureness,
    TextKind,
    Told,
)
from processors.dedupe.state import Grounds, Telling

_RANK: Final = {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 2}
_SURE: Final = 0.9  # of Report.confidence: no doubt at all
_FAIR: Final = 0.65  # one doubt, or two slight ones
_READ_FROM: Final = {
    TextKind.FEED: "only the feed's own words were read",
    TextKind.PAGE: "the whole page was read, other stories on it too",
}
_NO_CLOCK: Final = {ClockBasis.FETCH, ClockBasis.NONE}
_NAME: Final = 100  # characters of a publisher


def grounds(telling: Telling, languages: Sequence[str]) -> Grounds | None:
    """Weigh one report and its article; None for a denial, which stands behind nothing.

    Args:
        telling: the report, and whose it is.
        languages: those read by their grammar, ISO 639-1.
    """
    if telling.report.told is Told.DENIED:
        return None
    return Grounds(
        news=telling.report.told is Told.CURRENT,
        extraction=_extraction(telling.report),
        source=_source(telling, languages),
    )


def surer(one: Grounds | None, other: Grounds | None) -> Grounds | None:
    """Return the surer of two; of equals, and beside nothing, the first."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=_weight)


def _weight(found: Grounds) -> tuple[bool, int, int]:
    """News before memories; then what is weak in neither part before what is strong in one."""
    ranks = [_RANK[part.level] for part in (found.extraction, found.source)]
    return found.news, min(ranks), max(ranks)


def of(found: Grounds | None, incident: Incident) -> Confidence | None:
    """Put the parts together; None for an incident of which nobody tells as an attack."""
    if found is None:
        return None
    return Confidence(
        extraction=found.extraction,
        source=found.source,
        corroboration=_corroboration(incident),
    )


def _extraction(report: Report) -> Sureness:
    why = "; ".join(report.doubts) or "told outright, and the base is named"
    if report.confidence >= _SURE:
        return Sureness(level=Level.HIGH, why=why)
    fair = report.confidence >= _FAIR
    return Sureness(level=Level.MEDIUM if fair else Level.LOW, why=why)


def _source(telling: Telling, languages: Sequence[str]) -> Sureness:
    doubts = _source_doubts(telling.ref, telling.report, languages)
    levels = (Level.HIGH, Level.MEDIUM, Level.LOW)
    said = "; ".join(doubts) or "its own article was read"
    return Sureness(level=levels[min(len(doubts), 2)], why=f"{telling.ref.family[:_NAME]}: {said}")


def _source_doubts(ref: ArticleRef, report: Report, languages: Sequence[str]) -> list[str]:
    """Return what makes an article a poorer source than a dated one of a known publisher."""
    code = ref.language.partition("-")[0].lower()
    doubts = {
        "its address names no publisher": ref.family == ref.source and "://" not in ref.url,
        _READ_FROM.get(ref.text_kind, ""): ref.text_kind in _READ_FROM,
        f"read without a grammar of its language ({code})": bool(code) and code not in languages,
        "when it was written is not sure": report.when.doubt or ref.clock_basis in _NO_CLOCK,
    }
    return [doubt for doubt, applies in doubts.items() if applies]


def _corroboration(incident: Incident) -> Sureness:
    """Count the families, and ask if they contradict each other."""
    disputed = [conflict.slot for conflict in incident.conflicts]
    alone = incident.families < 2
    told = "1 source" if alone else f"{incident.families} independent sources"
    if Slot.STATUS in disputed or incident.status == "denied":
        return Sureness(level=Level.LOW, why=f"{told}, and whether it happened is disputed")
    if alone:
        return Sureness(level=Level.LOW, why="1 source, and no other one")
    if disputed:
        slots = ", ".join(slot.replace("_", " ") for slot in disputed)
        return Sureness(level=Level.MEDIUM, why=f"{told}, which disagree on {slots}")
    return Sureness(level=Level.HIGH, why=f"{told}, and no contradiction")
