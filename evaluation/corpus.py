"""The project's own labelled corpus, read and checked. What the fields mean: corpus/GUIDE.md.

python -m evaluation.corpus [FILE ...]    says what does not fit the guide, file by file
"""

import hashlib
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from basewatch.rows import Row
from contracts.errors import BasewatchError
from contracts.messages import Slot, Told
from contracts.weapons import Weapon
from processors.dedupe.values import COUNTS
from processors.gazetteer.load import load_gazetteer

ROOT: Final = Path(__file__).parent / "corpus"
PARTS: Final = ("tune", "check")
_FREE: Final = frozenset({Slot.DAMAGE, Slot.LAUNCH_AREA})  # their words are the value
_WEAPONS: Final = frozenset({"", *Weapon})

Why = Literal[
    "", "background", "aggregate", "outgoing", "threat", "exercise", "denied", "false_alarm",
    "anniversary", "claim_for_old", "civilian", "front_line", "police", "crime", "accident",
    "politics", "cyber", "sport", "satire", "film", "history", "other",
]  # fmt: skip
Time = Annotated[datetime, msgspec.Meta(tz=True)]
Style = Literal[
    "wire", "local paper", "broadcaster", "ministry", "live blog", "column", "social", "satire"
]


class Labelled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what stands in a story's file."""


class Claim(Labelled, frozen=True, kw_only=True):
    """One value that a document gives of an attack."""

    slot: Slot
    words: str
    low: int | None = None  # counts only
    high: int | None = None  # None: no upper bound
    approx: bool = False
    norm: str = ""
    nationality: str = ""
    role: str = ""
    severity: str = ""
    speaker: str = ""


class Mention(Labelled, frozen=True, kw_only=True):
    """One attack that a document tells of, [start, end) in UTC."""

    told: Told
    words: str
    incident: str = ""
    bases: tuple[str, ...] = ()
    place: str = ""
    country: str = ""
    start: Time | None = msgspec.field(default=None, name="from")
    end: Time | None = msgspec.field(default=None, name="to")
    weapon: str = ""
    claims: tuple[Claim, ...] = ()

    @property
    def current(self) -> bool:
        """Say if it is told as news."""
        return self.told is Told.CURRENT


class Document(Labelled, frozen=True, kw_only=True):
    """One document with its labels."""

    id: str
    language: str
    style: Style
    paper: str
    family: str = ""
    published: Time
    title: str
    text: str
    report: Literal["new", "update", "none"]
    why: Why = ""
    mentions: tuple[Mention, ...] = ()

    @property
    def reports(self) -> bool:
        """Say if a desk would call it a report, new or an update."""
        return self.report != "none"

    @property
    def current(self) -> tuple[Mention, ...]:
        """Return the attacks that it tells as news."""
        return tuple(mention for mention in self.mentions if mention.current)

    def row(self) -> Row:
        """Return what a fetch brings: no labels, no language, every paper a publisher."""
        paper = hashlib.sha256(self.paper.encode()).hexdigest()[:12]  # names are in any script
        url = f"https://paper-{paper}.example/{self.id}"
        return Row(url, self.title, self.paper, self.published, text=self.text)


class Story(Labelled, frozen=True, kw_only=True):
    """One attack, or what only looks like one, and all documents on it."""

    story: str
    source: str = ""
    kind: Why | Literal["attack"]
    documents: tuple[Document, ...]


class CorpusError(BasewatchError):
    """A file of the corpus does not fit the guide; says which document and why."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def files(root: Path = ROOT) -> list[Path]:
    """Return all files, part by part, in the order of their names."""
    return [path for part in PARTS for path in sorted((root / part).glob("*/*.toml"))]


def read(paths: Iterable[Path]) -> list[Story]:
    """Read stories.

    Raises:
        CorpusError: names every fault with its file and document.
    """
    stories: list[Story] = []
    faults: list[str] = []
    seen: dict[str, Path] = {}
    for path in paths:
        try:
            story = read_story(path)
        except CorpusError as error:
            faults += error.faults
            continue
        stories.append(story)
        faults += [f"{path}: {fault}" for fault in _story_faults(story, path.parent.name)]
        for each in story.documents:
            if each.id in seen:
                faults.append(f"{path}: {each.id}: also in {seen[each.id]}")
            seen[each.id] = path
    if faults:
        raise CorpusError(faults)
    return stories


def read_story(path: Path) -> Story:
    """Read one file without judging what it says.

    Raises:
        CorpusError: it is no TOML, or a field is missing, unknown or of the wrong type.
    """
    try:
        fields = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError([f"{path}: {error}"]) from error
    listed = fields.get("documents") or []
    documents = [_document(path, each) for each in listed if isinstance(each, dict)]
    if not documents or len(documents) < len(listed):
        raise CorpusError([f"{path}: no documents"])
    try:
        return msgspec.convert(fields | {"documents": documents}, Story)
    except msgspec.ValidationError as error:
        raise CorpusError([f"{path}: {error}"]) from error


def _document(path: Path, fields: dict[str, Any]) -> Document:
    try:
        return msgspec.convert(fields, Document)
    except msgspec.ValidationError as error:
        raise CorpusError([f"{path}: {fields.get('id', '?')}: {error}"]) from error


def _story_faults(story: Story, folder: str) -> Iterator[str]:
    for document in story.documents:
        for fault in document_faults(document, folder):
            yield f"{document.id}: {fault}"


def document_faults(document: Document, folder: str) -> Iterator[str]:
    """Yield what in one document, in a folder or file named for its language, breaks the guide."""
    if document.language != folder:
        yield f"language {document.language} in folder {folder}"
    if document.reports == bool(document.why):
        yield f"report {document.report} with why {document.why!r}"
    if document.reports and not document.current:
        yield "a report without a current mention"
    for mention in document.mentions:
        yield from _mention_faults(mention, document)


def _mention_faults(mention: Mention, document: Document) -> Iterator[str]:
    if not mention.words:
        yield "a mention without words"
    yield from _foreign(document, words=mention.words, place=mention.place)
    if mention.weapon not in _WEAPONS:
        yield f"weapon {mention.weapon!r}"
    if bool(mention.start) != bool(mention.end):
        yield "one of from and to is missing"
    if mention.start and mention.end and mention.start >= mention.end:
        yield f"from {mention.start} to {mention.end}"
    if mention.current and not mention.incident:
        yield "a current mention without incident"
    for base in mention.bases:
        if base not in load_gazetteer().bases:
            yield f"the gazetteer has no base {base!r}"
    for claim in mention.claims:
        for fault in _claim_faults(claim, document):
            yield f"{claim.slot}: {fault}"


def _claim_faults(claim: Claim, document: Document) -> Iterator[str]:
    yield from _foreign(document, words=claim.words, speaker=claim.speaker)
    counted = claim.slot in COUNTS
    if counted and claim.low is None:
        yield "a count without low"
    if not counted and not claim.norm and claim.slot not in _FREE:
        yield "without norm"
    if claim.slot is Slot.WEAPON and claim.norm not in _WEAPONS | {"none"}:
        yield f"norm {claim.norm!r}"


def _foreign(document: Document, **quoted: str) -> Iterator[str]:
    for name, words in quoted.items():
        if words not in document.title and words not in document.text:
            yield f"{name} {words!r} stand neither in title nor text"


def read_parts(root: Path = ROOT) -> dict[str, list[Document]]:
    """Return the documents of each part in the order of publication, ids settling ties.

    Raises:
        CorpusError: names every fault with its file and document.
    """
    paths = files(root)
    found: dict[str, list[Document]] = {part: [] for part in PARTS}
    for path, story in zip(paths, read(paths), strict=True):
        found[path.parent.parent.name] += story.documents
    return {
        part: sorted(documents, key=lambda each: (each.published.astimezone(UTC), each.id))
        for part, documents in found.items()
    }


def main(paths: Sequence[Path]) -> int:
    """Print every fault, and the totals."""
    try:
        stories = read(paths or files())
    except CorpusError as error:
        sys.stdout.writelines(f"{fault}\n" for fault in error.faults)
        return 1
    documents = sum(len(story.documents) for story in stories)
    sys.stdout.write(f"{len(stories)} stories, {documents} documents, no faults\n")
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
