"""The fields that a printed form takes: rows, rates, what is handed over, who signs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core import typed
from desktop.core.documents.content import Choice, ItemLine
from desktop.core.documents.forms import Form
from desktop.core.typed import TypedError
from desktop.ui import pickers, theme
from desktop.ui.fields import LongTextEdit, mark
from desktop.ui.form_parts import Caption, Message
from desktop.ui.pickers import PickField
from desktop.ui.theme import dp
from desktop.ui.typed_fields import MoneyField, NumberField
from desktop.ui.widgets import label, line

MOST_ROWS, MOST_DAYS = 300, 60
_PARTS = 5


def read_lines(text: str) -> tuple[ItemLine, ...]:
    """Return the things typed, one per line: name; unit; quantity; price; what it is like.

    Cells copied from Excel are understood as well. Raises TypedError.
    """
    found = []
    for number, written in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in written.replace("\t", ";").split(";")]
        if not any(cells):
            continue
        if len(cells) > _PARTS:
            raise TypedError(written, f"Dòng {number}: thừa dấu chấm phẩy, chỉ có 5 phần.")
        name, unit, quantity, price, look = cells + [""] * (_PARTS - len(cells))
        if not name:
            raise TypedError(written, f"Dòng {number}: chưa có tên ở đầu dòng.")
        found.append(
            ItemLine(
                name, unit, _number(number, "số lượng", quantity, typed.parse_number),
                _number(number, "đơn giá", price, typed.parse_money), look,
            )
        )  # fmt: skip
    return tuple(found)


def written_lines(lines: Sequence[ItemLine]) -> str:
    """Return the things as they are typed."""
    return "\n".join(
        "; ".join(
            (one.name, one.unit_word, _shown(one.quantity), _shown(one.price), one.look)
        ).rstrip("; ")
        for one in lines
    )


def _number(line: int, what: str, text: str, read: Callable[[str], int]) -> int | None:
    try:
        return read(text) if text else None
    except TypedError as refused:
        raise TypedError(text, f"Dòng {line}, {what}: {refused.reason}") from refused


def _shown(value: int | None) -> str:
    return "" if value is None else typed.show_number(value)


class Labelled(QWidget):
    """A field under its caption, with room for what is wrong with it."""

    def __init__(self, text: str, field: Any, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        self.caption = Caption(text)
        self.caption.pressed.connect(lambda: field.setFocus(Qt.FocusReason.TabFocusReason))
        self.message = Message()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(3))
        for widget in (self.caption, field, self.message):
            column.addWidget(widget)
        field.setAccessibleName(text)
        self.show_trouble("")

    def relabel(self, text: str) -> None:
        """Give the field another caption."""
        self.caption.set_text(text)
        self.field.setAccessibleName(text)

    def show_trouble(self, text: str) -> None:
        """Show what is wrong, or the hint when nothing is."""
        mark(self.field, "stop" if text else None, text or self._hint)
        self.message.show_text(text or self._hint, "stop" if text else None)


class LinesField(LongTextEdit):
    """What is handed over or accepted, one thing per line."""

    def __init__(self) -> None:
        super().__init__(lines=4)
        self.setPlaceholderText("Tờ gấp chuẩn nghèo; tờ; 500; 1.200; mới")

    def trouble(self) -> str:
        """Return why the lines cannot be read, or nothing."""
        try:
            read_lines(self.value())
        except TypedError as refused:
            return refused.reason
        return super().trouble()


class PaperFields(QWidget):
    """What the officer chooses for one form; shows only what this form needs."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept = Choice()
        self._needs: tuple[str, ...] = ()
        self.rows = Labelled("Số dòng", NumberField(most=MOST_ROWS))
        self.days = Labelled("Số ngày", NumberField(least=1, most=MOST_DAYS))
        self.rate = Labelled("Mức chi", MoneyField())
        self.lines = Labelled(
            "Các món, mỗi dòng một món",
            LinesField(),
            "Tên; đơn vị tính; số lượng; đơn giá; tình trạng. Bỏ trống: lấy theo buổi đã ghi.",
        )
        self.blank = QCheckBox("Để trống, chỉ điền giờ và nơi")
        self.left, self.right = (Labelled("", _signer()) for _ in range(2))
        self.rows.field.setToolTip("Bảng có ít nhất từng này dòng; thiếu thì kẻ thêm dòng trống")
        self.rate.field.set_example("đồng")
        self.signing = QWidget()
        """Who signs: a part of its own, the pane puts it under the printer."""
        self._lay_out()
        for one in self._all():
            one.field.changed.connect(self._edited)
        self.blank.toggled.connect(self._edited)

    def show_choice(self, form: Form, choice: Choice, names: Sequence[pickers.Choice]) -> None:
        """Show what was chosen for a form, and who may sign."""
        self._kept, self._needs = choice, form.needs
        self.rows.field.set_value(choice.rows)
        self.days.field.set_value(choice.days)
        self.rate.field.set_value(choice.rate)
        self.lines.field.set_value(written_lines(choice.lines))
        self.blank.setVisible(form.blank)
        self.blank.blockSignals(True)
        self.blank.setChecked(choice.blank)
        self.blank.blockSignals(False)
        for one, place, name in zip(
            (self.left, self.right), form.signers, (choice.left, choice.right), strict=True
        ):
            one.relabel(place)
            one.field.set_choices(names)
            one.field.set_value(name or None)
            one.setVisible(bool(place))
        self.signing.setVisible(any(form.signers))
        for part, need in ((self.rows, "rows"), (self.rate, "rate"), (self.days, "rate"),
                           (self.lines, "lines")):  # fmt: skip
            part.setVisible(need in form.needs)
        self._figures.setVisible(bool({"rows", "rate"} & set(form.needs)))
        self._rest()
        self._check()

    def choice(self) -> Choice | None:
        """Return what is chosen, or None when a field cannot be read."""
        if self._check() is not None:
            return None
        chosen = replace(
            self._kept,
            blank=self.blank.isChecked(),
            left=self.left.field.value() or "",
            right=self.right.field.value() or "",
        )
        if "rows" in self._needs:
            chosen = replace(chosen, rows=self.rows.field.value() or 0)
        if "rate" in self._needs:
            days = self.days.field.value() or 1
            chosen = replace(chosen, rate=self.rate.field.value(), days=days)
        if "lines" in self._needs:
            chosen = replace(chosen, lines=read_lines(self.lines.field.value()))
        return chosen

    def wrong_field(self) -> QWidget | None:
        """Return the first field that cannot be read."""
        wrong = self._check()
        return None if wrong is None else wrong.field

    def _all(self) -> tuple[Labelled, ...]:
        return (self.rows, self.rate, self.days, self.lines, self.left, self.right)

    def _check(self) -> Labelled | None:
        """Say what is wrong in the fields; return the first that is."""
        wrong = None
        for one in self._all():
            used = one.field.isEnabled() and one.isVisibleTo(self.window())
            text = one.field.trouble() if used else ""
            one.show_trouble(text)
            if text and wrong is None:
                wrong = one
        return wrong

    def _edited(self) -> None:
        self._rest()
        self._check()
        self.changed.emit()

    def _rest(self) -> None:
        """Let the fields rest that an empty form does not use."""
        for one in self._all():
            one.field.setEnabled(one is self.rows or not self.blank.isChecked())

    def _lay_out(self) -> None:
        self._figures = QWidget()
        row = QHBoxLayout(self._figures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(9))
        for one, share in ((self.rows, 5), (self.rate, 7), (self.days, 5)):
            one.field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(one, share, Qt.AlignmentFlag.AlignTop)
        signing = QVBoxLayout(self.signing)
        signing.setContentsMargins(0, 0, 0, 0)
        signing.setSpacing(dp(9))
        signing.addWidget(line())
        signing.addWidget(label("Người ký", 0, theme.SEMIBOLD))
        signing.addWidget(self.left)
        signing.addWidget(self.right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(9))
        for widget in (self._figures, self.lines, self.blank):
            column.addWidget(widget)


def _signer() -> PickField:
    made = PickField(allow_new=True)
    made.set_example("như trong mẫu")
    return made
