"""Which periods a page offers to choose from. Reads nothing."""

from datetime import date, timedelta

from desktop.core import periods
from desktop.core.errors import PeriodError
from desktop.core.periods import Period, Rule


def kind_of(period: Period) -> str:
    """Return month ("M"), quarter ("Q"), half ("H") or year ("Y") of a period that has a name."""
    _, _, part = period.name.partition("-")
    return part[0] if part[:1] in ("Q", "H") else "M" if part else "Y"


def offered(
    days: tuple[date, date] | None, today: date, kind: str, rule: Rule, plan: Period | None
) -> tuple[Period, ...]:
    """Return the periods between these days of activities and today; first those that hold some.

    `kind`: month ("M"), quarter ("Q"), half ("H") or year ("Y"), newest first.
    """
    first, last = days or (today, today)
    day, end = last, max(min(first, today), date(periods.YEARS.start + 1, 1, 1))
    newest = max(last, min(today, last + timedelta(days=100)))
    found: dict[str, Period] = {}
    day = newest
    while day >= end:
        period = periods.containing(day, kind, rule)
        day = period.first - timedelta(days=1)
        try:
            found[period.name] = periods.parse(period.name, rule, plan)
        except PeriodError:
            continue
    holding = [one for one in found.values() if one.first <= last]
    if not holding:
        return (periods.containing(today, kind, Rule.CALENDAR if rule is Rule.PLAN else rule),)
    ahead = [one for one in found.values() if one.first > last]
    return (*holding, *ahead)
