"""The charts of the consolidating unit: a bar for each unit, and shares as a ring. They read nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.charts import ChartData
from desktop.ui import theme
from desktop.ui.charts import NOTHING, grouped, in_words
from desktop.ui.theme import dp

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignCenter
_SHADES = ("chart1", "chart2", "chart3", "chart4")


@dataclass(frozen=True)
class Bar:
    """A unit's bar: how long it is (0 to 1; None: nothing to show) and what stands behind it.

    `late`: it is shorter than the unit's own days want it.
    """

    id: str
    name: str
    share: float | None
    shown: str
    late: bool = False


class UnitBars(QWidget):
    """A bar for each unit, long ones first, with a dashed line where they should be on average.

    A click or Enter opens a unit; the arrows go from one to the next.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._bars: Sequence[Bar] = ()
        self._pace: float | None = None
        self._current = 0

    def show_bars(self, bars: Sequence[Bar], pace: float | None) -> None:
        """Show other bars in this order; `pace` is where the dashed line stands, 0 to 1."""
        self._bars, self._pace = bars, pace
        self._current = min(self._current, max(len(bars) - 1, 0))
        self.setAccessibleName("; ".join(f"{one.name} {one.shown}" for one in bars[:50]))
        self.setMinimumHeight(len(bars) * self._tall() + dp(6))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all bars."""
        return QSize(dp(440), len(self._bars) * self._tall() + dp(6))

    def bar_at(self, point: QPoint) -> Bar | None:
        """Return the bar under a point."""
        row = (point.y() - dp(3)) // self._tall()
        return self._bars[row] if 0 <= row < len(self._bars) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars that are in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tall, track = self._tall(), self._track()
        first = max(0, (event.rect().top() - dp(3)) // tall)
        last = min(len(self._bars), event.rect().bottom() // tall + 1)
        for row in range(first, last):
            self._paint_bar(painter, track, row, dp(3) + row * tall)
        if self._pace is not None and self._bars:
            x = track.left() + track.width() * min(max(self._pace, 0.0), 1.0)
            painter.setPen(QPen(theme.colour("text"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPoint(round(x), 0), QPoint(round(x), len(self._bars) * tall + dp(5)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down; Enter opens."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and self._bars:
            wanted = self._current + steps[Qt.Key(event.key())]
            self._current = min(max(wanted, 0), len(self._bars) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._bars:
            self.opened.emit(self._bars[self._current].id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the unit under the mouse."""
        found = self.bar_at(event.position().toPoint())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self._current = self._bars.index(found)
            self.update()
            self.opened.emit(found.id)

    def _tall(self) -> int:
        return max(dp(17), QFontMetrics(theme.font(-1)).height())

    def _track(self) -> QRectF:
        metrics = QFontMetrics(theme.font(-1))
        names = [metrics.horizontalAdvance(one.name) for one in self._bars[:200]]
        left = min(max(names, default=0) + dp(12), round(self.width() * 0.36))
        numbers = [metrics.horizontalAdvance(one.shown) for one in self._bars[:200]]
        return QRectF(left, 0, self.width() - left - max(numbers, default=0) - dp(14), 0)

    def _paint_bar(self, painter: QPainter, track: QRectF, row: int, top: int) -> None:
        one, tall = self._bars[row], self._tall()
        painter.setFont(theme.font(-1))
        if row == self._current and self.hasFocus():
            painter.fillRect(QRectF(0, top, self.width(), tall), theme.colour("sel"))
        metrics = QFontMetrics(painter.font())
        painter.setPen(theme.colour("text"))
        room = int(track.left()) - dp(8)
        cut = metrics.elidedText(one.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(0, top, track.left(), tall), _LEFT, cut)
        painter.drawText(
            QRectF(track.right(), top, self.width() - track.right(), tall), _RIGHT, one.shown
        )
        bar = QRectF(track.left(), top + tall / 2 - dp(4), track.width(), dp(9))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(bar, dp(3), dp(3))
        if one.share:
            painter.setBrush(theme.colour("warnBar" if one.late else "accent"))
            bar.setWidth(max(bar.width() * min(one.share, 1.0), dp(4)))
            painter.drawRoundedRect(bar, dp(3), dp(3))


class Ring(QWidget):
    """Shares of a whole as a ring with the sum in its middle and a legend beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._data = NOTHING
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_data(self, data: ChartData) -> None:
        """Show other shares: one series each, at most four."""
        self._data = data
        self.setAccessibleName(in_words(data))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that suits a card."""
        return QSize(dp(380), dp(120))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that can be read."""
        return QSize(dp(240), dp(96))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring and its legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        values = [sum(value or 0 for value in series) for _, series in self._data.series]
        total = sum(values)
        side = min(self.height() - 2, dp(124))
        left = max((self.width() * 0.44 - side) / 2, 0.0)
        wide = side * 0.17
        ring = QRectF(left, (self.height() - side) / 2, side, side).adjusted(
            wide / 2, wide / 2, -wide / 2, -wide / 2
        )
        start = 90.0 * 16
        for number, value in enumerate(values if total else [1]):
            span = -360.0 * 16 * value / (total or 1)
            tint = _SHADES[number % 4] if total else "track"
            painter.setPen(
                QPen(theme.colour(tint), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            )
            painter.drawArc(ring, round(start), round(span))
            start += span
        self._paint_sum(painter, ring, total)
        self._paint_legend(painter, values)

    def _paint_sum(self, painter: QPainter, ring: QRectF, total: int) -> None:
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(4, theme.SEMIBOLD))
        painter.drawText(ring, _CENTRE, grouped(total))

    def _paint_legend(self, painter: QPainter, values: Sequence[int]) -> None:
        usual = QFontMetrics(theme.font(-1)).height() + dp(6)
        tall = min(usual, self.height() / max(len(values), 1))  # the last line stays whole
        x, top = self.width() * 0.46, (self.height() - tall * len(values)) / 2
        side = dp(11)
        for number, (name, _) in enumerate(self._data.series):
            line = QRectF(x, top + number * tall, self.width() - x, tall)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(_SHADES[number % 4]))
            painter.drawRoundedRect(QRectF(x, line.center().y() - side / 2, side, side), 3, 3)
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font(-1, theme.SEMIBOLD))
            shown = grouped(values[number])
            room = QFontMetrics(painter.font()).horizontalAdvance(shown) + dp(8)
            painter.drawText(line, _RIGHT, shown)
            painter.setFont(theme.font(-1))
            painter.setPen(theme.colour("text2"))
            words = line.adjusted(side + dp(8), 0, -room, 0)
            cut = QFontMetrics(painter.font()).elidedText(
                name, Qt.TextElideMode.ElideRight, int(words.width())
            )
            painter.drawText(words, _LEFT, cut)
