"""The card Sao lưu of the page Cài đặt: when, where, at once, a second place, and back again."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.core import backups, officers, places, preferences, safekeeping
from desktop.core.errors import AppError
from desktop.core.safekeeping import Kept
from desktop.ui import backup_words, fault_words, messages
from desktop.ui.notices import Banner
from desktop.ui.screen import Context
from desktop.ui.widgets import Card, button, label

_SAME_DRIVE = "Nơi này nằm cùng ổ đĩa với sổ: hỏng ổ là mất cả hai. Hãy chọn USB hoặc ổ đĩa khác."
_KEEP_SAFE = (
    "Mỗi bản sao lưu có tệp khóa nằm cạnh: ai cầm USB này cũng mở được sổ. Cất USB như cất hồ sơ."
)
_LOCKED = (
    "Mỗi bản sao lưu mở bằng mật khẩu của những người dùng sổ lúc sao lưu, hoặc mã trong phong bì "
    "niêm phong."
)


class BackupCard(Card):
    """Backs up at once, chooses the second place, and asks for a restore."""

    backed_up = Signal()
    restore_wanted = Signal()

    def __init__(self, context: Context, register: Path) -> None:
        super().__init__("Sao lưu")
        self._context, self._register = context, register
        self.words = label("", wrap=True)
        self.banner = Banner("ok", "")
        self.banner.hide()
        self.now_button = button("Sao lưu ngay", icon="save")
        self.place_button = button("Chọn nơi thứ hai…", icon="usb")
        self.restore_button = button("Khôi phục từ bản sao lưu…", icon="undo")
        self.now_button.clicked.connect(self.back_up)
        self.place_button.clicked.connect(self.choose_place)
        self.restore_button.clicked.connect(self.restore_wanted)
        self.add(self.words)
        self.keep_safe = label("", -1, tone="text2", wrap=True)
        self.add(self.keep_safe)
        self.add(self.banner)
        row = QHBoxLayout()
        for one in (self.now_button, self.place_button, self.restore_button):
            row.addWidget(one)
        row.addStretch()
        self.add(row)
        self.show_state()

    def show_state(self) -> None:
        """Say when and where backups were made."""
        today, kept = self._context.clock.today(), preferences.read()
        found = backups.find(safekeeping.folder_of(self._register))
        lines = [backup_words.newest(found[0] if found else None, today)]
        if found:
            lines[0] += f". Đang giữ {len(found)} bản ở {found[0].path.parent}"
        lines.append(backup_words.second_place(kept.second_place, kept.second_at))
        self.words.setText("\n".join(lines))
        self.keep_safe.setText(_LOCKED if officers.is_locked_file(self._register) else _KEEP_SAFE)

    def back_up(self) -> None:
        """Back up here, and at the second place if it can be reached."""
        place = preferences.read().second_place
        operation = self._context.operations.read_long(
            self, "Đang sao lưu sổ", safekeeping.keep_now, place
        )
        operation.failed(self._failed).then(self._kept)

    def choose_place(self) -> None:
        """Let the officer choose a stick or another disk."""
        chosen = self._context.dialogs.ask_folder(self, "Nơi sao lưu thứ hai: USB hoặc ổ khác")
        if chosen is None:
            return
        trouble = ""
        if places.on_one_drive(chosen, self._register.parent):
            trouble = _SAME_DRIVE
        elif places.is_synchronised(chosen):
            trouble = fault_words.SYNCHRONISED
        if trouble:
            self._say("bad", trouble)
            return
        try:
            preferences.remember(second_place=chosen, second_at=None)
        except AppError as error:
            self._context.dialogs.show_error(self, error)
            return
        self.back_up()

    def _kept(self, kept: Kept) -> None:
        if kept.copy is not None:
            preferences.remember(second_at=self._context.clock.today())
            self._say("ok", f"Đã sao lưu, mở thử và đọc lại đúng ở cả hai nơi: {kept.copy.parent}")
        elif kept.trouble is not None:
            message = messages.describe(kept.trouble)
            why = f" {message.why}" if message else ""
            self._say("warn", f"Đã sao lưu trên máy này; chưa chép được ra nơi thứ hai.{why}")
        else:
            self._say("ok", f"Đã sao lưu, mở thử và đếm lại đúng: {kept.backup.path.name}")
        self.show_state()
        self.backed_up.emit()

    def _failed(self, error: BaseException) -> None:
        self._context.dialogs.show_error(self, error)

    def _say(self, kind: str, text: str) -> None:
        self.banner.say(kind, text)
        self.banner.show()
