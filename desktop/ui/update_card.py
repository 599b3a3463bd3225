"""The card Chương trình of the page Cài đặt: which version this is, and a newer one from a stick."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from desktop import __version__
from desktop.core import drives, updates
from desktop.core.errors import AppError
from desktop.core.updates import Update
from desktop.ui.screen import Context
from desktop.ui.widgets import Card, button, label

_ABOUT = (
    "Bản mới gồm hai tệp trên USB: bộ cài và tệp chữ ký cùng tên (đuôi .minisig). "
    "Chương trình kiểm tra chữ ký, sao lưu sổ rồi mới cài."
)
_ASK = (
    "Bộ cài do nơi phát hành ký và không bị sửa. Chương trình sao lưu sổ, đóng lại, cài bản mới "
    "rồi tự mở lại. Mất chừng một phút; sổ và cài đặt giữ nguyên."
)
_BY_HAND = "Chữ ký đúng. Nhờ người quản trị máy cài tệp này: sudo apt install “{path}”"


class UpdateCard(Card):
    """Looks on the sticks for a newer program, has it checked, and starts its setup."""

    def __init__(self, context: Context) -> None:
        super().__init__("Chương trình")
        self._context = context
        self.button = button("Cập nhật từ USB…", icon="usb")
        self.button.clicked.connect(self.update_program)
        self.add(label(f"Sổ Truyền Thông phiên bản {__version__}", wrap=True))
        self.add(label(_ABOUT, -1, tone="text2", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch()
        self.add(row)

    def update_program(self) -> None:
        """Take the newest setup on a stick, or the one that the officer shows."""
        try:
            found = updates.find(drives.removable())
        except AppError as error:
            self._context.dialogs.show_error(self, error)
            return
        source = found[0] if found else self._ask()
        if source is not None:
            self._context.operations.read_long(
                self, "Đang kiểm tra bản mới", updates.take, source
            ).then(self._confirm)

    def _ask(self) -> Path | None:
        kind = "Bộ cài Sổ Truyền Thông (*.exe)"
        if updates.platform() == updates.LINUX:
            kind = "Bộ cài Sổ Truyền Thông (*.deb)"
        return self._context.dialogs.ask_open_file(self, "Chọn bộ cài của bản mới", kind)

    def _confirm(self, update: Update) -> None:
        if not updates.can_install():
            self._context.dialogs.inform(
                self, f"Bản {update.version} dùng được", _BY_HAND.format(path=update.path)
            )
            return
        title = f"Cập nhật từ bản {__version__} lên bản {update.version}?"
        if self._context.dialogs.confirm(self, title, _ASK, "Cập nhật", "Để sau"):
            self._context.operations.read(self, updates.back_up).then(partial(self._start, update))

    def _start(self, update: Update, _backup: object) -> None:
        """Leave the program only when the window may close; then the setup has its turn."""
        if self.window().close():
            try:
                updates.start(update)
            except AppError as error:
                self._context.dialogs.show_error(None, error)
