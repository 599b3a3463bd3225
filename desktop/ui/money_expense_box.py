"""The boxes for what an activity cost: choosing the activity, and its expenses line by line."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QIcon

from desktop.core import expenses
from desktop.core.activities import Activity, Expense
from desktop.core.catalogue import NOBODY_PAYS
from desktop.core.expenses import Candidate
from desktop.core.money_desk import Desk
from desktop.core.typed import show_date, show_money
from desktop.ui import theme
from desktop.ui.field_rows import Rows
from desktop.ui.fields import TextEdit
from desktop.ui.fields_box import FieldsBox
from desktop.ui.pickers import Choice, PickField
from desktop.ui.screen import Screen
from desktop.ui.theme import Edition, dp
from desktop.ui.typed_fields import MoneyField
from desktop.ui.widgets import button, label

_CAPTIONS = ("Nội dung chi", "Nguồn kinh phí", "Ai chi", "Số, ngày chứng từ", "Số tiền (đồng)")
_WIDTHS = (0, 0, 160, 176, 140)
_VOUCHER = 200


class ExpensesBox(FieldsBox):
    """Keeps all expenses of an activity at once, as a new revision of it."""

    def __init__(self, page: Screen, activity: Activity, desk: Desk) -> None:
        how = f"“{activity.title}”, ngày {show_date(activity.held_on)}."
        super().__init__(page, "Khoản chi của hoạt động", how, 1120)
        self._activity, self._desk = activity, desk
        self._payer = "CAP_TREN" if page.context.edition is Edition.CITY else "XA_PHUONG"
        self.rows = Rows(_CAPTIONS, _WIDTHS, "khoản chi")
        self.sum = label("", 0.5, theme.SEMIBOLD)
        self.body.addWidget(self.rows.area, 1)
        self.foot.insertWidget(0, self.rows.add_button)
        self.foot.insertWidget(1, self.sum)
        self.foot.insertSpacing(1, dp(20))
        for one in activity.expenses:
            self._add(one)
        if not activity.expenses:
            self._add(self._usual())
        self.rows.add_button.clicked.connect(self._add_empty)
        self._sum()
        self.resize(self.width(), dp(400))
        self.rows.lines[0].item.setFocus()

    def save(self) -> None:
        """Keep the expenses; wholly empty lines are left out."""
        wanted = [row for row in self.rows.lines if not row.is_empty()]
        if any(self.unread(*row.fields()) for row in wanted):
            return
        for row in wanted:
            if why := row.lacks_payer():
                self.refuse("Chưa lưu được", why)
                row.payer.setFocus()
                return
        one = self._activity
        found = [row.value() for row in wanted]
        found = found or [each for each in one.expenses if each.payer == NOBODY_PAYS]
        self.run("Đã lưu khoản chi.", expenses.keep, one.id, one.revision, found)

    def _usual(self) -> Expense | None:
        """Return what a first expense begins with: who pays for this unit, its only fund."""
        mine = [one for one in self._desk.all_funds if one.year == self._activity.held_on.year]
        fund = mine[0].id if len(mine) == 1 else None
        return Expense(self._payer, None, None, fund)

    def _add(self, one: Expense | None) -> "_Row":
        row = _Row(self._desk, self._activity, one, self._sum)
        row.amount.changed.connect(lambda: row.is_paid_by(self._payer))
        self.rows.add(row)
        return row

    def _add_empty(self) -> None:
        last = self.rows.lines[-1].value() if self.rows.lines else self._usual()
        like = Expense(last.payer or self._payer, None, None, last.fund_id) if last else None
        self._add(like).item.setFocus()

    def _sum(self) -> None:
        known = [row.amount.value() for row in self.rows.lines]
        whole = sum(one for one in known if isinstance(one, int))
        self.sum.setText(f"Cộng {show_money(whole)}")


class _Row:
    """The fields of one expense."""

    names = _CAPTIONS

    def __init__(
        self, desk: Desk, activity: Activity, one: Expense | None, changed: Callable[[], None]
    ) -> None:
        self.changed = changed
        funds = _funds(desk, activity.held_on.year, one.fund_id if one else None)
        items = [Choice(i.code, i.name, i.position) for i in desk.items]
        payers = [Choice(p.code, p.name, p.position) for p in desk.payers]
        self.item, self.fund, self.payer = (
            PickField(some).leading_on() for some in (items, funds, payers)
        )
        self.voucher, self.amount = TextEdit(_VOUCHER), MoneyField()
        self.voucher.set_example("ví dụ: PC 12, 14/11/2024")
        self.out = button("Bỏ khoản", "quiet", "dismiss", tip="Bỏ khoản này")
        self.widgets = (self.item, self.fund, self.payer, self.voucher, self.amount)
        if one is not None:
            for field, value in zip(
                self.widgets, (one.item, one.fund_id, one.payer, one.voucher, one.amount),
                strict=True,
            ):  # fmt: skip
                field.set_value(value)
                field.home(False)
        self.amount.changed.connect(changed)

    def fields(self) -> tuple[PickField | MoneyField, ...]:
        """Return the fields that can be unreadable."""
        return (self.item, self.fund, self.payer, self.amount)

    def is_empty(self) -> bool:
        """Return whether nothing says that money was spent."""
        return not any(one.text().strip() for one in (self.item, self.voucher, self.amount))

    def lacks_payer(self) -> str:
        """Return why nobody could have paid this, or nothing."""
        if self.payer.value() is None:
            return "Mỗi khoản cần biết ai chi. Hãy chọn ở cột Ai chi."
        if self.payer.value() == NOBODY_PAYS:
            return "Khoản này ghi “Không sử dụng kinh phí”. Hãy chọn lại ai chi, hoặc bỏ khoản này."
        return ""

    def is_paid_by(self, payer: str) -> None:
        """Let this one have paid once there is an amount, where nobody had."""
        if self.amount.value() and self.payer.value() == NOBODY_PAYS:
            self.payer.set_value(payer)

    def value(self) -> Expense:
        """Return the expense."""
        return Expense(
            self.payer.value() or "", self.amount.value(), self.item.value(), self.fund.value(),
            self.voucher.value() or "",
        )  # fmt: skip


def _funds(desk: Desk, year: int, chosen: str | None) -> list[Choice]:
    """Return the funds of an activity's year first; of others, which may bear the same names, the year leads."""
    near = [one for one in desk.all_funds if abs(one.year - year) <= 1 or one.id == chosen]
    near.sort(key=lambda one: one.year != year)
    several = len({one.year for one in near}) > 1
    names = [f"{one.year} – {one.name}" if several else one.name for one in near]
    return [Choice(one.id, names[at], at + 1) for at, one in enumerate(near)]


class ActivityBox(FieldsBox):
    """Asks to which activity an expense belongs; `chosen` is its id when the box was accepted."""

    def __init__(self, page: Screen, found: Sequence[Candidate]) -> None:
        how = (
            "Gõ vài chữ của tên hoạt động hoặc ngày. Khoản chi là một phần của hoạt động; hoạt động "
            "trong kỳ đã khóa báo cáo không có ở đây."
        )
        super().__init__(page, "Ghi khoản chi cho hoạt động nào?", how, 680)
        self.chosen = ""
        self.activity = PickField(
            [Choice(one.id, f"{show_date(one.held_on)}  {one.title}") for one in found]
        )
        self.put("Hoạt động", self.activity, required=True)
        self.save_button.setText("Tiếp tục")
        self.save_button.setIcon(QIcon())
        self.save_button.setAccessibleName("Tiếp tục")
        self.activity.taken.connect(self.save)
        self.activity.setFocus()

    def save(self) -> None:
        """Take the chosen activity."""
        if self.unread(self.activity):
            return
        self.chosen = self.activity.value() or ""
        if self.chosen:
            self.accept()
        else:
            self.refuse("Chưa chọn hoạt động", "Hãy chọn một hoạt động trong danh sách.")
