"""Rows of JSONL files, and folders of text files -> pages, without network."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from contracts import ids
from contracts.errors import BasewatchError
from contracts.messages import BodyKind, Page
from ingest.entries import article_id
from ingest.sources import Entry

TIMES_FILE: Final = "times.json"


class InputError(BasewatchError):
    """An input file cannot be read; says where and why."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Row:
    """One article as an input file has it. Times are UTC; of the texts, at most one is used."""

    url: str
    title: str = ""
    source: str = ""
    published: datetime | None = None
    fetched: datetime | None = None
    text: str = ""
    html: str = ""  # a whole page
    description: str = ""  # what a feed says: a piece of HTML
    language: str = ""

    def page(self) -> Page:
        """Return the page that a fetch would have brought."""
        body = (self.text or self.html).encode("utf-8", "surrogatepass")
        article = article_id(self.source, Entry(id=self.url, link=self.url))
        return Page(
            id=ids.page_id(article, body or self.description.encode("utf-8", "surrogatepass")),
            article_id=article,
            source=self.source,
            url=self.url,
            title=self.title,
            summary="" if body else self.description,
            published=self.published,
            fetched_at=self.fetched,
            arrived_at=self.published or self.fetched,
            language=self.language,
            body_kind=self._kind(),
            body=zlib.compress(body, 1) if body else b"",
            charset="utf-8" if body else "",
        )

    def _kind(self) -> BodyKind:
        if self.text:
            return BodyKind.TEXT
        return BodyKind.HTML if self.html else BodyKind.NONE


def read_rows(inputs: Iterable[Path]) -> Iterator[Row]:
    """Yield the rows of every input in the order given; folders by file name.

    Raises:
        InputError: an input is not there, or a row cannot be read.
    """
    for path in inputs:
        try:
            yield from _folder(path) if path.is_dir() else _json_lines(path)
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            said = getattr(error, "strerror", None)  # without its number and the path again
            raise InputError(str(path), said or str(error)) from error


def _json_lines(path: Path) -> Iterator[Row]:
    for number, fields in read_objects(path):
        try:
            yield row_of(fields)
        except (TypeError, ValueError) as error:
            raise InputError(f"{path}:{number}", str(error)) from error


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line numbers and JSON objects of a .jsonl or .jsonl.gz file.

    Raises:
        InputError: a line is not a JSON object.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}:{number}", f"not JSON: {error}") from error
            if not isinstance(found, dict):
                raise InputError(f"{path}:{number}", "not a JSON object")
            yield number, found


def row_of(fields: Mapping[str, Any]) -> Row:
    """Build a row from a JSON object; unknown fields are ignored.

    Raises:
        ValueError: a field has the wrong type, or a time is not ISO 8601.
    """
    words = {name: _text(fields, name) for name in _WORDS}
    if not words["url"]:
        raise ValueError("no url")
    return Row(
        published=read_time(fields.get("published")),
        fetched=read_time(fields.get("fetched")),
        **words,
    )


_WORDS: Final = ("url", "title", "source", "text", "html", "description", "language")


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text: {value!r}")
    return value


def read_time(value: object) -> datetime | None:
    """Read an ISO 8601 time; one without a zone is UTC, null and "" are none.

    Raises:
        ValueError: it is something else.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(f"not an ISO 8601 time: {value!r}")
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"not an ISO 8601 time: {value!r}") from None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _folder(folder: Path) -> Iterator[Row]:
    """Yield the text files of a folder; times.json may stand in it or beside it."""
    times = _times(folder)
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise InputError(str(folder), "holds no .txt file")
    for file in files:
        said = times.get(file.stem) or times.get(file.name) or {}
        yield Row(
            url=f"file:{file.name}",
            source=f"file:{file.name}",
            published=read_time(said.get("published")),
            fetched=read_time(said.get("fetched")),
            text=file.read_text("utf-8"),
        )


def _times(folder: Path) -> dict[str, dict[str, Any]]:
    for place in (folder, folder.parent):
        file = place / TIMES_FILE
        if file.is_file():
            try:
                return dict(json.loads(file.read_text("utf-8")))
            except ValueError as error:
                raise InputError(str(file), f"not JSON: {error}") from error
    return {}
