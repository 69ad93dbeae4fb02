"""Looking words up: stems, phrases, proclitics, declined names."""

import pytest

from processors.extract.plain.folding import fold_plain
from processors.extract.plain.lexicon import (
    Lexicon,
    barest,
    whole,
    without_ending,
    without_proclitics,
)

ARABIC = without_proclitics(("و", "ف", "ب", "ل", "ك", "ال", "لل"))
HEBREW = without_proclitics(("ו", "ה", "ב", "ל", "מ", "ש", "כ"))
RUSSIAN = without_ending(("а", "е", "у", "ом", "ы"))


def whole_only(word: str) -> tuple[str, ...]:
    return (word,)


def found(lexicon: Lexicon[str], text: str) -> list[tuple[int, int, str]]:
    words = fold_plain(text).text.split()
    return [(each.first, each.last, each.value) for each in lexicon.find(words)]


def test_a_stem_fits_every_word_that_begins_so_and_a_word_only_itself() -> None:
    lexicon = Lexicon([("атак*", "act"), ("база", "site")], whole_only, bare=whole)

    assert found(lexicon, "атакован база базар") == [(0, 0, "act"), (1, 1, "site")]


def test_a_phrase_fits_words_side_by_side() -> None:
    lexicon = Lexicon([("взял* ответственность", "claims")], whole_only, bare=whole)

    assert found(lexicon, "группа взяла ответственность") == [(1, 2, "claims")]
    assert found(lexicon, "взяла на ответственность") == []


@pytest.mark.parametrize("word", ["هجوم", "الهجوم", "والهجوم", "بهجوم", "للهجوم", "وبالهجوم"])
def test_arabic_proclitics_are_cut(word: str) -> None:
    assert found(Lexicon([("هجوم", "act")], ARABIC, bare=whole), word) == [(0, 0, "act")]


@pytest.mark.parametrize("word", ["בסיס", "הבסיס", "בבסיס", "ולבסיס", "שבבסיס"])
def test_hebrew_prefixes_are_cut(word: str) -> None:
    assert found(Lexicon([("בסיס", "site")], HEBREW, bare=whole), word) == [(0, 0, "site")]


@pytest.mark.parametrize("word", ["энгельс", "энгельса", "энгельсе", "энгельсом"])
def test_declined_names_are_one_name(word: str) -> None:
    lexicon = Lexicon([("Энгельс", "base")], RUSSIAN, bare=barest(RUSSIAN))

    assert found(lexicon, word) == [(0, 0, "base")]


def test_what_is_longer_than_any_word_is_none() -> None:
    assert found(Lexicon([("a*", "x")], whole_only, bare=whole), "a" * 41) == []
