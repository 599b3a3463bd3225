"""Figures of other units that their reports say for whole periods: they cannot be added up here."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class _OfPeriod:
    """A figure of a unit's report of these days."""

    unit_id: Mapped[str] = mapped_column(
        Id, ForeignKey("units.id"), primary_key=True, sort_order=-3
    )
    first: Mapped[date] = mapped_column(primary_key=True, sort_order=-2)
    last: Mapped[date] = mapped_column(primary_key=True, sort_order=-1)


class ReachRow(_OfPeriod, Row):
    """Distinct households of a hamlet (empty: none named) and category reached in the period.

    `first_time` of them were never reached before in the year.
    """

    __tablename__ = "reaches"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hamlet_id: Mapped[str] = mapped_column(Id, primary_key=True)
    category: Mapped[str] = mapped_column(Code, primary_key=True)
    reached: Mapped[int]
    first_time: Mapped[int]


class FundFlowRow(_OfPeriod, Row):
    """What came into a fund and went out of it in the period, in đồng."""

    __tablename__ = "fund_flows"
    __table_args__ = ({"sqlite_with_rowid": False},)

    fund_id: Mapped[str] = mapped_column(Id, primary_key=True)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(Code, ForeignKey("fund_kinds.code"))
    name: Mapped[str]
    carried_in: Mapped[int]
    allotted: Mapped[int]
    spent: Mapped[int]
    returned: Mapped[int]
    carried_out: Mapped[int]


class MaterialFlowRow(_OfPeriod, Row):
    """What was there of a material before the period, received and handed out in it."""

    __tablename__ = "material_flows"
    __table_args__ = ({"sqlite_with_rowid": False},)

    material_id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    unit_word: Mapped[str]
    opening: Mapped[int]
    received: Mapped[int]
    handed_out: Mapped[int]
