"""How the cells of an attendance list are drawn, and the fields they are typed into."""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.core.attendance import LONGEST_NAME, LONGEST_TEXT
from desktop.core.attendance_cells import ETHNIC_GROUPS
from desktop.core.workbook_read import heading_key
from desktop.ui import icons, theme
from desktop.ui.attendance_model import COLUMNS, NAME, OFFER, SALARIED, TROUBLE, Index
from desktop.ui.attendance_picks import CellPick, HouseholdPick
from desktop.ui.fields import LineField
from desktop.ui.pickers import Choice, PickField
from desktop.ui.theme import dp

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ETHNIC = tuple(Choice(name, name, words=heading_key(name)) for name in ETHNIC_GROUPS)
_FRAME = "QLineEdit {{border: 2px solid {}; border-radius: 0; min-height: 0; padding: 0 {}px}}"


class Cells(QStyledItemDelegate):
    """Draws the cells, and gives each the field it is typed into."""

    told = Signal(str)
    """A sentence about what is typed."""
    table_pasted = Signal()
    """More than one cell is pasted while a field is open."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field of a cell."""
        column = COLUMNS[index.column()]
        model: Any = index.model()
        field: LineField
        if column.field == "category":
            field = CellPick(model.choices)
        elif column.field == "household_id":
            field = HouseholdPick(model.register, model.person(index.row()), model.categories())
        elif column.field == "ethnic":
            field = CellPick(_ETHNIC, allow_new=True)
        else:
            field = LineField(LONGEST_NAME if column.field == "name" else LONGEST_TEXT)
            field.set_example({"sex": "m, n"}.get(column.field, ""))
        if isinstance(field, CellPick):
            field.set_example("")
            field.taken.connect(lambda: self._leave(field))
            field.left.connect(lambda on: self._leave(field, on=on))
            field.stuck.connect(self.told)
        field.setParent(parent)
        field.setFont(theme.font())
        field.setStyleSheet(_FRAME.format(theme.hexa("accent"), dp(7)))
        field.setAccessibleName(f"{column.title}, dòng {index.row() + 1}")
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands in the cell, ready to be typed over."""
        assert isinstance(editor, LineField)
        editor.set_value(index.data(Qt.ItemDataRole.EditRole) or None)
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Hand over what was typed."""
        assert isinstance(editor, LineField)
        text = editor.text()
        if isinstance(editor, PickField) and not editor.trouble():
            text = editor.value() or ""
        model.setData(index, text)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Lay the field over its cell; a narrow one grows to the right."""
        rect = QRect(option.rect)
        least = {"sex": 84, "category": 190, "ethnic": 150, "household_id": 260}.get(
            COLUMNS[index.column()].field, 0
        )
        rect.setWidth(max(rect.width(), dp(least)))
        rect.moveRight(min(rect.right(), self._view.viewport().width() - 1))
        editor.setGeometry(rect)

    def eventFilter(self, editor: Any, event: QEvent) -> bool:
        """Leave a field with Enter at once; a list takes its marked line first, by itself."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        if event.matches(QKeySequence.StandardKey.Paste) and _is_table(
            QGuiApplication.clipboard().text()
        ):
            self.table_pasted.emit()
            return True
        if isinstance(editor, PickField) and event.key() in (*_ENTER, *_TABS):
            return False
        if event.key() in _ENTER:
            self._leave(editor)
            return True
        return super().eventFilter(editor, event)

    def _leave(self, field: LineField, *, on: bool = True) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        self.commitData.emit(field)
        self.closeEditor.emit(field, hints.EditNextItem if on else hints.EditPreviousItem)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(dp(40), self._view.verticalHeader().defaultSectionSize())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell: amber where something should be looked at, a frame where typing goes."""
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        trouble = index.data(TROUBLE)
        painter.save()
        ground = "sel" if chosen else "warnTint" if trouble else "surface"
        if index.column() == 0 and not chosen and not trouble:
            ground = "sunken"
        painter.fillRect(rect, theme.colour(ground))
        painter.setPen(theme.colour("divider"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        self._write(painter, rect.adjusted(dp(9), 0, -dp(6), -1), index, bool(trouble))
        if index == self._view.currentIndex() and index.column():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, index: Index, trouble: bool) -> None:
        text, column = index.data() or "", index.column()
        ink, side = "text", Qt.AlignmentFlag.AlignLeft
        if column == SALARIED and text:
            size = dp(16)
            icons.paint(painter, QRect(rect.center() - QPoint(size // 2, size // 2 - 1), QSize(size, size)), "check", "accent")  # fmt: skip
            return
        if column == 0:
            ink, side = "warn" if trouble else "text3", Qt.AlignmentFlag.AlignRight
        if column == NAME and not text and index.row() == index.model().rowCount() - 1:
            text, ink = "Gõ họ tên…", "text3"
        offer = "" if text else index.data(OFFER)
        if offer:
            text, ink = f"{offer}?", "accent"
        painter.setFont(theme.font(-0.5 if column == 0 else 0))
        painter.setPen(QColor(theme.colour(ink)))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _is_table(text: str) -> bool:
    """Say whether the text is more than one cell."""
    return any(sign in text.strip("\r\n") for sign in "\t\r\n")
