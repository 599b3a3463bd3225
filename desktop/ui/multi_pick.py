"""Choosing several items: the taken ones stand as chips inside the field, the main one first."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.core.texts import nfc
from desktop.ui import icons, theme
from desktop.ui.fields import mark
from desktop.ui.pickers import Choice, PickField, the_one

_NUMBERS = re.compile(r"(?a)\d+(?:[ ,;]+\d+)*[ ,;]*")
_BARE = "QLineEdit, QLineEdit:focus {border: 0; padding: 0; min-height: 0; background: transparent}"


class Chip(QAbstractButton):
    """One taken item: a click or Enter makes it the main one, × or Delete takes it away."""

    removed = Signal()
    moved = Signal(int)

    def __init__(self, choice: Choice, parent: QWidget, *, main: bool, main_word: str) -> None:
        super().__init__(parent)
        self.choice = choice
        self._main = main
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(theme.font(-0.25, theme.SEMIBOLD if main else QFont.Weight.Normal))
        self.setFixedHeight(theme.dp(26))
        role = main_word if main or not main_word else f"Bấm để đặt làm {main_word.lower()}"
        role = f"{role}. " if role else ""
        self.setAccessibleName(f"{choice.shown}. {role}Nhấn Delete để bỏ.")
        self.setToolTip(f"{choice.shown}\n{role}Bấm dấu × hoặc phím Delete để bỏ.")

    def fit(self, room: int) -> QSize:
        """Write what fits into `room` pixels and return the size."""
        metrics = QFontMetrics(self.font())
        around = self._left() + theme.dp(28)
        self._words = metrics.elidedText(
            self.choice.shown, Qt.TextElideMode.ElideRight, room - around
        )
        return QSize(min(room, metrics.horizontalAdvance(self._words) + around), self.height())

    def _left(self) -> int:
        return theme.dp(28 if self._main else 11)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill: a star for the main one, the words, ×."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = "accentPress" if self._main else "text"
        edge = "accent" if self.hasFocus() else "accentBorder" if self._main else "border"
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(theme.colour(edge), width))
        fill = "accentTint" if self._main else "hover" if self.underMouse() else "sunken"
        painter.setBrush(theme.colour(fill))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(theme.colour(ink))
        words = self.rect().adjusted(self._left(), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._words)
        small = theme.dp(12)
        middle = (self.height() - small) // 2
        cross = QRect(self.width() - theme.dp(21), middle, small, small)
        icons.paint(painter, cross, "dismiss", ink if self._main else "text2")
        if self._main:
            icons.paint(painter, QRect(theme.dp(10), middle, small, small), "star_filled", "accent")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take away when × is pressed."""
        if event.position().x() > self.width() - theme.dp(28):
            self.removed.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes away, the arrows go to the neighbours, Enter makes it the main one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class _Editor(PickField):
    """The place to type: Enter always goes to the field, which reads several items."""

    def take(self) -> bool:
        """Take a marked line if there is one; the field looks at the rest."""
        super().take()
        return True


class MultiPickField(QWidget):
    """Chooses several items by number ("1 4 7") or name ("việc làm; y tế").

    Enter adds, Enter on nothing moves on. With a `main_word` the first item is the main one.
    """

    changed = Signal()
    taken = Signal()

    def __init__(
        self, choices: Sequence[Choice] = (), *, allow_new: bool = False, main_word: str = ""
    ) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._taken: list[Choice] = []
        self._chips: list[Chip] = []
        self._main_word = main_word
        self._allow_new = allow_new
        self._last: tuple[Any, ...] = ()
        self.editor = _Editor(choices, allow_new=allow_new)
        self.editor.setParent(self)
        self.editor.setStyleSheet(_BARE)
        self.editor.taken.connect(self._entered)
        self.editor.editingFinished.connect(self._add_typed)
        self.editor.changed.connect(self.changed)
        self.editor.installEventFilter(self)
        self.setFocusProxy(self.editor)
        self._lay_out()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; what is taken stays."""
        self._choices = tuple(choices)
        self.editor.set_choices(choices)

    def value(self) -> tuple[Any, ...]:
        """Return the values of the taken items, the main one first, and of the typed text."""
        typed, _ = self._read(self.editor.text())
        return tuple(dict.fromkeys(one.value for one in (*self._taken, *typed)))

    def set_value(self, value: Sequence[Any] | None) -> None:
        """Take the items that have these values, in this order."""
        known = {one.value: one for one in self._choices}
        found = [known.get(one) or self._new(one) for one in value or ()]
        self._taken = [one for one in found if one is not None]
        self.editor.set_value(None)
        self._show_chips()

    def trouble(self) -> str:
        """Return why the typed text is no item, or nothing."""
        _, rest = self._read(self.editor.text())
        if not rest:
            return ""
        return f"Không rõ “{rest}” là mục nào. Hãy gõ số, hoặc vài chữ rồi chọn trong danh sách."

    def remark(self) -> str:
        """Return how many are taken, when more than one."""
        return f"{len(self._taken)} mục" if len(self._taken) > 1 else ""

    def set_problem(self, severity: str | None, text: str = "") -> None:
        """Show a red (stop) or amber (explain) border."""
        mark(self, severity, text)
        self.editor.setAccessibleDescription(text)
        self.update()

    def set_last(self, value: Sequence[Any] | None) -> None:
        """Keep the items of last time, taken by F3."""
        self._last = tuple(value or ())

    def take_last(self) -> None:
        """Take the items of last time, as if typed."""
        if self._last:
            self.set_value(self._last)
            self.changed.emit()

    def _new(self, value: Any) -> Choice | None:
        return Choice(value, str(value)) if self._allow_new else None

    def _read(self, text: str) -> tuple[list[Choice], str]:
        """Return the items meant by the text, and the part that means none."""
        text = nfc(text)
        whole = the_one(self._choices, text, exact=self._allow_new)
        parts = re.split(r"[ ,;]+" if _NUMBERS.fullmatch(text) else ";", text)
        found, rest = [], []
        for part in [text] if whole else filter(None, map(str.strip, parts)):
            one = the_one(self._choices, part, exact=self._allow_new) or self._new(part)
            if one is None:
                rest.append(part)
            else:
                found.append(one)
        return found, "; ".join(rest)

    def _entered(self) -> None:
        if not self.editor.text().strip():
            self.taken.emit()
        else:
            self._add_typed()

    def _add_typed(self) -> None:
        found, rest = self._read(self.editor.text())
        if found:
            known = {one.value for one in self._taken}
            self._taken += [one for one in dict.fromkeys(found) if one.value not in known]
            self.editor.set_value(None)
            self.editor.setText(rest)
            self._show_chips()
            self.changed.emit()

    def _remove(self, chip: Chip) -> None:
        self._taken.remove(chip.choice)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_chips()
        self.changed.emit()

    def _make_main(self, chip: Chip) -> None:
        if self._main_word:
            self._taken.remove(chip.choice)
            self._taken.insert(0, chip.choice)
            self.changed.emit()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_chips()

    def _step(self, chip: Chip, step: int) -> None:
        place = self._chips.index(chip) + step
        last = place >= len(self._chips)
        neighbour = self.editor if last else self._chips[max(place, 0)]
        neighbour.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chips(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for place, one in enumerate(self._taken):
            main = place == 0 and bool(self._main_word)
            chip = Chip(one, self, main=main, main_word=self._main_word)
            chip.removed.connect(lambda chip=chip: self._remove(chip))
            chip.moved.connect(lambda step, chip=chip: self._step(chip, step))
            chip.clicked.connect(lambda _, chip=chip: self._make_main(chip))
            chip.installEventFilter(self)
            chip.show()
            self._chips.append(chip)
        self._lay_out()

    def _lay_out(self) -> None:
        """Place chips in lines and the editor behind the last one; grow as needed."""
        side, gap, line = theme.dp(4), theme.dp(4), theme.dp(34)
        right = self.width() - side
        x, y = side, 0
        for chip in self._chips:
            size = chip.fit(max(right - side, theme.dp(60)))
            if x > side and x + size.width() > right:
                x, y = side, y + line - gap
            chip.setGeometry(x, y + (line - chip.height()) // 2, size.width(), chip.height())
            x += size.width() + gap
        if self._chips and right - x < theme.dp(96):
            x, y = side, y + line - gap
        x += theme.dp(6)
        self.editor.set_example("" if self._chips else "gõ số hoặc vài chữ, Enter để thêm")
        self.editor.setGeometry(x, y + 2, max(right - x, 1), line - 4)
        if self.height() != y + line or self.minimumHeight() != y + line:
            self.setFixedHeight(y + line)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the chips anew."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Place the chips anew when the letters grow."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left in the empty editor goes to the last chip; a change of focus is painted."""
        if isinstance(event, QFocusEvent):
            self.update()
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and watched is self.editor
            and event.key() == Qt.Key.Key_Left
            and self._chips
            and not self.editor.text()
        ):
            self._chips[-1].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Type where the field is clicked."""
        self.editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box of a field around chips and editor."""
        colours = {"error": "bad", "warn": "warnBar"}
        focused = self.editor.hasFocus() or any(chip.hasFocus() for chip in self._chips)
        state = colours.get(str(self.property("state") or ""), "")
        colour = state or ("accent" if focused else "borderStrong")
        width = 2 if state or focused else 1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(colour), width))
        painter.setBrush(theme.colour("surface"))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, 5, 5)
