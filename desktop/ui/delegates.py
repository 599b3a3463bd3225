"""How cells of a table are drawn: two lines, a pill, a bar; the accent bar of the selected row."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight
_TONE_ICONS = {
    "ok": "check_circle_filled", "warn": "warning_filled", "bad": "error_circle_filled",
    "info": "clock", "none": "circle", "returned": "reply",
}  # fmt: skip


class Role(IntEnum):
    """What a model says to the delegates beside the text."""

    VALUE = Qt.ItemDataRole.UserRole
    TEXT = Qt.ItemDataRole.UserRole + 1
    SECOND = Qt.ItemDataRole.UserRole + 2
    ICON = Qt.ItemDataRole.UserRole + 3
    TONE = Qt.ItemDataRole.UserRole + 4
    PORTION = Qt.ItemDataRole.UserRole + 5
    PACE = Qt.ItemDataRole.UserRole + 6


class AccentBar:
    """The 4-pixel bar at the left of the selected row."""

    @staticmethod
    def paint(painter: QPainter, rect: QRect) -> None:
        """Draw the bar at the left edge of a cell."""
        painter.fillRect(
            QRect(rect.left(), rect.top(), theme.dp(4), rect.height()), theme.colour("accent")
        )


class RowDelegate(QStyledItemDelegate):
    """Draws background, divider and accent bar; the content is the subclass's."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of the view's rows."""
        return QSize(theme.dp(60), self._view.verticalHeader().defaultSectionSize())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt draws a cell."""
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == getattr(self._view, "hover_row", -1)
        painter.save()
        painter.fillRect(rect, theme.colour("sel" if chosen else "hover" if hovered else "surface"))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("divider")
        )
        if chosen and index.column() == 0:
            AccentBar.paint(painter, rect)
        self.draw(painter, rect.adjusted(theme.dp(11), 0, -theme.dp(11), -1), index)
        painter.restore()

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw what stands in the cell."""
        raise NotImplementedError


class TwoLineDelegate(RowDelegate):
    """An icon, a line of text and a smaller grey line; each but the text may be missing."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw icon, title and second line."""
        name = index.data(Role.ICON)
        if name:
            size = theme.dp(20)
            place = QRect(rect.left(), rect.center().y() - size // 2 + 1, size, size)
            icons.paint(painter, place, name, "text2")
            rect = rect.adjusted(size + theme.dp(12), 0, 0, 0)
        side = Qt.AlignmentFlag.AlignRight if _is_right(index) else Qt.AlignmentFlag.AlignLeft
        second = index.data(Role.SECOND) or ""
        title, small = theme.font(), theme.font(-1)
        heights = QFontMetrics(title).height(), QFontMetrics(small).height() if second else 0
        top = rect.top() + (rect.height() - sum(heights)) // 2
        first_line = QRect(rect.left(), top, rect.width(), heights[0])
        _write(painter, first_line, index.data(Role.TEXT) or "", title, "text", side)
        if second:
            second_line = QRect(rect.left(), top + heights[0], rect.width(), heights[1])
            _write(painter, second_line, second, small, "text2", side)


class PillDelegate(RowDelegate):
    """A state: "ok" is quiet, icon and plain word; what needs work is a filled pill."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw the pill."""
        tone, text = index.data(Role.TONE) or "none", index.data(Role.TEXT) or ""
        if not text:
            return
        quiet = tone in ("ok", "none")
        ink = {"none": "text2", "returned": "info"}.get(tone, tone)
        font = theme.font(-1, QFont.Weight.Normal if quiet else theme.SEMIBOLD)
        size, side = theme.dp(14), theme.dp(8)
        room = rect.width() - size - side - theme.dp(6)
        text = QFontMetrics(font).elidedText(text, _ELIDE, room)
        width = QFontMetrics(font).horizontalAdvance(text) + size + side * 2 + theme.dp(6)
        pill = QRect(rect.left() - side, 0, width, theme.dp(23))
        pill.moveTop(rect.center().y() - pill.height() // 2 + 1)
        if not quiet:
            _fill(painter, QRectF(pill), theme.colour(f"{ink}Tint"), theme.colour(f"{ink}Border"))
        mark = QRect(pill.left() + side, pill.center().y() - size // 2 + 1, size, size)
        icons.paint(painter, mark, _TONE_ICONS.get(tone, "circle"), ink)
        words = pill.adjusted(side + size + theme.dp(6), 0, theme.dp(20), 0)
        _write(painter, words, text, font, ink, Qt.AlignmentFlag.AlignLeft)


class BarDelegate(RowDelegate):
    """A value bar with its words at the right and the tick of where we should be today."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw bar, tick and words."""
        portion, pace = index.data(Role.PORTION), index.data(Role.PACE)
        text = index.data(Role.TEXT) or ""
        words = QFontMetrics(theme.font(-1)).horizontalAdvance("100 %")
        words = max(words, QFontMetrics(theme.font(-1)).horizontalAdvance(text))
        _write(painter, rect, text, theme.font(-1), "text", Qt.AlignmentFlag.AlignRight)
        track = QRectF(0, 0, rect.width() - words - theme.dp(10), theme.dp(8))
        track.moveCenter(rect.toRectF().center())
        track.moveLeft(rect.left())
        if portion is None or track.width() < theme.dp(16):
            return
        _fill(painter, track, theme.colour("track"))
        behind = pace is not None and portion < pace
        done = QRectF(track)
        done.setWidth(max(track.width() * min(max(portion, 0.0), 1.0), 0))
        if done.width():
            done.setWidth(max(done.width(), track.height()))
            full = "ok" if portion >= 1 else "warnBar" if behind else "accent"
            _fill(painter, done, theme.colour(full))
        if pace is not None:
            x = track.left() + track.width() * min(max(pace, 0.0), 1.0)
            over = theme.dp(3)
            tick = QRectF(x - 1, track.top() - over, 2, track.height() + 2 * over)
            painter.fillRect(tick.adjusted(-1, 0, 1, 0), theme.colour("surface"))
            painter.fillRect(tick, theme.colour("text"))


def _is_right(index: Index) -> bool:
    side: Any = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return bool(Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight)


def _write(
    painter: QPainter, rect: QRect, text: str, font: QFont, ink: str, side: Qt.AlignmentFlag
) -> None:
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    shown = QFontMetrics(font).elidedText(text, _ELIDE, rect.width())
    painter.drawText(rect, side | _MIDDLE | Qt.TextFlag.TextSingleLine, shown)


def _fill(painter: QPainter, rect: QRectF, inside: QColor, edge: QColor | None = None) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(inside)
    if edge:
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
