"""How the rules write down lists of words."""


def words(text: str) -> frozenset[str]:
    """Return the words of `text`, which stands for a list of them."""
    return frozenset(text.split())


def either(text: str) -> str:
    """Return a pattern for any one of the words of `text`; `_` stands for a blank in a word."""
    longest_first = sorted(text.split(), key=len, reverse=True)
    return "(?:" + "|".join(word.replace("_", " ") for word in longest_first) + ")"
