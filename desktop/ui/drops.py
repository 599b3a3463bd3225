"""Packages dropped on the window: .sott files and folders, from a file manager or a stick."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_SUFFIX = ".sott"


class PackageDrop(QObject):
    """Watches a window and hands over what is dropped; other things are left to others."""

    def __init__(self, window: QWidget, given: Callable[[list[Path]], object]) -> None:
        super().__init__(window)
        self._given = given
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See what is dragged over the window and dropped on it."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        found = packages(event.mimeData())
        if not found:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._given(found)
        return True


def packages(carried: QMimeData) -> list[Path]:
    """Return the packages and folders among what is dragged."""
    places = [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
    return [one for one in places if one.suffix.casefold() == _SUFFIX or one.is_dir()]
