"""Chips side by side of which one is on: it says which part of a page or list is shown."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
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


class Lines(QWidget):
    """Chips one after the other; those that one line has no room for stand on the next."""

    def __init__(self, chips: Sequence[Chip], choose: Callable[[int], object]) -> None:
        super().__init__()
        self._chips = chips
        for number, chip in enumerate(chips):
            chip.setParent(self)
            chip.clicked.connect(lambda _=False, number=number: choose(number))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Break the lines anew when a chip says something longer."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        gap = dp(8)
        left = top = bottom = 0
        for chip in self._chips:
            size = chip.sizeHint()
            if left and left + size.width() > self.width():
                left, top = 0, bottom + gap
            chip.setGeometry(left, top, size.width(), size.height())
            left, bottom = left + size.width() + gap, top + size.height()
        self.setFixedHeight(bottom)


def check(chips: Sequence[Chip], number: int) -> None:
    """Show that this one is on, and no other."""
    for place, chip in enumerate(chips):
        chip.setChecked(place == number)


def go_on(chips: Sequence[Chip], choose: Callable[[int], object]) -> None:
    """Choose the one after that which is on, round and round; it gets the keyboard."""
    following = (checked(chips) + 1) % len(chips)
    choose(following)
    chips[following].setFocus(Qt.FocusReason.ShortcutFocusReason)


def checked(chips: Sequence[Chip], otherwise: int = 0) -> int:
    """Return the number of the one that is on."""
    return next((number for number, chip in enumerate(chips) if chip.isChecked()), otherwise)
