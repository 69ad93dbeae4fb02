"""The scores in lines of text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from contracts.messages import Slot
from evaluation.baselines import Bayes, cluster, copies, keyword, like_titles
from evaluation.corpus import Document
from evaluation.judge import Alerted, told_right
from evaluation.score import POOLED, Count, Score, bcubed, detected, total

_BARS: Final = {"detection_f1": 0.95, "told": 0.93, "slot_f1": 0.90, "cluster_f1": 0.95}
_GAP: Final = 0.05
_HEAD: Final = (
    "part  group   docs  detection P    R   F1  attacks found again false  told"
    "  slots P    R   F1  values F1  dates  bases F1  clusters F1  all"
)


def scores(part: str, groups: Mapping[str, Score]) -> Iterator[str]:
    """Yield a line a group."""
    yield _HEAD
    for name, each in groups.items():
        if each.documents:
            yield _line(part, name, each)


def _line(part: str, name: str, each: Score) -> str:
    figures, slots = each.figures(), total(each.slots)
    detection = " ".join(share(one) for one in _prf(each.detection))
    alerts = f"{each.attacks:>7}" + "".join(f"{each.alerts[worth]:>6}" for worth in Alerted)
    return (
        f"{part:<6}{name:<7}{each.documents:>5}  {'':<8}{detection} {alerts}"
        f"  {share(figures['told'])}    {' '.join(share(one) for one in _prf(slots))}"
        f"       {share(figures['value_f1'])}   {share(figures['dates'])}"
        f"      {share(figures['base_f1'])}         {share(figures['cluster_f1'])}"
        f" {share(figures['cluster_all_f1'])}"
    )


def slots(part: str, each: Score) -> Iterator[str]:
    """Yield a line a slot, of one group."""
    yield f"{part:<6}slot           P    R   F1   right missed  wrong   values F1"
    for slot in Slot:
        one = each.slots[slot]
        yield (
            f"{'':<6}{slot.value:<13}{' '.join(share(value) for value in _prf(one))}"
            f"   {one.right:>5}{one.missed:>7}{one.wrong:>7}        {share(each.values[slot].f1)}"
        )


def bars(groups: Mapping[str, Score]) -> Iterator[str]:
    """Yield what the first release must reach, and how far the other languages lie behind."""
    every, english, others = (groups[name].figures() for name in ("all", "en", "others"))
    yield "figure         bar   now    en  others  behind (at most .05)"
    for name, bar in _BARS.items():
        gap = (english[name] or 0.0) - (others[name] or 0.0)
        met = "met" if (every[name] or 0.0) >= bar and gap <= _GAP else "not met"
        yield (
            f"{name:<14}{bar:>4.2f}  {share(every[name])}  {share(english[name])}    "
            f"{share(others[name])}   {gap:>+5.2f}  {met}"
        )


def baselines(
    documents: Mapping[str, Sequence[Document]], ours: Mapping[str, Score]
) -> Iterator[str]:
    """Yield what simple means reach beside ours, for `check`: all, English, the others."""
    check = documents["check"]
    learnt = Bayes.train(documents["tune"])
    figures = [ours[name].figures() for name in POOLED]
    yield "check               all    en  others"
    yield _row("detection F1", [])
    yield _row("  basewatch", [each["detection_f1"] for each in figures])
    for name, says in (
        ("everything", lambda _: True),
        ("keyword", keyword),
        ("naive Bayes", learnt.says),
    ):
        yield _row(f"  {name}", [_detects(group, says) for group in _pooled(check)])
    yield _row("told", [])
    yield _row("  basewatch", [each["told"] for each in figures])
    yield _row("  silence", [_silent(group) for group in _pooled(check)])
    yield _row("clusters F1, all", [])
    yield _row("  basewatch", [each["cluster_all_f1"] for each in figures])
    for name, alike in (("MinHash", copies), ("titles", like_titles)):
        found = cluster((each for each in check if each.reports), alike)
        yield _row(f"  {name}", [_clusters(group, found) for group in _pooled(check)])


def _pooled(documents: Sequence[Document]) -> tuple[Sequence[Document], ...]:
    english = [each for each in documents if each.language == "en"]
    return documents, english, [each for each in documents if each.language != "en"]


def _row(name: str, values: Sequence[float | None]) -> str:
    return f"{name:<19}{'  '.join(share(value) for value in values)}"


def _detects(group: Sequence[Document], says: Callable[[Document], bool]) -> float | None:
    return sum((detected(each.reports, says(each)) for each in group), Count()).f1


def _silent(group: Sequence[Document]) -> float | None:
    """Return what nothing at all would score: not to report what is no news is right."""
    told = [told_right(mention, None) for each in group for mention in each.mentions]
    return sum(told) / len(told) if told else None


def _clusters(group: Sequence[Document], found: Mapping[str, str]) -> float | None:
    return bcubed([(each.incident, found[one.id]) for one in group for each in one.current])


def share(value: float | None) -> str:
    """Return four characters: .874, 1.00, or a dash where there is nothing to judge."""
    if value is None:
        return "   -"
    return "1.00" if value >= 0.9995 else f"{value:.3f}"[1:]


def _prf(count: Count) -> tuple[float | None, float | None, float | None]:
    return count.precision, count.recall, count.f1
