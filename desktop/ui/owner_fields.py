"""Who looks after a register and who signs: the fields that the wizard and the page Cài đặt share."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from desktop.core.speakers import Signatory
from desktop.core.texts import nfc
from desktop.ui.fields import TextEdit

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
    """The two fields of one who signs: the lines in bold and the name."""

    def __init__(self) -> None:
        self.block = QComboBox()
        self.block.setAccessibleName("Quyền hạn, chức vụ người ký")
        self.block.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for lines in BLOCKS:
            self.block.addItem(" / ".join(lines), lines)
        self.name = field("Họ và tên người ký", example="ví dụ: Nguyễn Văn Thành")

    def show_one(self, one: Signatory | None) -> None:
        """Show who signs now."""
        if one is None:
            return
        place = next((n for n, lines in enumerate(BLOCKS) if lines == one.block), -1)
        if place < 0:
            self.block.addItem(" / ".join(one.block), one.block)
            place = self.block.count() - 1
        self.block.setCurrentIndex(place)
        self.name.set_value(one.name)

    def value(self, before: Sequence[Signatory] = ()) -> list[Signatory]:
        """Return who signs: none without a name; the same person keeps the same record."""
        name, block = nfc(self.name.text()), tuple(self.block.currentData())
        if not name:
            return []
        same = [one for one in before if one.name == name and one.block == block]
        return same[:1] or [Signatory(block=block, name=name)]
