"""Covers the window after some minutes without keys and mouse; a password takes the cover away.

What was typed stays where it is, under the cover; drafts were kept before.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui import theme
from desktop.ui.widgets import icon_label, label

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
_MINUTE_MS = 60_000
_OFTEN_ENOUGH_MS = 500


class Cover(QWidget):
    """Lies over all of the window, so that nothing of it can be read."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.addStretch(2)
        for one in (
            icon_label("lock", "text3", 48),
            label("Sổ đang khóa", 5, theme.SEMIBOLD),
            label("Nội dung đang làm dở còn nguyên.", tone="text2"),
        ):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setAccessibleName("Sổ đang khóa")
        window.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the window."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())


class AutoLock(QObject):
    """Watches for keys and mouse in the windows of the program.

    It listens where they come in (QWindow): a filter over all widgets would slow down everything.
    """

    unlocked = Signal(str)
    """The officer whose password took the cover away; empty for the recovery code."""

    def __init__(self, window: QWidget, ask: Callable[[QWidget], str | None]) -> None:
        """`ask` returns whose password was given, or None while none was."""
        super().__init__(window)
        self._window, self._ask = window, ask
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock)
        self._lately = QTimer(self, singleShot=True, interval=_OFTEN_ENOUGH_MS)
        self._cover: Cover | None = None
        self._application = QGuiApplication.instance()
        if isinstance(self._application, QGuiApplication):
            self._application.focusWindowChanged.connect(self._look_at)
        self._look_at(window.windowHandle())

    @property
    def is_locked(self) -> bool:
        """Whether the window is covered now."""
        return self._cover is not None

    def watch(self, minutes: float) -> None:
        """Lock after so many minutes without a sign of life; 0: never."""
        self._idle.stop()
        self._idle.setInterval(round(minutes * _MINUTE_MS))
        self._begin()

    def stop(self) -> None:
        """Watch no more."""
        self._idle.stop()
        self._idle.setInterval(0)
        if isinstance(self._application, QGuiApplication):
            self._application.focusWindowChanged.disconnect(self._look_at)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See a sign of life."""
        if event.type() in _SIGNS_OF_LIFE:
            self._stir()
        return False

    def lock(self) -> None:
        """Cover the window and what lies over it, until the password was given."""
        if self.is_locked or not self._window.isVisible():
            return
        self._idle.stop()
        focus = QApplication.focusWidget()
        others = [one for one in QApplication.topLevelWidgets() if self._is_over(one)]
        self._cover = Cover(self._window)
        self._cover.show()
        self._cover.raise_()
        for one in others:
            one.setWindowOpacity(0.0)
        owner = None
        while owner is None:
            owner = self._ask(self._window)
        for one in others:
            one.setWindowOpacity(1.0)
        self._cover.hide()
        self._cover.deleteLater()
        self._cover = None
        if focus is not None and focus.isVisible():
            focus.setFocus()
        self._begin()
        self.unlocked.emit(owner)

    def _look_at(self, window: QWindow | None) -> None:
        """Listen to a window that has the keyboard now: the main one, or a box over it."""
        if window is not None:
            window.installEventFilter(self)
            self._stir()

    def _stir(self) -> None:
        if self._idle.isActive() and not self._lately.isActive():
            self._lately.start()
            self._idle.start()

    def _begin(self) -> None:
        if self._idle.interval():
            self._idle.start()

    def _is_over(self, one: QWidget) -> bool:
        return one is not self._window and one.isVisible() and one.isWindow()
