"""Whole activities of some days by few statements: for checks that look at each of a period."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ExpenseRow
from desktop.core.activities import (
    COLUMNS,
    COUNTED,
    EXPENSE,
    PARTS,
    Activity,
    Expense,
    Status,
)


def between(session: Session, unit_id: str, first: date, last: date) -> list[Activity]:
    """Return the counted activities of a unit in these days with all their parts, oldest first."""
    wanted = (
        ActivityRow.unit_id == unit_id,
        ActivityRow.held_on.between(first, last),
        ActivityRow.status.in_(COUNTED),
    )
    columns = [getattr(ActivityRow, name) for name in (*COLUMNS, "revision")]
    rows = session.execute(
        select(*columns).where(*wanted).order_by(ActivityRow.held_on, ActivityRow.id)
    )
    parts = {
        name: _parts(session, wanted, kind, (column,)) for name, (kind, column) in PARTS.items()
    }
    expenses = _parts(session, wanted, ExpenseRow, EXPENSE)
    found = []
    for row in rows:
        values = dict(row._mapping)
        for name, of_one in parts.items():
            values[name] = tuple(value for (value,) in of_one.get(row.id, ()))
        values["status"] = Status(row.status)
        values["expenses"] = tuple(Expense(*one) for one in expenses.get(row.id, ()))
        found.append(Activity(**values))
    return found


def _parts(
    session: Session, wanted: tuple[ColumnElement[bool], ...], kind: Any, names: tuple[str, ...]
) -> dict[str, list[tuple[Any, ...]]]:
    """Return the values of a part of these activities in their order, by activity."""
    same = (kind.unit_id == ActivityRow.unit_id) & (kind.activity_id == ActivityRow.id)
    query = (  # outer: the days narrow first, whatever an engine would choose
        select(ActivityRow.id, kind.position, *(getattr(kind, name) for name in names))
        .select_from(ActivityRow)
        .outerjoin(kind, same)
        .where(*wanted)
        .order_by(ActivityRow.id, kind.position)
    )
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key, position, *values in session.execute(query):
        if position is not None:
            found[key].append(tuple(values))
    return found
