"""Money that comes into a fund or leaves it unspent: allotted, carried over, cancelled.

What is carried over is one deed on both sides: it leaves a fund and comes into the fund of the next
year on the same day, so no đồng is ever in both or in neither.
"""

import uuid
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import FundMoveRow, FundRow
from desktop.core import funds, history, reports
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.funds import Flow, Fund
from desktop.core.ids import new_id
from desktop.core.texts import nfc
from desktop.core.typed import LARGEST_MONEY, show_date, show_money


class MoveKind(StrEnum):
    """How money comes into a fund or leaves it unspent."""

    ALLOTTED = "ALLOTTED"
    CARRIED_IN = "CARRIED_IN"
    RETURNED = "RETURNED"
    CARRIED_OUT = "CARRIED_OUT"


MOVE_NAMES = {
    MoveKind.ALLOTTED: "Giao trong năm",
    MoveKind.CARRIED_IN: "Năm trước chuyển sang",
    MoveKind.RETURNED: "Hủy dự toán",
    MoveKind.CARRIED_OUT: "Chuyển năm sau",
}
_OUT = (MoveKind.RETURNED, MoveKind.CARRIED_OUT)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Money that comes into a fund or leaves it unspent, in whole đồng, by a decision."""

    fund_id: str
    kind: MoveKind
    moved_on: date
    amount: int
    decision: str = ""
    id: str = field(default_factory=new_id)


def of(session: Session, fund_id: str) -> tuple[Move, ...]:
    """Return what came into a fund and left it unspent, by day."""
    query = select(FundMoveRow).where(FundMoveRow.fund_id == fund_id)
    rows = session.scalars(query.order_by(FundMoveRow.moved_on, FundMoveRow.id))
    return tuple(_move(row) for row in rows)


def save(session: Session, move: Move) -> Move:
    """Keep a move, new or changed; what is carried out comes into the next year's fund as well.

    Raises WrongChoiceError (more than is left; the other side of a carry-over), PeriodLockedError.
    """
    move = replace(move, decision=nfc(move.decision))
    fund = funds.get(session, move.fund_id)
    row = session.get(FundMoveRow, move.id)
    before = _move(row) if row is not None else None
    _require_fitting(session, fund, move, before)
    reports.require_open(session, [one.moved_on for one in (before, move) if one])
    if before is not None and before.kind is MoveKind.CARRIED_OUT is not move.kind:
        _delete_move(session, _other_side(move.id))
    _keep(session, move)
    if move.kind is MoveKind.CARRIED_OUT:
        _carry_in(session, fund, move)
    old = before.amount if before else None
    changes = {"move": [None, str(move.kind)], "amount": [old, move.amount]}
    history.note(session, "fund", fund.id, "moved", changes)
    return move


def drop(session: Session, move_id: str) -> None:
    """Take a move away; of a carry-over both sides go.

    Raises NotFoundError, WrongChoiceError for the receiving side alone, PeriodLockedError.
    """
    row = session.get(FundMoveRow, move_id)
    if row is None:
        raise NotFoundError
    move, fund = _move(row), funds.get(session, row.fund_id)
    _require_own_side(session, fund, move)
    reports.require_open(session, [move.moved_on])
    _delete_move(session, move_id)
    if move.kind is MoveKind.CARRIED_OUT:
        _delete_move(session, _other_side(move_id))
    changes = {"move": [str(move.kind), None], "amount": [move.amount, None]}
    history.note(session, "fund", fund.id, "unmoved", changes)


def close(
    session: Session, fund_id: str, day: date, *, returned: int, carried_out: int, decision: str
) -> Flow:
    """Close a fund: so much of what is left is cancelled, so much goes into the next year.

    Carrying over makes the next year's fund of the same kind and name if it is not there, and the
    money stands in it from the same day. Raises WrongChoiceError unless both are all that is left.
    """
    found = funds.flow(session, fund_id)
    if returned < 0 or carried_out < 0 or returned + carried_out != found.left:
        raise WrongChoiceError(
            f"Nguồn còn {show_money(found.left)}: số hủy và số chuyển năm sau phải cộng lại vừa "
            "đúng số đó. Hãy sửa một trong hai số."
        )
    for kind, amount in ((MoveKind.RETURNED, returned), (MoveKind.CARRIED_OUT, carried_out)):
        if amount:
            move = Move(fund_id=fund_id, kind=kind, moved_on=day, amount=amount, decision=decision)
            save(session, move)
    return funds.flow(session, fund_id)


def _require_fitting(session: Session, fund: Fund, move: Move, before: Move | None) -> None:
    if not 0 < move.amount <= LARGEST_MONEY:
        raise WrongChoiceError("Số tiền phải từ 1 đồng đến 1.000 tỷ đồng. Hãy nhập lại.")
    if not fund.year - 1 <= move.moved_on.year <= fund.year + 2:
        raise WrongChoiceError(
            f"Ngày {show_date(move.moved_on)} quá xa năm ngân sách {fund.year}. Hãy xem lại năm."
        )
    if before is not None:
        _require_own_side(session, fund, before)
        if before.fund_id != move.fund_id:
            raise WrongChoiceError("Khoản này thuộc nguồn khác. Hãy ghi lại ở đúng nguồn.")
    if move.kind in _OUT:
        again = before.amount if before is not None else 0
        left = funds.flow(session, fund.id).left
        left += again if before is not None and before.kind in _OUT else -again
        if move.amount > left:
            raise WrongChoiceError(
                f"Nguồn chỉ còn {show_money(max(left, 0))}, không hủy hoặc chuyển được "
                f"{show_money(move.amount)}. Hãy xem lại số tiền hoặc các khoản chi."
            )


def _require_own_side(session: Session, fund: Fund, move: Move) -> None:
    """Refuse to change what comes from another year's fund at the receiving side."""
    origin = _origin(session, fund, move)
    if origin is not None:
        raise WrongChoiceError(
            f"Khoản này do nguồn “{origin.name}” năm {origin.year} chuyển sang. "
            "Hãy sửa hoặc bỏ ở nguồn đó, hai bên đổi cùng lúc."
        )


def _origin(session: Session, fund: Fund, move: Move) -> Fund | None:
    """Return the fund a move was carried over from, if it is such a one."""
    if move.kind is not MoveKind.CARRIED_IN:
        return None
    for row in _carried_out_before(session, fund):
        if _other_side(row.id) == move.id:
            return funds.get(session, row.fund_id)
    return None


def _carried_out_before(session: Session, fund: Fund) -> list[FundMoveRow]:
    query = (
        select(FundMoveRow)
        .join(FundRow, FundRow.id == FundMoveRow.fund_id)
        .where(FundRow.unit_id == fund.unit_id, FundRow.year == fund.year - 1)
        .where(FundMoveRow.kind == MoveKind.CARRIED_OUT)
    )
    return list(session.scalars(query))


def _carry_in(session: Session, fund: Fund, move: Move) -> None:
    """Keep the other side of a carry-over: where it is already, else in the next year's fund."""
    other = _other_side(move.id)
    there = session.get(FundMoveRow, other)
    target = there.fund_id if there is not None else _next_year(session, fund).id
    _keep(session, replace(move, fund_id=target, kind=MoveKind.CARRIED_IN, id=other))


def _next_year(session: Session, fund: Fund) -> Fund:
    for one in funds.all_of(session, fund.year + 1):
        if (one.kind, one.name) == (fund.kind, fund.name):
            return one
    return funds.save(session, replace(fund, year=fund.year + 1, note="", id=new_id()))


def _other_side(move_id: str) -> str:
    """Return the id of the CARRIED_IN that belongs to a CARRIED_OUT."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, move_id))


def _keep(session: Session, move: Move) -> None:
    session.merge(FundMoveRow(**(vars(move) | {"kind": str(move.kind)})))
    session.flush()


def _delete_move(session: Session, move_id: str) -> None:
    session.execute(delete(FundMoveRow).where(FundMoveRow.id == move_id))


def _move(row: FundMoveRow) -> Move:
    return Move(
        id=row.id, fund_id=row.fund_id, kind=MoveKind(row.kind), moved_on=row.moved_on,
        amount=row.amount, decision=row.decision,
    )  # fmt: skip
