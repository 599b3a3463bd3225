"""Households of the poverty lists, and the yearly counts of hamlets.

Names and codes of households are personal data and stay in this register; counts travel.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class HouseholdRow(Row):
    """A household; `code` is what the office calls it (never computed with), maybe empty."""

    __tablename__ = "households"
    __table_args__ = (
        Index("ix_households_folded", "unit_id", "folded", "id"),
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
