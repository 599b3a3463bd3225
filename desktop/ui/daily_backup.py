"""The backup of each working day, made while nobody waits for it, and what the status bar says.

While the work goes on: when it has been quiet for a while after a change, and the newest backup is
of another day. At closing: when anything was changed since the newest one.
"""

import logging
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core import activities, backups, places, preferences, safekeeping
from desktop.core.backups import Backup
from desktop.core.errors import AppError, StoreDamagedError, StoreError
from desktop.ui import backup_words, fault_words, messages
from desktop.ui.main_window import MainWindow
from desktop.ui.operations import Operations
from desktop.ui.screen import Context, later

QUIET_MS = 20_000
_AGAIN_MS = 60_000
_WEEK = 7
_log = logging.getLogger(__name__)


class DailyBackup(QObject):
    """Lives as long as the register is open."""

    damaged = Signal(object)
    """The register turned out to be damaged: the error."""
    made = Signal()
    """A backup was made without being asked for: what a page says of the last one is old."""

    def __init__(
        self, window: MainWindow, context: Context, register: Path, executor: Any = None
    ) -> None:
        super().__init__(window)
        self._window, self._context, self._register = window, context, register
        self._carrying = Operations(nullcontext, nullcontext, context.dialogs, executor)
        self._trouble = ""
        self._stopped = False
        self._quiet = later(self, QUIET_MS, self.look)
        self._minute = QTimer(self, interval=_AGAIN_MS)
        self._minute.timeout.connect(self.show)
        context.operations.changed.connect(self._quiet.start)

    def start(self, *, ended_badly: bool) -> None:
        """Say when the last backup was made and what is wrong with clock or place."""
        self.show()
        self._minute.start()
        self._quiet.start()
        if ended_badly:
            check = self._context.operations.read(self._window, safekeeping.require_whole)
            check.failed(self._failed)
        if not self._warn_of_place():
            self._context.operations.read(self._window, activities.last_saved_at).then(
                self._look_at_clock
            )

    def stop(self) -> None:
        """Make no more backups; wait for the one that is being carried."""
        self._minute.stop()
        self._quiet.stop()
        self._context.operations.changed.disconnect(self._quiet.start)
        self._carrying.close()
        self._stopped = True

    def show(self) -> None:
        """Say in the status bar when the last backup was made."""
        today, kept = self._context.clock.today(), preferences.read()
        newest = backups.newest(safekeeping.folder_of(self._register))
        second = backup_words.second(kept.second_place, kept.second_at, today)
        parts = [self._trouble or backup_words.newest(newest, today), second]
        self._window.set_backup(" · ".join(part for part in parts if part))

    def look(self) -> None:
        """Make the backup if one is due; nobody waits for it."""
        operation = self._context.operations.read(self._window, safekeeping.back_up_if_due)
        operation.failed(self._failed).then(self._made)

    def at_closing(self, store: Any) -> None:
        """Make the last backup of the day; the window is gone already."""
        self._carrying.rest()
        try:
            with store.read() as session:
                made = safekeeping.back_up_if_due(session, closing=True)
            place = self._reachable()
            if made is not None and place is not None:
                self._carried(_carry(made, place))
        except (AppError, StoreError) as error:
            _log.warning("no backup at closing: %s", messages.code(error))

    def _made(self, made: Backup | None) -> None:
        if self._stopped:
            return
        self._trouble = ""
        self.show()
        if made is not None:
            self.made.emit()
        place = self._reachable()
        if made is not None and place is not None:
            operation = self._carrying.read(self._window, lambda _nothing: _carry(made, place))
            operation.failed(lambda error: _log.warning("not carried: %s", messages.code(error)))
            operation.then(self._carried)
        else:
            self._remind()

    def _failed(self, error: BaseException) -> None:
        if self._stopped:
            return
        if isinstance(error, StoreDamagedError):
            self.damaged.emit(error)
            return
        self._trouble = "Chưa sao lưu được – xem trang Cài đặt"
        self.show()
        message = messages.describe(error)
        if message is None:
            raise error
        self._window.say(f"{message.title}: {message.why}")

    def _reachable(self) -> Path | None:
        place = preferences.read().second_place
        return place if place is not None and place.is_dir() else None

    def _carried(self, _copy: Path) -> None:
        preferences.remember(second_at=self._context.clock.today())
        self.show()

    def _remind(self) -> None:
        """Say once a week that there is no fresh copy at a second place."""
        today, kept = self._context.clock.today(), preferences.read()
        words = backup_words.second(kept.second_place, kept.second_at, today)
        if kept.reminded_on is None:
            preferences.remember(reminded_on=today)  # the first week is for learning the program
        elif words and abs((today - kept.reminded_on).days) >= _WEEK:
            preferences.remember(reminded_on=today)
            self._window.say(f"Nhắc sao lưu: {words}. Cắm USB rồi vào Cài đặt, bấm Sao lưu ngay.")

    def _warn_of_place(self) -> bool:
        folder = self._register.absolute().parent
        elsewhere = places.is_elsewhere(folder)
        if not elsewhere and not places.is_synchronised(folder):
            return False
        words = fault_words.NETWORK if elsewhere else fault_words.SYNCHRONISED
        self._context.dialogs.inform(self._window, "Sổ nằm ở nơi dễ hỏng", words)
        return True

    def _look_at_clock(self, saved_at: datetime | None) -> None:
        now = self._context.clock.now()
        if saved_at is None or saved_at <= now:
            return
        words = f"Đồng hồ máy đang chỉ {now:%d/%m/%Y %H:%M}, sớm hơn lần ghi trước {saved_at:%d/%m/%Y %H:%M}"
        self._window.set_saved_at(words)
        self._window.say(
            f"{words}. Hãy chỉnh lại ngày giờ của máy; thứ tự trong sổ không bị ảnh hưởng."
        )


def _carry(made: Backup, place: Path) -> Path:
    return safekeeping.carry(made, place, backups.look(made.path).unit_code)
