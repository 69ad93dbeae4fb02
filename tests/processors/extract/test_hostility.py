"""A bang at a base: an attack, or an accident."""

from datetime import UTC, datetime

import pytest

from contracts.messages import Article, ArticleRef, Told
from processors.extract.assemble import extract
from processors.extract.kit import Kit, load_kit
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
