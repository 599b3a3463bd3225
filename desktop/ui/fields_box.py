"""A box that keeps one thing, with captions over its fields."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.form_parts import Caption
from desktop.ui.save_box import SaveBox
from desktop.ui.screen import Screen
from desktop.ui.theme import dp

_MARGIN = 24


class FieldsBox(SaveBox):
    """Closes once it is kept; fields stand below each other or side by side."""

    kept = Signal(str)
    """It was kept: what the page says about it."""

    def __init__(self, page: Screen, title: str, how: str, width: int = 560) -> None:
        super().__init__(page, title, how)
        self.body = QVBoxLayout()
        self.body.setSpacing(dp(8))
        self.column.addLayout(self.body, 1)
        self.end()
        self.resize(min(dp(width), page.window().width() - dp(_MARGIN)), 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the words need at this width."""
        self._fit()
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, from the last one to Lưu; a button it presses."""
        at = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(at, QAbstractButton):
            at.click()
        elif enter and isinstance(at, (QLineEdit, QComboBox)):
            self._go_on(at)
        else:
            super().keyPressEvent(event)

    def _go_on(self, at: QWidget) -> None:
        """Go to the next field; of the buttons only Lưu is stopped at, never one that takes away."""
        while self.focusNextChild() and self.focusWidget() not in (at, self.save_button):
            if not isinstance(self.focusWidget(), QAbstractButton):
                break

    def put(self, caption: str, field: QWidget, *, required: bool = False) -> None:
        """Put a field with its caption under those that are there."""
        self.beside((caption, field, required))

    def beside(self, *fields: tuple[str, QWidget, bool]) -> None:
        """Put fields (caption, field, required) side by side."""
        row = QGridLayout()
        row.setHorizontalSpacing(dp(12))
        row.setVerticalSpacing(dp(4))
        for place, (caption, field, required) in enumerate(fields):
            field.setAccessibleName(caption)
            row.addWidget(Caption(caption, required=required), 0, place)
            row.addWidget(field, 1, place)
            row.setColumnStretch(place, 1)
        self.body.addLayout(row)

    def unread(self, *fields: Any) -> bool:
        """Go to the first field that cannot be read and say why; say whether there is one."""
        for one in fields:
            if why := one.trouble():
                self.refuse("Chưa lưu được", why)
                one.setFocus()
                return True
        return False

    def run(self, said: str, work: Callable[..., Any], *args: Any, **more: Any) -> None:
        """Write, once; then close and let the page say so, or show here what was refused."""
        if not self.isEnabled():
            return
        self.setEnabled(False)
        done = self.page.write(work, *args, **more)
        done.then(lambda _: self._done(said)).failed(self.failed)

    def refuse(self, title: str, why: str) -> None:
        """Say what is wrong; the box stays open and grows with the words."""
        super().refuse(title, why)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        self.problem.updateGeometry()  # else the box remembers the height of what it said before
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))

    def _done(self, said: str) -> None:
        self.kept.emit(said)
        self.accept()

    def failed(self, error: BaseException) -> None:
        """Say why it was not kept, and let it be tried again."""
        self.setEnabled(True)
        super().failed(error)
