"""The boxes people type in: text, day, time, number, money. Never changes a letter on Backspace.

Every field has value(), set_value(), trouble() and the signal `changed` (by the user only).
Empty is None, never 0.
"""

import unicodedata
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from desktop.core import typed
from desktop.core.texts import LONGEST, nfc, nfc_lines
from desktop.core.typed import TypedError
from desktop.ui import icons, theme
from desktop.ui.calendar_popup import CalendarPopup

_MENU_WORDS = {
    "edit-undo": "Hoàn tác",
    "edit-redo": "Làm lại",
    "edit-cut": "Cắt",
    "edit-copy": "Chép",
    "edit-paste": "Dán",
    "edit-delete": "Xóa",
    "select-all": "Chọn tất cả",
}
_STATES = {"stop": "error", "explain": "warn"}


class Field(Protocol):
    """What the form asks of every field."""

    changed: Any

    def value(self) -> Any:
        """Return what was entered; None where nothing was."""

    def set_value(self, value: Any) -> None:
        """Show a value."""

    def trouble(self) -> str:
        """Return why what was typed is no value; empty when it is one."""

    def remark(self) -> str:
        """Return what stands in grey beside the label."""

    def set_problem(self, severity: str | None, text: str = "") -> None:
        """Show a problem of the value, or none."""

    def set_last(self, value: Any) -> None:
        """Offer the value of last time."""

    def take_last(self) -> None:
        """Take the value of last time."""


def mark(widget: QWidget, severity: str | None, text: str) -> None:
    """Give the widget a red or amber border and say the problem to a screen reader."""
    state = _STATES.get(severity or "", "")
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    widget.setAccessibleDescription(text)


def in_vietnamese(menu: QMenu) -> QMenu:
    """Give a standard context menu Vietnamese words; what has none is left out."""
    for action in menu.actions():
        word = _MENU_WORDS.get(action.objectName())
        if word:
            _, tab, keys = action.text().partition("\t")
            action.setText(word + tab + keys)
        elif not action.isSeparator():
            menu.removeAction(action)
    return menu


def cut_to(text: str, limit: int) -> str:
    """Return at most `limit` letters; marks that stand alone stay with their letter."""
    count = 0
    for place, sign in enumerate(text):
        if not unicodedata.combining(sign):
            count += 1
            if count > limit:
                return text[:place]
    return text


class LineField(QLineEdit):
    """A one-line field: keeps composed text, knows its last value and its problem."""

    changed = Signal()

    def __init__(self, limit: int = LONGEST) -> None:
        super().__init__()
        self._limit = limit
        self._cut = ""
        self._last: Any = None
        self._example = ""
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self.tidy)

    def trouble(self) -> str:
        """Return why the typed text cannot be used, or nothing."""
        return self._cut

    def remark(self) -> str:
        """Return a word to show beside the label, or nothing."""
        return ""

    def set_problem(self, severity: str | None, text: str = "") -> None:
        """Show a red (stop) or amber (explain) border."""
        mark(self, severity, text)

    def set_example(self, text: str) -> None:
        """Show how to fill the field in while it is empty."""
        self._example = text
        self._show_placeholder()

    def set_last(self, value: Any) -> None:
        """Keep the value of last time: shown in grey, taken by F3."""
        self._last = value
        self._show_placeholder()
        shown = self.written(value) if value is not None else ""
        self.setToolTip(f"Lần trước: {shown}. Nhấn F3 để lấy." if shown else "")

    def take_last(self) -> None:
        """Fill in the value of last time, as if typed."""
        if self._last is not None and not self.isReadOnly():
            self.set_value(self._last)
            self.selectAll()
            self.changed.emit()

    def value(self) -> Any:
        """Return what stands in the field."""
        return nfc(self.text())

    def set_value(self, value: Any) -> None:
        """Show a value, from its beginning; None empties."""
        self._cut = ""
        self.setText("" if value is None else self.written(value))
        self.setCursorPosition(0)

    def written(self, value: Any) -> str:
        """Return how a value is written in this field."""
        return str(value)

    def tidy(self) -> None:
        """Write the value the usual way when the field is left."""
        if not self.trouble() and self.text() != (shown := nfc(self.text())):
            self.setText(shown)

    def _typed(self, text: str) -> None:
        composed = unicodedata.normalize("NFC", text)
        shown = cut_to(composed, self._limit)
        if shown != text:
            place = len(unicodedata.normalize("NFC", text[: self.cursorPosition()]))
            self.setText(shown)
            self.setCursorPosition(place)
        limit = typed.show_number(self._limit)
        reason = f"Ô này chỉ nhận {limit} chữ, phần sau đã bị cắt. Hãy xem lại."
        self._cut = "" if shown == composed else reason
        self.changed.emit()

    def _show_placeholder(self) -> None:
        last = "" if self._last is None else f"({self.written(self._last)})"
        self.setPlaceholderText(last or self._example)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu in Vietnamese."""
        menu = in_vietnamese(self.createStandardContextMenu())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


class TextEdit(LineField):
    """One line of free text."""


class ParsedField(LineField):
    """A field whose text is read into a value; the value is None when empty or not readable."""

    def read(self, text: str) -> Any:
        """Return the value of the text, or raise TypedError."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return the value, or None when empty or not readable."""
        return self._reading()[0]

    def trouble(self) -> str:
        """Return why the text cannot be read, or nothing."""
        return self._reading()[1]

    def tidy(self) -> None:
        """Write the value the usual way when the field is left."""
        value, _ = self._reading()
        if value is not None and self.text() != (shown := self.written(value)):
            self.setText(shown)

    def _reading(self) -> tuple[Any, str]:
        text = nfc(self.text())
        if not text:
            return None, ""
        try:
            return self.read(text), ""
        except TypedError as refused:
            return None, refused.reason


class DateField(ParsedField):
    """A day, typed in many ways or picked from a calendar (F4)."""

    def __init__(
        self,
        today: Callable[[], date] = date.today,
        default_year: Callable[[], int] | None = None,
    ) -> None:
        super().__init__()
        self._today = today
        self._default_year = default_year or (lambda: today().year)
        self.set_example("ngày/tháng/năm")
        button = QAction(icons.icon("calendar"), "Mở lịch (F4)", self)
        button.triggered.connect(self.open_calendar)
        self.addAction(button, QLineEdit.ActionPosition.TrailingPosition)

    def read(self, text: str) -> date:
        """Return the day meant."""
        return typed.parse_date(text, self._today(), self._default_year())

    def written(self, value: Any) -> str:
        """Return 14/11/2024."""
        return typed.show_date(value)

    def remark(self) -> str:
        """Return the day of the week."""
        day = self.value()
        if day is None:
            return ""
        return "Hôm nay" if day == self._today() else typed.weekday(day)

    def open_calendar(self) -> QWidget:
        """Show the calendar under the field."""
        popup = CalendarPopup(self, self.value() or self._today())
        popup.picked.connect(self._picked)
        return popup

    def _picked(self, day: date) -> None:
        self.set_value(day)
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with F4; the day before or after with the arrows."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        day = self.value()
        if event.key() == Qt.Key.Key_F4 and not self.isReadOnly():
            self.open_calendar()
        elif event.key() in steps and day is not None and not self.isReadOnly():
            self.set_value(date.fromordinal(day.toordinal() + steps[Qt.Key(event.key())]))
            self.changed.emit()
        else:
            super().keyPressEvent(event)


class TimeField(ParsedField):
    """A time of day."""

    def __init__(self) -> None:
        super().__init__()
        self.set_example("giờ:phút")

    def read(self, text: str) -> time:
        """Return the time meant."""
        return typed.parse_time(text)

    def written(self, value: Any) -> str:
        """Return 19:00."""
        return typed.show_time(value)


class NumberField(ParsedField):
    """A number, right aligned; whole unless decimal `places` are given."""

    def __init__(
        self, *, least: int = 0, most: int = typed.LARGEST_NUMBER, places: int = 0
    ) -> None:
        super().__init__()
        self._least, self._most, self._places = least, most, places
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def read(self, text: str) -> int | Decimal:
        """Return the number meant."""
        if self._places:
            return typed.parse_decimal(
                text, places=self._places, least=self._least, most=self._most
            )
        return typed.parse_number(text, least=self._least, most=self._most)

    def written(self, value: Any) -> str:
        """Return 1.234 or 1.234,5."""
        return typed.show_decimal(value, self._places)

    def set_value(self, value: Any) -> None:
        """Show a number; None empties."""
        super().set_value(value)
        self.setCursorPosition(len(self.text()))


class MoneyField(NumberField):
    """Whole đồng; understands "1,5 triệu"."""

    def __init__(self, most: int = typed.LARGEST_MONEY) -> None:
        super().__init__(most=most)

    def read(self, text: str) -> int:
        """Return the amount meant."""
        return typed.parse_money(text, most=self._most)


class LongTextEdit(QPlainTextEdit):
    """Free text of some lines; Tab leaves, Enter begins a line."""

    changed = Signal()

    def __init__(self, lines: int = 3, limit: int = LONGEST) -> None:
        super().__init__()
        self._limit, self._lines = limit, lines
        self._setting = False
        self._last: str | None = None
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._typed)
        self._fit()

    def value(self) -> str:
        """Return the text, composed, without empty lines at its ends."""
        return nfc_lines(self.toPlainText())

    def set_value(self, value: str | None) -> None:
        """Show a text; None empties."""
        self._setting = True
        self.setPlainText(value or "")
        self._setting = False

    def trouble(self) -> str:
        """Return why the text cannot be used, or nothing."""
        text = unicodedata.normalize("NFC", self.toPlainText())
        if cut_to(text, self._limit) == text:
            return ""
        return f"Ô này chỉ nhận {typed.show_number(self._limit)} chữ. Hãy viết gọn lại."

    def remark(self) -> str:
        """Return nothing: a long text has no word beside its label."""
        return ""

    def set_problem(self, severity: str | None, text: str = "") -> None:
        """Show a red (stop) or amber (explain) border."""
        mark(self, severity, text)

    def set_last(self, value: str | None) -> None:
        """Keep the text of last time, taken by F3."""
        self._last = value
        self.setToolTip("Nhấn F3 để lấy lời của lần trước." if value else "")

    def take_last(self) -> None:
        """Fill in the text of last time, as if typed."""
        if self._last and not self.isReadOnly():
            self.setPlainText(self._last)

    def _typed(self) -> None:
        if self._setting:
            return
        text = self.toPlainText()
        composed = unicodedata.normalize("NFC", text)
        if composed != text:
            place = len(unicodedata.normalize("NFC", text[: self.textCursor().position()]))
            self.set_value(composed)
            cursor = self.textCursor()
            cursor.setPosition(place, QTextCursor.MoveMode.MoveAnchor)
            self.setTextCursor(cursor)
        self.changed.emit()

    def _fit(self) -> None:
        line = QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(line * self._lines + theme.dp(16))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the number of lines when the letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu in Vietnamese."""
        menu = in_vietnamese(self.createStandardContextMenu())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
