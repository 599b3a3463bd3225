"""What the units below wrote, part by part, each to be taken into the officer's own text."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.documents.content import Said
from desktop.ui import theme
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label, line

TAKEN = "Đã lấy"


class Quotes(QWidget):
    """Lists what was said; a button by each takes it over, with the name of its unit."""

    taken = Signal(str, str)
    """The part, and the words to be added to it."""

    def __init__(self, said: Mapping[str, Sequence[Said]], names: Mapping[str, str]) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dp(8), 0, 0)
        column.setSpacing(dp(7))
        column.addWidget(label("Lời của các đơn vị", 2, theme.SEMIBOLD))
        column.addWidget(
            label("Chọn lời nào đưa vào báo cáo; Phụ lục V vẫn ghi đủ mọi khó khăn, đề xuất.", -1,
                  tone="text3", wrap=True)
        )  # fmt: skip
        for part, found in said.items():
            column.addWidget(line())
            column.addWidget(label(names[part], 0, theme.SEMIBOLD, wrap=True))
            for one in found:
                column.addLayout(self._quote(part, one))

    def _quote(self, part: str, one: Said) -> QGridLayout:
        take = button("Lấy", "link")
        take.setAccessibleName(f"Lấy lời của {one.unit}: {one.text}")
        take.clicked.connect(lambda: self._take(take, part, one))
        self.buttons.append(take)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(one.unit, -0.5, theme.SEMIBOLD, wrap=True), 0, 0)
        grid.addWidget(take, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(one.text, -0.5, tone="text2", wrap=True), 1, 0, 1, 2)
        return grid

    def _take(self, pressed: QPushButton, part: str, one: Said) -> None:
        pressed.setEnabled(False)
        pressed.setText(TAKEN)
        self.taken.emit(part, f"- {one.unit}: {one.text}")
