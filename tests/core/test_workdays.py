import csv
from datetime import date, timedelta

import pytest

from desktop.core import workdays
from desktop.core.paths import resources


@pytest.mark.parametrize(
    ("due", "last"),
    [
        (date(2024, 12, 13), date(2024, 12, 13)),
        (date(2024, 12, 14), date(2024, 12, 16)),
        (date(2025, 1, 27), date(2025, 2, 3)),
        (date(2025, 4, 26), date(2025, 4, 26)),
        (date(2025, 5, 1), date(2025, 5, 5)),
        (date(2026, 4, 26), date(2026, 4, 28)),
        (date(2030, 9, 2), date(2030, 9, 3)),
    ],
)
def test_that_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day(
    due: date, last: date
) -> None:
    """Weekend, Tết, a Saturday that is worked, a bridge, a holiday on Sunday, beyond the table."""
    assert workdays.on_or_after(due) == last


def test_that_each_holiday_names_its_source_and_made_up_days_are_saturdays() -> None:
    path = resources() / "catalogue" / "holidays.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    days = [date.fromisoformat(one["day"]) for one in lines]
    assert days == sorted(set(days))
    assert {day.year for day in days} == {2024, 2025, 2026, 2027}
    assert all(one["name"] and one["source"] for one in lines)
    assert {one["kind"] for one in lines} == {"off", "work"}
    assert all(
        day.weekday() == 5 for one, day in zip(lines, days, strict=True) if one["kind"] == "work"
    )


def test_that_no_year_has_more_than_two_weeks_off_in_a_row() -> None:
    day, off = date(2024, 1, 1), 0
    while day.year < 2028:
        off = 0 if workdays.is_working(day) else off + 1
        assert off < 12, day
        day += timedelta(days=1)
