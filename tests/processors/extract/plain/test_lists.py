"""No list of a language's file says twice what it says."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from processors.extract.plain.folding import fold_plain
from processors.language.plain import PlainLanguage, load_plain_languages


def lists(language: PlainLanguage) -> Iterator[tuple[str, Sequence[str]]]:
    for group in (language.words, language.weapons, language.roles):
        yield from group.items()


def single(words: Sequence[str]) -> list[str]:
    """Return folded those that are one word; a joiner folds to a sign that parts words."""
    folded = (fold_plain(word).text for word in words)
    return [word for word in folded if word.rstrip("*").isalnum()]


@pytest.mark.parametrize("language", load_plain_languages(), ids=lambda each: each.code or "other")
def test_no_stem_fits_another_word_of_its_list(language: PlainLanguage) -> None:
    """But words that may lose their first letter as a proclitic: their stem could fit no more."""
    glued = tuple(fold_plain(each).text for each in language.proclitics)
    said = [
        (name, word, stem)
        for name, words in lists(language)
        for word in single(words)
        for stem in single(words)
        if stem.endswith("*") and word != stem and word.startswith(stem[:-1])
        if not (glued and word.startswith(glued))
    ]
    assert not said


@pytest.mark.parametrize("language", load_plain_languages(), ids=lambda each: each.code or "other")
def test_no_word_stands_twice_in_a_list(language: PlainLanguage) -> None:
    several = {
        name: again
        for name, words in (*lists(language), ("common", language.common))
        if (again := [word for word, times in Counter(words).items() if times > 1])
    }
    assert not several


@pytest.mark.parametrize("language", load_plain_languages(), ids=lambda each: each.code or "other")
def test_a_word_is_one_number(language: PlainLanguage) -> None:
    words = Counter(word for words in language.numbers.values() for word in words)
    assert not [word for word, times in words.items() if times > 1]
