"""The founding five in our own words: two incidents, two alerts, in every order of arrival."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from basewatch import settings, stages
from basewatch.demo.articles import Piece, pieces
from basewatch.orders import Times, check_orders, read_expected
from basewatch.pipeline import Pipeline
from basewatch.rows import Row

JANUARY: Final = datetime(2024, 1, 20, 18, tzinfo=UTC)
AUGUST: Final = datetime(2024, 8, 5, 20, tzinfo=UTC)
EXPECTED: Final = read_expected(Path(__file__).parents[2] / "evaluation" / "seeds.json")


@pytest.fixture(scope="module")
def trials() -> Iterator[Callable[[], Pipeline]]:
    """The real stages over an empty store, as often as asked."""
    built = stages.build(settings.watch_everything(), strict=True)
    yield built.trials()
    built.close()


def five() -> list[Row]:
    return [_row(piece) for piece in pieces(JANUARY, AUGUST) if piece.five]


def _row(piece: Piece) -> Row:
    published = (JANUARY if piece.act == 1 else AUGUST) + piece.after
    return Row(
        url=f"https://{piece.paper}.example/{piece.slug}.html",
        source=piece.paper,
        published=published,
        fetched=published + timedelta(minutes=10),
        text=piece.text(),
    )


@pytest.mark.slow
@pytest.mark.parametrize("times", list(Times))
def test_every_order_of_the_five_comes_out_right(
    times: Times, trials: Callable[[], Pipeline]
) -> None:
    found = check_orders(five(), times, EXPECTED, trials, lambda: None)

    assert found.orders == 120
    assert dict(found.short) == {}
    assert found.right == 120
