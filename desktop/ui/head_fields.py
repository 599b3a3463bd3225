"""What stands on the unit's papers: the head with its first day, and those who sign."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.ids import new_id
from desktop.core.letterheads import UnitHead
from desktop.core.speakers import Signatory
from desktop.core.typed import show_date
from desktop.ui.fields import LongTextEdit
from desktop.ui.form_parts import Caption
from desktop.ui.owner_fields import Signer, field
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField
from desktop.ui.widgets import Card, button, label

HEADER_LINES = 3
MOST_SIGNERS = 6


class HeadCard(Card):
    """The lines over the rule, place, sign of the body, Nơi nhận, and from when they hold."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("Tiêu đề văn bản")
        self._head: UnitHead | None = None
        self.lines = [field(f"Dòng {n} tiêu đề văn bản") for n in range(1, HEADER_LINES + 1)]
        self.place = field("Địa danh")
        self.symbol = field("Ký hiệu cơ quan", example="UBND")
        self.since = DateField(today)
        self.since.setAccessibleName("Áp dụng từ ngày")
        self.recipients = LongTextEdit(lines=3)
        self.recipients.setAccessibleName("Nơi nhận")
        self.recipients.setPlaceholderText("mỗi dòng một nơi; “Lưu: VT” được ghi thêm ở cuối")
        self._says = label("", -1, tone="text3", wrap=True)
        self._lay_out()

    def show_head(self, head: UnitHead) -> None:
        """Show the head in force."""
        self._head = head
        for number, box in enumerate(self.lines):
            box.set_value(head.lines[number] if number < len(head.lines) else "")
        self.place.set_value(head.place)
        self.symbol.set_value(head.symbol)
        self.since.set_value(head.valid_from)
        self.recipients.set_value("\n".join(head.recipients))
        since = f"từ ngày {show_date(head.valid_from)}" if head.valid_from else "từ đầu"
        self._says.setText(
            f"Tiêu đề đang dùng có hiệu lực {since}. Ghi ngày khác để lập tiêu đề mới: giấy tờ của "
            "những ngày trước vẫn in theo tiêu đề cũ."
        )

    def value(self) -> UnitHead | None:
        """Return the head as it stands here; another day makes another head."""
        if self._head is None:
            return None
        since = self.since.value()
        found = UnitHead(
            lines=tuple(box.value() for box in self.lines if box.value()),
            place=self.place.value(),
            symbol=self.symbol.value() or "UBND",
            recipients=tuple(line for line in self.recipients.value().splitlines() if line),
            valid_from=since,
            id=self._head.id if since == self._head.valid_from else new_id(),
        )
        return self._head if _same(found, self._head) else found

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.setVerticalSpacing(dp(4))
        boxes: list[tuple[str, QWidget]] = [
            (f"Dòng {number}", box) for number, box in enumerate(self.lines, start=1)
        ]
        boxes += [("Địa danh", self.place), ("Ký hiệu sau số văn bản", self.symbol),
                  ("Áp dụng từ ngày", self.since)]  # fmt: skip
        for number, (name, box) in enumerate(boxes):
            line, place = divmod(number, HEADER_LINES)
            required = box is self.lines[0]
            grid.addWidget(Caption(name, required=required), line * 2, place)
            grid.addWidget(box, line * 2 + 1, place)
            grid.setColumnStretch(place, 1)
        grid.addWidget(Caption("Nơi nhận"), 4, 0)
        grid.addWidget(self.recipients, 5, 0, 1, HEADER_LINES)
        self.add(grid)
        self.add(self._says)


class SignerRows(QWidget):
    """Those who sign, one line each: lines in bold, name, from and to which day, a cross."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.rows: list[Signer] = []
        self._lines: list[QWidget] = []
        self.add_button = button("Thêm người ký", "link", "plus")
        self.add_button.clicked.connect(self._add_and_go)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dp(8))
        self._column.addWidget(self.add_button)
        self.show_all([])

    def show_all(self, people: Sequence[Signatory]) -> None:
        """Show these, or one empty line."""
        while self.rows:
            self._drop(0)
        for one in people:
            self._add().show_one(one)
        if not self.rows:
            self._add()

    def value(self) -> list[Signatory]:
        """Return who signs, each once; a line without a name is nobody."""
        found = [one for row in self.rows for one in row.value()]
        return list({(one.block, one.name, one.valid_from): one for one in found}.values())

    def _add_and_go(self) -> None:
        self._add().name.setFocus()

    def _add(self) -> Signer:
        made = Signer(self._today)
        line, cross = QWidget(), button("Bỏ người ký này", "quiet", "dismiss")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(10))
        row.addWidget(made.block, 5)
        row.addWidget(made.name, 4)
        for box in (made.since, made.until):
            row.addWidget(box, 2)
        row.addWidget(cross)
        made.block.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        cross.clicked.connect(lambda: self._remove(made))
        self.rows.append(made)
        self._lines.append(line)
        self._column.insertWidget(len(self.rows) - 1, line)
        self.add_button.setEnabled(len(self.rows) < MOST_SIGNERS)
        return made

    def _remove(self, one: Signer) -> None:
        self._drop(self.rows.index(one))
        if not self.rows:
            self._add()
        self.rows[0].name.setFocus()

    def _drop(self, place: int) -> None:
        del self.rows[place]
        line = self._lines.pop(place)
        line.hide()
        self._column.removeWidget(line)
        line.deleteLater()
        self.add_button.setEnabled(len(self.rows) < MOST_SIGNERS)


def _same(one: UnitHead, other: UnitHead) -> bool:
    return (one.lines, one.place, one.symbol, one.recipients, one.valid_from) == (
        other.lines, other.place, other.symbol, other.recipients, other.valid_from,
    )  # fmt: skip
