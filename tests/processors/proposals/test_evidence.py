"""What the text must say before a proposal counts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.messages import Slot
from processors.extract.claims.passage import Raw
from processors.proposals.evidence import CERTAINTY, Refusal, can_say, find
from processors.proposals.question import COUNTS, NAMES, Proposed
from tests.processors.extract.reading import document, passages
from tests.processors.proposals.told import proposed


def found(text: str, *what: Any, **more: Any) -> Raw | Refusal:
    return find(proposed(*what, **more), list(passages(document(text))))


@pytest.mark.parametrize(
    ("text", "slot", "words", "count", "expected"),
    [
        (
            "The attack cost the lives of at least two Danish contractors.",
            "killed",
            "lives of at least two Danish contractors",
            2,
            (2, None, "at least two Danish contractors", "DK"),
        ),
        (
            "The attack left three Danish airmen lifeless on the field.",
            "killed",
            "three Danish airmen lifeless",
            3,
            (3, 3, "three Danish airmen", "DK"),
        ),
        (
            "The blast put between four and six guards into a hospital.",
            "injured",
            "between four and six guards into a hospital",
            6,
            (4, 6, "between four and six guards", ""),
        ),
        ("Some 20 rockets were hurled at the fort.", "fired", "20 rockets were hurled", 20, None),
        ("The fort was rocked by two drones.", "hit", "rocked by two drones", 2, None),
        ("All 12 drones were swatted away.", "intercepted", "12 drones were swatted", 12, None),
    ],
)
def test_a_count_is_read_by_our_own_grammar(
    text: str, slot: str, words: str, count: int, expected: tuple[Any, ...] | None
) -> None:
    raw = found(text, slot, words, count)
    assert isinstance(raw, Raw)
    assert (raw.slot, raw.certainty) == (slot, CERTAINTY)
    if expected:
        value = raw.value
        assert (value.low, value.high, value.text, value.nationality) == expected


@pytest.mark.parametrize(
    ("text", "slot", "words", "count", "refusal"),
    [
        pytest.param(
            "The attack cost the lives of two guards.",
            "killed",
            "cost the lives of 500 guards",
            500,
            Refusal.NOT_IN_TEXT,
            id="words of its own",
        ),
        pytest.param(
            "The attack cost the lives of two guards.",
            "killed",
            "lives of two guards",
            500,
            Refusal.OTHER_NUMBER,
            id="another number",
        ),
        pytest.param(
            "The attack cost the lives of 15 guards.",
            "killed",
            "5 guards",
            5,
            Refusal.OTHER_NUMBER,
            id="a piece of a number",
        ),
        pytest.param(
            "The attack cost the lives of 1,500 guards.",
            "killed",
            "500 guards",
            500,
            Refusal.OTHER_NUMBER,
            id="the end of a number",
        ),
        pytest.param(
            "The attack cost the lives of two guards.",
            "killed",
            "cost the lives of",
            2,
            Refusal.NO_NUMBER,
            id="no number in the words",
        ),
        pytest.param(
            "It cost the lives of two guards near the 12 gunmen.",
            "killed",
            "lives of two guards near the 12 gunmen",
            12,
            Refusal.NO_NUMBER,
            id="several numbers",
        ),
        pytest.param(
            "The attack cost the lives of two guards.",
            "killed",
            "lives of two guards",
            None,
            Refusal.NO_NUMBER,
            id="no count",
        ),
        pytest.param(
            "Ten rockets brought death, the lives of many.",
            "killed",
            "Ten rockets brought death",
            10,
            Refusal.NOTHING_COUNTED,
            id="rockets are no people",
        ),
        pytest.param(
            "The lives of 12 guards changed as the fort was struck.",
            "hit",
            "12 guards changed as the fort was struck",
            12,
            Refusal.NOTHING_COUNTED,
            id="people are no rockets",
        ),
        pytest.param(
            "Two guards stood by, and the attack cost lives of some.",
            "killed",
            "Two guards stood by, and the attack cost lives of",
            2,
            Refusal.NOT_SAID,
            id="said of somebody else",
        ),
        pytest.param(
            "Five soldiers killed a gunman.",
            "killed",
            "Five soldiers killed",
            5,
            Refusal.NOT_SAID,
            id="who killed",
        ),
        pytest.param(
            "The fort shot down ten drones.",
            "fired",
            "shot down ten drones",
            10,
            Refusal.NOT_SAID,
            id="who fired",
        ),
        pytest.param(
            "The attack could cost the lives of two guards.",
            "killed",
            "cost the lives of two guards",
            2,
            Refusal.NO_FACT,
            id="feared",
        ),
        pytest.param(
            "The army denied that it cost the lives of two guards.",
            "killed",
            "cost the lives of two guards",
            2,
            Refusal.NO_FACT,
            id="denied",
        ),
        pytest.param(
            "Attacks have cost the lives of 40 guards since October.",
            "killed",
            "cost the lives of 40 guards",
            40,
            Refusal.NO_FACT,
            id="a total",
        ),
    ],
)
def test_a_count_that_the_text_does_not_bear_out(
    text: str, slot: str, words: str, count: int | None, refusal: Refusal
) -> None:
    assert found(text, slot, words, count) is refusal


def test_an_actor_we_know_gets_its_id_and_its_state() -> None:
    text = "The raid was the work of the Islamic Revolutionary Guard Corps, a spokesman said."
    name = "Islamic Revolutionary Guard Corps"
    raw = found(text, "blamed_on", f"work of the {name}", name=name)
    assert isinstance(raw, Raw)
    assert (raw.value.norm, raw.value.nationality) == ("irgc", "IR")


def test_a_name_that_nobody_knows_must_be_written_so() -> None:
    text = "The Saraya Falcons took credit for the raid."
    words = "Saraya Falcons took credit"
    raw = found(text, "claimed_by", words, name="Saraya Falcons")
    assert isinstance(raw, Raw)
    assert (raw.value.norm, raw.value.nationality) == ("saraya falcons", "")
    for name in ("Saraya Falcon", "Hezbollah", "took credit", "", "S" * 61):
        assert found(text, "claimed_by", words, name=name) is Refusal.NO_NAME
    assert found(text, "blamed_on", words, name="Saraya Falcons") is Refusal.NOT_SAID


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ruritania blames HIMARS strikes.", "HIMARS"),
        ("Ruritania blames Soldiers' mobile phone use.", "Soldiers"),
        ("Falcons were blamed.", "Falcons"),
    ],
)
def test_a_capital_makes_no_name(text: str, name: str) -> None:
    assert found(text, "blamed_on", text, name=name) is Refusal.NO_NAME
    (title, *_) = passages(document("Text.", title="Ruritania Blames Zembla"))
    what = proposed("blamed_on", "Blames Zembla", name="Zembla")
    assert find(what, [title]) is Refusal.NO_NAME


def test_who_accuses_is_not_who_is_accused() -> None:
    text = "Yesterday Ruritania blamed Zembla."
    assert isinstance(found(text, "blamed_on", "blamed Zembla", name="Zembla"), Raw)
    text_of_both = "It explains who Ruritania says was behind the raid."
    speaker = found(text_of_both, "blamed_on", text_of_both, name="Ruritania")
    assert speaker is Refusal.NOT_SAID
    blamer = found(text, "blamed_on", "Ruritania blamed Zembla", name="Ruritania")
    assert blamer is Refusal.NOT_SAID


def test_words_that_are_none_or_too_many() -> None:
    text = f"The raid cost the lives of two guards {'of the fort ' * 15}by noon."
    assert isinstance(found(text, "killed", text[:200], 2), Raw)
    for words in ("", " ", text[:201]):
        assert found(text, "killed", words, 2) is Refusal.NOT_IN_TEXT


def test_what_is_said_too_far_away_is_said_of_something_else() -> None:
    text = "The lives of men in the old fort on the hill over the river by two guards."
    assert found(text, "killed", text, 2) is Refusal.NOT_SAID


SENTENCE = "The attack cost the lives of two guards, 30 rockets were hurled, five men said."


@given(
    st.builds(
        Proposed,
        st.sampled_from([slot.value for slot in (*COUNTS, *NAMES)]),
        st.none() | st.integers(-2, 40),
        st.none() | st.text(max_size=5) | st.sampled_from(SENTENCE.split()),
        st.text(max_size=20)
        | st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda at: SENTENCE[at[0] : at[1]]),
    )
)
def test_whatever_is_proposed_only_what_stands_there_is_found(what: Proposed) -> None:
    raw = find(what, list(passages(document(SENTENCE))))
    if isinstance(raw, Raw):
        read = (raw.slot, raw.value.low, raw.value.high)
        assert read in {(Slot.KILLED, 2, 2), (Slot.FIRED, 30, 30)}
        assert what.count == raw.value.low


def test_a_slot_that_no_sentence_can_give_is_not_asked_for() -> None:
    (_, passage) = passages(document("The attack cost the lives of two guards."))
    assert [slot for slot in (*COUNTS, *NAMES) if can_say(slot, passage)] == [Slot.KILLED]
    (_, passage) = passages(document("The attack could cost the lives of two guards."))
    assert [slot for slot in (*COUNTS, *NAMES) if can_say(slot, passage)] == []
