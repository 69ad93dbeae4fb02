"""An escalation term lets a text through the gate by itself, and comes out as a signal."""

from datetime import UTC, datetime

import pytest

from contracts.messages import Article, ArticleRef, ClockBasis, Gate
from processors.extract.assemble import extract
from processors.extract.words.kit import Kit, load_kit
from processors.gate import gate
from processors.gazetteer.load import load_gazetteer
from processors.language import load_language


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load_kit(load_gazetteer(), [load_language("en")])


def article(title: str, text: str) -> Article:
    ref = ArticleRef(
        id="a", version="v", url="https://paper.example/a", source="paper", family="paper.example",
        title=title, clock=datetime(2024, 5, 9, 12, tzinfo=UTC), clock_basis=ClockBasis.FEED,
    )  # fmt: skip
    return Article(ref=ref, text=text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The kingdom has closed its airspace to every flight.", Gate.HIT),
        ("An emergency room opened near the embassy.", Gate.NO_ATTACK),
    ],
)
def test_a_term_opens_the_gate(kit: Kit, text: str, verdict: Gate) -> None:
    assert gate(text, kit) is verdict


def test_a_signal_names_the_country(kit: Kit) -> None:
    told = extract(article("Flights turned back", "Jordan closed its airspace on Thursday."), kit)
    assert [(s.term, s.countries) for s in told.signals] == [("airspace closed", ("JO",))]


def test_own_terms_replace_those_of_the_language_files() -> None:
    kit = load_kit(load_gazetteer(), [load_language("en")], ["border sealed"])
    told = extract(
        article("Flights turned back", "Jordan closed its airspace; its border sealed at noon."),
        kit,
    )
    assert [s.term for s in told.signals] == ["border sealed"]
