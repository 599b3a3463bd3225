"""What the receiver returned, on the report page: each line leads to the record and field."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop.core import answers
from desktop.core.answers import Asked, Kind
from desktop.core.periods import Period
from desktop.core.returns import divided
from desktop.core.typed import show_date
from desktop.ui import theme
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, label

_ROWS, _FEW_ROWS, _HIGH = 3, 2, 46
"""So many lines are seen at once (of large letters fewer), the others by scrolling."""
_LARGE_LETTERS = 12.0


class AskedCard(Card):
    """Lists what is to be mended and what is mended already; hidden when nothing was returned."""

    wanted = Signal(object)
    """The officer wants to mend this Asked."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.found: tuple[Asked, ...] = ()
        self.head.addWidget(
            label("Enter: mở đúng chỗ phải sửa · số đã đúng thì giải thích vào ô Ghi chú", -1,
                  tone="text3")
        )  # fmt: skip
        self.table = TableView(ValueTable(_COLUMNS), row_height=_HIGH)
        self.table.setAccessibleName("Các mục cấp trên trả lại")
        self.table.opened.connect(self.wanted)
        self.add(self.table)
        self.hide()

    def show_asked(self, found: Sequence[Asked]) -> None:
        """Show what is asked now."""
        self.found = tuple(found)
        count = sum(one.kind is not Kind.NOTE for one in found)
        left = answers.unmended(found)
        words = f"Cấp trên trả lại {count} mục" if count else "Cấp trên trả lại báo cáo"
        if count:
            words += f": còn {left} mục chưa sửa" if left else ": đã sửa hết, khóa và gửi bản mới"
        self.title.setText(words)
        self.setAccessibleName(words)
        self.table.reload(self.found)
        most = _ROWS if theme.base() < _LARGE_LETTERS else _FEW_ROWS
        self.table.setFixedHeight(dp(36 + _HIGH * min(len(found), most) + 2))
        self.setVisible(bool(found))
        if found and self.table.selected() is None:
            self.table.select(0)

    def warning(self, period: Period) -> str:
        """Return what is said before locking while something is not mended."""
        left = answers.unmended(self.found, period)
        return f"Còn {left} mục cấp trên trả lại chưa sửa. " if left else ""


def badge(found: Sequence[Asked]) -> int:
    """Return the number at the page's name: what is left to mend, 1 for a mere remark."""
    return answers.unmended(found) or int(bool(found) and found[0].kind is Kind.NOTE)


def unlock_reason(asked: Asked) -> str:
    """Return the reason that is offered when the period is opened to mend this."""
    return f"Cấp trên trả lại: {asked.title} – {asked.label}"


def unlock_reason_of(found: Sequence[Asked], period: Period) -> str:
    """Return the reason that is offered when a returned period is opened as a whole."""
    items = [one for one in found if one.period == period and one.kind is not Kind.NOTE]
    left = [one for one in items if not one.done] or items
    if not left:
        return "Cấp trên trả lại báo cáo"
    more = f" và {len(left) - 1} mục khác" if left[1:] else ""
    return f"{unlock_reason(left[0])}{more}"


def _when(one: Asked) -> str:
    day = f"Ngày {show_date(one.day)}, " if one.day else ""
    return f"{day}{one.period.title}, bản số {one.version}"


def _why(one: Asked) -> str:
    return divided(one.item.reason)[0] or one.item.reason


def _example(one: Asked) -> str:
    example = divided(one.item.reason)[1]
    return f"Ví dụ đúng: {example}" if example else ""


def _state(one: Asked) -> str:
    if one.kind in (Kind.NOTE, Kind.UNKNOWN):
        return "Để đọc"
    return "Đã sửa" if one.done else "Chưa sửa"


def _tone(one: Asked) -> str:
    if one.kind in (Kind.NOTE, Kind.UNKNOWN):
        return "none"
    return "ok" if one.done else "returned"


_COLUMNS = (
    Column("title", "Mục", lambda one: one.title, _when, width=300),
    Column("label", "Ô phải sửa", lambda one: one.label, width=170),
    Column("why", "Lý do", _why, _example),
    Column("state", "Tình trạng", _state, tone=_tone, width=120),
)
