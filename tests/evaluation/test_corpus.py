"""Every file fits the guide, and one that does not is refused by file, document and fault."""

import re
from collections import Counter
from pathlib import Path

import pytest

from evaluation.corpus import CorpusError, files, read, read_parts

GOOD = '''
story = "x"
kind = "attack"

[[documents]]
id = "en-x-1"
language = "en"
style = "wire"
paper = "p"
published = 2026-03-02T12:00:00Z
title = "Base hit"
text = """Rockets hit the base. Three died."""
report = "new"

[[documents.mentions]]
told = "current"
words = "Rockets hit the base"
incident = "X"
bases = ["iq-harir"]
from = 2026-03-01T00:00:00Z
to = 2026-03-02T00:00:00Z
weapon = "rocket"

[[documents.mentions.claims]]
slot = "killed"
words = "Three"
low = 3
high = 3
'''
LEAST = {"tune": {"en": 71, "other": 6}, "check": {"en": 63, "other": 12}}


def test_every_file_fits_and_every_language_has_its_share() -> None:
    parts = read_parts()

    for part, documents in parts.items():
        by = Counter(document.language for document in documents)
        least = LEAST[part]
        assert by["en"] >= least["en"]
        assert len(by) >= 11
        assert min(by.values()) >= least["other"]
        assert [each.published for each in documents] == sorted(
            each.published for each in documents
        )


def test_no_document_stands_in_both_parts() -> None:
    ids = [document.id for documents in read_parts().values() for document in documents]

    assert len(ids) == len(set(ids)) >= 316


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (story,) = read([_file(tmp_path, GOOD)])

    (mention,) = story.documents[0].current
    assert mention.claims[0].low == 3


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('told = "current"', 'told = "news"', r"en-x-1: Invalid enum value 'news' .*mentions\[0\]"),
        ('weapon = "rocket"', 'weapon = "spear"', "en-x-1: weapon 'spear'"),
        ('style = "wire"', 'style = "blog"', "en-x-1: Invalid enum value 'blog'"),
        ("12:00:00Z", "12:00:00", "en-x-1: Expected `datetime` with a timezone"),
        ('incident = "X"', 'incidents = "X"', "en-x-1: Object contains unknown field"),
        ('incident = "X"', "", "en-x-1: a current mention without incident"),
        ('"Rockets hit the base"\ni', '"Bombs"\ni', "en-x-1: words 'Bombs' stand neither"),
        ("iq-harir", "iq-hariri", "en-x-1: the gazetteer has no base 'iq-hariri'"),
        ("to = 2026-03-02", "to = 2026-02-02", "en-x-1: from 2026-03-01"),
        ("to = 2026-03-02T00:00:00Z", "", "en-x-1: one of from and to is missing"),
        ("low = 3", "", "en-x-1: killed: a count without low"),
        ('slot = "killed"', 'slot = "weapon"', "en-x-1: weapon: without norm"),
        ('report = "new"', 'report = "none"', "en-x-1: report none with why ''"),
        ('told = "current"', 'told = "denied"', "en-x-1: a report without a current mention"),
        ('language = "en"', 'language = "de"', "en-x-1: language de in folder en"),
        ("[[documents]]", "[[papers]]", "no documents"),
        ('story = "x"', "story = x", "Invalid value"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, before: str, after: str, fault: str) -> None:
    assert before in GOOD
    path = _file(tmp_path, GOOD.replace(before, after))

    with pytest.raises(CorpusError, match=f"{re.escape(str(path))}: {fault}"):
        read([path])


def test_an_id_is_given_once(tmp_path: Path) -> None:
    one, other = _file(tmp_path, GOOD, "one"), _file(tmp_path, GOOD, "other")

    with pytest.raises(CorpusError, match=f"{other}: en-x-1: also in {one}"):
        read([one, other])


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    one = _file(tmp_path, GOOD.replace("low = 3", ""), "one")
    other = _file(tmp_path, "story = ", "other")

    with pytest.raises(CorpusError) as raised:
        read([one, other])

    assert len(raised.value.faults) == 2


def test_the_files_are_those_of_both_parts() -> None:
    assert {path.parent.parent.name for path in files()} == {"tune", "check"}


def _file(folder: Path, text: str, name: str = "x") -> Path:
    path = folder / "tune" / "en" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
