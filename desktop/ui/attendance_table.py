"""The table an attendance list is typed into: Enter and Tab go on, Ctrl+V takes what Excel copied."""

import csv
import io

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

from desktop.core.attendance import Sex
from desktop.core.attendance_cells import LABELS, ORDER
from desktop.ui import icons
from desktop.ui.attendance_delegate import Cells
from desktop.ui.attendance_model import COLUMNS, HOUSEHOLD, NAME, NOTE, SALARIED, AttendanceModel
from desktop.ui.theme import dp


class AttendanceView(QTableView):
    """The list as a sheet of cells."""

    pasted = Signal(str)
    told = Signal(str)
    """A sentence about what is typed."""
    removed = Signal(int)

    def __init__(self, model: AttendanceModel) -> None:
        super().__init__()
        self.table = model
        self._refused = False
        self.setModel(model)
        self.setAccessibleName("Danh sách người tham dự")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(dp(24))
        self.verticalHeader().setDefaultSectionSize(dp(34))
        cells = Cells(self)
        cells.told.connect(self.told)
        cells.table_pasted.connect(self._paste_table)
        self.setItemDelegate(cells)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        model.refused.connect(self._note_refusal)
        self._dress_columns()
        self.setColumnHidden(HOUSEHOLD, True)

    def finish(self) -> bool:
        """Take over what is being typed; False if it was refused."""
        self._refused = False
        field = self.focusWidget()
        if isinstance(field, QLineEdit) and self.viewport().isAncestorOf(field):
            self.commitData(field)
            self.closeEditor(field, QAbstractItemDelegate.EndEditHint.NoHint)
        return not self._refused

    def go_to(self, row: int, column: int = NAME) -> None:
        """Make a cell the current one and show it."""
        self.setCurrentIndex(self.table.index(row, column))
        self.scrollTo(self.currentIndex())
        self.setFocus()

    def show_households(self, *, shown: bool) -> None:
        """Show or leave out the column of households."""
        if self.isColumnHidden(HOUSEHOLD) == shown:
            self.setColumnHidden(HOUSEHOLD, not shown)
            self._fit()

    def copy(self) -> None:
        """Put one cell, or whole rows with their headings, on the clipboard for Excel."""
        cells = [one for one in self.selectedIndexes() if one.row() < len(self.table.rows)]
        if len(cells) == 1 and cells[0].column():
            QGuiApplication.clipboard().setText(cells[0].data())
            return
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow([LABELS[name] for name in ORDER])
        columns = {column.field: at for at, column in enumerate(COLUMNS)}
        for row in sorted({one.row() for one in cells}):
            sex = self.table.rows[row].sex
            special = {
                "male": "x" * (sex is Sex.MALE), "female": "x" * (sex is Sex.FEMALE),
            }  # fmt: skip
            writer.writerow(
                special[name] if name in special else self.table.text(row, columns[name])
                for name in ORDER
            )
        if cells:
            QGuiApplication.clipboard().setText(out.getvalue())

    def paste(self) -> None:
        """Ask the page to take what is on the clipboard."""
        self.pasted.emit(QGuiApplication.clipboard().text())

    def _paste_table(self) -> None:
        if self.finish():
            self.paste()

    def chosen_rows(self) -> list[int]:
        """Return the rows in which something is selected."""
        return sorted({one.row() for one in self.selectedIndexes()})

    def remove_chosen(self) -> None:
        """Take the chosen rows out of the list."""
        rows = self.chosen_rows()
        if count := self.table.remove(rows):
            self.go_to(min(rows[0], self.table.rowCount() - 1))
            self.removed.emit(count)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt closes a field: Enter and Tab go to the next cell, unless the text was refused."""
        kinds = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, kinds.NoHint)
        steps = {kinds.EditNextItem: 1, kinds.SubmitModelCache: 1, kinds.EditPreviousItem: -1}
        if hint in steps and not self._refused:
            self._go_on(steps[hint])
        self._refused = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a sheet: see the help page."""
        key, held = event.key(), event.modifiers()
        back = bool(held & Qt.KeyboardModifier.ShiftModifier)
        matches = event.matches
        if matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif matches(QKeySequence.StandardKey.Undo):
            self.table.undo()
        elif key in _GO_ON and not held & Qt.KeyboardModifier.ControlModifier:
            self._go_on(-1 if back else 1)
        elif key == Qt.Key.Key_Delete and not held:
            self._delete()
        elif held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_D:
            self._copy_above()
        elif self._is_cell_key(event):
            self._act_on_cell(event)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Z and Tab for the sheet while it has the keyboard."""
        if isinstance(event, QKeyEvent) and self.hasFocus():
            if event.type() == QEvent.Type.ShortcutOverride:
                if event.matches(QKeySequence.StandardKey.Undo):
                    event.accept()
                    return True
            elif event.type() == QEvent.Type.KeyPress and event.key() in _TABS:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a number chooses its row; one on a tick turns it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.column() == 0 and not event.modifiers():
            self.selectRow(index.row())
        elif index.column() == SALARIED and index == self.currentIndex():
            self._turn_tick()

    def _go_on(self, step: int) -> None:
        """Go to the next cell that can be typed into, over the end of the row."""
        index, wide = self.currentIndex(), NOTE
        if index.column() == HOUSEHOLD:  # households are looked for one below the other
            if 0 <= index.row() + step < len(self.table.rows):
                self.go_to(index.row() + step, HOUSEHOLD)
            return
        place = index.row() * wide + max(index.column() - 1, 0) + step
        if step > 0 and index.row() >= len(self.table.rows):
            place = index.row() * wide + step  # an empty row has nothing to go past
        row, column = divmod(max(place, 0), wide)
        if row < self.table.rowCount():
            self.go_to(row, column + 1)

    def _delete(self) -> None:
        """Remove rows where a number or a name is chosen, else empty the chosen cells."""
        cells = self.selectedIndexes()
        if any(one.column() <= NAME for one in cells):
            self.remove_chosen()
        else:
            self.table.clear(cells)

    def _copy_above(self) -> None:
        index = self.currentIndex()
        if index.row() and index.column():
            above = self.table.index(index.row() - 1, index.column())
            if self.table.setData(index, above.data()):
                self._go_on(1)

    def _is_cell_key(self, event: QKeyEvent) -> bool:
        """Say whether the key does something with the current cell itself."""
        keys = {SALARIED: (Qt.Key.Key_Space, Qt.Key.Key_X), HOUSEHOLD: (Qt.Key.Key_Space,)}
        if event.key() == Qt.Key.Key_F6:
            return not self.isColumnHidden(HOUSEHOLD)
        return event.key() in keys.get(self.currentIndex().column(), ())

    def _act_on_cell(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6:
            self.go_to(self.currentIndex().row(), HOUSEHOLD)
        elif self.currentIndex().column() == SALARIED:
            self._turn_tick()
        else:
            self._accept()

    def _turn_tick(self) -> None:
        index = self.currentIndex()
        self.table.setData(index, "" if index.data() else "x")

    def _accept(self) -> None:
        """Take the suggested household and go on to the next row."""
        if self.table.accept([self.currentIndex().row()]):
            self._go_on(1)

    def _note_refusal(self) -> None:
        self._refused = True

    def menu(self) -> QMenu:
        """Return what can be done with the chosen rows."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(icons.icon("copy"), "Chép\tCtrl+C", self.copy)
        menu.addAction("Dán\tCtrl+V", self.paste)
        menu.addAction("Lấy như dòng trên\tCtrl+D", self._copy_above)
        if any(row in self.table.offers for row in self.chosen_rows()):
            menu.addAction(
                icons.icon("house"), "Ghép với hộ gợi ý",
                lambda: self.table.accept(self.chosen_rows()),
            )  # fmt: skip
        menu.addSeparator()
        menu.addAction(icons.icon("delete"), "Bỏ dòng đã chọn", self.remove_chosen)
        return menu

    def _open_menu(self, place: QPoint) -> None:
        self.menu().popup(self.viewport().mapToGlobal(place))

    def _dress_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(dp(40))
        header.setFixedHeight(dp(36))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the columns narrower before the names."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        columns = COLUMNS[:HOUSEHOLD] if self.isColumnHidden(HOUSEHOLD) else COLUMNS
        room = self.viewport().width() - sum(dp(one.least) for one in columns)
        more = sum(dp(one.width - one.least) for one in columns if one.width)
        part = min(max(room / more, 0.0), 1.0)
        widths = [dp(one.least + (one.width - one.least) * part) for one in columns]
        widths[NAME] = dp(COLUMNS[NAME].least)
        widths[NAME] += max(self.viewport().width() - sum(widths), 0)
        for number, width in enumerate(widths):
            self.horizontalHeader().resizeSection(number, width)


_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_GO_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter, *_TABS)
