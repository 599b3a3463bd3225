"""The large figures and the tables of the page Báo cáo, one for each cut through a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.typed import show_number
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, figure, label


@dataclass(frozen=True)
class _Tile:
    """One large figure and the indicator it shows; `distinct`: name and unit if each counts once."""

    code: str
    name: str
    unit: str
    distinct: tuple[str, str] = ("", "")


_TILES = (
    _Tile("CT01", "Truyền thông trực tiếp", "cuộc, buổi"),
    _Tile("CT02", "Lượt người tham dự", "lượt"),
    _Tile("CT05", "Lượt hộ nghèo dự (khai báo)", "lượt hộ",
          ("Hộ nghèo được truyền thông", "hộ")),
    _Tile("CT11", "Phát thanh", "lượt phát"),
)  # fmt: skip


class Tiles(QWidget):
    """The large figures of the period."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(dp(12))
        self._holders: list[QVBoxLayout] = []
        self._names: list[QLabel] = []
        for place, tile in enumerate(_TILES):
            card = Card()
            name = label(tile.name, 0, tone="text2")
            card.add(name)
            self._names.append(name)
            holder = QVBoxLayout()
            holder.addWidget(figure("–", tile.unit))
            card.add(holder)
            self._holders.append(holder)
            grid.addWidget(card, 0, place)
            grid.setColumnStretch(place, 1)

    def show_large(self, large: Mapping[str, str], *, distinct: bool = False) -> None:
        """Show the values by indicator; `distinct`: each household counts once."""
        for tile, holder, name in zip(_TILES, self._holders, self._names, strict=True):
            words = tile.distinct if distinct and tile.distinct[0] else (tile.name, tile.unit)
            name.setText(words[0])
            _put(holder, figure(large[tile.code], words[1]))


def figure_table(code: str, name: str) -> TableView:
    """Return the table of one cut: indicators, channels, topics or hamlets."""
    first = Column("name", name, lambda one: one.name)
    if code == "indicator":
        columns = [first, _right("value", "Kết quả", lambda one: one.shown, 108)]
        columns.append(Column("unit", "Đơn vị", lambda one: one.unit, width=174))
    elif code == "topic":
        columns = [
            first,
            _right("main", "Là chủ đề chính", lambda one: show_number(one.main), 130),
            _right("all", "Có chủ đề này", lambda one: show_number(one.count), 120),
        ]
    else:
        columns = [
            first,
            _right("count", "Hoạt động", lambda one: show_number(one.count), 102),
            _right("people", "Lượt người", lambda one: _or_dash(one.attendees), 104),
            _right("women", "Nữ", lambda one: _or_dash(one.women), 70),
            _right("minority", "DTTS", lambda one: _or_dash(one.minority), 70),
        ]
    table = TableView(ValueTable(columns), row_height=36)
    table.setAccessibleName(f"Số liệu theo {name.lower()}")
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return table


def _right(key: str, title: str, text: Any, width: int) -> Column:
    return Column(key, title, text, right=True, width=width)


def _or_dash(value: int | None) -> str:
    return "–" if value is None else show_number(value)


def _put(holder: QVBoxLayout, widget: QWidget) -> None:
    while (item := holder.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.deleteLater()
    holder.addWidget(widget)
