"""The boxes people type text in; `typed_fields` reads days and numbers. Never changes a letter on Backspace.

Every field has value(), set_value(), trouble() and the signal `changed` (by the user only).
Empty is None, never 0.
"""

import unicodedata
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QTextCursor
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from desktop.core import typed
from desktop.core.texts import LONGEST, nfc, nfc_lines
from desktop.ui import theme

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
