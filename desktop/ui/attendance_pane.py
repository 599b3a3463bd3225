"""The pane beside an attendance list: its counts against the numbers of the activity."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core import attendance
from desktop.core.activities import HOUSEHOLDS, Activity
from desktop.core.attendance import Difference, Person, Sex
from desktop.core.attendance_cells import BadCell
from desktop.core.typed import show_number
from desktop.ui import theme
from desktop.ui.attendance_matches import HouseholdPart, Place
from desktop.ui.form_parts import Message
from desktop.ui.theme import dp
from desktop.ui.widgets import REGULAR, button, label

WIDTH = 300
_NAMES = {
    "attendees": "Người dự", "women": "Nữ", "minority": "Dân tộc thiểu số",
    "officials": "Hưởng lương", "poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo",
    "escaped": "Hộ mới thoát", "other_households": "Hộ khác",
}  # fmt: skip
_MOST_SHOWN, _MOST_REPEATED = 8, 5


class _Line:
    """One number: of the list, of the activity, and whether to take it over."""

    def __init__(self, grid: QGridLayout, row: int, field: str) -> None:
        self.field = field
        self.name = QCheckBox(_NAMES[field])
        self.name.setToolTip("Đánh dấu để lấy số này của danh sách")
        self.same = label(_NAMES[field])
        self.listed, self.entered = label(), label()
        names = QHBoxLayout()
        names.setContentsMargins(0, 0, 0, 0)
        names.addWidget(self.name)
        names.addWidget(self.same)
        names.addStretch()
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addLayout(names, row, 0)
        grid.addWidget(self.listed, row, 1, side)
        grid.addWidget(self.entered, row, 2, side)
        grid.setRowMinimumHeight(row, dp(28))

    def show(self, listed: int | None, entered: int | None, differs: bool) -> None:
        """Show both numbers, amber if they differ."""
        weight = theme.SEMIBOLD if differs else REGULAR
        for widget, value in ((self.listed, listed), (self.entered, entered)):
            tone = "warn" if differs else "text" if value is not None else "text3"
            theme.set_property(widget, "tone", tone)
            widget.setText("–" if value is None else show_number(value))
            widget.setFont(theme.font(0, weight))
        self.name.setVisible(differs)
        self.same.setVisible(not differs)
        counts = ["chưa ghi" if one is None else show_number(one) for one in (listed, entered)]
        said = f"{_NAMES[self.field]}: danh sách {counts[0]}, buổi {counts[1]}"
        self.name.setAccessibleName(f"Lấy số của danh sách. {said}")
        self.listed.setAccessibleName(said)
        self.entered.setToolTip(f"{said}.")


class ComparePane(QFrame):
    """Shows where list and activity differ, and what was wrong in what was pasted."""

    row_wanted = Signal(int)
    take_wanted = Signal(list)
    explained = Signal(str)
    match_wanted = Signal()
    """All suggested households shall be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._bad: tuple[BadCell, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(dp(16), dp(14), dp(16), dp(14))
        self._column.setSpacing(dp(8))
        self._column.addWidget(self._bad_cells())
        self.households = HouseholdPart()
        self.households.match.clicked.connect(self.match_wanted)
        self.households.row_wanted.connect(self.row_wanted)
        self._column.addWidget(self.households)
        self._column.addWidget(label("So với số của buổi", 0.5, theme.SEMIBOLD))
        self._column.addLayout(self._numbers())
        self.verdict = Message()
        self._column.addWidget(self.verdict)
        self.take = button("Lấy số của danh sách", icon="download")
        self.explain = button("Giải thích…", icon="chat")
        for one in (self.take, self.explain):
            self._column.addWidget(one)
        self._column.addWidget(self._explaining())
        self._notices = QVBoxLayout()
        self._notices.setSpacing(dp(6))
        self._column.addLayout(self._notices)
        self._column.addStretch(1)
        keys = "Enter, Tab: ô tiếp theo · Ctrl+D: như dòng trên · Delete ở ô họ tên: bỏ dòng"
        self._column.addWidget(label(keys, -1, tone="text3", wrap=True))
        self.take.clicked.connect(lambda: self.take_wanted.emit(self.wanted()))
        self.explain.clicked.connect(self._open_explaining)

    def wanted(self) -> list[str]:
        """Return the differing numbers that are ticked."""
        return [
            one.field for one in self._lines if not one.name.isHidden() and one.name.isChecked()
        ]

    def compare(self, activity: Activity, people: Sequence[Person], counted: bool) -> None:
        """Show the counts of the list; `counted` says whether the channel counts people at all."""
        listed = attendance.figures(people)
        found = attendance.compare(activity, people) if counted else []
        differing = {one.field for one in found}
        for one in self._lines:
            entered = getattr(activity, one.field)
            one.show(listed[one.field], entered, one.field in differing)
        self.take.setVisible(bool(found))
        self.explain.setVisible(bool(found) and self._words.isHidden())
        self._say_verdict(activity, bool(found), bool(people), counted)
        self._say_notices(people, found)

    def stop_explaining(self) -> bool:
        """Close the field of the explanation; False if it was not open."""
        open_ = not self._words.isHidden()
        self._show_explaining(shown=False)
        return open_

    def show_bad(self, cells: Sequence[BadCell], first: int = 0) -> None:
        """List what could not be read of people that stand in the list from row `first` on."""
        self._bad = tuple(cells)
        _empty(self._bad_lines)
        self._bad_title.setText(f"{show_number(len(cells))} chỗ chưa đọc được")
        for one in cells[:_MOST_SHOWN]:
            self._bad_lines.addWidget(self._bad_line(one, first))
        if len(cells) > _MOST_SHOWN:
            more = f"… và {show_number(len(cells) - _MOST_SHOWN)} chỗ khác."
            self._bad_lines.addWidget(_message(more))
        self._bad_part.setVisible(bool(cells))

    def _say_verdict(self, activity: Activity, differs: bool, people: bool, counted: bool) -> None:
        why = attendance.explanation(activity)
        if not counted:
            self.verdict.show_text("Hình thức này không tính người dự nên không so sánh.", "notice")
        elif not people:
            self.verdict.show_text("Danh sách chưa có ai.")
        elif not differs:
            self.verdict.show_text("Số của buổi khớp với danh sách.", "ok")
        elif why:
            self.verdict.show_text(f"Có chỗ khác nhau, đã giải thích: {why}", "notice")
        else:
            text = "Có chỗ khác nhau. Lấy số của danh sách, hoặc giải thích vì sao khác."
            self.verdict.show_text(text, "explain")

    def _say_notices(self, people: Sequence[Person], found: Sequence[Difference]) -> None:
        _empty(self._notices)
        lacking = (
            ("Nam/Nữ", [one for one in people if one.sex is Sex.UNKNOWN]),
            ("dân tộc", [one for one in people if not one.ethnic]),
        )
        for what, some in lacking:
            if 0 < len(some) < len(people):
                text = f"{show_number(len(some))} người chưa ghi {what}."
                self._notices.addWidget(_message(text, "notice"))
        for same in attendance.repeated(people)[:_MOST_REPEATED]:
            rows = ", ".join(str(row + 1) for row in same)
            made = Place(same[-1])
            made.show_text(f"Trùng họ tên và địa chỉ: các dòng {rows}.", "explain")
            made.pressed.connect(self.row_wanted)
            self._notices.addWidget(made)
        if any(one.field in HOUSEHOLDS for one in found):
            text = (
                "Mỗi người có ghi đối tượng được tính là một hộ; những người ghép cùng một hộ trong "
                "sổ là một."
            )
            self._notices.addWidget(_message(text, "notice"))

    def _numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(10))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for column, text in ((1, "Danh sách"), (2, "Buổi")):
            grid.addWidget(label(text, -1, tone="text2"), 0, column, Qt.AlignmentFlag.AlignRight)
        self._lines = [_Line(grid, row, field) for row, field in enumerate(_NAMES, start=1)]
        for one in self._lines:
            one.name.setChecked(True)
            one.name.toggled.connect(lambda: self.take.setEnabled(bool(self.wanted())))
        return grid

    def _explaining(self) -> QWidget:
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(6))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Vì sao danh sách khác số của buổi")
        self.text.setPlaceholderText("Ví dụ: 3 người về sớm, không ký tên")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(dp(64))
        self.keep, drop = button("Ghi vào buổi", "primary"), button("Thôi")
        self.keep.clicked.connect(self._keep_explanation)
        drop.clicked.connect(lambda: self._show_explaining(shown=False))
        self.text.textChanged.connect(
            lambda: self.keep.setEnabled(bool(self.text.toPlainText().strip()))
        )
        row = QHBoxLayout()
        row.setSpacing(dp(8))
        row.addWidget(self.keep)
        row.addWidget(drop)
        row.addStretch()
        column.addWidget(self.text)
        column.addLayout(row)
        self._words.hide()
        return self._words

    def _open_explaining(self) -> None:
        self.text.clear()
        self.keep.setEnabled(False)
        self._show_explaining(shown=True)
        self.text.setFocus()

    def _show_explaining(self, *, shown: bool) -> None:
        self._words.setVisible(shown)
        self.explain.setVisible(not shown)

    def _keep_explanation(self) -> None:
        self._show_explaining(shown=False)
        self.explained.emit(self.text.toPlainText())

    def _bad_cells(self) -> QWidget:
        self._bad_part = QWidget()
        column = QVBoxLayout(self._bad_part)
        column.setContentsMargins(0, 0, 0, dp(6))
        column.setSpacing(dp(6))
        self._bad_title = label("", 0.5, theme.SEMIBOLD)
        self._bad_lines = QVBoxLayout()
        self._bad_lines.setSpacing(dp(6))
        copy, seen = button("Chép danh sách lỗi", "link"), button("Đã xem", "link")
        copy.clicked.connect(self._copy_bad)
        seen.clicked.connect(lambda: self.show_bad(()))
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addWidget(seen)
        row.addStretch()
        column.addWidget(self._bad_title)
        column.addLayout(self._bad_lines)
        column.addLayout(row)
        self._bad_part.hide()
        return self._bad_part

    def _bad_line(self, one: BadCell, first: int) -> Message:
        if one.person < 0:
            place = f"Dòng {show_number(one.line)} của bảng gốc"
        else:
            place = f"Dòng {show_number(first + one.person + 1)}"
        place += f", {one.column}" if one.column else ""
        value = f" “{one.value}”." if one.value else ""
        made = Place(first + one.person if one.person >= 0 else -1)
        made.show_text(f"{place}:{value} {one.reason}", "explain")
        made.pressed.connect(self.row_wanted)
        return made

    def _copy_bad(self) -> None:
        lines = ["Dòng\tCột\tGiá trị\tVì sao"]
        lines += [f"{one.line}\t{one.column}\t{one.value}\t{one.reason}" for one in self._bad]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _message(text: str, severity: str | None = None) -> Message:
    made = Message()
    made.show_text(text, severity)
    return made


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
