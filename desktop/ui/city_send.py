"""What the city sends: receipts that wait, the publication, the code of its key, the deadlines."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.core.city_desk import Desk
from desktop.core.ledger import State
from desktop.core.typed import show_date, show_number
from desktop.ui import theme
from desktop.ui.widgets import Card, button, label, line

_NO_CODE = "Mã khóa có sau lần công bố đầu tiên."
_CODE = "Mã khóa ghi trong công văn gửi các đơn vị:"


class CitySendCard(Card):
    """Shows what can be sent; the page does it."""

    receipts_wanted = Signal()
    publish_wanted = Signal()
    rewrite_wanted = Signal()
    deadlines_wanted = Signal()
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__("Gửi các đơn vị")
        self._waiting = label("", wrap=True)
        self._published = label("", wrap=True)
        self._code = label("", -0.5, theme.SEMIBOLD, wrap=True)
        self._caption = label(_CODE, -1, tone="text2", wrap=True)
        self.receipts_button = _deed("Ghi biên nhận…", "usb")
        self.publish_button = _deed("Công bố bản mới…", "export")
        self.rewrite_button = _deed("Ghi lại ra USB", "usb")
        self.deadlines_button = _deed("Thời hạn nộp…", "calendar")
        self.copy_button = _deed("Chép mã", "copy", "link")
        self._lay_out()
        for one, signal in (
            (self.receipts_button, self.receipts_wanted), (self.publish_button, self.publish_wanted),
            (self.rewrite_button, self.rewrite_wanted),
            (self.deadlines_button, self.deadlines_wanted),
        ):  # fmt: skip
            one.clicked.connect(signal)
        self.copy_button.clicked.connect(self._copy)

    def show_desk(self, desk: Desk) -> None:
        """Show what waits and what was published."""
        count = len(desk.waiting)
        text = f"Biên nhận chờ ghi: {count}" if count else "Không còn biên nhận nào chờ ghi."
        self._waiting.setText(text)
        self.receipts_button.setEnabled(bool(count))
        self._published.setText(published(desk))
        self.rewrite_button.setVisible(desk.publication is not None)
        self._code.setText(desk.code)
        self._code.setVisible(bool(desk.code))
        self._caption.setText(_CODE if desk.code else _NO_CODE)
        self.copy_button.setVisible(bool(desk.code))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code.text())
        self.said.emit("Đã chép mã khóa; dán vào công văn.")

    def _lay_out(self) -> None:
        self.add(self._waiting)
        self.add(_row(self.receipts_button))
        self.add(line())
        self.add(self._published)
        for one in (self.publish_button, self.rewrite_button, self.deadlines_button):
            self.add(_row(one))
        self.add(line())
        self.add(self._caption)
        self.add(self._code)
        self.add(_row(self.copy_button))
        self.body.addStretch(1)


def published(desk: Desk) -> str:
    """Return which publication is the newest, whether it stands on a stick and still says all."""
    if desk.publication is None:
        return "Chưa công bố kế hoạch, danh mục, thời hạn lần nào."
    entry = desk.publication.entry
    where = "" if entry.state is State.DELIVERED else "; chưa ghi ra USB nào"
    count = desk.unpublished
    waits = f" Có {show_number(count)} thay đổi chờ công bố." if count else ""
    return f"Bản công bố số {entry.version}, ngày {show_date(entry.at.date())}{where}.{waits}"


def _deed(text: str, icon: str, kind: str = "plain") -> QPushButton:
    made = button(text, kind, icon)
    made.setAutoDefault(True)
    return made


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch()
    return row
