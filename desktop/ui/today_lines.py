"""Lines of the first pages: an icon, a sentence, a grey word; each leads somewhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import icons, theme
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, ElidingLabel, icon_label, label


class Line(QWidget):
    """One line; a click, Enter or Space opens it."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(4), dp(2), dp(4), dp(2))
        row.setSpacing(dp(8))
        self._icon = icon_label("circle", "text3", 17)
        self._text, self._more = ElidingLabel("", -0.5), label("", -1, tone="text2")
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._more)

    def show_line(self, icon: str, tint: str, text: str, more: str = "") -> None:
        """Show another line."""
        self._icon.setPixmap(icons.pixmap(icon, tint, dp(17)))
        shown = f"{self.name}: {text}" if self.name else text
        self._text.setText(shown)
        self._more.setText(more)
        self.setToolTip(more)
        self.resizeEvent(QResizeEvent(self.size(), self.size()))
        self.setAccessibleName(f"{shown}, {more}" if more else shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the grey word out where it would cut the sentence."""
        super().resizeEvent(event)
        need = self._text.sizeHint().width() + self._more.sizeHint().width() + dp(50)
        self._more.setVisible(bool(self._more.text()) and need <= self.width())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go where it leads."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space goes, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class Lines(QWidget):
    """Lines with an icon, a sentence and a grey word at the right."""

    opened = Signal(str)

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._keys: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(2))
        self._lines = [Line() for _ in range(most)]
        for number, one in enumerate(self._lines):
            one.opened.connect(lambda number=number: self.opened.emit(self._keys[number]))
            column.addWidget(one)

    def show_lines(self, found: Sequence[tuple[str, str, str, str, str]]) -> None:
        """Show (key, icon, colour, sentence, grey word) of each line."""
        self._keys = [key for key, *_ in found]
        for number, one in enumerate(self._lines[: len(found)]):
            one.show_line(*found[number][1:])
        self.set_most(self._most)

    def set_most(self, most: int) -> None:
        """Show at most so many lines."""
        self._most = most
        for number, one in enumerate(self._lines):
            one.setVisible(number < min(len(self._keys), most))


class FactsCard(Card):
    """A few facts, each a line with its number and a way to it."""

    opened = Signal(str)

    def __init__(self, title: str, names: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.body.setContentsMargins(dp(12), dp(6), dp(12), dp(6))
        self.body.setSpacing(dp(2))
        self.name = label(title, 0.5, theme.SEMIBOLD)
        self.name.setContentsMargins(dp(4), 0, 0, dp(2))
        self.name.setMinimumHeight(dp(28))
        self.add(self.name)
        self.lines = {key: Line() for key, _ in names}
        for key, name in names:
            line = self.lines[key]
            line.name = name
            line.show_line("circle", "text3", "…")
            line.opened.connect(lambda key=key: self.opened.emit(key))
            self.add(line)
        self.body.addStretch()

    def set_tall(self, tall: bool) -> None:
        """Show the title where there is room for it."""
        self.name.setVisible(tall)

    def show_fact(self, key: str, icon: str, tint: str, text: str, more: str = "") -> None:
        """Show a fact: what in short, and more words in grey."""
        self.lines[key].show_line(icon, tint, text, more)
