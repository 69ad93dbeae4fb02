"""How far a second reader gets on `check` who has nothing but the guide: what rules cannot pass.

corpus/second/LANG.toml holds the labels of somebody who saw neither the first ones nor the rules:
documents as in corpus/GUIDE.md, without their texts. They are scored as if the rules had said them.

python -m evaluation.agreement    totals only, as of all of `check`
"""

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from contracts import messages
from contracts.messages import May, Place, Report, Span, Value, When
from evaluation import corpus, table
from evaluation.corpus import Claim, CorpusError, Document, Mention
from evaluation.judge import judge_all
from evaluation.reading import Reading
from evaluation.score import groups, score
from evaluation.values import occurrences

ROOT: Final = corpus.ROOT / "second"
_KEPT: Final = ("id", "language", "style", "paper", "family", "published", "title", "text")


def read_second(first: Sequence[Document], root: Path = ROOT) -> dict[str, Document]:
    """Return the second labels of these documents, by id.

    Raises:
        CorpusError: a document is unknown, given twice or does not fit the guide.
    """
    known = {each.id: each for each in first}
    found: dict[str, Document] = {}
    faults: list[str] = []
    for path in sorted(root.glob("*.toml")):
        for labels in tomllib.loads(path.read_text("utf-8"))["documents"]:
            name = labels.get("id", "?")
            if name not in known or name in found:
                faults.append(f"{path}: {name}: {'given twice' if name in found else 'unknown'}")
                continue
            try:
                found[name] = _relabelled(known[name], labels)
            except msgspec.ValidationError as error:
                faults.append(f"{path}: {name}: {error}")
                continue
            wrong = corpus.document_faults(found[name], path.stem)
            faults += [f"{path}: {name}: {each}" for each in wrong]
    if faults:
        raise CorpusError(faults)
    return found


def _relabelled(document: Document, labels: dict[str, Any]) -> Document:
    kept = {name: getattr(document, name) for name in _KEPT}
    return msgspec.convert(kept | labels, Document)


def as_reading(first: Document, second: Document) -> Reading:
    """Return the second labels in the form of what the stages say, the first ones as the label."""
    texts = (first.title, first.text)
    reports = tuple(_report(at, each, texts) for at, each in enumerate(second.mentions))
    return Reading(
        document=first,
        texts=texts,
        reports=reports,
        detected=second.reports,
        alerted=(),
        incidents={
            report.id: mention.incident
            for report, mention in zip(reports, second.mentions, strict=True)
        },
    )


def _report(at: int, mention: Mention, texts: tuple[str, str]) -> Report:
    return Report(
        id=str(at),
        ordinal=at,
        told=mention.told,
        may=May.OPEN if mention.current else May.NOTHING,
        place=Place(bases=mention.bases, countries=(mention.country,) if mention.country else ()),
        when=When(start=mention.start, end=mention.end),
        claims=tuple(_claim(each, texts) for each in mention.claims),
        span=_span(mention.words, texts),
        sentence=mention.words,
    )


def _claim(claim: Claim, texts: tuple[str, str]) -> messages.Claim:
    return messages.Claim(
        slot=claim.slot,
        value=Value(
            text=claim.words,
            low=claim.low,
            high=claim.high,
            approx=claim.approx,
            norm=claim.norm,
        ),
        speaker=claim.speaker,
        span=_span(claim.words, texts),
        sentence=claim.words,
    )


def _span(words: str, texts: tuple[str, str]) -> Span:
    return next(occurrences(words, texts))


def main(root: Path = ROOT) -> int:
    """Print the scores of the documents that were read twice; 2 where a file does not fit."""
    first = corpus.read_parts()["check"]
    try:
        second = read_second(first, root)
    except CorpusError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    twice = [as_reading(each, second[each.id]) for each in first if each.id in second]
    judged = judge_all(twice)
    scores = {name: score(group, judged) for name, group in groups(judged).items()}
    printed = (*table.scores("2nd", scores), "", *table.slots("2nd", scores["all"]))
    sys.stdout.writelines(f"{line}\n" for line in printed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
