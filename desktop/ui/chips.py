"""Chips side by side of which one is on: it says which part of a page or list is shown."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import dp
from desktop.ui.widgets import Chip


def row(chips: Sequence[Chip], choose: Callable[[int], object], *after: QWidget) -> QHBoxLayout:
    """Return the chips in a row, each of which chooses its number, with widgets at the right end."""
    made = QHBoxLayout()
    made.setSpacing(dp(8))
    for number, chip in enumerate(chips):
        chip.clicked.connect(lambda _=False, number=number: choose(number))
        made.addWidget(chip)
    made.addStretch()
    for widget in after:
        made.addWidget(widget)
    return made


def check(chips: Sequence[Chip], number: int) -> None:
    """Show that this one is on, and no other."""
    for place, chip in enumerate(chips):
        chip.setChecked(place == number)


def checked(chips: Sequence[Chip], otherwise: int = 0) -> int:
    """Return the number of the one that is on."""
    return next((number for number, chip in enumerate(chips) if chip.isChecked()), otherwise)
