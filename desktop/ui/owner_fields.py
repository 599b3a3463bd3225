"""Who looks after a register and who signs: the fields that the wizard and the page Cài đặt share."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QComboBox

from desktop.core.speakers import Signatory
from desktop.core.texts import nfc
from desktop.ui.combo_box import ComboBox
from desktop.ui.fields import TextEdit
from desktop.ui.typed_fields import DateField

BLOCKS: tuple[tuple[str, ...], ...] = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)
OFFICES = ("Công chức Văn hóa - Xã hội", "Công chức Văn phòng - Thống kê")


def field(name: str, text: str = "", example: str = "") -> TextEdit:
    """Return a named text field."""
    made = TextEdit(200)
    made.setAccessibleName(name)
    made.set_value(text)
    if example:
        made.set_example(example)
    return made


class Signer:
    """The fields of one who signs: lines in bold, name, first and last day (empty: always)."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._kept: Signatory | None = None
        self.block = ComboBox()
        self.block.setAccessibleName("Quyền hạn, chức vụ người ký")
        self.block.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for lines in BLOCKS:
            self.block.addItem(" / ".join(lines), lines)
        self.name = field("Họ và tên người ký", example="ví dụ: Nguyễn Văn Thành")
        self.since, self.until = DateField(today), DateField(today)
        for box, name in ((self.since, "Ký từ ngày"), (self.until, "Ký đến ngày")):
            box.setAccessibleName(name)
            box.setPlaceholderText(name.lower())

    def show_one(self, one: Signatory | None) -> None:
        """Show who signs now."""
        if one is None:
            return
        self._kept = one
        place = next((n for n, lines in enumerate(BLOCKS) if lines == one.block), -1)
        if place < 0:
            self.block.addItem(" / ".join(one.block), one.block)
            place = self.block.count() - 1
        self.block.setCurrentIndex(place)
        self.name.set_value(one.name)
        self.since.set_value(one.valid_from)
        self.until.set_value(one.valid_to)

    def value(self) -> list[Signatory]:
        """Return who signs: none without a name; what was shown keeps its record."""
        name = nfc(self.name.text())
        if not name:
            return []
        made = Signatory(
            block=tuple(self.block.currentData()), name=name,
            valid_from=self.since.value(), valid_to=self.until.value(),
        )  # fmt: skip
        return [replace(made, id=self._kept.id) if self._kept else made]
