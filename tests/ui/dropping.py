"""Files dropped on a window or a page, as a file manager drops them."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def drop(target: QWidget, *paths: Path) -> bool:
    """Drag the files over the widget, let them go, and return whether it took them."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (
        Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter = QDragEnterEvent(QPoint(9, 9), *how)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    fall = QDropEvent(QPointF(9, 9), *how)
    QApplication.sendEvent(target, fall)
    return fall.isAccepted()
