"""Where fields and their messages stand inside a card: four columns, or lines of figures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui import theme
from desktop.ui.form_parts import FieldBox, FieldSpec, FigureRow

_COLUMNS = 8
"""Half columns."""


class FieldGrid(QWidget):
    """Label over field in four columns; a message runs on to the right while there is room."""

    def __init__(self, specs: Sequence[FieldSpec]) -> None:
        super().__init__()
        self._boxes = [FieldBox(spec) for spec in specs]
        self._lines: list[list[FieldBox]] = []
        self.is_laid_out = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.dp(14))
        self._grid.setVerticalSpacing(theme.dp(3))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, theme.dp(48))
        for box in self._boxes:
            for widget in (*box.widgets, box.message):
                widget.setParent(self)

    def boxes(self) -> list[FieldBox]:
        """Return the fields in reading order."""
        return self._boxes

    def lay_out(self) -> None:
        """Put the shown fields into lines, without gaps."""
        self.is_laid_out = True
        self._empty()
        self._lines, column = [], _COLUMNS
        for box in (one for one in self._boxes if one.shown):
            span = round(box.spec.span * 2)
            if column + span > _COLUMNS:
                self._lines.append([])
                column = 0
            line = (len(self._lines) - 1) * 4
            box.column = column
            self._lines[-1].append(box)
            self._grid.addWidget(box.caption, line, column, 1, span)
            self._grid.addWidget(box.field, line + 1, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for number in range(1, len(self._lines)):
            self._grid.setRowMinimumHeight(number * 4 - 1, theme.dp(4))
        self.place_messages()

    def place_messages(self) -> None:
        """Put each message under its field, as wide as its neighbours allow."""
        for number, boxes in enumerate(self._lines):
            speaking = [box for box in boxes if not box.message.isHidden()]
            for box in boxes:
                self._grid.removeWidget(box.message)
            used = 0
            for place, box in enumerate(speaking):
                following = speaking[place + 1].column if place + 1 < len(speaking) else _COLUMNS
                used = self._place(box, number * 4 + 2, used, following)

    def _place(self, box: FieldBox, line: int, used: int, end: int) -> int:
        """Place one message from its field to `end`, or further to the left when too narrow."""
        step = max(self.width(), theme.dp(600)) // _COLUMNS
        need = -(-box.message.natural_width() // step)
        start = box.column
        if need > end - start:
            start = max(used, min(start, end - need))
        self._grid.addWidget(box.message, line, start, 1, end - start, Qt.AlignmentFlag.AlignTop)
        return end

    def _empty(self) -> None:
        for box in self._boxes:
            for widget in (*box.widgets, box.message):
                self._grid.removeWidget(widget)
        for line in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(line, 0)


class FigureGrid(QWidget):
    """Lines of narrow number fields, right aligned under headings; messages beside the label."""

    def __init__(self, rows: Sequence[FigureRow]) -> None:
        super().__init__()
        self.is_laid_out = False
        self._lines = [(row, [FieldBox(spec, row.label) for spec in row.specs]) for row in rows]
        self._columns = max(len(row.specs) for row in rows)
        self._labels: list[tuple[QLabel, list[FieldBox]]] = []
        self._messages: list[QWidget] = []
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.dp(10))
        grid.setVerticalSpacing(theme.dp(2))
        grid.setColumnStretch(1, 1)
        headings: list[str] = []
        for number, (row, boxes) in enumerate(self._lines):
            labels = [spec.label for spec in row.specs]
            self._add_line(number * 4, row, boxes, new_headings=labels != headings)
            grid.setRowMinimumHeight(number * 4 + 3, theme.dp(2))
            headings = labels

    def boxes(self) -> list[FieldBox]:
        """Return the fields in reading order."""
        return [box for _, boxes in self._lines for box in boxes]

    def lay_out(self) -> None:
        """Hide the labels of lines that have no field now."""
        self.is_laid_out = True
        for label, boxes in self._labels:
            label.setVisible(any(box.shown for box in boxes))

    def place_messages(self) -> None:
        """Put messages beside the label where two lines are enough, else under the line."""
        figures = sum(self._grid.columnMinimumWidth(column) + theme.dp(10)
                      for column in range(2, self._columns + 2))  # fmt: skip
        for number, (label, boxes) in enumerate(self._labels):
            said = [box.message for box in boxes if not box.message.isHidden()]
            room = self.width() - figures - label.sizeHint().width() - theme.dp(22)
            need = max((message.natural_width() for message in said), default=0)
            messages = self._messages[number]
            self._grid.removeWidget(messages)
            messages.setVisible(bool(said))
            if need > 1.8 * room:
                self._grid.addWidget(messages, number * 4 + 2, 0, 1, -1)
            else:
                self._grid.addWidget(messages, number * 4 + 1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the place of the messages anew."""
        super().resizeEvent(event)
        self.place_messages()

    def _add_line(
        self, line: int, row: FigureRow, boxes: list[FieldBox], *, new_headings: bool
    ) -> None:
        label = QLabel(row.label)
        self._labels.append((label, boxes))
        self._grid.addWidget(label, line + 1, 0)
        messages = QWidget(self)
        inside = QVBoxLayout(messages)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addStretch(1)
        for box in boxes:
            inside.addWidget(box.message)
        inside.addStretch(1)
        self._messages.append(messages)
        widest = max(box.caption.sizeHint().width() for box in self.boxes())
        wide = max(theme.dp(92), widest)
        for place, box in enumerate(boxes, start=2 + self._columns - len(boxes)):
            box.field.setFixedWidth(theme.dp(92))
            box.caption.setFixedWidth(wide)
            box.caption.setParent(self)
            box.caption.setVisible(new_headings)
            self._grid.setColumnMinimumWidth(place, wide)
            if new_headings:
                self._grid.addWidget(box.caption, line, place)
            self._grid.addWidget(box.field, line + 1, place, Qt.AlignmentFlag.AlignRight)
