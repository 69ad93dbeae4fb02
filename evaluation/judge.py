"""One document judged: every point on which what was said of it can be right or wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from contracts import messages
from contracts.messages import Report, Told
from evaluation.corpus import Claim, Mention
from evaluation.pair import pair
from evaluation.reading import Reading
from evaluation.values import same_meaning, same_value, stands_at
from processors.dedupe import values
from processors.dedupe.times import likeliest_day
from processors.gazetteer.load import load_gazetteer

_DAY: Final = timedelta(days=1)

Paired = tuple[Mention, Report | None]


class Alerted(StrEnum):
    """What a new_attack was worth."""

    FOUND = "found"  # the first of an attack that is labelled
    AGAIN = "again"  # one more of the same
    FALSE = "false"  # of no attack that any document tells as news


@dataclass(frozen=True, slots=True)
class Values:
    """The claims of one document's current attacks."""

    right: tuple[Claim, ...]
    missed: tuple[Claim, ...]
    wrong: tuple[messages.Claim, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One document, judged."""

    reading: Reading
    paired: tuple[Paired, ...]  # every labelled mention
    strict: Values  # value and words
    lenient: Values  # the value anywhere in the document, each once
    alerts: tuple[tuple[Alerted, str], ...]  # and the incident's label, "" where it has none

    @property
    def current(self) -> tuple[Paired, ...]:
        """Return the attacks that the label calls news."""
        return tuple(each for each in self.paired if each[0].current)

    def clusters(self) -> Iterator[tuple[str, str]]:
        """Yield the label's incident and ours, "" if none, of each current attack."""
        for mention, report in self.current:
            yield mention.incident, self.reading.incidents.get(report.id, "") if report else ""


def judge_all(readings: Sequence[Reading]) -> list[Judged]:
    """Judge one stream, in its order."""
    pairs = [pair(reading) for reading in readings]
    wanted = {each.incident for reading in readings for each in reading.document.current}
    told: set[str] = set()
    return [
        _judge(reading, found, tuple(_alerts(reading, found, wanted, told)))
        for reading, found in zip(readings, pairs, strict=True)
    ]


def _judge(
    reading: Reading, found: Mapping[int, Report], alerts: tuple[tuple[Alerted, str], ...]
) -> Judged:
    mentions = reading.document.mentions
    paired = tuple((mention, found.get(at)) for at, mention in enumerate(mentions))
    stray = _stray(reading, paired)
    strict = _joined(_strict(reading, paired), stray)
    return Judged(reading, paired, strict, _lenient(paired, stray), alerts)


def told_right(mention: Mention, report: Report | None) -> bool:
    """Say if an attack is told as the label has it.

    What is told as news must be reported so. What is not, is right without any report:
    not to report it is right.
    """
    return report.told is mention.told if report else not mention.current


def dated_right(mention: Mention, report: Report) -> bool | None:
    """Say if the likeliest day is at most a day off the label's; None where that has none."""
    if mention.start is None or mention.end is None:
        return None
    zone = _zone((*mention.bases, *report.place.bases, *report.place.candidates))
    said = likeliest_day(report.when, zone)
    if not said:
        return False
    day = datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone))
    return day - _DAY < mention.end and mention.start < day + 2 * _DAY


def _zone(bases: Iterable[str]) -> str:
    known = load_gazetteer().bases
    return next((known[base].tz for base in bases if base in known), "UTC")


def _alerts(
    reading: Reading, found: Mapping[int, Report], wanted: set[str], told: set[str]
) -> Iterator[tuple[Alerted, str]]:
    """Yield what each alert of a document is worth; `told` grows by what was found."""
    labels = {
        reading.incidents.get(report.id): reading.document.mentions[at].incident
        for at, report in reversed(list(found.items()))
    }
    for incident in reading.alerted:
        label = labels.get(incident, "")
        if label not in wanted:
            yield Alerted.FALSE, ""
        elif label in told:
            yield Alerted.AGAIN, label
        else:
            told.add(label)
            yield Alerted.FOUND, label


def _stray(reading: Reading, paired: Iterable[Paired]) -> list[messages.Claim]:
    """Return the claims of what is told as news and goes with no attack that is."""
    known = {report.id for mention, report in paired if report and mention.current}
    return [
        claim
        for report in reading.reports
        if report.told is Told.CURRENT and report.id not in known
        for claim in report.claims
    ]


def _strict(reading: Reading, paired: Iterable[Paired]) -> Iterator[Values]:
    for mention, report in paired:
        if mention.current:
            yield _compare(mention.claims, report.claims if report else (), reading.texts)


def _compare(
    labels: Sequence[Claim], read: Sequence[messages.Claim], texts: tuple[str, str]
) -> Values:
    """Match one to one; a value that was found and is read once more elsewhere is no error."""
    right: list[Claim] = []
    missed: list[Claim] = []
    left = list(read)
    for label in labels:
        fitting = (c for c in left if same_value(label, c) and stands_at(label, c, texts))
        hit = next(fitting, None)
        if hit is None:
            missed.append(label)
        else:
            left.remove(hit)
            right.append(label)
    wrong = (c for c in left if not any(same_meaning(label, c) for label in right))
    return Values(tuple(right), tuple(missed), tuple(wrong))


def _joined(several: Iterable[Values], stray: Sequence[messages.Claim]) -> Values:
    every = list(several)
    return Values(
        right=tuple(claim for each in every for claim in each.right),
        missed=tuple(claim for each in every for claim in each.missed),
        wrong=(*(claim for each in every for claim in each.wrong), *stray),
    )


def _lenient(paired: Iterable[Paired], stray: Sequence[messages.Claim]) -> Values:
    current = [each for each in paired if each[0].current]
    labels = {_label_key(claim): claim for mention, _ in current for claim in mention.claims}
    read = {
        (claim.slot, values.key(claim.value)): claim
        for claims in (*(report.claims for _, report in current if report), stray)
        for claim in claims
    }
    found = {
        key: any(same_meaning(label, claim) for claim in read.values())
        for key, label in labels.items()
    }
    return Values(
        right=tuple(label for key, label in labels.items() if found[key]),
        missed=tuple(label for key, label in labels.items() if not found[key]),
        wrong=tuple(
            claim
            for claim in read.values()
            if not any(same_meaning(label, claim) for label in labels.values())
        ),
    )


def _label_key(claim: Claim) -> tuple[object, ...]:
    meaning = (claim.low, claim.high, claim.approx, claim.norm)
    return claim.slot, *meaning, "" if any(meaning) or claim.low is not None else claim.words
