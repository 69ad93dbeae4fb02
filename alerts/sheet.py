"""What a message says, in order, as clean words: the one source of its text and its HTML. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from alerts import clean, times
from alerts.headline import CONFLICT, label
from alerts.places import country
from alerts.quotes import Quote, Quotes, behind
from contracts.messages import (
    Alert,
    AlertKind,
    BaseRef,
    Confidence,
    Conflict,
    Fact,
    LedgerValue,
    Precision,
    SlotChange,
    Value,
)

_MOST_CANDIDATES: Final = 6
_KINDS: Final = {
    AlertKind.NEW_ATTACK: "New attack",
    AlertKind.UPDATE: "Update",
    AlertKind.CORRECTION: "Correction",
    AlertKind.RETRACTION: "Taken back",
    AlertKind.ESCALATION: "Escalation",
    AlertKind.COVERAGE_GAP: "Coverage gap",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A base and where it lies."""

    name: str
    country: str
    point: str  # "33.5000 N, 43.2500 E"
    geo: str  # RFC 5870


@dataclass(frozen=True, slots=True)
class FactLine:
    """A slot, what is shown for it, and who says so."""

    label: str
    shown: str
    sources: str
    quotes: tuple[int, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that cannot all be true."""

    words: str
    sources: str
    speakers: str
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A slot on which sources disagree."""

    label: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What reads differently since the last message."""

    label: str
    before: str
    after: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure one part of it is."""

    part: str
    level: str
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it."""

    kind: str
    kind_id: str
    late: bool
    doubt: str  # "UNCONFIRMED (1 source)", or ""
    told_by: str
    title: str
    spots: tuple[Spot, ...]
    unnamed: str
    candidates: tuple[Spot, ...]
    local: str
    clock: str  # whose clock `local` is on
    utc: str
    delays: tuple[str, ...]
    news: tuple[News, ...]
    facts: tuple[FactLine, ...]
    disputes: tuple[Dispute, ...]
    sure: tuple[Sure, ...]
    quotes: tuple[Quote, ...]
    because: str
    rule: str
    reference: str


def sheet(alert: Alert) -> Sheet:
    """Turn an alert into what its reader sees."""
    quotes = Quotes(alert)
    zone = times.zone_of(alert.bases, alert.candidates)
    dated = alert.kind is not AlertKind.ESCALATION
    return Sheet(
        kind=_KINDS[alert.kind],
        kind_id=alert.kind.value,
        late=alert.late,
        doubt=doubt(alert),
        told_by=sources(alert.families),
        title=clean.line(alert.headline, 200),
        spots=_spots(alert.bases),
        unnamed="" if alert.bases or not dated else _sentence(_unnamed(alert)),
        candidates=_spots(alert.candidates[:_MOST_CANDIDATES]),
        local=times.local(alert.when, zone) if dated else "",
        clock="UTC" if zone is UTC else "on the base's clock",
        utc=times.utc(alert.when),
        delays=tuple(_delays(alert)),
        news=tuple(_news(change) for change in alert.changes),
        facts=tuple(_fact(fact, quotes) for fact in alert.facts),
        disputes=tuple(_dispute(conflict, quotes) for conflict in alert.conflicts),
        sure=() if alert.kind is AlertKind.RETRACTION else how_sure(alert.confidence),
        quotes=quotes.all(),
        because=_sentence(clean.line(alert.because, 400)),
        rule=clean.line(alert.rule, 80),
        reference=alert.incident_id or alert.episode_id,
    )


def doubt(alert: Alert) -> str:
    """Say that one source alone tells it; "" when it is not so, or does not matter any more."""
    alone = alert.unconfirmed and alert.kind is not AlertKind.RETRACTION
    return "UNCONFIRMED (1 source)" if alone else ""


def sources(families: int) -> str:
    """Count independent sources in words."""
    return "1 source" if families == 1 else f"{families} independent sources"


def how_sure(confidence: Confidence | None) -> tuple[Sure, ...]:
    """Write the parts of a confidence; none where nobody weighed it."""
    if confidence is None:
        return ()
    parts = {
        "Reading": confidence.extraction,
        "Source": confidence.source,
        "Agreement": confidence.corroboration,
    }
    return tuple(
        Sure(name, part.level.value, clean.line(part.why, 300)) for name, part in parts.items()
    )


def _spots(bases: Iterable[BaseRef]) -> tuple[Spot, ...]:
    return tuple(
        Spot(
            name=clean.line(base.name, 100),
            country=country(base.country),
            point=f"{_degrees(base.lat, 'NS')}, {_degrees(base.lon, 'EW')}",
            geo=f"geo:{base.lat:.4f},{base.lon:.4f}",
        )
        for base in bases
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):.4f} {letters[value < 0]}"


def _unnamed(alert: Alert) -> str:
    words = clean.line(alert.place.words, 120)
    written = f"; written as “{words}”" if words else ""
    return f"base not named{written}"


def _delays(alert: Alert) -> Iterable[str]:
    start, published, arrived = alert.when.start, alert.published, alert.decided_at
    fine = alert.when.precision in (Precision.MINUTE, Precision.HOUR)
    if published and start and fine and published > start:
        yield f"Published {times.span(published - start)} after it happened"
    elif published:
        yield f"Published {times.moment(published)}"
    if published and arrived and arrived >= published:
        yield f"Reached us {times.span(arrived - published)} later"
    elif arrived:
        yield f"Reached us {times.moment(arrived)}"
    if alert.when.doubt:
        yield "The article's own date is in doubt"


def _news(change: SlotChange) -> News:
    if change.slot.startswith(CONFLICT):
        return _dispute_news(change)
    return News(
        label=label(change.slot),
        before=clean.line(change.before, 200) or "not known",
        after=clean.line(change.after, 200) or "not known any more",
        taken_back=change.correction,
    )


def _dispute_news(change: SlotChange) -> News:
    """Say that a dispute began or ended; of one that a source thought better of, the sides."""
    name, sides = label(change.slot), (change.before, change.after)
    if change.correction:
        before, after = (clean.line(side, 200) or "no dispute" for side in sides)
    else:
        before, after = ("sources disagree" if side else "sources agree" for side in sides)
    return News(name, before, after, change.correction)


def _fact(fact: Fact, quotes: Quotes) -> FactLine:
    return FactLine(
        label=label(fact.slot),
        shown=clean.line(fact.shown, 300),
        sources=sources(fact.families),
        quotes=quotes.of(behind(fact)),
        disputed=fact.conflict,
    )


def _dispute(conflict: Conflict, quotes: Quotes) -> Dispute:
    sides = tuple(_side(side, quotes) for side in conflict.sides)
    return Dispute(label=label(conflict.slot), sides=sides)


def _side(side: LedgerValue, quotes: Quotes) -> Side:
    return Side(
        words=clean.line(words(side.value), 200),
        sources=sources(side.families),
        speakers=", ".join(clean.line(speaker, 60) for speaker in side.speakers[:3]),
        quotes=quotes.of([side]),
    )


def words(value: Value) -> str:
    """Write a value, with what its own words leave out."""
    nation = country(value.nationality) if value.nationality else ""
    extras = [nation, value.role, value.severity.replace("_", " ")]
    extras.append(value.where.replace("_", " "))
    missing = [extra for extra in extras if extra and extra.lower() not in value.text.lower()]
    return f"{value.text} ({', '.join(missing)})" if missing else value.text
