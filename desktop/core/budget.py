"""The estimate (dự toán) of a fund: what is to be bought, how much of it, at what price."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.rows import BudgetLineRow, ExpenditureItemRow, FundRow
from desktop.core import funds, history, settings
from desktop.core.errors import WrongChoiceError
from desktop.core.texts import nfc
from desktop.core.typed import LARGEST_MONEY

MOST_LINES = 200
LARGEST_QUANTITY = Decimal(10_000_000)
LARGEST_TIMES = 100_000
_LONGEST_TEXT, _LONGEST_WORD = 500, 40


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of an estimate; `item` is a code of the expenditure items, prices are whole đồng.

    `quantity` has two decimals at most; an empty `text` stands for the item's own name.
    """

    item: str
    quantity: Decimal
    unit_price: int
    times: int = 1
    text: str = ""
    unit_word: str = ""
    note: str = ""

    @property
    def amount(self) -> int:
        """Return quantity × times × unit price: the exact product, then rounded half up to đồng."""
        return product(self.quantity, self.times, self.unit_price)


def product(quantity: Decimal, times: int, unit_price: int) -> int:
    """Return the exact product rounded half up to whole đồng: 2,5 × 1 × 33.333 = 83.333."""
    exact = quantity * times * unit_price
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def of(session: Session, fund_id: str) -> tuple[Line, ...]:
    """Return the lines of a fund's estimate in their order."""
    rows = session.scalars(
        select(BudgetLineRow)
        .where(BudgetLineRow.fund_id == fund_id)
        .order_by(BudgetLineRow.position)
    )
    return tuple(
        Line(
            item=row.item, text=row.text, unit_word=row.unit_word, quantity=row.quantity,
            times=row.times, unit_price=row.unit_price, note=row.note,
        )
        for row in rows
    )  # fmt: skip


def save(session: Session, fund_id: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Keep these lines as the estimate of a fund, instead of those before; return them as kept.

    Raises WrongChoiceError for a line that cannot be, NotFoundError for another's fund.
    """
    funds.get(session, fund_id)
    wanted = tuple(_tidy(one) for one in lines)
    _require_sound(session, wanted)
    before = total(session, fund_id)
    if of(session, fund_id) == wanted:
        return wanted
    session.execute(delete(BudgetLineRow).where(BudgetLineRow.fund_id == fund_id))
    session.add_all(
        BudgetLineRow(
            fund_id=fund_id, position=position, item=one.item, text=one.text,
            unit_word=one.unit_word, quantity=one.quantity, times=one.times,
            unit_price=one.unit_price, amount=one.amount, note=one.note,
        )
        for position, one in enumerate(wanted)
    )  # fmt: skip
    session.flush()
    changes = {"amount": [before, total(session, fund_id)], "lines": [None, len(wanted)]}
    history.note(session, "budget", fund_id, "saved", changes)
    return wanted


def total(session: Session, fund_id: str) -> int | None:
    """Return the sum of a fund's estimate; None when there is no estimate."""
    query = select(func.sum(BudgetLineRow.amount)).where(BudgetLineRow.fund_id == fund_id)
    found = session.scalar(query)
    return None if found is None else int(found)


def totals(session: Session, year: int) -> dict[str, int]:
    """Return the sums of the estimates of the own unit's funds of a year, by fund."""
    query = (
        select(BudgetLineRow.fund_id, func.sum(BudgetLineRow.amount))
        .join(FundRow, FundRow.id == BudgetLineRow.fund_id)
        .where(FundRow.unit_id == settings.read(session).unit_id, FundRow.year == year)
        .group_by(BudgetLineRow.fund_id)
    )
    return {fund_id: int(amount) for fund_id, amount in session.execute(query)}


def by_item(session: Session, fund_id: str) -> dict[str, int]:
    """Return what the estimate of a fund foresees for each item, in đồng."""
    query = (
        select(BudgetLineRow.item, func.sum(BudgetLineRow.amount))
        .where(BudgetLineRow.fund_id == fund_id)
        .group_by(BudgetLineRow.item)
    )
    return {item: int(amount) for item, amount in session.execute(query)}


def _tidy(line: Line) -> Line:
    return replace(
        line, text=nfc(line.text), unit_word=nfc(line.unit_word), note=nfc(line.note),
        quantity=Decimal(line.quantity).quantize(Decimal("0.01")),
    )  # fmt: skip


def _require_sound(session: Session, lines: Sequence[Line]) -> None:
    known = set(session.scalars(select(ExpenditureItemRow.code)))
    if len(lines) > MOST_LINES:
        raise WrongChoiceError(f"Dự toán có tối đa {MOST_LINES} dòng. Hãy gộp bớt.")
    for number, one in enumerate(lines, start=1):
        if why := _trouble(one, known):
            raise WrongChoiceError(f"Dòng {number}: {why}")


def _trouble(line: Line, known: set[str]) -> str:
    if line.item not in known:
        return "chưa chọn nội dung chi trong danh mục. Hãy chọn."
    if not 0 < line.quantity <= LARGEST_QUANTITY:
        return "số lượng phải lớn hơn 0, đến 10 triệu. Hãy nhập lại."
    if not 0 < line.times <= LARGEST_TIMES:
        return "số buổi, số lần phải từ 1 đến 100.000. Hãy nhập lại."
    if not 0 <= line.unit_price <= LARGEST_MONEY or line.amount > LARGEST_MONEY:
        return "đơn giá và thành tiền phải từ 0 đến 1.000 tỷ đồng. Hãy nhập lại."
    if len(line.text) > _LONGEST_TEXT or len(line.note) > _LONGEST_TEXT:
        return f"nội dung và ghi chú dài tối đa {_LONGEST_TEXT} chữ. Hãy rút gọn."
    if len(line.unit_word) > _LONGEST_WORD:
        return f"đơn vị tính dài tối đa {_LONGEST_WORD} chữ. Hãy rút gọn."
    return ""
