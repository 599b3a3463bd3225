"""What tells the officer something without stopping the work: banners, empty pages, toasts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons, theme
from desktop.ui.theme import dp
from desktop.ui.widgets import button, icon_label, label

TOAST_MS = 10_000

_BANNER_ICONS = {
    "info": "info_filled",
    "warn": "warning_filled",
    "bad": "error_circle_filled",
    "ok": "check_circle_filled",
}


class Banner(QFrame):
    """One sentence in a coloured box, with a link that leads to the thing."""

    clicked = Signal()
    """The officer chose the link."""

    def __init__(self, kind: str, text: str, link: str = "", title: str = "") -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(14), dp(7), dp(10), dp(7))
        row.setSpacing(dp(10))
        self._icon = icon_label("info_filled", "info", 18)
        words = QVBoxLayout()
        words.setSpacing(dp(1))
        self._title = label("", 0, theme.SEMIBOLD, wrap=True)
        self._text = label("", wrap=True)
        self._width = 0
        policy = self._text.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self._text.setSizePolicy(policy)
        words.addWidget(self._title)
        words.addWidget(self._text)
        self.link = button("", "link")
        self.link.clicked.connect(self.clicked)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.link)
        self.say(kind, text, link, title)

    def say(self, kind: str, text: str, link: str = "", title: str = "") -> None:
        """Say something else: kind is info, warn, bad or ok."""
        theme.set_property(self, "kind", kind)
        self._icon.setPixmap(icons.pixmap(_BANNER_ICONS[kind], kind, dp(18)))
        self._text.setText(text)
        self._title.setText(title)
        theme.set_property(self._title, "tone", "accent" if kind == "info" else kind)
        self._title.setVisible(bool(title))
        self.link.setText(link.replace("&", "&&"))
        self.link.setAccessibleName(link)
        self.link.setVisible(bool(link))
        self.setAccessibleName(f"{title}. {text}" if title else text)

    def sizeHint(self) -> QSize:
        """Ask for the height that the words need in the width there is: it gets no more."""
        hint = super().sizeHint()
        if self._width:
            hint.setHeight(max(hint.height(), self.heightForWidth(self._width)))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when the width is another."""
        super().resizeEvent(event)
        if event.size().width() != self._width:
            self._width = event.size().width()
            self.updateGeometry()


class EmptyState(QWidget):
    """What stands where nothing is yet: a drawing, a title, two lines, what to do first."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        actions: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setSpacing(dp(8))
        column.addStretch(4)
        column.addWidget(_Disc(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(dp(6))
        self._title = label(title, 3, theme.SEMIBOLD)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        self._text = _centred(text)
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(dp(10))
        row = QHBoxLayout()
        row.setSpacing(dp(10))
        row.addStretch()
        for action in actions:
            row.addWidget(action)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(5)

    def say(self, title: str, text: str) -> None:
        """Show other words."""
        self._title.setText(title)
        self._text.setText(text)
        _fit_height(self._text)


def _centred(text: str) -> QLabel:
    made = label(text, 0, tone="text2", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    made.setFixedWidth(dp(520))
    _fit_height(made)
    return made


def _fit_height(words: QLabel) -> None:
    words.setFixedHeight(max(words.heightForWidth(dp(520)), 0))


class _Disc(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._name = icon
        self.setFixedSize(QSize(dp(96), dp(96)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accentTint"))
        painter.drawEllipse(self.rect())
        inset = dp(26)
        icons.paint(
            painter, self.rect().adjusted(inset, inset, -inset, -inset), self._name, "accent"
        )


class Toast(QFrame):
    """Says for ten seconds what was done, with a link that takes it back; Ctrl+Z does the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(16), dp(5), dp(6), dp(5))
        row.setSpacing(dp(12))
        self._text = label("")
        self.action = button("Hoàn tác")
        row.addWidget(self._text)
        row.addWidget(self.action)
        self._room = parent
        self._undo: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self._key = QShortcut(QKeySequence.StandardKey.Undo, parent)
        self._key.setEnabled(False)
        self._key.activated.connect(self.take_back)
        self.action.clicked.connect(self.take_back)
        parent.installEventFilter(self)
        self.hide()

    def say(
        self, text: str, undo: Callable[[], object] | None = None, action: str = "Hoàn tác"
    ) -> None:
        """Show the text; `undo` is called when the officer chooses the link or presses Ctrl+Z."""
        self._undo = undo
        self._text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(f"{action}  (Ctrl+Z)")
        self.action.setAccessibleName(action)
        self.action.setVisible(undo is not None)
        self._key.setEnabled(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def take_back(self) -> None:
        """Do what the link promises, once."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo:
            undo()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay over the status bar when the window changes its size: nothing else is covered."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Make way for what lies below."""
        self.hide()

    def hideEvent(self, _event: QHideEvent) -> None:
        """Nothing is left to take back."""
        self._timer.stop()
        self._key.setEnabled(False)

    def _place(self) -> None:
        self.adjustSize()
        left = (self._room.width() - self.width()) // 2
        self.move(max(left, dp(8)), self._room.height() - self.height() - dp(2))
