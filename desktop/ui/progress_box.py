"""The box that shows how far an operation has come, once it takes longer than a blink."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.core.progress import Progress
from desktop.ui import theme
from desktop.ui.charts import grouped
from desktop.ui.theme import dp
from desktop.ui.widgets import ElidingLabel, button, label

PATIENCE_MS = 600
LOOK_AGAIN_MS = 100


class ProgressBox(QDialog):
    """Shows itself after a while, looks at the progress now and then, and offers Hủy."""

    def __init__(self, owner: QWidget, title: str) -> None:
        super().__init__(owner)
        self.progress = Progress()
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(dp(480))
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self._step = ElidingLabel("Đang chuẩn bị…", -1, tone="text2")
        self._count = label("", -1, tone="text2")
        self.cancel_button = button("Hủy", shortcut_hint="Esc")
        self.cancel_button.clicked.connect(self.reject)
        self._lay_out(title)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self._look = QTimer(self, interval=LOOK_AGAIN_MS)
        self._look.timeout.connect(self._look_again)
        self._patience.start()
        self._look.start()

    def finish(self) -> None:
        """The work is over."""
        self._patience.stop()
        self._look.stop()
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Esc and the window's cross mean Hủy; the box stays until the work has stopped."""
        self.progress.cancel()
        self.cancel_button.setEnabled(False)
        self._step.setText("Đang dừng…")

    def _lay_out(self, title: str) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(dp(26), dp(22), dp(26), dp(20))
        body.setSpacing(dp(10))
        body.addWidget(ElidingLabel(title, 2, theme.SEMIBOLD))
        body.addWidget(self._bar)
        under = QHBoxLayout()
        under.addWidget(self._step, 1)
        under.addWidget(self._count)
        body.addLayout(under)
        self._frame(body)

    def _frame(self, body: QVBoxLayout) -> None:
        """Put the body over the foot with Hủy; the box is as large as they need."""
        footer = QFrame()
        footer.setObjectName("footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(dp(26), dp(12), dp(26), dp(12))
        row.addStretch()
        row.addWidget(self.cancel_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        whole.addLayout(body)
        whole.addWidget(footer)

    def _look_again(self) -> None:
        done, total = self.progress.done, self.progress.total
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{grouped(done)} / {grouped(total)}" if total else "")
        if self.cancel_button.isEnabled() and self.progress.text:
            self._step.setText(self.progress.text)
