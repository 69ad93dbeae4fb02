"""A bang at a base: an attack, or an accident."""

from datetime import UTC, datetime

import pytest

from contracts.messages import Article, ArticleRef, May, Report, Told
from processors.extract.assemble import extract
from processors.extract.words.kit import Kit, load_kit
from processors.gazetteer.load import load_gazetteer
from processors.language import load_languages


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load_kit(load_gazetteer(), load_languages())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mortar shells hit Camp Arifjan in Kuwait on Monday, officials said.", Told.CURRENT),
        ("Artillery shells landed on Camp Buehring in Kuwait overnight.", Told.CURRENT),
        ("A missile hit Al Udeid Air Base in Qatar on Monday, officials said.", Told.CURRENT),
        ("A suicide bomber rammed a truck into an army base in Kuwait on Monday.", Told.CURRENT),
        ("A gas leak caused an explosion at Camp Arifjan in Kuwait on Monday.", Told.EXERCISE),
    ],
)
def test_far_from_any_war_the_weapon_says_which(kit: Kit, text: str, told: Told) -> None:
    clock = datetime(2026, 3, 3, 9, tzinfo=UTC)
    ref = ArticleRef(id="a", version="v", url="", source="", family="", clock=clock)

    found = extract(Article(ref=ref, text=text), kit)

    assert found.reports[0].told is told, found.reports[0].why


_TENSE = datetime(2024, 5, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "title",
    [
        "Loud explosions heard near US base in Kuwait",
        "Blast rocks air base in Bahrain, cause not known",
        "Two explosions reported at army base in Pakistan",
        "Drones crash near US base in Jordan",
        "Three drones fell near Ain al-Asad base",
        "Unidentified missile crashes near air base in Iraq",
    ],
)
def test_where_bases_are_attacked_a_bang_of_unknown_cause_is_suspected(
    kit: Kit, title: str
) -> None:
    report = _read(kit, title)

    assert (report.told, report.may) == (Told.CURRENT, May.OPEN), report.why
    assert any("suspected" in reason for reason in report.why)


@pytest.mark.parametrize(
    "title",
    [
        "Explosion heard near US base in Kuwait was a gas leak",
        "Loud explosions heard near naval base in Portugal",
        "Fire breaks out at army base in Kuwait",
        "Drone crashes near air base in Portugal",
        "Army drone crashes at air base in Iraq",
        "US drone crashes near air base in Niger",
        "Drone crashes near US base in Jordan on a training flight, malfunction blamed",
    ],
)
def test_a_cause_a_peace_or_an_own_drone_is_an_accident(kit: Kit, title: str) -> None:
    report = _read(kit, title)

    assert (report.told, report.may) == (Told.EXERCISE, May.NOTHING), report.why


def test_peace_is_a_matter_of_the_day(kit: Kit) -> None:
    title = "Loud explosions heard near air base in Jordan"
    before = datetime(2022, 5, 16, 12, tzinfo=UTC)

    assert _read(kit, title).may is May.OPEN
    assert _read(kit, title, before).may is May.NOTHING


def _read(kit: Kit, title: str, clock: datetime = _TENSE) -> Report:
    ref = ArticleRef(id="a", version="v", url="", source="", family="", title=title, clock=clock)
    return extract(Article(ref=ref, text=""), kit).reports[0]
