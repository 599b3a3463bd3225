"""The scans that go with a report, in the card that sends: a button, and a line for each scan."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core import evidence, paths
from desktop.core.evidence import Found, Scan
from desktop.core.sticks import show_size
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.widgets import ElidingLabel, button, icon_label, label

ADD = "Đính kèm bản scan…"
NOT_YET = "Bản scan: chưa kèm được, vì scan có tên người mà gói chưa mã hóa được."
OPTIONAL = "Không bắt buộc. PDF hoặc ảnh JPG, PNG; ảnh được thu nhỏ và bỏ vị trí chụp."
_FILES = "Bản scan (*.pdf *.jpg *.jpeg *.png)"
_TOLD = 8
_SHOWN = 4
"""So many lines; of more only the number is said."""


class ScanList(QWidget):
    """Shows the chosen scans; they can be taken out one by one, or all."""

    changed = Signal()
    """Other scans go with the chosen report."""

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page = page
        self._of: dict[str, tuple[Scan, ...]] = {}
        self._report, self._encrypted = "", False
        self.add_button = button(ADD, "link", "attach")
        self.add_button.setAutoDefault(True)
        self.add_button.clicked.connect(self.choose)
        self._hint = ElidingLabel("", -1, tone="text3")
        self._lines = QWidget()
        head = QHBoxLayout()
        head.setSpacing(dp(10))
        head.addWidget(self.add_button)
        head.addWidget(self._hint, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dp(4))
        self._column.addLayout(head)
        self._column.addWidget(self._lines)
        self.show_for("", encrypted=False)

    @property
    def scans(self) -> tuple[Scan, ...]:
        """Return what goes with the chosen report; nothing while it would travel open."""
        return self._of.get(self._report, ()) if self._encrypted else ()

    def show_for(self, report: str, *, encrypted: bool) -> None:
        """Show the scans of a report (its digest); they can be chosen if it will be encrypted."""
        before = self.scans
        self._report, self._encrypted = report, encrypted
        self.add_button.setEnabled(encrypted)
        if self.scans != before:
            self._show()
        self._say()

    def forget(self, report: str) -> None:
        """Let go of the scans of a report that was written."""
        self._of.pop(report, None)
        self._show()

    def choose(self) -> None:
        """Ask for files and read them."""
        chosen = self._page.context.dialogs.ask_open_files(
            self, "Chọn bản scan gửi kèm", _FILES, paths.documents_folder()
        )
        if chosen:
            read = self._page.read_long("Đang đọc bản scan", evidence.read, chosen, self.scans)
            read.then(self._take)

    def _take(self, found: Found) -> None:
        self._keep(found.scans)
        if found.refused:
            title = f"{len(found.refused)} tệp không kèm được"
            self._page.context.dialogs.inform(self, title, "\n\n".join(found.refused[:_TOLD]))

    def _keep(self, scans: Sequence[Scan]) -> None:
        self._of[self._report] = tuple(scans)
        self._show()

    def _show(self) -> None:
        made = self._new_lines()
        self._column.replaceWidget(self._lines, made)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = made
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        if not self._encrypted:
            self._hint.setText(NOT_YET)
        elif self.scans:
            size = show_size(evidence.size(self.scans))
            self._hint.setText(f"{len(self.scans)} bản scan, {size}; được mã hóa trong gói.")
        else:
            self._hint.setText(OPTIONAL)

    def _new_lines(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(dp(8), 0, 0, 0)
        grid.setHorizontalSpacing(dp(10))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, scan in enumerate(self.scans[:_SHOWN]):
            size = label(show_size(len(scan.data)), -1, tone="text2")
            size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            mark = icon_label("pdf" if scan.kind == "pdf" else "image", "text2", 16)
            parts = (mark, ElidingLabel(scan.name, -0.5), size, self._out(scan))
            for column, part in enumerate(parts):
                grid.addWidget(part, row, column)
        more = len(self.scans) - _SHOWN
        if more > 0:
            grid.addWidget(label(f"và {more} bản khác", -1, tone="text2"), _SHOWN, 1)
            grid.addWidget(self._all_out(), _SHOWN, 3)
        return made

    def _out(self, scan: Scan) -> QPushButton:
        made = button("Bỏ", "link", "dismiss")
        made.setAccessibleName(f"Bỏ bản scan {scan.name}")
        made.setAutoDefault(True)
        made.clicked.connect(lambda: self._keep([one for one in self.scans if one is not scan]))
        return made

    def _all_out(self) -> QPushButton:
        made = button("Bỏ tất cả", "link")
        made.setAutoDefault(True)
        made.clicked.connect(lambda: self._keep(()))
        return made
