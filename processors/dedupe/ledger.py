"""The ledger: claims become values, each with everybody who maintains it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from contracts.messages import Claim, Evidence, Slot
from processors.dedupe import values
from processors.dedupe.state import SlotTally, Telling, ValueTally
from processors.gazetteer import Gazetteer

_KEPT: Final = 24  # distinct values of a slot; the least backed one makes room
_EVIDENCE: Final = 3
_SPEAKERS: Final = 4
_DENIED: Final = "denied"


def add(
    slots: Sequence[SlotTally], telling: Telling, gazetteer: Gazetteer
) -> tuple[SlotTally, ...]:
    """Enter the claims of one report.

    A family that contradicts what it said before has changed its mind: the older word no
    longer counts. Contradictions within one report both stand.
    """
    tallies = {tally.slot: tally for tally in slots}
    for slot, claims in _by_slot(telling.report.claims).items():
        tally = tallies.get(slot, SlotTally(slot=slot))
        tallies[slot] = _entered(tally, claims, telling, gazetteer)
    return tuple(tallies[slot] for slot in Slot if slot in tallies)


def _by_slot(claims: Iterable[Claim]) -> dict[Slot, list[Claim]]:
    found: dict[Slot, list[Claim]] = {}
    for claim in claims:
        if claim.certainty != _DENIED or claim.slot is Slot.STATUS:
            found.setdefault(claim.slot, []).append(claim)
    return found


def _entered(
    tally: SlotTally, claims: list[Claim], telling: Telling, gazetteer: Gazetteer
) -> SlotTally:
    held = {value.key: value for value in tally.values}
    mine = {values.key(claim.value) for claim in claims}
    for claim in claims:
        name = values.key(claim.value)
        held[name] = _said(held.get(name), claim, telling)
    older = [value for name, value in held.items() if name not in mine]
    for name in sorted(mine):
        for other in older:
            if telling.family in other.says and values.clash(
                tally.slot, held[name].value, other.value, gazetteer
            ):
                _withdraw(held, name, other.key, telling.family)
    together = {*tally.together, *_together(claims)}
    return SlotTally(
        slot=tally.slot, values=_bounded(held.values()), together=tuple(sorted(together)[:_KEPT])
    )


def _said(known: ValueTally | None, claim: Claim, telling: Telling) -> ValueTally:
    """Add one claim to what is known of its value."""
    if known is None:
        known = ValueTally(
            key=values.key(claim.value), value=claim.value, reports=0, says={}, first_at=telling.at
        )
    speakers = known.speakers
    if claim.speaker and claim.speaker not in speakers:
        speakers = (*speakers, claim.speaker)[:_SPEAKERS]
    at = latest(known.says.get(telling.family), telling.at)
    return replace(
        known,
        reports=known.reports + (known.seq != telling.seq or not known.reports),
        says={**known.says, telling.family: at},
        speakers=speakers,
        first_at=earliest(known.first_at, telling.at),
        last_at=latest(known.last_at, telling.at),
        seq=telling.seq,
        evidence=with_evidence(known.evidence, evidence(telling, claim)),
    )


def _withdraw(held: dict[str, ValueTally], new: str, old: str, family: str) -> None:
    """Let a family stand by the later one of two words that contradict each other."""
    fresh, stale = held[new].says.get(family), held[old].says.get(family)
    loser = new if fresh and stale and fresh < stale else old
    says = {name: at for name, at in held[loser].says.items() if name != family}
    held[loser] = replace(held[loser], says=says)


def _together(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """Return pairs of values that one sentence gives side by side: parts, not rivals.

    Two counts of the same victims or munitions are rivals even in one sentence.
    """
    for at, one in enumerate(claims[:_KEPT]):
        for other in claims[at + 1 : _KEPT]:
            parts = one.slot not in values.COUNTS or (
                one.value.nationality != other.value.nationality
            )
            if parts and one.sentence == other.sentence:
                first, second = sorted((values.key(one.value), values.key(other.value)))
                yield first, second


def _bounded(held: Iterable[ValueTally]) -> tuple[ValueTally, ...]:
    kept = list(held)
    while len(kept) > _KEPT:
        kept.remove(min(kept, key=lambda value: (len(value.says), value.seq, value.key)))
    return tuple(kept)


def evidence(telling: Telling, claim: Claim | None = None) -> Evidence:
    """Say where a claim stands; without one, where the attack is told of."""
    ref = telling.ref
    return Evidence(
        url=ref.url,
        sentence=claim.sentence if claim else telling.report.sentence,
        source=ref.source,
        family=telling.family,
        title=ref.title,
        published=ref.clock,
        article_id=ref.id,
        version=ref.version,
        span=claim.span if claim else telling.report.span,
    )


def with_evidence(known: tuple[Evidence, ...], new: Evidence) -> tuple[Evidence, ...]:
    """Keep the first of each family, three at most."""
    if len(known) >= _EVIDENCE or any(each.family == new.family for each in known):
        return known
    return (*known, new)


def earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the earlier time; an unknown one says nothing."""
    return min(one, other) if one and other else one or other


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the later time; an unknown one says nothing."""
    return max(one, other) if one and other else one or other


def merged(one: Sequence[SlotTally], other: Sequence[SlotTally]) -> tuple[SlotTally, ...]:
    """Lay the ledgers of two incidents together that turned out to be one."""
    mine, theirs = ({tally.slot: tally for tally in each} for each in (one, other))
    found = []
    for slot in Slot:
        if slot in mine and slot in theirs:
            found.append(_merged_slot(mine[slot], theirs[slot]))
        elif slot in mine or slot in theirs:
            found.append(mine.get(slot) or theirs[slot])
    return tuple(found)


def _merged_slot(one: SlotTally, other: SlotTally) -> SlotTally:
    held = {value.key: value for value in one.values}
    for value in other.values:
        held[value.key] = _merged_value(held[value.key], value) if value.key in held else value
    together = tuple(sorted({*one.together, *other.together})[:_KEPT])
    return SlotTally(slot=one.slot, values=_bounded(held.values()), together=together)


def _merged_value(one: ValueTally, other: ValueTally) -> ValueTally:
    says = dict(one.says)
    for family, at in other.says.items():
        says[family] = latest(says.get(family), at)
    shown = one.evidence
    for each in other.evidence:
        shown = with_evidence(shown, each)
    return replace(
        one,
        reports=one.reports + other.reports,
        says=says,
        speakers=tuple(dict.fromkeys((*one.speakers, *other.speakers)))[:_SPEAKERS],
        first_at=earliest(one.first_at, other.first_at),
        last_at=latest(one.last_at, other.last_at),
        seq=max(one.seq, other.seq),
        evidence=shown,
    )
