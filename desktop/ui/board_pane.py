"""The pane at the right of the board: one unit's report, what changed, what stands out, the answer."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core.board import STANDING_NAMES, Line, Past, Standing
from desktop.core.board_detail import Check, Detail, Severity
from desktop.core.typed import show_date
from desktop.ui import theme
from desktop.ui.board_parts import TONES, number_words
from desktop.ui.form_parts import Caption
from desktop.ui.theme import dp
from desktop.ui.widgets import StatusPill, button, icon_label, label, line, scrolled

WIDTH = 300
_MARKS = {
    Severity.OK: ("check_circle_filled", "ok"),
    Severity.WARN: ("warning_filled", "warn"),
    Severity.BAD: ("error_circle_filled", "bad"),
}
_ADVICE = {
    Standing.UNKNOWN_KEY: (
        "Gói nguyên vẹn nhưng ký bằng khóa chưa từng gặp. Gõ 8 số cuối của mã ở chân trang bản "
        "giấy đã ký, đóng dấu: khớp thì gói được nhận."
    ),
    Standing.CONFLICT: (
        "Đơn vị có hai gói cùng số bản nhưng nội dung khác nhau. So hai bản với giấy đã ký rồi chọn, "
        "hoặc đề nghị đơn vị gửi lại với số bản mới."
    ),
    Standing.UNREADABLE: (
        "Tệp không đọc được nên chưa nhận gì. Đề nghị đơn vị ghi lại gói ra USB khác; trong khi "
        "chờ có thể nhập mã QR trên giấy."
    ),
    Standing.PAPER: (
        "Số liệu lấy từ mã QR trên giấy, chưa cộng vào tổng hợp. Đề nghị đơn vị gửi lại tệp; có "
        "tệp thì số từ giấy tự thôi dùng."
    ),
    Standing.MISSING: "Chưa nhận được gì của đơn vị này trong kỳ.",
}
_ANSWERED = (Standing.WAITING, Standing.ACCEPTED, Standing.RETURNED)


class BoardPane(QFrame):
    """Shows a report; the page does what is asked for here."""

    accept_wanted = Signal()
    return_wanted = Signal()
    detail_wanted = Signal()
    reminder_wanted = Signal()
    paper_wanted = Signal()
    trust_wanted = Signal()
    choice_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setAccessibleName("Báo cáo của đơn vị")
        self.setFixedWidth(dp(WIDTH))
        self.accept = _wide("Duyệt", "primary", "check", "Duyệt báo cáo này (Ctrl+Enter)")
        self.give_back = _wide("Trả lại để sửa", "danger", "reply", "Trả lại, kèm ý kiến ở trên")
        self.detail = _wide("Xem chi tiết", "plain", "board", "Xem từng hoạt động (Enter)")
        self.remind = _wide("Công văn đôn đốc", "plain", "document_text", "Soạn công văn đôn đốc")
        self.paper = _wide("Nhập mã QR trên giấy…", "plain", "report", "Lấy số liệu từ bản giấy")
        self.choice = _wide(
            "So hai bản rồi chọn", "primary", "board", "Xem hai bản cạnh nhau (Enter)"
        )
        self.trust = _wide("Đối chiếu, nhận gói", "primary", "key", "So 8 số cuối rồi nhận gói")
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName("Ý kiến gửi đơn vị khi trả lại")
        self.comment.setPlaceholderText("Ví dụ: kiểm tra số người dự buổi 17/10.")
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(dp(58))
        self.tail = QLineEdit()
        self.tail.setAccessibleName("8 số cuối của mã trên giấy")
        self.tail.setPlaceholderText("8 số cuối, ví dụ 1234 5678")
        self._line: Line | None = None
        self._lay_out()
        for one, signal in (
            (self.accept, self.accept_wanted), (self.give_back, self.return_wanted),
            (self.detail, self.detail_wanted), (self.remind, self.reminder_wanted),
            (self.paper, self.paper_wanted), (self.trust, self.trust_wanted),
            (self.choice, self.choice_wanted),
        ):  # fmt: skip
            one.clicked.connect(signal)
        self.tail.returnPressed.connect(self.trust_wanted)
        self.show_detail(None)

    def show_detail(self, found: Detail | None) -> None:
        """Show a unit's report, or that none is chosen."""
        one = found.line if found else None
        if self._line is None or one is None or one.package_id != self._line.package_id:
            self.comment.clear()
            self.tail.clear()
        self._line = one
        body = _body(found) if found else _nothing()
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        standing = one.standing if one else None
        answers = standing in _ANSWERED
        self._answer.setVisible(answers)
        self.accept.setVisible(answers and standing is not Standing.ACCEPTED)
        self.detail.setVisible(answers and bool(one and one.figures))
        if one and one.figures:
            count = one.figures.activities
            self.detail.setText(f" Xem chi tiết {count} hoạt động")
        self._compare.setVisible(standing is Standing.UNKNOWN_KEY)
        self.choice.setVisible(standing is Standing.CONFLICT)
        asks = standing in (Standing.MISSING, Standing.PAPER, Standing.UNREADABLE)
        self.remind.setVisible(asks)
        self.paper.setVisible(asks and standing is not Standing.PAPER)

    def _lay_out(self) -> None:
        self._area = scrolled()
        self._area.viewport().setAutoFillBackground(False)
        self._answer, self._compare = QWidget(), QWidget()
        answer = _column(self._answer)
        answer.addWidget(Caption("Ý kiến gửi đơn vị (khi trả lại)"))
        answer.addWidget(self.comment)
        deeds = QHBoxLayout()
        deeds.setSpacing(dp(8))
        deeds.addWidget(self.give_back, 1)
        deeds.addWidget(self.accept, 1)
        answer.addLayout(deeds)
        compare = _column(self._compare)
        compare.addWidget(Caption("8 số cuối của mã trên giấy"))
        compare.addWidget(self.tail)
        compare.addWidget(self.trust)
        foot = QWidget()
        column = _column(foot)
        column.setContentsMargins(dp(16), dp(8), dp(16), dp(12))
        for part in (
            self._answer, self._compare, self.choice, self.detail, self.paper, self.remind,
        ):  # fmt: skip
            column.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(foot)


def _body(found: Detail) -> QWidget:
    """Return the pill, where the package came from, what changed, the checks, earlier periods."""
    one = found.line
    made = QWidget()
    column = _column(made)
    column.setContentsMargins(dp(16), dp(14), dp(16), dp(8))
    column.addWidget(label(one.unit.full_name, 3, theme.SEMIBOLD, wrap=True))
    pill = QHBoxLayout()
    tone = TONES[one.standing]
    pill.addWidget(StatusPill(tone, STANDING_NAMES[one.standing], filled=tone != "none"))
    pill.addStretch()
    column.addLayout(pill)
    for text in filter(None, _facts(found)):
        column.addWidget(label(text, -1, tone="text2", wrap=True))
    if one.standing in _ADVICE:
        column.addWidget(label(_ADVICE[one.standing], -0.5, wrap=True))
    if found.changes:
        column.addWidget(line())
        column.addWidget(_heading(f"Thay đổi so với {found.before}"))
        column.addLayout(_changes(found))
    if found.checks:
        column.addWidget(line())
        column.addWidget(_heading("Kết quả kiểm tra"))
        for check in found.checks:
            column.addWidget(_check(check))
    if found.history:
        column.addWidget(line())
        column.addWidget(_heading("Các kỳ đã nộp"))
        for past in found.history:
            column.addWidget(label(_past(past), -1, tone="text2", wrap=True))
    column.addStretch()
    return made


def _facts(found: Detail) -> Iterator[str]:
    one = found.line
    waits = "Gói chờ quyết định: " if found.counted else ""
    yield f"{waits}{_arrival(one)}"
    yield f"Mã trên giấy: {found.code}" if found.code else ""
    if found.counted:
        entry, code = found.counted
        yield (
            f"Số liệu ở trang này là của gói khác, đang dùng trong sổ: bản số {entry.version}, nhận "
            f"{show_date(entry.at.date())}, mã {code}"
        )
    yield f"Tệp: {one.refused_file}" if one.refused_file else ""
    if one.outside:
        yield f"{one.became}. ".lstrip(". ") + "Ngoài danh sách phải nộp, vẫn được nhận."
    if one.answered_on:
        deed = "Duyệt" if one.standing is Standing.ACCEPTED else "Trả lại"
        yield f"{deed} ngày {show_date(one.answered_on)}, {found.answered_by}"
    yield f"Ý kiến: {found.answer_note}" if found.answer_note else ""


def _arrival(one: Line) -> str:
    version = f"Bản số {one.version}" if one.version else ""
    if one.received_on is None:
        return version
    late = {True: ", trễ hạn", False: ", đúng hạn", None: ""}[one.late]
    first = f"nộp lần đầu {show_date(one.received_on)}{late}"
    if one.came_on is None or one.came_on == one.received_on:
        return f"{version}, {first}"
    return f"{version} nhận {show_date(one.came_on)}; {first}"


def _changes(found: Detail) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(dp(6))
    grid.setColumnStretch(0, 1)
    for row, one in enumerate(found.changes):
        same = one.before == one.after
        grid.addWidget(label(one.name, -1, tone="text2", wrap=True), row, 0)
        grid.addWidget(label(number_words(one.before), -1, tone="text2"), row, 1, _RIGHT)
        grid.addWidget(icon_label("chevron_right", "text3", 14), row, 2)
        weight, tone = (theme.BOLD, "text" if same else "accent")
        grid.addWidget(label(number_words(one.after), -0.5, weight, tone), row, 3, _RIGHT)
    if found.differing:
        words = f"{found.differing} chỉ tiêu khác bản trước: bấm Xem chi tiết"
        grid.addWidget(label(words, -1, tone="text2", wrap=True), len(found.changes), 0, 1, 4)
    return grid


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _check(check: Check) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(dp(8))
    row.addWidget(icon_label(*_MARKS[check.severity], 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(check.text, -1, wrap=True), 1)
    return made


def _past(past: Past) -> str:
    title = past.period.heading
    late = {True: "trễ hạn", False: "đúng hạn", None: ""}[past.late]
    parts = (f"bản số {past.version}", f"nộp lần đầu {show_date(past.received_on)}", late,
             "đã duyệt" if past.accepted else "")  # fmt: skip
    return f"{title}: {', '.join(part for part in parts if part)}"


def _heading(text: str) -> QWidget:
    return label(text, 0, theme.SEMIBOLD)


def _nothing() -> QWidget:
    made = QWidget()
    words = label("Chọn một đơn vị để xem báo cáo.", tone="text3", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    QVBoxLayout(made).addWidget(words)
    return made


def _column(owner: QWidget) -> QVBoxLayout:
    made = QVBoxLayout(owner)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(dp(7))
    return made


def _wide(text: str, kind: str, icon: str, tip: str) -> QPushButton:
    made = button(text, kind, icon, tip=tip)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
