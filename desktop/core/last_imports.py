"""The newest list that was taken in, of activities or of households, while it can be undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import HouseholdImportRow, ImportRow
from desktop.core import clock

_UNDONE_FOR = timedelta(days=30)
"""How long an import is offered to be undone."""


@dataclass(frozen=True)
class Import:
    """A list that was taken in: how many it added, and how many that were there it changed."""

    id: str
    at: datetime
    file_name: str
    added: int
    changed: int = 0


def of_activities(session: Session) -> Import | None:
    """Return the newest import of activities that can be undone and is not old."""
    row = _newest(session, ImportRow)
    return Import(row.id, row.at, row.file_name, row.activities) if row else None


def of_households(session: Session) -> Import | None:
    """Return the newest import of households that can be undone and is not old."""
    row = _newest(session, HouseholdImportRow)
    return Import(row.id, row.at, row.file_name, row.added, row.changed) if row else None


def _newest(session: Session, kind: Any) -> Any:
    since = clock.of(session).now() - _UNDONE_FOR
    return session.scalar(
        select(kind)
        .where(kind.undone_at.is_(None), kind.at >= since)
        .order_by(kind.at.desc(), kind.id.desc())
        .limit(1)
    )
