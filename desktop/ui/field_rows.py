"""Lines of fields in a box."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.ui.form_parts import Caption
from desktop.ui.theme import dp
from desktop.ui.widgets import button, scrolled


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
