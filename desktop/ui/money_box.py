"""A box that keeps one thing of the money, with captions over its fields; rows of fields."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.ui.form_parts import Caption
from desktop.ui.save_box import SaveBox
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.widgets import button, scrolled

_MARGIN = 24


class MoneyBox(SaveBox):
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


class Rows:
    """Lines of fields under captions; a line can be added and taken away.

    `widths` are in dp, 0 takes the rest. What a line consists of is the caller's.
    """

    def __init__(self, captions: Sequence[str], widths: Sequence[int], word: str) -> None:
        self.lines: list[Any] = []
        self.add_button = button(f"Thêm {word} (Alt+T)", "link", "plus")
        self.add_button.setShortcut("Alt+T")
        self._word = word
        self._widths = widths
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(dp(8))
        self._grid.setVerticalSpacing(dp(6))
        for place, (caption, width) in enumerate(zip(captions, widths, strict=True)):
            self._grid.addWidget(Caption(caption), 0, place)
            self._grid.setColumnStretch(place, 0 if width else 1)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, dp(10), 0)
        inner.addLayout(self._grid)
        inner.addStretch()
        self.area = scrolled(body)
        self.area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)

    def add(self, line: Any) -> None:
        """Put a line at the end: it has `widgets`, and `out` that takes it away."""
        self.lines.append(line)
        place = self._grid.rowCount()
        for column, (widget, width) in enumerate(zip(line.widgets, self._widths, strict=False)):
            if width:
                widget.setFixedWidth(dp(width))
            self._grid.addWidget(widget, place, column)
        self._grid.addWidget(line.out, place, len(self._widths))
        line.out.clicked.connect(lambda: self._remove(line))
        self._name()

    def _remove(self, line: Any) -> None:
        at = self.lines.index(line)
        self.lines.remove(line)
        for widget in (*line.widgets, line.out):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._name()
        line.changed()
        after = self.lines[min(at, len(self.lines) - 1)] if self.lines else None
        (after.widgets[0] if after else self.add_button).setFocus()

    def _name(self) -> None:
        for number, line in enumerate(self.lines, start=1):
            for widget, name in zip(line.widgets, line.names, strict=True):
                widget.setAccessibleName(f"{name} {number}")
            line.out.setAccessibleName(f"Bỏ {self._word} {number}")
