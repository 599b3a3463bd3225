"""The programme's money, in whole đồng: funds, what was allotted, the estimate, vouchers."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Hundredths, Id, Row


class FundRow(Row):
    """A source of money (nguồn kinh phí) of a unit for a budget year."""

    __tablename__ = "funds"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(Code, ForeignKey("fund_kinds.code"))
    name: Mapped[str]
    note: Mapped[str]


class FundMoveRow(Row):
    """Money of a fund: ALLOTTED (giao), CARRIED_IN, RETURNED (hủy), CARRIED_OUT (chuyển năm sau)."""

    __tablename__ = "fund_moves"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund_id: Mapped[str] = mapped_column(Id, ForeignKey("funds.id"), index=True)
    kind: Mapped[str] = mapped_column(Code)
    moved_on: Mapped[date]
    amount: Mapped[int]
    decision: Mapped[str]


class BudgetLineRow(Row):
    """A line of the estimate (dự toán): amount = quantity × times × unit price, in whole đồng."""

    __tablename__ = "budget_lines"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)

    fund_id: Mapped[str] = mapped_column(Id, ForeignKey("funds.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(Code, ForeignKey("expenditure_items.code"))
    text: Mapped[str]
    unit_word: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Hundredths)
    times: Mapped[int]
    unit_price: Mapped[int]
    amount: Mapped[int]
    note: Mapped[str]


class VoucherRow(Row):
    """A paper of an activity's dossier (chứng từ) that is there; `text` is its number and day."""

    __tablename__ = "vouchers"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "activity_id"], ["activities.unit_id", "activities.id"]),
        {"sqlite_with_rowid": False},
    )

    unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Code, ForeignKey("voucher_kinds.code"), primary_key=True)
    text: Mapped[str]
