import io
import logging

from runtime.floods import OnceInAWhile


class Library:
    """Logs as libraries do, through the filter."""

    def __init__(self) -> None:
        self.now = 100.0
        self.out = io.StringIO()
        handler = logging.StreamHandler(self.out)
        handler.addFilter(OnceInAWhile(10, lambda: self.now))
        self.log = logging.Logger("library")
        self.log.addHandler(handler)

    def away(self, node: int) -> None:
        self.log.error("no connection to %s", node)

    def said(self) -> list[str]:
        return self.out.getvalue().splitlines()


def test_a_line_that_comes_often_is_shown_once_in_a_while() -> None:
    library = Library()
    for node in range(80):
        library.away(node)
        library.now += 0.1
    library.now = 110.0
    library.away(7)
    assert library.said() == ["no connection to 0", "no connection to 7 (79 more like it)"]


def test_another_line_is_not_held_back() -> None:
    library = Library()
    library.away(1)
    library.log.error("fenced")
    assert library.said() == ["no connection to 1", "fenced"]


def test_a_line_that_comes_rarely_says_nothing_of_others() -> None:
    library = Library()
    for node in range(3):
        library.away(node)
        library.now += 11
    assert library.said() == [f"no connection to {node}" for node in range(3)]


def test_our_own_lines_all_pass() -> None:
    library = Library()
    for number in range(3):
        library.log.error({"event": "dead letter", "number": number})
    assert len(library.said()) == 3
