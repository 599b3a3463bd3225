"""Who changed what, when. Written in the same transaction as the change; never edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bulk
from db.rows import HistoryRow
from desktop.core import clock, working
from desktop.core.texts import sort_key

PAGE = 100
"""Deeds that are read at a time."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """One deed on a record; `changes` are {field: (old, new)}."""

    at: datetime
    who: str
    deed: str
    changes: dict[str, Any]
    noun: str = ""
    record_id: str = ""
    id: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which deeds are looked at: all, or those of some nouns, a record, an officer, some days."""

    nouns: tuple[str, ...] = ()
    record_id: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None


def note(
    session: Session, noun: str, record_id: str, deed: str, changes: Mapping[str, Any] | None = None
) -> None:
    """Write down a deed of the officer at work. Raises NotAllowedError if the role forbids it."""
    note_many(session, noun, [record_id], deed, changes)


def note_many(
    session: Session,
    noun: str,
    record_ids: list[str],
    deed: str,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write down the same deed on several records."""
    if not record_ids:
        return
    worker = working.now(session)
    working.require(worker, deed)
    now = clock.of(session).now()
    table: Any = HistoryRow.__table__
    said = dict(changes or {})
    rows = [(now, worker.name, noun, record_id, deed, said) for record_id in record_ids]
    bulk.insert(session, table, ("at", "who", "noun", "record_id", "deed", "changes"), rows)


def of(session: Session, noun: str, record_id: str) -> list[Event]:
    """Return the deeds on a record, newest first."""
    rows = session.scalars(
        select(HistoryRow)
        .where(HistoryRow.noun == noun, HistoryRow.record_id == record_id)
        .order_by(HistoryRow.id.desc())
    )
    return [_event(row) for row in rows]


def page(session: Session, wanted: Wanted, before: Event | None = None) -> tuple[list[Event], bool]:
    """Return the next `PAGE` deeds, newest first, and whether there are more of them."""
    query = select(HistoryRow).order_by(HistoryRow.id.desc()).limit(PAGE + 1)
    if wanted.nouns:
        query = query.where(HistoryRow.noun.in_(wanted.nouns))
    if wanted.record_id:
        query = query.where(HistoryRow.record_id == wanted.record_id)
    if wanted.who:
        query = query.where(HistoryRow.who == wanted.who)
    if wanted.first:
        query = query.where(HistoryRow.at >= datetime.combine(wanted.first, time.min))
    if wanted.last:
        query = query.where(HistoryRow.at < datetime.combine(wanted.last + _DAY, time.min))
    if before is not None:
        query = query.where(HistoryRow.id < before.id)
    found = [_event(row) for row in session.scalars(query)]
    return found[:PAGE], len(found) > PAGE


def officers(session: Session) -> list[str]:
    """Return the names of all who ever did something."""
    found = session.scalars(select(HistoryRow.who).distinct())
    return sorted((one for one in found if one), key=sort_key)


def _event(row: HistoryRow) -> Event:
    return Event(row.at, row.who, row.deed, row.changes, row.noun, row.record_id, row.id)
