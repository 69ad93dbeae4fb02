"""How the rules write down words and phrases."""

import re
from typing import Final

MONTH: Final = r"(?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec)[a-z]*"  # or its short form
_BLANK: Final = re.compile(r"(?P<class>\[[^\]]*\])|(?P<optional> \?)| ")


def words(text: str) -> frozenset[str]:
    """Return the words of `text`, which stands for a list of them."""
    return frozenset(text.split())


def either(text: str) -> str:
    """Return a pattern for any one of the words of `text`; `_` stands for a blank in a word."""
    longest_first = sorted(text.split(), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(word.replace("_", " ") for word in longest_first) + ")"


def phrase(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which a blank stands for one or more of them, but not in a class.

    A blank with a question mark stands for any number of them, none too.

    Masked asides and quotation marks leave runs of blanks. No pattern may begin with a blank: a
    run would be tried from each of its blanks.
    """
    return re.compile(_BLANK.sub(_blanks, pattern))


def _blanks(found: re.Match[str]) -> str:
    return found["class"] or ("[ ]*" if found["optional"] else "[ ]+")
