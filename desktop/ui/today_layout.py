"""How the first pages, the ward's and the city's, lay out their cards."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.overview_cards import NumberCard
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, scrolled

TALL = 760
"""The logical height of a page from which the lower cards show more."""


class _Body(QWidget):
    """What scrolls of a page: as tall as the page, or as its parts need at least."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")

    def heightForWidth(self, width: int) -> int:
        """Return the least height: the area that scrolls would take the height parts would like."""
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout else -1


def fill(page: QWidget, banner: QWidget, numbers: QLayout, middle: QLayout, low: QLayout) -> None:
    """Put a page's parts one under the other; the middle takes the room there is."""
    body = _Body()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(dp(20), dp(10), dp(20), dp(10))
    layout.setSpacing(dp(10))
    layout.addWidget(banner)
    layout.addLayout(numbers)
    layout.addLayout(middle, 1)
    layout.addLayout(low)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolled(body))


def numbers(*cards: NumberCard) -> QGridLayout:
    """Return the cards of large numbers side by side, all of one width."""
    grid = QGridLayout()
    grid.setSpacing(dp(12))
    for place, card in enumerate(cards):
        card.body.setContentsMargins(dp(16), dp(9), dp(16), dp(9))
        card.body.setSpacing(dp(2))
        grid.addWidget(card, 0, place)
        grid.setColumnStretch(place, 1)
    return grid


def over(upper: QWidget, lower: QWidget) -> QWidget:
    """Return two cards one over the other; the upper one takes the room there is."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(dp(10))
    column.addWidget(upper, 1)
    column.addWidget(lower)
    return both


def beside(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    """Return widgets side by side, each with its part of the width."""
    row = QHBoxLayout()
    row.setSpacing(dp(12))
    for widget, part in parts:
        row.addWidget(widget, part)
    return row


def dress(*cards: Card) -> None:
    """Let cards stand closer than elsewhere: the first page shows much at once."""
    for card in cards:
        card.body.setContentsMargins(dp(16), dp(6), dp(16), dp(8))
        card.body.setSpacing(dp(4))
