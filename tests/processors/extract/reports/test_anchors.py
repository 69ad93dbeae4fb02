"""The day of an attack that its sentence counts from another day."""

from datetime import date

import pytest

from tests.processors.extract.articles import main  # published on Thursday 16 May 2024


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nine men were buried on Wednesday, four days after jihadists raided the army base.", 11),
        ("Three days after militants attacked the army base the dead have no number.", 13),
        ("He had been in hospital since Monday, when a drone burst over the army base.", 13),
        ("Drones hit the army base on Monday.", 13),
    ],
)
def test_the_attack_lies_before_what_it_is_counted_from(text: str, day: int) -> None:
    when = main("Grief in Mali", text).when

    assert when.start is not None
    assert when.start.date() == date(2024, 5, day)


def test_an_announcement_counts_back_and_may_be_a_day_old() -> None:
    when = main(
        "Militants killed thirty soldiers in Mali, says general",
        "Announcement comes three days after militants stormed an army base in the north.",
    ).when

    assert when.start is not None
    assert when.end is not None
    assert (when.start.date(), when.end.date()) == (date(2024, 5, 12), date(2024, 5, 14))


def test_a_deed_of_the_next_day_is_another() -> None:
    when = main(
        "Drone hits army base in Mali",
        "It comes a week after jihadists stormed a base of the army.",
    ).when

    assert when.end is not None
    assert when.end.date() >= date(2024, 5, 16)
