"""What the first pages read in a few narrow statements each. Reading only.

Nothing here looks into packages or at single activities: the page must stand at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import case, extract, func, select
from sqlalchemy.orm import Session

from db import backup as copies
from db.rows import (
    ActivityHamletRow,
    ActivityRow,
    AnswerRow,
    ChannelRow,
    ExpenseRow,
    FundKindRow,
    FundMoveRow,
    FundRow,
    HamletRow,
    HistoryRow,
    PackageRow,
    PlannedRow,
    ReportRow,
    ReturnedItemRow,
)
from desktop.core import backups, board, hamlet_years, planned, same_hamlets, sums, workdays
from desktop.core.activities import COUNTED
from desktop.core.catalogue import DIRECT
from desktop.core.charts import ChartData
from desktop.core.hamlets import Hamlet
from desktop.core.periods import Period, Rule
from desktop.core.reports import State
from desktop.core.scopes import Scope

OPEN = "OPEN"
FEWEST_MONTHS = 6
"""A chart of months shows at least so many."""
OLD_BACKUP_DAYS = 2
"""The program backs up by itself each day; one that is older than this has failed to."""
_INTO_FUND = ("ALLOTTED", "CARRIED_IN")


@dataclass(frozen=True)
class Entry:
    """A planned activity: the day, the hour (None: not said), what and where."""

    day: date
    at: time | None
    title: str
    place: str


@dataclass(frozen=True)
class Day:
    """A day of the week: what is planned and not logged yet, how many activities were held."""

    day: date
    planned: tuple[Entry, ...]
    held: int
    is_off: bool


@dataclass(frozen=True)
class Returned:
    """A report the receiver returned: its days and version, and how many records are to be mended."""

    period: Period
    version: int
    items: int


@dataclass(frozen=True)
class Coverage:
    """How many hamlets there are, how many had an activity, and how many one where people met."""

    hamlets: int
    reached: int
    direct: int


@dataclass(frozen=True)
class Backup:
    """When the last backup was made (None: none); `due`: the daily one has failed to come."""

    at: datetime | None
    due: bool


def _week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week of a day."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def week(session: Session, unit_id: str, today: date) -> tuple[Day, ...]:
    """Return the seven days of this week, Monday first."""
    first, last = _week_of(today)
    planned: dict[date, list[Entry]] = {}
    for one in _planned(session, unit_id, first, last):
        planned.setdefault(one.day, []).append(one)
    query = (
        select(ActivityRow.held_on, func.count())
        .where(ActivityRow.unit_id == unit_id, ActivityRow.held_on.between(first, last))
        .where(ActivityRow.status.in_(COUNTED))
        .group_by(ActivityRow.held_on)
    )
    held: dict[date, int] = dict(session.execute(query).all())
    days = (first + timedelta(days=number) for number in range(7))
    return tuple(
        Day(day, tuple(planned.get(day, ())), held.get(day, 0), not workdays.is_working(day))
        for day in days
    )


def overdue(session: Session, unit_id: str, today: date) -> tuple[int, date | None]:
    """Return how many planned activities are past and not logged, and the day of the oldest."""
    query = select(func.count(), func.min(PlannedRow.planned_on)).where(
        PlannedRow.unit_id == unit_id, *planned.is_overdue(session, today)
    )
    count, oldest = session.execute(query).one()
    return count, oldest


def coming(session: Session, unit_id: str, today: date, limit: int = 4) -> tuple[Entry, ...]:
    """Return the next planned activities, today's included."""
    return tuple(_planned(session, unit_id, today, today + timedelta(days=60), limit))


def months(session: Session, scope: Scope, window: Period, today: date) -> ChartData:
    """Return how many activities were planned and held in each month of the plan's year.

    The months from the plan's first, or the first with anything in that year, to December; six
    at least. Nothing is said of the months to come.
    """
    year = window.last.year
    days = Period(
        f"{date(year, 1, 1)}..{date(year, 12, 31)}", Rule.CALENDAR, date(year, 1, 1),
        date(year, 12, 31),
    )  # fmt: skip
    held = [count for _, count in sums.by_month(session, scope, days)]
    planned = _planned_by_month(session, scope, days)
    first = window.first.month if window.first.year == year else 1
    some = (n for n in range(1, 13) if held[n - 1] or planned.get(n))
    start = min(first, next(some, 12), 13 - FEWEST_MONTHS)
    shown = range(start, 13)
    known = 12 if today.year > year else today.month if today.year == year else 0
    done = tuple(held[n - 1] if n <= known or held[n - 1] else None for n in shown)
    series: tuple[tuple[str, tuple[int | None, ...]], ...] = (("Đã tổ chức", done),)
    if planned:
        series = (("Kế hoạch", tuple(planned.get(n, 0) for n in shown)), *series)
    return ChartData(
        "Số hoạt động theo tháng", tuple(f"T{n}" for n in shown), series,
        known - start if today.year == year and known >= start else None,
    )  # fmt: skip


def coverage(session: Session, scope: Scope, window: Period, today: date) -> Coverage:
    """Return how many of today's hamlets were reached from the window's first day to today.

    Who reached a hamlet before it was renamed, or went into another, reached the one of today.
    """
    there = (
        scope.has(HamletRow.unit_id),
        (HamletRow.valid_from.is_(None)) | (HamletRow.valid_from <= today),
        (HamletRow.valid_to.is_(None)) | (HamletRow.valid_to >= today),
    )
    same = same_hamlets.read(session, scope, today)
    now = {same.id(key) for key in session.scalars(select(HamletRow.id).where(*there))}
    met = func.max(case((ActivityRow.channel.in_(DIRECT), 1), else_=0))
    part = (ActivityRow.unit_id == ActivityHamletRow.unit_id) & (
        ActivityRow.id == ActivityHamletRow.activity_id
    )
    query = (
        select(ActivityHamletRow.hamlet_id, met)
        .join(ActivityRow, part)
        .where(scope.has(ActivityRow.unit_id), ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(window.first, min(window.last, today)))
        .group_by(ActivityHamletRow.hamlet_id)
    )
    found: dict[str, int] = {}
    for key, has_met in session.execute(query):
        if (one := same.id(key)) in now:
            found[one] = max(has_met, found.get(one, 0))
    return Coverage(len(now), len(found), sum(found.values()))


def households(session: Session, year: int) -> int | None:
    """Return how many poor and near-poor households the hamlets have that year; None: not known."""
    counts = hamlet_years.best(session, year).values()
    known = [n for one in counts for n in (one.poor, one.near_poor) if n is not None]
    return sum(known) if known else None


def allotted(session: Session, scope: Scope, year: int) -> int | None:
    """Return the programme's money a unit was given for a budget year, carried in included."""
    query = (
        select(func.sum(FundMoveRow.amount))
        .join(FundRow, FundRow.id == FundMoveRow.fund_id)
        .join(FundKindRow, FundKindRow.code == FundRow.kind)
        .where(FundRow.unit_id == scope.unit.id, FundRow.year == year)
        .where(FundKindRow.programme_money, FundMoveRow.kind.in_(_INTO_FUND))
    )
    found = session.scalar(query)
    return None if found is None else int(found)


def paid(session: Session, scope: Scope, year: int, last: date) -> int:
    """Return what the unit's own programme funds of a budget year paid up to a day, in đồng."""
    query = (
        select(func.sum(ExpenseRow.amount))
        .join(FundRow, FundRow.id == ExpenseRow.fund_id)
        .join(FundKindRow, FundKindRow.code == FundRow.kind)
        .join(
            ActivityRow,
            (ActivityRow.unit_id == ExpenseRow.unit_id)
            & (ActivityRow.id == ExpenseRow.activity_id),
        )
        .where(FundRow.unit_id == scope.unit.id, FundRow.year == year, FundKindRow.programme_money)
        .where(ActivityRow.status.in_(COUNTED), ActivityRow.held_on <= last)
    )
    return int(session.scalar(query) or 0)


def returned(session: Session, rule: Rule) -> tuple[Returned, ...]:
    """Return the reports that were returned and not locked anew since, the newest days first."""
    items = (
        select(ReturnedItemRow.package_id, func.count().label("number"))
        .group_by(ReturnedItemRow.package_id)
        .subquery()
    )
    said = session.execute(
        select(
            PackageRow.first, PackageRow.last, PackageRow.version, AnswerRow.state, items.c.number
        )
        .join(AnswerRow, AnswerRow.package_id == PackageRow.id)
        .outerjoin(items, items.c.package_id == PackageRow.id)
        .where(PackageRow.direction == "out", PackageRow.kind == "report")
        .order_by(PackageRow.version)
    )
    newest = {(row.first, row.last): row for row in said}
    if not newest:
        return ()
    versions = session.execute(
        select(ReportRow.first, ReportRow.last, ReportRow.name, ReportRow.rule, ReportRow.version)
        .where(ReportRow.state != State.REOPENED)
    )  # fmt: skip
    locked = {(row.first, row.last): row.version for row in versions}
    found = [
        Returned(board.named(*span, rule), row.version, row.number or 0)
        for span, row in newest.items()
        if row.state == "returned" and locked.get(span, 0) <= row.version
    ]
    return tuple(sorted(found, key=lambda one: one.period.last, reverse=True))


def backup(session: Session, today: date) -> Backup:
    """Return when the register was backed up last; on a server it is not for us to say."""
    store: Any = session.info["store"]
    if session.get_bind().dialect.name != "sqlite":
        return Backup(None, due=False)
    newest = backups.newest(store.path.parent / copies.FOLDER)
    changed = session.scalar(select(HistoryRow.at).order_by(HistoryRow.id.desc()).limit(1))
    if newest is None:
        due = changed is not None and (today - changed.date()).days >= OLD_BACKUP_DAYS
        return Backup(None, due)
    old = (today - newest.at.date()).days >= OLD_BACKUP_DAYS
    return Backup(newest.at, old and changed is not None and changed > newest.at)


def working_days(today: date, last: date) -> int:
    """Return how many working days are left after today, the last included."""
    days = range(1, (last - today).days + 1)
    return sum(workdays.is_working(today + timedelta(days=number)) for number in days)


def _planned(
    session: Session, unit_id: str, first: date, last: date, limit: int = 200
) -> Sequence[Entry]:
    """Return what is planned and not logged in these days, by day and hour."""
    rows = session.execute(
        select(
            PlannedRow.planned_on, PlannedRow.started_at, PlannedRow.title, PlannedRow.venue,
            PlannedRow.hamlets, ChannelRow.short_name,
        )
        .join(ChannelRow, ChannelRow.code == PlannedRow.channel)
        .where(PlannedRow.unit_id == unit_id, PlannedRow.planned_on.between(first, last))
        .where(PlannedRow.state == OPEN)
        .order_by(PlannedRow.planned_on, PlannedRow.started_at, PlannedRow.id)
        .limit(limit)
    ).all()  # fmt: skip
    names = _places(session, {key for row in rows for key in row.hamlets})
    return [
        Entry(
            row.planned_on, row.started_at, row.title or row.short_name,
            ", ".join(names[key] for key in row.hamlets if key in names) or row.venue,
        )
        for row in rows
    ]  # fmt: skip


def _places(session: Session, ids: set[str]) -> Mapping[str, str]:
    if not ids:
        return {}
    query = select(HamletRow.id, HamletRow.kind, HamletRow.name).where(HamletRow.id.in_(ids))
    return {
        row.id: Hamlet(kind=row.kind, name=row.name, unit_id="", id=row.id).short_name
        for row in session.execute(query)
    }


def _planned_by_month(session: Session, scope: Scope, days: Period) -> dict[int, int]:
    month = extract("month", PlannedRow.planned_on).label("month")
    query = (
        select(month, func.count())
        .where(PlannedRow.unit_id == scope.unit.id)
        .where(PlannedRow.planned_on.between(days.first, days.last))
        .group_by("month")
    )
    return {int(number): count for number, count in session.execute(query)}
