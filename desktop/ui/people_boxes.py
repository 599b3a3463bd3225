"""The boxes about officers: one of them, a new password, and who goes on working."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from desktop.core import officers
from desktop.core.officers import Officer
from desktop.core.working import ROLE_NAMES, ROLE_WORDS, Role
from desktop.ui.combo_box import ComboBox
from desktop.ui.dialogs import Box
from desktop.ui.form_parts import Caption
from desktop.ui.owner_fields import OFFICES, field
from desktop.ui.sign_in import SecretField, see
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label

_INTENT = (
    "Vai trò giúp khỏi sửa nhầm. Ai có mật khẩu cũng mở được cả sổ, nên chỉ đưa mật khẩu cho người "
    "được giao."
)


def role_box(role: Role) -> QComboBox:
    """Return a box with the roles, this one chosen."""
    made = ComboBox()
    made.setAccessibleName("Vai trò")
    for one, name in ROLE_NAMES.items():
        made.addItem(name, str(one))
    made.setCurrentIndex(made.findData(str(role)))
    return made


class OfficerBox(Box):
    """Name, office and role of an officer."""

    def __init__(self, parent: QWidget | None, officer: Officer | None) -> None:
        title = "Sửa thông tin cán bộ" if officer else "Thêm cán bộ dùng sổ"
        super().__init__(parent, title, ("person", "accent"), title, "")
        self._officer = officer or Officer(name="")
        self.name = field("Họ và tên", self._officer.name, "ví dụ: H'Linh Niê")
        self.office = field("Chức vụ", self._officer.office, OFFICES[0])
        self.role = role_box(self._officer.role)
        self._words = label("", -1, tone="text2", wrap=True)
        self._words.setMinimumHeight(dp(36))
        for name, box in (
            ("Họ và tên", self.name),
            ("Chức vụ", self.office),
            ("Vai trò", self.role),
        ):
            column = QVBoxLayout()
            column.setSpacing(dp(3))
            column.addWidget(Caption(name, required=box is self.name))
            column.addWidget(box)
            self.body.addLayout(column)
        self.body.addWidget(self._words)
        self.body.addWidget(label(_INTENT, -1, tone="text2", wrap=True))
        self.add_button(button("Hủy"), QDialog.DialogCode.Rejected)
        self.keep_button = self.add_button(button("Lưu", "primary"), QDialog.DialogCode.Accepted)
        self.keep_button.setDefault(True)
        self.name.textChanged.connect(self._look)
        self.role.currentIndexChanged.connect(self._look)
        self._look()
        self.name.setFocus()

    def value(self) -> Officer:
        """Return the officer as it stands here."""
        return replace(
            self._officer,
            name=self.name.value(),
            office=self.office.value(),
            role=Role(self.role.currentData()),
        )

    def _look(self) -> None:
        self._words.setText(ROLE_WORDS[Role(self.role.currentData())])
        self.keep_button.setEnabled(bool(self.name.value()))


class PasswordBox(Box):
    """A new password, typed twice."""

    def __init__(self, parent: QWidget | None, title: str, text: str) -> None:
        super().__init__(parent, "Đặt mật khẩu", ("key", "accent"), title, text)
        self.first, self.second = SecretField("Mật khẩu mới"), SecretField("Gõ lại mật khẩu mới")
        self._words = label("", -0.5, tone="bad", wrap=True)
        self._words.setMinimumHeight(dp(40))
        for name, box in (("Mật khẩu mới", self.first), ("Gõ lại lần nữa", self.second)):
            self.body.addWidget(Caption(name, required=True))
            self.body.addWidget(box)
            box.textEdited.connect(lambda _: self._words.clear())
        self.body.addWidget(see(self.first, self.second))
        self.body.addWidget(self._words)
        self.add_button(button("Hủy"), QDialog.DialogCode.Rejected)
        self.keep_button = button("Đặt mật khẩu", "primary")
        self.keep_button.clicked.connect(self._keep)
        self.keep_button.setDefault(True)
        self.right_foot.addWidget(self.keep_button)
        self.first.setFocus()

    def value(self) -> str:
        """Return the password."""
        return self.first.value()

    def _keep(self) -> None:
        trouble = officers.trouble(self.first.value(), self.second.value())
        self._words.setText(trouble)
        if not trouble:
            self.accept()


class ChooseBox(Box):
    """Who goes on working; `chosen` is that officer."""

    def __init__(
        self, parent: QWidget | None, found: Sequence[Officer], now: str, text: str
    ) -> None:
        super().__init__(parent, "Đổi người dùng", ("people", "accent"), "Ai dùng sổ tiếp?", text)
        self.table = ValueTable((
            Column("name", "Họ và tên", lambda one: one.name, lambda one: one.office),
            Column("role", "Vai trò", lambda one: ROLE_NAMES[one.role], width=160),
        ))  # fmt: skip
        self.view = TableView(self.table)
        self.view.setAccessibleName("Cán bộ dùng sổ")
        self.view.setFixedHeight(dp(36 + 52 * min(max(len(found), 2), 5)))
        self.body.addWidget(self.view)
        self.add_button(button("Hủy"), QDialog.DialogCode.Rejected)
        self.take_button = self.add_button(
            button("Dùng tên này", "primary"), QDialog.DialogCode.Accepted
        )
        self.take_button.setDefault(True)
        self.view.opened.connect(lambda _one: self.take_button.click())
        self.table.show(found)
        self.view.select(max(self.table.row_of(now), 0))
        self.view.setFocus()

    @property
    def chosen(self) -> Officer | None:
        """The officer that is selected."""
        found: Officer | None = self.view.selected()
        return found
