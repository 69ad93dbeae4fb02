"""The Iranian calendar and old dates."""

from datetime import date, timedelta

import pytest

from processors.extract.plain.calendar import solar_day


@pytest.mark.parametrize(
    ("solar", "common"),
    [
        ((1398, 10, 18), date(2020, 1, 8)),
        ((1399, 1, 1), date(2020, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1401, 11, 8), date(2023, 1, 28)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1408, 12, 30), date(2030, 3, 20)),
    ],
)
def test_days_that_both_calendars_name(solar: tuple[int, int, int], common: date) -> None:
    assert solar_day(*solar) == common


def test_years_follow_one_another_without_a_gap() -> None:
    for year in range(1350, 1450):
        last = solar_day(year + 1, 1, 1) - timedelta(days=1)
        assert last in {solar_day(year, 12, 29), solar_day(year, 12, 30)}


def test_a_day_that_no_month_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no day of the Iranian calendar"):
        solar_day(1400, 13, 1)
