"""What is dropped on a window or a page: packages and folders, or one workbook."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_SUFFIX = ".sott"
WORKBOOKS = (".xlsx", ".xls")


class _Drop(QObject):
    """Watches a widget and hands over what is dropped; other things are left to others."""

    def __init__(
        self,
        watched: QWidget,
        wanted: Callable[[QMimeData], list[Path]],
        given: Callable[[list[Path]], object],
    ) -> None:
        super().__init__(watched)
        self._wanted, self._given = wanted, given
        watched.setAcceptDrops(True)
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See what is dragged over the widget and dropped on it."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        found = self._wanted(event.mimeData())
        if not found:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._given(found)
        return True


class PackageDrop(_Drop):
    """Packages and folders, dropped on the window."""

    def __init__(self, window: QWidget, given: Callable[[list[Path]], object]) -> None:
        super().__init__(window, packages, given)


class WorkbookDrop(_Drop):
    """One workbook, dropped on a page."""

    def __init__(self, page: QWidget, given: Callable[[Path], object]) -> None:
        super().__init__(page, workbook, lambda found: given(found[0]))


def packages(carried: QMimeData) -> list[Path]:
    """Return the packages and folders among what is dragged."""
    return [one for one in _places(carried) if one.suffix.casefold() == _SUFFIX or one.is_dir()]


def workbook(carried: QMimeData) -> list[Path]:
    """Return the workbook that is dragged, if it is one alone."""
    found = _places(carried)
    return found if len(found) == 1 and found[0].suffix.casefold() in WORKBOOKS else []


def _places(carried: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
