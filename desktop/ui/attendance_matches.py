"""The part beside an attendance list that sets its people against the register of households."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core import attendance_households
from desktop.core.typed import show_number
from desktop.ui import theme
from desktop.ui.attendance_model import AttendanceModel
from desktop.ui.form_parts import Message
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label


class Place(Message):
    """A sentence that leads to a row of the list."""

    pressed = Signal(int)

    def __init__(self, row: int) -> None:
        super().__init__()
        self._row = row
        if row >= 0:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the row."""
        super().mousePressEvent(event)
        if self._row >= 0:
            self.pressed.emit(self._row)


class HouseholdPart(QWidget):
    """Says how many people belong to a household of the register, and confirms all suggestions."""

    row_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, dp(8))
        column.setSpacing(dp(6))
        self.said = label()
        self.match = button("", icon="house")
        self.match.setToolTip(
            "Chọn mọi hộ đang gợi ý (có dấu ?) ở cột Hộ trong sổ: trùng họ tên chủ hộ và thôn, buôn. "
            "Phím tắt: Ctrl+G"
        )
        self._doubts = QVBoxLayout()
        self._doubts.setSpacing(dp(6))
        column.addWidget(label("Hộ trong sổ", 0.5, theme.SEMIBOLD))
        column.addWidget(self.said)
        column.addWidget(self.match)
        column.addLayout(self._doubts)
        self.hide()

    def show_matches(self, model: AttendanceModel) -> None:
        """Show how many are matched, suggested and in doubt; nothing without a register."""
        people = model.people()
        self.setVisible(bool(model.register.households) and bool(people))
        matched = sum(one.household_id is not None for one in people)
        offered = len(model.offers)
        said = f"Đã ghép {show_number(matched)}/{show_number(len(people))} người với hộ."
        self.said.setText(said)
        self.match.setText(f"Ghép {show_number(offered)} người với hộ trong sổ")
        self.match.setVisible(offered > 0)
        self._show_doubts(model)

    def _show_doubts(self, model: AttendanceModel) -> None:
        while (item := self._doubts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        rows = attendance_households.doubtful(model.register, model.rows)
        if rows:
            made = Place(rows[0])
            many = f"{show_number(len(rows))} người trùng tên với nhiều hộ"
            made.show_text(f"{many}, đầu tiên ở dòng {rows[0] + 1}: hãy tự chọn hộ.", "notice")
            made.pressed.connect(self.row_wanted)
            self._doubts.addWidget(made)
