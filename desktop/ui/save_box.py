"""A box over a page that keeps one thing: title, content, what is wrong, Hủy and Lưu."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import messages, theme
from desktop.ui.notices import Banner
from desktop.ui.screen import Screen, on_keys
from desktop.ui.theme import dp
from desktop.ui.typed_box import TypedBox
from desktop.ui.widgets import button, label, scrolled


class SaveBox(TypedBox):
    """What is refused is said in it, and what was typed stays."""

    def __init__(self, page: Screen, title: str, how: str = "") -> None:
        super().__init__(page)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.finished.connect(self.deleteLater)
        self.save_button = button("Lưu", "primary", "save", "Ctrl+S")
        self.close_button = button("Hủy", shortcut_hint="Esc")
        self.problem = Banner("bad", "")
        self.problem.hide()
        self.foot = QHBoxLayout()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        self.column.setSpacing(dp(10))
        self.column.addWidget(label(title, 3, theme.SEMIBOLD, wrap=True))
        self.how = label(how, tone="text2", wrap=True)
        self.column.addWidget(self.how)
        self.how.setVisible(bool(how))
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)
        on_keys(self, dict.fromkeys(("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"), self.save))

    def save(self) -> None:
        """Keep what stands here."""
        raise NotImplementedError

    def put_scrolled(self, body: QWidget) -> None:
        """Let the content scroll where the box is too small for it."""
        area = scrolled(body)
        area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self.column.addWidget(area, 1)

    def end(self, left: QWidget | None = None) -> None:
        """Put what is wrong and the buttons below the content, with something left of them."""
        self.column.addWidget(self.problem)
        if left is None:
            self.foot.addStretch()
        else:
            self.foot.addWidget(left, 1)
        self.foot.addWidget(self.close_button)
        self.foot.addWidget(self.save_button)
        self.column.addLayout(self.foot)

    def refuse(self, title: str, why: str) -> None:
        """Say what is wrong; the box stays open."""
        self.problem.say("bad", why, title=title)
        self.problem.show()

    def failed(self, error: BaseException) -> None:
        """Say why it was not kept."""
        said = messages.describe(error)
        if said is None:
            self.page.context.dialogs.show_error(self, error)
        else:
            self.refuse(said.title, "\n".join((said.why, *said.steps)))
