"""The drawings of the first pages: the steps of a report, a week, and pace bars in tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import icons, theme
from desktop.ui.charts import paint_pace
from desktop.ui.delegates import Index, Role, RowDelegate
from desktop.ui.theme import dp

_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LOOKS = {
    "done": ("check_circle_filled", "ok"), "look": ("warning_filled", "warn"),
    "open": ("circle", "text3"), "stops": ("error_circle_filled", "bad"),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A place of a strip: what tells it from others, its word, its state, and a whole sentence."""

    id: str
    name: str
    mark: str
    said: str


class _Strip(QWidget):
    """Places side by side; the arrows go from one to the next, a click or Enter opens one."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._current = 0

    def _count(self) -> int:
        return 0

    def _said(self, number: int) -> str:
        raise NotImplementedError

    def _key(self, number: int) -> str:
        raise NotImplementedError

    def _slot(self, number: int) -> QRectF:
        wide = self.width() / max(self._count(), 1)
        return QRectF(number * wide, 0, wide, self.height())

    def _describe(self) -> None:
        words = "; ".join(self._said(number) for number in range(self._count()))
        self.setAccessibleName(words or "Chưa có gì")
        self._current = min(self._current, max(self._count() - 1, 0))
        self.updateGeometry()
        self.update()

    def _at(self, x: float) -> int:
        number = int(x // (self.width() / max(self._count(), 1)))
        return number if 0 <= number < self._count() else -1

    def _open(self) -> None:
        if self._count():
            self.opened.emit(self._key(self._current))

    def _paint_focus(self, painter: QPainter, slot: QRectF) -> None:
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(slot.adjusted(2, 1, -2, -1), dp(6), dp(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go left and right; Enter or Space opens."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._count():
            wanted = self._current + steps[Qt.Key(event.key())]
            self._current = min(max(wanted, 0), self._count() - 1)
            self.setAccessibleDescription(self._said(self._current))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the whole sentence of what is under the mouse."""
        number = self._at(event.position().x())
        self.setToolTip(self._said(number) if number >= 0 else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        number = self._at(event.position().x())
        if number >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._current = number
            self.update()
            self._open()


class StepStrip(_Strip):
    """The steps of a report side by side: an icon for how each stands, its word, a line between."""

    def __init__(self) -> None:
        super().__init__()
        self._places: Sequence[Place] = ()

    def show_places(self, places: Sequence[Place]) -> None:
        """Show other steps, or the same as they stand now."""
        self._places = places
        self._describe()

    def sizeHint(self) -> QSize:
        """Return the icons and one line of words."""
        return QSize(dp(360), dp(24) + QFontMetrics(theme.font(-1)).height() + dp(8))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrower."""
        return QSize(dp(260), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the steps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = dp(20), dp(14)
        for number, one in enumerate(self._places):
            slot = self._slot(number)
            x = slot.center().x()
            if number:
                painter.setPen(QPen(theme.colour("border"), 2))
                left = self._slot(number - 1).center().x() + side / 2 + dp(6)
                painter.drawLine(QPointF(left, middle), QPointF(x - side / 2 - dp(6), middle))
            icon, tint = _LOOKS[one.mark]
            icons.paint(painter, QRectF(x - side / 2, middle - side / 2, side, side), icon, tint)
            needs = one.mark in ("look", "stops")
            painter.setFont(theme.font(-1, theme.SEMIBOLD) if needs else theme.font(-1))
            painter.setPen(theme.colour(tint if needs else "text2"))
            under = QRectF(slot.left(), dp(26), slot.width(), self.height() - dp(26))
            cut = QFontMetrics(painter.font()).elidedText(
                one.name, Qt.TextElideMode.ElideRight, int(slot.width())
            )
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, cut)
        if self.hasFocus() and self._places:
            self._paint_focus(painter, self._slot(self._current))

    def _count(self) -> int:
        return len(self._places)

    def _said(self, number: int) -> str:
        one = self._places[number]
        return f"{one.name}: {one.said}"

    def _key(self, number: int) -> str:
        return self._places[number].id


@dataclass(frozen=True)
class WeekDay:
    """A day of the week strip: how many activities are planned and not logged, how many were held."""

    day: date
    planned: int
    held: int
    is_off: bool


class WeekStrip(_Strip):
    """Seven days: a filled disc with what was held, an empty one with what is planned.

    Planned on a day that is past: the ring is amber.
    """

    def __init__(self) -> None:
        super().__init__()
        self._days: Sequence[WeekDay] = ()
        self._today = date.min

    def show_week(self, days: Sequence[WeekDay], today: date) -> None:
        """Show a week; today is marked."""
        self._days, self._today = days, today
        here = [number for number, one in enumerate(days) if one.day == today]
        self._current = here[0] if here and not self.hasFocus() else self._current
        self._describe()

    def sizeHint(self) -> QSize:
        """Return the name of the day over its marks."""
        return QSize(dp(300), QFontMetrics(theme.font(-1)).height() + dp(34))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrower."""
        return QSize(dp(220), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = QFontMetrics(theme.font(-1)).height()
        for number, one in enumerate(self._days):
            slot = self._slot(number).adjusted(2, 1, -2, -1)
            is_today = one.day == self._today
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accentTint" if is_today else "sunken"))
            painter.drawRoundedRect(slot, dp(6), dp(6))
            painter.setFont(theme.font(-1, theme.SEMIBOLD) if is_today else theme.font(-1))
            tint = "accent" if is_today else "text3" if one.is_off else "text2"
            painter.setPen(theme.colour(tint))
            head = QRectF(slot.left(), slot.top() + dp(2), slot.width(), high)
            painter.drawText(head, _CENTRE, f"{_DAYS[number]} {one.day.day}")
            self._paint_marks(painter, slot, head.bottom() + dp(14), one)
        if self.hasFocus() and self._days:
            self._paint_focus(painter, self._slot(self._current))

    def _paint_marks(self, painter: QPainter, slot: QRectF, middle: float, one: WeekDay) -> None:
        marks = [(one.held, True)] * bool(one.held) + [(one.planned, False)] * bool(one.planned)
        side, gap = dp(20), dp(3)
        x = slot.center().x() - (len(marks) * (side + gap) - gap) / 2
        painter.setFont(theme.font(-1, theme.SEMIBOLD))
        for count, is_held in marks:
            disc = QRectF(x, middle - side / 2, side, side)
            late = not is_held and one.day < self._today
            ink = "accent" if is_held else "warnBar" if late else "borderStrong"
            painter.setPen(QPen(theme.colour(ink), 1.5))
            painter.setBrush(theme.colour("accent" if is_held else "surface"))
            painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
            painter.setPen(theme.colour("surface" if is_held else "warn" if late else "text2"))
            painter.drawText(disc, _CENTRE, str(count) if count < 100 else "…")
            x += side + gap
        if not marks:
            painter.setPen(theme.colour("text3"))
            words = QRectF(slot.left(), middle - side / 2, slot.width(), side)
            painter.drawText(words, _CENTRE, "nghỉ" if one.is_off else "–")

    def _count(self) -> int:
        return len(self._days)

    def _said(self, number: int) -> str:
        one = self._days[number]
        parts = [f"đã tổ chức {one.held}"] * bool(one.held)
        parts += [f"dự kiến {one.planned}, chưa ghi"] * bool(one.planned)
        return f"{_DAYS[number]} {one.day:%d/%m}: {', '.join(parts) or 'chưa có gì'}"

    def _key(self, number: int) -> str:
        return self._days[number].day.isoformat()


class PaceDelegate(RowDelegate):
    """A pace bar in the colour of its verdict, the black tick, and the % in bold."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw bar, tick and words."""
        place = QRectF(rect)
        portion, due = index.data(Role.PORTION), index.data(Role.PACE)
        bold = theme.font(-1, theme.SEMIBOLD)
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        painter.drawText(place, _RIGHT, index.data(Role.TEXT) or "")
        words = QFontMetrics(bold).horizontalAdvance("100%") + dp(10)
        bar = QRectF(place.left(), place.center().y() - dp(4), place.width() - words, dp(8))
        if portion is not None and bar.width() > dp(24):
            paint_pace(painter, bar, portion, due, index.data(Role.TONE) or "accent")
