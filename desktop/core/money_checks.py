"""What to look at in the money of some days: overspending, missing papers, the wrong people paid.

A list, never an exception: nothing here keeps an activity from being saved or a report from being
sent. Checks 6, 7, 15 and 16 of the domain reference, §6.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, AttendanceRow, ExpenseRow, FundRow, PaperChoiceRow
from desktop.core import budget, catalogue, clock, expenses, fund_moves, funds, settings, vouchers
from desktop.core.activities import COUNTED
from desktop.core.catalogue import PAID_ABOVE, ExpenditureItem
from desktop.core.expenses import Query
from desktop.core.funds import Flow
from desktop.core.problems import Severity
from desktop.core.settings import Role
from desktop.core.typed import show_date, show_money, show_number

MOST = 500
"""Findings of one kind that are named one by one."""
_MEAL_SHEET = "DS_TIEN"
_CLOSING_DAY = (1, 31)
"""Until when a budget year is closed: 31 January of the next (State Budget Law, article 64)."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with the money; `text` says what, why and what to do, in Vietnamese."""

    code: str
    severity: Severity
    text: str
    activity_id: str = ""
    fund_id: str = ""

    @property
    def id(self) -> tuple[str, str, str, str]:
        """Return what tells it from others."""
        return self.code, self.activity_id, self.fund_id, self.text


def of_year(session: Session, year: int) -> tuple[Finding, ...]:
    """Return what to look at in the funds of a budget year and the activities of its days."""
    look = _Look(session, *_days_of(year), funds.of_year(session, year))
    return _sorted(look)


def between(session: Session, first: date, last: date) -> tuple[Finding, ...]:
    """Return what to look at before the report of these days is sent; nothing without any fund.

    Funds are looked at whole: what was overspent later counts, too.
    """
    years = range(first.year, last.year + 1)
    found = tuple(one for year in years for one in funds.of_year(session, year))
    return _sorted(_Look(session, first, last, found))


def _days_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _sorted(look: "_Look") -> tuple[Finding, ...]:
    order = list(Severity)
    found = [one for check in _CHECKS for one in check(look)]
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


@dataclass
class _Look:
    """What the checks share; `flows` are the funds looked at."""

    session: Session
    first: date
    last: date
    flows: tuple[Flow, ...]

    @cached_property
    def items(self) -> dict[str, ExpenditureItem]:
        """Return the expenditure items by code."""
        return {one.code: one for one in catalogue.expenditure_items(self.session)}

    @cached_property
    def own(self) -> settings.Settings:
        """Return whose register it is."""
        return settings.read(self.session)

    def spent(self) -> list[ColumnElement[bool]]:
        """Return the conditions for expenses of the days."""
        return [
            ActivityRow.unit_id == self.own.unit_id, ActivityRow.status.in_(COUNTED),
            ActivityRow.held_on.between(self.first, self.last),
        ]  # fmt: skip


def _overspent_funds(look: _Look) -> Iterator[Finding]:
    """Check 15: what is spent, cancelled and carried over is at most what was given."""
    for one in look.flows:
        if one.left < 0:
            text = (
                f"Nguồn “{one.name}” năm {one.year} chi, hủy và chuyển vượt dự toán được giao "
                f"{show_money(-one.left)}. Hãy xem lại các khoản chi hoặc ghi quyết định giao thêm."
            )
            yield Finding("fund_overspent", Severity.STOP, text, fund_id=one.fund_id)


def _estimates(look: _Look) -> Iterator[Finding]:
    """Check 15: the estimate is at most what was given; no item costs more than estimated."""
    for one in look.flows:
        planned = budget.by_item(look.session, one.fund_id)
        over = sum(planned.values()) - one.given
        if over > 0:
            text = (
                f"Dự toán của nguồn “{one.name}” năm {one.year} lớn hơn số được giao "
                f"{show_money(over)}. Hãy giảm dự toán hoặc ghi quyết định giao thêm."
            )
            yield Finding("estimate_over", Severity.EXPLAIN, text, fund_id=one.fund_id)
        for spent in expenses.by_item(look.session, one.fund_id) if planned else ():
            more = spent.amount - planned.get(spent.item or "", 0)
            if spent.item is None or more <= 0:
                continue
            name = look.items[spent.item].name
            why = "" if spent.item in planned else " (dự toán không có mục này)"
            text = (
                f"Nguồn “{one.name}”: mục “{name}” chi {show_money(spent.amount)}, vượt dự toán "
                f"{show_money(more)}{why}. Hãy điều chỉnh dự toán hoặc xem lại khoản chi."
            )
            yield Finding("item_overspent", Severity.EXPLAIN, text, fund_id=one.fund_id)


def _not_closed(look: _Look) -> Iterator[Finding]:
    """What is left of a year that is over is cancelled or carried over by 31 January."""
    today = clock.of(look.session).today()
    for one in look.flows:
        if one.left > 0 and today > date(one.year + 1, *_CLOSING_DAY):
            text = (
                f"Nguồn “{one.name}” năm {one.year} còn {show_money(one.left)} chưa hủy, chưa "
                f"chuyển năm sau. Hãy xử lý số dư (hạn 31/01/{one.year + 1})."
            )
            yield Finding("fund_not_closed", Severity.EXPLAIN, text, fund_id=one.fund_id)


def _missing_papers(look: _Look) -> Iterator[Finding]:
    """Check 16: what was spent has its papers."""
    names = catalogue.voucher_kinds(look.session)
    for one in vouchers.between(look.session, look.first, look.last)[:MOST]:
        if one.missing:
            lacking = ", ".join(names[code][:1].lower() + names[code][1:] for code in one.missing)
            text = (
                f"“{one.title}” ngày {show_date(one.held_on)} thiếu chứng từ: {lacking}. "
                "Hãy bổ sung trước khi quyết toán."
            )
            yield Finding("voucher_missing", Severity.EXPLAIN, text, one.activity_id)


def _paid_people(look: _Look) -> Iterator[Finding]:
    """Check 6: meal money goes only to people on no payroll (TT 40/2017/TT-BTC article 12).

    Fine when the payment sheet was printed from the list, which leaves salaried people out, and
    no more was paid than it says.
    """
    for (activity_id, title, day, amount), counts in list(_at_meals(look).items())[:MOST]:
        salaried, others = counts.get(True, 0), counts.get(False, 0)
        rate = _rate(look, activity_id)
        if not salaried or (rate and amount <= rate * others):
            continue
        limit = f" ({show_number(others)} người × {show_money(rate)})" if rate else ""
        text = (
            f"“{title}” ngày {show_date(day)}: danh sách có {show_number(salaried)} người hưởng "
            f"lương ngân sách, tiền ăn {show_money(amount)} chỉ chi cho người không hưởng lương"
            f"{limit}. Hãy lập danh sách ký nhận không có họ, hoặc sửa số tiền."
        )
        yield Finding("salaried_paid", Severity.EXPLAIN, text, activity_id)


def _at_meals(look: _Look) -> dict[tuple[str, str, date, int], dict[bool, int]]:
    """Return who is on the lists of activities with meal money: (id, title, day, đồng) by payroll."""
    meals = [code for code, one in look.items.items() if one.unsalaried_only]
    same = and_(
        AttendanceRow.unit_id == ActivityRow.unit_id, AttendanceRow.activity_id == ActivityRow.id
    )
    paid = (
        select(ExpenseRow.activity_id, func.sum(ExpenseRow.amount).label("amount"))
        .where(ExpenseRow.unit_id == look.own.unit_id, ExpenseRow.item.in_(meals))
        .group_by(ExpenseRow.activity_id)
        .subquery()
    )
    rows = look.session.execute(
        select(
            ActivityRow.id, ActivityRow.title, ActivityRow.held_on, AttendanceRow.salaried,
            func.count(), paid.c.amount,
        )
        .join(AttendanceRow, same)
        .join(paid, paid.c.activity_id == ActivityRow.id)
        .where(*look.spent())
        .group_by(
            ActivityRow.id, ActivityRow.title, ActivityRow.held_on, AttendanceRow.salaried,
            paid.c.amount,
        )
        .order_by(ActivityRow.held_on, ActivityRow.id)
    )  # fmt: skip
    people: dict[tuple[str, str, date, int], dict[bool, int]] = {}
    for activity_id, title, day, salaried, count, amount in rows:
        key = (activity_id, title, day, int(amount or 0))
        people.setdefault(key, {})[bool(salaried)] = count
    return people


def _rate(look: _Look, activity_id: str) -> int:
    """Return how much a person was paid by the printed sheet, 0 when none was printed."""
    key = (look.own.unit_id, activity_id, _MEAL_SHEET)
    row = look.session.get(PaperChoiceRow, key)
    if row is None:
        return 0
    return int(row.choice.get("rate") or 0) * int(row.choice.get("days") or 1)


def _unassigned(look: _Look) -> Iterator[Finding]:
    """Money of the programme names its fund and what it was for, once the unit keeps funds.

    What the level above pays for a ward is not of the ward's funds.
    """
    if not look.flows:
        return
    payers = catalogue.read(look.session).payer
    paid_above = PAID_ABOVE if look.own.role is Role.WARD else ""
    lacking = Query(look.first, look.last, lacking=True)
    for line in expenses.find(look.session, lacking, limit=MOST).lines:
        one = line.expense
        if one.payer == paid_above or one.payer not in payers:
            continue
        programme = payers[one.payer].programme_money
        where = f"“{line.title}” ngày {show_date(line.held_on)}"
        spent = show_money(one.amount or 0)
        if one.fund_id is None and programme:
            text = (
                f"{where}: {spent} chi từ kinh phí chương trình nhưng chưa ghi nguồn nào, nên "
                "chưa vào quyết toán. Hãy chọn nguồn."
            )
            yield Finding("fund_missing", Severity.EXPLAIN, text, line.activity_id)
        elif one.item is None and (programme or one.fund_id):
            text = f"{where}: {spent} chưa ghi nội dung chi. Hãy chọn trong danh mục."
            yield Finding("item_missing", Severity.EXPLAIN, text, line.activity_id)


def _other_year(look: _Look) -> Iterator[Finding]:
    """Check 15: money is spent in the year its fund is of; said in both years."""
    outside = [
        and_(FundRow.year == year, not_(ActivityRow.held_on.between(*_days_of(year))))
        for year in funds.years(look.session)
    ]
    looked_at = FundRow.id.in_([one.fund_id for one in look.flows])
    rows = look.session.execute(
        select(FundRow.id, FundRow.name, FundRow.year)
        .add_columns(ActivityRow.id, ActivityRow.title, ActivityRow.held_on)
        .join(ExpenseRow, ExpenseRow.fund_id == FundRow.id)
        .join(ActivityRow, expenses.of_same_activity())
        .where(ActivityRow.unit_id == look.own.unit_id, ActivityRow.status.in_(COUNTED))
        .where(or_(looked_at, ActivityRow.held_on.between(look.first, look.last)))
        .where(or_(false(), *outside), ExpenseRow.amount > 0)
        .distinct()
        .order_by(ActivityRow.held_on, ActivityRow.id)
    )
    for fund_id, name, year, activity_id, title, day in rows:
        text = (
            f"“{title}” ngày {show_date(day)} chi bằng nguồn “{name}” năm {year}, "
            "khác năm của hoạt động. Hãy chọn đúng nguồn hoặc xem lại ngày."
        )
        yield Finding("other_year", Severity.EXPLAIN, text, activity_id, fund_id)


def _paid_above(look: _Look) -> Iterator[Finding]:
    """What the level above pays for a ward itself comes out of no fund of the ward."""
    if look.own.role is not Role.WARD:
        return
    rows = look.session.execute(
        select(FundRow.id, FundRow.name, ExpenseRow.amount)
        .add_columns(ActivityRow.id, ActivityRow.title, ActivityRow.held_on)
        .join(ExpenseRow, ExpenseRow.fund_id == FundRow.id)
        .join(ActivityRow, expenses.of_same_activity())
        .where(*look.spent(), ExpenseRow.payer == PAID_ABOVE, ExpenseRow.amount > 0)
        .order_by(ActivityRow.held_on, ActivityRow.id, ExpenseRow.position)
    )
    payer = catalogue.read(look.session).payer[PAID_ABOVE].name
    for fund_id, name, amount, activity_id, title, day in rows:
        text = (
            f"“{title}” ngày {show_date(day)}: {show_money(amount)} ghi ai chi là “{payer}” mà lại trừ "
            f"vào nguồn “{name}” của đơn vị. Cấp trên chi thì bỏ nguồn; đơn vị chi thì sửa ô Ai chi."
        )
        yield Finding("paid_above", Severity.EXPLAIN, text, activity_id, fund_id)


def _moves_of_other_year(look: _Look) -> Iterator[Finding]:
    """Money is given within the budget year."""
    given = (fund_moves.MoveKind.ALLOTTED, fund_moves.MoveKind.CARRIED_IN)
    for fund in look.flows:
        for one in fund_moves.of(look.session, fund.fund_id):
            if one.kind in given and one.moved_on.year > fund.year:
                text = (
                    f"Nguồn “{fund.name}” năm {fund.year} được giao ngày "
                    f"{show_date(one.moved_on)}, sau năm ngân sách. Hãy xem lại ngày."
                )
                yield Finding("move_day", Severity.EXPLAIN, text, fund_id=fund.fund_id)


_CHECKS = (
    _overspent_funds, _estimates, _not_closed, _unassigned, _other_year, _paid_above, _moves_of_other_year,
    _paid_people, _missing_papers,
)  # fmt: skip
