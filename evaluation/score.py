"""The figures of a group of judged documents, from 0 to 1; None where there is nothing to judge.

detection      a document that a desk would call new or an update is one in which something counts
               as current, as `basewatch evaluate` judges it
alerts         attacks of which a new_attack was sent, sent again, or sent of none
told           share of all mentions that are told as the label has it; see judge.told_right
slots          claims of current attacks: slot and value are equal and the words overlap
values         likewise, the value equal anywhere in the document
dates          of the current attacks that were found: the likeliest day at most a day off
bases          ids of the bases of current attacks
clusters       BCubed over the current attacks that were found and folded
clusters, all  likewise, with a recall of 0 for each that was not
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contracts.messages import Slot
from evaluation.judge import Alerted, Judged, Values, dated_right, told_right

Figures = Mapping[str, float | None]
Groups = Mapping[str, Sequence[Judged]]
POOLED: Final = ("all", "en", "others")


@dataclass(frozen=True, slots=True)
class Count:
    """Right ones, those that were missed and those that should not be."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Pool two counts."""
        return Count(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)

    @property
    def precision(self) -> float | None:
        """Return the share of what was said that is right."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """Return the share of what is labelled that was said."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.missed + self.wrong)


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that is counted of one group."""

    documents: int
    detection: Count
    alerts: Mapping[Alerted, int]
    attacks: int  # that are told as news
    told: Count  # `wrong` are those told otherwise
    slots: Mapping[Slot, Count]
    values: Mapping[Slot, Count]
    dates: Count
    bases: Count
    clusters: Sequence[tuple[str, str]]  # label's incident, ours or ""

    def figures(self) -> Figures:
        """Return what is compared with bars and floors."""
        alerted = sum(self.alerts.values())
        return {
            "detection_precision": self.detection.precision,
            "detection_recall": self.detection.recall,
            "detection_f1": self.detection.f1,
            "alert_recall": _share(self.alerts[Alerted.FOUND], self.attacks),
            "alert_precision": _share(self.alerts[Alerted.FOUND], alerted),
            "told": self.told.precision,
            "slot_f1": total(self.slots).f1,
            "value_f1": total(self.values).f1,
            "dates": self.dates.precision,
            "base_f1": self.bases.f1,
            "cluster_f1": bcubed([each for each in self.clusters if each[1]]),
            "cluster_all_f1": bcubed(self.clusters),
        }


def groups(judged: Sequence[Judged]) -> Groups:
    """Return all documents, English and the others pooled, and each language."""
    by: dict[str, list[Judged]] = {"all": list(judged), "en": [], "others": []}
    for each in judged:
        language = each.reading.document.language
        by.setdefault(language, []).append(each)
        if language != "en":
            by["others"].append(each)
    return {name: by[name] for name in (*POOLED, *sorted(set(by) - set(POOLED)))}


def score(group: Sequence[Judged], part: Sequence[Judged]) -> Score:
    """Count one group; an attack may have been alerted by any document of the part."""
    attacks = {each.incident for one in group for each in one.reading.document.current}
    alerted = {label for one in part for worth, label in one.alerts if worth is Alerted.FOUND}
    sent = Counter(worth for one in group for worth, _ in one.alerts)
    return Score(
        documents=len(group),
        detection=_sum(_detection(one) for one in group),
        alerts={**{worth: sent[worth] for worth in Alerted}, Alerted.FOUND: len(attacks & alerted)},
        attacks=len(attacks),
        told=_sum(_told(one) for one in group),
        slots=_by_slot(group, lambda one: one.strict),
        values=_by_slot(group, lambda one: one.lenient),
        dates=_sum(_dates(one) for one in group),
        bases=_sum(_bases(one) for one in group),
        clusters=[each for one in group for each in one.clusters()],
    )


def total(counts: Mapping[Slot, Count]) -> Count:
    """Pool all slots."""
    return _sum(counts.values())


def detected(labelled: bool, said: bool) -> Count:
    """Judge one yes or no; a no that is right counts nowhere."""
    return Count(int(labelled and said), int(labelled and not said), int(said and not labelled))


def bcubed(items: Sequence[tuple[str, str]]) -> float | None:
    """Return the BCubed F1 of (label's cluster, ours); an item without ours has a recall of 0.

    Per item, precision is the share of its cluster that has its label, recall the share of
    its label that is in its cluster (Bagga and Baldwin 1998); both are means over items.
    """
    if not items:
        return None
    both, labels = Counter(items), Counter(label for label, _ in items)
    ours = Counter(cluster for _, cluster in items)
    found = [each for each in items if each[1]]
    if not found:
        return 0.0
    precision = sum(both[each] / ours[each[1]] for each in found) / len(found)
    recall = sum(both[each] / labels[each[0]] for each in found) / len(items)
    return 2 * precision * recall / (precision + recall)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _sum(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def _detection(one: Judged) -> Count:
    return detected(one.reading.document.reports, one.reading.detected)


def _told(one: Judged) -> Count:
    right = sum(told_right(*each) for each in one.paired)
    return Count(right=right, wrong=len(one.paired) - right)


def _dates(one: Judged) -> Count:
    found = [dated_right(mention, report) for mention, report in one.current if report]
    return Count(right=found.count(True), wrong=found.count(False))


def _bases(one: Judged) -> Count:
    def compare(labelled: set[str], said: set[str]) -> Count:
        return Count(len(labelled & said), len(labelled - said), len(said - labelled))

    return _sum(
        compare(set(mention.bases), set(report.place.bases) if report else set())
        for mention, report in one.current
    )


def _by_slot(group: Iterable[Judged], of: Callable[[Judged], Values]) -> Mapping[Slot, Count]:
    found = [of(one) for one in group]
    right = Counter(claim.slot for each in found for claim in each.right)
    missed = Counter(claim.slot for each in found for claim in each.missed)
    wrong = Counter(claim.slot for each in found for claim in each.wrong)
    return {slot: Count(right[slot], missed[slot], wrong[slot]) for slot in Slot}
