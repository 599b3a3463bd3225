"""What every screen of the main window has in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.clock import Clock
from desktop.core.progress import Progress
from desktop.ui.dialogs import Dialogs
from desktop.ui.operations import Operation, Operations
from desktop.ui.theme import Edition

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """What a screen may use."""

    operations: Operations
    dialogs: Dialogs
    clock: Clock
    edition: Edition = Edition.WARD
    unit_name: str = ""
    officer: str = ""
    may_log: bool = True
    """Whether the officer at work logs and changes, or only looks and prints."""


class Screen(QWidget):
    """A page. It refreshes when data changed, at once if visible, else when next shown.

    The window draws `title`, `subtitle` and `top_actions()` above it.
    """

    title = ""
    subtitle = ""
    help_topic = ""
    shows_status_bar = True

    heading_changed = Signal()
    """The title or subtitle is another."""
    said = Signal(str, object)
    """A sentence for the toast, and a function that takes it back or None."""
    left = Signal()
    """A pushed screen asks the window to go back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context
        self._stale = True
        context.operations.changed.connect(self._data_changed)

    def refresh(self) -> None:
        """Read the data again."""

    def top_actions(self) -> Sequence[QWidget]:
        """Return the widgets for the right end of the top bar, the primary button last."""
        return ()

    def may_close(self) -> bool:
        """Say whether the screen can be left now; ask the officer when something is unsaved."""
        return True

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Show another title and the grey line under it."""
        self.title, self.subtitle = title, subtitle
        self.heading_changed.emit()

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a sentence for ten seconds, with “Hoàn tác” if it can be taken back."""
        self.said.emit(text, undo)

    def read(
        self, work: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Operation[T]:
        """Run a core function that only looks."""
        return self.context.operations.read(self, work, *args, **kwargs)

    def read_latest(
        self, key: str, work: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Operation[T]:
        """Run a core function that only looks; an older answer with this key is dropped."""
        return self.context.operations.read_latest(self, key, work, *args, **kwargs)

    def write(
        self, work: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Operation[T]:
        """Run a core function that changes data."""
        return self.context.operations.write(self, work, *args, **kwargs)

    def keep(
        self, work: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Operation[T]:
        """Run a small write on the side (a draft): typing goes on, screens do not refresh."""
        return self.context.operations.keep(self, work, *args, **kwargs)

    def read_long(
        self,
        title: str,
        work: Callable[Concatenate[Any, Progress, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run a long core function that only looks, behind a progress box."""
        return self.context.operations.read_long(self, title, work, *args, **kwargs)

    def write_long(
        self,
        title: str,
        work: Callable[Concatenate[Any, Progress, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run a long core function that changes data, behind a progress box."""
        return self.context.operations.write_long(self, title, work, *args, **kwargs)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt shows the screen."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


def later(owner: QObject, interval: int, act: Callable[[], object]) -> QTimer:
    """Return a timer that acts once, `interval` ms after the last time it was started."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(interval)
    timer.timeout.connect(act)
    return timer


def follow_focus(act: Callable[[Any, Any], object]) -> None:
    """Call a method with the widgets that lose and get the keyboard, as long as its owner lives."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.focusChanged.connect(act)


def on_keys(owner: QWidget, deeds: Mapping[str, Callable[[], object]]) -> None:
    """Let each key do its deed while the owner or something in it has the keyboard."""
    for keys, act in deeds.items():
        shortcut = QShortcut(QKeySequence(keys), owner)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
