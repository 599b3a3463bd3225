"""Units and hamlets, each with its days of validity."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class UnitRow(Row):
    """A unit; the code alone is no key: 24133 has been three units."""

    __tablename__ = "units"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(Code, index=True)
    kind: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(Id, ForeignKey("units.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class UnitSuccessionRow(Row):
    """From `on`, the old unit is part of the new one."""

    __tablename__ = "unit_successions"

    old_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    new_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    on: Mapped[date]
    resolution: Mapped[str]


class HamletRow(Row):
    """A hamlet of a unit."""

    __tablename__ = "hamlets"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[str | None] = mapped_column(Id, ForeignKey("hamlets.id"))
    import_id: Mapped[str | None] = mapped_column(Id)
