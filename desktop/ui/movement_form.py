"""A narrow form beside a list: fields one under the other, what is wrong, the deeds below them.

Knows nothing of what the fields mean; checking is the core's, saving the tab's.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui import theme
from desktop.ui.form_parts import AnyProblem, FieldBox, FieldProblem, FieldSpec
from desktop.ui.notices import Banner
from desktop.ui.screen import on_keys
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, ElidingLabel, button, scrolled

WIDTH = 336
_LINES = 4
"""Rows of the grid that a line of fields takes: labels, fields, what is said of each."""
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SideForm(Card):
    """Adds or changes one record. A span of 2 takes half a line, any other the whole line."""

    save_wanted = Signal()
    new_wanted = Signal()
    removal_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, specs: Sequence[FieldSpec], new: str, change: str, prints: str = "") -> None:
        super().__init__()
        self._titles = {True: new, False: change}
        self._kept: dict[str, object] = {}
        self._problems: tuple[AnyProblem, ...] = ()
        self.is_new = True
        self.setFixedWidth(dp(WIDTH))
        self.setAccessibleName(new)
        self.body.setContentsMargins(1, dp(9), 1, dp(12))
        self.heading_label = ElidingLabel(new, 0.5, theme.SEMIBOLD)
        self.new_button = button("Ghi mới", "link", "plus", tip="Để trống ô và ghi mới (Ctrl+N)")
        self.save_button = button("Lưu", "primary", "save", "Ctrl+S")
        self.print_button = button(prints or "In", icon="printer", tip=f"{prints} (Ctrl+P)")
        self.remove_button = button("Xóa", "quiet", "delete", "Delete")
        self.problem = Banner("bad", "")
        self._boxes = {spec.key: FieldBox(spec) for spec in specs}
        self._prints = bool(prints)
        self._grid = QGridLayout()
        self._lay_out()
        for box in self._boxes.values():
            self._connect(box)
        self.save_button.clicked.connect(self.save_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        self.print_button.clicked.connect(self.print_wanted)
        self.remove_button.clicked.connect(self.removal_wanted)
        on_keys(self, {"Ctrl+S": self.save_button.click})
        self.show_values({}, is_new=True)

    def heading(self) -> str:
        """Return what the form is about."""
        return self.heading_label.whole_text()

    def field(self, key: str) -> Any:
        """Return the field with this key."""
        return self._boxes[key].field

    def message(self, key: str) -> str:
        """Return the sentence shown under a field."""
        return self._boxes[key].message.text()

    def values(self) -> dict[str, Any]:
        """Return what stands in the fields; hidden ones count as empty."""
        return {key: box.field.value() if box.shown else None for key, box in self._boxes.items()}

    def show_values(self, values: Mapping[str, object], *, is_new: bool) -> None:
        """Show a record, or what a new one begins with."""
        self.is_new = is_new
        for key, box in self._boxes.items():
            box.field.set_value(values.get(key))
        self._problems = ()
        self.problem.hide()
        self._arrange()
        self._refresh()
        self._kept = self.values()
        self.heading_label.setText(self._titles[is_new])
        self.new_button.setVisible(not is_new)
        self.remove_button.setVisible(not is_new)
        self.print_button.setVisible(self._prints and not is_new)

    def is_changed(self) -> bool:
        """Return whether something was typed that is not kept."""
        return self.values() != self._kept

    def show_problems(self, problems: Sequence[AnyProblem]) -> bool:
        """Show what is wrong and go there; what cannot be read comes first. Say whether there is any."""
        unread = [
            FieldProblem((key,), text)
            for key, box in self._boxes.items()
            if box.shown and (text := box.field.trouble())
        ]
        named = {key for one in unread for key in one.fields}
        self._problems = (*unread, *(one for one in problems if not named & set(one.fields)))
        self.problem.hide()
        self._refresh()
        wrong = next((key for key in self._boxes if self._boxes[key].problems), None)
        if wrong is not None:
            self.focus(wrong)
        return bool(self._problems)

    def lacks(self, needed: Mapping[str, str]) -> bool:
        """Show at each of these fields that is empty its sentence; say whether anything is wrong."""
        values = self.values()
        empty = [FieldProblem((key,), text) for key, text in needed.items() if not values[key]]
        return self.show_problems(empty) if empty else False

    def refuse(self, title: str, why: str) -> None:
        """Say over the fields why it was not kept."""
        self.problem.say("bad", why, title=title)
        self.problem.show()
        self._area.verticalScrollBar().setValue(0)

    def focus(self, key: str = "") -> None:
        """Go to a field, at first the first."""
        box = self._boxes[key or next(iter(self._boxes))]
        box.field.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(box.field, 0, dp(60))

    def _connect(self, box: FieldBox) -> None:
        key = box.spec.key
        box.field.changed.connect(lambda: self._edited(key))
        box.field.setProperty("formKey", key)
        if hasattr(box.field, "taken"):
            box.field.taken.connect(lambda: self._go_on(key))
        box.field.installEventFilter(self)

    def _edited(self, key: str) -> None:
        self._problems = tuple(one for one in self._problems if key not in one.fields)
        self.problem.hide()
        self._arrange()
        self._refresh()

    def _go_on(self, key: str) -> None:
        keys = [one for one in self._boxes if self._boxes[one].shown]
        following = keys[keys.index(key) + 1 :]
        if following:
            self.focus(following[0])
        else:
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _refresh(self) -> None:
        """Show each problem at the first of its fields that is shown."""
        for box in self._boxes.values():
            box.problems = []
        for one in self._problems:
            places = [self._boxes[key] for key in one.fields if key in self._boxes]
            shown = next((box for box in places if box.shown), None)
            if shown is not None:
                shown.problems.append(one)
        for box in self._boxes.values():
            box.refresh()

    def _arrange(self) -> None:
        """Put the wanted fields into lines."""
        values = {key: box.field.value() for key, box in self._boxes.items()}
        wanted = [box.spec.visible is None or box.spec.visible(values) for box in self._list()]
        if self._grid.count() and wanted == [box.shown for box in self._list()]:
            return
        for box, is_wanted in zip(self._list(), wanted, strict=True):
            for widget in (*box.widgets, box.message):
                self._grid.removeWidget(widget)
            box.set_shown(is_wanted)
        self._place()

    def _place(self) -> None:
        line, column = 0, 0
        for box in (one for one in self._list() if one.shown):
            span = 1 if box.spec.span == 2 else 2
            if column + span > 2:
                line, column = line + 1, 0
            top = line * _LINES
            self._grid.addWidget(box.caption, top, column, 1, span)
            self._grid.addWidget(box.field, top + 1, column, 1, span, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(box.message, top + 2 + column, 0, 1, 2)
            column += span
        stops = [*(one.field for one in self._list() if one.shown), self.save_button]
        QWidget.setTabOrder(stops[0], stops[-1])  # else Qt takes the ring as it is for right
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _list(self) -> Iterator[FieldBox]:
        return iter(self._boxes.values())

    def _lay_out(self) -> None:
        self.problem.hide()
        head = QHBoxLayout()
        head.setContentsMargins(dp(15), 0, dp(8), 0)
        head.addWidget(self.heading_label, 1)
        head.addWidget(self.new_button)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(dp(15), 0, dp(15), dp(4))
        self._grid.setHorizontalSpacing(dp(10))
        self._grid.setVerticalSpacing(dp(3))
        for place in range(2):
            self._grid.setColumnStretch(place, 1)
            self._grid.setColumnMinimumWidth(place, dp(80))
        column.addWidget(self.problem)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._area = scrolled(holder)
        self._area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        foot = QVBoxLayout()
        foot.setContentsMargins(dp(15), 0, dp(15), 0)
        foot.setSpacing(dp(8))
        deeds = QHBoxLayout()
        deeds.setSpacing(dp(8))
        for one in (self.save_button, self.print_button):
            deeds.addWidget(one)
        deeds.addStretch(1)
        deeds.addWidget(self.remove_button)
        foot.addLayout(deeds)
        self.head.setSpacing(0)
        self.add(head)
        self.add(self._area, 1)
        self.add(foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the next field; leaving a field shows what cannot be read."""
        if event.type() == QEvent.Type.FocusOut:
            self._show_unread(str(watched.property("formKey")))
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = str(watched.property("formKey"))
            enter = event.key() in _ENTER and event.modifiers() in _PLAIN
            if enter and not isinstance(watched, QPlainTextEdit) and not hasattr(watched, "taken"):
                self._go_on(key)
                return True
        return False

    def _show_unread(self, key: str) -> None:
        box = self._boxes[key]
        text = box.field.trouble() if box.shown else ""
        known = tuple(one for one in self._problems if key not in one.fields)
        if text:
            self._problems = (*known, FieldProblem((key,), text))
            self._refresh()
        else:
            box.caption.set_remark(box.field.remark())
