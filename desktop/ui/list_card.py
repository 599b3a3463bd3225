"""The card around a list: what chooses over it, its foot under it, no room between them."""

from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from desktop.ui.widgets import Card


def list_card(view: QWidget, *under: QWidget, over: QLayout | None = None) -> Card:
    """Return a card that a list fills up to its thin border."""
    card = Card()
    card.body.setContentsMargins(1, 1, 1, 1)
    card.body.setSpacing(0)
    if over is not None:
        card.add(over)
    card.add(view, 1)
    for one in under:
        card.add(one)
    return card


def list_or(shown: QWidget, *instead: QWidget) -> QStackedWidget:
    """Return a stack of a list and of what is shown instead, an empty state mostly."""
    stack = QStackedWidget()
    for one in (shown, *instead):
        stack.addWidget(one)
    return stack
