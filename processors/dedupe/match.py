"""One attack or two: vetoes first, then a score. Counts and nationalities are never asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contracts.messages import May, Report, Slot, Told
from processors.dedupe import places, times, weapons
from processors.dedupe.places import PlaceFit
from processors.dedupe.policy import Policy
from processors.dedupe.state import Held, Telling
from processors.dedupe.times import TimeFit

_OWNER: Final = 0.3
_AGENT: Final = 0.4
_OTHER_SIDE: Final = -0.5
_WEAPON: Final = 0.5
_CLASH: Final = -1.0
_TITLE: Final = 0.8  # times the share of title words seen before
_NAMES: Final = 0.8  # times the share of names, where no clock helps
_HALF: Final = 0.5  # of the title's words
_LATE: Final = 0.1  # per day between the attack and a text without a day
_ANOTHER: Final = timedelta(hours=10)  # "another attack" told so much later means a second one
_VAGUE: Final = timedelta(days=9)  # a week, and a day of slack on either side
_TELLING: Final = 10  # a count from here on is as good as two anchors
_ANCHORS: Final = 2  # that must agree where a time is vaguer than a week


class Fit(StrEnum):
    """What came of comparing a report with an incident."""

    FITS = "fits"
    OTHER_PLACE = "other_place"
    OTHER_TIME = "other_time"
    ANOTHER = "another"  # the text itself calls it a further attack
    TOO_VAGUE = "too_vague"  # a link over more than a week with too little to hold it
    WEAK = "weak"  # nothing against it, and too little for it


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict on one report and one incident, with its reason in words."""

    fit: Fit
    score: float
    reason: str


def match(telling: Telling, held: Held, policy: Policy, others: Mapping[str, Held]) -> Match:
    """Compare a report with an incident.

    Args:
        telling: the report.
        held: the incident.
        policy: thresholds and gazetteer.
        others: what else the store knows at this place; "again" may point there.
    """
    place = places.fit(telling.report.place, held.incident.place, policy.gazetteer)
    reach = _reach(telling.report, held, policy)
    time = times.fit(telling.report.when, held.incident.when, reach)
    if veto := _veto(telling, held, place, time) or _another(telling, held, policy, others):
        return veto
    score = places.SCORES[place] + _time_score(time, telling, held)
    score += _likeness(telling, held) + _side_score(telling.report, held, policy)
    sure = _could_open(telling.report) and place is not PlaceFit.UNSAID
    least = policy.join_score if sure else policy.weak_score
    fit = Fit.FITS if score >= least else Fit.WEAK
    return Match(fit, score, f"{place}, {time}")


def _veto(telling: Telling, held: Held, place: PlaceFit, time: TimeFit) -> Match | None:
    """Say what speaks against one attack, whatever speaks for it."""
    if place in places.VETOES or (place is PlaceFit.UNSAID and not _is_alike(telling, held)):
        return Match(Fit.OTHER_PLACE, 0, place)
    if place is PlaceFit.BORDER and not _shares_side(telling.report, held):
        return Match(Fit.OTHER_PLACE, 0, place)
    if time in times.VETOES:
        return Match(Fit.OTHER_TIME, 0, time)
    if time is TimeFit.NEXT_DAY and _weapon_score(telling.report.weapon, held) < 0:
        return Match(Fit.ANOTHER, 0, "another day and another weapon")
    if _is_vague(telling.report, held) and _anchors(telling.report, held) < _ANCHORS:
        return Match(Fit.TOO_VAGUE, 0, "more than a week, and nothing else to hold it")
    return None


def _shares_side(report: Report, held: Held) -> bool:
    """Say if the same forces were hit, or the same ones struck."""
    owners = set(report.place.owners) & set(held.incident.place.owners)
    return bool(owners or set(report.agents) & set(held.agents))


def _is_alike(telling: Telling, held: Held) -> bool:
    """Say if who struck or the title holds two tellings together that share no place."""
    agents = set(telling.report.agents) & set(held.agents)
    return bool(agents) or _share(telling.title_words, held.title_words) >= _HALF


def _could_open(report: Report) -> bool:
    return report.may is May.OPEN and report.told is Told.CURRENT


def _reach(report: Report, held: Held, policy: Policy) -> timedelta:
    """Return how long after an attack this report may still tell of it without a day."""
    if report.presupposed:
        return policy.memory if _anchors(report, held) >= _ANCHORS else policy.long_lag
    passing = report.told is Told.BACKGROUND or report.may is May.OPEN_IF_UNKNOWN
    joins = report.may is May.JOIN and bool(report.place.bases)
    return policy.long_lag if passing or joins else policy.lag


def _another(
    telling: Telling, held: Held, policy: Policy, others: Mapping[str, Held]
) -> Match | None:
    """Say if "again" or "a second" sets this report apart from the incident.

    Not if the incident is itself told so, or an earlier attack there satisfies the word.
    """
    if not telling.report.again or held.again or not telling.at or not held.first_at:
        return None
    needed = _ANOTHER if times.is_dated(telling.report.when) else times.DAY
    if telling.at - held.first_at < needed:
        return None
    if any(_is_earlier(other, held, policy) for other in others.values() if other.id != held.id):
        return None
    return Match(Fit.ANOTHER, 0, "the text calls it another attack")


def _is_earlier(other: Held, held: Held, policy: Policy) -> bool:
    """Say if `other` is an attack on the same base within memory before `held`."""
    start, end = held.incident.when.start, other.incident.when.end
    if start is None or end is None:
        return False
    same = set(other.incident.place.bases) & set(held.incident.place.bases)
    return bool(same) and end <= start and start - end <= policy.memory


def _is_vague(report: Report, held: Held) -> bool:
    spans = [when for when in (report.when, held.incident.when) if times.is_dated(when)]
    return any(times.width(when) > _VAGUE for when in spans)


def _anchors(report: Report, held: Held) -> int:
    """Count what agrees besides place and time."""
    kinds = weapons.classes((report.weapon,)) if report.weapon else frozenset()
    agree = [
        bool(kinds & weapons.classes(held.weapons)),
        bool(set(report.agents) & set(held.agents)),
        report.when.weekday is not None and report.when.weekday == held.incident.when.weekday,
    ]
    counts = (Slot.KILLED, Slot.INJURED, Slot.FIRED)
    return sum(agree) + sum(_shared_count(report, held, slot) for slot in counts)


def _shared_count(report: Report, held: Held, slot: Slot) -> int:
    """Weigh a number that both give of a slot: a large one is no coincidence."""
    tally = next((tally for tally in held.slots if tally.slot is slot), None)
    theirs = {each.value.low for each in tally.values} if tally else set()
    shared = [
        claim.value.low
        for claim in report.claims
        if claim.slot is slot and claim.value.low and claim.value.low in theirs
    ]
    return 0 if not shared else 2 if max(shared) >= _TELLING else 1


def _time_score(time: TimeFit, telling: Telling, held: Held) -> float:
    score = times.SCORES[time]
    if time is not TimeFit.NEAR:
        return score
    return max(0.1, score - _LATE * _days_late(telling.report.when.end, held.incident.when.end))


def _days_late(end: datetime | None, held: datetime | None) -> float:
    return abs(end - held) / times.DAY if end and held else 0.0


def _likeness(telling: Telling, held: Held) -> float:
    report = telling.report
    score = _OWNER * bool(set(report.place.owners) & set(held.incident.place.owners))
    score += _weapon_score(report.weapon, held)
    score += _TITLE * _share(telling.title_words, held.title_words)
    if report.when.start is None:
        score += _NAMES * _share(telling.names, held.names)
    return score


def _side_score(report: Report, held: Held, policy: Policy) -> float:
    """Weigh who struck: an attack by the other side is hardly the same one."""
    mine, theirs = (_sides(agents, policy) for agents in (report.agents, held.agents))
    if not mine or not theirs:
        return 0.0
    return _AGENT if mine & theirs else _OTHER_SIDE


def _sides(agents: Iterable[str], policy: Policy) -> frozenset[str]:
    """Return the states behind some attackers, or the groups themselves."""
    actors = policy.gazetteer.actors
    known = ((agent, actors.get(agent)) for agent in agents)
    return frozenset(actor.state if actor and actor.state else agent for agent, actor in known)


def _weapon_score(weapon: str, held: Held) -> float:
    mine = weapons.classes((weapon,)) if weapon else frozenset()
    theirs = weapons.classes(held.weapons)
    if not mine or not theirs:
        return 0.0
    return _WEAPON if mine & theirs else _CLASH


def _share(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    """Return how much of the shorter list stands in the longer one."""
    if not mine or not theirs:
        return 0.0
    return len(set(mine) & set(theirs)) / min(len(set(mine)), len(set(theirs)))
