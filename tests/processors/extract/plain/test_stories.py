"""Short stories in ten languages: attacks are told, and what only looks like one is not.

Each file has attacks under `current`, one story for each of four other ways of telling, and under
`none` a denial, an accident, a strike on an armed group, civil and police targets, a crime, and a
game or a cyber attack.
"""

import tomllib
from pathlib import Path

import pytest

from contracts.messages import May, Told
from tests.processors.extract.plain.plain_reading import read

FILES = sorted(Path(__file__).with_name("stories").glob("*.toml"))
STORIES = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in FILES}
OPENS = {May.OPEN, May.OPEN_IF_UNKNOWN}


def of(told: str) -> list[tuple[str, str, str]]:
    return [
        (code, title, text)
        for code, stories in STORIES.items()
        for title, text in (
            stories[told] if isinstance(stories[told][0], list) else [stories[told]]
        )
    ]


def test_there_is_a_file_for_each_language() -> None:
    assert set(STORIES) == set(["ar", "de", "es", "fa", "fr", "he", "id", "ru", "tr", "uk"])
    assert all(len(stories["current"]) >= 5 for stories in STORIES.values())
    assert all(len(stories["none"]) >= 7 for stories in STORIES.values())


@pytest.mark.parametrize(("code", "title", "text"), of("current"))
def test_an_attack_opens(code: str, title: str, text: str) -> None:
    report = read(title, text)

    assert report is not None
    assert (report.told, report.may in OPENS) == (Told.CURRENT, True), report.why
    assert report.confidence <= 0.6
    assert any("by words and names only" in reason for reason in report.why)


@pytest.mark.parametrize("told", ["threat", "exercise", "background", "aggregate"])
@pytest.mark.parametrize("code", STORIES)
def test_other_ways_of_telling_do_nothing(code: str, told: str) -> None:
    report = read(*STORIES[code][told])

    assert report is None or (report.told, report.may) == (Told(told), May.NOTHING), report.why


@pytest.mark.parametrize(("code", "title", "text"), of("none"))
def test_what_is_no_attack_on_a_base_does_nothing(code: str, title: str, text: str) -> None:
    report = read(title, text)

    assert report is None or report.may is May.NOTHING, report.why
