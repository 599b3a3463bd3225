"""What reach reads: the queries about households, attendance lists and what other units report."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, extract, func, literal, or_, select
from sqlalchemy.orm import Session

from db.rows import (
    ActivityRow,
    AttendanceRow,
    ChannelRow,
    HamletRow,
    HouseholdRow,
    HouseholdYearRow,
    ReachRow,
)
from desktop.core import unit_sums
from desktop.core.activities import COUNTED
from desktop.core.periods import Period
from desktop.core.scopes import Scope


def seen_in(unit_id: str, first: date, last: date) -> Any:
    """Return the query of the households on lists of these days: household_id, first_on, last_on."""
    return (
        select(
            AttendanceRow.household_id,
            func.min(ActivityRow.held_on).label("first_on"),
            func.max(ActivityRow.held_on).label("last_on"),
        )
        .join(ActivityRow, of_activity())
        .where(AttendanceRow.unit_id == unit_id, AttendanceRow.household_id.is_not(None))
        .where(ActivityRow.status.in_(COUNTED), ActivityRow.held_on.between(first, last))
        .group_by(AttendanceRow.household_id)
    )


def of_activity() -> ColumnElement[bool]:
    """Return the condition that a line of a list belongs to the activity."""
    return and_(
        AttendanceRow.unit_id == ActivityRow.unit_id, AttendanceRow.activity_id == ActivityRow.id
    )


def is_there(day: date) -> ColumnElement[bool]:
    """Return the condition that a household had not gone by the day."""
    return or_(HouseholdRow.gone_on.is_(None), HouseholdRow.gone_on > day)


def counts(unit_id: str, period: Period) -> Any:
    """Return hamlet, category, reached, of them for the first time, and not reached."""
    seen = seen_in(unit_id, period.first, period.last).subquery("seen")
    new_year = period.first.replace(month=1, day=1)
    before = seen_in(unit_id, new_year, period.first - timedelta(days=1)).subquery("before")
    came = seen.c.household_id.is_not(None)
    of_first_year = seen.c.first_on <= period.first.replace(month=12, day=31)
    again = and_(came, of_first_year, before.c.household_id.is_not(None))
    year = case((came, extract("year", seen.c.last_on)), else_=literal(period.last.year))
    return (
        select(
            HouseholdRow.hamlet_id,
            HouseholdYearRow.category,
            func.sum(case((came, 1), else_=0)),
            func.sum(case((and_(came, ~again), 1), else_=0)),
            func.sum(case((came, 0), else_=1)),
        )
        .outerjoin(seen, seen.c.household_id == HouseholdRow.id)
        .outerjoin(before, before.c.household_id == HouseholdRow.id)
        .outerjoin(
            HouseholdYearRow,
            and_(HouseholdYearRow.household_id == HouseholdRow.id, HouseholdYearRow.year == year),
        )
        .where(HouseholdRow.unit_id == unit_id)
        .where(or_(came, and_(is_there(period.last), HouseholdYearRow.category.is_not(None))))
        .group_by(HouseholdRow.hamlet_id, HouseholdYearRow.category)
    )


def has_categories(unit_id: str, year: int) -> Any:
    """Return the query that says whether any household of the unit has a category in the year."""
    return select(
        exists().where(
            HouseholdYearRow.household_id == HouseholdRow.id, HouseholdYearRow.year == year,
            HouseholdRow.unit_id == unit_id,
        )
    )  # fmt: skip


def households(year: int) -> Any:
    """Return the query of all households: id, code, head, hamlet_id, category of the year or None."""
    of_year = and_(HouseholdYearRow.household_id == HouseholdRow.id, HouseholdYearRow.year == year)
    return select(
        HouseholdRow.id, HouseholdRow.code, HouseholdRow.head, HouseholdRow.hamlet_id,
        HouseholdYearRow.category,
    ).outerjoin(HouseholdYearRow, of_year)  # fmt: skip


def with_category(year: int) -> Any:
    """Return those that have a category in the year, in an order that SQL can keep."""
    return (
        households(year)
        .outerjoin(HamletRow, HamletRow.id == HouseholdRow.hamlet_id)
        .where(HouseholdYearRow.year == year)
        .order_by(HamletRow.folded, HouseholdRow.folded, HouseholdRow.id)
    )


def reported(scope: Scope, period: Period) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what units of the scope report for exactly these days."""
    return (
        scope.has(ReachRow.unit_id), ReachRow.first == period.first, ReachRow.last == period.last,
    )  # fmt: skip


def rows(scope: Scope, period: Period) -> Any:
    """Return the query of what was reported: unit, hamlet ("": none), category, reached, new."""
    return select(
        ReachRow.unit_id, ReachRow.hamlet_id, ReachRow.category, ReachRow.reached,
        ReachRow.first_time,
    ).where(*reported(scope, period))  # fmt: skip


def told(session: Session, scope: Scope, period: Period) -> set[str]:
    """Return the units that reported their reach for exactly these days."""
    query = select(ReachRow.unit_id).where(*reported(scope, period))
    return set(session.scalars(query.distinct()))


def held(session: Session, scope: Scope, period: Period) -> set[str]:
    """Return the units with counted activities of the period where people come."""
    source = unit_sums.source(session, scope, period.first, period.last)
    query = (
        select(source.c.unit_id)
        .join(ChannelRow, ChannelRow.code == source.c.channel)
        .where(ChannelRow.attends == "yes")
    )
    return set(session.scalars(query.distinct()))
