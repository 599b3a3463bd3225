"""The card Tên người trong danh sách, khoản ủng hộ cũ: how long names are kept, what is due, taking them out."""

from PySide6.QtWidgets import QHBoxLayout

from desktop.core import retention
from desktop.core.retention import Due, Year
from desktop.core.typed import show_date, show_number
from desktop.ui.notices import Banner
from desktop.ui.screen import Context
from desktop.ui.theme import dp
from desktop.ui.typed_fields import NumberField
from desktop.ui.widgets import Card, button, label

_WHY = (
    "Luật Bảo vệ dữ liệu cá nhân: không giữ tên lâu hơn mức cần. Xóa tên, địa chỉ, ghi chú trong danh "
    "sách tham dự; xóa tên, ghi chú ở khoản ủng hộ của cá nhân, hộ gia đình. Số đếm, số tiền và mọi báo "
    "cáo giữ nguyên; gương điển hình đã phổ biến thì giữ lại."
)
_ELSEWHERE = (
    "Tên vẫn còn trong bản sao lưu làm trước hôm nay (bản cũ nhất tự bị thay sau khoảng 9 tháng; bản ở "
    "USB thì phải xóa tay), trong danh sách đã in và trong ảnh chụp, bản quét. Gói gửi cấp trên "
    "không có tên, trừ bản quét đính kèm."
)


class NamesCard(Card):
    """Shows what is due before anything is taken out."""

    def __init__(self, context: Context) -> None:
        super().__init__("Tên người trong danh sách, khoản ủng hộ cũ")
        self._context = context
        self.years = NumberField()
        self.years.setAccessibleName("Giữ tên trong bao nhiêu năm")
        self.years.setMaximumWidth(dp(70))
        self.keep_button = button("Lưu số năm")
        self.look_button = button("Xóa tên quá hạn…", icon="delete")
        self.banner = Banner("ok", "")
        self.banner.hide()
        self.add(label(_WHY, -1, tone="text2", wrap=True))
        self.add(self.banner)
        row = QHBoxLayout()
        row.setSpacing(dp(10))
        for one in (label("Giữ tên"), self.years, label("năm"), self.keep_button, self.look_button):
            row.addWidget(one)
        row.addStretch()
        self.add(row)
        self.keep_button.clicked.connect(self.keep)
        self.look_button.clicked.connect(self.look)

    def refresh(self) -> None:
        """Read the rule again."""
        self._context.operations.read(self, retention.years).then(self.years.set_value)

    def keep(self) -> None:
        """Keep the rule."""
        wanted = self.years.value() or 0
        self._context.operations.write(self, retention.keep_years, int(wanted)).then(
            lambda _: self._say("ok", f"Từ nay giữ tên {wanted} năm.")
        )

    def look(self) -> None:
        """Show what is due, then take it out if the officer wants."""
        self._context.operations.read(self, retention.due).then(self._ask)

    def _ask(self, found: Due) -> None:
        if not found.found:
            day = show_date(found.before)
            self._say("ok", f"Không có danh sách, khoản ủng hộ nào trước ngày {day} còn tên.")
            return
        by_year = "; ".join(f"năm {one.year}: {_counts(one)}" for one in found.found)
        text = (
            f"Trước ngày {show_date(found.before)} (giữ {found.years} năm) – {by_year}. "
            f"Không lấy lại được từ sổ. {_ELSEWHERE}"
        )
        title = f"Xóa tên {_counts(found)}?"
        if self._context.dialogs.confirm(self, title, text, "Xóa tên", "Giữ lại", danger=True):
            self._context.operations.write(self, retention.purge, found).then(self._purged)

    def _purged(self, done: Due) -> None:
        self._say(
            "ok",
            f"Đã xóa tên {_counts(done)}; số đếm, số tiền giữ nguyên. {_ELSEWHERE}",
        )

    def _say(self, kind: str, text: str) -> None:
        self.banner.say(kind, text)
        self.banner.show()


def _counts(one: Due | Year) -> str:
    """Return how many names there are, in lists and at gifts."""
    found = [f"{show_number(one.persons)} người trong {one.lists} danh sách"] if one.lists else []
    if one.donors:
        found.append(f"người ủng hộ ở {show_number(one.donors)} khoản")
    return " và ".join(found)
