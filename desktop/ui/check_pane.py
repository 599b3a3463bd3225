"""The right pane of the activity form: what is well, what is not, what will not be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from desktop.core.problems import Problem, Severity
from desktop.ui import theme
from desktop.ui.form_parts import AnyProblem, FieldProblem, Message
from desktop.ui.widgets import button

WIDTH = 300


@dataclass(frozen=True)
class Line:
    """One line of the list; `severity` "ok" is a quiet green one."""

    severity: str
    text: str
    field: str = ""


class _Row(Message):
    """A line that leads to its field."""

    pressed = Signal(str)

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._field = line.field
        self.show_text(line.text, line.severity)
        self.setAccessibleName(line.text)
        if line.field:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the field."""
        super().mousePressEvent(event)
        if self._field:
            self.pressed.emit(self._field)


class CheckPane(QFrame):
    """Shows the checks before saving, the state of the papers and the way to more fields."""

    field_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rightpane")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.dp(18), theme.dp(14), theme.dp(18), theme.dp(14))
        layout.setSpacing(theme.dp(8))
        layout.addWidget(_heading("Kiểm tra trước khi lưu"))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.dp(8))
        layout.addLayout(self._list)
        layout.addSpacing(theme.dp(8))
        layout.addWidget(_heading("Hồ sơ"))
        self.complete = QCheckBox("Đã đủ hồ sơ, minh chứng")
        self.papers = QLabel()
        self.papers.setWordWrap(True)
        self.papers.setFont(theme.font(-1))
        layout.addWidget(self.complete)
        layout.addWidget(self.papers)
        self.more = button("Thêm chủ trì, kết quả, ghi chú…", kind="link")
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.hint = QLabel("F8: tới chỗ cần sửa · F3: lấy số lần trước")
        self.hint.setFont(theme.font(-1))
        self.hint.setStyleSheet(f"QLabel{{color:{theme.hexa('text3')}}}")
        self.hint.setWordWrap(True)
        layout.addWidget(self.hint)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace the list."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for line in lines:
            row = _Row(line)
            row.pressed.connect(self.field_wanted)
            self._list.addWidget(row)

    def show_papers(self, names: Sequence[str]) -> None:
        """Say which papers the channel expects."""
        self.papers.setText("Cần có: " + "; ".join(names) if names else "")
        self.papers.setVisible(bool(names))


def lines_of(
    problems: Sequence[AnyProblem], fine: Sequence[str], lost: Sequence[str]
) -> list[Line]:
    """Return the list: first what is wrong, then what will not be kept, then what is well."""
    found = [
        Line(str(one.severity), one.text, one.fields[0] if one.fields else "") for one in problems
    ]
    if lost:
        found.append(Line("notice", f"Hình thức này không dùng, sẽ không lưu: {', '.join(lost)}."))
    return found + [Line("ok", text) for text in fine]


def returned(part: str, reason: str) -> tuple[FieldProblem, ...]:
    """Return what the receiver wants mended in a field of the form (no reason: nothing)."""
    key = "amount" if part == "expenses" else part
    words = f"Cấp trên trả lại: {reason}"
    return (FieldProblem((key,) if key else (), words, "explain"),) if reason else ()


def missing(values: Mapping[str, object]) -> list[Problem]:
    """Return the stops of a form that has no day or no channel yet."""
    wanted = {
        "held_on": "Chưa có ngày tổ chức nên chưa biết thuộc kỳ nào. Hãy nhập ngày.",
        "channel": "Chưa có hình thức nên chưa biết đếm gì. Hãy gõ số hoặc tên hình thức.",
    }
    return [
        Problem(f"{key}_missing", Severity.STOP, (key,), text)
        for key, text in wanted.items()
        if values.get(key) is None
    ]


def fine(values: Mapping[str, object], found: Sequence[Problem]) -> list[str]:
    """Return what is well already, in quiet words."""
    wrong = {key for problem in found for key in problem.fields}
    said = []
    if values.get("held_on") and values.get("channel") and not wrong & {"held_on", "channel"}:
        said.append("Đủ ngày và hình thức")
    if values.get("topics") and "topics" not in wrong:
        said.append("Đã có chủ đề")
    people = {"attendees", "women", "minority", "officials", "poor", "near_poor", "escaped"}
    if values.get("attendees") is not None and not wrong & people:
        said.append("Số liệu tham dự hợp lý")
    return said


def _heading(text: str) -> QWidget:
    label = QLabel(text)
    label.setFont(theme.font(0.5, theme.SEMIBOLD))
    return label
