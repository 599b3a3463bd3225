"""The packages that wait for a person: an unknown key, or two of the same version that differ."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.core.city_desk import Parked
from desktop.core.packages import header as headers
from desktop.core.typed import show_date
from desktop.ui import arrival_words as said, theme, trust_box
from desktop.ui.notices import EmptyState
from desktop.ui.side_pane import ListBesidePane
from desktop.ui.table import Column
from desktop.ui.widgets import StatusPill, button, label

_PUBLISHED_TWICE = (
    "Hai bản công bố cùng số nhưng khác nội dung. Hỏi nơi công bố bản nào đúng, rồi nhận bản có số "
    "mới hơn; bản ấy tự thay cả hai."
)


class ParkedView(ListBesidePane):
    """Shows them; Enter begins what a person must do."""

    trust_wanted = Signal(object)
    choice_wanted = Signal(str)
    """Two reports are to be seen side by side: the id of the package."""

    def __init__(self) -> None:
        empty = EmptyState(
            "check_circle", "Không có gói nào để riêng",
            "Gói của khóa chưa từng gặp, hoặc hai bản cùng số nhưng khác nội dung, được để riêng ở "
            "đây cho tới khi có người quyết định.",
        )  # fmt: skip
        super().__init__(_columns(), "Các gói để riêng", "Gói để riêng đang chọn", empty)
        self._wanted: tuple[str, ...] = ()
        self.deed = button("", "primary")
        self.deed.setAutoDefault(True)
        self.pane.foot.addWidget(self.deed)
        self.view.chosen.connect(self._show_one)
        self.view.opened.connect(self._begin)
        self.deed.clicked.connect(lambda: self._begin(self.view.selected()))
        self._show_one(None)

    def show_parked(self, found: Sequence[Parked]) -> None:
        """Show these packages."""
        self._show_one(self.show_list(found))
        self.choose(self._wanted)

    def choose(self, ids: Sequence[str]) -> None:
        """Make the first of these packages the chosen one, as soon as one of them is listed."""
        rows = [row for row in map(self.view.table.row_of, ids) if row >= 0]
        self._wanted = () if rows else tuple(ids)
        self.view.select(rows[0] if rows else -1)

    def _begin(self, one: Parked | None) -> None:
        if one is None:
            return
        if not one.is_conflict:
            self.trust_wanted.emit(one)
        elif one.entry.kind == headers.Kind.REPORT:
            self.choice_wanted.emit(one.id)

    def _show_one(self, one: Parked | None) -> None:
        self.deed.setVisible(one is not None and bool(_deed(one)))
        if one is None:
            self.pane.show_nothing("Chọn một gói để xem vì sao để riêng.")
            return
        self.deed.setText(f" {_deed(one)}")
        self.deed.setAccessibleName(_deed(one))
        self.pane.show_parts(_parts(one))


def _deed(one: Parked) -> str:
    if not one.is_conflict:
        return "Đối chiếu mã với giấy đã ký…"
    return "Xem hai bản cạnh nhau" if one.entry.kind == headers.Kind.REPORT else ""


def _parts(one: Parked) -> Iterator[QWidget]:
    yield label(one.unit.full_name, 2, theme.SEMIBOLD, wrap=True)
    yield StatusPill(*_pill(one))
    yield label(f"{_what(one)}. Nhận ngày {show_date(one.entry.at.date())}.", -1, tone="text2",
                wrap=True)  # fmt: skip
    yield label(f"Tệp: {one.entry.file_name}", -1, tone="text2", wrap=True)
    if not one.is_conflict:
        yield label(trust_box.where(one), -0.5, wrap=True)
        yield label("Nếu không khớp: đừng tin, hỏi lại đơn vị qua điện thoại.", -0.5, wrap=True)
    elif one.entry.kind == headers.Kind.REPORT:
        yield label(
            "Sổ đã có một bản cùng đơn vị, cùng kỳ, cùng số bản, nội dung khác. Số liệu đang dùng "
            "chưa thay đổi. Xem hai bản cạnh nhau, hỏi đơn vị bản nào đã ký, rồi chọn.",
            -0.5, wrap=True,
        )  # fmt: skip
    else:
        yield label(_PUBLISHED_TWICE, -0.5, wrap=True)


def _pill(one: Parked) -> tuple[str, str]:
    return ("bad", "Hai bản khác") if one.is_conflict else ("warn", "Chờ so mã")


def _what(one: Parked) -> str:
    kind = said.KINDS[headers.Kind(one.entry.kind)]
    return f"{kind} {one.period.title}, bản số {one.entry.version}"


def _columns() -> Sequence[Column]:
    return (
        Column("unit", "Đơn vị", lambda one: said.short_name(one.unit), _what),
        Column("at", "Nhận", lambda one: show_date(one.entry.at.date()), width=104),
        Column("state", "Vì sao", lambda one: _pill(one)[1], tone=lambda one: _pill(one)[0],
               width=156),
    )  # fmt: skip
