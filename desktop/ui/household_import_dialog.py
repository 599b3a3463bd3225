"""One window from a workbook to its households: confirm, see what would come, take it in."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.household_changes import Change
from desktop.core.household_import import Ready
from desktop.core.household_look import Answers, Looked
from desktop.core.typed import show_number
from desktop.ui import theme
from desktop.ui.dialogs import foot, room
from desktop.ui.household_import_columns import Begun, ConfirmPage
from desktop.ui.household_import_result import ResultPage
from desktop.ui.notices import Banner
from desktop.ui.screen import on_keys
from desktop.ui.theme import dp
from desktop.ui.widgets import button, icon_label, label

_CONFIRM, _RESULT = range(2)


class HouseholdImportDialog(QDialog):
    """Accepted when the officer wants the households; `ready` and `skip_bad` say which."""

    read_wanted = Signal(object, object)
    """What would be taken in is wanted: Looked and Answers."""

    def __init__(self, owner: QWidget | None, begun: Begun) -> None:
        super().__init__(owner.window() if owner else None)
        self._begun = begun
        self.ready: Ready | None = None
        self._answers = Answers()
        self.setWindowTitle("Nhập danh sách hộ từ Excel")
        self.setAccessibleName(self.windowTitle())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.title = label("", 3, theme.SEMIBOLD, wrap=True)
        self.hint = label("", -0.5, tone="warn", wrap=True)
        self.problem = Banner("bad", "")
        self.problem.hide()
        self.confirm, self.result_page = ConfirmPage(begun), ResultPage(begun.categories)
        self.back_button = button("Quay lại", icon="chevron_left")
        self.copy_button = button("Chép danh sách lỗi", icon="copy")
        self.close_button = button("Thôi, không nhập")
        self.next_button = button("Xem kết quả", "primary", "chevron_right")
        self.take_button = button("Nhận", "primary", "download")
        self._lay_out()
        self._connect()
        self._show_step(_CONFIRM)
        self.resize(dp(960), min(dp(640), room(self)))
        self.confirm.first_stop().setFocus()

    @property
    def skip_bad(self) -> bool:
        """Whether the bad rows are to be left out."""
        return self.result_page.skip.isVisibleTo(self) and self.result_page.skip.isChecked()

    def ask_to_read(self) -> None:
        """Ask for what would be taken in under what is said here."""
        self._read(self.confirm.looked(), self.confirm.answers())

    def agree(self) -> None:
        """Nothing has to be asked (the columns are remembered): go on at once."""
        if not self._begun.looked.questions and not self.confirm.missing():
            self.ask_to_read()

    def show_ready(self, ready: Ready) -> None:
        """Show what would be taken in."""
        self.ready = ready
        self.result_page.show_ready(ready)
        self._show_step(_RESULT)
        self._update()

    def show_trouble(self, text: str) -> None:
        """Say why nothing can be read under these answers."""
        self.problem.say("bad", text)
        self.problem.show()
        self._show_step(_CONFIRM)

    def _read(self, looked: Looked, answers: Answers) -> None:
        self._answers = answers
        self.problem.hide()
        self.next_button.setEnabled(False)
        self.take_button.setEnabled(False)
        self.read_wanted.emit(looked, answers)

    def _read_again(self) -> None:
        """A new hamlet is a known one after all: compare once more."""
        answers = replace(self._answers, hamlets=self.result_page.hamlets())
        self._read(self.confirm.looked(), answers)

    def _show_step(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        on_result = step == _RESULT
        self.back_button.setVisible(on_result)
        self.next_button.setVisible(not on_result)
        self.take_button.setVisible(on_result)
        (self.take_button if on_result else self.next_button).setDefault(True)
        self._update()
        if on_result:
            self._first_stop().setFocus()

    def _first_stop(self) -> QWidget:
        """Return where the keyboard goes on once the result is there."""
        if self.take_button.isEnabled():
            return self.take_button
        skip = self.result_page.skip
        return self.close_button if skip.isHidden() else skip

    def _update(self) -> None:
        on_result = self._stack.currentIndex() == _RESULT
        missing = self.confirm.missing()
        self.next_button.setEnabled(not missing)
        self.hint.setText("" if on_result else missing)
        count = self.result_page.count()
        self.take_button.setText(f" Nhận {show_number(count)} hộ")
        self.take_button.setAccessibleName(f"Nhận {show_number(count)} hộ")
        self.take_button.setEnabled(self.result_page.may_take())
        self.take_button.setVisible(on_result and count > 0)
        problems = self.ready.problems if self.ready else ()
        self.copy_button.setVisible(on_result and bool(problems))
        self.title.setText(heading(self.ready) if on_result and self.ready else _ASK)

    def _go_on(self) -> None:
        """Press the verb of the step that is shown; nothing while it cannot be done."""
        on_result = self._stack.currentIndex() == _RESULT
        (self.take_button if on_result else self.next_button).click()

    def _go_back(self) -> None:
        self.result_page.ready = None
        self.result_page.places = {}
        self._show_step(_CONFIRM)

    def _copy(self) -> None:
        self.result_page.copy_errors()
        self.copy_button.setText(" Đã chép")

    def _connect(self) -> None:
        deeds: tuple[tuple[QAbstractButton, Callable[[], object]], ...] = (
            (self.next_button, self.ask_to_read), (self.back_button, self._go_back),
            (self.close_button, self.reject), (self.take_button, self.accept),
            (self.copy_button, self._copy),
        )  # fmt: skip
        for one, act in deeds:
            one.clicked.connect(act)
        on_keys(self, dict.fromkeys(("Ctrl+Return", "Ctrl+Enter"), self._go_on))
        self.confirm.changed.connect(self._update)
        self.result_page.changed.connect(self._update)
        self.result_page.hamlets_changed.connect(self._read_again)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(dp(24), dp(16), dp(24), dp(10))
        head.setSpacing(dp(14))
        head.addWidget(icon_label("excel", "accent", 36), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(dp(2))
        words.addWidget(self.title)
        name = f"Tệp {self._begun.looked.path_name}. Chưa có gì được ghi vào sổ."
        words.addWidget(label(name, tone="text2", wrap=True))
        head.addLayout(words, 1)
        told = QVBoxLayout()
        told.setContentsMargins(dp(24), 0, dp(24), dp(6))
        told.addWidget(self.problem)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.confirm)
        self._stack.addWidget(self.result_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(told)
        layout.addWidget(self._stack, 1)
        ways = (self.close_button, self.next_button, self.take_button)
        layout.addWidget(foot((self.back_button, self.copy_button), ways, self.hint))


_ASK = "Xem lại trước khi đọc danh sách"


def heading(found: Ready) -> str:
    """Return "212 hộ mới · 40 hộ sửa đổi · 3 dòng lỗi"."""
    parts = (
        (Change.NEW, "hộ mới"), (Change.CHANGED, "hộ sửa đổi"), (Change.UNCHANGED, "hộ không đổi"),
        (Change.STOPPED, "dòng lỗi"),
    )  # fmt: skip
    said = [f"{show_number(n)} {words}" for change, words in parts if (n := found.count(change))]
    return f"Năm {found.year}: " + (" · ".join(said) or "không có hộ nào")
