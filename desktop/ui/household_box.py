"""The form of a household: who, where, and for each year its category and what it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.core.attendance_cells import ETHNIC_GROUPS
from desktop.core.households import Household, Yearly
from desktop.core.places_desk import Sheet
from desktop.core.workbook_read import heading_key
from desktop.ui import theme
from desktop.ui.combo_box import ComboBox
from desktop.ui.dialogs import foot, room
from desktop.ui.fields import TextEdit
from desktop.ui.form_parts import Caption
from desktop.ui.notices import Banner
from desktop.ui.pickers import Choice, PickField
from desktop.ui.screen import Screen, on_keys
from desktop.ui.theme import dp
from desktop.ui.typed_box import TypedBox
from desktop.ui.typed_fields import DateField
from desktop.ui.widgets import button, label, line, scrolled

_NOTHING = "Chưa phân loại năm này"
_LONGEST_CODE, _LONGEST_NAME, _LONGEST_NOTE = 30, 120, 500
_ETHNIC = tuple(Choice(name, name, words=heading_key(name)) for name in ETHNIC_GROUPS)


@dataclass(frozen=True)
class Refused:
    """What was typed and could not be kept, and why: the form is shown again with it."""

    household: Household
    years: Mapping[int, Yearly | None]
    reason: str


class HouseholdBox(TypedBox):
    """Accepted when the household shall be kept as it stands here."""

    def __init__(
        self, page: Screen, sheet: Sheet, year: int, refused: Refused | None = None
    ) -> None:
        super().__init__(page)
        self._sheet, self._shown = sheet, refused.household if refused else sheet.household
        self._years: dict[int, Yearly | None] = {
            **sheet.years,
            **(refused.years if refused else {}),
        }
        self._year = year
        new = sheet.is_new
        self.setWindowTitle("Thêm hộ" if new else "Sửa hộ")
        self.setAccessibleName(self.windowTitle())
        self.head, self.code = TextEdit(_LONGEST_NAME), TextEdit(_LONGEST_CODE)
        self.place = PickField(
            [Choice(one.id, one.full_name) for one in sheet.hamlets]
        ).leading_on()
        self.ethnic = PickField(_ETHNIC, allow_new=True).leading_on()
        self.gone = DateField(lambda: sheet.today)
        self.note = TextEdit(_LONGEST_NOTE)
        self.year_box, self.category = ComboBox(), ComboBox()
        self.copy_button = button("Lấy như năm trước", "link", "copy")
        self.standard = label("", -1, tone="text2", wrap=True)
        self.ticks: dict[str, QCheckBox] = {}
        self._tick_grid = QGridLayout()
        self.problem = Banner("bad", refused.reason if refused else "")
        self.problem.setVisible(refused is not None)
        self.keep_button = button("Lưu", "primary", "save", "Ctrl+S")
        self.cancel_button = button("Hủy")
        self._lay_out()
        self._fill()
        self._connect()
        self._show_year()
        self.resize(dp(760), min(dp(640), room(self)))
        self.head.setFocus()
        if refused is not None:
            self.at_first = []  # it is not what is kept

    def stands(self) -> list[str]:
        """Return what would be kept, and what is typed in its fields."""
        fields = (self.head, self.code, self.place, self.ethnic, self.gone, self.note)
        return [str(self.value()), str(self.years()), *(one.text() for one in fields)]

    def value(self) -> Household:
        """Return the household as it stands here."""
        return replace(
            self._sheet.household,
            head=self.head.value(), code=self.code.value(), hamlet_id=self.place.value(),
            ethnic=self.ethnic.value() or "", gone_on=self.gone.value(), note=self.note.value(),
        )  # fmt: skip

    def years(self) -> Mapping[int, Yearly | None]:
        """Return category and lacks of the years that were changed; None: not on the lists."""
        self._keep_year()
        known = self._sheet.years
        return {year: one for year, one in self._years.items() if known.get(year) != one}

    def show_year(self, year: int) -> None:
        """Show another year."""
        self.year_box.setCurrentIndex(self.year_box.findData(year))

    def try_to_keep(self) -> None:
        """Close if nothing is missing, else say what is."""
        wrong = self._wrong()
        if wrong is None:
            self.accept()
            return
        self.problem.say("bad", wrong[1])
        self.problem.show()
        wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrong(self) -> tuple[QWidget, str] | None:
        if not self.head.value():
            return (
                self.head,
                "Chưa có họ tên chủ hộ. Hãy gõ tên như trong danh sách của xã, phường.",
            )
        for box in (self.head, self.code, self.place, self.ethnic, self.gone, self.note):
            if trouble := box.trouble():
                return box, trouble
        return None

    def _keep_year(self) -> None:
        """Note what stands here for the year that is shown."""
        code = self.category.currentData()
        lacks = frozenset(key for key, tick in self.ticks.items() if tick.isChecked())
        if code:
            kept = self._years.get(self._year)
            shown = set(self.ticks)
            rest = frozenset(one for one in kept.lacks if one not in shown) if kept else frozenset()
            self._years[self._year] = Yearly(code, lacks | rest)
        elif self._year in self._years or self._year in self._sheet.years:
            self._years[self._year] = None

    def _turn_year(self) -> None:
        self._keep_year()
        self._year = int(self.year_box.currentData())
        self._show_year()

    def _show_year(self) -> None:
        one = self._years.get(self._year)
        with QSignalBlocker(self.category):
            self.category.setCurrentIndex(
                max(self.category.findData(one.category if one else ""), 0)
            )
        self._show_ticks(one.lacks if one else frozenset())
        before = self._years.get(self._year - 1)
        self.copy_button.setVisible(before is not None and one is None)
        self._allow_ticks()

    def _show_ticks(self, lacks: frozenset[str]) -> None:
        while (item := self._tick_grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.ticks = {}
        standard = self._sheet.standards.get(self._year, ())
        self.standard.setText(
            standard[0].standard_name if standard else "Chưa có chuẩn nghèo cho năm này."
        )
        half = -(-len(standard) // 2)
        for number, one in enumerate(standard):
            tick = QCheckBox(one.name)
            tick.setChecked(one.indicator in lacks)
            tick.setToolTip(f"{one.dimension}. {one.threshold}" if one.threshold else one.dimension)
            self.ticks[one.indicator] = tick
            self._tick_grid.addWidget(tick, number % half, number // half)

    def _allow_ticks(self) -> None:
        known = bool(self.category.currentData())
        for tick in self.ticks.values():
            tick.setEnabled(known)

    def _copy_year(self) -> None:
        """Take category and lacks of the year before, as far as this year's standard has them."""
        before = self._years.get(self._year - 1)
        if before is not None:
            known = {one.indicator for one in self._sheet.standards.get(self._year, ())}
            self._years[self._year] = Yearly(before.category, before.lacks & known)
            self._show_year()
            self.category.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        one = self._shown
        self.head.set_value(one.head)
        self.code.set_value(one.code)
        self.place.set_value(one.hamlet_id)
        self.ethnic.set_value(one.ethnic or None)
        self.gone.set_value(one.gone_on)
        self.note.set_value(one.note)
        for year in sorted(self._sheet.standards, reverse=True):
            self.year_box.addItem(f"Năm {year}", year)
        self.category.addItem(_NOTHING, "")
        for code, name in self._sheet.categories:
            self.category.addItem(name, code)
        self.year_box.setCurrentIndex(max(self.year_box.findData(self._year), 0))
        self._year = int(self.year_box.currentData() or self._year)

    def _connect(self) -> None:
        self.year_box.currentIndexChanged.connect(self._turn_year)
        self.category.currentIndexChanged.connect(self._allow_ticks)
        self.copy_button.clicked.connect(self._copy_year)
        self.keep_button.clicked.connect(self.try_to_keep)
        self.cancel_button.clicked.connect(self.reject)
        self.keep_button.setDefault(True)
        on_keys(self, {"Ctrl+S": self.try_to_keep, "Ctrl+Return": self.try_to_keep})

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(14))
        column.setSpacing(dp(10))
        column.addWidget(label(self.windowTitle(), 3, theme.SEMIBOLD))
        column.addWidget(self.problem)
        column.addLayout(self._fields())
        column.addWidget(line())
        column.addWidget(label("Phân loại và thiếu hụt theo năm", 0.5, theme.SEMIBOLD))
        row = QHBoxLayout()
        row.setSpacing(dp(10))
        for box, name in ((self.year_box, "Năm"), (self.category, "Phân loại của năm")):
            box.setAccessibleName(name)
            box.setMaximumWidth(dp(320))
            row.addWidget(box)
        row.addWidget(self.copy_button)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.standard)
        self._tick_grid.setHorizontalSpacing(dp(18))
        self._tick_grid.setVerticalSpacing(dp(6))
        column.addLayout(self._tick_grid)
        column.addStretch()
        area = scrolled(body)
        area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(foot((), (self.cancel_button, self.keep_button)))

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.setVerticalSpacing(dp(8))
        self.code.set_example("như sổ của xã, phường")
        for place, (name, box, wide) in enumerate((
            ("Chủ hộ", self.head, 2), ("Mã hộ", self.code, 1), ("Thôn, buôn, tổ dân phố", self.place, 2),
            ("Dân tộc", self.ethnic, 1), ("Ghi chú", self.note, 2), ("Chuyển đi từ ngày", self.gone, 1),
        )):  # fmt: skip
            box.setAccessibleName(name)
            cell = QVBoxLayout()
            cell.setSpacing(dp(3))
            cell.addWidget(Caption(name, required=box is self.head))
            cell.addWidget(box)
            grid.addLayout(cell, place // 2, 0 if wide == 2 else 2, 1, wide)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        return grid
