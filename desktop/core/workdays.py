"""Working days (ngày làm việc): a term that ends on a day off ends on the next working day.

Civil Code 2015, article 148 (5). Weekends are days off, but for the Saturdays that make up for a
swapped day; public holidays stand in resources/catalogue/holidays.csv, each with its source. Years
beyond that table know only the holidays of fixed date.
"""

import csv
from datetime import date, timedelta
from functools import cache

from desktop.core.files import disk_problems
from desktop.core.paths import resources

_FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
_SATURDAY = 5


def is_working(day: date) -> bool:
    """Return whether offices work on the day."""
    kind = _table().get(day)
    if kind is not None:
        return kind == "work"
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED


def on_or_after(day: date) -> date:
    """Return the day itself if offices work on it, else the next working day."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


@cache
def _table() -> dict[date, str]:
    path = resources() / "catalogue" / "holidays.csv"
    with disk_problems(path), path.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(line["day"]): line["kind"] for line in csv.DictReader(file)}
