"""The figures to be added up: of activities themselves, or of what is kept of other units' sums.

A consolidating unit may hold hundreds of thousands of activities. What packages bring is added up
once per unit, half month and channel, here and nowhere else; months of both rules are made of half
months. A test holds that this table always equals the sums of the activities.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, cast as cast_to

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from db.rows import ActivityRow, UnitSumsRow
from desktop.core.activities import COUNTED, HOUSEHOLDS, PEOPLE, Status
from desktop.core.scopes import Scope

SUMMED = ("items", "airings", "area_m2", *PEOPLE, *HOUSEHOLDS)
_COLUMNS = (
    "unit_id", "day", "channel", "part", "activities", "held", "heard", "minutes", *SUMMED,
)  # fmt: skip


def keep(session: Session, unit_id: str) -> None:
    """Add up anew what a unit has: called wherever activities of another unit come or go."""
    wanted = {"unit": unit_id}
    for statement in _anew():
        session.connection().execute(statement, wanted)


def source(session: Session, scope: Scope, first: date, last: date) -> FromClause:
    """Return what is to be summed of these days: `day`, unit, channel, part and the figures.

    Each row is an activity, or for other units the sums of a half month where the days allow it.
    """
    if not scope.is_city or not made_of_halves(first, last):
        return direct(scope, first, last)
    own = _direct(ActivityRow.unit_id == scope.unit.id, first, last)
    kept = _kept(scope, first, last)
    both: Any = union_all
    if session.scalar(select(own.exists())):
        kept = both(kept, own)
    return cast_to(FromClause, kept.subquery())


def direct(scope: Scope, first: date, last: date) -> FromClause:
    """Return the same from the activities alone, whatever the days."""
    return cast_to(FromClause, _direct(scope.has(ActivityRow.unit_id), first, last).subquery())


def made_of_halves(first: date, last: date) -> bool:
    """Return whether the days begin on a 1st or 15th and end before one."""
    return {first.day, (last + timedelta(days=1)).day} <= {1, 15}


def half_end(day: date) -> date:
    """Return the last day of the half month that a day belongs to: a 14th or the end of a month."""
    if day.day < 15:
        return day.replace(day=14)
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def before_days(source: FromClause, days: Sequence[date]) -> ColumnElement[int]:
    """Return the number of the span that a row falls into, from 0, cut at these days."""
    if not days:
        return literal(0)
    cuts = [(source.c.day < day.isoformat(), number) for number, day in enumerate(days)]
    return case(*cuts, else_=len(days))


def is_part() -> ColumnElement[bool]:
    """Return whether an activity is the part of a joint one that another unit leads."""
    return and_(
        ActivityRow.organiser_id.is_not(None), ActivityRow.organiser_id != ActivityRow.unit_id
    )


def of_activity() -> dict[str, Any]:
    """Return what one activity adds, by name."""
    return _columns(half=False)


@cache
def _anew() -> tuple[Any, ...]:
    """Return the statements that add up a unit, built once: they are run for every package."""
    unit: Any = bindparam("unit")
    of_one = _columns(half=True)
    keys = [of_one[name].label(f"of_{name}") for name in ("unit_id", "day", "channel", "part")]
    query = (
        select(*keys, *(func.sum(of_one[name]) for name in _COLUMNS[4:]))
        .where(ActivityRow.unit_id == unit, ActivityRow.status.in_(COUNTED))
        .group_by(*(one.name for one in keys))
    )
    names = ["half" if one == "day" else one for one in _COLUMNS]
    table: Any = UnitSumsRow.__table__
    return (
        delete(table).where(UnitSumsRow.unit_id == unit),
        insert(table).from_select(names, query),
    )


def _direct(where: ColumnElement[bool], first: date, last: date) -> Any:
    columns = _columns(half=False)
    return select(*(columns[name].label(name) for name in _COLUMNS)).where(
        where, ActivityRow.held_on.between(first, last), ActivityRow.status.in_(COUNTED)
    )


def _kept(scope: Scope, first: date, last: date) -> Any:
    columns = [
        getattr(UnitSumsRow, "half" if name == "day" else name).label(name) for name in _COLUMNS
    ]
    return select(*columns).where(
        scope.has(UnitSumsRow.unit_id),
        UnitSumsRow.unit_id != scope.unit.id,
        UnitSumsRow.half.between(first.isoformat(), last.isoformat()),
    )


def _columns(*, half: bool) -> dict[str, Any]:
    """Return what one activity adds, by name; its day, or the first day of its half month."""
    day: ColumnElement[str] = cast(ActivityRow.held_on, String)
    start = case((func.substr(day, 9, 2) < "15", "01"), else_="15")
    known: dict[str, Any] = {
        "unit_id": ActivityRow.unit_id,
        "day": func.substr(day, 1, 8).concat(start) if half else day,
        "channel": ActivityRow.channel,
        "part": is_part(),
        "activities": literal_column("1"),
        "held": case((ActivityRow.status == Status.HELD, 1), else_=0),
        "heard": ActivityRow.airings * ActivityRow.minutes,
        "minutes": ActivityRow.minutes * func.coalesce(ActivityRow.airings, 1),
    }
    return known | {name: getattr(ActivityRow, name) for name in SUMMED}
