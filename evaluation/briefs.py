"""Many short texts, each judged by itself: is an attack told as news? See briefs/GUIDE.md.

The corpus is deep, every value of a document is labelled; briefs are wide, they hold as many ways
to tell of an attack, and of what is none, as could be written. Only the extractor is asked.

python -m evaluation.briefs             precision and recall, part by part
python -m evaluation.briefs --errors    and every error of `tune`
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from contracts import codec, topics
from contracts.messages import ArticleReports, May, Told
from evaluation.baselines import Bayes
from evaluation.corpus import PARTS, CorpusError, Document, Labelled, Time, Why
from evaluation.reading import build
from evaluation.score import POOLED, Count, Figures, detected
from evaluation.table import share
from runtime.stage import Put

ROOT: Final = Path(__file__).parent / "briefs"


class Brief(Labelled, frozen=True, kw_only=True):
    """One line of a file."""

    id: str
    language: str
    published: Time
    title: str
    text: str
    attack: bool  # as corpus/GUIDE.md has it, told as news
    why: Why = ""  # what it is instead

    def document(self) -> Document:
        """Return it as a document of the corpus, every one from a paper of its own."""
        return Document(
            id=self.id,
            language=self.language,
            style="wire",
            paper=self.id,
            published=self.published,
            title=self.title,
            text=self.text,
            report="new" if self.attack else "none",
            why=self.why,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """One brief, and whether the extractor found an attack told as news in it."""

    document: Document
    said: bool


def read_parts(root: Path = ROOT) -> dict[str, list[Document]]:
    """Return the briefs of each part: PART/LANGUAGE.jsonl, a line each.

    Raises:
        CorpusError: names every fault with its file and line.
    """
    faults: list[str] = []
    seen: set[str] = set()
    found: dict[str, list[Document]] = {part: [] for part in PARTS}
    for part in PARTS:
        for path in sorted((root / part).glob("*.jsonl")):
            for number, line in enumerate(path.read_bytes().splitlines(), 1):
                try:
                    brief = msgspec.json.decode(line, type=Brief)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    faults.append(f"{path}:{number}: {error}")
                    continue
                faults += [f"{path}:{number}: {fault}" for fault in _faults(brief, path, seen)]
                seen.add(brief.id)
                found[part].append(brief.document())
    if faults:
        raise CorpusError(faults)
    return found


def _faults(brief: Brief, path: Path, seen: set[str]) -> Iterator[str]:
    if brief.language != path.stem:
        yield f"{brief.id}: language {brief.language}"
    if brief.attack == bool(brief.why):
        yield f"{brief.id}: attack {brief.attack} with why {brief.why!r}"
    if brief.id in seen:
        yield f"{brief.id}: given twice"


def read_all(documents: Iterable[Document]) -> list[Read]:
    """Ask the extractor about each.

    Raises:
        ReplayFailedError: a stage raised or ran out of time.
    """
    built = build()
    try:
        with built.pipeline() as pipeline:
            return [
                Read(each, _finds(pipeline.feed(each.row().page())[topics.REPORTS]))
                for each in documents
            ]
    finally:
        built.close()


def _finds(puts: Iterable[Put]) -> bool:
    return any(
        report.told is Told.CURRENT and report.may is not May.NOTHING
        for put in puts
        for report in codec.decode(ArticleReports, put.value, topic=put.topic.name).reports
    )


def count(reads: Iterable[Read]) -> Count:
    """Count attacks found, missed, and seen where there is none."""
    return sum((detected(each.document.reports, each.said) for each in reads), Count())


def groups(reads: Sequence[Read]) -> Mapping[str, Sequence[Read]]:
    """Return all, English and the others pooled, and each language."""
    languages = sorted({each.document.language for each in reads} - {"en"})
    return {
        "all": reads,
        "en": [each for each in reads if each.document.language == "en"],
        "others": [each for each in reads if each.document.language != "en"],
        **{code: [each for each in reads if each.document.language == code] for code in languages},
    }


def measured(parts: Mapping[str, Sequence[Read]]) -> Mapping[str, Figures]:
    """Return the figures that may have floors."""
    return {
        f"briefs_{part}.{name}": {
            "precision": count(group).precision,
            "recall": count(group).recall,
            "f1": count(group).f1,
        }
        for part, reads in parts.items()
        for name, group in groups(reads).items()
        if name in POOLED and group
    }


def lines(parts: Mapping[str, Sequence[Read]]) -> Iterator[str]:
    """Yield what is printed: of each group its figures, beside what a learner of words reaches."""
    yield "briefs group  texts  P    R    F1   missed  false   naive Bayes F1"
    learnt = Bayes.train([each.document for each in parts["tune"]])
    for part, reads in parts.items():
        for name, group in groups(reads).items():
            if group:
                yield _line(part, name, group, learnt if part == "check" else None)


def _line(part: str, name: str, group: Sequence[Read], learnt: Bayes | None) -> str:
    found = count(group)
    figures = " ".join(share(one) for one in (found.precision, found.recall, found.f1))
    bayes = share(_learnt(group, learnt).f1) if learnt else ""
    counts = f"{found.missed:>6} {found.wrong:>6}"
    return f"{part:<7}{name:<7}{len(group):>5}  {figures}   {counts}   {bayes}".rstrip()


def _learnt(group: Sequence[Read], learnt: Bayes) -> Count:
    return count(replace(each, said=learnt.says(each.document)) for each in group)


def errors(reads: Iterable[Read]) -> Iterator[str]:
    """Yield each brief that was read wrongly, with its text."""
    for each in reads:
        document = each.document
        if each.said != document.reports:
            kind = f"false, {document.why}" if each.said else "missed"
            yield f"{document.id} {kind}\n  {document.title}\n  {document.text}"


def main(root: Path = ROOT, *, show: bool = False) -> int:
    """Print the figures, and the errors of `tune` if asked for."""
    try:
        parts = {part: read_all(documents) for part, documents in read_parts(root).items()}
    except CorpusError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    shown = errors(parts["tune"]) if show else ()
    sys.stdout.writelines(f"{line}\n" for line in (*shown, *lines(parts)))
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", action="store_true")
    sys.exit(main(show=parser.parse_args().errors))
