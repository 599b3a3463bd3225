"""A pane at the right of a list that shows the chosen row in parts, over a foot with deeds."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import theme
from desktop.ui.arrival_words import Amount, number
from desktop.ui.list_card import list_card, list_or
from desktop.ui.notices import EmptyState
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, icon_label, label, scrolled

WIDTH = 268
PANE_FROM = 640
"""The logical width of a list with its pane from which the pane is shown."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SidePane(Card):
    """Shows parts one under the other; they scroll, the foot stays."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedWidth(dp(WIDTH))
        self.body.setContentsMargins(1, 1, 1, dp(10))
        self._area = scrolled()
        self._area.viewport().setAutoFillBackground(False)
        holder = QWidget()
        self.foot = QVBoxLayout(holder)
        self.foot.setContentsMargins(dp(15), 0, dp(15), 0)
        self.foot.setSpacing(dp(8))
        self.add(self._area, 1)
        self.add(holder)

    def show_parts(self, parts: Iterable[QWidget]) -> None:
        """Show these instead of what was shown."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(15), dp(12), dp(8), dp(8))
        column.setSpacing(dp(8))
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        self._area.setWidget(body)
        body.setAutoFillBackground(False)

    def show_nothing(self, text: str) -> None:
        """Say what could be shown here."""
        words = label(text, tone="text3", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.show_parts([words])


class ListBesidePane(QWidget):
    """A list with a pane for the chosen one; says what is missing while the list is empty."""

    def __init__(self, columns: Sequence[Column], name: str, pane: str, empty: EmptyState) -> None:
        super().__init__()
        self.view = TableView(ValueTable(columns), row_height=46)
        self.view.table.setParent(self.view)
        self.view.setAccessibleName(name)
        self.pane = SidePane(pane)
        self._stack = list_or(list_card(self.view), empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(14))
        row.addWidget(self._stack, 1)
        row.addWidget(self.pane)

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.view

    def show_list(self, found: Sequence[Any]) -> Any:
        """Show these; return the chosen one, at first the first."""
        self.view.reload(found)
        self._stack.setCurrentIndex(0 if found else 1)
        self._place_pane()
        if self.view.selected() is None:
            self.view.select(0)
        return self.view.selected()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pane out where there is no room for it."""
        super().resizeEvent(event)
        self._place_pane()

    def _place_pane(self) -> None:
        self.pane.setVisible(self.width() >= dp(PANE_FROM) and self._stack.currentIndex() == 0)


def heading(text: str) -> QLabel:
    """Return the title of a group of parts."""
    return label(text, 0, theme.SEMIBOLD, wrap=True)


def amounts_grid(amounts: Sequence[Amount]) -> QFrame:
    """Return figures with their value before and after."""
    made = QFrame()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(dp(6))
    grid.setVerticalSpacing(dp(3))
    grid.setColumnStretch(0, 1)
    for row, one in enumerate(amounts):
        same = one.before == one.after
        grid.addWidget(label(one.name, -1, tone="text2", wrap=True), row, 0)
        grid.addWidget(label(number(one.before), -1, tone="text2"), row, 1, _RIGHT)
        grid.addWidget(icon_label("chevron_right", "text3", 14), row, 2)
        tone = "text" if same else "accent"
        grid.addWidget(label(number(one.after), -0.5, theme.BOLD, tone), row, 3, _RIGHT)
    said = (f"{one.name}: {number(one.before)} thành {number(one.after)}" for one in amounts)
    made.setAccessibleName(". ".join(said))
    return made
