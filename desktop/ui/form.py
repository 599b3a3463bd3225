"""A form from a list of fields: lays them out, moves between them, shows problems beside them.

Knows nothing of what the fields mean; checking is the core's.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui import theme
from desktop.ui.form_parts import (
    SEVERITIES,
    AnyProblem,
    Card,
    FieldBox,
    FieldProblem,
    FieldSpec as FieldSpec,
    FigureRow as FigureRow,
    Section,
)
from desktop.ui.grids import FieldGrid, FigureGrid


class FormBody(QWidget):
    """The cards of a form. Enter goes on, F3 takes last time's value; saving is the screen's."""

    edited = Signal(str)
    """The user changed the field with this key."""
    finished = Signal()
    """Enter was pressed in the last field."""

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self._boxes: dict[str, FieldBox] = {}
        self._grids: list[FieldGrid | FigureGrid] = []
        self.cards: list[Card] = []
        self._problems: tuple[AnyProblem, ...] = ()
        self.skip_filled = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.dp(12))
        for section in sections:
            card = self._build(section)
            self.cards.append(card)
            layout.addWidget(card)
        layout.addStretch(1)
        self._arrange()
        self._chain_tabs()

    def field(self, key: str) -> Any:
        """Return the field with this key."""
        return self._boxes[key].field

    def message(self, key: str) -> str:
        """Return the sentence shown under the field."""
        return self._boxes[key].message.text()

    def values(self, *, hidden: bool = False) -> dict[str, object]:
        """Return the values of the shown fields, or of all."""
        boxes = self._boxes.items()
        return {key: box.field.value() for key, box in boxes if hidden or box.shown}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show values; fields that are not named keep theirs."""
        for key, value in values.items():
            if key in self._boxes:
                self._boxes[key].field.set_value(value)
        self._arrange()
        self.show_problems(())

    def last_time(self, values: Mapping[str, object]) -> None:
        """Show the figures of last time in grey; F3 takes one."""
        for key, box in self._boxes.items():
            box.field.set_last(values.get(key))
        for card, grid in zip(self.cards, self._grids, strict=True):
            known = any(values.get(box.spec.key) is not None for box in grid.boxes())
            is_figures = isinstance(grid, FigureGrid)
            card.side.setText(
                "Số trong ngoặc: lần trước · F3 lấy số" if is_figures and known else ""
            )
            card.side.setVisible(bool(card.side.text()))

    def relabel(self, key: str, label: str) -> None:
        """Give a field another label."""
        self._boxes[key].relabel(label)

    def set_hint(self, key: str, text: str) -> None:
        """Show another grey hint under a field."""
        box = self._boxes[key]
        if box.hint != text:
            box.hint = text
            self._refresh()

    def troubles(self) -> list[FieldProblem]:
        """Return what was typed and cannot be read: it stops saving."""
        found = ((key, box.field.trouble()) for key, box in self._shown())
        return [FieldProblem((key,), text) for key, text in found if text]

    def unread(self) -> list[FieldProblem]:
        """Return the troubles but that of the field being typed in."""
        return [one for one in self.troubles() if self._focused() not in one.fields]

    def show_problems(self, problems: Sequence[AnyProblem]) -> None:
        """Show all problems at their fields; the sentence stands at the first shown field."""
        self._problems = tuple(problems)
        self._refresh()

    def focus_first_problem(self) -> bool:
        """Go to the first field with a stop, else with another problem; say whether there is one."""
        return self._go_to(self._with_problems()[:1])

    def next_problem(self) -> bool:
        """Go to the next field with a problem, around; say whether there is one."""
        wrong = self._with_problems(in_order=True)
        keys = list(self._boxes)
        here = keys.index(now) if (now := self._focused()) in self._boxes else -1
        after = [key for key in wrong if keys.index(key) > here]
        return self._go_to((after or wrong)[:1])

    def focus(self, key: str) -> None:
        """Go to a field, its text selected."""
        self._go_to([key])

    def _build(self, section: Section) -> Card:
        card = Card(section.title)
        grid: FieldGrid | FigureGrid
        grid = FigureGrid(section.rows) if section.rows else FieldGrid(section.specs)
        for box in grid.boxes():
            self._boxes[box.spec.key] = box
            self._connect(box)
        self._grids.append(grid)
        card.body.addWidget(grid)
        return card

    def _connect(self, box: FieldBox) -> None:
        key = box.spec.key
        box.field.changed.connect(lambda: self._edited(key))
        target = box.field.focusProxy() or box.field
        target.installEventFilter(self)
        target.setProperty("formKey", key)
        if hasattr(box.field, "taken"):
            box.field.taken.connect(lambda: self._go_on(key))

    def _edited(self, key: str) -> None:
        own = [problem for problem in self._problems if key in problem.fields]
        self._problems = tuple(problem for problem in self._problems if problem not in own)
        self._arrange()
        self._refresh(typing=key)
        self.edited.emit(key)

    def _arrange(self) -> None:
        """Show the fields that are wanted now, and close the gaps."""
        values = self.values(hidden=True)
        for card, grid in zip(self.cards, self._grids, strict=True):
            before = [box.shown for box in grid.boxes()]
            for box in grid.boxes():
                wanted = box.spec.visible is None or box.spec.visible(values)
                if wanted != box.shown:
                    box.set_shown(wanted)
            after = [box.shown for box in grid.boxes()]
            if before != after or not grid.is_laid_out:
                grid.lay_out()
                card.setVisible(any(after))

    def _refresh(self, typing: str = "") -> None:
        """Spread the problems over the fields; a field being typed in has no reading trouble yet."""
        unread = [one for one in self.troubles() if typing not in one.fields]
        ranked = sorted(
            (*unread, *self._problems), key=lambda one: SEVERITIES.index(str(one.severity))
        )
        shown = dict(self._shown())
        for key, box in self._boxes.items():
            box.problems = [one for one in ranked if key in one.fields]
            said = [
                one
                for one in box.problems
                if next((k for k in one.fields if k in shown), "") == key
            ]
            box.refresh(said)
        for grid in self._grids:
            grid.place_messages()

    def _shown(self) -> Iterator[tuple[str, FieldBox]]:
        return ((key, box) for key, box in self._boxes.items() if box.shown)

    def _with_problems(self, *, in_order: bool = False) -> list[str]:
        found = [(key, box.severity()) for key, box in self._shown() if box.severity()]
        if not in_order:
            found.sort(key=lambda one: SEVERITIES.index(str(one[1])))
        return [key for key, _ in found]

    def _focused(self) -> str:
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            key = widget.property("formKey")
            if key:
                return str(key)
            widget = widget.parentWidget()
        return ""

    def _go_to(self, keys: Sequence[str]) -> bool:
        for key in keys:
            self._boxes[key].field.setFocus(Qt.FocusReason.TabFocusReason)
        return bool(keys)

    def _go_on(self, key: str) -> None:
        keys = list(self._boxes)
        for following in keys[keys.index(key) + 1 :]:
            box = self._boxes[following]
            filled = self.skip_filled and box.field.value() not in (None, "", ())
            if box.shown and _takes_keys(box.field) and not filled:
                self._go_to([following])
                return
        self.finished.emit()
        self.focusNextChild()

    def lead_on(self, *beyond: QWidget) -> None:
        """Let Tab go on from the last field to these, instead of to the top of the window."""
        last = list(self._boxes.values())[-1].field
        _chain([last.focusProxy() or last, *beyond])

    def _chain_tabs(self) -> None:
        _chain([box.field.focusProxy() or box.field for box in self._boxes.values()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, F3 takes last time's value, leaving a field shows what cannot be read."""
        key = str(watched.property("formKey") or "")
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(key, watched, event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self._refresh()
        return False

    def _pressed(self, key: str, watched: QObject, event: QKeyEvent) -> bool:
        field = self._boxes[key].field
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() == Qt.Key.Key_F3:
            field.take_last()
            return True
        enter = plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not hasattr(field, "taken") and not isinstance(watched, QPlainTextEdit):
            self._go_on(key)
            return True
        return False


def _takes_keys(field: Any) -> bool:
    return field.isEnabled() and not (hasattr(field, "isReadOnly") and field.isReadOnly())


def _chain(widgets: Sequence[QWidget]) -> None:
    for one, following in pairwise(widgets):
        QWidget.setTabOrder(one, following)
