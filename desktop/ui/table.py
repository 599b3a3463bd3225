"""A read-only table of values: rows of two lines, opened by Enter, loaded page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.ui import theme
from desktop.ui.delegates import BarDelegate, PillDelegate, Role, RowDelegate, TwoLineDelegate

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
PAGE = 200
"""Rows fetched at a time."""


@dataclass(frozen=True)
class Column:
    """One column. `width` is in dp, 0 takes the rest; the other functions are for two-line cells.

    `tone` (ok, warn, bad, info, none) makes a pill of the text, `portion` (0 to 1) a bar; `tip` is
    shown under the mouse, for what may be too long.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    second: Callable[[Any], str] | None = None
    icon: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    portion: Callable[[Any], float | None] | None = None
    pace: Callable[[Any], float | None] | None = None
    right: bool = False
    width: int = 0
    tip: Callable[[Any], str] | None = None

    def said(self, value: Any) -> str:
        """Return both lines as one."""
        second = self.second(value) if self.second else ""
        return f"{self.text(value)} · {second}" if second else self.text(value)


class ValueTable(QAbstractTableModel):
    """Shows a list of immutable values; asks for more when its end comes near."""

    more_wanted = Signal()

    def __init__(
        self, columns: Sequence[Column], identity: Callable[[Any], object] = attrgetter("id")
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.values: list[Any] = []
        self._identity = identity
        self._more = False
        self._asked = False

    def show(self, values: Sequence[Any], *, more: bool = False) -> None:
        """Replace what is shown; `more` says that there are further rows."""
        self.beginResetModel()
        self.values, self._more, self._asked = list(values), more, False
        self.endResetModel()

    def append(self, values: Sequence[Any], *, more: bool = False) -> None:
        """Add the next page."""
        self._more, self._asked = more, False
        if values:
            first = len(self.values)
            self.beginInsertRows(NOWHERE, first, first + len(values) - 1)
            self.values += values
            self.endInsertRows()

    def id_of(self, value: Any) -> object:
        """Return what tells a value from others."""
        return self._identity(value)

    def row_of(self, identity: object) -> int:
        """Return the row of the value with this id, or -1."""
        rows = (row for row, one in enumerate(self.values) if self._identity(one) == identity)
        return next(rows, -1)

    def canFetchMore(self, parent: Index) -> bool:
        """Qt asks whether there are further rows."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Qt wants further rows: asks the screen, once."""
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks how many rows."""
        return 0 if parent.isValid() else len(self.values)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks how many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt asks what stands in a cell."""
        column, value = self.columns[index.column()], self.values[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.said(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Role.VALUE:
            return value
        name = _PARTS.get(role)
        part = getattr(column, name) if name else None
        return part(value) if part else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Qt asks for a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None


_PARTS = {
    int(Role.TEXT): "text",
    int(Role.SECOND): "second",
    int(Role.ICON): "icon",
    int(Role.TONE): "tone",
    int(Role.PORTION): "portion",
    int(Role.PACE): "pace",
    int(Qt.ItemDataRole.ToolTipRole): "tip",
}


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class TableView(QTableView):
    """The table as all lists show it. Enter or a double click opens, Ctrl+C copies for Excel."""

    opened = Signal(object)
    chosen = Signal(object)
    """Another row became the current one; None when there is none."""

    def __init__(self, model: ValueTable, *, row_height: int = 52, many: bool = False) -> None:
        super().__init__()
        self.table = model
        self.hover_row = -1
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(theme.dp(24))
        self.verticalHeader().setDefaultSectionSize(theme.dp(row_height))
        self.setModel(model)
        self._dress_columns()
        self.doubleClicked.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def selected(self) -> Any:
        """Return the value of the current row, or None."""
        index = self.currentIndex()
        return self.table.values[index.row()] if index.isValid() else None

    def selection(self) -> list[Any]:
        """Return the values of all selected rows, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.table.values[row] for row in rows]

    def reload(self, values: Sequence[Any], *, more: bool = False) -> None:
        """Show other values; the same value stays selected and in its place, where it is there."""
        before = self.selected()
        place = self.verticalScrollBar().value()
        self.table.show(values, more=more)
        row = -1 if before is None else self.table.row_of(self.table.id_of(before))
        if row >= 0:
            self.select(row)
            self.verticalScrollBar().setValue(place)
            self.scrollTo(self.currentIndex())
        elif before is not None:
            self.chosen.emit(None)

    def select(self, row: int) -> None:
        """Make a row the current one."""
        if 0 <= row < len(self.table.values):
            self.selectRow(row)

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, tab-separated, for Excel."""
        lines = (
            "\t".join(column.text(value).replace("\t", " ") for column in self.table.columns)
            for value in self.selection()
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _dress_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(theme.dp(40))
        header.setFixedHeight(theme.dp(36))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        mode = QHeaderView.ResizeMode
        for number, column in enumerate(self.table.columns):
            header.setSectionResizeMode(number, mode.Fixed if column.width else mode.Stretch)
            if column.width:
                header.resizeSection(number, theme.dp(column.width))
            self.setItemDelegateForColumn(number, self._delegate(column))

    def _delegate(self, column: Column) -> RowDelegate:
        if column.tone:
            return PillDelegate(self)
        return BarDelegate(self) if column.portion else TwoLineDelegate(self)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.table.values[index.row()])

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if value >= bar.maximum() - 2 * bar.pageStep():
            self.table.fetchMore(NOWHERE)

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            self.hover_row = row
            self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt says that another row is selected."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        if selected.indexes():
            self.chosen.emit(self.selected())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Home and End go to the first and last row, Ctrl+C copies."""
        last = len(self.table.values) - 1
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif plain and event.key() == Qt.Key.Key_Home:
            self.select(0)
        elif plain and event.key() == Qt.Key.Key_End:
            self.select(last)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the whole row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: Any) -> None:
        """Take the tint away."""
        super().leaveEvent(event)
        self._hover(-1)
