"""The rows of an attendance list while it is typed: a value each, with an empty row at the end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.core import attendance, attendance_households
from desktop.core.attendance import LONGEST_NAME, LONGEST_TEXT, MOST_PEOPLE, Person, Sex
from desktop.core.attendance_cells import ETHNIC_GROUPS, category_of, is_tick, sex_of
from desktop.core.attendance_households import EMPTY, Known, Register
from desktop.core.texts import nfc
from desktop.core.typed import show_number
from desktop.core.workbook_read import heading_key
from desktop.ui.attendance_picks import shown
from desktop.ui.fields import cut_to
from desktop.ui.pickers import Choice, the_one

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SEX_NAMES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ", Sex.UNKNOWN: ""}
TROUBLE = Qt.ItemDataRole.UserRole
"""What should be looked at in a row."""
OFFER = Qt.ItemDataRole.UserRole + 1
"""The head of the household that is suggested for a row."""
FULL = f"Một danh sách có nhiều nhất {show_number(MOST_PEOPLE)} người."

_SEX_KEYS = {"m": Sex.MALE, "n": Sex.FEMALE, "": Sex.UNKNOWN}
_ETHNIC = {heading_key(name): name for name in ETHNIC_GROUPS}
_MOST_STEPS = 200
_BY_KEY = ("category", "household_id")
"""Fields whose cell is edited by what is kept, not by what is shown."""


@dataclass(frozen=True)
class Column:
    """A column of the list; `width` and the least that is still read are in dp."""

    field: str
    title: str
    width: int
    least: int
    tip: str = ""


COLUMNS = (
    Column("number", "TT", 42, 42),
    Column("name", "Họ và tên", 0, 168),
    Column("sex", "Giới", 60, 60, "Gõ m là Nam, n là Nữ"),
    Column("ethnic", "Dân tộc", 84, 78, "Gõ không dấu cũng được: ede, kinh, mnong"),
    Column("address", "Địa chỉ", 136, 96, "Chức vụ, đơn vị; hoặc thôn, buôn, tổ dân phố"),
    Column(
        "category", "Đối tượng", 130, 94, "Gõ số hoặc vài chữ: 1 là hộ nghèo, 2 là hộ cận nghèo"
    ),
    Column("salaried", "Lương", 70, 68, "Hưởng lương từ ngân sách: nhấn phím cách hoặc x"),
    Column("note", "Ghi chú", 84, 76),
    Column(
        "household_id", "Hộ trong sổ", 140, 104,
        "Hộ của người này trong sổ hộ: gõ vài chữ của chủ hộ hoặc mã hộ; phím cách nhận gợi ý. "
        "F6: tới cột này",
    ),
)  # fmt: skip
"""The name takes what the others leave. Households have no column while the register has none."""
NAME, SALARIED, NOTE, HOUSEHOLD = 1, 6, 7, 8
_EMPTY = Person(name="")


class AttendanceModel(QAbstractTableModel):
    """The people of a list; every change can be taken back."""

    edited = Signal()
    refused = Signal(str)
    """What was typed cannot be used; the sentence says why."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Person] = []
        self.choices: tuple[Choice, ...] = ()
        self.register: Register = EMPTY
        self.offers: dict[int, Known] = {}
        self._short: dict[str, str] = {}
        self._before: list[list[Person]] = []
        self._troubles: dict[int, str] = {}

    def show(self, people: Sequence[Person], categories: Mapping[str, str]) -> None:
        """Show a list as it is kept; nothing can be taken back yet."""
        self.choices = tuple(
            Choice(code, name, number)
            for number, (code, name) in enumerate(categories.items(), start=1)
        )
        self._short = {code: _short(name) for code, name in categories.items()}
        self._before = []
        self._reset(list(people))

    def know(self, register: Register) -> None:
        """Offer these households from now on."""
        self.register = register
        self._find_offers()
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows), len(COLUMNS) - 1))

    def accept(self, rows: Iterable[int]) -> int:
        """Choose the households that are suggested for these rows; return how many."""
        wanted = {row: self.offers[row] for row in rows if row in self.offers}
        if wanted:
            self._change(attendance_households.confirmed(self.rows, wanted))
        return len(wanted)

    def person(self, row: int) -> Person:
        """Return the person of a row; nobody in the empty one at the end."""
        return self.rows[row] if row < len(self.rows) else _EMPTY

    def categories(self) -> dict[str, str]:
        """Return the names of the categories by code."""
        return {str(one.value): one.text for one in self.choices}

    def people(self) -> tuple[Person, ...]:
        """Return the rows that hold something."""
        return tuple(one for one in self.rows if one != _EMPTY)

    def nameless(self) -> int:
        """Return the first row that holds something but no name, or -1."""
        rows = (row for row, one in enumerate(self.rows) if not one.name and one != _EMPTY)
        return next(rows, -1)

    def step(self) -> int:
        """Return a mark for what was done last."""
        return len(self._before)

    def add(self, people: Sequence[Person]) -> int:
        """Put people at the end; return how many found room."""
        rows = [one for one in self.rows if one != _EMPTY]
        taken = list(people[: MOST_PEOPLE - len(rows)])
        if taken:
            self._change(rows + taken)
        return len(taken)

    def remove(self, rows: Iterable[int]) -> int:
        """Take rows out; return how many there were."""
        gone = {row for row in rows if row < len(self.rows)}
        if gone:
            self._change([one for row, one in enumerate(self.rows) if row not in gone])
        return len(gone)

    def fill(self, row: int, column: int, texts: Sequence[str]) -> tuple[int, list[str]]:
        """Write texts down a column from a row on; return how many fitted, and the refused ones."""
        rows, refused, count = list(self.rows), list[str](), 0
        for place, text in zip(range(row, len(rows)), texts, strict=False):
            try:
                rows[place] = self._changed(rows[place], column, text)
                count += 1
            except ValueError:
                refused.append(nfc(text))
        if rows != self.rows:
            self._change(rows)
        return count, refused

    def clear(self, cells: Iterable[Index]) -> None:
        """Empty cells."""
        rows = list(self.rows)
        for cell in cells:
            if cell.row() < len(rows) and COLUMNS[cell.column()].field != "number":
                rows[cell.row()] = self._changed(rows[cell.row()], cell.column(), "")
        if rows != self.rows:
            self._change(rows)

    def undo(self) -> bool:
        """Take back what was done last."""
        if not self._before:
            return False
        self._reset(self._before.pop())
        self.edited.emit()
        return True

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        field = COLUMNS[column].field
        if field == "number":
            return str(row + 1)
        if row >= len(self.rows):
            return ""
        value = getattr(self.rows[row], field)
        shown: dict[str, Callable[[Any], str]] = {
            "sex": lambda value: SEX_NAMES[value],
            "category": lambda value: self._short.get(value, value),
            "salaried": lambda value: "x" if value else "",
            "household_id": self._household,
        }
        return shown[field](value) if field in shown else str(value)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks how many rows: one more than people."""
        room = len(self.rows) < MOST_PEOPLE
        return 0 if parent.isValid() else len(self.rows) + room

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Qt asks how many columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt asks what can be done with a cell."""
        flag = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = index.column() not in (0, SALARIED)
        return flag | Qt.ItemFlag.ItemIsEditable if typed else flag

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt asks what stands in a cell."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.EditRole and COLUMNS[column].field in _BY_KEY:
            return getattr(self.person(row), COLUMNS[column].field) or ""
        if role == Qt.ItemDataRole.EditRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            offer = self._offer(row, column)
            empty = f"trống, gợi ý {offer}" if offer else "trống"
            return f"{COLUMNS[column].title}: {self.text(row, column) or empty}"
        if role == TROUBLE:
            return self._troubles.get(row, "")
        if role == OFFER:
            return self._offer(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column) or None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt brings what was typed; what cannot be read is refused with a sentence."""
        row, column = index.row(), index.column()
        if role != Qt.ItemDataRole.EditRole:
            return False
        before = self.rows[row] if row < len(self.rows) else _EMPTY
        try:
            after = self._changed(before, column, str(value))
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        if after != before:
            new = row >= len(self.rows)
            self._change([*self.rows[:row], after, *self.rows[row + 1 :]], None if new else row)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Qt asks for a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return COLUMNS[section].tip or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _changed(self, person: Person, column: int, text: str) -> Person:
        """Return the person with a cell changed. Raises ValueError with a sentence."""
        field, text = COLUMNS[column].field, nfc(text)
        value: Any = cut_to(text, LONGEST_NAME if field == "name" else LONGEST_TEXT)
        if field == "sex":
            value = _read_sex(text)
        elif field == "ethnic":
            value = _ETHNIC.get(heading_key(text), value)
        elif field == "category":
            value = self._read_category(text)
        elif field == "household_id":
            return attendance_households.chosen(person, self._read_household(text))
        elif field == "salaried":
            value = is_tick(text)
            if value is None:
                raise ValueError(f"“{text}” không phải dấu. Gõ x nếu hưởng lương.")
        return replace(person, **{field: value})

    def _read_category(self, text: str) -> str:
        names = {one.value: one.text for one in self.choices}
        code = "" if not text else category_of(text, names)
        one = the_one(self.choices, text) if code is None else None
        if one is not None:
            return str(one.value)
        if code is None:
            reason = f"Không có đối tượng “{text}”. Hãy gõ số hoặc vài chữ rồi chọn."
            raise ValueError(reason)
        return code

    def _read_household(self, text: str) -> Known | None:
        known = attendance_households.meant(self.register, text) if text else None
        if text and known is None:
            raise ValueError(attendance_households.why_not(self.register, text))
        return known

    def _household(self, key: str | None) -> str:
        """Return how the household of a row is called; one that has gone is said to be chosen."""
        if not key:
            return ""
        known = self.register.by_id.get(key)
        return known.head if known else "(đã ghép)"

    def _offer(self, row: int, column: int) -> str:
        return self.offers[row].head if column == HOUSEHOLD and row in self.offers else ""

    def _tip(self, row: int, column: int) -> str:
        known = self.register.by_id.get(self.person(row).household_id or "")
        if column == HOUSEHOLD and row in self.offers:
            return f"Gợi ý: {shown(self.offers[row], self.categories())}. Nhấn phím cách để nhận."
        if column == HOUSEHOLD and known:
            return shown(known, self.categories())
        return self._troubles.get(row) or self.text(row, column)

    def _change(self, rows: list[Person], row: int | None = None) -> None:
        """Show other rows, or only one other row; the ones before can be brought back."""
        self._before = [*self._before[1 - _MOST_STEPS :], self.rows]
        if row is None:
            self._reset(rows)
        else:
            self.rows = rows
            self._find_troubles()
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
        self.edited.emit()

    def _reset(self, rows: list[Person]) -> None:
        had, has = self.rowCount(), len(rows) + (len(rows) < MOST_PEOPLE)
        if has > had:
            self.beginInsertRows(NOWHERE, had, has - 1)
        elif has < had:
            self.beginRemoveRows(NOWHERE, has, had - 1)
        self.rows = rows
        self._find_troubles()
        if has > had:
            self.endInsertRows()
        elif has < had:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(0, 0), self.index(has - 1, len(COLUMNS) - 1))

    def _find_offers(self) -> None:
        self.offers = attendance_households.suggest(self.register, self.rows)

    def _find_troubles(self) -> None:
        self._find_offers()
        self._troubles = {
            row: "Dòng này chưa có họ tên."
            for row, one in enumerate(self.rows)
            if not one.name and one != _EMPTY
        }
        for same in attendance.repeated(self.rows):
            numbers = ", ".join(str(row + 1) for row in same)
            self._troubles |= dict.fromkeys(same, f"Trùng họ tên và địa chỉ: các dòng {numbers}.")


def _read_sex(text: str) -> Sex:
    sex = _SEX_KEYS.get(text.casefold(), sex_of(text))
    if sex is None:
        raise ValueError(f"Không rõ “{text}” là nam hay nữ. Gõ m là Nam, n là Nữ.")
    return sex


def _short(name: str) -> str:
    """Return "Cận nghèo" for "Hộ cận nghèo"."""
    return name.removeprefix("Hộ ").capitalize() if name.startswith("Hộ ") else name
