"""What a list of households would change: errors first, then new, changed, twins, new hamlets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.household_changes import Change, NewHamlet, RowResult
from desktop.core.household_import import BadCell, Ready
from desktop.core.household_twins import Twins
from desktop.core.households import Household
from desktop.core.typed import show_number
from desktop.ui import chips
from desktop.ui.combo_box import ComboBox
from desktop.ui.import_preview import Wrapped
from desktop.ui.list_card import list_card
from desktop.ui.notices import Banner
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Chip, label, scrolled

ERRORS, NEW, CHANGED, TWINS, PLACES, GONE = range(6)
_NAMES = (
    "Lỗi", "Thêm mới", "Sửa đổi", "Có thể trùng", "Thôn, buôn mới", "Không có trong tệp",
)  # fmt: skip
_REASON = 3
"""The column of the errors that is as high as its text."""
_MOST_NAMES = 4


class ResultPage(QWidget):
    """A chip and a table for each kind of thing the list brings."""

    changed = Signal()
    hamlets_changed = Signal()
    """An unknown hamlet is said to be a known one, or no more."""

    def __init__(self, categories: Mapping[str, str]) -> None:
        super().__init__()
        self._categories = categories
        self.ready: Ready | None = None
        self.banner = Banner("ok", "")
        self.skip = QCheckBox("")
        self.chips = [Chip(name) for name in _NAMES]
        self.tables = self._tables()
        self._wrapped = Wrapped(self.tables[ERRORS])
        self.tables[ERRORS].setItemDelegateForColumn(_REASON, self._wrapped)
        self.places: dict[str, QComboBox] = {}
        self._places_area = scrolled()
        self._lay_out()
        self.skip.toggled.connect(lambda _: self.changed.emit())

    def show_ready(self, ready: Ready) -> None:
        """Show what would come in."""
        before = self.ready
        self.ready = ready
        cuts = self._cuts(ready)
        for chip, some in zip(self.chips, cuts, strict=True):
            chip.set_count(len(some))
            chip.setVisible(bool(some))
        for number, view in self.tables.items():
            view.reload(cuts[number])
        if before is None:
            self._show_places(ready.new_hamlets)
        stopped = ready.count(Change.STOPPED)
        self.skip.setText(f"Bỏ qua {show_number(stopped)} dòng lỗi, nhận các dòng còn lại")
        self.skip.setVisible(bool(stopped and self.count()))
        self._say(ready, stopped)
        filled = next((number for number, some in enumerate(cuts) if some), NEW)
        self.choose(filled if before is None else self._chosen())
        QTimer.singleShot(0, self, self._fit)

    def count(self) -> int:
        """Return how many households would be written."""
        if self.ready is None:
            return 0
        return self.ready.count(Change.NEW) + self.ready.count(Change.CHANGED)

    def may_take(self) -> bool:
        """Say whether the list can be taken in as it stands."""
        stopped = self.ready.count(Change.STOPPED) if self.ready else 0
        return self.count() > 0 and (not stopped or self.skip.isChecked())

    def hamlets(self) -> Mapping[str, str]:
        """Return which known hamlet (id) each unknown name means; those that are new are left out."""
        said = {name: str(box.currentData()) for name, box in self.places.items()}
        return {name: key for name, key in said.items() if key}

    def choose(self, number: int) -> None:
        """Show a kind."""
        chips.check(self.chips, number)
        self._stack.setCurrentIndex(number)
        self._note.setText(_NOTES[number])

    def copy_errors(self) -> None:
        """Put the errors on the clipboard, tab-separated, as Excel and Zalo take them."""
        found: Sequence[BadCell] = self.ready.problems if self.ready else ()
        rows = [("Trang tính", "Ô", "Giá trị", "Vì sao và cách sửa")]
        rows += [(one.sheet, one.cell, one.value, one.reason) for one in found]
        lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the reasons anew."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self._wrapped.fit(self.tables[ERRORS], _REASON)

    def _chosen(self) -> int:
        return chips.checked(self.chips, NEW)

    def _cuts(self, ready: Ready) -> tuple[Sequence[Any], ...]:
        rows = {change: [o for o in ready.rows if o.change is change] for change in Change}
        return (
            ready.problems, rows[Change.NEW], rows[Change.CHANGED], ready.twins,
            ready.new_hamlets or tuple(self.places), ready.gone,
        )  # fmt: skip

    def _say(self, ready: Ready, stopped: int) -> None:
        if stopped and self.count():
            kind, text = (
                "warn",
                (
                    "Sửa các ô dưới đây trong Excel, lưu lại rồi nhập lại tệp; hoặc đánh dấu bỏ qua ở "
                    "cuối hộp này."
                ),
            )
        elif stopped:
            kind, text = "bad", "Chưa nhận được dòng nào. Sửa các ô dưới đây rồi nhập lại tệp."
        elif not self.count():
            kind, text = "info", "Mọi hộ của tệp đã có trong sổ và không đổi, không cần nhận lại."
        else:
            kind, text = "ok", "Các dòng đều đọc được. Nhận xong vẫn có thể hoàn tác."
        same = ready.count(Change.UNCHANGED)
        more = f" {show_number(same)} hộ đã có và không đổi." if same and self.count() else ""
        self.banner.say(kind, text + more)

    def _show_places(self, found: Sequence[NewHamlet]) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setHorizontalSpacing(dp(14))
        grid.setVerticalSpacing(dp(6))
        grid.setColumnStretch(0, 1)
        for row, one in enumerate(found):
            box = ComboBox()
            box.addItem(f"Thêm mới {one.hamlet.full_name}", "")
            for near in one.near:
                box.addItem(f"Là {near.full_name} đã có", near.id)
            box.setFixedWidth(dp(300))
            box.setAccessibleName(f"“{one.written}” là")
            box.currentIndexChanged.connect(lambda _: self.hamlets_changed.emit())
            self.places[one.written] = box
            words = f"“{one.written}” · {show_number(one.rows)} hộ"
            grid.addWidget(label(words, 0, wrap=True), row, 0)
            grid.addWidget(box, row, 1)
        grid.setRowStretch(len(found), 1)
        self._places_area.setWidget(body)
        body.setAutoFillBackground(False)

    def _tables(self) -> dict[int, TableView]:
        row = Column("row", "Dòng", lambda one: str(one.draft.row), right=True, width=70)
        head = Column("head", "Chủ hộ", lambda one: one.draft.head, second=_under)
        category = Column("category", "Phân loại", self._category, width=170)
        lacks = Column("lacks", "Thiếu hụt", _lacks, width=120)
        fields = Column("fields", "Thay đổi", lambda one: ", ".join(one.fields), width=380,
                        tip=lambda one: "\n".join(one.fields))  # fmt: skip
        bad = [
            Column("sheet", "Trang tính", lambda one: one.sheet, width=130),
            Column("cell", "Ô", lambda one: one.cell, width=84),
            Column("value", "Giá trị", lambda one: one.value or "(trống)", width=150),
            Column("text", "Vì sao và cách sửa", lambda one: one.reason),
        ]
        twins = [
            Column("reason", "Vì sao", lambda one: one.reason, width=330),
            Column("names", "Các hộ", _twin_names),
        ]
        gone = [
            Column("head", "Chủ hộ", lambda one: one.head),
            Column("code", "Mã hộ", lambda one: one.code or "–", width=160),
        ]
        return {
            ERRORS: _table("Các ô sai", bad, lambda one: (one.sheet, one.cell, one.reason)),
            NEW: _table("Hộ thêm mới", [row, head, category, lacks], _place_of_row),
            CHANGED: _table("Hộ sửa đổi", [row, head, category, fields], _place_of_row),
            TWINS: _table("Hộ có thể trùng", twins, _twin_names),
            GONE: _table("Hộ không có trong tệp", gone, lambda one: one.id),
        }

    def _category(self, one: RowResult) -> str:
        return self._categories.get(one.draft.category, "–")

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for number in range(len(_NAMES)):
            self._stack.addWidget(self.tables.get(number, self._places_area))
        card = list_card(self._stack)
        self._note = label("", -0.5, tone="text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(4), dp(24), dp(12))
        column.setSpacing(dp(10))
        column.addWidget(self.banner)
        column.addLayout(chips.row(self.chips, self.choose))
        column.addWidget(card, 1)
        column.addWidget(self._note)
        column.addWidget(self.skip)


_NOTES = (
    "Ô ghi theo tệp gốc: C12 là cột C, dòng 12.",
    "Hộ chưa có trong sổ, sẽ được thêm.",
    "Hộ đã có, tìm theo mã hộ, hoặc theo họ tên và thôn, buôn. Năm khác của hộ giữ nguyên.",
    "Chỉ để xem lại: vẫn nhận, rồi gộp ở tab Hộ nếu đúng là một hộ.",
    "Nơi chưa có trong sổ. Nếu chỉ là viết khác tên đã có thì chọn nơi đó, kẻo thành hai nơi.",
    "Hộ trong sổ của năm này mà tệp không có. Không bị xóa; sửa từng hộ nếu đã thoát nghèo, chuyển đi.",
)


def _table(name: str, columns: list[Column], identity: Callable[[Any], object]) -> TableView:
    made = TableView(ValueTable(columns, identity), row_height=46, many=True)
    made.table.setParent(made)
    made.setAccessibleName(name)
    return made


def _place_of_row(one: RowResult) -> tuple[str, int]:
    return one.draft.sheet, one.draft.row


def _under(one: RowResult) -> str:
    parts = (one.draft.hamlet, one.draft.code, one.draft.ethnic)
    return " · ".join(part for part in parts if part)


def _lacks(one: RowResult) -> str:
    return f"{len(one.draft.lacks)} chỉ số" if one.draft.lacks else "–"


def _twin_names(one: Twins) -> str:
    return "; ".join(_named(each) for each in one.households[:_MOST_NAMES])


def _named(one: Household) -> str:
    return f"{one.head} ({one.code})" if one.code else one.head
