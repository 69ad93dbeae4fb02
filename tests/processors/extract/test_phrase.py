"""What a blank stands for in the rules' patterns."""

import pytest

from processors.extract.lexicon import phrase


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("of them", "of them"),
        ("of them", "of   them"),  # an aside was masked between them
        ("122 ?mm", "122mm"),
        ("122 ?mm", "122 mm"),
        ("(?:last )?week", "week"),
        ("(?:last )?week", "last  week"),
        ("[, ]", ","),
    ],
)
def test_fits(pattern: str, text: str) -> None:
    assert phrase(pattern).fullmatch(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("of them", "ofthem"), ("[ ]x", "  x"), ("122 ?mm", "122-mm")],
)
def test_does_not_fit(pattern: str, text: str) -> None:
    assert not phrase(pattern).fullmatch(text)
