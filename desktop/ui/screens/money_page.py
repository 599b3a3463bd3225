"""The page Kinh phí: sources and estimate, expenses, vouchers, and what to look at, by budget year."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.core import budget, catalogue, expenses, money_desk, vouchers
from desktop.core.activities import Activity
from desktop.core.fund_moves import Move
from desktop.core.funds import Fund
from desktop.core.money_checks import Finding
from desktop.core.money_desk import Desk, FundLine
from desktop.ui import chips, icons, money_opening
from desktop.ui.combo_box import ComboBox
from desktop.ui.fields_box import FieldsBox
from desktop.ui.money_estimate_box import EstimateBox
from desktop.ui.money_expense_box import ActivityBox, ExpensesBox
from desktop.ui.money_fund_boxes import CloseBox, FundBox, MoveBox
from desktop.ui.money_funds import FundsTab
from desktop.ui.money_tabs import ChecksTab, ExpensesTab, VouchersTab, desk_days
from desktop.ui.money_voucher_box import VouchersBox
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.theme import dp
from desktop.ui.widgets import Chip, button

TABS = ("Nguồn & dự toán", "Khoản chi", "Chứng từ", "Kiểm tra")
FUNDS, SPENT, VOUCHERS, CHECKS = range(4)
_OF_FUND = ("fund_overspent", "estimate_over", "item_overspent", "fund_not_closed", "move_day")


class MoneyPage(Screen):
    """Shows the own unit's money of a budget year; what is changed is changed in boxes."""

    title = "Kinh phí"
    help_topic = "kinh-phi"
    paper_wanted = Signal(object)
    """A OnePaper to be previewed."""
    activity_wanted = Signal(str)
    """The id of an activity of the own unit that is to be opened in its form."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._desk: Desk | None = None
        self._year: int | None = None
        self.box: FieldsBox | None = None
        """The box that was opened last."""

        self.year = ComboBox()
        self.year.setAccessibleName("Năm ngân sách")
        self.year.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.print_button = button("In", icon="printer", tip="In bảng dự toán, bảng quyết toán")
        self.new_button = button("Ghi khoản chi", "primary", "plus", "Ctrl+N")
        self.fund_button = button("Thêm nguồn", icon="plus")
        self.funds = FundsTab(may_change=context.may_log)
        self.spent = ExpensesTab(may_change=context.may_log)
        self.vouchers, self.checks = VouchersTab(), ChecksTab()
        self.chips = [Chip(name) for name in TABS]
        self._lay_out()
        self._connect()
        self.choose(FUNDS)

    def top_actions(self) -> Sequence[QWidget]:
        """Return the year, printing, and the button for an expense."""
        shown = (self.year, self.print_button)
        return (*shown, self.new_button) if self.context.may_log else shown

    def refresh(self) -> None:
        """Read the chosen year again."""
        self.read_latest("desk", money_desk.read, self._year).then(self._show)

    def choose(self, number: int) -> None:
        """Show one of the tabs."""
        chips.check(self.chips, number)
        self._pages.setCurrentIndex(number)
        self._offer_fund()
        self._fill(number)

    def add_expense(self) -> None:
        """Ask for an activity, then for its expenses."""
        if self._desk is not None and self.context.may_log:
            found = self.read_latest("candidates", expenses.candidates, *desk_days(self._desk))
            found.then(self._ask_activity)

    def change_expenses(self, activity_id: str) -> None:
        """Open the expenses of an activity; who may not change them sees the activity."""
        if not self.context.may_log:
            self.activity_wanted.emit(activity_id)
        elif activity_id:
            self.read_latest("costs", expenses.of_activity, activity_id).then(self._open_expenses)

    def change_vouchers(self, activity_id: str) -> None:
        """Open the vouchers of an activity."""
        if self.context.may_log:
            found = self.read_latest("papers", money_desk.papers, activity_id)
            found.then(lambda papers: self._open(VouchersBox(self, papers)))

    def print_menu(self) -> QMenu:
        """Return the papers of the year."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        icon = icons.icon("document_text")
        menu.addAction(icon, "Bảng dự toán kinh phí", lambda: self._print(money_opening.estimate))
        menu.addAction(
            icon, "Bảng quyết toán kinh phí", lambda: self._print(money_opening.settlement)
        )
        chosen = menu.addAction(
            icon, "Bảng kê chứng từ của hoạt động đang chọn", self.vouchers.print_chosen
        )
        chosen.setEnabled(
            self._pages.currentIndex() == VOUCHERS and self.vouchers.view.selected() is not None
        )
        return menu

    def _show(self, desk: Desk) -> None:
        self._desk, self._year = desk, desk.year
        with QSignalBlocker(self.year):
            self.year.clear()
            for year in desk.years if desk.year in desk.years else (desk.year, *desk.years):
                self.year.addItem(f"Năm {year}", year)
            self.year.setCurrentIndex(self.year.findData(desk.year))
        self.set_heading(self.title, f"Năm ngân sách {desk.year} · số tiền tính bằng đồng")
        self.chips[FUNDS].set_count(len(desk.lines) or None)
        self.chips[CHECKS].set_count(len(desk.findings) or None)
        self.funds.show_desk(desk)
        self.spent.show_desk(desk)
        self.checks.show_found(desk.findings)
        self._offer_fund()
        self._fill(self._pages.currentIndex())

    def _offer_fund(self) -> None:
        """Offer another source on its tab; the empty tab has a button of its own."""
        some = self._desk is not None and bool(self._desk.lines)
        here = self._pages.currentIndex() == FUNDS
        self.fund_button.setVisible(here and some and self.context.may_log)

    def _fill(self, number: int) -> None:
        """Read what the tab shows."""
        if self._desk is None:
            return
        if number == SPENT:
            wanted = self.spent.query(self._desk)
            self.read_latest("spent", expenses.find, wanted).then(self.spent.show_found)
        elif number == VOUCHERS:
            names = self.read_latest("names", catalogue.voucher_kinds)
            names.then(self._fill_vouchers)

    def _fill_vouchers(self, names: dict[str, str]) -> None:
        if self._desk is not None:
            found = self.read_latest("vouchers", vouchers.between, *desk_days(self._desk))
            found.then(lambda dossiers: self.vouchers.show_found(dossiers, names))

    def _read_more(self) -> None:
        if self._desk is not None:
            wanted, at = self.spent.query(self._desk), len(self.spent.view.table.values)
            self.read_latest("more", expenses.find, wanted, at).then(self.spent.show_more)

    def _choose_year(self) -> None:
        self._year = self.year.currentData()
        self.refresh()

    def _ask_activity(self, found: Sequence[expenses.Candidate]) -> None:
        if not found:
            self.context.dialogs.inform(
                self, "Năm này chưa có hoạt động nào ghi được khoản chi",
                "Khoản chi là một phần của hoạt động. Hãy ghi hoạt động trước, ở trang Hoạt động; kỳ đã "
                "khóa báo cáo thì mở khóa trước.",
            )  # fmt: skip
            return
        box = ActivityBox(self, found)
        box.accepted.connect(lambda: self.change_expenses(box.chosen))
        self._open(box)

    def _open_expenses(self, activity: Activity) -> None:
        if self._desk is not None:
            self._open(ExpensesBox(self, activity, self._desk))

    def _new_fund(self) -> None:
        if self._desk is not None:
            desk = self._desk
            fund = Fund(unit_id=desk.unit_id, year=desk.year, kind=desk.kinds[0].code, name="")
            box = FundBox(self, fund, desk.kinds, new=True)
            box.kept.connect(lambda _: self._show_fund(fund.id, box.year.currentData()))
            self._open(box)

    def _show_fund(self, fund_id: str, year: int) -> None:
        """Show a source that was kept as the chosen one, in its year."""

        def shown(desk: Desk) -> None:
            self._show(desk)
            self.funds.choose(fund_id)

        self.read_latest("desk", money_desk.read, year).then(shown)

    def _change_fund(self, line: FundLine) -> None:
        if self._desk is not None:
            box = FundBox(self, line.fund, self._desk.kinds, new=False)
            box.kept.connect(lambda _: self._show_fund(line.fund.id, box.year.currentData()))
            self._open(box)

    def _change_move(self, line: FundLine, move: Move | None = None) -> None:
        self._open(MoveBox(self, line, self.context.clock.today(), move))

    def _close_fund(self, line: FundLine) -> None:
        self._open(CloseBox(self, line.flow, self.context.clock.today()))

    def _estimate(self, line: FundLine) -> None:
        found = self.read_latest("estimate", budget.of, line.id)
        found.then(lambda lines: self._open_estimate(line, lines))

    def _open_estimate(self, line: FundLine, lines: Any) -> None:
        if self._desk is not None:
            items = self._desk.items
            self._open(EstimateBox(self, line.id, line.fund.name, line.flow.given, lines, items))

    def _open(self, box: FieldsBox) -> None:
        self.box = box
        box.kept.connect(self.say)
        box.open()

    def _mend(self, one: Finding) -> None:
        """Go where a finding is mended."""
        if one.code in _OF_FUND and one.fund_id:
            self.choose(FUNDS)
            self.funds.choose(one.fund_id)
            self.funds.list.view.setFocus()
        elif one.code == "voucher_missing":
            self.change_vouchers(one.activity_id)
        else:
            self.change_expenses(one.activity_id)

    def _print(self, paper: Any) -> None:
        if self._desk is not None:
            self.paper_wanted.emit(paper(self._desk.year))

    def _print_shown(self) -> None:
        """Print what fits the tab: the estimate, the settlement, or the vouchers."""
        number = self._pages.currentIndex()
        if number == VOUCHERS:
            self.vouchers.print_chosen()
        else:
            self._print(money_opening.estimate if number == FUNDS else money_opening.settlement)

    def _open_print_menu(self) -> None:
        below = QPoint(0, self.print_button.height() + 2)
        self.print_menu().popup(self.print_button.mapToGlobal(below))

    def _connect(self) -> None:
        self.year.activated.connect(self._choose_year)
        self.print_button.clicked.connect(self._open_print_menu)
        self.new_button.clicked.connect(self.add_expense)
        self.fund_button.clicked.connect(self._new_fund)
        self.funds.new_wanted.connect(self._new_fund)
        self.funds.change_wanted.connect(self._change_fund)
        self.funds.move_wanted.connect(self._change_move)
        self.funds.moved_wanted.connect(self._change_move)
        self.funds.estimate_wanted.connect(self._estimate)
        self.funds.close_wanted.connect(self._close_fund)
        self.spent.wanted.connect(lambda: self._fill(SPENT))
        self.spent.more_wanted.connect(self._read_more)
        self.spent.opened.connect(self.change_expenses)
        self.spent.new_wanted.connect(self.add_expense)
        self.spent.activity_wanted.connect(self.activity_wanted)
        self.vouchers.opened.connect(self.change_vouchers)
        self.vouchers.print_wanted.connect(
            lambda one: self.paper_wanted.emit(money_opening.dossier(one))
        )
        self.checks.opened.connect(self._mend)
        on_keys(
            self,
            {"Ctrl+N": self.add_expense, "Ctrl+P": self._print_shown, "F5": self.refresh,
             "F8": partial(chips.go_on, self.chips, self.choose)},
        )  # fmt: skip

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.funds, self.spent, self.vouchers, self.checks):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        layout.setSpacing(dp(10))
        layout.addLayout(chips.row(self.chips, self.choose, self.fund_button))
        layout.addWidget(self._pages, 1)
