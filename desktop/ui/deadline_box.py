"""A box for the day until which the report of a period is due."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desktop.core import deadlines, workdays
from desktop.core.board import Board
from desktop.core.typed import show_date, show_date_long
from desktop.ui import theme
from desktop.ui.form_parts import Caption
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField
from desktop.ui.widgets import button, label


class DeadlineBox(QDialog):
    """Keeps the day; says when a day off moves it on. An empty day takes the deadline away."""

    def __init__(self, page: Screen, board: Board) -> None:
        super().__init__(page.window())
        self._page, self._period = page, board.period
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Hạn nộp báo cáo")
        self.day = DateField(page.context.clock.today, lambda: board.period.last.year)
        self.day.setAccessibleName("Hạn nộp, hết ngày")
        self.day.set_value(board.due_on)
        self.save_button = button("Đặt hạn", "primary", "check")
        self.close_button = button("Thôi")
        self._moved = label("", -0.5, tone="text2", wrap=True)
        self._lay_out()
        self.day.changed.connect(self._show_moved)
        self.save_button.clicked.connect(self.save)
        self.save_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self._show_moved()
        self.resize(dp(460), dp(250))

    def save(self) -> None:
        """Keep the day for all units."""
        self._page.write(deadlines.put, self._period, self.day.value()).then(self._saved)

    def _saved(self, _: object) -> None:
        day = self.day.value()
        words = f"hết ngày {show_date(day)}" if day else "không còn"
        self._page.say(f"Hạn nộp báo cáo {self._period.title}: {words}.")
        self.accept()

    def _show_moved(self) -> None:
        day = self.day.value()
        text = "Nộp đúng ngày này vẫn là đúng hạn. Để trống: kỳ này không có hạn."
        if day is not None and not workdays.is_working(day):
            last = show_date_long(workdays.on_or_after(day))
            text = f"Đây là ngày nghỉ nên hạn lùi sang ngày làm việc kế tiếp: {last}."
        self._moved.setText(text)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        column.setSpacing(dp(8))
        title = self._period.title
        column.addWidget(label(f"Hạn nộp {title}", 3, theme.SEMIBOLD, wrap=True))
        column.addWidget(label(f"Kỳ {self._period.span}", tone="text2", wrap=True))
        column.addWidget(Caption("Hết ngày"))
        column.addWidget(self.day)
        column.addWidget(self._moved)
        column.addStretch()
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)
