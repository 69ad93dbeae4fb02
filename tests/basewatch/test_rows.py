"""Input files: what is read, what is refused and where."""

import gzip
import json
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from basewatch.rows import InputError, Row, read_rows, read_time, row_of
from contracts.messages import BodyKind

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("2026-03-01T12:00:00Z", NOON, id="zulu"),
        pytest.param("2026-03-01T14:00:00+02:00", NOON, id="another zone"),
        pytest.param("2026-03-01T12:00:00", NOON, id="no zone is UTC"),
        pytest.param(None, None, id="null"),
        pytest.param("", None, id="empty"),
    ],
)
def test_times(written: object, meant: datetime | None) -> None:
    assert read_time(written) == meant


@pytest.mark.parametrize("written", ["yesterday", 1709294400, "2026-13-01"])
def test_other_times_are_refused(written: object) -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 time"):
        read_time(written)


@pytest.mark.parametrize(
    ("fields", "kind", "body", "summary"),
    [
        pytest.param({"text": "Calm."}, BodyKind.TEXT, b"Calm.", "", id="text"),
        pytest.param({"html": "<p>Calm."}, BodyKind.HTML, b"<p>Calm.", "", id="html"),
        pytest.param({"description": "<p>Calm."}, BodyKind.NONE, b"", "<p>Calm.", id="feed"),
        pytest.param({}, BodyKind.NONE, b"", "", id="title alone"),
    ],
)
def test_a_row_becomes_the_page_that_a_fetch_would_have_brought(
    fields: dict[str, str], kind: BodyKind, body: bytes, summary: str
) -> None:
    page = row_of({"url": "https://paper.example/1", "title": "Quiet", **fields}).page()

    assert page.body_kind is kind
    assert (zlib.decompress(page.body) if page.body else b"") == body
    assert page.summary == summary


@pytest.mark.parametrize(
    ("published", "fetched", "arrived"),
    [(NOON, None, NOON), (None, NOON, NOON), (None, None, None)],
)
def test_arrival_is_publication_else_fetch_else_unknown(
    published: datetime | None, fetched: datetime | None, arrived: datetime | None
) -> None:
    page = Row(url="https://paper.example/1", published=published, fetched=fetched).page()

    assert page.arrived_at == arrived


def test_lines_are_read_in_order_and_gzip_too(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"url": f"https://paper.example/{n}"}) + "\n" for n in (2, 1))
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_text(lines, "utf-8")
    packed.write_bytes(gzip.compress(lines.encode()))

    urls = [row.url for row in read_rows([packed, plain])]

    assert urls == [f"https://paper.example/{n}" for n in (2, 1, 2, 1)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("{", "not JSON", id="broken"),
        pytest.param("[]", "not a JSON object", id="list"),
        pytest.param('{"title": "x"}', "no url", id="no url"),
        pytest.param('{"url": "x", "title": 3}', "title is not a text", id="wrong type"),
        pytest.param('{"url": "x", "published": "soon"}', "not an ISO 8601 time", id="bad time"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"url": "https://paper.example/1"}\n' + line + "\n", "utf-8")

    with pytest.raises(InputError, match=problem) as caught:
        list(read_rows([file]))

    assert caught.value.where == f"{file}:2"


def test_a_folder_of_texts_takes_its_times_from_the_file_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "b.txt").write_text("Second.", "utf-8")
    (folder / "a.txt").write_text("First.", "utf-8")
    (tmp_path / "times.json").write_text(
        json.dumps({"a": {"published": "2026-03-01T12:00:00Z"}}), "utf-8"
    )

    rows = list(read_rows([folder]))

    assert [(row.url, row.text, row.published) for row in rows] == [
        ("file:a.txt", "First.", NOON),
        ("file:b.txt", "Second.", None),
    ]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.jsonl"):
        list(read_rows([tmp_path / "nothing.jsonl"]))


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    missing = tmp_path / "rows.jsonl"

    with pytest.raises(InputError) as raised:
        list(read_rows([missing]))

    assert str(raised.value) == f"{missing}: No such file or directory"
