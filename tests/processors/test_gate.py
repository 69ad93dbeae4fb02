"""The gate: an attack word and a military place, both, or the text is not read closely."""

import pytest

from contracts.messages import Article, ArticleRef, Gate
from processors.extract.assemble import extract
from processors.gate import gate
from tests.growth import assert_linear, seconds
from tests.processors.extract.articles import kit


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", Gate.EMPTY),
        ("  \n ", Gate.EMPTY),
        ("A rocket hit the air base.", Gate.HIT),
        ("Explosions were heard in Makiivka.", Gate.HIT),  # a town with a base
        ("Three were killed at Ain al-Asad.", Gate.HIT),  # a base by name
        ("The air base got a new runway.", Gate.NO_ATTACK),
        ("Rebels attacked a village market.", Gate.NO_PLACE),
        ("A heart attack killed the veteran of the choir.", Gate.NO_PLACE),
    ],
)
def test_gate(text: str, verdict: Gate) -> None:
    assert gate(text, kit()) is verdict


@pytest.mark.parametrize(
    "word",
    ["attack on the base ", "base ", "rockets hit and ", "in near at of ", "killed US ", "[a] "],
)
def test_hostile_text_costs_what_its_length_says(word: str) -> None:
    ref = ArticleRef(id="a", version="v", url="", source="s", family="f")

    def cost(size: int) -> float:
        article = Article(ref=ref, text=word * (size // len(word)))
        return seconds(lambda: extract(article, kit()))

    assert_linear(cost)
