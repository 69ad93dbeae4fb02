"""Folding, sentences, roles and clauses on sentences of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.extract.text.document import Document, Role
from processors.extract.text.folding import fold
from processors.extract.text.read import read_document
from tests.growth import assert_linear, seconds


def read(text: str, title: str = "") -> Document:
    return read_document(title, text, None, "UTC")


def sentences(text: str, title: str = "") -> list[str]:
    document = read(text, title)
    return [document.words(s.start, s.end) for s in document.sentences]


def roles(text: str, title: str = "") -> list[Role]:
    return [sentence.role for sentence in read(text, title).sentences]


@given(st.text())
def test_folding_keeps_the_length_and_folds_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("\u201cAïn\u201d \u2013 İzmir\u2019s", '"ain" - izmir\'s'),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("the [rebel] camp", "the  rebel  camp"),
        ("Łódź Đà Ørland ﬂeet", "lodz da orland ﬂeet"),
        ("آمل \uff35\uff33", "امل us"),
        ("one\r\ntwo\u2029three", "one \ntwo\nthree"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=300), st.text(max_size=900))
def test_sentences_and_clauses_stand_in_order_and_never_overlap(title: str, text: str) -> None:
    document = read(text, title)
    assert document.whole[document.offset :] == text
    assert len(document.folded) == len(document.whole)
    ends = 0
    for i, sentence in enumerate(document.sentences):
        assert sentence.index == i
        assert ends <= sentence.start <= sentence.end <= len(document.whole)
        ends = sentence.end
    for clause in document.clauses:
        home = document.sentences[clause.sentence]
        assert home.start <= clause.start <= clause.end <= home.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Troops of the U.S. Army left. They fled.", 2),
        ("He was born in the U.S. The base was hit.", 2),
        ("On Jan. 4 the camp was shelled by Col. Brandt's men.", 1),
        ("A shell fell at 9 p.m. It hurt nobody!", 2),
        ('"We are hit." Then silence.', 2),
        ("Gen. J. R. Moss spoke", 1),
        ("The depot burned.Two men fled.", 2),
        ("Heading\nA first sentence. A second one.", 3),
        ("The text goes\non in the next line.", 1),
        ("Is it over? No.", 2),
    ],
)
def test_where_sentences_end(text: str, found: int) -> None:
    assert len(sentences(text)) == found


def test_no_sentence_is_longer_than_the_cap() -> None:
    cut = sentences("boom " * 1000)
    assert len(cut) > 1
    assert max(map(len, cut)) <= 700
    assert max(map(len, sentences("x" * 2000))) <= 700


def test_roles_of_a_page_without_a_title() -> None:
    text = (
        "Shells rain on northern outpost\n\n"
        "SHELLS RAIN ON NORTHERN OUTPOST!\n"
        "By Mara Quill\n"
        "12 March 2021, 10:15\n"
        "Soldiers are seen at the gate of the fort on Friday, March 5, 2021. Picture: Someone\n"
        "Four shells hit the fort. Nobody was hurt. The wall broke.\n"
        "Also read: What the fort is for\n"
        "Last updated on May 3rd\n"
        "A spokesman was calm."
    )
    assert roles(text) == [
        Role.TITLE,
        Role.FURNITURE,
        Role.FURNITURE,
        Role.FURNITURE,
        Role.CAPTION,
        Role.CAPTION,
        Role.LEAD,
        Role.LEAD,
        Role.BODY,
        Role.FURNITURE,
        Role.FURNITURE,
        Role.BODY,
    ]


def test_roles_with_a_title_do_not_make_a_second_one() -> None:
    found = roles("Fort shelled\nWhat we know\nThe fort was shelled.", title="Fort shelled")
    assert found == [Role.TITLE, Role.FURNITURE, Role.BODY, Role.LEAD]


def test_a_line_told_again_with_a_credit_is_a_caption() -> None:
    text = "Smoke rises over the harbour wall\nSmoke rises over the harbour wall. Photo: Agency"
    assert set(roles(text, title="News")[1:]) == {Role.CAPTION}


def clauses(text: str) -> list[tuple[str, str]]:
    document = read(text, title="t")
    return [
        (clause.opener, document.folded[clause.start : clause.end].strip(" .;"))
        for clause in document.clauses
        if clause.start >= document.offset
    ]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            "Shells hit the fort, wounding two guards, days after raiders burned a mill.",
            [
                ("", "shells hit the fort"),
                ("wounding", "wounding two guards, days"),
                ("after", "after raiders burned a mill"),
            ],
        ),
        (
            "Five guards of the fort, including two cooks, were hurt.",
            [("", "five guards of the fort, including two cooks, were hurt")],
        ),
        (
            "The raid, which hurt one; a drone fell",
            [("", "the raid"), ("which", "which hurt one"), (";", "a drone fell")],
        ),
        (
            "Rockets hit the camp, army spokesmen said on Friday.",
            [("", "rockets hit the camp"), (",", "army spokesmen said on friday")],
        ),
        ("It began at 10:30 sharp", [("", "it began at 10:30 sharp")]),
        (
            "Before the raid, guards slept",
            [("before", "before the raid, guards slept")],
        ),
    ],
)
def test_clauses(text: str, cut: list[tuple[str, str]]) -> None:
    assert clauses(text) == cut


def test_a_span_counts_in_title_or_text() -> None:
    document = read("Body here.", title="Title")
    start = document.whole.index("Body")
    assert document.span(start, start + 4).start == 0
    assert document.span(0, 5).part == "title"


@pytest.mark.parametrize("word", ["the ", "U.S. ", "killed ", "a, ", "which ", "(", "'s, ", ". A "])
def test_time_grows_with_the_length(word: str) -> None:
    def cost(size: int) -> float:
        text = word * (size // len(word))
        return seconds(lambda: read(text))

    assert_linear(cost)
