"""The pane beside the list of households: who it is, its years, what it lacks."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.core.households import Yearly
from desktop.core.places_desk import Sheet
from desktop.core.typed import show_date
from desktop.ui import theme
from desktop.ui.side_pane import SidePane
from desktop.ui.theme import dp
from desktop.ui.widgets import REGULAR, button, icon_label, label, line

_NOTHING = "Chọn một hộ để xem phân loại và thiếu hụt từng năm."


class HouseholdPane(SidePane):
    """Shows a household; its page opens the form."""

    edit_wanted = Signal()

    def __init__(self, reads_only: bool = False) -> None:
        super().__init__("Chi tiết hộ")
        self._reads_only = reads_only
        self.edit = button("Sửa", "primary", "edit", tip="Sửa hộ này (Enter hoặc F2)")
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.clicked.connect(self.edit_wanted)
        self.foot.addWidget(self.edit)
        self.show_sheet(None, 0)

    def show_sheet(self, sheet: Sheet | None, year: int) -> None:
        """Show a household as it was in a year, or that none is chosen."""
        self.edit.setVisible(sheet is not None and not self._reads_only)
        if sheet is None:
            self.show_nothing(_NOTHING)
            return
        self.show_parts(_parts(sheet, year))


def _parts(sheet: Sheet, year: int) -> Iterator[QWidget]:
    one = sheet.household
    yield label(one.head, 2, theme.SEMIBOLD, wrap=True)
    places = {place.id: place.full_name for place in sheet.hamlets}
    yield _line("location", places.get(one.hamlet_id or "", "Chưa rõ thôn, buôn"))
    if one.code:
        yield _line("document_text", f"Mã hộ {one.code}")
    if one.ethnic:
        yield _line("people", f"Dân tộc {one.ethnic}")
    if one.gone_on:
        yield _line("warning_filled", f"Chuyển đi từ ngày {show_date(one.gone_on)}", "warn")
    if one.note:
        yield _line("info", one.note)
    yield line()
    yield label("Phân loại các năm", 0.5, theme.SEMIBOLD)
    names = dict(sheet.categories)
    known = sorted(sheet.years, reverse=True)
    for each in known:
        yield _pair(f"Năm {each}", names.get(sheet.years[each].category, "–"), bold=each == year)
    if not known:
        yield label("Chưa có năm nào.", -0.5, tone="text2", wrap=True)
    yield line()
    yield label(f"Thiếu hụt năm {year}", 0.5, theme.SEMIBOLD)
    yield from _lacks(sheet, sheet.years, year)


def _lacks(sheet: Sheet, years: Mapping[int, Yearly], year: int) -> Iterator[QWidget]:
    one = years.get(year)
    if one is None:
        yield label(f"Không có trong danh sách năm {year}.", -0.5, tone="text2", wrap=True)
        return
    standard = {each.indicator: each for each in sheet.standards.get(year, ())}
    named = [standard[key].name for key in standard if key in one.lacks]
    strange = sorted(key for key in one.lacks if key not in standard)
    for name in (*named, *strange):
        yield _line("circle", name, "warn")
    if not one.lacks:
        yield label("Không thiếu hụt chỉ số nào, hoặc chưa nhập.", -0.5, tone="text2", wrap=True)


def _line(icon: str, text: str, tone: str = "text2") -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(dp(8))
    row.addWidget(icon_label(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
    words = label(text, 0, wrap=True)
    words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    row.addWidget(words, 1)
    return made


def _pair(name: str, value: str, *, bold: bool) -> QFrame:
    made = QFrame()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label(name, -0.5, tone="text2"))
    shown = label(value, 0, theme.SEMIBOLD if bold else REGULAR, wrap=True)
    shown.setAlignment(Qt.AlignmentFlag.AlignRight)
    row.addWidget(shown, 1)
    made.setAccessibleName(f"{name}: {value}")
    return made
