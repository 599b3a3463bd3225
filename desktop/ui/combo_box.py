"""A box of choices that scrolling leaves alone."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ComboBox(QComboBox):
    """The only box of choices in the program: the wheel scrolls what it stands in.

    Qt's own takes the wheel as soon as the pointer passes over it: a form, a plan or a setting that
    is scrolled by would change, unseen.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the area around."""
        event.ignore()
