"""The boxes whose text is read as a value: day, time, number, money (`core.typed` says how)."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core import typed
from desktop.core.texts import nfc
from desktop.core.typed import TypedError
from desktop.ui import icons
from desktop.ui.calendar_popup import CalendarPopup
from desktop.ui.fields import LineField


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
