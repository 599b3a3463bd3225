"""The part of the USB page that receives: what lies on the stick, and what nobody vouched for yet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.packages.sealing import TAIL_LENGTH
from desktop.core.usb import Quarantined
from desktop.ui import theme, usb_words
from desktop.ui.form_parts import Message
from desktop.ui.theme import dp
from desktop.ui.usb_cards import Remark
from desktop.ui.usb_words import Line
from desktop.ui.widgets import Card, button


class QuarantineRow(QFrame):
    """A package of an unknown key, with the field that vouches for it."""

    trusted = Signal(str, str)
    """The id of the package and the digits that were typed."""

    def __init__(self, found: Quarantined) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("kind", "warn")
        what, todo = usb_words.quarantine_words(found)
        self._id = found.id
        self.tail = QLineEdit()
        self.tail.setMaxLength(TAIL_LENGTH + 4)
        self.tail.setPlaceholderText("8 số cuối")
        self.tail.setAccessibleName(f"8 số cuối của mã khóa: {what}")
        self.tail.setFixedWidth(dp(150))
        self.button = button("Tin khóa này")
        self.button.setAutoDefault(True)
        self.problem = Message()
        for asked in (self.tail.returnPressed, self.button.clicked):
            asked.connect(self._trust)
        self.tail.textEdited.connect(lambda _text: self.show_problem(""))
        row = QHBoxLayout()
        row.setSpacing(dp(10))
        row.addWidget(self.tail)
        row.addWidget(self.button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(14), dp(10), dp(14), dp(10))
        column.setSpacing(dp(8))
        column.addWidget(Remark("warn", what, todo))
        inner = QVBoxLayout()
        inner.setContentsMargins(dp(27), 0, 0, 0)
        inner.setSpacing(dp(6))
        inner.addLayout(row)
        inner.addWidget(self.problem)
        column.addLayout(inner)

    def show_problem(self, text: str) -> None:
        """Say under the field why the digits were not taken."""
        self.problem.show_text(text, "stop")
        theme.set_property(self.tail, "state", "error" if text else "")
        if text:
            self.tail.setFocus(Qt.FocusReason.OtherFocusReason)
            self.tail.selectAll()

    def _trust(self) -> None:
        self.trusted.emit(self._id, self.tail.text())


class ReceiveCard(Card):
    """Lines about the packages on the stick; one in quarantine has a row to vouch for it."""

    trusted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("Nhận từ USB")
        self.rows: dict[str, QuarantineRow] = {}
        self._quarantine, self._lines = _column(), _column()
        self.add(self._quarantine)
        self.add(self._lines)
        self.shown: list[Line] = []

    def show_quarantined(self, found: Sequence[Quarantined]) -> None:
        """Show one package of each key that nobody vouched for; what is being typed stays."""
        oldest: dict[str, Quarantined] = {}
        for one in found:
            if not one.believed:
                oldest.setdefault(one.signer, one)
        wanted = {one.id: one for one in oldest.values()}
        for key in [one for one in self.rows if one not in wanted]:
            self._drop(self.rows.pop(key), self._quarantine)
        for key, one in wanted.items():
            if key not in self.rows:
                row = QuarantineRow(one)
                row.trusted.connect(self.trusted)
                self.rows[key] = row
                self._quarantine.addWidget(row)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Say this of the stick."""
        if list(lines) == self.shown:
            return
        self.shown = list(lines)
        while (item := self._lines.itemAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                self._drop(widget, self._lines)
        for kind, text, second in lines:
            self._lines.addWidget(Remark(kind, text, second))

    def _drop(self, widget: QWidget, column: QVBoxLayout) -> None:
        column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(dp(10))
    return made
