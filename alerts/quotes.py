"""The sentences that an alert rests on, numbered, so that every value shown points at one. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from alerts import clean, times
from contracts.messages import Alert, Evidence, Fact, LedgerValue

_MOST_QUOTES: Final = 16


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence the facts rest on."""

    number: int
    sentence: str
    source: str
    published: str
    link: str  # "" when it must not be clicked
    address: str  # as text
    host: str


class Quotes:
    """Numbers the sentences: the opening one, one for each thing that is said, then more."""

    def __init__(self, alert: Alert) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._found: list[Evidence] = []
        for evidence in (*alert.evidence[:1], *_needed(alert), *alert.evidence[1:]):
            self._number(evidence)

    def _number(self, evidence: Evidence) -> int | None:
        key = evidence.url, evidence.sentence
        if key not in self._numbers and len(self._found) < _MOST_QUOTES:
            self._found.append(evidence)
            self._numbers[key] = len(self._found)
        return self._numbers.get(key)

    def of(self, values: Iterable[LedgerValue]) -> tuple[int, ...]:
        """Return the numbers of the sentences behind `values`, one of each source."""
        said = {
            (place, evidence.family): evidence
            for place, value in enumerate(values)
            for evidence in reversed(value.evidence)
        }
        found = {self._number(evidence) for evidence in said.values()}
        return tuple(sorted(number for number in found if number is not None))

    def all(self) -> tuple[Quote, ...]:
        """Return every numbered sentence."""
        return tuple(_quote(number, found) for number, found in enumerate(self._found, 1))


def _needed(alert: Alert) -> Iterator[Evidence]:
    """Yield a sentence for every value that is shown."""
    for fact in alert.facts:
        yield from (evidence for value in behind(fact) for evidence in value.evidence[:1])
    for conflict in alert.conflicts:
        yield from (evidence for side in conflict.sides for evidence in side.evidence[:1])


def _quote(number: int, evidence: Evidence) -> Quote:
    return Quote(
        number=number,
        sentence=clean.line(evidence.sentence),
        source=clean.line(evidence.source, 80),
        published=times.moment(evidence.published) if evidence.published else "",
        link=clean.link(evidence.url),
        address=clean.line(evidence.url, 300),
        host=clean.line(clean.host(evidence.url), 100),
    )


def behind(fact: Fact) -> Sequence[LedgerValue]:
    """Return the values that are shown: the first, and those that tie with it in a dispute."""
    tied = [value for value in fact.values if value.families == fact.families]
    return tied if fact.conflict else fact.values[:1]
