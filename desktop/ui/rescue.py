"""A register that does not open: what is wrong, what can be done, and doing it. Deletes nothing."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.core import backups, officers, preferences, safekeeping
from desktop.core.clock import Clock
from desktop.core.errors import (
    AppError,
    StoreDamagedError,
    StoreError,
    StoreKeyError,
    StoreMissingError,
)
from desktop.core.safekeeping import Rescue
from desktop.core.typed import show_moment
from desktop.ui import backup_words, messages, theme
from desktop.ui.dialogs import Box, Dialogs
from desktop.ui.notices import Banner
from desktop.ui.restore_box import RestoreBox
from desktop.ui.sign_in import SignInBox
from desktop.ui.widgets import button, label

OTHER = 2
"""How the box is closed when another backup is wanted."""
_HOPEFUL = (StoreDamagedError, StoreKeyError, StoreMissingError)
_SAFE = "Tệp sổ đang có được để riêng nguyên vẹn; chương trình không xóa tệp nào."
_SECRET = (
    "Sổ chưa mở được. Gõ mật khẩu của mình để chương trình tìm trong các bản sao lưu: bản nào đọc "
    "được, tệp khóa nào còn dùng được."
)
_KEY_FIRST = (
    "Tìm lại được tệp khóa thì đặt nó cạnh sổ rồi mở lại: không mất gì. Chỉ khôi phục khi không tìm "
    "thấy."
)
_FOUND_KEY = (
    "Tệp khóa nằm cạnh sổ bị mất hoặc không phải của sổ này. Trong thư mục sao lưu có tệp khóa mở "
    "được sổ: đặt lại là dùng tiếp, không mất gì. Tệp khóa đang có (nếu có) được giữ lại."
)


class RescueBox(Box):
    """Says why the register does not open and what the newest backup would bring back."""

    def __init__(
        self, owner: QWidget | None, error: BaseException, offer: Rescue, clock: Clock
    ) -> None:
        message = messages.describe(error)
        title, why = (message.title, message.why) if message else ("Không mở được sổ", "")
        super().__init__(owner, "Sổ không mở được", ("error_circle_filled", "bad"), title, why)
        self.body.addWidget(Banner("ok", _SAFE))
        if isinstance(error, StoreKeyError):
            self.body.addWidget(label(_KEY_FIRST, wrap=True))
        if offer.newest is None or offer.facts is None:
            self._say_none(offer)
        else:
            self._say_newest(offer, clock)
        other = button("Chọn bản khác…" if offer.count else "Tìm bản sao lưu…", icon="folder_open")
        other.clicked.connect(lambda: self.done(OTHER))
        self.left_foot.addWidget(other)
        self.leave_button = self.add_button(
            button("Đóng chương trình"), QDialog.DialogCode.Rejected
        )
        self.take_button = self.add_button(
            button("Khôi phục bản này", "primary"), QDialog.DialogCode.Accepted
        )
        self.take_button.setVisible(offer.newest is not None)
        ready = self.take_button if offer.newest else other
        ready.setDefault(True)
        ready.setFocus()

    def _say_newest(self, offer: Rescue, clock: Clock) -> None:
        if offer.newest is None or offer.facts is None:
            return
        today = clock.today()
        self.body.addWidget(label("Bản sao lưu gần nhất đọc được hết", 0, theme.SEMIBOLD))
        when = show_moment(offer.newest.at, today)
        lines = [
            f"Sao lưu {when} ({backup_words.occasion(offer.newest)}), sổ của {offer.facts.unit}.",
            f"Trong đó có {backup_words.holds(offer.facts)}.",
            backup_words.missing(offer, today),
        ]
        if offer.unsound:
            lines.append(f"{offer.unsound} bản mới hơn không đọc được nên đã bỏ qua.")
        for text in lines:
            self.body.addWidget(label(text, wrap=True))

    def _say_none(self, offer: Rescue) -> None:
        text = "Ở máy này chưa có bản sao lưu nào."
        if offer.count:
            text = f"Ở máy này có {offer.count} bản sao lưu nhưng không bản nào đọc được."
        self.body.addWidget(label(text, 0, theme.SEMIBOLD, wrap=True))
        self.body.addWidget(
            label(
                "Cắm USB hoặc ổ có bản sao lưu rồi bấm nút bên dưới. Không có bản nào thì gọi người "
                "hỗ trợ, đừng xóa và đừng chép đè lên tệp sổ.",
                wrap=True,
            )
        )


def offer(
    owner: QWidget | None,
    dialogs: Dialogs,
    register: Any,
    clock: Clock,
    error: BaseException,
    executor: Any = None,
) -> str:
    """Tell why the register does not open; return what was done to be opened again, or nothing."""
    if not isinstance(register, Path) or not isinstance(error, _HOPEFUL):
        dialogs.show_error(owner, error)
        return ""
    _unlock_backups(owner, dialogs, register, executor)
    source = safekeeping.find_key(register)
    if source is not None:
        return _put_key_back(owner, dialogs, source, register)
    found = safekeeping.rescue(register)
    while True:
        answer = dialogs.ask(RescueBox(owner, error, found, clock))
        wanted = (
            found.newest.path if answer == QDialog.DialogCode.Accepted and found.newest else None
        )
        if answer == OTHER:
            wanted = choose(owner, dialogs, register, clock)
        elif wanted is None:
            return ""
        if wanted is not None:
            said = restore(owner, dialogs, wanted, register, clock)
            if said:
                return said


def choose(
    owner: QWidget | None, dialogs: Dialogs, register: Path, clock: Clock, executor: Any = None
) -> Path | None:
    """Let the officer choose a backup, of this machine or of a stick; None for none."""
    folders = safekeeping.folders(register, preferences.read().second_place)
    box = RestoreBox(owner, dialogs, folders, clock.today(), executor)
    taken: list[Path] = []
    box.accepted.connect(lambda: taken.extend([box.chosen] if box.chosen else []))
    dialogs.ask(box)
    return taken[0] if taken else None


def restore(
    owner: QWidget | None, dialogs: Dialogs, source: Path, register: Path, clock: Clock
) -> str:
    """Restore a backup and return what is to be said of it; an error is shown, then nothing."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        try:
            done = safekeeping.restore(source, register, clock)
        finally:
            QApplication.restoreOverrideCursor()
    except (AppError, StoreError) as error:
        dialogs.show_error(owner, error)
        return ""
    said = f"Đã khôi phục sổ: {backup_words.holds(done.facts)}."
    return f"{said} Tệp trước đó: {done.put_aside.name}." if done.put_aside else said


def _unlock_backups(owner: QWidget | None, dialogs: Dialogs, register: Path, executor: Any) -> None:
    """Ask for the password of the backups, if they have one, or nothing in them can be seen."""
    found = backups.find(safekeeping.folder_of(register))
    locked = next((one.path for one in found if officers.needs_password(one.path)), None)
    if locked is not None:
        dialogs.ask(SignInBox(owner, dialogs, locked, _SECRET, "Bỏ qua", executor=executor))


def _put_key_back(owner: QWidget | None, dialogs: Dialogs, source: Path, register: Path) -> str:
    if not dialogs.confirm(
        owner, "Đặt lại tệp khóa của sổ?", _FOUND_KEY, "Đặt lại tệp khóa", "Đóng chương trình"
    ):
        return ""
    try:
        safekeeping.take_key(source, register)
    except AppError as error:
        dialogs.show_error(owner, error)
        return ""
    return "Đã đặt lại tệp khóa. Sổ mở bình thường, không mất gì."
