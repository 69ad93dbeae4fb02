"""Who says it."""

import pytest

from processors.extract.claims.speaker import attributions, speaker_of
from tests.processors.extract.reading import document, passages


def speakers(text: str) -> list[str]:
    """Return the first speaker of each sentence of the body, "" for the publisher."""
    of = document(text)
    found = attributions(of, list(passages(of)))
    return [found[s.index][0].words if s.index in found else "" for s in of.sentences[1:]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Danish officials said the fort was hit.", "Danish officials"),
        ("The fort was hit, a police officer told reporters.", "a police officer"),
        ("According to the interior ministry, two men died.", "the interior ministry"),
        ("Two men died, according to a hospital source.", "a hospital source"),
        ('"It was loud," said Col. Ana Brandt, a spokeswoman.', "Col. Ana Brandt"),
        ("Two planes were lost, says Brandt", "Brandt"),
        ("The Defence Department late Monday blamed the rebels.", "The Defence Department"),
        ("Border police placed blame on the rebels.", "Border police"),
        ("On Friday, the mayor also confirmed the raid.", "the mayor"),
        (
            "A source from the group, who asked for silence, confirmed the raid.",
            "A source from the group",
        ),
        ("Omar Aziz, a clerk at the depot, said so.", "Omar Aziz"),
        ("No casualties were reported.", ""),
        ("The Taliban claimed responsibility.", ""),
        ("Early reports say nothing.", ""),
        ("The fort stood quiet.", ""),
    ],
)
def test_one_sentence(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The mayor angrily confirmed it.", "The mayor"),
        ("Magen David Adom at first spoke of nine dead.", "Magen David Adom"),
        ('"They came at night!" the mayor said.', "the mayor"),
        ("What US officials said was odd.", "US officials"),
        ("A committee member, Ann Reed, said so.", "Ann Reed"),
        ("The retired general said so.", "The retired general"),
        ("Two villagers rescued from the mosque said so.", "Two villagers rescued from the mosque"),
    ],
)
def test_a_speaker_is_cut_to_its_noun_phrase(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The army hit two camps reports said.",
        "Rebels stormed the camp said nobody.",
        "A fire has ruined the depot police said.",
        "Drones struck a fort, exposed plot to kill the mayor says.",
        "Four men wounded the guard officials said.",
        "On Friday said the clock.",
        "Tuesday said nothing.",
        "The gunman's said.",
    ],
)
def test_no_clause_speaks(text: str) -> None:
    assert speakers(text) == [""]


def test_he_who_could_not_say_is_the_last_who_spoke() -> None:
    text = "A naval officer said a drone came. He could not yet say what it carried."
    assert speakers(text) == ["A naval officer", "A naval officer"]
    assert speakers("He could not yet say what it carried.") == [""]


def test_he_is_the_last_who_spoke() -> None:
    text = "A naval officer said a drone came. He added that it fell into the sea."
    assert speakers(text) == ["A naval officer", "A naval officer"]


def test_a_quotation_keeps_its_speaker_over_sentences() -> None:
    text = '"We were hit," the governor said. "Two rockets fell. Nobody was hurt."'
    assert speakers(text) == ["the governor", "the governor", "the governor"]


def test_a_quotation_that_names_its_speaker_last() -> None:
    text = '"Two rockets fell. Nobody was hurt," the governor said.'
    assert speakers(text) == ["the governor", "the governor"]


def test_a_new_paragraph_ends_the_quotation() -> None:
    text = '"Two rockets fell, the governor said.\nThe night was cold.'
    assert speakers(text)[1] == ""


def test_which_x_said_reaches_no_further_than_its_clause() -> None:
    of = document("The raid, which rebels said left four dead; it hit a fort")
    (here,) = attributions(of, list(passages(of))).values()
    inside = of.clauses[2]
    behind = of.clauses[3]
    assert speaker_of(here, inside.start + 5, (inside.start, inside.end)) == "rebels"
    assert speaker_of(here, behind.start + 1, (behind.start, behind.end)) == ""


def test_two_speakers_in_one_sentence_each_keep_their_clause() -> None:
    text = "Police said two men died, while the army said nobody was hurt."
    of = document(text)
    (here,) = attributions(of, list(passages(of))).values()
    for words, speaker in (("two men", "Police"), ("nobody", "the army")):
        at = of.whole.index(words)
        clause = next(c for c in of.clauses if c.start <= at < c.end)
        assert speaker_of(here, at, (clause.start, clause.end)) == speaker
