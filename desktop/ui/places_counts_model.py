"""The yearly counts of hamlets while they are typed: kept values, and what was changed on top."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.core import typed
from desktop.core.hamlet_years import HamletYear
from desktop.core.places_desk import COUNTS, Place
from desktop.core.typed import TypedError, show_date, show_number

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
TITLES = {
    "households": "Tổng số hộ", "poor": "Hộ nghèo", "near_poor": "Cận nghèo",
    "escaped": "Mới thoát",
}  # fmt: skip
FIRST = 1
"""The first column of numbers; before it stands the name."""
LARGEST = 99_999
SECOND = Qt.ItemDataRole.UserRole + 1
DIFFERS = Qt.ItemDataRole.UserRole + 2
CHANGED = Qt.ItemDataRole.UserRole + 3
_MOST_STEPS = 200

Edits = Mapping[tuple[str, str], int | None]


class CountsModel(QAbstractTableModel):
    """A row for each hamlet; what was typed stays until it is kept or dropped."""

    edited = Signal()
    refused = Signal(str)
    """What was typed is no number; the sentence says why."""

    def __init__(self, *, by_unit: bool = False, reads_only: bool = False) -> None:
        super().__init__()
        self.places: list[Place] = []
        self._known: list[Place] = []
        self.year = 0
        self.by_unit, self.reads_only = by_unit, reads_only
        self._edits: dict[tuple[str, str], int | None] = {}
        self._before: list[dict[tuple[str, str], int | None]] = []

    def know(self, places: Sequence[Place], year: int) -> None:
        """Learn all hamlets of a year; of another year nothing typed is left."""
        if year != self.year:
            self._edits, self._before = {}, []
        self._known, self.year = list(places), year

    def show(self, places: Sequence[Place]) -> None:
        """Show some of the hamlets; what was typed into others stays."""
        self.beginResetModel()
        self.places = list(places)
        self.endResetModel()

    def count_edits(self) -> int:
        """Return how many cells differ from what is kept."""
        return len(self._edits)

    def values(self) -> list[HamletYear]:
        """Return the counts of the hamlets in which something was typed, as they would be kept."""
        found = []
        for place in self._known:
            if self._is_touched(place):
                now = {name: self.count(place, name) for name in COUNTS}
                found.append(HamletYear(place.hamlet.id, self.year, **now))
        return found

    def trouble(self) -> str:
        """Return why what was typed cannot be kept, as a sentence; empty when it can."""
        for place in self._known:
            whole, *parts = (self.count(place, name) for name in COUNTS)
            known = sum(one for one in parts if one is not None)
            if self._is_touched(place) and whole is not None and known > whole:
                return (
                    f"{place.hamlet.full_name}: hộ nghèo, cận nghèo, mới thoát nghèo cộng lại là "
                    f"{show_number(known)}, nhiều hơn tổng số hộ {show_number(whole)}. Xem lại các số "
                    "này rồi lưu."
                )
        return ""

    def forget_edits(self) -> None:
        """Show what is kept; nothing can be taken back any more."""
        self._before = []
        self._change({}, keep=False)

    def undo(self) -> bool:
        """Take back what was typed last."""
        if not self._before:
            return False
        self._change(self._before.pop(), keep=False)
        return True

    def fill_counted(self) -> int:
        """Take the counts of the household register where nothing is entered; return how many."""
        edits = dict(self._edits)
        for place in self.places:
            for name in COUNTS:
                known = getattr(place.counted, name) if place.counted else None
                if known is not None and self.count(place, name) is None and place.is_there:
                    edits[place.hamlet.id, name] = known
        count = len(edits) - len(self._edits)
        self._change(edits)
        return count

    def count(self, place: Place, name: str) -> int | None:
        """Return a count as it stands now."""
        key = (place.hamlet.id, name)
        if key in self._edits:
            return self._edits[key]
        return place.count(name)

    def field_of(self, column: int) -> str:
        """Return the count that a column shows; empty for the name."""
        place = column - FIRST - self.by_unit
        return COUNTS[place] if 0 <= place < len(COUNTS) else ""

    def paste(self, row: int, column: int, text: str) -> int:
        """Write lines of tab-separated numbers from a cell on; return how many cells took one."""
        edits, taken = dict(self._edits), 0
        for down, line in enumerate(text.strip("\r\n").splitlines()):
            for right, cell in enumerate(line.split("\t")):
                name = self.field_of(column + right)
                if row + down >= len(self.places) or not name:
                    continue
                place = self.places[row + down]
                try:
                    value = _read(cell)
                except TypedError:
                    self.refused.emit(f"“{cell.strip()}” không phải số nên không dán được ô đó.")
                    continue
                if place.is_there:
                    self._put(edits, place, name, value)
                    taken += 1
        self._change(edits)
        return taken

    def clear(self, cells: Iterable[Index]) -> None:
        """Empty cells."""
        edits = dict(self._edits)
        for cell in cells:
            name, place = self.field_of(cell.column()), self.places[cell.row()]
            if name and place.is_there:
                self._put(edits, place, name, None)
        self._change(edits)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks how many rows."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks how many columns."""
        return 0 if parent.isValid() else FIRST + self.by_unit + len(COUNTS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt asks what can be done with a cell."""
        flag = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed_into = self.field_of(index.column()) and self.places[index.row()].is_there
        return flag | Qt.ItemFlag.ItemIsEditable if typed_into and not self.reads_only else flag

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt asks what stands in a cell."""
        place, name = self.places[index.row()], self.field_of(index.column())
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.EditRole:
            return self._text(place, name, index.column())
        if role == SECOND:
            return self._second(place, name, index.column())
        if role == DIFFERS:
            return bool(name) and self._differs(place, name)
        if role == CHANGED:
            return (place.hamlet.id, name) in self._edits
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(place, name, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(place, name)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt brings what was typed; what is no number is refused with a sentence."""
        name, place = self.field_of(index.column()), self.places[index.row()]
        if role != Qt.ItemDataRole.EditRole or not name or not place.is_there:
            return False
        try:
            number = _read(str(value))
        except TypedError as error:
            self.refused.emit(error.reason)
            return False
        edits = dict(self._edits)
        self._put(edits, place, name, number)
        self._change(edits)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Qt asks for a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        name = self.field_of(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if name else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[name] if name else "Đơn vị" if section else "Thôn, buôn, tổ dân phố"
        return None

    def _text(self, place: Place, name: str, column: int) -> str:
        if name:
            number = self.count(place, name)
            return "" if number is None else show_number(number)
        return place.unit if column else place.hamlet.full_name

    def _second(self, place: Place, name: str, column: int) -> str:
        if name:
            known = getattr(place.counted, name, None) if place.counted else None
            return "" if known is None else f"sổ hộ: {show_number(known)}"
        return "" if column else valid_words(place)

    def _differs(self, place: Place, name: str) -> bool:
        counted = getattr(place.counted, name, None) if place.counted else None
        number = self.count(place, name)
        return counted is not None and number is not None and counted != number

    def _said(self, place: Place, name: str, column: int) -> str:
        second = self._second(place, name, column)
        text = self._text(place, name, column) or "chưa nhập"
        head = f"{place.hamlet.full_name}, {TITLES[name]}: {text}" if name else text
        return f"{head} · {second}" if second else head

    def _tip(self, place: Place, name: str) -> str | None:
        if name and self._differs(place, name):
            return (
                "Số nhập khác số đếm từ sổ hộ. Báo cáo dùng số nhập; hãy xem lại bên nào chưa đúng."
            )
        if name and not place.is_there:
            return f"Nơi này không còn trong năm {self.year} nên không nhập số."
        return None

    def _is_touched(self, place: Place) -> bool:
        return any((place.hamlet.id, name) in self._edits for name in COUNTS)

    def _put(
        self, edits: dict[tuple[str, str], int | None], place: Place, name: str, number: int | None
    ) -> None:
        """Note what was typed; the kept value again is no change."""
        key = (place.hamlet.id, name)
        if place.count(name) == number:
            edits.pop(key, None)
        else:
            edits[key] = number

    def _change(self, edits: dict[tuple[str, str], int | None], *, keep: bool = True) -> None:
        if edits == self._edits:
            return
        if keep:
            self._before = [*self._before[1 - _MOST_STEPS :], self._edits]
        self._edits = edits
        last = self.index(max(len(self.places) - 1, 0), self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()


def valid_words(place: Place) -> str:
    """Return "đến 30/06/2025, nhập vào Buôn Đŭng", or nothing for one that was always there."""
    one, parts = place.hamlet, []
    if one.valid_from:
        parts.append(f"từ {show_date(one.valid_from)}")
    if one.valid_to:
        parts.append(f"đến {show_date(one.valid_to)}")
    words = " ".join(parts)
    if place.successor:
        words += f"{', ' if words else ''}nay là {place.successor}"
    return words


def _read(text: str) -> int | None:
    """Return the number of a cell, None where it is empty. Raises TypedError."""
    written = text.strip()
    return typed.parse_number(written, least=0, most=LARGEST) if written else None
