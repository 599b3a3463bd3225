"""What watches over the register of one program: its backups, a second start, rescue and restore."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from db import holder
from db.address import Place
from desktop.core.clock import Clock
from desktop.core.errors import FileProblemError
from desktop.ui.dialogs import Dialogs
from desktop.ui.main_window import MainWindow
from desktop.ui.screen import Context


class Guard:
    """Watches while the register is open; a register on a server is watched over there."""

    def __init__(
        self, register: Place, dialogs: Dialogs, clock: Clock, executor: Any = None
    ) -> None:
        self._register, self._dialogs, self._clock = register, dialogs, clock
        self._executor = executor
        self._daily: Any = None
        self._doorbell: Any = None

    def hang_bell(self) -> None:
        """Let a second start ask this window from now on; it is answered when the pages are there."""
        if isinstance(self._register, Path) and self._doorbell is None:
            from desktop.ui.single_instance import Doorbell

            self._doorbell = Doorbell(self._register)

    def watch(
        self,
        window: MainWindow,
        context: Context,
        store: Any,
        damaged: Callable[[BaseException], object],
        given: Callable[[Path], object],
        backed_up: Callable[[], object],
    ) -> None:
        """Begin, when the pages are there.

        `damaged` is called when a page cannot be read, `given` when a package was double clicked,
        `backed_up` when the daily backup was made.
        """
        if not isinstance(self._register, Path) or self._daily is not None:
            return
        from desktop.ui.daily_backup import DailyBackup

        self._daily = DailyBackup(window, context, self._register, self._executor)
        self._daily.damaged.connect(damaged)
        self._daily.made.connect(backed_up)
        self.hang_bell()
        self._doorbell.rung.connect(lambda package: _answer(window, package, given))
        self._doorbell.listen()
        self._daily.start(ended_badly=store.ended_badly)

    def show_backup(self) -> None:
        """Say in the status bar when the last backup was made."""
        if self._daily is not None:
            self._daily.show()

    def rest(self) -> None:
        """Watch no more: the register is about to be closed or replaced."""
        if self._daily is not None:
            self._daily.stop()
        if self._doorbell is not None:
            self._doorbell.close()
        self._daily = self._doorbell = None

    def leave(self, store: Any) -> None:
        """Make the last backup of the day."""
        if self._daily is not None and store is not None:
            self._daily.at_closing(store)
        self.rest()

    def offer(self, owner: QWidget, error: BaseException) -> str:
        """Tell why the register does not open; return what was done about it, or nothing."""
        from desktop.ui import rescue

        return rescue.offer(
            owner, self._dialogs, self._register, self._clock, error, self._executor
        )

    def choose(self, owner: QWidget) -> Path | None:
        """Let the officer choose a backup."""
        if not isinstance(self._register, Path):
            return None
        from desktop.ui import rescue

        return rescue.choose(owner, self._dialogs, self._register, self._clock, self._executor)

    def restore(self, owner: QWidget, source: Path) -> str:
        """Put a backup in the place of the closed register; return what is to be said of it."""
        if not isinstance(self._register, Path):
            return ""
        from desktop.ui import rescue

        return rescue.restore(owner, self._dialogs, source, self._register, self._clock)


def is_there(register: Path) -> bool:
    """Whether there is a register, after finishing a restore that a power cut broke off."""
    if any(register.parent.glob(f"{register.stem}.khoi-phuc.*")):
        from desktop.core import switching

        with suppress(FileProblemError):  # opening it tries again, and tells
            switching.finish(register)
    return register.exists()


def is_shown_already(register: Place, package: Path | None = None) -> bool:
    """Whether a window of this user has the register open; then it has come to the front.

    It is handed the package that this start was given.
    """
    if not isinstance(register, Path) or not holder.place(register).exists():
        return False
    from desktop.ui import single_instance

    return single_instance.ring(register, package)


def _answer(window: QWidget, package: str, given: Callable[[Path], object]) -> None:
    _to_the_front(window)
    if package:
        given(Path(package))


def _to_the_front(window: QWidget) -> None:
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
