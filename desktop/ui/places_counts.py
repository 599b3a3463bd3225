"""The table the yearly counts of hamlets are typed into: Enter and Tab go on, Ctrl+V pastes."""

from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.core.places_desk import Place
from desktop.ui import theme
from desktop.ui.delegates import AccentBar
from desktop.ui.places_counts_model import CHANGED, DIFFERS, LARGEST, SECOND, CountsModel, Index
from desktop.ui.theme import dp
from desktop.ui.typed_fields import NumberField
from desktop.ui.widgets import REGULAR

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_FRAME = "QLineEdit {{border: 2px solid {}; border-radius: 0; min-height: 0; padding: 0 {}px}}"


class _Cells(QStyledItemDelegate):
    """Draws a name or a number over its count of the register; gives the number a field."""

    def __init__(self, view: "CountsView") -> None:
        super().__init__(view)
        self._view = view

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field of a number."""
        field = NumberField(most=LARGEST)
        field.setParent(parent)
        field.setFont(theme.font())
        field.setStyleSheet(_FRAME.format(theme.hexa("accent"), dp(8)))
        field.setAccessibleName(index.data(Qt.ItemDataRole.AccessibleTextRole))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the number, ready to be typed over."""
        assert isinstance(editor, QLineEdit)
        editor.setText(index.data(Qt.ItemDataRole.EditRole) or "")
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Hand over what was typed."""
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def eventFilter(self, editor: Any, event: QEvent) -> bool:
        """Leave the field with Enter at once."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.EditNextItem)
                return True
        return super().eventFilter(editor, event)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(dp(60), self._view.verticalHeader().defaultSectionSize())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell: a frame where typing goes, a tint where something is not kept yet."""
        rect: QRect = option.rect
        current = self._view.currentIndex()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        lit = chosen or index.row() == current.row()
        painter.save()
        ground = "sel" if lit else "infoTint" if index.data(CHANGED) else "surface"
        painter.fillRect(rect, theme.colour(ground))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.colour("divider"))
        if index.column() == 0 and index.row() == current.row():
            AccentBar.paint(painter, rect)
        self._write(painter, rect.adjusted(dp(11), 0, -dp(12), -1), index)
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if index == current and editable and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, index: Index) -> None:
        number = bool(self._view.table.field_of(index.column()))
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        there = self._view.table.places[index.row()].is_there
        text, second = index.data() or ("–" if number else ""), index.data(SECOND) or ""
        changed = bool(index.data(CHANGED))
        large = theme.font(0, theme.SEMIBOLD if changed else REGULAR)
        ink = "accent" if changed else "text" if there else "text3"
        small = theme.font(-1.5 if number else -1)
        heights = QFontMetrics(large).height(), QFontMetrics(small).height() if second else 0
        top = rect.top() + (rect.height() - sum(heights)) // 2
        for words, font, at, tall, tint in (
            (text, large, top, heights[0], ink),
            (second, small, top + heights[0], heights[1], self._ink(index)),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(tint))
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(QRect(rect.left(), at, rect.width(), tall), side | _MIDDLE, shown)

    def _ink(self, index: Index) -> str:
        return "warn" if index.data(DIFFERS) else "text3"


class CountsView(QTableView):
    """The hamlets as a sheet of numbers. Enter on a name opens the hamlet."""

    opened = Signal(object)
    """The Place that is to be changed."""
    chosen = Signal(object)
    """The Place of the current row, None when there is none."""
    told = Signal(str)
    """A sentence about what is typed."""

    def __init__(self, model: CountsModel) -> None:
        super().__init__()
        self.table = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName("Thôn, buôn, tổ dân phố và số hộ")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(dp(46))
        self.setItemDelegate(_Cells(self))
        model.refused.connect(self.told)
        self.doubleClicked.connect(self._double_clicked)
        self._dress_columns()

    def selected(self) -> Place | None:
        """Return the hamlet of the current row."""
        row = self.currentIndex().row()
        return self.table.places[row] if 0 <= row < len(self.table.places) else None

    def reload(self, places: list[Place]) -> None:
        """Show other hamlets; the same cell stays the current one where it is there."""
        before, at = self.selected(), self.currentIndex().column()
        place = self.verticalScrollBar().value()
        self.table.show(places)
        keys = [one.hamlet.id for one in places]
        row = keys.index(before.hamlet.id) if before and before.hamlet.id in keys else 0
        if places:
            self.setCurrentIndex(self.table.index(row, max(at, 0)))
            self.verticalScrollBar().setValue(place)
        self.chosen.emit(self.selected())

    def go_to(self, hamlet_id: str) -> None:
        """Make a hamlet the current row."""
        for row, one in enumerate(self.table.places):
            if one.hamlet.id == hamlet_id:
                self.setCurrentIndex(self.table.index(row, 0))
                self.scrollTo(self.currentIndex())

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Qt says that another cell is the current one."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.chosen.emit(self.selected())
        self.viewport().update()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt closes a field: Enter and Tab go to the next number."""
        kinds = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, kinds.NoHint)
        steps = {kinds.EditNextItem: 1, kinds.EditPreviousItem: -1}
        if hint in steps:
            self._go_on(steps[hint])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a sheet; see the help page."""
        key = event.key()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        index, standard = self.currentIndex(), QKeySequence.StandardKey
        if event.matches(standard.Copy):
            self._copy()
        elif event.matches(standard.Paste) and not self.table.reads_only:
            self.table.paste(index.row(), index.column(), QGuiApplication.clipboard().text())
        elif event.matches(standard.Undo):
            self.table.undo()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.table.field_of(index.column()):
                self._open(index)
            else:
                self._go_on(-1 if back else 1)
        elif key == Qt.Key.Key_Delete and not self.table.reads_only:
            self.table.clear(self.selectedIndexes())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Z for the sheet while something can be taken back."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and self.table.count_edits()
        ):
            event.accept()
            return True
        return super().event(event)

    def _open(self, index: Any) -> None:
        place = self.selected()
        if index.isValid() and place is not None:
            self.opened.emit(place)

    def _double_clicked(self, index: Any) -> None:
        if not self.table.field_of(index.column()):
            self._open(index)

    def _go_on(self, step: int) -> None:
        """Go to the next number that can be typed into, over the end of the row."""
        model, index = self.table, self.currentIndex()
        wide = model.columnCount()
        place = index.row() * wide + index.column() + step
        while 0 <= place < wide * model.rowCount():
            cell = model.index(*divmod(place, wide))
            if model.flags(cell) & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(cell)
                self.scrollTo(cell)
                return
            place += step

    def _copy(self) -> None:
        rows: dict[int, list[str]] = {}
        for cell in sorted(self.selectedIndexes(), key=lambda one: (one.row(), one.column())):
            rows.setdefault(cell.row(), []).append(str(cell.data() or ""))
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows.values()))

    def _dress_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(dp(40))
        header.setFixedHeight(dp(36))
        mode = QHeaderView.ResizeMode
        for number in range(self.table.columnCount()):
            fixed = 132 if self.table.field_of(number) else 170 if number else 0
            header.setSectionResizeMode(number, mode.Fixed if fixed else mode.Stretch)
            if fixed:
                header.resizeSection(number, dp(fixed))
