"""The recovery key on its way to the safe: the paper in a preview, then the box that asks for it."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core import recovery_paper
from desktop.core.publishing import Recovery
from desktop.ui import theme
from desktop.ui.form_parts import Caption, Message
from desktop.ui.one_paper import OnePaper
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label

TAIL = 6
_HOW = (
    "Khóa dự phòng chỉ hiện một lần; chương trình không giữ bản nào. Nhìn tờ giấy vừa in hoặc chép, "
    "gõ 6 ký tự cuối của khóa. Đúng thì khóa được dùng và công bố tiếp tục."
)
_WRONG = "Không khớp 6 ký tự cuối của khóa vừa in. Xem lại giấy; không có giấy thì bấm Để sau."


def paper(key: Recovery) -> OnePaper:
    """Return the paper with a recovery key that nothing keeps yet."""
    return OnePaper(
        "KDP", "Khóa dự phòng", "Khoa-du-phong",
        "In một bản, cất vào két; đóng trang này thì không xem lại được",
        lambda session: recovery_paper.paper(session, key.secret),
    )  # fmt: skip


class RecoveryBox(QDialog):
    """Accepted once the end of the key was read from the paper."""

    def __init__(self, owner: QWidget, key: Recovery) -> None:
        super().__init__(owner.window())
        self._key = key
        self.setWindowTitle("Khóa dự phòng")
        self.setAccessibleName("Đã in và cất khóa dự phòng?")
        self.tail = QLineEdit()
        self.tail.setMaxLength(TAIL + 2)
        self.tail.setFixedWidth(dp(160))
        self.tail.setAccessibleName("6 ký tự cuối của khóa trên giấy")
        self.go_button = button("Đã cất giấy, công bố", "primary", "key")
        self.later_button = button("Để sau")
        self.problem = Message()
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        column.setSpacing(dp(10))
        column.addWidget(label("Đã in khóa dự phòng ra giấy chưa?", 3, theme.SEMIBOLD))
        column.addWidget(label(_HOW, tone="text2", wrap=True))
        column.addWidget(Caption("6 ký tự cuối của khóa trên giấy", required=True))
        column.addWidget(self.tail)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.later_button)
        foot.addWidget(self.go_button)
        column.addLayout(foot)
        self.go_button.clicked.connect(self.accept)
        self.later_button.clicked.connect(self.reject)
        self.go_button.setDefault(True)
        self.tail.textEdited.connect(lambda _text: self.problem.show_text("", "stop"))
        self.setMinimumSize(dp(560), dp(310))

    def accept(self) -> None:
        """Close if the letters are those of the paper."""
        typed = self.tail.text().replace(" ", "").upper()
        if typed == self._key.secret[-TAIL:].upper():
            super().accept()
            return
        self.problem.show_text(_WRONG, "stop")
        self.tail.setFocus()
        self.tail.selectAll()
