"""Escalation terms of the English file: a step of a state or an armed force, or none.

Published Thursday 9 May 2024.
"""

import time
from datetime import UTC, datetime

import pytest

from processors.extract.escalation.signals import signals
from processors.extract.text.read import read_document
from processors.extract.words.tags import tag
from processors.language import Need, StepWord, load_language
from tests.processors.extract.reading import kit

CLOCK = datetime(2024, 5, 9, 12, tzinfo=UTC)
ENGLISH = load_language("en")


def steps(text: str, title: str = "A day in the news") -> list[str]:
    document, _ = tag(read_document(title, text, CLOCK, "UTC"), kit())
    return [signal.term for signal in signals(document, kit().escalation)]


STEPS = [
    # a whole state, or a part of one with war in it
    ("Chad declared a state of emergency on Thursday.", "state of emergency"),
    ("The president proclaimed a nationwide state of emergency.", "state of emergency"),
    ("Kenya declares a state of emergency in Garissa after a raid.", "state of emergency"),
    ("The governor declared a state of emergency after drones hit a depot.", "state of emergency"),
    (
        "Peru declares a state of emergency as the fallen leader goes to prison.",
        "state of emergency",
    ),
    ("Mali declared a state of emergency in its prisons and sent the army.", "state of emergency"),
    # armed forces put on alert, or a state with an enemy in sight
    ("Jordan put its army on high alert.", "high alert"),
    ("The fleet has been placed on full alert.", "high alert"),
    ("Border troops are in a 'state of combat readiness' in Chad.", "high alert"),
    ("Kuwait is on high alert as militants gather at its border.", "high alert"),
    ("Rebels in Chad remain on alert after the strikes.", "high alert"),
    # force that is repaid
    ("Iran vows retaliation for the killing of its general.", "vowed retaliation"),
    ("The premier of Iraq vowed revenge after the attack.", "vowed retaliation"),
    ("Iran promised to retaliate after missiles hit its consulate.", "vowed retaliation"),
    # somebody to fight
    ("Chad declared war on Sudan.", "declaration of war"),
    ("The junta declares war on its neighbour.", "declaration of war"),
    ("Niger declared war on Islamic State.", "declaration of war"),
    # two states, or one and war
    ("Egypt issued an ultimatum to Ethiopia.", "ultimatum"),
    ("The junta issued an ultimatum to the rebels.", "ultimatum"),
    ("Israel says Syria has crossed a red line.", "red line"),
    ("Niger puts its army on 'maximum alert' as its neighbours threaten it.", "high alert"),
    ("Fearing a missile, Japan puts its army on alert.", "high alert"),
    ("Iran vows 'major retaliation' for the killing of a general.", "vowed retaliation"),
    ("Syrian airspace briefly closed after a drone attack.", "airspace closed"),
    # a party in its clause
    ("Jordan closes airspace to all flights.", "airspace closed"),
    ("Israel calls up reservists for the north.", "mobilization"),
    ("Martial law was imposed in Kherson.", "martial law"),
    ("Troops of Chad launched a ground invasion.", "ground invasion"),
    ("Turkey imposes a blockade on the port.", "blockade"),
]

NO_STEPS = [
    # less than a state
    "The mayor declared a state of emergency after two nights of rioting.",
    "Georgia's governor declared a state of emergency.",
    "Miami Beach declares a state of emergency and a curfew.",
    "The county in Texas declared a state of emergency.",
    # no enemy in it
    "Chad declared a state of emergency as a cyclone neared.",
    "Peru declares a state of emergency over dengue.",
    "Chile declared a state of emergency as migrants crossed.",
    "Ghana declared a state of emergency over inflation.",
    "Jordan put its army on high alert for the flood.",
    "Peru closes airspace after a glitch in its radar.",
    # the police's business
    "Jamaica reimposed a state of emergency against gangs.",
    "Honduras declared a state of emergency in its prisons.",
    "Punjab is on high alert as a separatist is on the run in India.",
    # somebody with no army
    "Tourists in Egypt are on high alert for a scam.",
    "The Bank of England is on high alert for bad loans.",
    "Lawmakers in Germany are on high alert after an attack.",
    "A family in Iraq vows revenge after the killing of a son.",
    "The federation issued an ultimatum to the Canadian team.",
    # what is repaid is no force
    "China vows retaliation over the visit.",
    "Russia vowed retaliation for new sanctions.",
    # a figure of speech
    "Italy declares war on hornets.",
    "The minister declared war on red tape in Britain.",
    "The president has declared war on U.S. lands and waters.",
    "An interpreter had Turkey 'declare war' by a slip.",
    "Turkey 'declared war' on Greece, by a slip of the tongue.",
    # a noun in passing
    "Killings in Peru stir memories of martial law.",
    "Trains run again in Peru amid a state of emergency.",
    "A full-scale invasion has not stopped the shop in Kyiv.",
    "A judge wants Russia tried for launching a full-scale invasion.",
    "A ship broke Russia's de facto naval blockade of Odesa.",
    # not new
    "Ukraine extends martial law by ninety days.",
]


@pytest.mark.parametrize(("text", "term"), STEPS, ids=[text for text, _ in STEPS])
def test_a_step(text: str, term: str) -> None:
    assert steps(text) == [term]


@pytest.mark.parametrize("text", NO_STEPS)
def test_no_step(text: str) -> None:
    assert steps(text) == []


def test_the_place_is_that_of_its_clause_else_of_the_title() -> None:
    document, _ = tag(
        read_document(
            "Peru sends soldiers to end riots",
            "The president declared a national emergency as leaders in Mexico protested.",
            CLOCK,
            "UTC",
        ),
        kit(),
    )
    (signal,) = signals(document, kit().escalation)
    assert signal.countries == ("PE",)


def test_the_lead_says_what_a_headline_is_about() -> None:
    title = "State of emergency declared in Chile's capital"
    assert steps("Wildfires closed in on the city on Thursday. Many fled.", title) == []
    assert steps("Crowds filled the streets on Thursday. Many fled.", title) == [
        "state of emergency"
    ]


def test_war_outweighs_the_weather_of_the_lead() -> None:
    title = "State of emergency declared in Chad after rebels storm army base"
    assert steps("Flooding had slowed the army for weeks.", title) == ["state of emergency"]


def test_a_day_long_past_sets_the_scene_of_what_follows() -> None:
    past = "On 4 June 1989 crowds faced tanks in China. The junta declared martial law days before."
    assert steps(past) == []
    now = "On 4 June 1989 crowds faced tanks in China. Now China has declared martial law."
    assert steps(now) == ["martial law"]


def test_needs_and_words_are_those_of_the_language_file() -> None:
    assert set(ENGLISH.escalation_needs) <= set(ENGLISH.escalation)
    assert set(ENGLISH.escalation_needs.values()) == set(Need) - {Need.PARTY}
    assert set(ENGLISH.escalation_words) == set(StepWord)
    for words in ENGLISH.escalation_words.values():
        assert len(words) == len(set(words))


def test_a_long_text_of_terms_is_read_in_time() -> None:
    document, _ = tag(
        read_document("Chad", "Chad declared martial law in Iraq, Iran. " * 2_000, CLOCK, "UTC"),
        kit(),
    )
    begin = time.process_time()
    assert signals(document, kit().escalation)
    assert time.process_time() - begin < 5
