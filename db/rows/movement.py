"""The movement: what was given to the Fund for the Poor, exemplars, and printed materials."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class ContributionRow(Row):
    """A contribution (vận động): đồng in cash, value of goods in đồng; never programme money.

    In the consolidating unit `donor` is empty: names stay in the ward.
    """

    __tablename__ = "contributions"
    __table_args__ = (
        CheckConstraint("cash >= 0", name="cash_not_negative"),
        CheckConstraint("in_kind >= 0", name="in_kind_not_negative"),
        Index("ix_contributions_days", "unit_id", "given_on"),
        {"sqlite_with_rowid": False},
    )

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    given_on: Mapped[date]
    donor_kind: Mapped[str] = mapped_column(Code)
    donor: Mapped[str]
    cash: Mapped[int | None]
    in_kind: Mapped[int | None]
    goods: Mapped[str]
    used_for: Mapped[str]
    note: Mapped[str]


class ExemplarRow(Row):
    """A person, model or initiative that sets an example (gương điển hình), and its story.

    In the consolidating unit who, title and story are empty: they stay in the ward.
    """

    __tablename__ = "exemplars"
    __table_args__ = (
        Index("ix_exemplars_days", "unit_id", "found_on"),
        {"sqlite_with_rowid": False},
    )

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    found_on: Mapped[date]
    title: Mapped[str]
    who: Mapped[str]
    hamlet_id: Mapped[str | None] = mapped_column(Id, ForeignKey("hamlets.id"))
    story: Mapped[str]
    publicised: Mapped[str]
    publicised_on: Mapped[date | None]
    note: Mapped[str]


class MaterialRow(Row):
    """A printed material (tài liệu) that a unit receives and hands out."""

    __tablename__ = "materials"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    name: Mapped[str]
    unit_word: Mapped[str]
    note: Mapped[str]


class MaterialMoveRow(Row):
    """Received (IN) or handed out (OUT); the stock of no day is below zero."""

    __tablename__ = "material_moves"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index("ix_material_moves_days", "material_id", "moved_on"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    material_id: Mapped[str] = mapped_column(Id, ForeignKey("materials.id"))
    moved_on: Mapped[date]
    kind: Mapped[str] = mapped_column(Code)
    quantity: Mapped[int]
    hamlet_id: Mapped[str | None] = mapped_column(Id, ForeignKey("hamlets.id"))
    party: Mapped[str]
    note: Mapped[str]
