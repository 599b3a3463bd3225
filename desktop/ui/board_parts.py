"""The parts of the board of submissions: counts, tiles, the columns of its table. They read nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.board import STANDING_NAMES, Board, Line, Standing
from desktop.core.typed import show_number, show_share
from desktop.ui import icons, theme
from desktop.ui.delegates import Role
from desktop.ui.table import Column, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label

Index = QModelIndex | QPersistentModelIndex
TONES = {
    Standing.WAITING: "info",
    Standing.UNKNOWN_KEY: "warn",
    Standing.CONFLICT: "bad",
    Standing.UNREADABLE: "bad",
    Standing.RETURNED: "warn",
    Standing.PAPER: "none",
    Standing.MISSING: "none",
    Standing.ACCEPTED: "ok",
}
"""How the pill and the tile of a standing look."""

_MARKS = {
    "ok": "check_circle_filled", "info": "clock", "warn": "warning_filled",
    "bad": "error_circle_filled", "none": "circle",
}  # fmt: skip
_TILE, _FLAT_TILE = (100, 46), (100, 30)
"""Least width and height of a tile, with two lines and, where there are many units, with one."""

FEW = 28
"""Up to so many units a tile has two lines."""

_GAP = 8
ROWS, FEW_ROWS = 3, 2
"""Rows of tiles shown at once on a usual screen and on a low one."""


def day_words(day: date | None) -> str:
    """Return "13/11", or a dash."""
    return f"{day.day:02d}/{day.month:02d}" if day else "–"


def number_words(value: int | None) -> str:
    """Return 1.246, or a dash where nothing was entered."""
    return "–" if value is None else show_number(value)


def tile_words(line: Line) -> str:
    """Return the second line of a tile."""
    if line.standing is Standing.ACCEPTED:
        return f"Duyệt {day_words(line.answered_on)}"
    if line.standing is Standing.RETURNED:
        return f"Trả lại {day_words(line.answered_on)}"
    if line.standing is Standing.WAITING:
        return "Không phát sinh" if line.nil else f"Nhận {day_words(line.came_on)}"
    words = {Standing.UNREADABLE: "Không đọc được", Standing.UNKNOWN_KEY: "Chờ đối chiếu",
             Standing.CONFLICT: "Hai bản khác", Standing.PAPER: "Từ giấy"}  # fmt: skip
    return words.get(line.standing, "Quá hạn" if line.late else "Chưa nộp")


class Columns:
    """The columns of table and chart; they know the largest number read last."""

    def __init__(self) -> None:
        self.highest = 0

    def of_table(self) -> list[Column]:
        """Return the columns of the table; the bar is the last but one."""
        return [
            Column("unit", "Đơn vị", short_name, width=120),
            Column("standing", "Trạng thái", lambda one: STANDING_NAMES[one.standing],
                   tone=lambda one: TONES[one.standing], width=182),
            Column("received", "Nhận", lambda one: day_words(one.came_on), width=60),
            Column("sessions", "Buổi", lambda one: _figure(one, "sessions"), right=True, width=54),
            Column("attendees", "Lượt dự", lambda one: _figure(one, "attendees"), right=True,
                   width=84),
            Column("households", "Lượt hộ", lambda one: _figure(one, "households"), right=True,
                   width=76),
            Column("progress", "Kế hoạch", _percent, portion=lambda one: one.progress,
                   pace=lambda one: one.needed, width=106),
            Column("note", "Ghi chú", lambda one: one.note),
        ]  # fmt: skip

    def of_chart(self) -> list[Column]:
        """Return the columns of the chart: one bar of people for each unit, the longest is full."""
        return [
            Column("unit", "Đơn vị", short_name, width=150),
            Column("people", "Lượt người tham dự", lambda one: _figure(one, "attendees"),
                   portion=self._portion),
        ]  # fmt: skip

    def show_board(self, board: Board) -> None:
        """Take the largest number of a board."""
        people = [one.figures.attendees or 0 for one in board.lines if one.figures]
        self.highest = max(people, default=0)

    def _portion(self, line: Line) -> float | None:
        value = line.figures.attendees if line.figures else None
        return None if value is None else value / (self.highest + 1)  # full would mean reached


BAR = 6
"""The number of the bar's column in the table."""


def short_name(line: Line) -> str:
    """Return "P. Tân Hòa"; kinds that have no short form are written out."""
    short = {"Phường": "P.", "Xã": "X.", "Thị trấn": "TT."}.get(line.unit.kind, line.unit.kind)
    return f"{short} {line.unit.name}"


def _figure(line: Line, name: str) -> str:
    return number_words(getattr(line.figures, name) if line.figures else None)


def _percent(line: Line) -> str:
    return "" if line.progress is None else show_share(line.progress)


class CountsLine(QWidget):
    """How many units have sent, are approved, wait, are in trouble, are missing; and the deadline."""

    deadline_wanted = Signal()
    """The officer wants to set another deadline."""

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(dp(6))
        self._pairs = []
        for tone in ("text", "ok", "accent", "bad", "text2"):
            number, words = label("0", 7, theme.SEMIBOLD, tone), label("", 0, tone="text2")
            self._row.addWidget(number)
            self._row.addWidget(words)
            self._row.addSpacing(dp(8))
            self._pairs.append((number, words))
        self._row.addStretch()
        self.deadline = button("Hạn nộp", "link", "calendar", tip="Đặt hạn nộp của kỳ này")
        self.deadline.clicked.connect(self.deadline_wanted)
        self._row.addWidget(self.deadline)

    def show_board(self, board: Board) -> None:
        """Show the counts of a board."""
        self._board = board
        self._fit()
        said = ", ".join(f"{count} {text}" for count, text in _counted(board))
        self.setAccessibleName(f"{said}. {deadline_words(board)}")
        left = board.days_left
        tone = "accent" if left is None else "bad" if left < 0 else "warn"
        self.deadline.setText(f" {deadline_words(board)}")
        self.deadline.setAccessibleName(f"{deadline_words(board)}. Đặt hạn nộp")
        self.deadline.setIcon(icons.icon("calendar", tone))
        self.deadline.setStyleSheet(f"QPushButton{{color:{theme.hexa(tone)};font-weight:600}}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say it in fewer words where there is less room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._board is None:
            return
        for shorter in range(3):
            found = _counted(self._board, shorter)
            for (number, words), (count, text) in zip(self._pairs, found, strict=True):
                number.setText(str(count))
                words.setText(text)
            if self._row.sizeHint().width() <= self.width():
                return


def _counted(board: Board, shorter: int = 0) -> tuple[tuple[int, str], ...]:
    """Return how many units stand where, and what to call them; `shorter` (0 to 2) in fewer words."""
    found, short = board.counts, shorter == 2
    units = "" if shorter else " đơn vị"
    paper = f" ({found.paper}{'' if short else ' đã'} có giấy)" if found.paper else ""
    return (
        (found.sent, f"/ {found.expected} nộp" if short else f"đã nộp / {found.expected}{units}"),
        (found.accepted, "duyệt" if short else "đã duyệt"),
        (found.waiting, "chờ" if short else "chờ duyệt"),
        (found.trouble, "lỗi" if short else "trả lại, lỗi"),
        (found.missing, f"chưa nộp{paper}"),
    )


def deadline_words(board: Board) -> str:
    """Return "Hạn 25/12 · còn 41 ngày"."""
    left = board.days_left
    if board.due_on is None or left is None:
        return "Đặt hạn nộp…"
    rest = "hôm nay" if left == 0 else f"còn {left} ngày" if left > 0 else f"đã qua {-left} ngày"
    return f"Hạn {day_words(board.due_on)} · {rest}"


class TileView(QListView):
    """One tile for each unit, a few in a row; more than fit are scrolled to."""

    chosen = Signal(object)
    """Another line became the current one, by mouse or keyboard."""
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._most = ROWS
        self.table = ValueTable([Column("unit", "", _name, second=tile_words, tone=_tone)])
        self.setModel(self.table)
        self.setItemDelegate(_TileDelegate(self))
        self.setAccessibleName("Các đơn vị")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("tiles")
        self.selectionModel().currentChanged.connect(self._moved)
        self.activated.connect(lambda index: self.opened.emit(self.table.values[index.row()]))

    def show_lines(self, lines: Sequence[Line], chosen: str) -> None:
        """Show these lines by name and mark one of them."""
        self.table.show(lines)
        self._fit()
        self.mark(chosen)

    def mark(self, unit_id: str) -> None:
        """Make the tile of a unit the current one, without telling."""
        row = self.table.row_of(unit_id)
        was = self.blockSignals(True)
        self.selectionModel().blockSignals(True)
        index = self.table.index(row, 0) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        self.selectionModel().blockSignals(False)
        self.blockSignals(was)
        self.viewport().update()
        if row >= 0:
            self.scrollTo(index)

    def show_rows(self, count: int) -> None:
        """Show at most so many rows of tiles at once."""
        if count != self._most:
            self._most = count
            self._fit()

    def is_flat(self) -> bool:
        """Say whether a tile has only one line."""
        return len(self.table.values) > FEW

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the tiles as wide as fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide, high = (dp(side) for side in (_FLAT_TILE if self.is_flat() else _TILE))
        gap, count = dp(_GAP), len(self.table.values)
        most, room = self._most + self.is_flat(), self.width() - 2
        across = max(1, room // (wide + gap))
        scrolls = -(-count // across) > most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        if scrolls:
            room -= dp(14)
            across = max(1, room // (wide + gap))
        cell = QSize(max(room // across, 1), high + gap)
        if self.gridSize() != cell:
            self.setGridSize(cell)
        rows = min(-(-count // across), most)
        self.setFixedHeight(max(rows, 1) * cell.height() + 2)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self.table.values[now.row()])


class _TileDelegate(QStyledItemDelegate):
    def __init__(self, view: TileView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(Role.VALUE)
        tone = TONES[line.standing]
        current = index.row() == self._view.currentIndex().row()
        place: QRect = option.rect
        box = QRectF(place).adjusted(0.5, 0.5, -dp(_GAP) - 0.5, -dp(_GAP) - 0.5)
        tint, border = ("sunken", "border") if tone == "none" else (f"{tone}Tint", f"{tone}Border")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("text" if current else border), 2 if current else 1))
        painter.setBrush(theme.colour(tint))
        painter.drawRoundedRect(box, dp(6), dp(6))
        if current and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), dp(7), dp(7))
        self._write(painter, box.toRect(), line, tone)
        painter.restore()

    def _write(self, painter: QPainter, box: QRect, line: Line, tone: str) -> None:
        side, inset = dp(14), dp(7)
        mark = "reply" if line.standing is Standing.RETURNED else _MARKS[tone]
        flat = self._view.is_flat()
        high = box.height() if flat else box.height() // 2
        top = QRect(box.left() + inset, box.top() + (0 if flat else dp(3)), box.width(), high)
        at = QRect(box.right() - dp(3) - side, top.center().y() - side // 2, side, side)
        ink = "text3" if tone == "none" else tone
        icons.paint(painter, at, mark, ink)
        top.setRight(at.left())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for words, place, font, colour in (
            (_name(line), top, theme.font(-0.75, theme.SEMIBOLD), "text"),
            ("" if flat else tile_words(line),
             QRect(box.left() + inset, top.bottom() - dp(1), box.width() - 2 * inset,
                   box.bottom() - top.bottom() - dp(3)), theme.font(-1), ink),
        ):  # fmt: skip
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            metrics = painter.fontMetrics()
            painter.drawText(
                place, middle, metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            )


def _name(line: Line) -> str:
    return line.unit.name


def _tone(line: Any) -> str:
    return TONES[line.standing]
