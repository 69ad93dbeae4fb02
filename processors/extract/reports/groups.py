"""Frames to attacks: which frames tell of the same one, and what each may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from contracts.messages import May, Place, Precision, Told, When
from processors.extract.frames.frames import Frame
from processors.extract.frames.targets import TargetKind
from processors.extract.reports.moment import Moments
from processors.extract.reports.place import Places
from processors.extract.text.document import Role
from processors.extract.verdict.reading import Finding, is_presupposed, looks_back
from processors.extract.verdict.told import Judged
from processors.extract.words.tags import Tags

_MOST: Final = 6  # attacks told in one article
_MOST_SILENT: Final = 3  # of them told as background
_VAGUE: Final = frozenset({TargetKind.TOWN, TargetKind.CIVIL})
_DAYS: Final = frozenset(
    {Precision.MINUTE, Precision.HOUR, Precision.PART_OF_DAY, Precision.DAY, Precision.DAYS}
)
_HIGH: Final = frozenset({Role.TITLE, Role.LEAD})


@dataclass(slots=True)
class Attack:
    """One attack as an article tells it, the frame that tells it best first."""

    told: Told
    may: May
    frames: list[Judged]
    place: Place
    when: When
    reasons: tuple[str, ...]
    presupposed: bool

    @property
    def main(self) -> Frame:
        """Return the frame that tells it best."""
        return self.frames[0].frame


def attacks(
    finding: Finding, judged: Sequence[Judged], tags: Tags, places: Places, moments: Moments
) -> list[Attack]:
    """Return the attacks of a document, the main one first."""
    main = Attack(
        finding.told,
        finding.may,
        [finding.frames[0]],
        places.of(finding.frames[0].frame),
        When(),
        (str(finding.row),),
        finding.presupposed,
    )
    found = [main]
    for each in finding.frames[1:]:
        _place_frame(each, found, tags, places, moments)
    if finding.may is not May.NOTHING:
        _silent(judged, found, places, moments)
    for attack in found:
        _date(attack, moments)
    return [*found, *_decisions(judged, found, places)]


def _date(attack: Attack, moments: Moments) -> None:
    """Date an attack; one told as past has its own time or none, never the publication's."""
    if attack.frames[0].told is not Told.BACKGROUND:
        attack.when = moments.of([each.frame for each in attack.frames])
        return
    own = moments.old(attack.main)
    if own is None:
        attack.may = May.NOTHING
    elif own.precision is Precision.YEAR and attack.may is not May.NOTHING:
        attack.may = May.JOIN
    attack.when = own or When()


def _place_frame(
    each: Judged, found: list[Attack], tags: Tags, places: Places, moments: Moments
) -> None:
    """Give a current frame to the attack it speaks of, or let it be one of its own."""
    place = places.of(each.frame)
    for attack in found:
        if not places.apart(place, attack.place):
            if each.frame.target.kind in _VAGUE and attack.main.target.kind not in _VAGUE:
                return  # "strikes in the east" need not be the attack on the base
            attack.frames.append(each)
            attack.place = _joined(attack, each.frame, place)
            return
    if len(found) < _MOST and _stands_alone(each.frame, moments):
        known = is_presupposed(each.frame, tags) or looks_back(each.frame, tags)
        high = each.frame.sentence.role in _HIGH and not known
        may = May.OPEN if high and found[0].may is May.OPEN else May.OPEN_IF_UNKNOWN
        reason = "a further attack, on another base, in the same article"
        found.append(Attack(Told.CURRENT, may, [each], place, When(), (reason,), known))


def _stands_alone(frame: Frame, moments: Moments) -> bool:
    """Tell a further attack from an old one told again: below the lead it must name its day."""
    if frame.plural or not frame.strong:
        return False
    if frame.sentence.role in _HIGH:
        return True
    own = moments.own(frame)
    return own is not None and own.precision in _DAYS


def _joined(attack: Attack, frame: Frame, place: Place) -> Place:
    """Fill what the frames so far leave open with what a further one says."""
    known = attack.place
    lower = attack.main.sentence.role in _HIGH and frame.sentence.role not in _HIGH
    if known.bases or (lower and (known.candidates or known.towns or not place.bases)):
        return known
    if place.bases:
        return replace(place, owners=known.owners or place.owners)
    return replace(
        known,
        candidates=known.candidates or place.candidates,
        towns=known.towns or place.towns,
        regions=known.regions or place.regions,
        countries=known.countries or place.countries,
        owners=known.owners or place.owners,
    )


def _silent(
    judged: Sequence[Judged], found: list[Attack], places: Places, moments: Moments
) -> None:
    """Add past attacks that name their base and their time, so that they find their place."""
    silent = 0
    for each in judged:
        known = any(each in attack.frames for attack in found)
        if known or each.told is not Told.BACKGROUND or not each.frame.strong or each.frame.plural:
            continue
        place = places.of(each.frame)
        if not place.bases or moments.old(each.frame) is None or silent >= _MOST_SILENT:
            continue
        silent += 1
        found.append(
            Attack(
                Told.BACKGROUND,
                May.OPEN_IF_UNKNOWN,
                [each],
                place,
                When(),
                ("an earlier attack, told with its time",),
                presupposed=True,
            )
        )


def _decisions(judged: Sequence[Judged], found: Sequence[Attack], places: Places) -> list[Attack]:
    """Return one attack per other way of telling, so that "why not" has an answer."""
    seen = {attack.told for attack in found}
    others: list[Attack] = []
    for each in judged:
        if each.told in seen or each.told in {Told.CURRENT, Told.BACKGROUND}:
            continue
        seen.add(each.told)
        place = places.of(each.frame)
        others.append(Attack(each.told, May.NOTHING, [each], place, When(), (), presupposed=False))
    return others
