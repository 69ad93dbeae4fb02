"""Every error in a judged part, in words, with the places in the text that it is about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contracts import messages
from contracts.messages import Report, Span, Told, When
from evaluation.corpus import Claim, Mention
from evaluation.judge import Alerted, Judged, dated_right, told_right
from evaluation.values import occurrences
from processors.dedupe.values import COUNTS, quantity


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: what the label says, what we said, and why."""

    kind: str  # missed report, false report, told, base, date, claim missed, claim wrong, ...
    label: str
    said: str
    why: tuple[str, ...] = ()
    labelled: tuple[Span, ...] = ()  # the label's words
    read: tuple[Span, ...] = ()  # ours


def faults(one: Judged, part: Sequence[Judged]) -> list[Fault]:
    """Return all errors of one document, the gravest kinds first."""
    return [
        *_detection(one),
        *_alerts(one),
        *_told(one),
        *_places_and_days(one),
        *_clusters(one, part),
        *_claims(one),
    ]


def _detection(one: Judged) -> Iterator[Fault]:
    document, reading = one.reading.document, one.reading
    if document.reports == reading.detected:
        return
    reports = [r for r in reading.reports if document.reports or r.told is Told.CURRENT]
    said = "; ".join(_said(report) for report in reports) or "nothing at all"
    why = tuple(reason for report in reports for reason in report.why)
    spans = tuple(report.span for report in reports)
    if document.reports:
        words = tuple(span for each in document.current for span in _words(one, each))
        yield Fault("missed report", f"a report ({document.report})", said, why, words, spans)
    else:
        yield Fault("false report", f"no report: {document.why}", said, why, (), spans)


def _alerts(one: Judged) -> Iterator[Fault]:
    for worth, label in one.alerts:
        if worth is Alerted.AGAIN:
            yield Fault("alert again", f"{label} has been alerted", "a new attack")
        elif worth is Alerted.FALSE:
            yield Fault("alert false", "no attack that is told as news", "a new attack")


def _told(one: Judged) -> Iterator[Fault]:
    for mention, report in one.paired:
        if not told_right(mention, report):
            said, why, spans = _of(report)
            label = f"{mention.told.value}: {mention.words}"
            yield Fault("told", label, said, why, _words(one, mention), spans)


def _places_and_days(one: Judged) -> Iterator[Fault]:
    for mention, report in one.current:
        if report is None:
            continue
        _, why, spans = _of(report)
        words = _words(one, mention)
        if set(mention.bases) != set(report.place.bases):
            where = f"{_list(mention.bases)} ({mention.place or 'nothing said'})"
            said = f"{_list(report.place.bases)} ({report.place.words or 'nothing read'})"
            yield Fault("base", where, said, why, words, spans)
        if dated_right(mention, report) is False:
            label = f"{mention.start:%Y-%m-%d %H:%M} to {mention.end:%Y-%m-%d %H:%M}"
            yield Fault("date", label, _when(report.when), why, words, spans)


def _clusters(one: Judged, part: Sequence[Judged]) -> Iterator[Fault]:
    for (label, cluster), (mention, report) in zip(one.clusters(), one.current, strict=True):
        if not cluster:
            continue
        others = [
            (each.reading.document.id, *pair)
            for each in part
            if each is not one
            for pair in each.clusters()
            if pair[1]
        ]
        apart = {key for key, name, ours in others if name == label and ours != cluster}
        mixed = {
            f"{key} ({name})" for key, name, ours in others if ours == cluster and name != label
        }
        _, why, spans = _of(report)
        words = _words(one, mention)
        if apart:
            said = f"folded apart from {_list(sorted(apart))}"
            yield Fault("clusters", f"the same attack: {label}", said, why, words, spans)
        if mixed:
            said = f"folded together with {_list(sorted(mixed))}"
            yield Fault("clusters", f"an attack of its own: {label}", said, why, words, spans)


def _claims(one: Judged) -> Iterator[Fault]:
    lost = [claim for mention, report in one.current if not report for claim in mention.claims]
    for label in one.strict.missed:
        elsewhere = "the value, by other words" if label in one.lenient.right else "nothing"
        said = "nothing: the attack is not reported" if label in lost else elsewhere
        spans = tuple(occurrences(label.words, shown(one)))
        yield Fault(f"{label.slot.value} missed", _labelled(label), said, (), spans)
    for read in one.strict.wrong:
        said = f"{_read(read)}, in: {read.sentence}"
        yield Fault(f"{read.slot.value} wrong", "no such value here", said, (), (), (read.span,))


def shown(one: Judged) -> tuple[str, str]:
    """Return title and text in which spans count; a text that was refused was never cut."""
    title, text = one.reading.texts
    return title, text or one.reading.document.text


def _words(one: Judged, mention: Mention) -> tuple[Span, ...]:
    return tuple(occurrences(mention.words, shown(one)))


def _of(report: Report | None) -> tuple[str, tuple[str, ...], tuple[Span, ...]]:
    """Return what a report says, why, and where."""
    return (_said(report), report.why, (report.span,)) if report else ("no report", (), ())


def _said(report: Report) -> str:
    where = _list(report.place.bases) if report.place.bases else report.place.words or "somewhere"
    return f"{report.told.value}, may {report.may.value.replace('_', ' ')}, at {where}"


def _when(when: When) -> str:
    if when.start is None or when.end is None:
        return "no day"
    basis = f"{when.basis.value}: {when.words}" if when.words else when.basis.value
    return f"{when.start:%Y-%m-%d %H:%M} to {when.end:%Y-%m-%d %H:%M} ({basis})"


def _labelled(claim: Claim) -> str:
    value = messages.Value(
        text=claim.words, low=claim.low, high=claim.high, approx=claim.approx, norm=claim.norm
    )
    return f"{_meaning(claim.slot, value)}: {claim.words}"


def _read(claim: messages.Claim) -> str:
    return f"{_meaning(claim.slot, claim.value)}: {claim.value.text}"


def _meaning(slot: messages.Slot, value: messages.Value) -> str:
    return quantity(value) if slot in COUNTS else value.norm or "in words"


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
