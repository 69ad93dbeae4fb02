"""An act and what it was done to, by nearness within one sentence; and how that is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice, pairwise
from typing import Final

from contracts.messages import Told
from contracts.weapons import Weapon
from processors.extract.plain.calendar import old_dates, years_ago
from processors.extract.plain.kit import NUMBER, ROLE, WEAPON
from processors.extract.plain.numbers import value_of
from processors.extract.plain.origin import launched_at
from processors.extract.plain.passage import Hit, Passage, gap
from processors.extract.text.document import Role
from processors.language.plain import Cue

_ACTS: Final = (Cue.STRIKE, Cue.BLAST, Cue.FALL, Cue.FIRED, Cue.BEAT_OFF)
_OF_WEAPONS: Final = frozenset({Cue.FALL, Cue.FIRED, Cue.BEAT_OFF})
_MOST_ACTS: Final = 12  # of one sentence; more is a hostile text
_MOST_TARGETS: Final = 40
_REACH: Final = 18  # words between an act and its target
_BESIDE: Final = 3  # words between a base and the word that says whose or what it is
_NEAR: Final = 12  # words between an act and a word that says how it is told
_COUNTED: Final = 3  # words between a number and the attacks it counts
_MANY: Final = 8  # attacks of one text; fewer may be one raid in waves


class Target(StrEnum):
    """What was struck."""

    BASE = "base"  # named
    SITE = "site"
    FORCE = "force"
    TOWN = "town"  # one with a base
    CIVIL = "civil"
    POLICE = "police"
    ARMED_GROUP = "armed_group"


STRONG: Final = frozenset({Target.BASE, Target.SITE})
HARM: Final = "harm to forces, and no word of the deed"
_OTHERS: Final[Mapping[str, Target]] = {
    Cue.FORCE: Target.FORCE,
    Cue.CIVIL: Target.CIVIL,
    Cue.POLICE: Target.POLICE,
    Cue.ARMED_GROUP: Target.ARMED_GROUP,
    "garrison": Target.TOWN,
}
_PLACES: Final = frozenset({"base", Cue.SITE, Cue.WEAK_SITE})
_PARTS: Final = (*_ACTS, Cue.BY, Cue.BLAMES, Cue.CLAIMS)  # no owner of a site beyond these
_OWNERS: Final = (
    Cue.ARMED_GROUP,
    Cue.POLICE,
    Cue.MILITARY,
    Cue.FORCE,
    Cue.SITE,
    "base",
    "demonym",
    "country",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One act with its target, which may stand in the sentence beside it."""

    passage: Passage  # of the act
    act: Hit
    beside: Passage  # of the target
    target: Hit
    kind: Target
    weapon: str
    told: Told
    reason: str

    @property
    def role(self) -> Role:
        """Where in the article it stands."""
        return self.passage.sentence.role

    @property
    def strong(self) -> bool:
        """Whether a military site was struck."""
        return self.kind in STRONG


def frames(passage: Passage, clock: datetime | None) -> list[Frame]:
    """Return the acts of a sentence that have a target, each with its own."""
    found = []
    targets = list(islice(_targets(passage), _MOST_TARGETS))
    for act in list(passage.of(*_ACTS))[:_MOST_ACTS]:
        weapon = _weapon(passage, act)
        if act.kind in _OF_WEAPONS and not weapon:
            continue
        near = sorted(
            ((gap(act, hit), kind not in STRONG, hit.first, hit, kind) for hit, kind in targets),
            key=lambda each: each[:3],
        )
        if not near or near[0][0] > _REACH:
            continue
        _, _, _, hit, kind = _struck(near)
        told, reason = _told(passage, act, kind, clock)
        found.append(Frame(passage, act, passage, hit, kind, weapon, told, reason))
    return found


def frame_across(passages: Sequence[Passage], clock: datetime | None) -> Frame | None:
    """Join an act and a base in two neighbouring sentences of title and lead.

    "Fifteen rockets were fired today. The group said that it had aimed at the air base."
    """
    for first, second in pairwise(passages):
        for acted, other in ((first, second), (second, first)):
            acts = list(acted.of(Cue.STRIKE, Cue.BLAST, Cue.FIRED))[:1]
            sites = [each for each in _targets(other) if each[1] in STRONG]
            named = sorted(sites, key=lambda each: each[1] is not Target.BASE)
            for act in acts if named else ():
                hit, kind = named[0]
                weapon = _weapon(acted, act) or _weapon(other, hit)
                told, reason = _told(acted, act, kind, clock)
                if told is Told.CURRENT and weapon:
                    return Frame(acted, act, other, hit, kind, weapon, told, reason)
    return None


def harm_frame(passage: Passage, clock: datetime | None) -> Frame | None:
    """Return people hurt at a base: "a sergeant wounded at the base has died"."""
    for act in passage.of(Cue.KILLED, Cue.INJURED, WEAPON):
        for hit, kind in _targets(passage):
            if kind in STRONG:
                return _harm(passage, act, hit, kind, clock)
    return None


def toll_frame(passage: Passage, clock: datetime | None) -> Frame | None:
    """Return soldiers killed or hurt, and no word of where: "two peacekeepers wounded"."""
    for act in passage.of(Cue.KILLED, Cue.INJURED):
        for hit in (*passage.of(Cue.TOLL), *passage.of(Cue.FORCE, Cue.PERSON)):
            return _harm(passage, act, hit, Target.FORCE, clock)
    return None


def _harm(passage: Passage, act: Hit, hit: Hit, kind: Target, clock: datetime | None) -> Frame:
    told, reason = _told(passage, act, kind, clock)
    reason = HARM if told is Told.CURRENT else reason
    return Frame(passage, act, passage, hit, kind, _weapon(passage, act), told, reason)


_NO_ATTACKS: Final = (WEAPON, ROLE, Cue.FORCE, Cue.PERSON, Cue.KILLED, Cue.INJURED)  # counted
Near = tuple[int, bool, int, Hit, Target]


def _struck(near: Sequence[Near]) -> Near:
    """Return the target: a place before those who may have struck it, else the nearest."""
    first = near[0]
    if first[4] in {Target.ARMED_GROUP, Target.FORCE, Target.TOWN}:
        places = [each for each in near if each[3].kind in _PLACES and each[0] <= _REACH]
        sites = [each for each in places if each[4] in STRONG]
        if first[4] is Target.FORCE:
            return next(iter(places), first)
        return next(iter(sites), first)
    return first


def _targets(passage: Passage) -> Iterator[tuple[Hit, Target]]:
    launched = launched_at(passage)
    for hit in passage.hits:
        if hit.first in launched:
            continue
        if hit.kind in _PLACES:
            yield hit, _site(passage, hit)
        elif hit.kind in _OTHERS:
            yield hit, _OTHERS[hit.kind]


def _site(passage: Passage, hit: Hit) -> Target:
    """Say whose site it is by the words beside it; a weak one needs a military word there."""
    if hit.kind == "base":
        return Target.BASE
    beside = [
        (gap(hit, other), other.first < hit.first, other.kind)
        for other in passage.of(*_OWNERS)
        if other.first != hit.first
        and gap(hit, other) <= _BESIDE
        and not any(_between(each.first, hit, other) for each in passage.of(*_PARTS))
        and not (other.kind == Cue.ARMED_GROUP and other.first < hit.first)
    ]
    owner = min(beside)[2] if beside else ""
    if any(kind == Cue.ARMED_GROUP for _, _, kind in beside):
        owner = Cue.ARMED_GROUP
    if owner in {Cue.ARMED_GROUP, Cue.POLICE}:
        return _OTHERS[owner]
    return Target.SITE if hit.kind == Cue.SITE or owner else Target.TOWN


def _between(at: int, one: Hit, other: Hit) -> bool:
    return min(one.last, other.last) < at < max(one.first, other.first)


def _weapon(passage: Passage, act: Hit) -> str:
    """Return the kind of weapon nearest to the act; an explosion is none where another is named."""
    near = sorted(passage.of(WEAPON), key=lambda hit: (hit.id == Weapon.EXPLOSION, gap(act, hit)))
    return near[0].id if near else ""


def _told(passage: Passage, act: Hit, kind: Target, clock: datetime | None) -> tuple[Told, str]:
    """Say how an act is told: the first cue that fits."""
    cues = (
        (passage.has(Cue.EXERCISE), Told.EXERCISE, "an exercise is spoken of"),
        (passage.has(Cue.DENIED), Told.DENIED, "the sentence says that there was none"),
        (_is_negated(passage, act), Told.DENIED, "said not to have been done"),
        (_is_near(passage, act, Cue.THREAT), Told.THREAT, "said as something that may come"),
        (_is_counted(passage, act), Told.AGGREGATE, "one of many that are counted together"),
        (_is_past(passage, act, clock), Told.BACKGROUND, "said with an old time"),
        (_is_aimed_at_them(passage, kind), Told.OUTGOING, "aimed at an armed group"),
    )
    return next(((told, why) for so, told, why in cues if so), (Told.CURRENT, "said as news"))


def _is_aimed_at_them(passage: Passage, kind: Target) -> bool:
    """Tell an attack on an armed group from one that it claims or is blamed for."""
    return kind is Target.ARMED_GROUP and not passage.has(Cue.CLAIMS, Cue.BLAMES)


def _is_negated(passage: Passage, act: Hit) -> bool:
    """Tell "was not attacked": the word right before the act."""
    return any(hit.last + 1 == act.first for hit in passage.of(Cue.NOT))


def _is_near(passage: Passage, act: Hit, cue: Cue) -> bool:
    return any(gap(act, hit) <= _NEAR for hit in passage.of(cue))


def is_old(passage: Passage, clock: datetime | None) -> bool:
    """Tell a sentence with an old time or a count over one, and no day of the news."""
    new = passage.has(Cue.TODAY, Cue.YESTERDAY, Cue.NIGHT, "weekday")
    return not new and any(_old(passage, clock))


def _old(passage: Passage, clock: datetime | None) -> Iterator[Hit]:
    yield from passage.of(Cue.PAST)
    yield from years_ago(passage)
    yield from old_dates(passage, clock)


def _is_past(passage: Passage, act: Hit, clock: datetime | None) -> bool:
    """Tell whether an old time stands nearer to the act than a day of the news."""
    old = list(_old(passage, clock))
    new = passage.of(Cue.TODAY, Cue.YESTERDAY, Cue.NIGHT, "weekday")
    nearest = min((gap(act, hit) for hit in new), default=None)
    return any(nearest is None or gap(act, hit) <= nearest for hit in old)


def _is_counted(passage: Passage, act: Hit) -> bool:
    if _is_near(passage, act, Cue.AGGREGATE):
        return True
    for number in passage.of(NUMBER):
        many = value_of(number) >= _MANY
        counts = act.kind == Cue.STRIKE and 0 <= act.first - number.last - 1 <= _COUNTED
        times = any(passage.within(number.last + 1, number.last + 2, Cue.TIMES))
        if many and times:
            return True
        if many and counts and not any(passage.within(number.first, act.first, *_NO_ATTACKS)):
            return True
    return False
