"""A box for the digits of the QR on a signed paper, typed or scanned: the figures of a lost stick."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from desktop.core import paper_in
from desktop.core.paper_in import Result, Taken
from desktop.ui import messages, theme
from desktop.ui.form_parts import Caption
from desktop.ui.notices import Banner
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label

_HOW = (
    "Đưa con trỏ vào ô dưới rồi quét mã QR cạnh chữ ký bằng máy quét nối với máy này, hoặc gõ dãy "
    "chữ số. Khoảng trắng, xuống dòng không sao. Chỉ nhận từ bản giấy đã ký, đóng dấu."
)
_FOOT = (
    "24 chữ số này là mã ở chân trang, chỉ để đối chiếu giấy với gói. Ở đây cần nội dung của mã QR cạnh "
    "chữ ký: quét bằng máy quét nối với máy này, hoặc quét bằng điện thoại rồi gõ lại dãy số đọc được."
)
CODE_LENGTH = 24
"""Digits of the code in the footer of a paper."""


class PaperBox(QDialog):
    """Takes digits in; closes when they were kept, else says what is wrong."""

    taken = Signal(object)

    def __init__(self, page: Screen) -> None:
        super().__init__(page.window())
        self._page = page
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Nhập mã QR trên giấy")
        self.digits = QPlainTextEdit()
        self.digits.setAccessibleName("Các chữ số của mã QR")
        self.digits.setTabChangesFocus(True)
        self.digits.setMinimumHeight(dp(100))
        self.take_button = button("Lấy số liệu", "primary", "check")
        self.close_button = button("Thôi")
        self._count = label("", -1, tone="text3")
        self._banner = Banner("bad", "")
        self._lay_out()
        self.digits.textChanged.connect(self._show_count)
        self.take_button.clicked.connect(self.take)
        self.close_button.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.take)
        self._show_count()
        self.resize(dp(620), dp(440))

    def take(self) -> None:
        """Read the digits and keep what they say."""
        if self._digits() == CODE_LENGTH:
            self._banner.say("bad", _FOOT)
            self._banner.show()
            return
        self.take_button.setEnabled(False)
        done = self._page.write(paper_in.take_paper, self.digits.toPlainText())
        done.failed(self._refused).then(self._took)

    def _took(self, found: Taken) -> None:
        self._page.say(words(found))
        self.taken.emit(found)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.take_button.setEnabled(True)
        said = messages.describe(error)
        if said is None:
            self._page.context.dialogs.show_error(self, error)
            return
        self._banner.say("bad", " ".join((said.why, *said.steps)), title=said.title)
        self._banner.show()
        self.digits.setFocus()

    def _show_count(self) -> None:
        self._count.setText(f"{self._digits()} chữ số")
        self._banner.hide()

    def _digits(self) -> int:
        return sum(sign.isdigit() for sign in self.digits.toPlainText())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        column.setSpacing(dp(8))
        column.addWidget(label("Lấy số liệu từ bản giấy", 3, theme.SEMIBOLD))
        column.addWidget(label(_HOW, tone="text2", wrap=True))
        column.addWidget(Caption("Các chữ số của mã QR", required=True))
        column.addWidget(self.digits, 1)
        column.addWidget(self._count)
        column.addWidget(self._banner)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.take_button)
        column.addLayout(foot)


def words(found: Taken) -> str:
    """Return what became of a paper, for the toast."""
    unit, version = found.unit.running_name, found.seal.version
    unknown = "" if found.vouched else " Khóa của giấy chưa từng gặp: xem kỹ chữ ký, dấu."
    if found.result is Result.SAME:
        old = f", nhưng đã có bản số {found.newest}: giấy này đã cũ" * (found.newest > version)
        same = f"Giấy khớp với tệp bản số {version} của {unit} đã nhận"
        return f"{same}{old or '; không cần nhập thêm'}.{unknown}"
    if found.result is Result.OLDER:
        return (
            f"Giấy này là bản số {version}; của {unit} đã có bản số {found.newest} nên không dùng."
        )
    return (
        f"Đã lấy số liệu từ giấy của {unit}, bản số {version}, {found.seal.period.title}; "
        f"chờ tệp.{unknown}"
    )
