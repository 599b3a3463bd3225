"""The papers of the money, from the register to an outline, with the head in force today."""

from dataclasses import replace

from sqlalchemy.orm import Session

from desktop.core import (
    budget,
    catalogue,
    clock,
    expenses,
    exports,
    fund_moves,
    funds,
    scopes,
    vouchers,
)
from desktop.core.documents import money_outline
from desktop.core.documents.content import Letterhead
from desktop.core.documents.money_outline import (
    DossierContent,
    FundPart,
    MoneyContent,
    SpentLine,
    VoucherLine,
)
from desktop.core.documents.outline import Outline


def estimate(session: Session, year: int) -> Outline:
    """Return Bảng dự toán of a budget year: all funds that have an estimate."""
    return money_outline.estimate(read(session, year))


def settlement(session: Session, year: int) -> Outline:
    """Return Bảng quyết toán of a budget year: all funds, each also by what was bought."""
    return money_outline.settlement(read(session, year))


def dossier(session: Session, activity_id: str) -> Outline:
    """Return the list of vouchers of an activity. Raises NotFoundError."""
    one = expenses.of_activity(session, activity_id)
    items = {item.code: item for item in catalogue.expenditure_items(session)}
    names = catalogue.voucher_kinds(session)
    known = {fund.id: fund.name for fund in funds.all_of(session)}
    found = vouchers.of(session, activity_id)
    spent = []
    for expense in one.expenses:
        item = items.get(expense.item or "")
        said = (item.name, item.sub_item) if item else ("", "")
        fund = known.get(expense.fund_id or "", "")
        spent.append(SpentLine(*said, fund, expense.voucher, expense.amount))
    lines = tuple(
        VoucherLine(
            name, tuple(items[code].name for code in found.needed.get(kind, ())),
            found.there.get(kind),
        )
        for kind, name in names.items()
        if kind in found.needed or kind in found.there
    )  # fmt: skip
    return money_outline.dossier(
        DossierContent(
            _head(session), scopes.read(session).unit, one.title, one.held_on, tuple(spent), lines
        )
    )


def read(session: Session, year: int) -> MoneyContent:
    """Return what the papers of a budget year are made from."""
    kinds = {one.code: one.name for one in catalogue.fund_kinds(session)}
    parts = tuple(
        FundPart(
            flow, kinds[flow.kind], fund_moves.of(session, flow.fund_id),
            budget.of(session, flow.fund_id), expenses.by_item(session, flow.fund_id),
        )
        for flow in funds.of_year(session, year)
    )  # fmt: skip
    items = {item.code: item for item in catalogue.expenditure_items(session)}
    return MoneyContent(_head(session), scopes.read(session).unit, year, parts, items)


def _head(session: Session) -> Letterhead:
    today = clock.of(session).today()
    return replace(exports.letterhead(session, today), written_on=today)
