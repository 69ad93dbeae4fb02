"""Folding of every script: one spelling for what writers take for the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.extract.plain.folding import fold_plain

_LETTERS = st.text(st.sampled_from("aéßİı łأإآاىيیکكةهؤـًّ‌گپ אבגדָּ׳״\"'’ёйґїієп5٣۴–,،\n"), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أمريكا", "امريكا"),
        ("مُسيّرة", "مسيرة"),
        ("عــراق", "عراق"),
        ("پایگاه‌ها", "پایگاهها"),
        ("یکی", "يكي"),
        ("۱۴۰۱", "1401"),
        ("٣٥", "35"),
        ("בָּסִיס", "בסיס"),
        ('צה"ל', "צהל"),
        ("צה״ל", "צהל"),
        ("ёлка", "елка"),
        ("ґрунт", "грунт"),
        ("п’ять", "п'ять"),
        ("İncirlik", "incirlik"),
        ("ırak", "irak"),
        ("aérodrome", "aerodrome"),
    ],
)
def test_two_spellings_fold_to_one(one: str, other: str) -> None:
    assert fold_plain(one).text == fold_plain(other).text


def test_an_apostrophe_parts_latin_words_and_joins_cyrillic_ones() -> None:
    assert fold_plain("l'attaque").text == "l'attaque"
    assert fold_plain("п'ять").text == "пять"


@given(_LETTERS)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold_plain(text).text

    assert fold_plain(once).text == once


@given(st.one_of(_LETTERS, st.text(max_size=60)))
def test_every_folded_letter_knows_where_it_stood(text: str) -> None:
    folded = fold_plain(text)

    assert len(folded.at) == len(folded.text) + 1
    assert list(folded.at) == sorted(set(folded.at))
    assert folded.at[-1] == len(text)
