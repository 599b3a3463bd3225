"""The boxes about a hamlet: a new one, another name, one that went into another or ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from desktop.core import hamlets
from desktop.core.errors import NotFoundError
from desktop.core.hamlets import KINDS, Hamlet, key
from desktop.core.typed import show_date, show_number
from desktop.ui.combo_box import ComboBox
from desktop.ui.fields_box import FieldsBox
from desktop.ui.form_parts import Caption
from desktop.ui.owner_fields import field
from desktop.ui.pickers import Choice, PickField
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField
from desktop.ui.widgets import label


class Deed(StrEnum):
    """What is to be done with a hamlet."""

    ADD = "add"
    CORRECT = "correct"
    RENAME = "rename"
    MERGE = "merge"
    CLOSE = "close"


_SAID = {
    Deed.ADD: "Đã thêm {}.", Deed.CORRECT: "Đã sửa {}.", Deed.RENAME: "Đã đổi tên thành {}.",
    Deed.MERGE: "Đã ghi {} nhập vào nơi khác.", Deed.CLOSE: "Đã ghi {} thôi tồn tại.",
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What a box asks for: `hamlet` as it shall be, `on` the day of the change, `into` its heir."""

    deed: Deed
    hamlet: Hamlet
    on: date | None = None
    into_id: str = ""

    @property
    def last(self) -> date:
        """Return the last day before the change."""
        assert self.on is not None
        return date.fromordinal(self.on.toordinal() - 1)


class _WishBox(FieldsBox):
    """Does what it asks for once that is whole."""

    def value(self) -> Wish:
        """Return what is asked for."""
        raise NotImplementedError

    def save(self) -> None:
        """Do it; what is refused is said here."""
        if self.save_button.isEnabled():
            wish = self.value()
            self.run(_SAID[wish.deed].format(wish.hamlet.full_name), _keep, wish)


class HamletBox(_WishBox):
    """Kind and name of a hamlet; for one that is there: a slip of the pen, or a new name."""

    def __init__(
        self, page: Screen, hamlet: Hamlet, today: date, others: Sequence[Hamlet] = (),
        *, new: bool,
    ) -> None:  # fmt: skip
        title = "Thêm thôn, buôn, tổ dân phố" if new else f"Sửa {hamlet.full_name}"
        super().__init__(page, title, "")
        self._hamlet, self._new = hamlet, new
        self._taken = {key(one.full_name) for one in others if one.id != hamlet.id}
        self.kind = ComboBox()
        for name in KINDS:
            self.kind.addItem(name, name)
        self.kind.setCurrentIndex(max(self.kind.findData(hamlet.kind), 0))
        self.kind.setAccessibleName("Loại")
        self.name = field("Tên", hamlet.name, "ví dụ: Đŭng, 3, 1A")
        self.slip = QRadioButton("Sửa chỗ viết sai: tên đúng dùng cho mọi năm")
        self.renamed = QRadioButton("Nơi này được đặt tên mới: năm trước vẫn giữ tên cũ")
        self.day = DateField(lambda: today)
        self.day.setAccessibleName("Từ ngày")
        self._words = label("", -1, tone="text2", wrap=True)
        self._words.setMinimumHeight(dp(34))
        self.day.set_value(hamlet.valid_from)
        self._lay_out()
        self.save_button.setDefault(True)
        self.slip.setChecked(True)
        self.name.textChanged.connect(self._look)
        self.kind.currentIndexChanged.connect(self._look)
        self.day.textChanged.connect(self._look)
        self.slip.toggled.connect(self._turn)
        self._look()
        self.name.setFocus()

    def value(self) -> Wish:
        """Return what is asked for."""
        wanted = replace(self._hamlet, kind=self.kind.currentData(), name=self.name.value())
        day = self.day.value()
        if not self._new and self.renamed.isChecked():
            return Wish(Deed.RENAME, wanted, day)
        return Wish(Deed.ADD if self._new else Deed.CORRECT, replace(wanted, valid_from=day))

    def _turn(self) -> None:
        self.day.set_value(self._hamlet.valid_from if self.slip.isChecked() else None)
        self._day_caption.set_text("Có từ ngày" if self.slip.isChecked() else "Tên mới từ ngày")
        self._look()

    def _look(self) -> None:
        """Say what comes of it, and let through what is whole."""
        renamed = not self._new and self.renamed.isChecked()
        day, trouble = self.day.value(), self.day.trouble()
        taken = key(f"{self.kind.currentData()} {self.name.value()}") in self._taken
        if trouble:
            words = trouble
        elif taken:
            words = "Đã có nơi tên này. Hãy chọn tên khác, hoặc dùng nơi đã có."
        elif renamed:
            until = show_date(date.fromordinal(day.toordinal() - 1)) if day else "…"
            words = f"{self._hamlet.full_name} có đến hết {until}; hộ và số liệu cũ vẫn còn."
        else:
            words = "Để trống ngày nếu nơi này có từ trước, không rõ ngày."
        self._words.setText(words)
        whole = bool(self.name.value()) and not trouble and not taken
        self.save_button.setEnabled(whole and (not renamed or day is not None))

    def _lay_out(self) -> None:
        self.put("Loại", self.kind)
        self.put("Tên", self.name, required=True)
        if not self._new:
            self.body.addWidget(self.slip)
            self.body.addWidget(self.renamed)
        self._day_caption = Caption("Có từ ngày")
        self.body.addLayout(_under(self._day_caption, self.day))
        self.body.addWidget(self._words)


class EndBox(_WishBox):
    """A hamlet ends: it goes into another one, or is there no more."""

    def __init__(
        self, page: Screen, hamlet: Hamlet, others: Sequence[Hamlet], today: date,
        households: int = 0,
    ) -> None:  # fmt: skip
        title = f"{hamlet.full_name} sáp nhập hoặc thôi tồn tại"
        text = "Nơi này không chọn được cho những ngày sau đó; hoạt động và số liệu cũ vẫn còn."
        super().__init__(page, title, text)
        self._hamlet, self._households = hamlet, households
        self.merged = QRadioButton("Nhập vào nơi khác")
        self.ended = QRadioButton("Thôi tồn tại, không nhập vào đâu")
        self.into = PickField([Choice(one.id, one.full_name) for one in others]).leading_on()
        self.into.setAccessibleName("Nhập vào")
        self.day = DateField(lambda: today)
        self.day.setAccessibleName("Từ ngày")
        self._words = label("", -1, tone="text2", wrap=True)
        self._words.setMinimumHeight(dp(34))
        self._into_caption = Caption("Nhập vào", required=True)
        self.body.addWidget(self.merged)
        self.body.addWidget(self.ended)
        self.body.addLayout(_under(self._into_caption, self.into))
        self.body.addLayout(_under(Caption("Kể từ ngày", required=True), self.day))
        self.body.addWidget(self._words)
        self.save_button.setDefault(True)
        self.merged.setChecked(True)
        for signal in (self.merged.toggled, self.into.textChanged, self.day.textChanged):
            signal.connect(self._look)
        self._look()
        self.into.setFocus()

    def value(self) -> Wish:
        """Return what is asked for."""
        if self.merged.isChecked():
            into = str(self.into.value() or "")
            return Wish(Deed.MERGE, self._hamlet, self.day.value(), into)
        return Wish(Deed.CLOSE, self._hamlet, self.day.value())

    def _look(self) -> None:
        merged = self.merged.isChecked()
        self.into.setEnabled(merged)
        self._into_caption.setEnabled(merged)
        day = self.day.value()
        if day is None:
            words = self.day.trouble() or "Ghi ngày quyết định có hiệu lực."
        else:
            until = show_date(date.fromordinal(day.toordinal() - 1))
            words = f"{self._hamlet.full_name} có đến hết ngày {until}."
            if self._households and not merged:
                words += (
                    f" Sổ hộ còn {show_number(self._households)} hộ ở đây: hãy sửa nơi ở của từng hộ, "
                    "hoặc chọn Nhập vào nơi khác."
                )
        self._words.setText(words)
        self.save_button.setEnabled(day is not None and (not merged or bool(self.into.value())))


def _under(caption: QWidget, box: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(dp(3))
    column.addWidget(caption)
    column.addWidget(box)
    return column


def _keep(session: Any, wish: Wish) -> None:
    """Do what a box asks for. Raises NotFoundError, WrongChoiceError."""
    one = wish.hamlet
    if wish.deed is Deed.ADD:
        hamlets.add(session, one)
    elif wish.deed is Deed.CORRECT:
        hamlets.correct(session, one.id, one.full_name, one.valid_from)
    elif wish.on is None:
        raise NotFoundError
    elif wish.deed is Deed.RENAME:
        hamlets.rename(session, one.id, one.full_name, wish.on)
    elif wish.deed is Deed.MERGE:
        hamlets.join(session, [one.id], wish.into_id, wish.on)
    else:
        hamlets.close(session, one.id, wish.last)
