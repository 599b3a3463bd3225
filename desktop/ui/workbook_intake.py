"""Bringing a workbook in from the list: choose, read, preview, take in, undo."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core import exports, last_imports, workbook_import, workbook_undo
from desktop.core.last_imports import Import
from desktop.core.progress import Progress
from desktop.core.typed import show_date, show_number
from desktop.core.workbook_import import ImportPreview, ImportResult
from desktop.ui.import_preview import ImportPreviewDialog, said_after, said_after_undo
from desktop.ui.screen import Screen

WORKBOOKS = "Bảng tính Excel (*.xlsx *.xls)"
TEMPLATE = "mau-nhap-hoat-dong.xlsx"


class Intake(QObject):
    """Brings workbooks in for a page; `dialog` is the preview while it is open."""

    taken_in = Signal()

    def __init__(self, page: Screen) -> None:
        super().__init__(page)
        self._page = page
        self.dialog: ImportPreviewDialog | None = None

    def ask(self) -> None:
        """Ask for a workbook and take it."""
        ask = self._page.context.dialogs.ask_open_file
        path = ask(self._page, "Chọn tệp Excel cần nhập", WORKBOOKS)
        if path:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read a workbook and show what it would bring."""
        title = f"Đang đọc {path.name}…"
        self._page.read_long(title, _read_preview, path).then(self._show_preview)

    def save_template(self) -> None:
        """Ask where, and write the empty workbook there."""
        ask = self._page.context.dialogs.ask_save_file
        suggested = Path.home() / TEMPLATE
        path = ask(self._page, "Lưu bảng tính mẫu", suggested, "Bảng tính Excel (*.xlsx)")
        if path:
            self._page.read(exports.template, path).then(
                lambda saved: self._page.say(f"Đã lưu bảng tính mẫu: {saved}")
            )

    def _show_preview(self, found: ImportPreview) -> None:
        dialog = ImportPreviewDialog(self._page, found)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._take_in(found, dialog.skip_bad))
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _take_in(self, found: ImportPreview, skip_bad: bool) -> None:
        title = f"Đang nhập {found.path_name}…"
        self._page.write_long(title, _take_in, found, skip_bad).then(self._say_taken_in)

    def _say_taken_in(self, result: ImportResult) -> None:
        page, key = self._page, result.import_id
        if key is None:
            page.say("Không có hoạt động nào mới để nhập: tất cả đã có trong sổ.")
            return

        self.taken_in.emit()
        page.say(said_after(result), lambda: self._undo(key))

    def undo_last(self) -> None:
        """Ask, then take out again what the newest import brought."""
        self._page.read(last_imports.of_activities).then(self._ask_undo)

    def _ask_undo(self, one: Import | None) -> None:
        dialogs = self._page.context.dialogs
        if one is None:
            why = "30 ngày qua không có lần nhập nào, hoặc các lần nhập đã được hoàn tác hết."
            dialogs.inform(self._page, "Không có lần nhập nào để hoàn tác", why)
        elif dialogs.confirm(
            self._page, f"Hoàn tác lần nhập {one.file_name}?",
            f"Lần nhập ngày {show_date(one.at.date())} thêm {show_number(one.added)} hoạt động. Các hoạt "
            "động đó bị bỏ. Hoạt động đã được sửa, có danh sách dự, chứng từ, giấy in, hoặc đã vào báo "
            "cáo thì giữ nguyên.", "Hoàn tác", "Giữ lại",
        ):  # fmt: skip
            self._undo(one.id)

    def _undo(self, import_id: str) -> None:
        page = self._page
        page.write(workbook_undo.undo, import_id).then(lambda one: page.say(said_after_undo(one)))


def _read_preview(session: Any, progress: Progress, path: Path) -> ImportPreview:
    """Read a workbook behind a progress box. Raises WorkbookError, CancelledError."""
    return workbook_import.preview(session, path, progress)


def _take_in(
    session: Any, progress: Progress, found: ImportPreview, skip_bad: bool
) -> ImportResult:
    """Keep what the preview holds, behind a progress box."""
    progress.step("Đang ghi vào sổ")
    return workbook_import.take_in(session, found, skip_bad)
