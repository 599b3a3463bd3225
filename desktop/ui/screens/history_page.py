"""The history: of one record, or of the whole register (Nhật ký) by officer, day and kind."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core import history_words
from desktop.core.history import Wanted
from desktop.core.history_words import GROUPS, Line, Page
from desktop.ui import theme
from desktop.ui.combo_box import ComboBox
from desktop.ui.notices import EmptyState
from desktop.ui.screen import Context, Screen, later, on_keys
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField
from desktop.ui.widgets import Card, label, line, scrolled

_PANE = 360
_TYPING_MS = 400
_EVERYBODY = "Mọi người"


class HistoryPage(Screen):
    """Lists deeds newest first, page by page; the pane shows each field, old and new."""

    title = "Nhật ký"
    subtitle = "Ai làm gì, lúc nào; mới nhất ở trên. Không ai sửa hay xóa được."
    help_topic = "nhat-ky"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._record: Wanted | None = None
        self._lines: list[Line] = []
        self.who, self.group = ComboBox(), ComboBox()
        self.first, self.last = DateField(context.clock.today), DateField(context.clock.today)
        self.view = TableView(ValueTable(self._columns()))
        self.view.setAccessibleName("Nhật ký")
        self._typed = later(self, _TYPING_MS, self.refresh)
        self._lay_out()
        self.view.chosen.connect(self._show_one)
        self.view.table.more_wanted.connect(self._show_more)
        on_keys(self, {"Esc": self.left.emit, "F5": self.refresh})
        self.setFocusProxy(self.view)

    def show_record(self, nouns: Sequence[str], record_id: str, name: str) -> None:
        """Show the deeds on one record."""
        self._record = Wanted(nouns=tuple(nouns), record_id=record_id)
        self._filters.hide()
        self.set_heading("Lịch sử", name)
        self.refresh()

    def refresh(self) -> None:
        """Read the newest deeds."""
        self.read_latest("page", history_words.page, self.wanted()).then(self._show)

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        if self._record is not None:
            return self._record
        return replace(
            Wanted(nouns=GROUPS[self.group.currentText()]),
            who=self.who.currentData() or "",
            first=self.first.value(),
            last=self.last.value(),
        )

    def _show(self, found: Page) -> None:
        if self.who.count() != len(found.who) + 1:
            kept = self.who.currentData()
            self.who.blockSignals(True)
            self.who.clear()
            self.who.addItem(_EVERYBODY, "")
            for name in found.who:
                self.who.addItem(name, name)
            self.who.setCurrentIndex(max(self.who.findData(kept), 0))
            self.who.blockSignals(False)
        self.view.reload(found.lines, more=found.more)
        if found.lines and self.view.selected() is None:
            self.view.select(0)
        self._show_one(self.view.selected())
        self._stack.setCurrentIndex(0 if found.lines else 1)

    def _show_more(self) -> None:
        lines, wanted = self.view.table.values, self.wanted()
        if lines:
            more = self.read_latest("more", history_words.page, wanted, lines[-1])
            more.then(lambda found: self._append(found, wanted))

    def _append(self, found: Page, wanted: Wanted) -> None:
        if wanted == self.wanted():
            self.view.table.append(found.lines, more=found.more)

    def _show_one(self, one: Line | None) -> None:
        body = _body(one)
        self._area.setWidget(body)
        body.setAutoFillBackground(False)

    def _lay_out(self) -> None:
        for box, name in ((self.who, "Người làm"), (self.group, "Loại việc")):
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _: self.refresh())
            box.setMinimumWidth(dp(170))
        self.who.blockSignals(True)
        self.who.addItem(_EVERYBODY, "")
        self.who.blockSignals(False)
        self.group.blockSignals(True)
        self.group.addItems(list(GROUPS))
        self.group.blockSignals(False)
        for field, name in ((self.first, "Từ ngày"), (self.last, "Đến ngày")):
            field.setAccessibleName(name)
            field.setPlaceholderText(name.lower())
            field.setMaximumWidth(dp(150))
            field.textChanged.connect(lambda _: self._typed.start())
        self._filters = QWidget()
        row = QHBoxLayout(self._filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(8))
        for widget in (self.who, self.group, self.first, self.last):
            row.addWidget(widget)
        row.addStretch()
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.add(self.view, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(
            EmptyState("clock", "Không có việc nào", "Thử bỏ bớt bộ lọc, hoặc chọn ngày khác.")
        )
        left = QVBoxLayout()
        left.setContentsMargins(dp(20), dp(14), dp(16), dp(14))
        left.setSpacing(dp(10))
        left.addWidget(self._filters)
        left.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._pane())

    def _columns(self) -> tuple[Column, ...]:
        def about(one: Line) -> str:
            parts = ("" if self._record else one.record, one.short)
            return " · ".join(part for part in parts if part)

        return (
            Column("at", "Lúc", lambda one: f"{one.at:%d/%m/%Y}", lambda one: f"{one.at:%H:%M}", width=120),
            Column("who", "Người làm", lambda one: one.event.who or "(chương trình)", width=190),
            Column("deed", "Việc", lambda one: one.deed, about),
        )  # fmt: skip

    def _pane(self) -> QWidget:
        pane = QFrame()
        pane.setObjectName("pane")
        pane.setAccessibleName("Chi tiết")
        pane.setFixedWidth(dp(_PANE))
        self._area: QScrollArea = scrolled()
        self._area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        return pane


def _body(one: Line | None) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(dp(18), dp(14), dp(18), dp(12))
    column.setSpacing(dp(8))
    if one is None:
        column.addWidget(label("Chọn một dòng để xem chi tiết.", tone="text3"))
        column.addStretch()
        return made
    column.addWidget(_words(one.deed, 2, theme.SEMIBOLD))
    if one.record:
        column.addWidget(_words(one.record))
    who = one.event.who or "chương trình"
    column.addWidget(_words(f"{who}, {one.at:%H:%M} ngày {one.at:%d/%m/%Y}", tone="text2"))
    for name, old, new in one.changes:
        column.addWidget(line())
        column.addWidget(_words(name, -0.5, tone="text2"))
        if old:
            column.addWidget(_words(f"Trước: {old}", tone="text2"))
        column.addWidget(_words(f"Sau: {new}" if old else new, 0, theme.MEDIUM))
    if not one.changes:
        column.addWidget(line())
        column.addWidget(_words("Không có gì thêm để xem.", tone="text3"))
    column.addStretch()
    return made


def _words(text: str, delta: float = 0, weight: Any = None, tone: str = "text") -> QLabel:
    made = label(text, delta, weight or theme.font().weight(), tone, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
