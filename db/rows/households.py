"""Households of the poverty lists, and the yearly counts of hamlets.

Names and codes of households are personal data and stay in this register; counts travel.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class HouseholdRow(Row):
    """A household; `code` is what the office calls it (never computed with), maybe empty.

    Searches read the index of `folded` alone, from end to end, not the wide rows.
    """

    __tablename__ = "households"
    __table_args__ = (
        Index("ix_households_folded", "unit_id", "folded", "id", "gone_on", "hamlet_id"),
        Index("ix_households_code", "unit_id", "code"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"))
    code: Mapped[str]
    head: Mapped[str]
    folded: Mapped[str]
    hamlet_id: Mapped[str | None] = mapped_column(Id, ForeignKey("hamlets.id"), index=True)
    ethnic: Mapped[str]
    gone_on: Mapped[date | None]
    note: Mapped[str]
    import_id: Mapped[str | None] = mapped_column(Id, index=True)


class HouseholdYearRow(Row):
    """The category of a household in a year."""

    __tablename__ = "household_years"
    __table_args__ = ({"sqlite_with_rowid": False},)

    household_id: Mapped[str] = mapped_column(Id, ForeignKey("households.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(Code, ForeignKey("household_categories.code"))


class HouseholdLackRow(Row):
    """An indicator (of the standard in force that year) that a household lacks (thiếu hụt)."""

    __tablename__ = "household_lacks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    household_id: Mapped[str] = mapped_column(Id, ForeignKey("households.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(Code, primary_key=True)


class HamletYearRow(Row):
    """How many households a hamlet had in a year, in all and by category; None: not known."""

    __tablename__ = "hamlet_years"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hamlet_id: Mapped[str] = mapped_column(Id, ForeignKey("hamlets.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    households: Mapped[int | None]
    poor: Mapped[int | None]
    near_poor: Mapped[int | None]
    escaped: Mapped[int | None]


class HouseholdImportRow(Row):
    """A workbook of households that was taken in, so that it can be undone."""

    __tablename__ = "household_imports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    file_name: Mapped[str]
    year: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    undone_at: Mapped[datetime | None]


class HouseholdImageRow(Row):
    """A household as it was before an import (None: not there) and as the import left it."""

    __tablename__ = "household_images"
    __table_args__ = ({"sqlite_with_rowid": False},)

    import_id: Mapped[str] = mapped_column(Id, ForeignKey("household_imports.id"), primary_key=True)
    household_id: Mapped[str] = mapped_column(Id, primary_key=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
