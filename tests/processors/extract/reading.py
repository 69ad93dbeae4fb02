"""Reads sentences with the real gazetteer and language, for tests of the slots."""

from collections.abc import Iterator, Sequence
from functools import cache

from contracts.messages import Claim, Place, Told, When
from processors.extract.claims.bind import claims
from processors.extract.claims.passage import Passage, Raw
from processors.extract.text.document import Document, Mention
from processors.extract.text.read import read_document
from processors.extract.words.kit import Kit, load_kit
from processors.extract.words.tags import tag
from processors.gazetteer.load import load_gazetteer
from processors.language import load_language


@cache
def kit() -> Kit:
    return load_kit(load_gazetteer(), [load_language("en")])


def document(text: str, title: str = "Title") -> Document:
    return tag(read_document(title, text, None, "UTC"), kit())[0]


def passages(of: Document) -> Iterator[Passage]:
    for sentence in of.sentences:
        inside = tuple(t for t in of.tags if sentence.start <= t.start < sentence.end)
        yield Passage(of, sentence, kit().gazetteer.actors, inside)


def raws(slot: object, text: str) -> list[Raw]:
    """Return what the module of a slot reads in a body of one or more sentences."""
    read = slot.values  # type: ignore[attr-defined]
    return [raw for passage in passages(document(text)) for raw in read(passage)]


def mention(of: Document, words: str, report: int | None, **more: object) -> Mention:
    """Make a mention of the first place where `words` stand."""
    start = of.whole.index(words)
    clause = next(i for i, clause in enumerate(of.clauses) if clause.start <= start < clause.end)
    return Mention(
        start=start,
        end=start + len(words),
        sentence=of.sentence_at(start).index,
        clause=clause,
        told=more.get("told", Told.CURRENT if report is not None else Told.BACKGROUND),  # type: ignore[arg-type]
        report=report,
        plural=bool(more.get("plural")),
        place=Place(),
        when=When(),
        reason="the test says so",
    )


def bound(of: Document, mentions: Sequence[Mention], report: int = 0) -> list[Claim]:
    """Return the claims of one report."""
    return list(claims(of, mentions, kit().gazetteer.actors).get(report, ()))


def texts(found: Sequence[Claim], slot: str) -> list[str]:
    """Return the values of one slot as written."""
    return [claim.value.text for claim in found if claim.slot == slot]
