"""Who changed what, when. Written in the same transaction as the change; never edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.rows import HistoryRow, SettingRow
from desktop.core import clock


@dataclass(frozen=True)
class Event:
    """One deed on a record; `changes` are {field: (old, new)}."""

    at: datetime
    who: str
    deed: str
    changes: dict[str, Any]


def note(
    session: Session, noun: str, record_id: str, deed: str, changes: Mapping[str, Any] | None = None
) -> None:
    """Write down a deed of the officer of this register."""
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
    now, officer = clock.of(session).now(), _officer(session)
    session.execute(
        insert(HistoryRow),
        [
            {
                "at": now,
                "who": officer,
                "noun": noun,
                "record_id": record_id,
                "deed": deed,
                "changes": dict(changes or {}),
            }
            for record_id in record_ids
        ],
    )


def of(session: Session, noun: str, record_id: str) -> list[Event]:
    """Return the deeds on a record, newest first."""
    rows = session.scalars(
        select(HistoryRow)
        .where(HistoryRow.noun == noun, HistoryRow.record_id == record_id)
        .order_by(HistoryRow.id.desc())
    )
    return [Event(row.at, row.who, row.deed, row.changes) for row in rows]


def _officer(session: Session) -> str:
    kept = session.scalar(select(SettingRow.value).where(SettingRow.key == "officer"))
    return str(kept or "")
