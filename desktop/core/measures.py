"""The large numbers of the first pages: how much, out of what, needed by today, and a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from desktop.core import pace, sums, today_parts
from desktop.core.catalogue import DIRECT
from desktop.core.charts import ChartData
from desktop.core.listing import Filter
from desktop.core.pace import Pace, Verdict
from desktop.core.periods import Period, Rule
from desktop.core.scopes import Scope
from desktop.core.sums import Sums


@dataclass(frozen=True)
class Measure:
    """A large number: what it is out of, what is needed by today, a verdict (None: not known).

    `filter` finds the activities behind it.
    """

    done: int | None
    target: int | None = None
    needed: int | None = None
    verdict: Verdict | None = None
    filter: Filter | None = None


def sessions(paces: tuple[Pace, ...], by_channel: Mapping[str, Sums], span: Filter) -> Measure:
    """Return the meetings against their target; without one all activities."""
    if any(one.indicator == "CT01" and not one.common for one in paces):
        return _of_target(paces, "CT01", None, replace(span, channels=DIRECT))
    return Measure(sum(one.activities for one in by_channel.values()), filter=span)


def people(paces: tuple[Pace, ...], by_channel: Mapping[str, Sums], span: Filter) -> Measure:
    """Return the people who came against their target."""
    return _of_target(paces, "CT02", sums.add_up(by_channel.values()).attendees, span)


def _of_target(paces: tuple[Pace, ...], indicator: str, done: int | None, span: Filter) -> Measure:
    """Return how the unit's own target of an indicator stands; without one what was done."""
    one = next((one for one in paces if one.indicator == indicator and not one.common), None)
    if one is None:
        return Measure(done, filter=span)
    figure = None if one.done is None else int(one.done)
    return Measure(figure, one.target, one.needed, one.verdict, one.filter)


def households(
    session: Session, by_channel: Mapping[str, Sums], span: Filter, year: int
) -> Measure:
    """Return the poor and near-poor households at the activities, as declared, of all there are."""
    found = sums.add_up(by_channel.values())
    done = sums.total((found.poor, found.near_poor))
    return Measure(done, today_parts.households(session, year) or None, filter=span)


def money(session: Session, scope: Scope, span: Filter, year: int, day: date) -> Measure:
    """Return what was spent of the programme's money in the budget year, up to today, in đồng.

    The target is what the unit was given, then only what its own funds paid counts; it is needed
    evenly over the year. Of all units together only what was spent is known.
    """
    days = Period("", Rule.CALENDAR, date(year, 1, 1), min(day, date(year, 12, 31)))
    spent = sums.spent(session, scope, days)
    target = None if scope.is_city else today_parts.allotted(session, scope, year)
    span = replace(span, first=days.first, last=days.last)
    if not target:
        return Measure(spent, filter=span)
    spent = today_parts.paid(session, scope, year, days.last)
    need = pace.needed(target, days.first, date(year, 12, 31), day)
    found = pace.verdict(spent, target, need, is_due=day > date(year, 12, 31))
    return Measure(spent, target, need, found, span)


def audience(by_channel: Mapping[str, Sums]) -> ChartData:
    """Return the households present by category, as declared; a household counts each time."""
    found = sums.add_up(by_channel.values())
    parts = (
        ("Hộ nghèo", found.poor), ("Hộ cận nghèo", found.near_poor),
        ("Hộ mới thoát nghèo", found.escaped), ("Hộ khác", found.other_households),
    )  # fmt: skip
    return ChartData("Đối tượng tham dự", (), tuple((name, (count or 0,)) for name, count in parts))
