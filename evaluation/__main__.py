"""`make eval`: the gate. Corpus and briefs through the real stages, held against the floors.

python -m evaluation                         scores, and a line for each figure below its floor
python -m evaluation --html build/eval.html  likewise, and a page with every error of `tune`
python -m evaluation --write-floors          raise floors.toml to what is measured
                     --lower REASON          with it: lower what has fallen; the reason is kept

Of `check` nothing is shown but totals. Exit status: 0, 1 below a floor, 2 where a file of the
corpus does not fit.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from evaluation import briefs, corpus, floors, table
from evaluation.corpus import CorpusError, Document
from evaluation.judge import Judged, judge_all
from evaluation.reading import build, read_all
from evaluation.report import page
from evaluation.score import POOLED, Score, groups, score

Scores = Mapping[str, Mapping[str, Score]]


def judge_parts(documents: Mapping[str, list[Document]]) -> dict[str, list[Judged]]:
    """Read and judge each part as one stream of its own.

    Raises:
        ReplayFailedError: a stage raised or ran out of time.
    """
    built = build()
    try:
        return {part: judge_all(read_all(several, built)) for part, several in documents.items()}
    finally:
        built.close()


def score_parts(judged: Mapping[str, list[Judged]]) -> Scores:
    """Score every group of every part."""
    return {
        part: {name: score(group, several) for name, group in groups(several).items()}
        for part, several in judged.items()
    }


def measured(scores: Scores) -> floors.Groups:
    """Return the figures that may have floors: those of all, of English, and of the others."""
    return {f"{part}.{name}": scores[part][name].figures() for part in scores for name in POOLED}


def lines(scores: Scores, documents: Mapping[str, list[Document]]) -> Iterator[str]:
    """Yield what is printed."""
    for part in scores:
        yield from (*table.scores(part, scores[part]), "")
    for part in scores:
        yield from (*table.slots(part, scores[part]["all"]), "")
    yield from (*table.baselines(documents, scores["check"]), "")
    yield from (*table.bars(scores["check"]), "")


def main(
    html: Path | None = None,
    *,
    root: Path = corpus.ROOT,
    short: Path = briefs.ROOT,
    file: Path = floors.FILE,
    write: bool = False,
    reason: str = "",
) -> int:
    """Score, print, write what was asked for; see the module for the status returned."""
    try:
        documents = corpus.read_parts(root)
        wide = briefs.read_parts(short)
    except CorpusError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    judged = judge_parts(documents)
    scores = score_parts(judged)
    reads = {part: briefs.read_all(several) for part, several in wide.items()}
    figures = {**measured(scores), **briefs.measured(reads)}
    printed = (*lines(scores, documents), *briefs.lines(reads), "")
    sys.stdout.write("\n".join(printed) + "\n")
    if html:
        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(page(scores, judged["tune"]), "utf-8")
        sys.stdout.write(f"{html}: the errors of tune\n")
    known = floors.read(file)
    if write:
        known = floors.raised(figures, known, reason)
        floors.write(known, file)
    below = list(floors.fallen(figures, known))
    sys.stdout.writelines(f"{line}\n" for line in below)
    return int(bool(below))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--html", type=Path)
    parser.add_argument("--write-floors", action="store_true")
    parser.add_argument("--lower", metavar="REASON", default="")
    given = parser.parse_args()
    if given.lower and not given.write_floors:
        parser.error("--lower goes with --write-floors")
    sys.exit(main(given.html, write=given.write_floors, reason=given.lower))
