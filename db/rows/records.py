"""What the register keeps about itself: settings, drafts, history, imports."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class SettingRow(Row):
    """A setting of this register; the value is JSON."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(Code, primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class DraftRow(Row):
    """What stands in a form that was not saved yet."""

    __tablename__ = "drafts"

    key: Mapped[str] = mapped_column(Id, primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime]


class HistoryRow(Row):
    """Who did what to which record; changes are {field: [old, new]}."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_record", "noun", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    noun: Mapped[str] = mapped_column(Code)
    record_id: Mapped[str] = mapped_column(Id)
    deed: Mapped[str] = mapped_column(Code)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class ImportRow(Row):
    """A workbook that was taken in, so that it can be undone."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    file_name: Mapped[str]
    activities: Mapped[int]
    undone_at: Mapped[datetime | None]
