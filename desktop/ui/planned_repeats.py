"""The tab Lịch phát: broadcasts that repeat, and a month's calendar with all that is planned."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QToolTip, QWidget

from desktop.core import recurrences
from desktop.core.planned import STATE_NAMES, Planned, State
from desktop.core.recurrences import Progress
from desktop.core.typed import show_date, show_date_long, show_time
from desktop.ui import theme
from desktop.ui.planned_look import Found, Lines
from desktop.ui.screen import on_keys
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, label

_OVER = " Lịch này đã hết, không sửa được nữa: phát tiếp thì thêm lịch mới."
_DAYS = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "CN")
_WEEKS = 6
_HEAD = 26
_DAY = timedelta(days=1)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_TONES = {State.OPEN: "info", State.DONE: "ok", State.SKIPPED: "none"}


class MonthGrid(QWidget):
    """A month of seven columns; each day names what is planned. Arrows move, Enter opens a day."""

    opened = Signal(object)
    """The first Planned of a day."""
    turned = Signal(object)
    """A day of another month is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._first, self._today = date(2024, 1, 1), date(2024, 1, 1)
        self._by_day: dict[date, list[Planned]] = {}
        self._lines = Lines()
        self.day = self._first
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(dp(_HEAD + 46 * _WEEKS))

    def show_found(self, found: Found, lines: Lines) -> None:
        """Show a month."""
        self._lines, self._first, self._today = lines, found.month.first, found.today
        self._by_day = {}
        for one in found.lines:
            self._by_day.setdefault(one.planned_on, []).append(one)
        if self.day not in found.month:
            self.day = found.today if found.today in found.month else found.month.first
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(dp(560), dp(_HEAD + 58 * _WEEKS))

    def planned_on(self, day: date) -> list[Planned]:
        """Return what is planned for a day."""
        return self._by_day.get(day, [])

    def _say(self) -> None:
        words = "; ".join(
            f"{self._word(one)}, {STATE_NAMES[one.state].lower()}"
            for one in self.planned_on(self.day)
        )
        self.setAccessibleName(
            f"Lịch tháng {self._first:%m/%Y}. {show_date_long(self.day)}: {words or 'chưa có buổi nào'}"
        )

    def _word(self, one: Planned) -> str:
        at = f"{show_time(one.started_at)} " if one.started_at else ""
        return f"{at}{self._lines.title(one)}"

    @property
    def _top(self) -> date:
        return self._first - self._first.weekday() * _DAY

    def _cell(self, number: int) -> QRect:
        head = dp(_HEAD)
        wide, high = self.width() / 7, (self.height() - head) / _WEEKS
        row, column = divmod(number, 7)
        left, top = round(column * wide), head + round(row * high)
        right, foot = round((column + 1) * wide) + 1, head + round((row + 1) * high) + 1
        return QRect(left, top, min(right, self.width()) - left, min(foot, self.height()) - top)

    def _day_at(self, place: QPointF) -> date | None:
        for number in range(7 * _WEEKS):
            if self._cell(number).contains(place.toPoint()):
                return self._top + number * _DAY
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names of the days and the days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(-1, theme.SEMIBOLD))
        painter.setPen(theme.colour("text2"))
        for number, name in enumerate(_DAYS):
            cell = self._cell(number)
            spot = QRect(cell.left() + dp(6), 0, cell.width(), dp(_HEAD))
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, name)
        for number in range(7 * _WEEKS):
            self._paint_day(painter, self._cell(number), self._top + number * _DAY)

    def _paint_day(self, painter: QPainter, cell: QRect, day: date) -> None:
        here = (day.year, day.month) == (self._first.year, self._first.month)
        chosen = day == self.day and here
        painter.setPen(QPen(theme.colour("accent" if chosen and self.hasFocus() else "divider"),
                            2 if chosen and self.hasFocus() else 1))  # fmt: skip
        painter.setBrush(theme.colour("sel" if chosen else "surface" if here else "sunken"))
        painter.drawRect(QRectF(cell).adjusted(0.5, 0.5, -0.5, -0.5))
        if not here:
            return
        self._paint_number(painter, cell, day)
        line = QFontMetrics(theme.font(-1.5)).height() + 1
        room = (cell.height() - line - dp(6)) // (line + 1)
        found = self.planned_on(day)
        shown = found[: room if len(found) <= room else max(room - 1, 1)]
        more = len(found) - len(shown)
        inside = more and len(shown) >= room
        for number, one in enumerate(shown):
            said = f"+{more} · {self._word(one)}" if inside else self._word(one)
            self._paint_entry(painter, _spot(cell, number, line), one, said)
        if more and not inside:
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font(-1.5))
            spot = _spot(cell, len(shown), line)
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, f"+ {more} buổi")

    def _paint_number(self, painter: QPainter, cell: QRect, day: date) -> None:
        today = day == self._today
        font = theme.font(-1, theme.BOLD if today else theme.MEDIUM)
        painter.setFont(font)
        spot = QRect(cell.left() + dp(4), cell.top() + dp(3), 0, QFontMetrics(font).height())
        spot.setWidth(QFontMetrics(font).horizontalAdvance(str(day.day)) + dp(8))
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(spot), spot.height() / 2, spot.height() / 2)
        painter.setPen(theme.colour("surface" if today else "text2"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter
        painter.drawText(spot, middle, str(day.day))

    def _paint_entry(self, painter: QPainter, spot: QRect, one: Planned, said: str) -> None:
        late = one.state is State.OPEN and one.planned_on < self._today
        tone = "warn" if late else _TONES[one.state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken" if tone == "none" else f"{tone}Tint"))
        painter.drawRoundedRect(QRectF(spot), dp(3), dp(3))
        font = theme.font(-1.5)
        font.setStrikeOut(one.state is State.SKIPPED)
        painter.setFont(font)
        painter.setPen(theme.colour("text3" if tone == "none" else tone))
        room = spot.adjusted(dp(4), 0, -dp(3), 0)
        cut = Qt.TextElideMode.ElideRight
        words = QFontMetrics(font).elidedText(said, cut, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def event(self, event: QEvent) -> bool:
        """Say what is planned where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(QPointF(event.pos()))
            words = [f"{self._word(one)} ({STATE_NAMES[one.state].lower()})"
                     for one in self.planned_on(day)] if day else []  # fmt: skip
            QToolTip.showText(event.globalPos(), "\n".join(words), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a day."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._go(self._day_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a day."""
        self._go(self._day_at(event.position()))
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another day with the arrows; Enter opens."""
        key = event.key()
        if key in _STEPS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._go(self.day + _STEPS[Qt.Key(key)] * _DAY)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has left."""
        super().focusOutEvent(event)
        self.update()

    def _go(self, day: date | None) -> None:
        if day is None:
            return
        self.day = day
        if (day.year, day.month) != (self._first.year, self._first.month):
            self.turned.emit(day)
        self._say()
        self.update()

    def _open(self) -> None:
        found = self.planned_on(self.day)
        if found:
            self.opened.emit(found[0])


def _spot(cell: QRect, number: int, line: int) -> QRect:
    return QRect(cell.left() + dp(4), cell.top() + line + dp(5) + number * (line + 1),
                 cell.width() - dp(8), line)  # fmt: skip


class RepeatsPane(QWidget):
    """The broadcasts that repeat at the left, the month at the right."""

    new_wanted = Signal()
    edit_wanted = Signal(object)
    stop_wanted = Signal(object)
    """What is to be done with a Recurrence."""
    month_wanted = Signal(object)
    opened = Signal(object)
    """A Planned of the calendar was opened."""

    def __init__(self, may_log: bool) -> None:
        super().__init__()
        self._may_log = may_log
        self._found: Found | None = None
        self._select = ""
        self.grid = MonthGrid()
        self.view = TableView(ValueTable(self._columns()))
        self.view.setAccessibleName("Lịch phát lặp lại")
        self.new_button = button("Thêm lịch phát", "primary", "plus")
        self.edit_button = button("Sửa lịch", icon="edit", tip="Sửa lịch đang chọn (Enter)")
        self.stop_button = button(
            "Dừng phát", "danger", "dismiss", tip="Bỏ các ngày chưa phát từ hôm nay trở đi (Delete)"
        )
        self.back = button("Tháng trước", "quiet", "chevron_left", "Ctrl+←")
        self.ahead = button("Tháng sau", "quiet", "chevron_right", "Ctrl+→")
        self.month = label("", 0.5, theme.SEMIBOLD)
        self.said = label("", tone="text2", wrap=True)
        self._lay_out()
        self._connect()

    def show_found(self, found: Found, lines: Lines) -> None:
        """Show what was read."""
        self._found = found
        self.view.reload(found.repeats)
        if (wanted := self.view.table.row_of(self._select)) >= 0:
            self.view.select(wanted)
            self._select = ""
        self._stack.setCurrentIndex(0 if found.repeats else 1)
        if self.view.selected() is None:
            self.view.select(0)
        self._say(self.view.selected())
        for one in (self.edit_button, self.stop_button):
            one.setVisible(bool(found.repeats) and self._may_log)
        self.month.setText(f"Tháng {found.month.first:%m/%Y}")
        self.grid.show_found(found, lines)

    def select(self, recurrence_id: str) -> None:
        """Make a broadcast the chosen one once it was read."""
        self._select = recurrence_id

    def _is_over(self, one: Progress) -> bool:
        return self._found is not None and one.recurrence.last < self._found.today

    def _said(self, one: Progress) -> str:
        return recurrences.said(one.recurrence, self._found.catalogue) if self._found else ""

    def _columns(self) -> list[Column]:
        def title(one: Progress) -> str:
            return one.recurrence.title or self._said(one)

        def count(one: Progress) -> str:
            parts = ((one.open, "dự kiến"), (one.done, "đã ghi"), (one.skipped, "bỏ"))
            return " · ".join(f"{number} {word}" for number, word in parts if number)

        def until(one: Progress) -> str:
            return f"{'đã hết' if self._is_over(one) else 'đến'} {show_date(one.recurrence.last)}"

        return [
            Column("title", "Lịch phát lặp lại", title, second=self._said),
            Column("span", "Thời gian",
                   until, second=count, width=196),
        ]  # fmt: skip

    def _say(self, one: Progress | None) -> None:
        over = one is not None and self._is_over(one)
        self.said.setText(f"{self._said(one)}.{_OVER if over else ''}" if one else "")
        for made in (self.edit_button, self.stop_button):
            made.setEnabled(one is not None and not over)

    def _chosen(self, signal: SignalInstance) -> None:
        one = self.view.selected()
        if one is not None and self._may_log and not self._is_over(one):
            signal.emit(one.recurrence)

    def _turn(self, months: int) -> None:
        if self._found is not None:
            month = self._found.month
            self.month_wanted.emit(month.last + _DAY if months > 0 else month.first - _DAY)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_wanted)
        self.edit_button.clicked.connect(lambda: self._chosen(self.edit_wanted))
        self.stop_button.clicked.connect(lambda: self._chosen(self.stop_wanted))
        self.view.chosen.connect(self._say)
        self.view.opened.connect(lambda _: self._chosen(self.edit_wanted))
        self.back.clicked.connect(lambda: self._turn(-1))
        self.ahead.clicked.connect(lambda: self._turn(1))
        self.grid.turned.connect(self.month_wanted)
        self.grid.opened.connect(self.opened)
        on_keys(self, {"Ctrl+Left": self.back.click, "Ctrl+Right": self.ahead.click})
        on_keys(self.view, {"Delete": lambda: self._chosen(self.stop_wanted)})

    def _lay_out(self) -> None:
        left = Card()
        left.body.setContentsMargins(1, 1, 1, dp(10))
        left.add(self.view, 1)
        self.said.setContentsMargins(dp(14), dp(4), dp(14), dp(4))
        left.add(self.said)
        deeds = QHBoxLayout()
        deeds.setContentsMargins(dp(12), 0, dp(12), 0)
        deeds.addWidget(self.edit_button)
        deeds.addWidget(self.stop_button)
        deeds.addStretch()
        left.add(deeds)
        empty = Card()
        empty.body.addStretch(2)
        empty.add(label("Chưa có lịch phát lặp lại", 2, theme.SEMIBOLD, wrap=True))
        words = "Ví dụ: loa phát thứ 3 và thứ 6 hằng tuần, 06:00, 15 phút. Lập một lần, cuối tháng chỉ cần xác nhận."
        empty.add(label(words, tone="text2", wrap=True))
        if self._may_log:
            empty.add(self.new_button)
        empty.body.addStretch(3)
        self._stack = QStackedWidget()
        self._stack.addWidget(left)
        self._stack.addWidget(empty)
        self._stack.setMinimumWidth(dp(400))
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        right = Card()
        head = QHBoxLayout()
        head.setSpacing(dp(8))
        for widget in (self.back, self.month, self.ahead):
            head.addWidget(widget)
        head.addStretch()
        right.add(head)
        right.add(self.grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(14))
        row.addWidget(self._stack, 4)
        row.addWidget(right, 6)
