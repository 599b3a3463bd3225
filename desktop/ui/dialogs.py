"""Every box that interrupts the officer. Tests put a scripted one in its place."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import CancelledError, WrongChoiceError
from desktop.core.texts import nfc_lines
from desktop.ui import icons, messages, theme
from desktop.ui.messages import Message
from desktop.ui.notices import Banner
from desktop.ui.theme import dp
from desktop.ui.widgets import button, icon_label, label


class Box(QDialog):
    """A box in the look of the program: icon, title, lines, and a foot with buttons."""

    def __init__(
        self, owner: QWidget | None, caption: str, icon: tuple[str, str], title: str, text: str
    ) -> None:
        super().__init__(owner.window() if owner else None)
        self.setWindowTitle(caption)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(dp(26), dp(24), dp(26), dp(22))
        self.body.setSpacing(dp(12))
        head = QHBoxLayout()
        head.setSpacing(dp(16))
        head.addWidget(icon_label(*icon, 36), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(dp(4))
        words.addWidget(label(title, 3, theme.SEMIBOLD, wrap=True))
        if text:
            words.addWidget(label(text, tone="text2", wrap=True))
        words.addStretch()
        head.addLayout(words, 1)
        self.body.addLayout(head)
        footer = QFrame()
        footer.setObjectName("footer")
        self.left_foot, self.right_foot = QHBoxLayout(), QHBoxLayout()
        row = QHBoxLayout(footer)
        row.setContentsMargins(dp(26), dp(12), dp(26), dp(12))
        for side in (self.left_foot, self.right_foot):
            side.setSpacing(dp(10))
        row.addLayout(self.left_foot)
        row.addStretch()
        row.addLayout(self.right_foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.body, 1)
        whole.addWidget(footer)
        self.setAccessibleName(title)

    def fit(self) -> None:
        """Take the height that the words need at the width of all boxes."""
        layout = self.layout()
        if layout:
            layout.activate()
            self.setFixedSize(dp(620), max(layout.totalHeightForWidth(dp(620)), dp(190)))

    def showEvent(self, event: QShowEvent) -> None:
        """Qt shows the box."""
        self.fit()
        super().showEvent(event)

    def add_button(self, made: QPushButton, result: QDialog.DialogCode) -> QPushButton:
        """Put a button at the right end of the foot; it closes the box with a result."""
        made.clicked.connect(lambda: self.done(result))
        self.right_foot.addWidget(made)
        return made

    def add_details(self, text: str) -> None:
        """Put technical details at the end, folded in behind a link."""
        link = button("Xem chi tiết kỹ thuật", "link", "chevron_right")
        details = QPlainTextEdit(text)
        details.setReadOnly(True)
        details.setFixedHeight(dp(160))
        details.setAccessibleName("Chi tiết kỹ thuật")
        details.hide()
        self.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(details)

        def turn() -> None:
            details.setVisible(details.isHidden())
            shown = not details.isHidden()
            link.setIcon(icons.icon("chevron_down" if shown else "chevron_right", "accent"))
            self.fit()

        link.clicked.connect(turn)


class ErrorBox(Box):
    """What failed, why, what is safe, what to do next, and a code to read out."""

    def __init__(
        self, owner: QWidget | None, message: Message, code: str, details: str = ""
    ) -> None:
        super().__init__(
            owner, "Có lỗi xảy ra", ("error_circle_filled", "bad"), message.title, message.why
        )
        if message.safe:
            self.body.addWidget(Banner("ok", message.safe))
        if message.steps:
            self._add_steps(message.steps)
        self.body.addWidget(label(f"Mã lỗi: {code}", -1, tone="text3"))
        if details:
            self.add_details(details)
        self._copied = "\n".join((f"Mã lỗi: {code}", message.title, message.why, details)).strip()
        self.copy_button = button("Chép thông tin lỗi", icon="copy")
        self.copy_button.clicked.connect(self._copy)
        self.left_foot.addWidget(self.copy_button)
        close = self.add_button(button("Đóng", "primary"), QDialog.DialogCode.Rejected)
        close.setDefault(True)
        close.setFocus()

    def _add_steps(self, steps: Sequence[str]) -> None:
        self.body.addWidget(label("Cách xử lý", 0, theme.SEMIBOLD))
        column = QVBoxLayout()
        column.setSpacing(dp(4))
        for number, step in enumerate(steps, 1):
            row = QHBoxLayout()
            row.setSpacing(dp(8))
            row.addWidget(label(f"{number}."), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(step, wrap=True), 1)
            column.addLayout(row)
        self.body.addLayout(column)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)
        self.copy_button.setText(" Đã chép")


class ConfirmBox(Box):
    """Asks before something is done; both answers are verbs, the safe one is ready."""

    def __init__(
        self,
        owner: QWidget | None,
        title: str,
        text: str,
        verb: str,
        safe_verb: str,
        danger: bool = False,
    ) -> None:
        icon = ("delete", "bad") if danger else ("help", "info")
        super().__init__(owner, verb, icon, title, text)
        self.safe_button = self.add_button(button(safe_verb), QDialog.DialogCode.Rejected)
        kind, mark = ("danger", "delete") if danger else ("primary", "")
        self.verb_button = self.add_button(button(verb, kind, mark), QDialog.DialogCode.Accepted)
        self.safe_button.setDefault(True)
        self.safe_button.setFocus()


class TextBox(ConfirmBox):
    """Asks for a sentence before something is done; the verb waits until there is one.

    Once there is, Tab leads to the verb and Ctrl+Enter does it; Esc asks before the sentence goes.
    """

    def __init__(
        self, owner: QWidget | None, title: str, text: str, verb: str, safe_verb: str, given: str
    ) -> None:
        super().__init__(owner, title, text, verb, safe_verb)
        self._given = given
        self.field = QPlainTextEdit(given)
        self.field.setAccessibleName(title)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(dp(70))
        self.body.addWidget(self.field)
        self.field.textChanged.connect(self._look)
        for one, then in ((self.field, self.verb_button), (self.verb_button, self.safe_button)):
            self.setTabOrder(one, then)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.verb_button.click)
        self._look()
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.setFocus()

    @property
    def value(self) -> str:
        """What was written."""
        return nfc_lines(self.field.toPlainText())

    def reject(self) -> None:
        """Close; ask first if another sentence stands there than at first."""
        written = self.value not in ("", nfc_lines(self._given))
        drop = ("Bỏ lời vừa gõ?", "", "Bỏ", "Gõ tiếp")
        if not written or _run(ConfirmBox(self, *drop)):
            super().reject()

    def _look(self) -> None:
        there = bool(self.value)
        self.verb_button.setEnabled(there)
        (self.verb_button if there else self.safe_button).setDefault(True)


class Dialogs:
    """Asks and tells."""

    def show_error(self, owner: QWidget | None, error: BaseException) -> None:
        """Tell the officer; a bug goes on to the crash hook, a wish to stop needs no words."""
        if isinstance(error, CancelledError):
            return
        message = messages.describe(error)
        if message is None:
            raise error
        if isinstance(error, WrongChoiceError):  # a rule, not a fault: nothing to read out by code
            self.inform(owner, message.title, message.why)
            return
        _run(ErrorBox(owner, message, messages.code(error)))

    def inform(self, owner: QWidget | None, title: str, text: str = "") -> None:
        """Tell something good that needs an answer only to be read."""
        box = Box(owner, "Thông báo", ("info_filled", "info"), title, text)
        close = box.add_button(button("Đóng", "primary"), QDialog.DialogCode.Accepted)
        close.setDefault(True)
        close.setFocus()
        _run(box)

    def confirm(
        self,
        owner: QWidget | None,
        title: str,
        text: str,
        verb: str,
        safe_verb: str,
        danger: bool = False,
    ) -> bool:
        """Ask whether to do what the verb says; Esc and Enter mean the safe verb."""
        return _run(ConfirmBox(owner, title, text, verb, safe_verb, danger))

    def ask(self, box: QDialog) -> int:
        """Show a box of its own kind and return how it was closed."""
        result = box.exec()
        box.deleteLater()
        return result

    def ask_text(
        self,
        owner: QWidget | None,
        title: str,
        text: str,
        verb: str,
        safe_verb: str,
        given: str = "",
    ) -> str:
        """Return the sentence the officer wrote, or left as it was given; empty for the safe verb."""
        box = TextBox(owner, title, text, verb, safe_verb, given)
        return box.value if _run(box) else ""

    def ask_open_file(
        self, owner: QWidget | None, title: str, kinds: str, folder: Path | None = None
    ) -> Path | None:
        """Return the file to open, or None."""
        box = _file_dialog(owner, title, "Mở", folder)
        box.setNameFilter(kinds)
        box.setFileMode(QFileDialog.FileMode.ExistingFile)
        return _chosen(box)

    def ask_open_files(
        self, owner: QWidget | None, title: str, kinds: str, folder: Path | None = None
    ) -> list[Path]:
        """Return the files to open, none when the officer thinks better of it."""
        box = _file_dialog(owner, title, "Chọn", folder)
        box.setNameFilter(kinds)
        box.setFileMode(QFileDialog.FileMode.ExistingFiles)
        return [Path(one) for one in box.selectedFiles()] if box.exec() else []

    def ask_folder(
        self, owner: QWidget | None, title: str, folder: Path | None = None
    ) -> Path | None:
        """Return the chosen folder, or None."""
        box = _file_dialog(owner, title, "Chọn thư mục này", folder)
        box.setFileMode(QFileDialog.FileMode.Directory)
        box.setOption(QFileDialog.Option.ShowDirsOnly)
        return _chosen(box)

    def ask_save_file(
        self, owner: QWidget | None, title: str, suggested: Path, kinds: str
    ) -> Path | None:
        """Return where to save, or None; asks before a file is replaced."""
        box = _file_dialog(owner, title, "Lưu", suggested.parent)
        box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        box.setLabelText(QFileDialog.DialogLabel.Accept, "Lưu")
        box.setOption(QFileDialog.Option.DontConfirmOverwrite)
        box.setNameFilter(kinds)
        box.setDefaultSuffix(suggested.suffix.lstrip("."))
        box.selectFile(suggested.name)
        while path := _chosen(box):
            if not path.exists() or self._may_replace(owner, path):
                return path
        return None

    def _may_replace(self, owner: QWidget | None, path: Path) -> bool:
        return self.confirm(
            owner,
            f"Đã có tệp “{path.name}”. Ghi đè lên?",
            "Nội dung cũ của tệp đó sẽ mất.",
            "Ghi đè",
            "Chọn tên khác",
            danger=True,
        )


def foot(left: Sequence[QWidget], right: Sequence[QWidget], hint: QWidget | None = None) -> QFrame:
    """Return the foot of a large box: what may be asked at the left, the ways out at the right."""
    made = QFrame()
    made.setObjectName("footer")
    row = QHBoxLayout(made)
    row.setContentsMargins(dp(24), dp(12), dp(24), dp(12))
    row.setSpacing(dp(10))
    for one in left:
        row.addWidget(one)
    if hint is not None:
        row.addWidget(hint, 1)
    row.addStretch()
    for one in right:
        row.addWidget(one)
    return made


def room(box: QWidget) -> int:
    """Return how high a large box may be on its screen."""
    screen = box.screen()
    return screen.availableGeometry().height() - dp(60) if screen else dp(600)


def _run(box: QDialog) -> bool:
    accepted = box.exec() == QDialog.DialogCode.Accepted
    box.deleteLater()
    return accepted


def _file_dialog(
    owner: QWidget | None, title: str, accept: str, folder: Path | None
) -> QFileDialog:
    box = QFileDialog(owner, title, str(folder or ""))
    names = QFileDialog.DialogLabel
    for place, text in (
        (names.Accept, accept), (names.Reject, "Hủy"), (names.LookIn, "Thư mục:"),
        (names.FileName, "Tên tệp:"), (names.FileType, "Loại tệp:"),
    ):  # fmt: skip
        box.setLabelText(place, text)
    return box


def _chosen(box: QFileDialog) -> Path | None:
    if box.exec() != QDialog.DialogCode.Accepted:
        return None
    return Path(box.selectedFiles()[0])
