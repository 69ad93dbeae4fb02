"""Plain headlines of attacks all over the world, and of what only looks like one."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.messages import May, Told
from tests.processors.extract import articles

TEXTS = tomllib.loads((Path(__file__).parent / "wire.toml").read_text("utf-8"))
SPRING = datetime(2023, 5, 4, 12, tzinfo=UTC)  # there is war in Ukraine


@pytest.fixture(autouse=True)
def in_spring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "CLOCK", SPRING)


def opens(text: str) -> bool:
    title, _, lead = text.partition(" | ")
    return any(
        report.told is Told.CURRENT and report.may in {May.OPEN, May.OPEN_IF_UNKNOWN}
        for report in articles.read(title, lead).reports
    )


@pytest.mark.parametrize("text", TEXTS["attacks"])
def test_an_attack_may_open_an_incident(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize("text", TEXTS["others"])
def test_what_is_none_opens_nothing(text: str) -> None:
    assert not opens(text)
