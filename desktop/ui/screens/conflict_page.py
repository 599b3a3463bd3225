"""Two reports of the same unit, days and version that differ, side by side: a person chooses one."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import catalogue, city_desk, conflicts, returns, units
from desktop.core.catalogue import Catalogue
from desktop.core.conflicts import Conflict, Side
from desktop.core.ledger import State
from desktop.core.returns import Said
from desktop.core.typed import show_date
from desktop.core.units import Unit
from desktop.ui import conflict_words as said, theme
from desktop.ui.fields import TextEdit
from desktop.ui.form_parts import Caption
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, icon_label, label

_ADVICE = (
    "Máy không đoán bản nào đúng. Hỏi đơn vị, hoặc so mã 24 số ở chân bản giấy đã ký, đóng dấu: bản "
    "có mã trùng với giấy là bản đúng. Chưa rõ thì bấm Để sau, sổ giữ nguyên."
)
_ANSWERED = (
    "Bản đang dùng đã được trả lời, đơn vị đã được báo kết quả, nên chỉ giữ được bản này. Nếu bản đến sau "
    "mới đúng: giữ bản đang dùng, rồi trả lại để đơn vị gửi bản số mới."
)
Seen = tuple[Conflict, Catalogue, Unit, Said | None]
"""The conflict, what codes mean, whose reports they are, and the last word on the one in use."""
_LONGEST, _TIP = 500, 100
"""Letters of a reason at most, and in a line of a tip."""


class ConflictPage(Screen):
    """Shows what differs; neither side is chosen until a reason is written."""

    title = "Hai bản khác nhau"
    help_topic = "nhan-usb"

    settled = Signal(str)
    """A person chose: what is to be said of it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._id = ""
        self._found: Conflict | None = None
        self.why = TextEdit(_LONGEST)
        self.why.setAccessibleName("Vì sao chọn bản này")
        self.why.setPlaceholderText("Ví dụ: mã trên bản giấy đã ký là của bản này.")
        self.keep_button, self.take_button = button("Giữ bản bên trái"), button("Dùng bản bên phải")
        self.later_button = button("Để sau", shortcut_hint="Alt+Mũi tên trái")
        for one in (self.keep_button, self.take_button, self.later_button):
            one.setAutoDefault(True)
        self.view = TableView(ValueTable(_columns(), lambda one: one.key), row_height=46)
        self.view.table.setParent(self.view)
        self.view.setAccessibleName("Những chỗ khác nhau")
        self._sides = QHBoxLayout()
        self.advice = label(_ADVICE, tone="text2", wrap=True)
        self._lay_out()
        self.keep_button.clicked.connect(lambda: self._settle(left=True))
        self.take_button.clicked.connect(lambda: self._settle(left=False))
        self.later_button.clicked.connect(self.left)
        on_keys(self, {"Esc": self.left.emit})
        self.setFocusProxy(self.later_button)

    def show_package(self, package_id: str) -> None:
        """Show the conflict that a package is in."""
        self._id = package_id
        self.refresh()

    def refresh(self) -> None:
        """Read the two again; once a person chose there is nothing to read."""
        if self._id:
            self.read_latest("conflict", look, self._id).then(self._show)

    def _show(self, seen: Seen) -> None:
        self._found = found = seen[0]
        entry = found.left.entry
        days = f"Bản số {entry.version}, {said.days(entry)}"
        self.set_heading(f"Hai bản khác nhau của {seen[2].running_name}", days)
        while (item := self._sides.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        in_use, answer = entry.state is State.TAKEN, seen[3]
        used = said.in_use(answer) if in_use else "Bản đến trước"
        names = (used, "Bản đến sau")
        self.advice.setText(_ANSWERED if answer else _ADVICE)
        for name, side in zip(names, (found.left, found.right), strict=True):
            self._sides.addWidget(_card(name, side), 1)
        text = "Giữ bản đang dùng" if in_use else "Dùng bản đến trước"
        self.keep_button.setText(text)
        self.keep_button.setAccessibleName(text)
        self.take_button.setText("Dùng bản đến sau")
        self.take_button.setAccessibleName("Dùng bản đến sau")
        self.take_button.setEnabled(answer is None)
        self.view.reload(said.differences(seen[1], found))

    def _settle(self, *, left: bool) -> None:
        why = self.why.value() or ""
        if self._found is None:
            return
        if not why.strip():
            self.say("Ghi vì sao chọn bản này, một câu; câu này được giữ trong lịch sử.")
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        side = self._found.left if left else self._found.right
        self._id, before = "", self._id
        done = self.write(city_desk.settle, side.entry.id, why.strip())
        text = said.settled(side.code, was_used=side.entry.state is State.TAKEN)
        done.then(lambda _: self._settled(text)).failed(lambda error: self._failed(error, before))

    def _settled(self, text: str) -> None:
        self.settled.emit(text)
        self.left.emit()

    def _failed(self, error: BaseException, before: str) -> None:
        self._id = before
        self.context.dialogs.show_error(self, error)

    def _lay_out(self) -> None:
        self._sides.setSpacing(dp(14))
        table = Card()
        table.body.setContentsMargins(1, 1, 1, 1)
        table.add(self.view, 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(dp(10))
        field = QVBoxLayout()
        field.setSpacing(dp(4))
        field.addWidget(Caption("Vì sao chọn bản này", required=True))
        field.addWidget(self.why)
        deeds.addLayout(field, 1)
        for one in (self.later_button, self.keep_button, self.take_button):
            deeds.addWidget(one, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        column.setSpacing(dp(10))
        column.addWidget(self.advice)
        column.addLayout(self._sides)
        column.addWidget(table, 1)
        column.addLayout(deeds)


def look(session: Any, package_id: str) -> Seen:
    """Return the conflict that a package is in, and what is said beside it."""
    found = conflicts.of(session, package_id)
    entry = found.left.entry
    unit, answer = units.get(session, entry.unit_id), returns.of(session, entry.id)
    return found, catalogue.read(session), unit, answer


def _card(name: str, side: Side) -> QWidget:
    made = Card(name)
    entry = side.entry
    facts: Iterator[tuple[str, str]] = iter((
        ("Mã trên giấy", side.code),
        ("Tệp", entry.file_name),
        ("Ghi ở đơn vị", f"{side.made_at:%H:%M} ngày {show_date(side.made_at.date())}"),
        ("Nhận ở đây", f"{entry.at:%H:%M} ngày {show_date(entry.at.date())}"),
        ("Số hoạt động", str(side.activities)),
    ))  # fmt: skip
    for what, value in facts:
        row = QHBoxLayout()
        words = label(what, -0.5, tone="text2")
        words.setFixedWidth(dp(110))
        row.addWidget(words)
        strong = what == "Mã trên giấy"
        shown = label(value, -0.5, theme.SEMIBOLD) if strong else label(value, -0.5, wrap=True)
        shown.setMinimumWidth(1)
        row.addWidget(shown, 1)
        if strong:
            row.addWidget(icon_label("key", "text3", 16))
        made.add(row)
    made.setAccessibleName(f"{name}: {entry.file_name}, mã {side.code}")
    return made


def _tip(text: Callable[[said.Line], str]) -> Callable[[said.Line], str]:
    """Return a tip with the whole text, in lines that fit a screen."""
    return lambda one: textwrap.fill(text(one), _TIP)


def _columns() -> Sequence[Column]:
    return (
        Column("what", "Chỗ khác nhau", lambda one: one.what, lambda one: one.where, width=320),
        Column("left", "Bản bên trái", lambda one: one.left, tip=_tip(lambda one: one.left)),
        Column("right", "Bản bên phải", lambda one: one.right, tip=_tip(lambda one: one.right)),
    )
