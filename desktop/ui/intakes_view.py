"""The takings in of before: when, by whom, from where, how many; the newest can be undone."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.core.city_desk import Detail, Past
from desktop.core.ledger import Entry, State
from desktop.core.typed import show_date
from desktop.core.units import Unit
from desktop.ui import arrival_words as said, theme
from desktop.ui.notices import EmptyState
from desktop.ui.side_pane import ListBesidePane, heading
from desktop.ui.table import Column
from desktop.ui.usb_cards import Remark
from desktop.ui.widgets import button, label, line

_STATES = {
    State.TAKEN: "đang dùng", State.ARCHIVED: "bản cũ, chỉ lưu", State.QUARANTINE: "chờ so mã",
    State.CONFLICT: "hai bản khác nhau", State.WAITING: "chờ xem trước khi dùng",
    State.MADE: "", State.DELIVERED: "",
}  # fmt: skip
_MOST = 30
"""So many packages are named; of more only the number is said."""


class IntakesView(ListBesidePane):
    """Shows them, the newest first."""

    detail_wanted = Signal(object)
    undo_wanted = Signal(str)

    def __init__(self) -> None:
        empty = EmptyState(
            "inbox", "Chưa nhận lần nào",
            "Mỗi lần nhận từ một USB hay thư mục được ghi lại ở đây: lúc nào, ai nhận, bao nhiêu gói. "
            "Lần mới nhất hoàn tác được.",
        )  # fmt: skip
        super().__init__(_columns(), "Các lần nhận", "Lần nhận đang chọn", empty)
        self.undo = button("Hoàn tác lần nhận này…", icon="undo")
        self.undo.setAutoDefault(True)
        self.pane.foot.addWidget(self.undo)
        self._newest, self._is_new = "", False
        self.view.chosen.connect(self._chosen)
        self.undo.clicked.connect(self._ask)
        self.show_detail(None)

    def show_past(self, found: Sequence[Past]) -> None:
        """Show these."""
        came = found[0].id if found else ""
        self._is_new = self._is_new or came != self._newest
        self._newest = came
        self._chosen(self.show_list(found))
        if self.isVisible():
            self._go_to_newest()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt shows the list."""
        super().showEvent(event)
        self._go_to_newest()

    def _go_to_newest(self) -> None:
        """Choose what was just done; only once somebody looks: the pane of many packages takes time."""
        if self._is_new:
            self._is_new = False
            self.view.select(0)
            self._chosen(self.view.selected())

    def show_detail(self, found: Detail | None) -> None:
        """Show one of them in detail."""
        self.undo.setVisible(found is not None and found.past.can_undo)
        why = found.why_not if found is not None else ""
        self.undo.setEnabled(not why)
        self.undo.setToolTip(why)
        self.undo.setAccessibleDescription(why)
        if found is None:
            self.pane.show_nothing("Chọn một lần nhận để xem đã nhận những gì.")
        else:
            self.pane.show_parts(_parts(found))

    def _chosen(self, one: Past | None) -> None:
        if one is None:
            self.show_detail(None)
        else:
            self.detail_wanted.emit(one)

    def _ask(self) -> None:
        one = self.view.selected()
        if one is not None:
            self.undo_wanted.emit(one.id)


def undo_words(found: Detail) -> str:
    """Return exactly what goes back with an undo, and what does not."""
    past = found.past
    names = said.names([said.short_name(unit) for unit, _ in found.packages], most=12)
    count = len(found.packages)
    back = f"{count} gói rời khỏi sổ: {names}. " if count else ""
    turned = said.names([said.short_name(unit) for unit, _ in found.touched], most=12)
    back += f"{len(found.touched)} gói trở lại tình trạng trước đó: {turned}. " if turned else ""
    refused = f"{past.refused} dòng ghi tệp không nhận được cũng được xóa. " if past.refused else ""
    sticks = (
        f" {found.on_sticks} biên nhận đã ghi ra USB thì không thu lại được: đơn vị cắm USB vào vẫn "
        "thấy “đã nhận”; hãy nhận lại gói, hoặc báo cho đơn vị."
        if found.on_sticks
        else ""
    )
    return (
        f"{back}{refused}Hoạt động, lời báo cáo, khóa và bản đang dùng trở về đúng như trước lần "
        f"nhận; tệp trên USB vẫn còn để nhận lại. Không trở lại: lịch sử thao tác.{sticks}"
    )


def _parts(found: Detail) -> Iterator[QWidget]:
    one = found.past.intake
    yield label(f"Nhận lúc {one.at:%H:%M} ngày {show_date(one.at.date())}", 2, theme.SEMIBOLD,
                wrap=True)  # fmt: skip
    yield label(f"Nơi: {one.place}. Người nhận: {one.by or 'không ghi'}.", -1, tone="text2",
                wrap=True)  # fmt: skip
    if one.undone_at is not None:
        at = f"{one.undone_at:%H:%M} ngày {show_date(one.undone_at.date())}"
        yield Remark("info", f"Đã hoàn tác lúc {at}: sổ trở lại như trước lần nhận này.")
        return
    yield from _remarks(found)
    for words, packages in (("gói nhận", found.packages), ("gói đổi tình trạng", found.touched)):
        if packages:
            yield line()
            yield heading(f"{len(packages)} {words}")
            yield from _named(packages)
    if found.refused:
        yield line()
        yield heading(f"{len(found.refused)} tệp không nhận được")
    for file in found.refused[:_MOST]:
        yield Remark(*said.refused_line(file.file_name, file.error), delta=-0.5)


def _remarks(found: Detail) -> Iterator[QWidget]:
    if not found.past.can_undo:
        yield label("Chỉ hoàn tác được lần nhận mới nhất.", -1, tone="text3", wrap=True)
    if found.why_not:
        yield Remark("info", found.why_not, delta=-0.5)
    for why in found.chosen:
        yield Remark("info", f"Chọn một trong hai gói, vì: {why}", delta=-0.5)


def _named(packages: Sequence[tuple[Unit, Entry]]) -> Iterator[QWidget]:
    for unit, entry in packages[:_MOST]:
        state = _STATES[entry.state]
        yield label(f"{said.short_name(unit)}, bản số {entry.version}: {state}", -0.5, wrap=True)
    more = len(packages) - _MOST
    if more > 0:
        yield label(f"và {more} gói khác", -1, tone="text2")


def _counts(one: Past) -> str:
    if one.intake.undone_at is not None:
        return ""
    parts = (
        (one.parked, "để riêng"), (one.refused, "không nhận được"), (one.unused, "nay không dùng"),
    )  # fmt: skip
    return " · ".join(f"{count} {words}" for count, words in parts if count)


def _columns() -> Sequence[Column]:
    return (
        Column("at", "Lúc", lambda one: show_date(one.intake.at.date()),
               lambda one: f"{one.intake.at:%H:%M}", width=96),
        Column("place", "Nơi", lambda one: one.intake.place,
               lambda one: one.intake.by or "không ghi người nhận",
               tip=lambda one: one.intake.place),
        Column("count", "Gói", _kept, _counts, width=164,
               tip=lambda one: f"{_kept(one)} {_counts(one)}".strip()),
    )  # fmt: skip


def _kept(one: Past) -> str:
    if one.intake.undone_at is not None:
        return "đã hoàn tác"
    nothing = not (one.kept or one.parked or one.refused)
    return "quyết định về gói" if nothing else f"{one.kept} gói đã nhận"
