"""The gate as a whole: the real stages over a corpus of two stories."""

from pathlib import Path

import pytest

from contracts.messages import Part
from evaluation import floors
from evaluation.__main__ import main
from evaluation.corpus import read_parts
from evaluation.reading import build, read_all

STORY = '''
story = "Rockets on a base"
kind = "attack"

[[documents]]
id = "en-{part}-1"
language = "en"
style = "wire"
paper = "meridian"
published = 2026-03-02T12:00:00Z
title = "Rockets hit {base} in Iraq"
text = """
Two rockets hit {base} in Iraq on Monday, killing three American soldiers, officials said."""
report = "new"

[[documents.mentions]]
told = "current"
words = "Two rockets hit {base}"
incident = "{part}"
bases = ["{id}"]
country = "IQ"
from = 2026-03-01T21:00:00Z
to = 2026-03-02T21:00:00Z
weapon = "rocket"

[[documents.mentions.claims]]
slot = "killed"
words = "three American soldiers"
low = 3
high = 3
'''
BASES = {
    "tune": ("Ain al-Asad air base", "iq-ain-al-asad"),
    "check": ("Harir air base", "iq-harir"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for part, (base, key) in BASES.items():
        folder = tmp_path / part / "en"
        folder.mkdir(parents=True)
        text = STORY.format(part=part, base=base, id=key)
        (folder / "rockets.toml").write_text(text, "utf-8")
    return tmp_path


def test_a_reading_holds_all_that_was_said(root: Path) -> None:
    built = build()

    (reading,) = read_all(read_parts(root)["tune"], built)

    built.close()
    (report,) = reading.reports
    assert reading.detected
    assert reading.alerted == (reading.incidents[report.id],)
    text = reading.texts[report.span.part is Part.TEXT]
    assert text[report.span.start : report.span.end] == report.sentence


def test_check_shows_totals_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = root / "build" / "eval.html"

    assert main(page, root=root, file=root / "floors.toml", short=root / "briefs") == 0

    printed, shown = capsys.readouterr().out, page.read_text("utf-8")
    assert "check en" in printed
    for word in ("Harir", "en-check-1"):
        assert word not in printed + shown


def test_a_figure_below_its_floor_is_named_and_fails(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "floors.toml"
    assert main(root=root, short=root / "briefs", file=file, write=True) == 0
    assert floors.read(file).least["check.en"]["detection_f1"] == 1.0
    story = root / "check" / "en" / "rockets.toml"
    story.write_text(story.read_text("utf-8").replace("Harir air base", "the Rovers"), "utf-8")

    assert main(root=root, short=root / "briefs", file=file, write=True) == 1
    assert "check.en.detection_f1 is 0.000; its floor is 1.00" in capsys.readouterr().out
    assert main(root=root, short=root / "briefs", file=file, write=True, reason="Rovers came") == 0
    assert "Rovers came" in {each.reason for each in floors.read(file).lowered}


def test_a_file_that_does_not_fit_is_no_score(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = root / "tune" / "en" / "rockets.toml"
    story.write_text(story.read_text("utf-8").replace('"current"', '"now"'), "utf-8")

    assert main(root=root, file=root / "floors.toml", short=root / "briefs") == 2
    assert f"{story}: en-tune-1: Invalid enum value 'now'" in capsys.readouterr().err
