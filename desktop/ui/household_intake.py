"""Bringing households in from a workbook: choose, look, confirm, see what comes, take in, undo."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core import catalogue, household_columns, household_import, places_desk
from desktop.core.errors import CancelledError
from desktop.core.household_images import Undone
from desktop.core.household_import import Ready, Taken
from desktop.core.household_look import Answers, Looked
from desktop.core.progress import Progress
from desktop.core.typed import show_number
from desktop.ui import messages
from desktop.ui.household_import_columns import Begun
from desktop.ui.household_import_dialog import HouseholdImportDialog
from desktop.ui.screen import Screen

WORKBOOKS = "Bảng tính Excel (*.xlsx *.xls)"


class HouseholdIntake(QObject):
    """Brings workbooks of households in for a page; `dialog` is the window while it is open."""

    taken_in = Signal()

    def __init__(self, page: Screen) -> None:
        super().__init__(page)
        self._page = page
        self.dialog: HouseholdImportDialog | None = None

    def ask(self) -> None:
        """Ask for a workbook and take it."""
        ask = self._page.context.dialogs.ask_open_file
        path = ask(self._page, "Chọn tệp Excel có danh sách hộ", WORKBOOKS)
        if path:
            self.take(path)

    def take(self, path: Path) -> None:
        """Look at a workbook and show what was guessed."""
        self._page.read_long(f"Đang đọc {path.name}…", _look, path).then(self._show_dialog)

    def _show_dialog(self, begun: Begun) -> None:
        dialog = HouseholdImportDialog(self._page, begun)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.read_wanted.connect(self._read)
        dialog.accepted.connect(lambda: self._take_in(dialog.ready, dialog.skip_bad))
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()
        dialog.agree()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _read(self, looked: Looked, answers: Answers) -> None:
        asked = self._page.read_long("Đang so danh sách với sổ…", _compare, looked, answers)
        asked.failed(self._say_trouble).then(self._show_ready)

    def _show_ready(self, ready: Ready) -> None:
        if self.dialog is not None:
            self.dialog.show_ready(ready)

    def _say_trouble(self, error: BaseException) -> None:
        if self.dialog is None:
            return
        message = None if isinstance(error, CancelledError) else messages.describe(error)
        if message is None and not isinstance(error, CancelledError):
            raise error
        self.dialog.show_trouble(message.why or message.title if message else "Đã dừng đọc.")

    def _take_in(self, ready: Ready | None, skip_bad: bool) -> None:
        if ready is not None:
            title = f"Đang nhận {ready.path_name}…"
            self._page.write_long(title, _take, ready, skip_bad).then(self._say_taken_in)

    def _say_taken_in(self, taken: Taken) -> None:
        page, key = self._page, taken.import_id
        if key is None:
            page.say("Không có hộ nào thay đổi: tất cả đã có trong sổ.")
            return

        self.taken_in.emit()
        page.say(said_after(taken), lambda: self.undo(key))

    def undo(self, import_id: str) -> None:
        """Put the households back as they were before an import."""
        page = self._page
        undone = page.write(household_import.undo, import_id)
        undone.then(lambda one: page.say(said_after_undo(one)))


def said_after(taken: Taken) -> str:
    """Return what to say when a list was taken in."""
    parts = [f"thêm {show_number(taken.added)} hộ"] if taken.added else []
    parts += [f"sửa {show_number(taken.changed)} hộ"] if taken.changed else []
    parts += [f"thêm {len(taken.hamlets)} thôn, buôn"] if taken.hamlets else []
    parts += [f"bỏ qua {show_number(taken.left_out)} dòng lỗi"] if taken.left_out else []
    return f"Đã nhận danh sách: {', '.join(parts)}."


def said_after_undo(undone: Undone) -> str:
    """Return what was taken back and what stays because it was changed since."""
    text = f"Đã bỏ {show_number(undone.removed)} hộ vừa thêm"
    text += f", trả lại {show_number(undone.restored)} hộ như cũ." if undone.restored else "."
    if undone.kept:
        text += f" Giữ lại {show_number(len(undone.kept))} hộ đã được sửa hoặc đã dự buổi."
    return text


def _look(session: Any, progress: Progress, path: Path) -> Begun:
    """Look at a workbook behind a progress box. Raises WorkbookError, CancelledError."""
    desk = places_desk.read(session)
    categories = catalogue.household_categories(session)
    return Begun(
        household_import.look(session, path, progress),
        household_columns.fields(categories, desk.deprivations),
        categories,
        desk.years,
    )


def _compare(session: Any, progress: Progress, looked: Looked, answers: Answers) -> Ready:
    """Compare a list with the register. Raises WrongChoiceError, CancelledError."""
    return household_import.read(session, looked, answers, progress)


def _take(session: Any, progress: Progress, ready: Ready, skip_bad: bool) -> Taken:
    """Keep a list behind a progress box. Raises WrongChoiceError, CancelledError."""
    return household_import.take(session, ready, progress, skip_bad)
