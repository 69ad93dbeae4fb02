"""The gate: an attack word and a military place, both, or the text is not read closely."""

import time

import pytest

from contracts.messages import Article, ArticleRef, Gate
from processors.extract.assemble import extract
from processors.gate import gate
from tests.processors.extract.test_verdict import kit


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


def _seconds(text: str) -> float:
    ref = ArticleRef(id="a", version="v", url="", source="s", family="f")
    begun = time.process_time()
    extract(Article(ref=ref, text=text), kit())
    return time.process_time() - begun


@pytest.mark.parametrize(
    "word",
    ["attack on the base ", "base ", "rockets hit and ", "in near at of ", "killed US ", "[a] "],
)
def test_hostile_text_costs_what_its_length_says(word: str) -> None:
    _seconds(word * 20)  # warm

    once = min(_seconds(word * 1500) for _ in range(2))
    twice = min(_seconds(word * 3000) for _ in range(2))

    assert twice <= 3 * once + 0.05
