"""The box in which a backup is chosen: when it was made, why, what it holds, its last activities."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from desktop.core import backups, officers, safekeeping
from desktop.core.backups import Backup, Facts
from desktop.core.errors import StoreError
from desktop.core.sticks import show_size
from desktop.core.typed import show_date, show_moment, show_number
from desktop.ui import backup_words, messages, theme
from desktop.ui.dialogs import Box, Dialogs
from desktop.ui.operations import Operations
from desktop.ui.sign_in import SignInBox
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label

_ROWS = 4
_SECRET = "Gõ mật khẩu của một người dùng sổ lúc sao lưu. Mật khẩu đổi sau đó có thể chưa có trong bản này."


@dataclass(frozen=True)
class Line:
    """A backup in the list; `facts` and `trouble` are empty until it was looked at."""

    backup: Backup
    facts: Facts | None = None
    trouble: str = ""

    @property
    def id(self) -> Path:
        """Return what tells it from others."""
        return self.backup.path


class RestoreBox(Box):
    """Lists the backups of some folders; `chosen` is the one the officer takes."""

    def __init__(
        self,
        owner: QWidget | None,
        dialogs: Dialogs,
        folders: Sequence[Path],
        today: date,
        executor: Any = None,
    ) -> None:
        super().__init__(
            owner, "Khôi phục từ bản sao lưu", ("database", "accent"), "Chọn bản sao lưu",
            "Xem trước trong mỗi bản có gì. Sổ đang có trên máy được sao lưu và để riêng, không xóa.",
        )  # fmt: skip
        self._dialogs, self._today = dialogs, today
        self._operations = Operations(nullcontext, nullcontext, dialogs, executor)
        self.table = ValueTable(_columns(today))
        self.view = TableView(self.table)
        self.view.setAccessibleName("Các bản sao lưu")
        self.view.setFixedHeight(dp(36 + 52 * _ROWS))
        self.view.setMinimumSize(QSize(0, 0))
        self.words = label("", tone="text2", wrap=True)
        self.words.setFixedHeight(theme.dp(124))
        self.body.addWidget(self.view)
        self.body.addWidget(self.words)
        self.other_button = button("Tìm ở USB, thư mục khác…", icon="folder_open")
        self.other_button.clicked.connect(self._search_elsewhere)
        self.left_foot.addWidget(self.other_button)
        self.secret_button = button("Nhập mật khẩu…", icon="lock")
        self.secret_button.clicked.connect(self._unlock)
        self.left_foot.addWidget(self.secret_button)
        self._executor = executor
        self.add_button(button("Hủy"), QDialog.DialogCode.Rejected)
        self.take_button = self.add_button(
            button("Khôi phục bản này", "primary"), QDialog.DialogCode.Accepted
        )
        self.take_button.setDefault(True)
        self.view.chosen.connect(self._show)
        self.view.opened.connect(lambda _line: self.take_button.click())
        self.show_folders(folders)

    @property
    def chosen(self) -> Path | None:
        """The backup that is selected and can be read."""
        line = self.view.selected()
        return line.backup.path if line is not None and line.facts is not None else None

    def show_folders(self, folders: Sequence[Path]) -> None:
        """List what lies in these folders, then look into each backup on a thread of its own."""
        found = [Line(one) for folder in folders for one in backups.find(folder)]
        self.table.show(found)
        self.view.select(0)
        self._show(self.view.selected())
        for line in found:
            self._operations.read(self, _looked, line).then(self._put)

    def done(self, result: int) -> None:
        """The box closes; what was not looked at yet is not any more."""
        self._operations.close()
        super().done(result)

    def _search_elsewhere(self) -> None:
        folder = self._dialogs.ask_folder(self, "Nơi có bản sao lưu")
        if folder is None:
            return
        inside = sorted(folder.glob(f"{safekeeping.SECOND_FOLDER}*"))
        self.show_folders([folder, *inside])

    def _unlock(self) -> None:
        """Ask for the password of the selected backup; others of the same register open with it."""
        line = self.view.selected()
        if line is None:
            return
        box = SignInBox(
            self, self._dialogs, line.backup.path, _SECRET, "Hủy", executor=self._executor
        )
        if self._dialogs.ask(box) == QDialog.DialogCode.Accepted:
            for one in [one for one in self.table.values if one.facts is None]:
                self._operations.read(self, _looked, one).then(self._put)

    def _put(self, line: Line) -> None:
        row = self.table.row_of(line.id)
        if row >= 0:
            self.table.values[row] = line
            self.table.dataChanged.emit(self.table.index(row, 0), self.table.index(row, 2))
            if self.view.currentIndex().row() == row:
                self._show(line)

    def _show(self, line: Line | None) -> None:
        self.take_button.setEnabled(self.chosen is not None)
        locked = line is not None and line.facts is None and bool(line.trouble)
        self.secret_button.setVisible(
            locked and line is not None and officers.needs_password(line.backup.path)
        )
        if line is None:
            self.words.setText(
                "Không thấy bản sao lưu nào ở đây. Cắm USB có bản sao lưu rồi bấm "
                "“Tìm ở USB, thư mục khác…”."
            )
        elif line.facts is None:
            self.words.setText(line.trouble or "Đang xem…")
        else:
            found = line.facts
            latest = "\n".join(f"•  {show_date(day)}  {title}" for day, title in found.latest)
            head = f"{found.unit} (mã {found.unit_code}). Hoạt động gần nhất trong bản này:"
            self.words.setText(f"{head}\n{latest or '•  chưa có hoạt động nào'}")


def _looked(_nothing: object, line: Line) -> Line:
    try:
        return Line(line.backup, backups.look(line.backup.path))
    except StoreError as error:
        message = messages.describe(error)
        return Line(line.backup, None, message.why if message else "")


def _columns(today: date) -> tuple[Column, ...]:
    return (
        Column(
            "at", "Sao lưu lúc",
            lambda line: show_moment(line.backup.at, today),
            lambda line: backup_words.occasion(line.backup), width=190,
        ),
        Column("holds", "Trong bản sao", _holds, _changed),
        Column("size", "Cỡ tệp", lambda line: show_size(line.backup.size), right=True, width=90),
    )  # fmt: skip


def _holds(line: Line) -> str:
    if line.facts is None:
        return "Không mở được" if line.trouble else "Đang xem…"
    activities, reports = (show_number(n) for n in (line.facts.activities, line.facts.reports))
    return f"{activities} hoạt động, {reports} bản báo cáo đã khóa"


def _changed(line: Line) -> str:
    at = line.facts.changed_at if line.facts else None
    return f"sửa lần cuối {at:%d/%m/%Y %H:%M}" if at else ""
