"""Asking for the password of a register: at the start, after a pause, before a backup is read.

Passwords are tried on a thread of their own; wrong ones slow down, and never lock out for good.
"""

import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from desktop.core import officers
from desktop.core.errors import AppError, StoreError
from desktop.core.texts import nfc
from desktop.ui import messages, theme
from desktop.ui.dialogs import Box, Dialogs
from desktop.ui.operations import Operations
from desktop.ui.widgets import button, label

_WRONG = "Chưa đúng mật khẩu. Xem lại phím Caps Lock và bộ gõ tiếng Việt (UniKey)."
_FORGOTTEN = (
    "Quên mật khẩu: mở phong bì niêm phong của đơn vị, gõ mã khôi phục (năm nhóm, mỗi nhóm 5 ký tự) "
    "vào chính ô này."
)
_SECOND_MS = 1000
_tries: dict[Path, tuple[int, float]] = {}
"""How many wrong passwords a register was given in this run, and until when to wait."""


class SecretField(QLineEdit):
    """A password: dots, unless the officer wants to see it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(200)
        self.setAccessibleName(name)

    def value(self) -> str:
        """Return what was typed."""
        return nfc(self.text())


def see(*fields: QLineEdit) -> QCheckBox:
    """Return a box that shows what stands in the fields."""
    made = QCheckBox("Hiện mật khẩu")

    def turn(shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for one in fields:
            one.setEchoMode(mode)

    made.toggled.connect(turn)
    return made


class SignInBox(Box):
    """Asks until a password or the recovery code opens the key; `owner` is whose it was."""

    tried = Signal()
    """A password was tried, and the answer is there."""

    def __init__(
        self,
        parent: QWidget | None,
        dialogs: Dialogs,
        register: Path,
        text: str,
        leave: str = "Đóng chương trình",
        last: str = "",
        executor: Any = None,
    ) -> None:
        super().__init__(parent, "Mở sổ", ("lock", "accent"), "Nhập mật khẩu", text)
        self.owner: str | None = None
        self._register, self._last = register, last
        self._operations = Operations(nullcontext, nullcontext, dialogs, executor)
        self.field = SecretField("Mật khẩu")
        self.words = label("", -0.5, tone="bad", wrap=True)
        self.words.setMinimumHeight(theme.dp(40))
        self.body.addWidget(self.field)
        self.body.addWidget(see(self.field))
        self.body.addWidget(self.words)
        self.body.addWidget(label(_FORGOTTEN, -1, tone="text2", wrap=True))
        self.leave_button = self.add_button(button(leave), QDialog.DialogCode.Rejected)
        self.leave_button.setVisible(bool(leave))
        self.open_button = button("Mở sổ", "primary")
        self.open_button.clicked.connect(self.attempt)
        self.open_button.setDefault(True)
        self.right_foot.addWidget(self.open_button)
        self._second = QTimer(self, interval=_SECOND_MS)
        self._second.timeout.connect(self._wait)
        self.field.textEdited.connect(lambda _: self.words.clear())
        self._wait()

    def attempt(self) -> None:
        """Try what was typed."""
        if not self.field.value() or not self.open_button.isEnabled():
            return
        self._rest(resting=True)
        self.words.setText("Đang mở…")
        operation = self._operations.read(
            self, _unlock, self._register, self.field.value(), self._last
        )
        operation.failed(self._failed).then(self._answered)

    def done(self, result: int) -> None:
        """The box closes."""
        self._operations.close()
        super().done(result)

    def reject(self) -> None:
        """Esc closes only where one may leave."""
        if not self.leave_button.isHidden():
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt shows the box."""
        super().showEvent(event)
        self.field.setFocus()

    def _answered(self, owner: str | None) -> None:
        self._rest(resting=False)
        if owner is None:
            count = _tries.get(self._register, (0, 0.0))[0] + 1
            _tries[self._register] = (count, time.monotonic() + officers.wait_s(count))
            self.words.setText(_WRONG)
            self.field.selectAll()
            self.field.setFocus()
            self._wait()
        else:
            _tries.pop(self._register, None)
            self.owner = owner
            self.accept()
        self.tried.emit()

    def _failed(self, error: BaseException) -> None:
        self._rest(resting=False)
        message = messages.describe(error) if isinstance(error, AppError | StoreError) else None
        if message is None:
            raise error
        self.words.setText(f"{message.title}. {message.why}")
        self.tried.emit()

    def _wait(self) -> None:
        """Count down to the next try."""
        left = _tries.get(self._register, (0, 0.0))[1] - time.monotonic()
        if left > 0:
            self._rest(resting=True)
            self.words.setText(f"{_WRONG} Thử lại sau {int(left) + 1} giây.")
            self._second.start()
        elif self._second.isActive():
            self._second.stop()
            self._rest(resting=False)
            self.words.setText(_WRONG)
            self.field.setFocus()

    def _rest(self, *, resting: bool) -> None:
        self.field.setEnabled(not resting)
        self.open_button.setEnabled(not resting)


def _unlock(_nothing: object, register: Path, typed: str, last: str) -> str | None:
    return officers.unlock(register, typed, last)
