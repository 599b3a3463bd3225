"""A small editor of the deadlines: name, period, last day. They reach the wards by a publication."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import deadlines
from desktop.core.deadlines import Deadline
from desktop.core.periods import Period
from desktop.ui import messages, theme
from desktop.ui.combo_box import ComboBox
from desktop.ui.fields import TextEdit
from desktop.ui.form_parts import Caption
from desktop.ui.notices import Banner
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField
from desktop.ui.widgets import button, label, scrolled

_HOW = (
    "Hạn rơi vào ngày nghỉ thì tự chuyển sang ngày làm việc sau đó. Lưu xong, bảng Tình hình nộp "
    "tính theo hạn mới; các đơn vị chỉ biết sau khi nhận bản công bố mới."
)
_LONGEST_NAME = 120


class DeadlinesBox(QDialog):
    """Closes once the deadlines are kept."""

    kept = Signal(int)

    def __init__(
        self, page: Screen, known: Sequence[Deadline], offered: Sequence[Period], today: date
    ) -> None:
        super().__init__(page.window())
        self._page, self._today = page, today
        periods = {(one.first, one.last): one for one in (*(d.period for d in known), *offered)}
        self._offered = sorted(periods.values(), key=lambda one: one.last, reverse=True)
        self.rows: list[_Row] = []
        self.setWindowTitle("Thời hạn nộp")
        self.setAccessibleName("Thời hạn nộp báo cáo")
        self.add_button = button("Thêm thời hạn", "link", "plus")
        self.save_button = button("Lưu", "primary", "save")
        self.cancel_button = button("Thôi")
        self.problem = Banner("bad", "")
        self._grid = QGridLayout()
        self._lay_out()
        for one in known:
            self._add(one)
        if not known:
            self._add(None)
        self.add_button.clicked.connect(self._add_empty)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.setDefault(True)
        self.resize(dp(760), dp(440))

    def save(self) -> None:
        """Keep what stands in the rows."""
        wanted, wrong = [], ""
        for row in self.rows:
            due = row.due.value()
            if row.due.trouble() or not isinstance(due, date):
                wrong = (
                    wrong
                    or f"Hạn nộp của “{row.name.text().strip()}” chưa đúng: gõ ngày/tháng/năm."
                )
            else:
                wanted.append(Deadline(row.name.text().strip(), row.period.currentData(), due))
        if wrong:
            self._refuse("Chưa lưu được thời hạn", wrong)
            return
        kept = self._page.write(deadlines.save, wanted)
        kept.then(lambda _: self._saved(len(wanted))).failed(self._failed)

    def _saved(self, count: int) -> None:
        self.kept.emit(count)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        said = messages.describe(error)
        if said is None:
            self._page.context.dialogs.show_error(self, error)
        else:
            self._refuse(said.title, said.why)

    def _refuse(self, title: str, why: str) -> None:
        self.problem.say("bad", why, title=title)
        self.problem.show()

    def _add(self, one: Deadline | None) -> "_Row":
        number = len(self.rows) + 1
        row = _Row(number, self._offered, one, self._today)
        self.rows.append(row)
        place = self._grid.rowCount()
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, place, column)
        row.out.clicked.connect(lambda: self._remove(row))
        return row

    def _add_empty(self) -> None:
        self._add(None).name.setFocus()

    def _remove(self, row: "_Row") -> None:
        self.rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.add_button.setFocus()

    def _lay_out(self) -> None:
        self.problem.hide()
        for number, name in enumerate(("Tên", "Kỳ báo cáo", "Hạn nộp")):
            self._grid.addWidget(Caption(name), 0, number)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._grid.setHorizontalSpacing(dp(10))
        self._grid.setVerticalSpacing(dp(8))
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, dp(10), 0)
        inner.addLayout(self._grid)
        inner.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        column.setSpacing(dp(10))
        column.addWidget(label("Thời hạn nộp báo cáo", 3, theme.SEMIBOLD))
        column.addWidget(label(_HOW, tone="text2", wrap=True))
        area = scrolled(body)
        area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        column.addWidget(area, 1)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)


class _Row:
    """The fields of one deadline."""

    def __init__(
        self, number: int, offered: Sequence[Period], one: Deadline | None, today: date
    ) -> None:
        self.name = TextEdit(_LONGEST_NAME)
        self.period, self.due = ComboBox(), DateField(lambda: today)
        self.out = button(f"Bỏ thời hạn {number}", "quiet", "dismiss", tip="Bỏ dòng này")
        self.name.setAccessibleName(f"Tên thời hạn {number}")
        self.period.setAccessibleName(f"Kỳ báo cáo của thời hạn {number}")
        self.due.setAccessibleName(f"Hạn nộp {number}")
        for each in offered:
            self.period.addItem(each.heading, each)
        self.due.setFixedWidth(dp(170))
        self.widgets = (self.name, self.period, self.due, self.out)
        if one is not None:
            self.name.set_value(one.name)
            self.period.setCurrentIndex(offered.index(one.period))
            self.due.set_value(one.due_on)
        elif offered:
            self.name.set_value(f"Báo cáo {offered[0].title}")
