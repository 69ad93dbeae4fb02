"""What an English article costs grows with its length, whatever word it repeats."""

from datetime import UTC, datetime
from typing import Final

import pytest

from contracts.messages import Article, ArticleRef, Gate
from processors.extract.assemble import extract
from tests.growth import assert_linear, seconds
from tests.processors.extract.reading import kit

_LONG: Final = 10_000  # characters; every slot is read
_REF: Final = ArticleRef(
    id="a",
    version="v",
    url="",
    source="s",
    family="f",
    clock=datetime(2024, 8, 6, tzinfo=UTC),
    title="Rockets hit Ain al-Asad air base in Iraq, two soldiers killed",
)


def _article(unit: str, size: int) -> Article:
    return Article(ref=_REF, gate=Gate.HIT, text=unit * (size // len(unit)))


@pytest.mark.parametrize(
    "unit",
    [
        "Hezbollah claimed responsibility for the attack. ",
        "claimed by Hezbollah and ",
        "it said its fighters had attacked it and it said ",
        "no group had yet claimed ",
        "Iran denied it was behind the attack, blamed on Iran. ",
        "neither denies nor ",
        "accused Iran of being behind ",
        "suspected of being behind the suspected ",
        "Iranian drones, Iranian rockets and Iranian missiles fired by ",
        "who said that he who ",
        "a spokesman for the ministry of the army of the ",
        "the guard's brother's commander's ",
        "damaged a hangar, two trucks and a ",
        "were killed were wounded were ",
        "the toll rose to 5 from 4, of whom 3, ",
        "one of them, two of them, three of whom ",
        "succumbed to his wounds in hospital ",
        "two of the wounded later died, ",
        "not a drone, not a rocket, not a ",
        "drone-dropped bomb-laden rocket-propelled ",
        "a 107-mm rocket, a 122mm rocket and ",
        "shot down 3 of 5 drones launched from ",
        "the base where the base where ",
        "Ain al-Asad, Erbil, Iraq, ",
        "after the attack before the attack after ",
        ", the largest of the ",
        "Five died.\n",
        "(hit) ",
        "[the] ",
    ],
)
def test_an_article_costs_what_its_length_says(unit: str) -> None:
    assert_linear(lambda size: seconds(lambda: extract(_article(unit, size), kit())), _LONG)


def test_the_articles_it_repeats_are_read_for_values() -> None:
    found = extract(_article("Hezbollah claimed responsibility for the attack. ", 500), kit())
    assert "claimed_by" in {claim.slot for report in found.reports for claim in report.claims}
