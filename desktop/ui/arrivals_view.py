"""What lies on the chosen stick: the list before anything is taken in, and one file in detail."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.arrivals import Arrival, Standing
from desktop.ui import arrival_words as said, theme
from desktop.ui.side_pane import PANE_FROM, SidePane, amounts_grid, heading
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.usb_cards import Remark
from desktop.ui.widgets import Card, ElidingLabel, StatusPill, button, label, line

_PARKED = (Standing.UNKNOWN_KEY, Standing.CONFLICT)
_COMPARED, _WIDE = 1, 480
"""The column that is left out where the list is narrower."""
_SHOWN = 12
"""So many remarks of the checks; of more only the number is said."""


class _Table(TableView):
    toggled = Signal(object)
    """Space was pressed on a row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space marks a row or takes the mark away."""
        if event.key() == Qt.Key.Key_Space and self.selected() is not None:
            self.toggled.emit(self.selected())
        else:
            super().keyPressEvent(event)


class ArrivalsView(QWidget):
    """Marks what will be taken in: all clean files; a person may leave one, or add a wrong one."""

    take_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Arrival, ...] = ()
        self._chosen: set[Path] = set()
        self.view = _Table(ValueTable(self._columns(), lambda one: one.path), row_height=46)
        self.view.table.setParent(self.view)
        self.view.setAccessibleName("Các gói ở nơi đã chọn")
        self.footer = ElidingLabel("", -1, tone="text2")
        self.take_button = button("Nhận", "primary", "download")
        self.take_button.setAutoDefault(True)
        self.hint = ElidingLabel("", -0.25, tone="text2")
        self.pane = SidePane("Gói đang chọn")
        self.toggle = button("", icon="check", tip="Phím cách")
        self.toggle.setAutoDefault(True)
        self.pane.foot.addWidget(self.toggle)
        self._lay_out()
        self.view.chosen.connect(self._show_one)
        self.view.opened.connect(lambda _one: self._ask())
        self.view.toggled.connect(self._turn)
        self.toggle.clicked.connect(lambda: self._turn(self.view.selected()))
        self.take_button.clicked.connect(self.take_wanted)

    def show_found(self, found: Sequence[Arrival], mine: int = 0) -> None:
        """Show these files, all clean ones marked; `mine` files of our own are only counted."""
        self.found = tuple(sorted(found, key=lambda one: _ORDER.index(_group(one))))
        self._chosen = {one.path for one in self.found if one.is_clean}
        self.view.reload(self.found)
        own = [f"{mine} tệp do sổ này ghi ra"] if mine else []
        counts = " · ".join([*said.counts(self.found), *own])
        self.footer.setText(f"{len(self.found)} gói: {counts}")
        if self.view.selected() is None:
            self.view.select(0)
        self._show_one(self.view.selected())
        self._say()

    def wanted(self) -> list[Arrival]:
        """Return what Enter takes in or parks: the marked ones, and those nobody can take in yet."""
        return [one for one in self.found if one.path in self._chosen or _parks(one)]

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.take_button if self.take_button.isEnabled() else self.view

    def choose(self, path: Path) -> None:
        """Make the row of a file the current one."""
        self.view.select(self.view.table.row_of(path))

    def _turn(self, one: Arrival | None) -> None:
        if one is None or not _may_choose(one):
            return
        self._chosen ^= {one.path}
        self.view.viewport().update()
        self._show_one(one)
        self._say()

    def _ask(self) -> None:
        if self.take_button.isEnabled():
            self.take_wanted.emit()

    def _say(self) -> None:
        marked = len(self._chosen)
        wanted = self.wanted()
        aside = sum(one.standing in _PARKED for one in wanted)
        refused = len(wanted) - marked - aside
        if marked:
            text = f"Nhận {marked} gói"
        elif aside:
            text = f"Để riêng {aside} gói"
        elif refused:
            text = f"Ghi lại {refused} tệp không nhận được"
        else:
            text = "Không có gì mới để nhận"
        self.take_button.setText(f" {text}")
        self.take_button.setAccessibleName(text)
        self.take_button.setEnabled(bool(wanted))
        self.hint.setText(_hint(marked, aside, refused) if wanted else "")

    def _show_one(self, one: Arrival | None) -> None:
        self.toggle.setVisible(one is not None and _may_choose(one))
        if one is None:
            self.pane.show_nothing("Chọn một gói để xem số liệu trước và sau khi nhận.")
            return
        chosen = one.path in self._chosen
        takes = "Nhận gói này" if one.is_clean else "Vẫn nhận gói này"
        text = "Để lại, không nhận" if chosen else takes
        self.toggle.setText(f" {text}")
        self.toggle.setAccessibleName(text)
        self.pane.show_parts(_parts(one, chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for; the pane says what a column would say."""
        super().resizeEvent(event)
        shown = self.width() >= dp(PANE_FROM)
        self.pane.setVisible(shown)
        room = self.width() - (self.pane.width() if shown else 0)
        self.view.setColumnHidden(_COMPARED, room < dp(_WIDE))

    def _columns(self) -> Sequence[Column]:
        def pill(one: Arrival) -> tuple[str, str]:
            return said.pill(one, chosen=one.path in self._chosen)

        return (
            Column("unit", "Đơn vị", said.title, said.second,
                   icon=lambda one: _mark(one, one.path in self._chosen)),
            Column("change", "So với sổ", said.compared, said.warned, width=140),
            Column("state", "Tình trạng", lambda one: pill(one)[1], tone=lambda one: pill(one)[0],
                   width=166),
        )  # fmt: skip

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        card.add(self.view, 1)
        foot = QFrame()
        foot.setObjectName("footer")
        inner = QHBoxLayout(foot)
        inner.setContentsMargins(dp(14), dp(7), dp(14), dp(7))
        inner.addWidget(self.footer)
        card.add(foot)
        deeds = QHBoxLayout()
        deeds.setSpacing(dp(12))
        deeds.addWidget(self.hint, 1)
        deeds.addWidget(self.take_button)
        left = QVBoxLayout()
        left.setSpacing(dp(10))
        left.addWidget(card, 1)
        left.addLayout(deeds)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(14))
        row.addLayout(left, 1)
        row.addWidget(self.pane)


_ORDER = ("wrong", "aside", "refused", "new", "rest")


def _group(one: Arrival) -> str:
    if one.standing is Standing.NEW and not one.is_clean:
        return "wrong"
    if one.standing in _PARKED:
        return "aside"
    if one.standing is Standing.REFUSED:
        return "rest" if said.is_foreign(one) else "refused"
    return "new" if one.is_clean else "rest"


def _mark(one: Arrival, chosen: bool) -> str:
    """Return the icon before a row: taken in, left out, kept aside, refused, known."""
    if _may_choose(one):
        return "check_circle_filled" if chosen else "circle"
    if one.standing in (*_PARKED, Standing.PARKED):
        return "inbox"
    return "dismiss" if one.standing is Standing.REFUSED else "check"


def _may_choose(one: Arrival) -> bool:
    return one.is_clean or one.standing is Standing.NEW


def _parks(one: Arrival) -> bool:
    """Return whether taking a file in only keeps it aside, or keeps why it was refused."""
    refused = one.standing is Standing.REFUSED and not said.is_foreign(one)
    return one.standing in _PARKED or refused


def _hint(marked: int, aside: int, refused: int) -> str:
    parts = [f"{aside} gói được để riêng" if aside and marked else "",
             f"{refused} tệp không nhận được, ghi lại lý do" if refused else ""]  # fmt: skip
    text = "; ".join(part for part in parts if part)
    return f"{said.big(text)}." if text else "Chưa nhận gì cho tới khi nhấn nút."


def _parts(one: Arrival, chosen: bool) -> Iterator[QWidget]:
    """Yield what the pane shows of a file."""
    yield label(said.full_title(one), 2, theme.SEMIBOLD, wrap=True)
    tone, text = said.pill(one, chosen=chosen)
    yield StatusPill(tone, text, filled=tone not in ("ok", "none"))
    if one.header:
        made = one.header.made_at
        yield label(f"{said.what(one.header)}. Ghi lúc {made:%H:%M ngày %d/%m/%Y}.", -1,
                    tone="text2", wrap=True)  # fmt: skip
    yield label(f"Tệp: {one.name}", -1, tone="text2", wrap=True)
    if said.note(one):
        yield label(said.note(one), -0.5, wrap=True)
    if one.missing:
        text = f"Chưa từng thấy bản số {one.missing}. Bản này là trọn bộ nên vẫn đủ số liệu."
        yield Remark("info", text, delta=-0.5)
    yield from _comparison(one)
    if one.error is not None:
        yield line()
        yield Remark("bad", *said.refused(one.error), delta=-0.5)
    yield from _remarks(one)


def _comparison(one: Arrival) -> Iterator[QWidget]:
    if one.change is None:
        return
    yield line()
    yield heading("Số liệu trong sổ: trước và sau")
    yield amounts_grid(said.amounts(one))
    kept = len(one.change.unchanged)
    text = f"{said.big(said.compared(one))}"
    yield label(f"{text} · giữ nguyên {kept}" if kept else text, -1, tone="text2", wrap=True)


def _remarks(one: Arrival) -> Iterator[QWidget]:
    if one.change is None:
        return
    yield line()
    yield heading("Kết quả kiểm tra")
    if not one.remarks:
        yield Remark("ok", "Không thấy điều gì cần xem lại.", delta=-0.5)
    for remark in one.remarks[:_SHOWN]:
        yield Remark(*said.remark_line(remark), delta=-0.5)
    more = len(one.remarks) - _SHOWN
    if more > 0:
        yield label(f"và {more} điều khác, xem sau khi nhận ở trang Tình hình nộp.", -1, tone="text2",
                    wrap=True)  # fmt: skip
