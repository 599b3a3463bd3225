"""The words of a report: what the officer writes, beside what the figures say by themselves."""

from collections.abc import Sequence
from dataclasses import fields, replace

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import city_report, exports, narratives
from desktop.core.exports import Writing
from desktop.core.narratives import Narrative
from desktop.core.periods import Period
from desktop.ui import theme
from desktop.ui.fields import LongTextEdit
from desktop.ui.form_parts import Caption, Message
from desktop.ui.notices import Banner
from desktop.ui.quotes import Quotes
from desktop.ui.screen import Context, Screen, later, on_keys
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label, line, scrolled

FIELDS = (
    ("situation", "I. Đặc điểm tình hình", "dân số, số thôn, buôn, số hộ nghèo, cận nghèo…"),
    ("direction", "II. Công tác lãnh đạo, chỉ đạo, triển khai", "văn bản đã ban hành: số, ngày, trích yếu"),
    ("strengths", "IV.1. Ưu điểm", "việc làm tốt, cách làm hay"),
    ("difficulties", "IV.2. Tồn tại, hạn chế, khó khăn, vướng mắc", "kế hoạch của thành phố yêu cầu nêu rõ"),
    ("causes", "IV.3. Nguyên nhân", "khách quan, chủ quan"),
    ("next_steps", "V. Phương hướng, nhiệm vụ kỳ tới", "việc sẽ làm, ai làm, khi nào"),
    ("proposals", "VI. Đề xuất, kiến nghị", "với ai, việc gì"),
)  # fmt: skip
NIL = ("nil_reason", "Lý do trong kỳ không có hoạt động", "một câu là đủ")
KEEP_MS = 1_500
"""After the last keystroke the text is kept."""


class NarrativePage(Screen):
    """Edits the officer's parts of one report; kept by itself while typing."""

    title = "Soạn lời báo cáo"
    help_topic = "soan-loi-bao-cao"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._writing: Writing | None = None
        self._part = ""
        self.fields: dict[str, LongTextEdit] = {}
        self._messages: dict[str, Message] = {}
        self.save_button = button("Lưu và quay lại", "primary", "save", "Ctrl+S")
        self.save_button.clicked.connect(self.save)
        self.banner = Banner("info", "", "Lấy làm gợi ý")
        self.banner.clicked.connect(self.take_suggestion)
        self._nil = QWidget()
        self._pane = QVBoxLayout()
        self._keeping = later(self, KEEP_MS, self._keep)
        self._lay_out()
        on_keys(self, {"Ctrl+S": self.save, "Esc": self.left.emit})

    def top_actions(self) -> Sequence[QWidget]:
        """Return the save button."""
        return (self.save_button,)

    def show_period(self, period: Period, part: str = "", reason: str = "") -> None:
        """Show what is written for the period; a returned part has the reason under it."""
        self._part = part
        if part in self._messages:
            self._messages[part].show_text(f"Cấp trên trả lại: {reason}", "explain")
        self.set_heading(self.title, f"{period.heading}, {period.span}")
        of_all = self.context.edition is theme.Edition.CITY
        self.read(city_report.writing if of_all else exports.writing, period).then(self._show)

    def refresh(self) -> None:
        """Nothing but this page changes its text."""

    def take_suggestion(self) -> None:
        """Fill the empty parts with what was written last time, figures taken out."""
        if self._writing is None:
            return
        for name, box in self.fields.items():
            if not box.value():
                box.set_value(getattr(self._writing.suggestion, name))
        self.banner.hide()
        self._typed()

    def save(self) -> None:
        """Keep the text and go back."""
        if self._writing is not None:
            self._keeping.stop()
            self.write(narratives.save, self._writing.period, self._value()).then(self._saved)

    def may_close(self) -> bool:
        """Keep what was typed last."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()
        return True

    def _saved(self, _: object) -> None:
        self.say("Đã lưu lời báo cáo.")
        self.left.emit()

    def _keep(self) -> None:
        if self._writing is not None:
            self.context.operations.keep(self, narratives.save, self._writing.period, self._value())

    def _value(self) -> Narrative:
        return replace(Narrative(), **{name: box.value() for name, box in self.fields.items()})

    def _typed(self) -> None:
        self._keeping.start()

    def _show(self, found: Writing) -> None:
        self._writing = found
        for one in fields(Narrative):
            self.fields[one.name].set_value(getattr(found.narrative, one.name))
        self._nil.setVisible(found.is_nil)
        offered = found.narrative == Narrative() and found.suggestion != Narrative()
        self.banner.setVisible(offered)
        self.banner.say(
            "info", "Có lời báo cáo của kỳ trước. Ngày và số đã được bỏ trống (…) để ghi lại.",
            "Lấy làm gợi ý",
        )  # fmt: skip
        self._show_results(found)
        first = self._part or ("nil_reason" if found.is_nil else "situation")
        self.fields[first].setFocus()
        self._area.ensureWidgetVisible(self._messages[first])

    def _show_results(self, found: Writing) -> None:
        for number, (name, lines) in enumerate(found.results, start=1):
            self._pane.addWidget(label(f"{number}. {name}", 0, theme.SEMIBOLD, wrap=True))
            for text in lines:
                self._pane.addWidget(label(text, -0.5, tone="text2", wrap=True))
        if found.said:
            names = {name: words for name, words, _ in FIELDS}
            quotes = Quotes(found.said, names)
            quotes.taken.connect(self._take)
            self._pane.addWidget(quotes)
        self._pane.addStretch()

    def _take(self, part: str, text: str) -> None:
        """Put a unit's words, with its name, at the end of the part."""
        box = self.fields[part]
        box.set_value("\n".join(one for one in (box.value(), text) if one))
        self._typed()

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("pageBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(20), dp(12), dp(20), dp(16))
        column.setSpacing(dp(4))
        column.addWidget(self.banner)
        self.banner.hide()
        nil = QVBoxLayout(self._nil)
        nil.setContentsMargins(0, 0, 0, 0)
        nil.setSpacing(dp(4))
        self._add(nil, *NIL)
        self._nil.hide()
        column.addWidget(self._nil)
        for name, words, example in FIELDS:
            self._add(column, name, words, example)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._area = scrolled(body)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._right())

    def _add(self, column: QVBoxLayout, name: str, words: str, example: str) -> None:
        box = LongTextEdit(lines=3)
        box.setAccessibleName(words)
        box.setPlaceholderText(example)
        box.changed.connect(self._typed)
        self.fields[name] = box
        column.addWidget(Caption(words))
        column.addWidget(box)
        self._messages[name] = Message()
        column.addWidget(self._messages[name])
        column.addSpacing(dp(6))

    def _right(self) -> QFrame:
        pane = QFrame()
        pane.setObjectName("pane")
        pane.setFixedWidth(dp(380))
        inside = QWidget()
        self._pane = QVBoxLayout(inside)
        self._pane.setContentsMargins(dp(18), dp(14), dp(18), dp(14))
        self._pane.setSpacing(dp(7))
        self._pane.addWidget(label("III. Kết quả thực hiện", 2, theme.SEMIBOLD))
        self._pane.addWidget(
            label("Chương trình tự viết từ số liệu; sửa tiếp được trong tệp Word.", -1,
                  tone="text3", wrap=True)
        )  # fmt: skip
        self._pane.addWidget(line())
        around = QVBoxLayout(pane)
        around.setContentsMargins(0, 0, 0, 0)
        area = scrolled(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        around.addWidget(area)
        return pane
