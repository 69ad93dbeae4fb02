"""Escalation terms: asserted as current, or not. Published Thursday 9 May 2024."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.messages import Part
from processors.extract.escalation.signals import read_terms, signals
from processors.extract.text.document import Document, Tag
from processors.extract.text.read import read_document
from processors.extract.words.tags import tag
from processors.language import Need, load_language
from tests.processors.extract.reading import kit

ENGLISH = load_language("en")
CLOCK = datetime(2024, 5, 9, 12, tzinfo=UTC)
TERMS = read_terms(
    {
        "state of emergency": ["state of emergency", "declared an emergency"],
        "declaration of war": ["declares war", "declared war"],
        "mobilization": ["general mobilization", "general mobilisation", "troops mobilised"],
        "evacuation": ["evacuate embassy", "evacuates embassy", "evacuated embassy"],
        "airspace closed": ["closes airspace", "closed airspace", "airspace closed"],
        "no-fly zone": ["no-fly zone"],
        "nuclear alert": ["nuclear alert"],
        "martial law": [],
        "ground invasion": ["full-scale invasion", "ground invasion"],
        "retaliation": ["retaliatory strikes under way"],
    },
    {"state of emergency": Need.NATION},
    ENGLISH.escalation_words,
)


def read(text: str, title: str = "News from Peru", *names: tuple[str, str, str]) -> Document:
    document = read_document(title, text, CLOCK, "UTC")
    tags = [
        Tag(at, at + len(word), kind, id_)
        for word, kind, id_ in names
        for at in [document.whole.index(word)]
    ]
    return replace(document, tags=tuple(tags))


def terms_of(text: str, title: str = "News from Peru") -> list[str]:
    document, _ = tag(read_document(title, text, CLOCK, "UTC"), kit())
    return [signal.term for signal in signals(document, TERMS)]


ASSERTED = [
    ("The premier declared a state of emergency on Thursday.", "state of emergency"),
    ("A nationwide state of emergency was imposed overnight.", "state of emergency"),
    ("The kingdom declared an emergency after the raid.", "state of emergency"),
    ("The junta declares war on its neighbour.", "declaration of war"),
    ("Parliament approved general mobilisation at dawn.", "mobilization"),
    ("Some 4,000 troops mobilised along the river.", "mobilization"),
    ("Berlin evacuated its embassy this morning.", "evacuation"),
    ("Washington evacuates the embassy and its staff.", "evacuation"),
    ("The kingdom closed its airspace to all flights.", "airspace closed"),
    ("Airspace closed, says the aviation authority.", "airspace closed"),
    ("A no-fly zone now covers the north of the country.", "no-fly zone"),
    ("A no fly zone now covers the north of the country.", "no-fly zone"),
    ("The fleet went to nuclear alert within the hour.", "nuclear alert"),
    ("Martial law is in force in the capital.", "martial law"),
    ("Armoured troops began a full-scale invasion on Thursday.", "ground invasion"),
    ("The army announced its ground invasion at noon.", "ground invasion"),
    ("Retaliatory strikes under way, the air force says.", "retaliation"),
    ("The premier says the state of emergency is the first since 1991.", ""),
    ("Peru declared a state of emergency, the first one since 1991.", "state of emergency"),
]

NOT_CURRENT = [
    "The premier could declare a state of emergency.",
    "The premier may yet impose martial law.",
    "Residents fear martial law.",
    "The opposition called for a state of emergency.",
    "Generals are considering general mobilization.",
    "If rockets fall again, a state of emergency will follow.",
    "Envoys warned of a full-scale invasion.",
    "Kyiv again demanded a no-fly zone.",
    "The premier denied that martial law was imposed.",
    "There is no state of emergency, the premier said.",
    "The council lifted the state of emergency.",
    "Martial law would be a mistake, she said.",
    "Martial law was lifted at noon.",
    "A no-fly zone is off the table.",
    "Russia declared war in 1914.",
    "Martial law was imposed in December 1981.",
    "The coup and martial law of last year scarred the city.",
    "Martial law has been in place since October 2022.",
    "Millions have fled since the full-scale invasion.",
    "The economy shrank after Russia's full-scale invasion.",
    "The full-scale invasion has cost both sides dearly.",
    "He was a veteran of the ground invasion.",
    "Is this a state of emergency?",
    "A state of emergency was declared as wildfires spread.",
    "The mayor declared war on drugs.",
    "The film shows a nuclear alert drill.",
    "Crews rehearsed for a nuclear alert.",
    "Sailors took part in a nuclear alert exercise.",
]


@pytest.mark.parametrize(("text", "term"), ASSERTED, ids=[text for text, _ in ASSERTED])
def test_asserted(text: str, term: str) -> None:
    assert terms_of(text) == ([term] if term else [])


@pytest.mark.parametrize("text", NOT_CURRENT)
def test_not_current(text: str) -> None:
    assert terms_of(text) == []


def test_a_headline_that_asks_asserts_nothing() -> None:
    assert terms_of("Troops are on the move.", "Is martial law next?") == []
    assert terms_of("Troops are on the move.", "Martial law declared") == ["martial law"]


def test_a_clause_that_denies_does_not_reach_into_the_next() -> None:
    text = "The premier denied a coup, but martial law was declared in the north."
    assert terms_of(text) == ["martial law"]


def test_a_signal_says_where_and_in_which_words() -> None:
    text = "Nothing happened. Iraq imposed martial law around Camp Taji."
    document = read(text, "Quiet", ("Iraq", "country", "IQ"), ("Camp Taji", "base", "iq-taji"))
    (signal,) = signals(document, TERMS)
    assert (signal.countries, signal.bases) == (("IQ",), ("iq-taji",))
    assert signal.sentence == "Iraq imposed martial law around Camp Taji."
    assert signal.span.part is Part.TEXT
    assert text[signal.span.start : signal.span.end] == "martial law"


def test_a_town_stands_for_its_country_and_the_title_for_a_sentence_without_place() -> None:
    document = read(
        "Patrols filled the streets. Then martial law was declared.",
        "Night in Kyiv",
        ("Kyiv", "town", "UA:Kyiv"),
    )
    (signal,) = signals(document, TERMS, {"UA:Kyiv": "UA"})
    assert signal.countries == ("UA",)


def test_one_term_in_one_place_is_one_signal() -> None:
    text = "Martial law was declared. Martial law is in force."
    assert terms_of(text) == ["martial law"]


def test_captions_and_furniture_are_not_read() -> None:
    assert terms_of("Read more: martial law declared in the north") == []


def test_a_text_of_nothing_but_terms_is_read_in_time() -> None:
    document = read("Peru: martial law declared " * 1_000, "Peru", ("Peru", "country", "PE"))
    begin = time.process_time()
    assert signals(document, TERMS)
    assert time.process_time() - begin < 1


def test_a_term_stands_in_a_text_whether_it_is_current_or_not() -> None:
    assert TERMS.stand_in("there is no state of emergency")
    assert TERMS.stand_in("berlin evacuated its embassy")
    assert not TERMS.stand_in("the emergency room is in a bad state")
