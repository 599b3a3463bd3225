"""A box that compares the code of a parked package with the signed paper before its key is believed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.core import city_desk
from desktop.core.city_desk import Parked
from desktop.core.intake import Outcome
from desktop.core.packages import header as headers
from desktop.core.packages.sealing import TAIL_LENGTH
from desktop.ui import theme, usb_words
from desktop.ui.form_parts import Caption, Message
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.widgets import button, icon_label, label

_HEIGHT = 350
TITLE = "Đối chiếu mã với giấy đã ký"


class TrustBox(QDialog):
    """Closes once the key is believed and the package is taken in; else says what is wrong."""

    taken = Signal(object)
    """Outcomes: of the package itself, then of others of this key."""

    def __init__(self, page: Screen, parked: Parked) -> None:
        super().__init__(page.window())
        self._page, self._parked = page, parked
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLE)
        self.setAccessibleName(f"{TITLE}: {parked.unit.full_name}")
        self.tail = QLineEdit()
        self.tail.setMaxLength(TAIL_LENGTH + 4)
        self.tail.setPlaceholderText("1234 5678")
        self.tail.setAccessibleName("8 số cuối của mã trên giấy")
        self.tail.setFixedWidth(dp(180))
        self.trust_button = button("Mã khớp, nhận gói", "primary", "key")
        self.later_button = button("Để sau")
        self.problem = Message()
        self._lay_out()
        self.tail.textEdited.connect(lambda _text: self._say(""))
        self.trust_button.clicked.connect(self.trust)
        self.later_button.clicked.connect(self.reject)
        self.trust_button.setDefault(True)
        self.tail.setFocus()
        self.setMinimumSize(dp(560), dp(_HEIGHT))

    def trust(self) -> None:
        """Compare, believe and take in."""
        self.trust_button.setEnabled(False)
        done = self._page.write(city_desk.trust, self._parked.id, self.tail.text())
        done.then(self._took).failed(self._refused)

    def _took(self, found: tuple[Outcome, ...]) -> None:
        self.taken.emit(found)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.trust_button.setEnabled(True)
        self._say(usb_words.tail_problem(error, paper=_is_report(self._parked)))
        self.tail.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tail.selectAll()

    def _say(self, text: str) -> None:
        self.problem.show_text(text, "stop")
        theme.set_property(self.tail, "state", "error" if text else "")
        layout = self.layout()
        if layout is not None:  # a long sentence makes the box taller, it squeezes nothing
            self.setMinimumHeight(max(dp(_HEIGHT), layout.totalHeightForWidth(self.width())))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        column.setSpacing(dp(10))
        head = QHBoxLayout()
        head.setSpacing(dp(14))
        head.addWidget(icon_label("key", "accent", 32), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(label(TITLE, 3, theme.SEMIBOLD))
        words.addWidget(label(what(self._parked), tone="text2", wrap=True))
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addWidget(label(where(self._parked), wrap=True))
        column.addWidget(Caption("8 số cuối của mã trên giấy", required=True))
        column.addWidget(self.tail)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.later_button)
        foot.addWidget(self.trust_button)
        column.addLayout(foot)


def what(parked: Parked) -> str:
    """Return whose package it is, and which."""
    kind = {"report": "báo cáo", "receipt": "biên nhận", "publication": "bản công bố"}
    named = kind.get(parked.entry.kind, "gói")
    return (
        f"{parked.unit.full_name}: {named} {parked.period.title}, bản số {parked.entry.version}. "
        "Gói nguyên vẹn, nhưng ký bằng khóa chưa từng gặp."
    )


def where(parked: Parked) -> str:
    """Return on which paper the code stands, and what trust means."""
    if _is_report(parked):
        return (
            "Cầm bản giấy đã ký, đóng dấu của chính báo cáo này. Mã 24 số ở chân mỗi trang; gõ 8 số "
            "cuối. Khớp thì giấy và gói là một, gói được nhận và khóa này được tin cho các lần sau."
        )
    return (
        "Xem công văn của nơi gửi: trong đó ghi mã khóa 24 số. Gõ 8 số cuối. Khớp thì gói được nhận "
        "và khóa này được tin cho các lần sau."
    )


def _is_report(parked: Parked) -> bool:
    return parked.entry.kind == headers.Kind.REPORT
