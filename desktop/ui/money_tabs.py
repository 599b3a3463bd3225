"""The tabs Khoản chi, Chứng từ and Kiểm tra of the page Kinh phí."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.expenses import Found, Query
from desktop.core.money_checks import Finding
from desktop.core.money_desk import Desk
from desktop.core.typed import show_money, show_number
from desktop.core.vouchers import Dossier
from desktop.ui import chips, money_tables
from desktop.ui.combo_box import ComboBox
from desktop.ui.list_card import list_card, list_or
from desktop.ui.notices import EmptyState
from desktop.ui.theme import dp
from desktop.ui.widgets import Chip, SumsFooter, button, label


class ExpensesTab(QWidget):
    """All expenses of a year, narrowed by source and item; Enter opens those of the activity."""

    wanted = Signal()
    """Another choice: the page is asked to read."""
    more_wanted = Signal()
    opened = Signal(str)
    """The id of an activity whose expenses are to be changed."""
    new_wanted = Signal()
    activity_wanted = Signal(str)

    def __init__(self, *, may_change: bool) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self.fund, self.item = _choice("Nguồn kinh phí"), _choice("Nội dung chi")
        self.lacking = Chip("Thiếu nguồn hoặc nội dung")
        self.open_button = button(
            "Mở hoạt động", icon="link_arrow", tip="Mở cả hoạt động để xem, sửa"
        )
        self.view, self.foot = money_tables.expenses(lambda: self._desk), SumsFooter()
        add = button("Ghi khoản chi", "primary", "plus")
        add.clicked.connect(self.new_wanted)
        self.empty = EmptyState(
            "money", "Chưa có khoản chi nào",
            "Khoản chi được ghi cùng hoạt động, hoặc ghi ở đây: chọn hoạt động rồi nhập nội dung "
            "chi, nguồn, số chứng từ và số tiền.", (add,) if may_change else (),
        )  # fmt: skip
        self._stack = list_or(list_card(self.view, self.foot), self.empty)
        row = QHBoxLayout()
        row.setSpacing(dp(8))
        row.addWidget(self.fund, 1)
        row.addWidget(self.item, 1)
        row.addWidget(self.lacking)
        row.addStretch(1)
        row.addWidget(self.open_button)
        _stacked(self, row, self._stack)
        for box in (self.fund, self.item):
            box.currentIndexChanged.connect(self.wanted)
        self.lacking.clicked.connect(self.wanted)
        self.view.table.more_wanted.connect(self.more_wanted)
        self.view.opened.connect(lambda one: self.opened.emit(one.activity_id))
        self.view.chosen.connect(lambda one: self.open_button.setEnabled(one is not None))
        self.open_button.clicked.connect(self._open)
        self.open_button.setEnabled(False)

    def show_desk(self, desk: Desk) -> None:
        """Offer the sources and items of a year."""
        self._desk = desk
        funds = [(one.fund.name, one.id) for one in desk.lines]
        _offer(self.fund, "Mọi nguồn", funds)
        _offer(self.item, "Mọi nội dung chi", [(one.name, one.code) for one in desk.items])

    def query(self, desk: Desk) -> Query:
        """Return what is wanted: of a source everything, else what was spent in the year."""
        return Query(
            first=None if self.fund.currentData() else desk_days(desk)[0],
            last=None if self.fund.currentData() else desk_days(desk)[1],
            fund_id=self.fund.currentData(), item=self.item.currentData(),
            lacking=self.lacking.isChecked(),
        )  # fmt: skip

    def show_found(self, found: Found) -> None:
        """Show the first page."""
        more = found.count > len(found.lines)
        self.view.reload(found.lines, more=more)
        if self.view.selected() is None:
            self.view.select(0)
        narrowed = self.fund.currentData() or self.item.currentData() or self.lacking.isChecked()
        self._stack.setCurrentIndex(0 if found.count or narrowed else 1)
        spent = [] if found.amount is None else _sums(found.amount, found.unfunded)
        self.foot.show_sums(f"{show_number(found.count)} khoản chi", spent)

    def show_more(self, found: Found) -> None:
        """Show the next page."""
        shown = len(self.view.table.values) + len(found.lines)
        self.view.table.append(found.lines, more=found.count > shown)

    def _open(self) -> None:
        line = self.view.selected()
        if line is not None:
            self.activity_wanted.emit(line.activity_id)


class VouchersTab(QWidget):
    """Which papers each activity that cost money has and lacks; Enter ticks them."""

    opened = Signal(str)
    print_wanted = Signal(object)
    """The chosen Dossier."""

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self._found: tuple[Dossier, ...] = ()
        self.chips = [Chip("Tất cả"), Chip("Còn thiếu")]
        self.chips[0].setChecked(True)
        self.view, self.foot = money_tables.dossiers(lambda: self._names), SumsFooter()
        self.print_button = button(
            "In bảng kê",
            icon="printer",
            tip="Bảng kê chứng từ chi của hoạt động đang chọn (Ctrl+P)",
        )
        self._stack = list_or(list_card(self.view, self.foot), EmptyState(
            "document_text", "Chưa có hoạt động nào có khoản chi",
            "Khi một hoạt động có khoản chi, nội dung chi cho biết cần chứng từ gì; ở đây đánh dấu "
            "thứ đã có, kèm số và ngày.",
        ))  # fmt: skip
        _stacked(self, chips.row(self.chips, self._choose, self.print_button), self._stack)
        self.view.opened.connect(lambda one: self.opened.emit(one.activity_id))
        self.print_button.clicked.connect(self.print_chosen)

    def show_found(self, found: tuple[Dossier, ...], names: dict[str, str]) -> None:
        """Show the dossiers of a year."""
        self._found, self._names = found, names
        missing = sum(bool(one.missing) for one in found)
        for chip, count in zip(self.chips, (len(found), missing), strict=True):
            chip.set_count(count)
        self._stack.setCurrentIndex(0 if found else 1)
        self._fill()

    def print_chosen(self) -> None:
        """Ask for the paper of the chosen activity."""
        one = self.view.selected()
        if one is not None:
            self.print_wanted.emit(one)

    def _choose(self, number: int) -> None:
        chips.check(self.chips, number)
        self._fill()

    def _fill(self) -> None:
        only = self.chips[1].isChecked()
        shown = [one for one in self._found if one.missing or not only]
        self.view.reload(shown)
        if self.view.selected() is None:
            self.view.select(0)
        whole = sum(one.amount or 0 for one in shown)
        unfunded = sum(one.unfunded for one in shown)
        self.foot.show_sums(f"{show_number(len(shown))} hoạt động", _sums(whole, unfunded))


class ChecksTab(QWidget):
    """What to look at; Enter goes where it is mended."""

    opened = Signal(object)
    """A Finding."""

    def __init__(self) -> None:
        super().__init__()
        self.view, self.foot = money_tables.findings(), SumsFooter()
        self.words = label("", wrap=True)
        self.words.setContentsMargins(dp(14), dp(6), dp(14), dp(6))
        self.words.setMinimumHeight(dp(46))
        self._stack = list_or(list_card(self.view, self.words), EmptyState(
            "check_circle", "Không có gì phải xem lại",
            "Chương trình xem: chi vượt nguồn hoặc vượt mục dự toán, thiếu chứng từ, khoản chi "
            "chưa ghi nguồn hay nội dung, người hưởng lương nhận tiền ăn, khác năm ngân sách.",
        ))  # fmt: skip
        _stacked(self, None, self._stack)
        self.view.opened.connect(self.opened)
        self.view.chosen.connect(self._say)

    def show_found(self, found: Sequence[Finding]) -> None:
        """Show the findings of a year."""
        self._stack.setCurrentIndex(0 if found else 1)
        self.view.reload(found)
        if self.view.selected() is None:
            self.view.select(0)

    def _say(self, one: Finding | None) -> None:
        self.words.setText("" if one is None else f"{one.text} (Enter: mở chỗ cần sửa)")


def _sums(whole: int, unfunded: int) -> list[str]:
    """Return a sum, and the part of it that no fund is named for and “Đã chi” does not count."""
    part = [f"trong đó {show_money(unfunded)} không ghi nguồn"] if unfunded else []
    return [show_money(whole), *part]


def desk_days(desk: Desk) -> tuple[date, date]:
    """Return the first and the last day of the desk's budget year."""
    return date(desk.year, 1, 1), date(desk.year, 12, 31)


def _choice(name: str) -> QComboBox:
    made = ComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(14)
    return made


def _offer(box: QComboBox, everything: str, choices: Sequence[tuple[str, str]]) -> None:
    """Offer other choices; what was chosen stays where it is still there."""
    before = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        box.addItem(everything, None)
        for name, key in choices:
            box.addItem(name, key)
        box.setCurrentIndex(max(box.findData(before), 0) if before else 0)


def _stacked(owner: QWidget, row: QHBoxLayout | None, stack: QStackedWidget) -> None:
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(dp(10))
    if row is not None:
        layout.addLayout(row)
    layout.addWidget(stack, 1)
