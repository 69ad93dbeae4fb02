"""Which report is of which labelled mention of the same document."""

from collections.abc import Iterable, Iterator, Mapping

from contracts.messages import Report, Told
from evaluation.corpus import Mention
from evaluation.reading import Reading
from evaluation.values import occurrences, overlap


def pair(reading: Reading) -> Mapping[int, Report]:
    """Return the report of each mention, by the mention's place in the document; one each.

    A report goes with a mention whose words stand in its sentence. Where several do, those that
    name a base in common go first, then those told alike. An attack is told in many sentences
    and a report names but one; so what is told as news and is left over on both sides goes
    together where neither bases nor countries differ.
    """
    mentions = list(enumerate(reading.document.mentions))
    found: dict[int, Report] = {}
    _match(found, _by_words(reading, mentions))
    _match(found, _by_place(reading, mentions))
    return found


_Pair = tuple[tuple[bool, ...], int, Report]


def _match(found: dict[int, Report], pairs: Iterable[_Pair]) -> None:
    """Take the best pairs of which neither side is taken; equal ones in the text's order."""
    taken = {report.id for report in found.values()}
    for _, at, report in sorted(pairs, key=lambda each: each[0], reverse=True):
        if at not in found and report.id not in taken:
            found[at] = report
            taken.add(report.id)


def _by_words(reading: Reading, mentions: Iterable[tuple[int, Mention]]) -> Iterator[_Pair]:
    for at, mention in mentions:
        spans = list(occurrences(mention.words, reading.texts))
        for report in reading.reports:
            if any(overlap(span, report.span) for span in spans):
                alike = report.told is mention.told
                yield (_share_base(mention, report), alike), at, report


def _by_place(reading: Reading, mentions: Iterable[tuple[int, Mention]]) -> Iterator[_Pair]:
    for at, mention in mentions:
        for report in reading.reports:
            if mention.current and report.told is Told.CURRENT and _same_place(mention, report):
                yield (_share_base(mention, report),), at, report


def _share_base(mention: Mention, report: Report) -> bool:
    return not set(mention.bases).isdisjoint(report.place.bases)


def _same_place(mention: Mention, report: Report) -> bool:
    if mention.bases and report.place.bases:
        return _share_base(mention, report)
    countries = report.place.countries
    return not mention.country or not countries or mention.country in countries
