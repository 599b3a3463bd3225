"""The left part of the USB page: which drives are there, and what was seen on the chosen one."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.usb import Stick
from desktop.ui import theme, usb_words
from desktop.ui.theme import dp
from desktop.ui.usb_cards import Cards, Remark
from desktop.ui.widgets import Card, button, icon_label, label, line


class DrivePane(Card):
    """Cards of the drives, two links, and the findings of the chosen drive."""

    chosen = Signal()
    """Another drive is the chosen one."""
    entered = Signal()
    """The officer goes on with the chosen drive (Enter)."""

    def __init__(self, untold: frozenset[str] = frozenset()) -> None:
        """`untold` are the codes of findings that do not matter here."""
        super().__init__("Chọn USB")
        self._untold = untold
        self.cards = Cards("USB")
        self.cards.chosen.connect(self._choose)
        self.cards.entered.connect(self.entered)
        self.again = button("Tìm lại USB", "link", "refresh", tip="Xem lại mọi USB (F5)")
        self.other = button("Chọn thư mục…", "link", "folder_open", tip="Ghi vào một thư mục")
        for one in (self.again, self.other):
            one.setAutoDefault(True)
        self._sticks: dict[Path, Stick | None] = {}
        self._need = 0
        self._empty = _empty()
        self._seen = QWidget()
        self._findings = QVBoxLayout(self._seen)
        self._findings.setContentsMargins(0, dp(4), 0, 0)
        self._findings.setSpacing(dp(9))
        links = QHBoxLayout()
        links.setSpacing(dp(12))
        links.addWidget(self.again)
        links.addWidget(self.other)
        links.addStretch()
        self.add(self._empty)
        self.add(self.cards)
        self.add(links)
        self.add(self._seen)
        self.body.addStretch(1)
        self.show_drives({}, 0)

    def show_drives(self, sticks: Mapping[Path, Stick | None], need: int) -> None:
        """Show these drives; the chosen one stays chosen."""
        before = self.current()
        self._sticks, self._need = dict(sticks), need
        names = {place: place.name or str(place) for place in sticks}
        self.cards.show_faces(
            [(place, usb_words.drive_face(names[place], one)) for place, one in sticks.items()]
        )
        self._empty.setVisible(not sticks)
        self.cards.setVisible(bool(sticks))
        self._show_findings()
        if self.current() != before:
            self.chosen.emit()

    def choose(self, folder: Path) -> None:
        """Choose a drive."""
        self.cards.choose(folder)
        self._choose()

    def current(self) -> Path | None:
        """Return the chosen drive."""
        key = self.cards.current()
        return key if isinstance(key, Path) else None

    def current_stick(self) -> Stick | None:
        """Return what is known of the chosen drive, None while it is being looked at."""
        folder = self.current()
        return self._sticks.get(folder) if folder else None

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.cards.current_card() or self.again

    def _choose(self, _key: object = None) -> None:
        self._show_findings()
        self.chosen.emit()

    def _show_findings(self) -> None:
        while (item := self._findings.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        stick = self.current_stick()
        self._seen.setVisible(stick is not None)
        if stick is not None:
            self._findings.addWidget(line())
            self._findings.addWidget(label("Đã xem nơi này", -0.25, theme.MEDIUM, "text2"))
            for kind, text, _ in usb_words.finding_lines(stick, self._need, self._untold):
                self._findings.addWidget(Remark(kind, text, delta=-0.5 if kind == "ok" else 0))


def _empty() -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, dp(14), 0, dp(10))
    column.setSpacing(dp(6))
    column.addWidget(icon_label("usb", "text3", 40), 0, Qt.AlignmentFlag.AlignHCenter)
    title = label("Chưa thấy USB nào", 1, theme.SEMIBOLD)
    words = label(
        "Cắm USB vào máy; USB hiện ra ở đây sau vài giây. Không có USB thì chọn một thư mục.",
        tone="text2",
        wrap=True,
    )
    for one in (title, words):
        one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(one)
    return made
