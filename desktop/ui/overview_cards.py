"""The cards of the page Tổng hợp: one large number each, its target, and whether it keeps pace."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui import theme
from desktop.ui.charts import PaceBar
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, ElidingLabel, figure, icon_label, label


class NumberCard(Card):
    """A large number under its name; a click or Enter asks for what makes it up."""

    opened = Signal()

    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        head = QHBoxLayout()
        head.setSpacing(dp(8))
        head.addWidget(icon_label(icon, "accent", 20))
        head.addWidget(label(name, 0, tone="text2"), 1)
        self._figure = QVBoxLayout()
        self._figure.addWidget(figure("–", ""))
        self.bar = PaceBar()
        stays = self.bar.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(stays)
        self._state = icon_label("info", "text3", 16)
        self._words = ElidingLabel("", -0.5, tone="text2")
        foot = QHBoxLayout()
        foot.setSpacing(dp(6))
        foot.addWidget(self._state)
        foot.addWidget(self._words, 1)
        self.body.setSpacing(dp(5))
        self.add(head)
        self.add(self._figure)
        self.add(self.bar)
        self.add(foot)

    def show_number(
        self, number: str, rest: str, words: str, *,
        done: float | None = None, due: float | None = None, state: str = "none",
    ) -> None:  # fmt: skip
        """Show a number, what it is out of, and a line under it; `state`: ok, warn or none."""
        while (item := self._figure.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._figure.addWidget(figure(number, rest))
        self.bar.setVisible(done is not None)
        if done is not None:
            self.bar.show_pace(done, due, "warnBar" if state == "warn" else "accent")
        icon, tint = {
            "ok": ("check_circle_filled", "ok"), "warn": ("warning_filled", "warn"),
        }.get(state, ("info", "text3"))  # fmt: skip
        self._state.setPixmap(icon_label(icon, tint, 16).pixmap())
        self._words.setText(words)
        self._words.setStyleSheet(f"color: {theme.hexa('warn' if state == 'warn' else 'text2')}")
        self.setAccessibleName(f"{self._name}: {number} {rest}. {words}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for what makes it up."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space asks too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)
