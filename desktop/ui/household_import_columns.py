"""What is confirmed before a list of households is read: columns, old letters, year and category."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.attendance_cells import text_of
from desktop.core.household_columns import SKIP, Layout
from desktop.core.household_look import Answers, Looked, SheetLook, converted
from desktop.core.legacy_text import NAMES
from desktop.core.typed import show_number
from desktop.core.workbook_cells import letters_of
from desktop.ui import theme
from desktop.ui.combo_box import ComboBox
from desktop.ui.form_parts import Caption
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, ElidingLabel, icon_label, label, scrolled

_LOOKED_AT, _SAMPLES = 60, 3
_FIELD = 236


@dataclass(frozen=True)
class Begun:
    """A workbook looked at, and what a person can say of it: fields, categories, years."""

    looked: Looked
    fields: Mapping[str, str]
    categories: Mapping[str, str]
    years: Sequence[int]


class ConfirmPage(QWidget):
    """Three cards at most; tells whenever something is answered."""

    changed = Signal()

    def __init__(self, begun: Begun) -> None:
        super().__init__()
        self._begun = begun
        self._groups = list(_groups(begun.looked))
        self._group = next(
            (n for n, some in enumerate(self._groups) if some[0].name in begun.looked.chosen), 0
        )
        self.group, self.year, self.category = (ComboBox() for _ in range(3))
        self.sheets: dict[str, QCheckBox] = {}
        self.columns: dict[int, QComboBox] = {}
        self.convert = QRadioButton("Chuyển sang chữ Unicode như cột bên phải")
        self.leave = QRadioButton("Giữ nguyên như trong tệp")
        self._both = QButtonGroup(self)
        first = 1 if begun.looked.legacy else 0
        self._legacy_card = Card("1. Chữ viết bằng phông cũ")
        self._year_card = Card(f"{first + 1}. Năm của danh sách")
        self._columns_card = Card(f"{first + 2}. Trang tính và cột")
        self._columns_body = QVBoxLayout()
        self._lay_out()
        self._fill_years()
        self._show_group()
        for signal in (
            self.year.currentIndexChanged, self.category.currentIndexChanged,
            self._both.buttonToggled,
        ):  # fmt: skip
            signal.connect(lambda *_: self.changed.emit())
        self.group.currentIndexChanged.connect(self._group_changed)

    def looked(self) -> Looked:
        """Return the workbook with the sheets that are chosen."""
        some = self._groups[self._group]
        layout = some[0].layout or self._begun.looked.layout
        return replace(self._begun.looked, chosen=tuple(one.name for one in some), layout=layout)

    def answers(self) -> Answers:
        """Return what is said."""
        sheets = tuple(name for name, box in self.sheets.items() if box.isChecked())
        return Answers(
            sheets=sheets,
            columns={at: str(box.currentData()) for at, box in self.columns.items()},
            convert=self.convert.isChecked() if self._begun.looked.legacy else False,
            year=self.year.currentData(),
            category=self.category.currentData() or self._begun.looked.category or None,
        )

    def missing(self) -> str:
        """Return what is still to be said, as a sentence; empty when all is."""
        answers = self.answers()
        heads = list((answers.columns or {}).values()).count("head")
        if not answers.sheets:
            return "Chọn ít nhất một trang tính."
        if heads != 1:
            return "Chọn đúng một cột là họ tên chủ hộ."
        if self._begun.looked.legacy and self._both.checkedButton() is None:
            return "Xem mẫu chữ rồi chọn: chuyển sang Unicode hay giữ nguyên."
        if not answers.year:
            return "Chọn năm của danh sách."
        if self._needs_category() and not answers.category:
            return "Tệp không ghi hộ nào thuộc loại nào: chọn phân loại chung."
        return ""

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins: what must be said first."""
        looked = self._begun.looked
        unknown = [self.columns[at] for at in looked.layout.unknown if at in self.columns]
        if looked.legacy:
            return self.convert
        return self.year if not self.year.currentData() else (unknown or [self.year])[0]

    def _needs_category(self) -> bool:
        said = (self.answers().columns or {}).values()
        return self._begun.looked.needs_category and not any(
            name.startswith("category") for name in said
        )

    def _group_changed(self) -> None:
        self._group = self.group.currentIndex()
        self._show_group()
        self.changed.emit()

    def _column_changed(self) -> None:
        """A field stands in one column only: the other one is skipped."""
        box = self.sender()
        if isinstance(box, QComboBox) and box.currentData() not in (SKIP, "number"):
            for other in self.columns.values():
                if other is not box and other.currentData() == box.currentData():
                    with QSignalBlocker(other):
                        other.setCurrentIndex(other.findData(SKIP))
        self._category_row.setVisible(self._begun.looked.needs_category)
        self.changed.emit()

    def _show_group(self) -> None:
        """Show sheets and columns of a group of sheets with the same headings."""
        while (item := self._columns_body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        some = self._groups[self._group]
        layout = some[0].layout
        self.sheets = {
            one.name: QCheckBox(f"{one.name} ({show_number(one.count)} dòng)") for one in some
        }
        row = QWidget()
        boxes = QHBoxLayout(row)
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(dp(16))
        for name, box in self.sheets.items():
            box.setChecked(name in self._begun.looked.chosen or self._group > 0)
            box.toggled.connect(lambda _: self.changed.emit())
            boxes.addWidget(box)
        boxes.addStretch()
        row.setVisible(len(some) > 1)
        self._columns_body.addWidget(row)
        if layout is not None:
            self._columns_body.addWidget(self._grid(layout, some))

    def _grid(self, layout: Layout, some: Sequence[SheetLook]) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(dp(12))
        grid.setVerticalSpacing(dp(5))
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 4)
        for at, text in enumerate(("Cột", "Tiêu đề trong tệp", "Lấy làm", "Mấy dòng đầu")):
            grid.addWidget(label(text, -0.5, theme.SEMIBOLD, "text2"), 0, at)
        self.columns = {}
        for row, at in enumerate(sorted(layout.headings), start=1):
            unknown = at in layout.unknown
            box = self._field_box(layout.columns.get(at, SKIP), layout.headings[at])
            self.columns[at] = box
            tone = "warn" if unknown else "text"
            title = f"{layout.headings[at]} – chưa rõ là gì" if unknown else layout.headings[at]
            grid.addWidget(label(letters_of(at), 0, tone="text2"), row, 0)
            grid.addWidget(ElidingLabel(title, 0, tone=tone), row, 1)
            grid.addWidget(box, row, 2)
            grid.addWidget(ElidingLabel(self._samples(some, at), -0.5, tone="text2"), row, 3)
        return made

    def _field_box(self, name: str, heading: str) -> QComboBox:
        box = ComboBox()
        for key, words in self._begun.fields.items():
            box.addItem(words, key)
        if box.findData(name) < 0:
            box.addItem(name, name)
        box.setCurrentIndex(box.findData(name))
        box.setFixedWidth(dp(_FIELD))
        box.setMaxVisibleItems(16)
        box.setAccessibleName(f"Cột “{heading}” lấy làm")
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.currentIndexChanged.connect(self._column_changed)
        return box

    def _samples(self, some: Sequence[SheetLook], at: int) -> str:
        found: list[str] = []
        for sheet in some:
            last = sheet.layout.last if sheet.layout else 0
            for number, cells, fonts in sheet.rows[: last + _LOOKED_AT]:
                if number <= last or at not in cells or len(found) == _SAMPLES:
                    continue
                value = converted({at: cells[at]}, fonts, self._begun.looked.legacy)[at]
                text = text_of(value)
                if text and text not in found:
                    found.append(text)
        return "; ".join(found)

    def _fill_years(self) -> None:
        looked = self._begun.looked
        self.year.addItem("Chọn năm…", None)
        for year in sorted(
            {*self._begun.years, *([looked.year] if looked.year else [])}, reverse=True
        ):
            self.year.addItem(f"Năm {year}", year)
        self.year.setCurrentIndex(max(self.year.findData(looked.year), 0) if looked.year else 0)
        self.category.addItem("Chọn phân loại…", "")
        for code, name in self._begun.categories.items():
            self.category.addItem(name, code)
        self.category.setCurrentIndex(max(self.category.findData(looked.category), 0))

    def _lay_out(self) -> None:
        for place, some in enumerate(self._groups):
            names = ", ".join(one.name for one in some)
            self.group.addItem(f"{len(some)} trang: {names}" if len(some) > 1 else names, place)
        with QSignalBlocker(self.group):
            self.group.setCurrentIndex(self._group)
        self.group.setAccessibleName("Trang tính")
        self.group.setVisible(len(self._groups) > 1)
        self._columns_card.head.addWidget(self.group)
        self._columns_card.add(self._columns_body)
        self._fill_legacy()
        self._fill_year_card()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(24), dp(4), dp(24), dp(14))
        column.setSpacing(dp(12))
        asked = (self._legacy_card, self._year_card)
        for card in (*asked, self._columns_card):
            column.addWidget(card)
        column.addStretch()
        self._legacy_card.setVisible(self._begun.looked.legacy is not None)
        area = scrolled(body)
        area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _fill_legacy(self) -> None:
        guess = self._begun.looked.legacy
        if guess is None:
            return
        names = " và ".join(NAMES[one] for one in guess.encodings)
        why = "theo phông chữ của ô" if guess.by_font else "theo cách viết các chữ"
        text = f"Có vẻ tệp gõ bằng {names} ({why}). Chỉ chuyển khi được chọn; tệp không bị sửa."
        self._legacy_card.add(label(text, 0, tone="text2", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(12))
        grid.setVerticalSpacing(dp(3))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        for row, (before, after) in enumerate(guess.samples):
            grid.addWidget(ElidingLabel(before, 0, tone="text2"), row, 0)
            grid.addWidget(icon_label("chevron_right", "text3", 14), row, 1)
            grid.addWidget(ElidingLabel(after, 0, theme.SEMIBOLD), row, 2)
        self._legacy_card.add(grid)
        for one in (self.convert, self.leave):
            self._both.addButton(one)
            self._legacy_card.add(one)

    def _fill_year_card(self) -> None:
        told = self._begun.looked.year is not None
        words = (
            "Tệp ghi năm này; chọn năm khác nếu không đúng." if told else "Tệp không ghi rõ năm."
        )
        row = QHBoxLayout()
        row.setSpacing(dp(12))
        self.year.setAccessibleName("Năm của danh sách")
        self.category.setAccessibleName("Phân loại của các hộ trong danh sách")
        row.addWidget(self.year)
        row.addWidget(label(words, -0.5, tone="text2"))
        row.addStretch()
        self._category_row = QWidget()
        inside = QHBoxLayout(self._category_row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Caption("Các hộ trong danh sách là", required=True))
        inside.addWidget(self.category)
        self._category_row.setVisible(self._begun.looked.needs_category)
        row.addWidget(self._category_row)
        self._year_card.add(row)


def _groups(looked: Looked) -> Iterator[list[SheetLook]]:
    """Yield the sheets that are lists, those with the same headings together."""
    found: dict[str, list[SheetLook]] = {}
    for one in looked.sheets:
        if one.layout is not None:
            found.setdefault(one.layout.signature, []).append(one)
    yield from found.values()
