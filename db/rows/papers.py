"""What papers need beside the activities: letterheads, attendance lists, choices, report texts."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class LetterheadRow(Row):
    """The head of the unit's papers from a day on (none: from the beginning).

    `lines` and `recipients` are joined by line feeds; `symbol` is the body in "Số: …/BC-UBND".
    """

    __tablename__ = "letterheads"
    __table_args__ = (UniqueConstraint("valid_from"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    valid_from: Mapped[date | None]
    lines: Mapped[str]
    place: Mapped[str]
    symbol: Mapped[str]
    recipients: Mapped[str]


class AttendanceRow(Row):
    """A person on the attendance list of an activity; personal data, stays in this register.

    `sex` is "M", "F" or empty; `category` a code of household_categories or empty;
    `household_id` the household the person comes from, if it is in the register.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "activity_id"], ["activities.unit_id", "activities.id"]),
        {"sqlite_with_rowid": False},
    )

    unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sex: Mapped[str] = mapped_column(Code)
    ethnic: Mapped[str]
    address: Mapped[str]
    category: Mapped[str] = mapped_column(Code)
    salaried: Mapped[bool]
    note: Mapped[str]
    household_id: Mapped[str | None] = mapped_column(Id, ForeignKey("households.id"), index=True)


class PaperChoiceRow(Row):
    """What was chosen for a printed form of an activity, so that a reprint is the same paper."""

    __tablename__ = "paper_choices"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "activity_id"], ["activities.unit_id", "activities.id"]),
        {"sqlite_with_rowid": False},
    )

    unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(Id, primary_key=True)
    form: Mapped[str] = mapped_column(Code, primary_key=True)
    choice: Mapped[dict[str, Any]] = mapped_column(JSON)


class ReportTextRow(Row):
    """One part of what a unit's officer wrote for the report of some days."""

    __tablename__ = "report_texts"

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(Code, primary_key=True)
    text: Mapped[str]
