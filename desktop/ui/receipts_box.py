"""A box that lists the receipts which wait; those of units whose packages lie on the stick are marked."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.receipts import Waiting
from desktop.core.typed import show_date
from desktop.ui import arrival_words as said, theme
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, label

_HOW = (
    "Chỉ chọn đơn vị sẽ cầm USB này về: biên nhận ghi rồi thì không còn chờ nữa. Đơn vị có gói trên "
    "USB đã được chọn sẵn; giữ Ctrl để chọn thêm, Ctrl+A chọn hết."
)


class ReceiptsBox(QDialog):
    """Accepted with `wanted()` when the officer lets them be written."""

    def __init__(
        self, owner: QWidget, place: str, waiting: Sequence[Waiting], here: Collection[str]
    ) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("Biên nhận chờ ghi")
        self.setAccessibleName(f"Ghi biên nhận ra {place}")
        self._place = place
        self.view = TableView(ValueTable(_columns()), row_height=46, many=True)
        self.view.table.setParent(self.view)
        self.view.setAccessibleName("Biên nhận chờ ghi")
        self.write_button = button("", "primary", "usb")
        self.cancel_button = button("Thôi")
        self._lay_out()
        self.view.reload(waiting)
        self._mark({row for row, one in enumerate(waiting) if one.unit.id in here})
        self.view.selectionModel().selectionChanged.connect(self._say)
        self.view.opened.connect(lambda _one: self.accept())
        self.write_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.write_button.setDefault(True)
        self._say()
        self.resize(dp(640), dp(460))

    def wanted(self) -> list[Waiting]:
        """Return the marked receipts."""
        return self.view.selection()

    def accept(self) -> None:
        """Close with what is marked; with nothing marked the box stays."""
        if self.wanted():
            super().accept()

    def _mark(self, rows: set[int]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        for row in rows:
            index = self.view.table.index(row, 0)
            self.view.selectionModel().select(index, flags.Select | flags.Rows)

    def _say(self) -> None:
        count = len(self.wanted())
        text = f"Ghi {count} biên nhận ra {self._place}" if count else "Chưa chọn biên nhận nào"
        self.write_button.setText(f" {text}")
        self.write_button.setAccessibleName(text)
        self.write_button.setEnabled(bool(count))

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.add(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        column.setSpacing(dp(10))
        column.addWidget(label(f"Ghi biên nhận ra {self._place}", 3, theme.SEMIBOLD, wrap=True))
        column.addWidget(label(_HOW, tone="text2", wrap=True))
        column.addWidget(card, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.write_button)
        column.addLayout(foot)


def _columns() -> Sequence[Column]:
    return (
        Column("unit", "Đơn vị", lambda one: said.short_name(one.unit),
               lambda one: f"Báo cáo bản số {one.about.version}"),
        Column("at", "Biên nhận ngày", lambda one: show_date(one.made.entry.at.date()), width=130),
    )  # fmt: skip
