"""The bar under a form: when the draft was kept, and the ways out."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.ui import theme
from desktop.ui.widgets import button


class BottomBar(QFrame):
    """Hủy, Lưu và ghi buổi tiếp, Lưu."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bottombar")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.dp(20), theme.dp(8), theme.dp(20), theme.dp(8))
        row.setSpacing(theme.dp(10))
        self.draft = QLabel()
        self.draft.setFont(theme.font(-1))
        self.cancel = button("Hủy (Esc)")
        self.following = button("Lưu và ghi buổi tiếp (Ctrl+Enter)")
        self.save = button("Lưu (Ctrl+S)", kind="primary", icon="save")
        row.addWidget(self.draft, 1)
        self.buttons = (self.cancel, self.following, self.save)
        for one in self.buttons:
            row.addWidget(one)
