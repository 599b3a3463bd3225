"""The tables of the page Kinh phí: sources, expenses, vouchers, what to look at."""

from collections.abc import Callable

from desktop.core.expenses import Line
from desktop.core.money_checks import Finding
from desktop.core.money_desk import Desk, FundLine
from desktop.core.problems import Severity
from desktop.core.typed import show_date, show_number, show_rate
from desktop.core.vouchers import Dossier
from desktop.ui.table import Column, TableView, ValueTable

KINDS = {
    "fund_overspent": "Chi vượt dự toán giao", "estimate_over": "Dự toán vượt số giao",
    "item_overspent": "Chi vượt mục dự toán", "fund_not_closed": "Số dư chưa xử lý",
    "fund_missing": "Khoản chi chưa ghi nguồn", "item_missing": "Chưa ghi nội dung chi",
    "other_year": "Khác năm ngân sách", "move_day": "Ngày giao ngoài năm",
    "salaried_paid": "Người hưởng lương nhận tiền ăn", "voucher_missing": "Thiếu chứng từ",
}  # fmt: skip
"""What each check of the money is called."""


def funds() -> tuple[Column, ...]:
    """Return the columns of the list of sources."""
    return (
        Column("name", "Nguồn kinh phí", lambda one: one.fund.name, lambda one: one.kind),
        Column("given", "Được giao", lambda one: show_number(one.flow.given), _carried,
               right=True, width=118),
        Column("spent", "Đã chi", lambda one: show_number(one.flow.spent), right=True, width=106),
        Column("share", "Tỷ lệ chi", _share, portion=_portion, pace=_over, width=124),
        Column("left", "Còn lại", lambda one: show_number(one.flow.left), _closed, right=True,
               width=106),
    )  # fmt: skip


def expenses(desk: Callable[[], Desk | None]) -> TableView:
    """Return the table of expenses; `desk` knows the names."""

    def item(line: Line) -> str:
        known = desk()
        return (known and known.item_name(line.expense.item)) or "(chưa ghi nội dung)"

    def fund(line: Line) -> str:
        known = desk()
        named = known.fund_name(line.expense.fund_id) if known else ""
        return named or "chưa ghi nguồn"

    def payer(line: Line) -> str:
        known = desk()
        return known.payer_name(line.expense.payer) if known else ""

    return _table("Khoản chi", [
        Column("day", "Ngày", lambda one: show_date(one.held_on), width=108),
        Column("title", "Hoạt động", lambda one: one.title or "(chưa có tên)", payer),
        Column("item", "Nội dung chi", item, fund),
        Column("voucher", "Chứng từ", lambda one: one.expense.voucher, width=150),
        Column("amount", "Số tiền (đồng)", _amount, right=True, width=132),
    ])  # fmt: skip


def dossiers(names: Callable[[], dict[str, str]]) -> TableView:
    """Return the table of dossiers; `names` are those of the kinds of vouchers."""

    def missing(one: Dossier) -> str:
        if not one.needed:
            return "Chưa ghi nội dung chi"
        known = names()
        return ", ".join(known.get(code, code) for code in one.missing) or "Đủ chứng từ"

    return _table("Chứng từ của hoạt động", [
        Column("day", "Ngày", lambda one: show_date(one.held_on), width=108),
        Column("title", "Hoạt động", lambda one: one.title or "(chưa có tên)",
               lambda one: f"{one.count} khoản chi"),
        Column("amount", "Số tiền (đồng)",
               lambda one: "" if one.amount is None else show_number(one.amount), right=True,
               width=132),
        Column("have", "Đã có", lambda one: f"{one.have}/{len(one.needed)}" if one.needed else "", width=116,
               portion=lambda one: one.have / len(one.needed) if one.needed else None),
        Column("missing", "Còn thiếu", missing,
               tone=lambda one: "warn" if one.missing else "ok" if one.needed else "none",
               width=330),
    ])  # fmt: skip


def findings() -> TableView:
    """Return the table of what to look at: the sentence, and below it what to do."""
    return _table("Cần xem lại", [
        Column("kind", "Việc", lambda one: KINDS[one.code], width=214),
        Column("severity", "Mức", lambda one: _LEVELS[one.severity][1],
               tone=lambda one: _LEVELS[one.severity][0], width=104),
        Column("text", "Nội dung", lambda one: _split(one)[0], lambda one: _split(one)[1]),
    ])  # fmt: skip


_LEVELS = {
    Severity.STOP: ("bad", "Sai"),
    Severity.EXPLAIN: ("warn", "Xem lại"),
    Severity.NOTICE: ("info", "Lưu ý"),
}


def _table(name: str, columns: list[Column]) -> TableView:
    made = TableView(ValueTable(columns), row_height=46)
    made.table.setParent(made)
    made.setAccessibleName(name)
    return made


def _split(one: Finding) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    said, hint, deed = one.text.rpartition(" Hãy ")
    return (said, f"Hãy {deed}") if hint else (one.text, "")


def _carried(one: FundLine) -> str:
    carried = one.flow.carried_in
    if 0 < carried < one.flow.given:
        return "có từ năm trước"
    return "từ năm trước" if carried else ""


def _share(one: FundLine) -> str:
    if not one.flow.given:
        return "chưa giao"
    return show_rate(one.flow.spent, one.flow.given)


def _portion(one: FundLine) -> float | None:
    if not one.flow.given:
        return None
    share = one.flow.spent / one.flow.given
    return 0.9999 if share > 1 else share


def _over(one: FundLine) -> float | None:
    return 1.0 if one.flow.given and one.flow.spent > one.flow.given else None


def _closed(one: FundLine) -> str:
    flow = one.flow
    if flow.left < 0:
        return "chi vượt"
    if not flow.left and (flow.returned or flow.carried_out):
        return "đã xử lý"
    return ""


def _amount(one: Line) -> str:
    amount = one.expense.amount
    return "chưa rõ" if amount is None else show_number(amount)
