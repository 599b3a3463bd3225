"""Which periods a page offers to choose from. Reads nothing."""

from datetime import date, timedelta

from desktop.core import periods
from desktop.core.errors import PeriodError
from desktop.core.periods import Period, Rule


def kind_of(period: Period) -> str:
    """Return month ("M"), quarter ("Q"), half ("H") or year ("Y") of a period that has a name."""
    _, _, part = period.name.partition("-")
    return part[0] if part[:1] in ("Q", "H") else "M" if part else "Y"


_AROUND = timedelta(days=100)
"""So long before today nothing may have happened: that is reported too (nil); so long after too."""


def offered(
    days: tuple[date, date] | None,
    today: date,
    kind: str,
    rule: Rule,
    plan: Period | None,
    name: str | None = None,
) -> tuple[Period, ...]:
    """Return the periods from the first activity, or lately, to today; first those that hold some.

    `kind`: month ("M"), quarter ("Q"), half ("H") or year ("Y"), newest first. The one of this
    `name` is among them, if it is of this kind.
    """
    first, last = days or (today, today)
    day, end = last, max(min(first, today - _AROUND), date(periods.YEARS.start + 1, 1, 1))
    newest = max(last, min(today, last + _AROUND))
    found: dict[str, Period] = {}
    day = newest
    while day >= end:
        period = periods.containing(day, kind, rule)
        day = period.first - timedelta(days=1)
        _put(found, period.name, rule, plan)
    if name and name not in found:
        _put(found, name, rule, plan)
        found = {key: one for key, one in found.items() if kind_of(one) == kind}
    if not found:
        return (periods.containing(today, kind, Rule.CALENDAR if rule is Rule.PLAN else rule),)
    holding = [one for one in found.values() if one.first <= last and one.last >= first]
    others = [one for one in found.values() if one not in holding]
    return (*holding, *others)


def _put(found: dict[str, Period], name: str, rule: Rule, plan: Period | None) -> None:
    try:
        found[name] = periods.parse(name, rule, plan)
    except PeriodError:  # outside of the plan, or no period at all
        return
