"""The tab Nguồn & dự toán: three figures over the list of sources, the chosen one beside it."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.fund_moves import MOVE_NAMES
from desktop.core.money_desk import Desk, FundLine
from desktop.core.typed import show_date, show_money, show_number, show_rate
from desktop.ui import money_tables, theme
from desktop.ui.charts import PaceBar
from desktop.ui.notices import EmptyState
from desktop.ui.side_pane import ListBesidePane, heading
from desktop.ui.theme import dp
from desktop.ui.widgets import (
    Card,
    ElidingLabel,
    StatusPill,
    button,
    figure,
    icon_label,
    label,
    line,
)

_PANE = 330
_BAR, _BARS = 3, 1000
"""The column of bars, and the logical width from which it is shown."""

_CLOSED = (
    "Đã xử lý số dư nên không ghi giao, lập dự toán, sửa nguồn nữa. Cần sửa thì bấm khoản hủy hoặc chuyển "
    "dưới đây để bỏ trước."
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FundsTab(QWidget):
    """Shows the sources of a year; what is to be done with one is asked of the page."""

    new_wanted = Signal()
    change_wanted = Signal(object)
    """These four carry the FundLine."""
    move_wanted = Signal(object)
    estimate_wanted = Signal(object)
    close_wanted = Signal(object)
    moved_wanted = Signal(object, object)
    """A FundLine and the Move of it that is to be changed."""

    def __init__(self, *, may_change: bool) -> None:
        super().__init__()
        self._may_change = may_change
        add = button("Thêm nguồn kinh phí", "primary", "plus")
        add.clicked.connect(self.new_wanted)
        empty = EmptyState(
            "money", "Năm này chưa có nguồn kinh phí nào",
            "Thêm nguồn theo quyết định giao dự toán, rồi ghi số được giao và lập dự toán chi tiết. "
            "Đơn vị không được giao kinh phí thì bỏ qua trang này.",
            (add,) if may_change else (),
        )  # fmt: skip
        self.list = ListBesidePane(money_tables.funds(), "Nguồn kinh phí", "Nguồn đang chọn", empty)
        self.cards = _Cards()
        self.list.pane.setFixedWidth(dp(_PANE))
        self.deeds = self._deeds()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(12))
        layout.addWidget(self.cards)
        layout.addWidget(self.list, 1)
        self.list.view.chosen.connect(self._show_one)
        self.list.view.opened.connect(lambda one: self._ask(self.estimate_wanted, one))
        self._show_one(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the bars out where there is no room for them."""
        super().resizeEvent(event)
        self.list.view.setColumnHidden(_BAR, self.width() < dp(_BARS))

    def show_desk(self, desk: Desk) -> None:
        """Show the sources of a year."""
        self.cards.show_desk(desk)
        self.cards.setVisible(bool(desk.lines))
        self._show_one(self.list.show_list(desk.lines))

    def choose(self, fund_id: str) -> None:
        """Make a source the chosen one."""
        self.list.view.select(self.list.view.table.row_of(fund_id))

    def chosen(self) -> FundLine | None:
        """Return the chosen source."""
        found: FundLine | None = self.list.view.selected()
        return found

    def _show_one(self, one: FundLine | None) -> None:
        if one is None:
            self.list.pane.show_nothing("Chọn một nguồn để xem các khoản giao, hủy, chuyển.")
        else:
            self.list.pane.show_parts(self._parts(one))
        for number, deed in enumerate(self.deeds):
            closing = number == len(self.deeds) - 1
            can = one is not None and (one.flow.left > 0 if closing else not one.is_closed)
            deed.setEnabled(can)

    def _parts(self, one: FundLine) -> Iterator[QWidget]:
        flow = one.flow
        yield heading(one.fund.name)
        yield label(f"{one.kind} · năm {one.fund.year}", -1, tone="text2", wrap=True)
        yield _pairs((
            ("Năm trước chuyển sang", flow.carried_in), ("Giao trong năm", flow.allotted),
            ("Đã chi", flow.spent), ("Hủy dự toán", flow.returned),
            ("Chuyển năm sau", flow.carried_out), ("Còn lại", flow.left),
        ))  # fmt: skip
        planned = "chưa lập" if one.planned is None else show_money(one.planned)
        yield label(f"Dự toán chi tiết: {planned}", -1, tone="text2", wrap=True)
        if one.planned is not None and one.planned > flow.given:
            yield StatusPill("warn", "Dự toán lớn hơn số được giao")
        if one.is_closed:
            yield label(_CLOSED, -1, tone="text2", wrap=True)
        yield line()
        yield heading("Giao, hủy, chuyển")
        if not one.moves:
            yield label("Chưa ghi khoản nào. Hãy ghi quyết định giao dự toán.", -1, tone="text2",
                        wrap=True)  # fmt: skip
        for move in one.moves:
            yield self._move(one, move)
        if one.fund.note:
            yield label(one.fund.note, -1, tone="text2", wrap=True)

    def _move(self, one: FundLine, move: Any) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        text = f"{MOVE_NAMES[move.kind]}: {show_number(move.amount)}"
        if self._may_change:
            link = button(text, "link", tip="Sửa hoặc bỏ khoản này")
            link.clicked.connect(lambda: self.moved_wanted.emit(one, move))
            column.addWidget(link)
        else:
            column.addWidget(label(text))
        words = ", ".join(part for part in (show_date(move.moved_on), move.decision) if part)
        column.addWidget(label(words, -1, tone="text2", wrap=True))
        return made

    def _deeds(self) -> tuple[QPushButton, ...]:
        """Put the deeds at the foot of the pane."""
        if not self._may_change:
            return ()
        signals = (self.move_wanted, self.estimate_wanted, self.change_wanted, self.close_wanted)
        made = (
            button(
                "Ghi giao, hủy", "primary", "plus", tip="Ghi số được giao, chuyển sang hoặc hủy"
            ),
            button("Dự toán", icon="edit", tip="Lập, sửa dự toán chi tiết (Enter)"),
            button("Sửa nguồn", icon="settings", tip="Sửa tên, loại, năm hoặc bỏ nguồn"),
            button(
                "Xử lý số dư", icon="calendar_check", tip="Cuối năm: hủy hoặc chuyển số còn lại"
            ),
        )
        grid = QGridLayout()
        grid.setSpacing(dp(8))
        for place, (one, signal) in enumerate(zip(made, signals, strict=True)):
            one.clicked.connect(lambda _=False, signal=signal: self._ask(signal, self.chosen()))
            one.setSizePolicy(one.sizePolicy().Policy.Expanding, one.sizePolicy().Policy.Fixed)
            grid.addWidget(one, place // 2, place % 2)
        self.list.pane.foot.addLayout(grid)
        return made

    def _ask(self, signal: Any, one: FundLine | None) -> None:
        if one is not None and self._may_change and not one.is_closed:
            signal.emit(one)


class _Cards(QWidget):
    """Given, spent, left of all sources of the year."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(14))
        self.bodies: list[QVBoxLayout] = []
        for icon, title in (("inbox", "Được giao"), ("money", "Đã chi"), ("target", "Còn lại")):
            card = Card()
            head = QHBoxLayout()
            head.addWidget(icon_label(icon, "accent", 18))
            head.addWidget(label(title, tone="text2"))
            head.addStretch()
            card.add(head)
            body = QVBoxLayout()
            body.setSpacing(dp(4))
            card.add(body)
            self.bodies.append(body)
            row.addWidget(card, 1)

    def show_desk(self, desk: Desk) -> None:
        """Show the sums of a year."""
        whole = desk.whole
        done = whole.spent / whole.given if whole.given else 0
        share = show_rate(whole.spent, whole.given) if whole.given else "0%"
        bar = PaceBar(done, colour="bad" if done > 1 else "accent")
        given = f"chuyển sang {show_number(whole.carried_in)} · giao {show_number(whole.allotted)}"
        gone = (
            f"hủy {show_number(whole.returned)} · chuyển năm sau {show_number(whole.carried_out)}"
        )
        over = whole.left < 0
        self._fill(0, show_number(whole.given), "đồng",
                   _small(given))  # fmt: skip
        self._fill(
            1,
            show_number(whole.spent),
            f"đồng, {share} số được giao" if whole.given else "đồng",
            bar,
        )
        self._fill(2, show_number(whole.left), "đồng",
                   StatusPill("bad", "Chi vượt số được giao") if over else _small(gone))  # fmt: skip

    def _fill(self, number: int, large: str, rest: str, below: QWidget) -> None:
        body = self.bodies[number]
        while (item := body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        body.addWidget(figure(large, rest))
        below.setFixedHeight(dp(24))
        body.addWidget(below)


def _small(text: str) -> QWidget:
    return ElidingLabel(text, -1, tone="text2")


def _pairs(pairs: tuple[tuple[str, int], ...]) -> QWidget:
    """Return names with amounts; the last one is what is left."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(dp(3))
    grid.setColumnStretch(0, 1)
    for row, (name, amount) in enumerate(pairs):
        is_last = row == len(pairs) - 1
        weight = theme.BOLD if is_last else theme.SEMIBOLD
        tone = "bad" if amount < 0 else "text"
        grid.addWidget(label(name, -0.5, tone="text" if is_last else "text2"), row, 0)
        shown = label(show_number(amount), -0.5, weight, tone)
        grid.addWidget(shown, row, 1, _RIGHT)
    made.setAccessibleName(". ".join(f"{name}: {show_money(amount)}" for name, amount in pairs))
    return made
