"""Reporting periods by their three rules. Pure: a period is two days and a name.

Administrative reports: decree 09/2019/NĐ-CP, article 12 (months run from the 15th to the 14th).
Statistical reports: decree 60/2018/NĐ-CP (calendar). The plan's own: calendar within its window.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.core.errors import PeriodError

_ROMAN = ("", "I", "II", "III", "IV")
_NAME = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?", re.IGNORECASE)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
YEARS = range(2015, 2061)
"""Years a register may hold."""


class Rule(StrEnum):
    """How the days of a period are counted."""

    ADMINISTRATIVE = "administrative"
    CALENDAR = "calendar"
    PLAN = "plan"


RULE_NAMES = {
    Rule.ADMINISTRATIVE: "Hành chính (từ 15 đến 14)",
    Rule.CALENDAR: "Theo lịch (từ 01 đến hết tháng)",
    Rule.PLAN: "Theo kế hoạch",
}


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included (kỳ báo cáo)."""

    name: str
    rule: Rule
    first: date
    last: date

    @property
    def title(self) -> str:
        """Return the name as people write it: "quý IV năm 2024"."""
        found = _NAME.fullmatch(self.name)
        if found is None:
            return f"từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"
        year, quarter, half, month = found.groups()
        if quarter:
            return f"quý {_ROMAN[int(quarter)]} năm {year}"
        if half:
            return f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {year}"
        return f"tháng {int(month)} năm {year}" if month else f"năm {year}"

    @property
    def heading(self) -> str:
        """Return the name as it stands alone: "Quý IV năm 2024"."""
        return self.title[:1].upper() + self.title[1:]

    @property
    def span(self) -> str:
        """Return the days as reports state them."""
        return f"từ ngày {short_date(self.first)} đến ngày {short_date(self.last)}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def short_date(day: date) -> str:
    """Return 15/9/2024 or 05/01/2025: a leading 0 only where decree 30/2020 wants one."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def parse(text: str, rule: Rule = Rule.ADMINISTRATIVE, plan: Period | None = None) -> Period:
    """Return the period called 2024-Q4, 2024-11, 2024-H1, 2024 or 2024-10-01..2024-12-31.

    A range is taken as it stands. `plan` is the window for Rule.PLAN. Raises PeriodError.
    """
    name = text.strip().upper()
    if found := _RANGE.fullmatch(name):
        return _range(text, rule, found)
    found = _NAME.fullmatch(name)
    if found is None:
        raise PeriodError(text, "unreadable")
    year = int(found[1])
    if year not in YEARS or (found[4] and not 1 <= int(found[4]) <= 12):
        raise PeriodError(text, "no_such")
    first_month, months = _months(found)
    if rule is Rule.ADMINISTRATIVE:
        return Period(name, rule, *_administrative(year, first_month, months))
    first, last = _calendar(year, first_month, months)
    if rule is Rule.PLAN:
        if plan is None:
            raise PeriodError(text, "no_plan")
        first, last = max(first, plan.first), min(last, plan.last)
        if first > last:
            raise PeriodError(text, "outside_plan")
    return Period(name, rule, first, last)


def containing(day: date, kind: str, rule: Rule) -> Period:
    """Return the month ("M"), quarter ("Q"), half ("H") or year ("Y") that the day belongs to."""
    for year in (day.year, day.year + 1, day.year - 1):
        for name in _names(year, kind):
            period = parse(name, Rule.CALENDAR if rule is Rule.PLAN else rule)
            if day in period:
                return period
    raise PeriodError(str(day), "no_such")


def previous(period: Period) -> Period | None:
    """Return the period of the same kind just before; None for a free range."""
    found = _NAME.fullmatch(period.name)
    if found is None:
        return None
    kind = "Q" if found[2] else "H" if found[3] else "M" if found[4] else "Y"
    return containing(period.first - timedelta(days=1), kind, period.rule)


def months_of(period: Period) -> list[Period]:
    """Return the months of a period by its own rule, in order; for a free range calendar months."""
    rule = period.rule if period.rule is not Rule.PLAN else Rule.CALENDAR
    if _NAME.fullmatch(period.name) is None:
        rule = Rule.CALENDAR
    months, day = [], period.first
    while day <= period.last:
        month = containing(day, "M", rule)
        months.append(month)
        day = month.last + timedelta(days=1)
    return months


def _names(year: int, kind: str) -> list[str]:
    make: dict[str, Callable[[], list[str]]] = {
        "M": lambda: [f"{year}-{month:02d}" for month in range(1, 13)],
        "Q": lambda: [f"{year}-Q{quarter}" for quarter in range(1, 5)],
        "H": lambda: [f"{year}-H1", f"{year}-H2"],
        "Y": lambda: [str(year)],
    }
    return make[kind]()


def _months(found: re.Match[str]) -> tuple[int, int]:
    if found[2]:
        return int(found[2]) * 3 - 2, 3
    if found[3]:
        return int(found[3]) * 6 - 5, 6
    return (int(found[4]), 1) if found[4] else (1, 12)


def _administrative(year: int, first_month: int, months: int) -> tuple[date, date]:
    before = date(year - 1, 12, 15) if first_month == 1 else date(year, first_month - 1, 15)
    return before, date(year, first_month + months - 1, 14)


def _calendar(year: int, first_month: int, months: int) -> tuple[date, date]:
    last_month = first_month + months - 1
    return date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1])


def _range(text: str, rule: Rule, found: re.Match[str]) -> Period:
    try:
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
    except ValueError as error:
        raise PeriodError(text, "no_such") from error
    if first > last:
        raise PeriodError(text, "backwards")
    if first.year not in YEARS or last.year not in YEARS:
        raise PeriodError(text, "no_such")
    return Period(f"{first}..{last}", rule, first, last)
