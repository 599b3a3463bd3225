"""The month of days that opens under a date field. Knows no field."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons, theme


class CalendarPopup(QFrame):
    """A month of days in Vietnamese, Monday first; Esc closes, Enter or a click picks."""

    picked = Signal(object)

    def __init__(self, owner: QWidget, day: date) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale("vi_VN"))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.setAccessibleName("Lịch")
        self._dress()
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.calendar)
        self.resize(theme.dp(300), theme.dp(250))
        self.move(_place_under(owner, self))
        self.show()
        days = self.calendar.findChild(QTableView)
        (days or self.calendar).setFocus()

    def _dress(self) -> None:
        """Calm colours: only Sunday is red, the chosen day is filled."""
        ink = QTextCharFormat()
        ink.setForeground(theme.colour("text"))
        self.calendar.setWeekdayTextFormat(Qt.DayOfWeek.Saturday, ink)
        ink.setForeground(theme.colour("bad"))
        self.calendar.setWeekdayTextFormat(Qt.DayOfWeek.Sunday, ink)
        for name, chevron in (("prevmonth", "chevron_left"), ("nextmonth", "chevron_right")):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if button is not None:
                button.setIcon(icons.icon(chevron))
        self.calendar.setStyleSheet(
            "QTableView::item {padding: 0; border: 0}"
            f"QTableView {{selection-background-color: {theme.hexa('accent')};"
            f" selection-color: {theme.hexa('surface')}}}"
        )
        edge = theme.hexa("borderStrong")
        self.setStyleSheet(f"QFrame#popup {{background: white; border: 1px solid {edge}}}")

    def _pick(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()


def _place_under(owner: QWidget, popup: QWidget) -> QPoint:
    place = owner.mapToGlobal(QPoint(0, owner.height() + 2))
    room = owner.screen().availableGeometry()
    if place.y() + popup.height() > room.bottom():
        place = owner.mapToGlobal(QPoint(0, -popup.height() - 2))
    place.setX(min(place.x(), room.right() - popup.width()))
    return place
