"""What stands in a form that was not saved yet; kept from the first keystroke."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import DraftRow
from desktop.core import clock


@dataclass(frozen=True)
class Draft:
    """The fields of a form as JSON, and when they were kept."""

    key: str
    content: dict[str, Any]
    kept_at: datetime


def keep(session: Session, key: str, content: dict[str, Any]) -> datetime:
    """Keep the content under the key instead of what was there; return the moment."""
    now = clock.of(session).now()
    session.merge(DraftRow(key=key, content=content, kept_at=now))
    session.flush()
    return now


def all_of(session: Session) -> list[Draft]:
    """Return all drafts, newest first."""
    rows = session.scalars(select(DraftRow).order_by(DraftRow.kept_at.desc(), DraftRow.key))
    return [Draft(row.key, row.content, row.kept_at) for row in rows]


def forget(session: Session, key: str) -> None:
    """Drop the draft, because it was saved or thrown away."""
    session.execute(delete(DraftRow).where(DraftRow.key == key))
