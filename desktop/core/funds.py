"""Sources of money (nguồn kinh phí) of the own unit, year by year, and where their money went.

What is given = spent + returned + carried over + what is left, to the đồng.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, BudgetLineRow, ExpenseRow, FundKindRow, FundMoveRow, FundRow
from desktop.core import expenses, history, reports, settings
from desktop.core.activities import COUNTED
from desktop.core.errors import InUseError, NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.periods import YEARS, Period
from desktop.core.texts import nfc

LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Fund:
    """A source of money of a unit for a budget year; `kind` is a code of the kinds of funds."""

    unit_id: str
    year: int
    kind: str
    name: str
    note: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Flow:
    """What a fund was given and where it went, in whole đồng, up to a day."""

    fund_id: str
    year: int
    kind: str
    name: str
    carried_in: int = 0
    allotted: int = 0
    spent: int = 0
    returned: int = 0
    carried_out: int = 0

    @property
    def given(self) -> int:
        """Return what may be spent (dự toán được giao): carried in and allotted."""
        return self.carried_in + self.allotted

    @property
    def left(self) -> int:
        """Return what is neither spent nor given away; below 0 when more went than came."""
        return self.given - self.spent - self.returned - self.carried_out

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        return self.fund_id


def all_of(session: Session, year: int | None = None) -> tuple[Fund, ...]:
    """Return the own unit's funds of a budget year (None: of all), newest year first."""
    query = (
        select(FundRow)
        .join(FundKindRow, FundKindRow.code == FundRow.kind)
        .where(FundRow.unit_id == _own(session))
        .order_by(FundRow.year.desc(), FundKindRow.position, FundRow.id)
    )
    if year is not None:
        query = query.where(FundRow.year == year)
    return tuple(_fund(row) for row in session.scalars(query))


def years(session: Session) -> tuple[int, ...]:
    """Return the budget years that have funds, newest first."""
    query = select(FundRow.year).where(FundRow.unit_id == _own(session)).distinct()
    return tuple(session.scalars(query.order_by(FundRow.year.desc())))


def get(session: Session, fund_id: str) -> Fund:
    """Return a fund of the own unit. Raises NotFoundError."""
    row = session.get(FundRow, fund_id)
    if row is None or row.unit_id != _own(session):
        raise NotFoundError
    return _fund(row)


def save(session: Session, fund: Fund) -> Fund:
    """Keep a fund, new or changed; return it as it is now. Raises WrongChoiceError."""
    fund = replace(fund, name=nfc(fund.name), note=nfc(fund.note))
    before = session.get(FundRow, fund.id)
    known = session.scalars(select(FundKindRow.code)).all()
    same = [one for one in all_of(session, fund.year) if one.id != fund.id]
    if fund.kind not in known:
        raise WrongChoiceError("Chưa chọn loại nguồn. Hãy chọn một loại trong danh mục.")
    if not 0 < len(fund.name) <= LONGEST_NAME or fund.year not in YEARS:
        raise WrongChoiceError("Nguồn kinh phí cần tên (đến 200 chữ) và năm ngân sách. Hãy nhập.")
    if any((one.kind, one.name) == (fund.kind, fund.name) for one in same):
        raise WrongChoiceError(
            f"Năm {fund.year} đã có nguồn “{fund.name}” cùng loại. Hãy đặt tên khác."
        )
    old = _fund(before) if before is not None else None
    if old == fund:
        return fund
    if old is not None and (old.year, old.kind, old.name) != (fund.year, fund.kind, fund.name):
        days = _days_of_moves(session, fund.id)
        reports.require_open(session, days)
        if days and old.year != fund.year:
            raise WrongChoiceError(
                f"Nguồn đã có khoản giao, chuyển nên không đổi năm {old.year} được. "
                "Hãy bỏ các khoản đó trước, hoặc thêm nguồn mới."
            )
    session.merge(FundRow(**vars(fund)))
    session.flush()
    changes = {} if old is None else _differences(vars(old), vars(fund))
    history.note(session, "fund", fund.id, "added" if old is None else "changed", changes)
    return fund


def drop(session: Session, fund_id: str) -> None:
    """Take a fund away with its estimate.

    Raises InUseError while expenses name it, WrongChoiceError while money was given to it.
    """
    fund = get(session, fund_id)
    used = session.scalar(select(func.count()).where(ExpenseRow.fund_id == fund_id)) or 0
    if used:
        raise InUseError(used)
    if _days_of_moves(session, fund_id):
        raise WrongChoiceError(
            f"Nguồn “{fund.name}” còn khoản giao, hủy hoặc chuyển. Hãy bỏ các khoản đó trước, "
            "rồi mới bỏ nguồn."
        )
    session.execute(delete(BudgetLineRow).where(BudgetLineRow.fund_id == fund_id))
    session.execute(delete(FundRow).where(FundRow.id == fund_id))
    history.note(session, "fund", fund_id, "removed", {"fund_name": [fund.name, None]})


def flow(session: Session, fund_id: str) -> Flow:
    """Return what a fund was given and where it went, all that is known. Raises NotFoundError."""
    fund = get(session, fund_id)
    return _flows(session, FundRow.id == fund.id, None)[0]


def of_year(session: Session, year: int) -> tuple[Flow, ...]:
    """Return the flows of the own unit's funds of a budget year, all that is known."""
    return _flows(session, FundRow.year == year, None)


def flows(session: Session, period: Period) -> tuple[Flow, ...]:
    """Return the flows of the own unit's funds from their beginning to the last day of a period.

    They are the funds of the year in which the period ends, and those of earlier years in which
    money moved or was spent within the period (a quarter from 15/12; the closing in January).
    """
    moved = select(FundMoveRow.fund_id).where(
        FundMoveRow.moved_on.between(period.first, period.last)
    )
    spent = (
        select(ExpenseRow.fund_id)
        .join(ActivityRow, expenses.of_same_activity())
        .where(ActivityRow.unit_id == _own(session), ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(period.first, period.last))
        .where(ExpenseRow.fund_id.is_not(None))
    )
    older = and_(FundRow.year < period.last.year, or_(FundRow.id.in_(moved), FundRow.id.in_(spent)))
    return _flows(session, or_(FundRow.year == period.last.year, older), period.last)


def _flows(session: Session, wanted: ColumnElement[bool], last: date | None) -> tuple[Flow, ...]:
    own = _own(session)
    rows = session.execute(
        select(FundRow.id, FundRow.year, FundRow.kind, FundRow.name)
        .join(FundKindRow, FundKindRow.code == FundRow.kind)
        .where(FundRow.unit_id == own, wanted)
        .order_by(FundRow.year, FundKindRow.position, FundRow.id)
    ).all()
    moved = (
        select(FundMoveRow.fund_id, FundMoveRow.kind, func.sum(FundMoveRow.amount))
        .join(FundRow, FundRow.id == FundMoveRow.fund_id)
        .where(FundRow.unit_id == own, wanted)
        .group_by(FundMoveRow.fund_id, FundMoveRow.kind)
    )
    spent = (
        select(ExpenseRow.fund_id, func.sum(ExpenseRow.amount))
        .join(ActivityRow, expenses.of_same_activity())
        .join(FundRow, FundRow.id == ExpenseRow.fund_id)
        .where(ActivityRow.unit_id == own, ActivityRow.status.in_(COUNTED))
        .where(FundRow.unit_id == own, wanted)
        .group_by(ExpenseRow.fund_id)
    )
    if last is not None:
        moved = moved.where(FundMoveRow.moved_on <= last)
        spent = spent.where(ActivityRow.held_on <= last)
    sums: dict[str, dict[str, int]] = {row.id: {} for row in rows}
    for fund_id, kind, amount in session.execute(moved):
        sums[fund_id][kind.lower()] = int(amount)
    for known, paid in session.execute(spent):
        sums[str(known)]["spent"] = int(paid or 0)
    return tuple(Flow(row.id, row.year, row.kind, row.name, **sums[row.id]) for row in rows)


def _days_of_moves(session: Session, fund_id: str) -> list[date]:
    return list(session.scalars(select(FundMoveRow.moved_on).where(FundMoveRow.fund_id == fund_id)))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    names = ("year", "kind", "name", "note")
    return {
        f"fund_{name}": [before[name], after[name]] for name in names if before[name] != after[name]
    }


def _own(session: Session) -> str:
    return settings.read(session).unit_id


def _fund(row: FundRow) -> Fund:
    return Fund(
        id=row.id, unit_id=row.unit_id, year=row.year, kind=row.kind, name=row.name, note=row.note
    )
