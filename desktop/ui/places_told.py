"""The households that units reported as reached, under the coverage of the consolidating unit."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.places_desk import Told, ToldLine
from desktop.core.typed import show_number
from desktop.ui import chips, theme
from desktop.ui.overview_panes import CoveragePane
from desktop.ui.overview_tables import silent_words
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, label, show_if

_ROWS, _FEW_ROWS, _HIGH = 3, 2, 34
"""So many lines are seen at once (of large letters fewer), the others by scrolling."""
_LARGE_LETTERS = 12.0
_COUNTED = "mỗi hộ đếm một lần trong kỳ, theo danh sách tham dự"
_NOBODY = (
    "Chưa đơn vị nào báo cáo số hộ theo danh sách cho đúng những ngày đang xem. Số hộ không cộng dồn "
    "từ kỳ khác, vì một hộ có thể dự ở nhiều kỳ."
)


class ToldCard(Card):
    """Distinct households by category, of units or of their hamlets, and who reported none."""

    def __init__(self) -> None:
        super().__init__("Hộ được tiếp cận theo báo cáo của đơn vị")
        self._found = Told((), (), ())
        self.chips = [Chip("Theo đơn vị"), Chip("Theo thôn, buôn")]
        self.head.insertWidget(1, label(_COUNTED, -1, tone="text3"))
        self.head.addStretch(1)
        self.head.addLayout(chips.row(self.chips, self.choose))
        self.table, self.foot = _table(), SumsFooter()
        self.note = label("", -1, tone="text2", wrap=True)
        self.add(self.table)
        self.add(self.foot)
        self.add(self.note)
        chips.check(self.chips, 0)

    def show_found(self, found: Told) -> None:
        """Show what was reported for the days on the page."""
        self._found = found
        there = bool(found.units)
        show_if(there, self.table, self.foot, *self.chips)
        self.note.setText(silent_words(found.silent) if found.silent and there else "")
        if not there:
            self.note.setText(_NOBODY)
        self.note.setVisible(bool(self.note.text()))
        self.choose(chips.checked(self.chips))

    def choose(self, number: int) -> None:
        """Show the units, or their hamlets."""
        chips.check(self.chips, number)
        found = self._found
        self.table.reload((found.units, found.hamlets)[number])
        most = _ROWS if theme.base() < _LARGE_LETTERS else _FEW_ROWS
        rows = min(max(len(found.units), 1), most)
        self.table.setFixedHeight(dp(36 + rows * _HIGH + 2))
        self.foot.show_sums(*_sums(found))


class CityCoverage(QWidget):
    """The coverage of all hamlets, and under it what units say of households."""

    def __init__(self) -> None:
        super().__init__()
        self.places, self.told = CoveragePane(), ToldCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(12))
        column.addWidget(self.places, 1)
        column.addWidget(self.told)


def _sums(found: Told) -> tuple[str, list[str]]:
    whole = "tất cả đơn vị" if found.is_whole else f"{show_number(len(found.units))} đơn vị đã báo"
    words = (("HN", "hộ nghèo"), ("HCN", "cận nghèo"), ("HMTN", "mới thoát"))
    parts = [
        f"{show_number(sum(one.by_category.get(code, 0) for one in found.units))} {word}"
        for code, word in words
    ]
    return f"Của {whole}", parts


def _table() -> TableView:
    made = TableView(
        ValueTable(
            [
                Column("name", "Đơn vị, thôn, buôn", _name),
                _number("HN", "Hộ nghèo", lambda one: one.by_category.get("HN", 0)),
                _number("HCN", "Cận nghèo", lambda one: one.by_category.get("HCN", 0)),
                _number("HMTN", "Mới thoát", lambda one: one.by_category.get("HMTN", 0)),
                _number("others", "Hộ khác", lambda one: one.others),
                _number("first", "Lần đầu trong năm", lambda one: one.first_time, 172),
            ],
            lambda one: (one.unit, one.name),
        ),
        row_height=_HIGH,
    )
    made.setAccessibleName("Hộ được tiếp cận theo báo cáo của đơn vị")
    return made


def _name(one: ToldLine) -> str:
    return f"{one.name}, {one.unit}" if one.unit else one.name


def _number(key: str, title: str, value: Callable[[Any], int], width: int = 104) -> Column:
    return Column(key, title, lambda one: show_number(value(one)), right=True, width=width)
