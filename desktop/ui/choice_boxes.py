"""Boxes of choices whose first line asks for everything."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from desktop.ui.theme import dp


def offer(box: QComboBox, items: Iterable[tuple[str, str]]) -> None:
    """Offer these (text, value) under the first line; what was chosen stays if it is still there."""
    wanted = list(items)
    if [(box.itemText(row), box.itemData(row)) for row in range(1, box.count())] == wanted:
        return
    with QSignalBlocker(box):
        before = box.currentData()
        while box.count() > 1:
            box.removeItem(1)
        for text, value in wanted:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(before), 0))
        widest = max((box.fontMetrics().horizontalAdvance(text) for text, _ in wanted), default=0)
        box.view().setMinimumWidth(min(widest + dp(48), dp(420)))
