"""A box over a page that asks before what was typed in it is thrown away."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.ui.form import FormBody
from desktop.ui.screen import Screen


class TypedBox(QDialog):
    """Hủy, Esc and × ask only when something in it was changed."""

    def __init__(self, page: Screen) -> None:
        super().__init__(page.window())
        self.page = page
        self.at_first: list[str] | None = None
        """What stood in it before anybody typed; None: it was not shown yet."""

    def stands(self) -> list[str]:
        """Return what its fields say, empty ones left out."""
        return [text for one in self.findChildren(QWidget) if (text := _said(one))]

    def showEvent(self, event: QShowEvent) -> None:
        """Qt shows the box."""
        super().showEvent(event)
        if self.at_first is None:
            self.at_first = self.stands()

    def reject(self) -> None:
        """Close without keeping anything; what is being written now stays open until it is."""
        if self.isEnabled() and (not self._is_changed() or self._may_drop()):
            super().reject()

    def _is_changed(self) -> bool:
        return self.at_first is not None and self.stands() != self.at_first

    def _may_drop(self) -> bool:
        return self.page.context.dialogs.confirm(
            self, "Bỏ những gì vừa gõ?", f"{self.windowTitle()}: chưa lưu.", "Bỏ", "Ở lại"
        )


def _said(one: QWidget) -> str:
    if isinstance(one, QLineEdit):
        return one.text()
    if isinstance(one, QPlainTextEdit):
        return one.toPlainText()
    if isinstance(one, QComboBox):
        return one.currentText()
    if isinstance(one, QAbstractButton) and one.isCheckable():
        return f"{one.accessibleName()} {one.text()}" if one.isChecked() else ""
    return str(one.values()) if isinstance(one, FormBody) else ""
