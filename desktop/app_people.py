"""Who works in the window of one program: signing in, changing over, the cover after a pause."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QWidget

from db.address import Place
from desktop.core import preferences
from desktop.ui.dialogs import Dialogs
from desktop.ui.main_window import MainWindow
from desktop.ui.screen import Context

if TYPE_CHECKING:
    from desktop.core.working import Worker

_AT_START = "Gõ mật khẩu của mình: sổ sẽ ghi mọi việc làm theo tên của mình."
_AFTER_PAUSE = (
    "Máy để yên một lúc nên sổ đã khóa. Gõ mật khẩu để làm tiếp; người khác gõ mật khẩu của mình thì "
    "sổ đổi sang người đó."
)
_CHANGE = "Gõ mật khẩu của người dùng sổ tiếp theo."
_NAMED = (
    "Sổ ghi mọi việc làm theo tên người này. Chưa có tên: thêm ở Cài đặt, ô Người dùng và mật khẩu."
)
_FORGOTTEN = (
    "Sổ vừa mở bằng mã khôi phục. Chọn tên mình để đặt mật khẩu mới; sau đó in phong bì niêm phong "
    "mới trong Cài đặt."
)


class People:
    """Lives as long as the program."""

    def __init__(self, register: Place, dialogs: Dialogs, executor: Any = None) -> None:
        self._register, self._dialogs, self._executor = register, dialogs, executor
        self.auto_lock: Any = None
        self.become: Callable[[str], object] = lambda _officer: None
        """Called with the officer who works from now on."""

    @property
    def has_passwords(self) -> bool:
        """Whether the register on this machine asks for passwords."""
        from desktop.core import officers

        return isinstance(self._register, Path) and officers.is_locked_file(self._register)

    def sign_in(self, window: QWidget) -> str:
        """Ask for a password; return a greeting, or nothing when the officer leaves."""
        owner = self._ask(window, _AT_START, "Đóng chương trình")
        return "" if owner is None else "Đã mở sổ."

    def watch(self, window: MainWindow, context: Context) -> None:
        """Begin, when the pages are there."""
        from desktop.core import officers
        from desktop.ui.auto_lock import AutoLock

        if not isinstance(self._register, Path) or self.auto_lock is not None:
            return
        self.auto_lock = AutoLock(window, self._ask_again)
        self.auto_lock.unlocked.connect(self._unlocked)
        context.operations.read(window, officers.lock_minutes).then(self.watch_for)
        if self.has_passwords and not officers.opener(self._register):
            context.operations.read(window, officers.active).then(
                lambda found: self._renew(window, context, found)
            )

    def look_again(self, window: MainWindow, context: Context) -> None:
        """Passwords or the minutes may be others now."""
        from desktop.core import officers

        if self.auto_lock is not None:
            context.operations.read(window, officers.lock_minutes).then(self.watch_for)

    def watch_for(self, minutes: float) -> None:
        """Cover the window after so many idle minutes, if there are passwords."""
        if self.auto_lock is not None:
            self.auto_lock.watch(minutes if self.has_passwords else 0)

    def rest(self) -> None:
        """Watch no more: the register is about to be closed."""
        if self.auto_lock is not None:
            self.auto_lock.stop()
            self.auto_lock = None

    def change(self, window: MainWindow, context: Context, now: str) -> None:
        """Let another officer go on."""
        from desktop.core import officers

        if not window.may_close():
            return
        if self.has_passwords:
            owner = self._ask(window, _CHANGE, "Hủy")
            if owner:
                self.become(owner)
            return
        context.operations.read(window, officers.active).then(
            lambda found: self._choose(window, found, now)
        )

    def _choose(self, window: MainWindow, found: Sequence[Any], now: str) -> None:
        from desktop.ui.people_boxes import ChooseBox

        box = ChooseBox(window, found, now, _NAMED)
        taken: list[str] = []
        box.accepted.connect(lambda: taken.extend([box.chosen.id] if box.chosen else []))
        self._dialogs.ask(box)
        if taken:
            self.become(taken[0])

    def _ask(self, window: QWidget, text: str, leave: str) -> str | None:
        from desktop.ui.sign_in import SignInBox

        assert isinstance(self._register, Path)
        last = preferences.read().officer_id
        box = SignInBox(window, self._dialogs, self._register, text, leave, last, self._executor)
        found: list[str] = []
        box.accepted.connect(lambda: found.append(box.owner or ""))
        self._dialogs.ask(box)
        return found[0] if found else None

    def _ask_again(self, window: QWidget) -> str | None:
        return self._ask(window, _AFTER_PAUSE, "")

    def _unlocked(self, owner: str) -> None:
        if owner and owner != preferences.read().officer_id:
            self.become(owner)

    def _renew(self, window: MainWindow, context: Context, found: Sequence[Any]) -> None:
        """Let who opened the envelope have a new password."""
        from desktop.core import officers
        from desktop.ui.people_boxes import ChooseBox, PasswordBox

        choice = ChooseBox(window, found, "", _FORGOTTEN)
        taken: list[Any] = []
        choice.accepted.connect(lambda: taken.append(choice.chosen))
        if self._dialogs.ask(choice) != QDialog.DialogCode.Accepted or not taken[0]:
            return
        officer = taken[0]
        box = PasswordBox(window, f"Mật khẩu mới của {officer.name}", "")
        typed: list[str] = []
        box.accepted.connect(lambda: typed.append(box.value()))
        self._dialogs.ask(box)
        if typed:
            done = context.operations.write(window, officers.set_password, officer.id, typed[0])
            done.then(lambda _: self.become(officer.id))


def owner_and_worker(session: Any) -> tuple[Any, "Worker"]:
    """Return the owner of the register and who works; the sessions carry that name from now on."""
    from desktop.core import officers, registers

    worker = officers.at_work(session, preferences.read().officer_id)
    session.info["store"].sign(worker)
    return registers.owner(session), worker


def pages_of(worker: "Worker", pages: Any) -> Any:
    """Return the only page of a role, or None for all pages."""
    from desktop.core.working import Role

    if worker.role is not Role.SUPPORT:
        return None
    pages.settings.people.hide_records()
    return pages.settings
