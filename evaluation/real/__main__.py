"""`make eval-real DIR=...`: labelled entries of real feeds, war by war.

The labels name entries by their address; the texts lie in DIR, as JSON lines (.jsonl.gz) with
url, title, description, published and source. What a reader was not sure of is left out.

python -m evaluation.real DIR             the open wars, with every error by its address
python -m evaluation.real DIR --sealed    the sealed ones: totals only; write down why you looked
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from basewatch import settings, stages
from basewatch.evaluate import Document, Prediction, predict
from basewatch.rows import read_time, row_of
from evaluation import corpus
from evaluation.baselines import Bayes
from evaluation.score import Count, detected
from evaluation.table import share

HERE: Final = Path(__file__).parent
_TEXTS: Final = "*.jsonl.gz"
Label = dict[str, Any]


@dataclass
class Score:
    """How one war was read."""

    war: str
    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    negatives: int = 0
    dates: list[bool] = field(default_factory=list)  # within a day of the label's
    alerted: dict[str, set[str]] = field(default_factory=dict)  # label's incident -> our keys

    @property
    def recall(self) -> float:
        """Return the share of reports that were seen."""
        return self.right / ((self.right + len(self.missed)) or 1)

    @property
    def precision(self) -> float:
        """Return the share of what was seen that is one."""
        return self.right / ((self.right + len(self.false)) or 1)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)

    def add(self, label: Label, prediction: Prediction) -> None:
        """Judge one entry."""
        url = label["url"]
        if label["verdict"] == "none":
            self.negatives += 1
            self.false += [url] * bool(prediction.incidents)
        elif prediction.incidents:
            self.right += 1
            first, wanted = prediction.incidents[0], label["incidents"][0]
            self.alerted.setdefault(wanted["incident"], set()).add(first.key)
            if first.date and wanted["date"]:
                gap = date.fromisoformat(first.date) - date.fromisoformat(wanted["date"])
                self.dates.append(abs(gap.days) <= 1)
        else:
            self.missed.append(url)


def read_labels(folder: Path) -> dict[str, list[Label]]:
    """Return the labels of each war, without those of which a reader was not sure."""
    return {
        file.stem: [
            label
            for label in map(json.loads, file.read_text("utf-8").splitlines())
            if not label["uncertain"]
        ]
        for file in sorted(folder.glob("*.jsonl"))
    }


def read_texts(folder: Path, wanted: set[str]) -> dict[str, Document]:
    """Return the wanted entries by their address."""
    found = {}
    for file in sorted(folder.glob(_TEXTS)):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for fields in map(json.loads, lines):
                if fields["url"] in wanted:
                    published = read_time(fields["published"])
                    if published is None:
                        raise SystemExit(f"{file}: {fields['url']} has no time")
                    found[fields["url"]] = Document(fields["url"], published, row_of(fields))
    return found


def score(labels: Sequence[Label], texts: dict[str, Document], war: str) -> Score:
    """Run one war's entries through the real stages, oldest first."""
    known = {label["url"]: label for label in labels}
    documents = sorted((texts[url] for url in known), key=lambda each: (each.published, each.id))
    built = stages.build(settings.watch_everything(), strict=True)
    result = Score(war)
    for prediction in predict(documents, built.pipeline(), lambda: None):
        result.add(known[prediction.id], prediction)
    built.close()
    return result


def table(scores: Iterable[Score]) -> Iterator[str]:
    """Yield a line a war, and one of all together."""
    yield f"{'war':<24} reports      P      R     F1  false    of   dates"
    found = list(scores)
    for each in found:
        reports = each.right + len(each.missed)
        dated = f"{sum(each.dates)}/{len(each.dates)}"
        yield (
            f"{each.war:<24} {reports:>7} {each.precision:>6.3f} {each.recall:>6.3f} "
            f"{each.f1:>6.3f} {len(each.false):>6} {each.negatives:>5} {dated:>7}"
        )
    judged = [each for each in found if each.right or each.missed]
    mean = sum(each.f1 for each in judged) / (len(judged) or 1)
    worst = min((each.recall for each in judged), default=0.0)
    yield f"mean F1 {mean:.3f}, worst recall {worst:.3f}, over the {len(judged)} wars with reports"


def learnt(wars: Mapping[str, Sequence[Label]], texts: Mapping[str, Document]) -> Count:
    """Judge a learner of words that was trained on our own corpus, over all wars."""
    bayes = Bayes.train(corpus.read_parts()["tune"])
    rows = {url: replace(each.row, text=each.row.description) for url, each in texts.items()}
    return sum(
        (
            detected(label["verdict"] != "none", bayes.says(rows[label["url"]]))
            for labels in wars.values()
            for label in labels
        ),
        Count(),
    )


def pooled(scores: Iterable[Score]) -> Count:
    """Count what the rules say, over all wars."""
    return sum((Count(each.right, len(each.missed), len(each.false)) for each in scores), Count())


def beside(ours: Count, theirs: Count) -> Iterator[str]:
    """Yield both in lines of text."""
    for name, each in (("basewatch", ours), ("naive Bayes, trained on tune", theirs)):
        figures = " ".join(share(one) for one in (each.precision, each.recall, each.f1))
        yield f"all wars as one: {name:<29} P R F1 {figures}"


def main(folder: Path, *, sealed: bool) -> int:
    """Print the table, and the errors of open wars."""
    wars = read_labels(HERE / ("sealed" if sealed else "open"))
    texts = read_texts(folder, {label["url"] for labels in wars.values() for label in labels})
    missing = sum(label["url"] not in texts for labels in wars.values() for label in labels)
    if missing:
        sys.stderr.write(f"{folder}: {missing} labelled entries are not in it\n")
        return 2
    scores = [score(labels, texts, war) for war, labels in wars.items()]
    compared = beside(pooled(scores), learnt(wars, texts))
    sys.stdout.writelines(f"{line}\n" for line in (*table(scores), *compared))
    for each in () if sealed else scores:
        for kind, urls in (("missed", each.missed), ("false", each.false)):
            sys.stdout.writelines(f"{each.war} {kind}: {url}\n" for url in urls)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sealed", action="store_true")
    given = parser.parse_args()
    sys.exit(main(given.folder, sealed=given.sealed))
