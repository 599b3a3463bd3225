"""The activities of other units as their packages say them: a whole snapshot of some days.

The unit itself is the only one that changes its activities, so here nothing is asked or noted for
each: what differs is taken away and written by few statements. What is taken away can come back.
"""

import base64
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from db import search
from db.rows import ActivityRow, AttendanceRow, ExpenseRow, PaperChoiceRow
from desktop.core import activities, search_words, unit_sums
from desktop.core.activities import COLUMNS, EXPENSE, PARTS, Activity, Expense, Status
from desktop.core.search_words import Names

_AT_ONCE = 500
_PARTS = (*(kind for kind, _ in PARTS.values()), ExpenseRow, PaperChoiceRow, AttendanceRow)


@dataclass(frozen=True)
class Difference:
    """Which activities (ids) a snapshot adds, changes, takes away (thu hồi) and leaves alone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Return whether all stays as it is."""
        return not (self.added or self.changed or self.withdrawn)


def held(
    session: Session, unit_id: str, first: date, last: date, also: Collection[str] = ()
) -> dict[str, Activity]:
    """Return the activities of a unit in these days by id, and those of `also` on other days."""
    query = select(ActivityRow.__table__).where(ActivityRow.unit_id == unit_id)
    rows = list(session.execute(query.where(ActivityRow.held_on.between(first, last))))
    there = {row.id for row in rows}
    elsewhere = [one for one in also if one not in there]
    if elsewhere and session.scalar(select(_outside(unit_id, first, last).exists())):
        for some in _some(elsewhere):
            rows += session.execute(query.where(ActivityRow.id.in_(some)))
    if not rows:
        return {}
    parts = {name: _parts(session, unit_id, rows, *PARTS[name]) for name in PARTS}
    spent = _parts(session, unit_id, rows, ExpenseRow, *EXPENSE)
    return {row.id: _activity(row, parts, spent) for row in rows}


def compare(before: Mapping[str, Activity], after: Mapping[str, Activity]) -> Difference:
    """Return what becomes of the activities that are there."""
    both = [key for key in after if key in before]
    return Difference(
        tuple(key for key in after if key not in before),
        tuple(key for key in both if before[key] != after[key]),
        tuple(key for key in before if key not in after),
        tuple(key for key in both if before[key] == after[key]),
    )


def hold(
    session: Session, unit_id: str, first: date, last: date, found: Sequence[Activity], names: Names
) -> dict[str, Any]:
    """Hold exactly these activities of a unit in these days, revisions as they come.

    Returns what `bring_back` needs to undo it. An activity that stood on another day moves.
    """
    after = {one.id: one for one in found}
    before = held(session, unit_id, first, last, after)
    change = compare(before, after)
    gone = [*change.changed, *change.withdrawn]
    image = {
        "unit_id": unit_id,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "new": [*change.changed, *change.added] if before else None,
        "rows": _packed(session, unit_id, gone) if gone else "",
    }
    activities.drop(session, unit_id, gone)
    activities.add(session, [after[key] for key in sorted({*change.added, *change.changed})], names)
    if not change.is_nothing:
        unit_sums.keep(session, unit_id)
    return image


def bring_back(session: Session, image: Mapping[str, Any]) -> None:
    """Let the days stand as they did before `hold`."""
    unit_id, new = image["unit_id"], image["new"]
    if new is None:
        first, last = (date.fromisoformat(image[name]) for name in ("first", "last"))
        there = select(ActivityRow.id).where(
            ActivityRow.unit_id == unit_id, ActivityRow.held_on.between(first, last)
        )
        new = list(session.scalars(there))
    activities.drop(session, unit_id, new)
    if image["rows"]:
        _unpack(session, image["rows"])
    unit_sums.keep(session, unit_id)


def as_json(value: Any) -> Any:
    """Return a value of a column as JSON holds it; `as_value` turns it back."""
    for name, kind in _KINDS.items():
        if type(value) is kind:
            return {name: str(value)}
    return value


def as_value(value: Any) -> Any:
    """Return what `as_json` was given."""
    if isinstance(value, dict) and len(value) == 1:
        (name,) = value
        if name in _KINDS:
            kind = _KINDS[name]
            return kind(value[name]) if kind is Decimal else kind.fromisoformat(value[name])
    return value


_KINDS: dict[str, Any] = {"$date": date, "$datetime": datetime, "$time": time, "$decimal": Decimal}


def _outside(unit_id: str, first: date, last: date) -> Select[str]:
    """Return the query for a unit's activities on all other days: most often there are none."""
    other = (ActivityRow.held_on < first) | (ActivityRow.held_on > last)
    return select(ActivityRow.id).where(ActivityRow.unit_id == unit_id, other)


def _activity(
    row: Any, parts: Mapping[str, Mapping[str, list[Any]]], spent: Mapping[str, list[Any]]
) -> Activity:
    values: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
    values |= {name: tuple(one for (one,) in parts[name].get(row.id, ())) for name in PARTS}
    values["status"] = Status(row.status)
    expenses = tuple(Expense(*one) for one in spent.get(row.id, ()))
    return Activity(**values, expenses=expenses, revision=row.revision)


def _parts(
    session: Session, unit_id: str, rows: Iterable[Any], kind: Any, *columns: str
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for some in _some([row.id for row in rows]):
        query = (
            select(kind.activity_id, *(getattr(kind, one) for one in columns))
            .where(kind.unit_id == unit_id, kind.activity_id.in_(some))
            .order_by(kind.activity_id, kind.position)
        )
        for activity_id, *values in session.execute(query):
            found.setdefault(activity_id, []).append(values)
    return found


def _packed(session: Session, unit_id: str, ids: Sequence[str]) -> str:
    """Return the rows of activities with all their parts, as short text."""
    tables = {ActivityRow.__tablename__: _rows(session, ActivityRow, ActivityRow.id, unit_id, ids)}
    for kind in _PARTS:
        tables[kind.__tablename__] = _rows(session, kind, kind.activity_id, unit_id, ids)
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode())).decode()


def _rows(
    session: Session, kind: Any, column: Any, unit_id: str, ids: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {name: as_json(value) for name, value in row._mapping.items()}
        for some in _some(ids)
        for row in session.execute(
            select(kind.__table__).where(kind.unit_id == unit_id, column.in_(some))
        )
    ]


def _unpack(session: Session, packed: str) -> None:
    text = zlib.decompress(base64.b85decode(packed))
    tables: dict[str, list[dict[str, Any]]] = {
        name: [{column: as_value(value) for column, value in row.items()} for row in rows]
        for name, rows in json.loads(text).items()
    }
    rows = tables[ActivityRow.__tablename__]
    found = search.keep_many(session, _words(session, rows, tables))
    for row, search_id in zip(rows, found, strict=True):
        row["search_id"] = search_id
    connection = session.connection()
    for kind in (ActivityRow, *_PARTS):
        if tables[kind.__tablename__]:
            connection.execute(insert(kind.__table__), tables[kind.__tablename__])


def _words(
    session: Session, rows: Sequence[dict[str, Any]], tables: Mapping[str, list[dict[str, Any]]]
) -> list[str]:
    """Return the words by which each row is found, named as they are called now."""
    named: dict[str, dict[str, list[str]]] = {name: {} for name in PARTS}
    for name, (kind, column) in PARTS.items():
        for part in tables[kind.__tablename__]:
            named[name].setdefault(part["activity_id"], []).append(part[column])
    hamlets = [key for keys in named["hamlets"].values() for key in keys]
    names = search_words.read(session, hamlets)
    return [
        names.words(
            (row["title"], row["venue"], row["host_event"], row["note"]),
            row["channel"],
            named["topics"].get(row["id"], ()),
            named["hamlets"].get(row["id"], ()),
            named["speakers"].get(row["id"], ()),
            row["held_on"],
        )
        for row in rows
    ]


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
