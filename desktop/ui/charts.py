"""Small charts drawn from ChartData. They show numbers and read none."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.charts import ChartData
from desktop.core.typed import show_share
from desktop.ui import theme
from desktop.ui.theme import dp

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
NOTHING = ChartData("", (), ())


def grouped(number: int) -> str:
    """Return a whole number the Vietnamese way: 1.246."""
    return f"{number:,}".replace(",", ".")


def in_words(data: ChartData) -> str:
    """Return what a chart shows as one sentence, for screen readers."""
    parts = []
    for name, values in data.series:
        shown = [
            f"{label} {grouped(value)}" if label else grouped(value)
            for label, value in zip(data.labels or ("",), values, strict=False)
            if value is not None
        ]
        parts.append(f"{name}: {', '.join(shown)}")
    return f"{data.title}. {'; '.join(parts)}"


def nice_steps(highest: int, most: int = 6) -> list[int]:
    """Return round numbers from 0 to at least `highest`, at most `most` steps."""
    step = next(
        size * 10**power
        for power in range(12)
        for size in (1, 2, 5)
        if size * 10**power * most >= highest
    )
    return list(range(0, max(-(-highest // step), 1) * step + 1, step))


class _Chart(QWidget):
    def __init__(self, data: ChartData = NOTHING) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_data(data)

    def show_data(self, data: ChartData) -> None:
        """Draw other numbers."""
        self._data = data
        self.setAccessibleName(in_words(data))
        self.updateGeometry()
        self.update()


class ColumnChart(_Chart):
    """Columns for each label, the last series with its numbers on top, one label bold.

    `shows_legend` False: what the series are called is said beside the chart.
    """

    shows_legend = True

    def sizeHint(self) -> QSize:
        """Return a size that suits a card."""
        return QSize(dp(380), dp(165))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that can be read."""
        return QSize(dp(240), dp(130))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chart."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(-1))
        values = [v for _, series in self._data.series for v in series if v is not None]
        line_height = QFontMetrics(painter.font()).height()
        room = self.height() - (3 if self.shows_legend else 2) * line_height - dp(20)
        steps = nice_steps(max(values, default=1), max(2, min(6, room // line_height)))
        left = QFontMetrics(painter.font()).horizontalAdvance(grouped(steps[-1])) + dp(8)
        legend = self.shows_legend and len(self._data.series) > 1
        foot = line_height * (2 if legend else 1) + dp(16 if legend else 6)
        plot = QRectF(left, line_height + 2, self.width() - left - 1, 0)
        plot.setBottom(self.height() - foot)
        self._paint_lines(painter, plot, steps, line_height)
        for index in range(len(self._data.labels)):
            self._paint_group(painter, plot, steps[-1], index)
        if legend:
            self._paint_legend(painter, self.height() - line_height / 2 - 1)

    def _paint_lines(self, painter: QPainter, plot: QRectF, steps: list[int], tall: int) -> None:
        for step in steps:
            y = round(plot.bottom() - plot.height() * step / steps[-1]) + 0.5
            painter.setPen(QPen(theme.colour("divider" if step else "borderStrong"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("text3"))
            painter.drawText(
                QRectF(0, y - tall / 2, plot.left() - dp(7), tall), _RIGHT, grouped(step)
            )

    def _paint_group(self, painter: QPainter, plot: QRectF, top: int, index: int) -> None:
        count = max(len(self._data.series), 1)
        slot = plot.width() / len(self._data.labels)
        gap = dp(2)
        wide = min(dp(22), (slot * 0.76 - gap * (count - 1)) / count)
        left = plot.left() + slot * index + (slot - wide * count - gap * (count - 1)) / 2
        bold = theme.font(-1, theme.SEMIBOLD)
        for number, (_, values) in enumerate(self._data.series):
            value = values[index] if index < len(values) else None
            if value is None:
                continue
            x, tall = left + number * (wide + gap), plot.height() * value / top
            self._paint_column(
                painter, QRectF(x, plot.bottom() - tall, wide, tall), self._tint(number)
            )
            if number == count - 1 and value:
                painter.setFont(bold)
                painter.setPen(theme.colour("text"))
                high = QFontMetrics(bold).height()
                words = QRectF(x - slot, plot.bottom() - tall - high - 1, wide + 2 * slot, high)
                painter.drawText(words, _CENTRE, grouped(value))
        chosen = index == self._data.highlighted
        painter.setFont(bold if chosen else theme.font(-1))
        painter.setPen(theme.colour("text" if chosen else "text2"))
        high = QFontMetrics(bold).height()
        under = QRectF(plot.left() + slot * index, plot.bottom() + dp(4), slot, high)
        painter.drawText(under, _CENTRE, self._data.labels[index])

    def _tint(self, number: int) -> str:
        return "chart1" if number == len(self._data.series) - 1 else "chartPlan"

    def _paint_column(self, painter: QPainter, rect: QRectF, tint: str) -> None:
        if rect.height() < 1:
            return
        radius = min(dp(3), rect.height())
        path = QPainterPath()
        path.addRoundedRect(rect.adjusted(0, 0, 0, radius), radius, radius)
        painter.save()
        painter.setClipRect(rect)
        painter.fillPath(path, theme.colour(tint))
        painter.restore()

    def _paint_legend(self, painter: QPainter, middle: float) -> None:
        x = 0.0
        painter.setFont(theme.font(-1))
        for number, (name, _) in enumerate(self._data.series):
            x += _paint_key(painter, x, middle, self._tint(number), name) + dp(20)


class StackedBar(_Chart):
    """One bar of shares with % inside, and a legend of two columns under it."""

    def sizeHint(self) -> QSize:
        """Return the bar and the lines of its legend."""
        tall = QFontMetrics(theme.font(-1)).height() + dp(5)
        return QSize(dp(380), dp(24) + dp(6) + tall * -(-len(self._data.series) // 2))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrower."""
        return QSize(dp(220), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar and its legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        values = [sum(value or 0 for value in series) for _, series in self._data.series]
        total = sum(values)
        bar = QRectF(0, 0, self.width(), dp(24))
        clip = QPainterPath()
        clip.addRoundedRect(bar, dp(5), dp(5))
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(bar, theme.colour("track"))
        x = 0.0
        for number, value in enumerate(values):
            wide = bar.width() * value / total if total else 0
            self._paint_share(painter, QRectF(x, 0, wide, bar.height()), number, value, total)
            x += wide
        painter.restore()
        self._paint_legend(painter, values, bar.bottom() + dp(6))

    def _paint_share(
        self, painter: QPainter, rect: QRectF, number: int, value: int, total: int
    ) -> None:
        if not value:
            return
        last = rect.right() >= self.width() - 1
        painter.fillRect(rect.adjusted(0, 0, 0 if last else -2, 0), theme.colour(_shade(number)))
        if not last:
            painter.fillRect(QRectF(rect.right() - 2, 0, 2, rect.height()), theme.colour("surface"))
        painter.setFont(theme.font(-1, theme.SEMIBOLD))
        words = f"{round(100 * value / total)}%"
        if QFontMetrics(painter.font()).horizontalAdvance(words) + 6 < rect.width():
            painter.setPen(theme.colour("surface" if number % 4 < 2 else "text"))
            painter.drawText(rect, _CENTRE, words)

    def _paint_legend(self, painter: QPainter, values: list[int], top: float) -> None:
        tall = QFontMetrics(theme.font(-1)).height() + dp(5)
        gap = dp(12)
        wide = (self.width() - gap) / 2
        for number, (name, _) in enumerate(self._data.series):
            x = (number % 2) * (wide + gap)
            middle = top + tall * (number // 2) + tall / 2
            painter.setFont(theme.font(-1))
            metrics = QFontMetrics(painter.font())
            room = wide - dp(20) - metrics.horizontalAdvance(grouped(values[number])) - dp(8)
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room))
            _paint_key(painter, x, middle, _shade(number), cut)
            painter.setFont(theme.font(-1, theme.SEMIBOLD))
            painter.setPen(theme.colour("text"))
            painter.drawText(
                QRectF(x, middle - tall / 2, wide, tall), _RIGHT, grouped(values[number])
            )


class PaceBar(QWidget):
    """How much is done, with a tick where one should be today; both as shares from 0 to 1."""

    def __init__(self, done: float = 0, due: float | None = None, colour: str = "accent") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(dp(60))
        self.show_pace(done, due, colour)

    def show_pace(self, done: float, due: float | None = None, colour: str = "accent") -> None:
        """Show another state."""
        self._pace = (done, due, colour)
        due_words = "" if due is None else f", đến hôm nay cần {show_share(due)}"
        self.setAccessibleName(f"Đã đạt {show_share(done)}{due_words}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the bar with room for the tick."""
        return QSize(dp(160), dp(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        middle = self.height() / 2
        paint_pace(painter, QRectF(0, middle - dp(4), self.width(), dp(8)), *self._pace)


def paint_pace(painter: QPainter, bar: QRectF, done: float, due: float | None, colour: str) -> None:
    """Draw a pace bar; also for the cells of tables."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = bar.height() / 2
    painter.setBrush(theme.colour("track"))
    painter.drawRoundedRect(bar, radius, radius)
    if done > 0:
        full = QRectF(bar)
        full.setWidth(max(bar.width() * min(done, 1), bar.height()))
        painter.setBrush(theme.colour(colour))
        painter.drawRoundedRect(full, radius, radius)
    if due is not None:
        x = round(min(max(bar.left() + bar.width() * due, bar.left() + 2), bar.right() - 2))
        over = dp(3)
        painter.fillRect(
            QRectF(x - 2, bar.top() - over, 4, bar.height() + 2 * over), theme.colour("surface")
        )
        painter.fillRect(
            QRectF(x - 1, bar.top() - over, 2, bar.height() + 2 * over), theme.colour("text")
        )
    painter.restore()


def _shade(number: int) -> str:
    return f"chart{number % 4 + 1}"


def _paint_key(painter: QPainter, x: float, middle: float, tint: str, name: str) -> float:
    side = dp(12)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(tint))
    painter.drawRoundedRect(QRectF(x, middle - side / 2, side, side), 3, 3)
    metrics = QFontMetrics(painter.font())
    painter.setPen(theme.colour("text2"))
    wide = metrics.horizontalAdvance(name)
    words = QRectF(x + side + dp(7), middle - metrics.height() / 2, wide + 4, metrics.height())
    painter.drawText(words, _LEFT, name)
    return side + dp(7) + wide
