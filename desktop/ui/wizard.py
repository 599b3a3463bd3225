"""The first run: which unit, which plan, where the register lies, who looks after it.

Asks; the register itself is made by desktop.core.registers on the last page.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from desktop.core import paths, preferences, registers
from desktop.core.clock import Clock
from desktop.core.errors import AppError, StoreError
from desktop.core.registers import NewRegister
from desktop.ui import rescue, theme, wizard_pages as pages
from desktop.ui.dialogs import Dialogs
from desktop.ui.theme import dp
from desktop.ui.widgets import StepRail, button, icon_label, label
from desktop.ui.wizard_folder import FolderPage
from desktop.ui.wizard_pages import Wish as Wish

STEPS = ("Đơn vị của bạn", "Kế hoạch", "Nơi lưu dữ liệu", "Người phụ trách, ký", "Hoàn tất")
LAST = len(STEPS) - 1


class Wizard(QDialog):
    """One question per page; Enter goes on, Alt+Left goes back."""

    made = Signal()

    def __init__(self, dialogs: Dialogs, create: Callable[[Wish], object]) -> None:
        super().__init__()
        self.setWindowTitle("Cài đặt lần đầu")
        room = self.screen().availableGeometry()
        self.resize(min(dp(860), room.width()), min(dp(530), room.height()))
        self._dialogs, self._create = dialogs, create
        self.unit = pages.UnitPage()
        self.plan = pages.PlanPage()
        self.folder = FolderPage(dialogs)
        self.people = pages.PeoplePage()
        self.summary = pages.SummaryPage()
        self._pages: list[pages.Question] = [
            self.unit, self.plan, self.folder, self.people, self.summary,
        ]  # fmt: skip
        self._stack = QStackedWidget()
        for page in self._pages:
            self._stack.addWidget(page)
        self._rail = StepRail(STEPS)
        self._trouble = label("", tone="bad", wrap=True)
        self.back_button = button("Quay lại")
        self.leave_button = button("Thoát")
        self.next_button = button("Tiếp tục", "primary")
        self.next_button.setDefault(True)
        self.restore_button = button("Khôi phục từ bản sao lưu…", "link")
        self.restore_button.clicked.connect(self.restore)
        self.back_button.clicked.connect(self.back)
        self.leave_button.clicked.connect(self.reject)
        self.next_button.clicked.connect(self.go_on)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.back)
        self._lay_out()
        self.unit.unit.taken.connect(self.next_button.setFocus)
        for box in (self.unit.unit, self.folder.path, self.people.officer):
            box.changed.connect(self._trouble.hide)
        self._show(0)

    def go_on(self) -> None:
        """Check the page and show the next one; on the last page make the register."""
        trouble = self._page().trouble()
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        if trouble:
            self._page().first().setFocus()
            return
        following = self._stack.currentIndex() + 1
        if self._page() is self.folder and self.folder.holds_register():
            following = LAST  # who looks after it stands in the register
        if following < len(self._pages):
            self._show(following)
        else:
            self._finish()

    def back(self) -> None:
        """Show the page before; what was typed stays."""
        before = max(self._stack.currentIndex() - 1, 0)
        if self._pages[before] is self.people and self.folder.holds_register():
            before -= 1
        self._show(before)

    def wish(self) -> Wish:
        """Return what was chosen."""
        folder = self.folder.folder()
        if self.folder.holds_register():
            return Wish(folder, None, self.people.letter_size())
        return Wish(
            folder,
            NewRegister(
                role=self.unit.role(),
                unit_code=self.unit.code(),
                profile=self.unit.profile().code,
                officer=self.people.officer.value(),
                office=self.people.office.value(),
                signatories=self.people.signer.value(),
                rule=self.plan.rule(),
            ),
            self.people.letter_size(),
        )

    def restore(self) -> None:
        """Let the officer choose a backup and make the register of it, in the folder of this PC."""
        register = self.folder.folder() / registers.FILE_NAME
        source = rescue.choose(self, self._dialogs, register, Clock())
        if source is None or not rescue.restore(self, self._dialogs, source, register, Clock()):
            return
        try:
            remember_place(Wish(register.parent, None, self.people.letter_size()))
        except AppError as error:
            self._dialogs.show_error(self, error)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, or presses the button it stands on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            here = self.focusWidget()
            if isinstance(here, QPushButton):
                here.click()
            else:
                self.go_on()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Ask before leaving: without a register the program cannot begin."""
        if self._dialogs.confirm(
            self, "Thoát khi chưa lập sổ?", "Chưa có gì được ghi. Lần sau mở lại từ đầu.",
            "Thoát", "Ở lại",
        ):  # fmt: skip
            super().reject()

    def _finish(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            try:
                self._create(self.wish())
            finally:
                QApplication.restoreOverrideCursor()
        except (AppError, StoreError) as error:
            self._dialogs.show_error(self, error)
        else:
            self.accept()

    def _page(self) -> pages.Question:
        return self._pages[self._stack.currentIndex()]

    def _show(self, number: int) -> None:
        if number == 1:
            self.plan.show_plan(self.unit.profile())
        if number == LAST:
            self.summary.show_wish(self.wish(), self.unit.unit_name())
        self._trouble.hide()
        self._stack.setCurrentIndex(number)
        self._rail.set_current(number)
        self.back_button.setVisible(number > 0)
        last = number == LAST
        opens = last and self.folder.holds_register()
        self.next_button.setText("Mở sổ có sẵn" if opens else "Lập sổ" if last else "Tiếp tục")
        first = self._pages[number].first()
        (self.next_button if first is self.summary else first).setFocus()

    def _lay_out(self) -> None:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setFixedWidth(dp(236))
        side = QVBoxLayout(rail)
        side.setContentsMargins(dp(20), dp(22), dp(16), dp(18))
        head = QHBoxLayout()
        head.addWidget(icon_label("megaphone_filled", "accent", 24))
        head.addWidget(label("Sổ Truyền Thông", 0.75, theme.SEMIBOLD), 1)
        side.addLayout(head)
        side.addSpacing(dp(22))
        side.addWidget(self._rail)
        side.addStretch()
        side.addWidget(label("Đã từng dùng sổ trên máy khác?", -1, tone="text2"))
        side.addWidget(self.restore_button)
        side.addSpacing(dp(10))
        side.addWidget(
            label("Không cần mạng Internet.\nDữ liệu chỉ nằm trên máy này.", -1, tone="text2")
        )
        main = QVBoxLayout()
        main.setContentsMargins(dp(30), dp(26), dp(30), dp(10))
        main.addWidget(self._stack, 1)
        main.addWidget(self._trouble)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(main, 1)
        right.addWidget(self._bottom())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(rail)
        whole.addLayout(right, 1)

    def _bottom(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("bottombar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(dp(30), dp(10), dp(30), dp(10))
        row.setSpacing(dp(10))
        row.addWidget(label("Enter: tiếp tục · Alt+←: quay lại", -1, tone="text3"), 1)
        for one in (self.leave_button, self.back_button, self.next_button):
            row.addWidget(one)
        return bar


def run(application: QApplication, dialogs: Dialogs) -> bool:
    """Ask and make the register; return whether there is one now."""
    application.setQuitOnLastWindowClosed(False)
    wizard = Wizard(dialogs, create)
    accepted = wizard.exec() == QDialog.DialogCode.Accepted
    application.setQuitOnLastWindowClosed(True)
    return accepted


def create(wish: Wish) -> None:
    """Make the register, or look whether the one that is there opens; remember where it lies."""
    path = wish.folder / registers.FILE_NAME
    store = registers.open_(path) if wish.new is None else registers.create(path, wish.new)
    store.close()
    remember_place(wish)


def remember_place(wish: Wish) -> None:
    """Remember where the register lies and how large the letters are. Raises FileProblemError."""
    kept: dict[str, object] = {
        "data_folder": wish.folder if wish.folder != paths.default_data_folder() else None
    }
    if wish.new is not None:
        kept["role"] = str(wish.new.role)
    if wish.letter_size:
        kept["letter_size"] = wish.letter_size
    preferences.remember(**kept)
