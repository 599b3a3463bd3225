"""The tab Thôn, buôn: the hamlets of a year with their counts, and what is done with one."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.places_desk import COUNTS, Desk, Place
from desktop.core.typed import show_number
from desktop.ui import chips
from desktop.ui.combo_box import ComboBox
from desktop.ui.list_card import list_card
from desktop.ui.notices import Banner, EmptyState
from desktop.ui.places_counts import CountsView
from desktop.ui.places_counts_model import CountsModel
from desktop.ui.screen import on_keys
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, button, label, show_if

_WORDS = {
    "households": "hộ", "poor": "hộ nghèo", "near_poor": "cận nghèo", "escaped": "mới thoát nghèo",
}  # fmt: skip


class HamletsPane(QWidget):
    """A sheet of counts over a foot with sums; the page does what is asked for, and shows `add`."""

    add_wanted = Signal()
    edit_wanted = Signal(object)
    end_wanted = Signal(object)
    """The Place to be changed, or to be ended."""
    keep_wanted = Signal()

    def __init__(self, *, of_all: bool = False, reads_only: bool = False) -> None:
        super().__init__()
        self._of_all, self._reads_only = of_all, reads_only or of_all
        self._desk: Desk | None = None
        self.model = CountsModel(by_unit=of_all, reads_only=self._reads_only)
        self.view = CountsView(self.model)
        self.unit = ComboBox()
        self.chips = [Chip("Đang có"), Chip("Chưa nhập đủ"), Chip("Khác sổ hộ"), Chip("Tất cả")]
        self.add = button("Thêm thôn, buôn", "primary", "plus", tip="Thêm một nơi (Ctrl+N)")
        self.edit = button("Sửa, đổi tên…", icon="edit", tip="Enter ở tên thôn, buôn, hoặc F2")
        self.end = button("Sáp nhập…", tip="Nhập vào nơi khác, hoặc thôi tồn tại")
        self.fill = button("Điền theo sổ hộ", "link", "house")
        self.fill.setToolTip("Ô còn trống lấy số đếm từ sổ hộ của năm; ô đã nhập giữ nguyên")
        self.unsaved = Banner("info", "", "Lưu (Ctrl+S)")
        self.drop = button("Bỏ thay đổi", "link", "undo")
        self.note = label("", -1, tone="warn", wrap=True)
        self.footer = SumsFooter()
        self._lay_out()
        self._connect()
        self.unsaved.hide()
        self.note.hide()

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.view

    def show_desk(self, desk: Desk) -> None:
        """Show the hamlets of a year; what was typed and is not kept stays."""
        self._desk = desk
        self.model.know(desk.places, desk.year)
        self._offer_units(desk)
        self._stack.setCurrentIndex(0 if desk.places else 1)
        for chip, some in zip(self._shown_chips(), self._cuts(desk), strict=True):
            chip.set_count(len(some))
        self._show()

    def choose(self, number: int) -> None:
        """Show the hamlets of a chip."""
        chips.check(self.chips, number)
        self._show()

    def kept(self) -> None:
        """What was typed is in the register."""
        self.model.forget_edits()

    def fill_counted(self) -> None:
        """Take the counts of the household register into empty cells."""
        count = self.model.fill_counted()
        self._tell(
            f"Đã điền {show_number(count)} ô theo sổ hộ, chưa lưu."
            if count
            else "Không có ô trống nào mà sổ hộ có số."
        )

    def _show(self) -> None:
        if self._desk is None:
            return
        cuts = self._cuts(self._desk)
        chosen = chips.checked(self._shown_chips())
        before = self.view.selected()
        self.view.reload(cuts[chosen])
        if before is not None:
            self._follow(before.hamlet.id)
        self._count()

    def _follow(self, hamlet_id: str) -> None:
        """Choose what the chosen hamlet has become, where itself is shown no more."""
        after = self.view.selected()
        known = {one.hamlet.id: one.hamlet for one in self._desk.places} if self._desk else {}
        gone = known.get(hamlet_id)
        if after is not None and after.hamlet.id != hamlet_id and gone and gone.successor_id:
            self.view.go_to(gone.successor_id)

    def _cuts(self, desk: Desk) -> list[list[Place]]:
        unit = self.unit.currentData() or ""
        there = [one for one in desk.places if not unit or one.hamlet.unit_id == unit]
        now = [one for one in there if one.is_there]
        empty = [one for one in now if any(one.count(name) is None for name in COUNTS)]
        cuts = [now, empty, [one for one in now if _differs(one)], there]
        return [cuts[0], cuts[1], cuts[3]] if self._of_all else cuts

    def _shown_chips(self) -> list[Chip]:
        return [self.chips[0], self.chips[1], self.chips[3]] if self._of_all else self.chips

    def _count(self) -> None:
        """Show the sums as they stand, typed ones included."""
        places = [one for one in self.model.places if one.is_there]
        sums = []
        for name in COUNTS:
            known = [n for one in places if (n := self.model.count(one, name)) is not None]
            if known:
                sums.append(f"{show_number(sum(known))} {_WORDS[name]}")
        year = f" · năm {self.model.year}"
        self.footer.show_sums(f"{show_number(len(places))} thôn, buôn, tổ dân phố{year}", sums)
        edits = self.model.count_edits()
        self.unsaved.setVisible(bool(edits))
        self.drop.setVisible(bool(edits))
        text = f"{show_number(edits)} ô vừa nhập chưa lưu. Ctrl+Z lấy lại ô vừa sửa."
        self.unsaved.say("info", text, "Lưu (Ctrl+S)")

    def _tell(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def may_keep(self) -> bool:
        """Say whether what was typed can be kept; if not, say why."""
        trouble = self.model.trouble()
        self._tell(trouble)
        return not trouble

    def _edited(self) -> None:
        self._tell(self.model.trouble())
        self._count()

    def _choose_deeds(self, place: Place | None) -> None:
        self.edit.setEnabled(place is not None)
        self.end.setEnabled(place is not None and place.hamlet.valid_to is None)

    def _ask(self, signal: Any) -> None:
        place = self.view.selected()
        if place is not None and not self._reads_only:
            signal.emit(place)

    def _offer_units(self, desk: Desk) -> None:
        if not self._of_all:
            return
        units = {one.hamlet.unit_id: one.unit for one in desk.places}
        with QSignalBlocker(self.unit):
            before = self.unit.currentData()
            self.unit.clear()
            self.unit.addItem("Mọi đơn vị", "")
            for key, name in units.items():
                self.unit.addItem(name, key)
            self.unit.setCurrentIndex(max(self.unit.findData(before), 0))

    def _unit_changed(self) -> None:
        if self._desk is not None:
            self.show_desk(self._desk)

    def _connect(self) -> None:
        self.chips[0].setChecked(True)
        self.chips[2].setVisible(not self._of_all)
        self.unit.currentIndexChanged.connect(self._unit_changed)
        self.model.edited.connect(self._edited)
        self.view.told.connect(self._tell)
        self.view.chosen.connect(self._choose_deeds)
        self.view.opened.connect(lambda _: self._ask(self.edit_wanted))
        self.add.clicked.connect(self.add_wanted)
        self.first_add.clicked.connect(self.add_wanted)
        self.edit.clicked.connect(lambda: self._ask(self.edit_wanted))
        self.end.clicked.connect(lambda: self._ask(self.end_wanted))
        self.fill.clicked.connect(self.fill_counted)
        self.unsaved.clicked.connect(self.keep_wanted)
        self.drop.clicked.connect(self.model.forget_edits)
        show_if(not self._reads_only, self.add, self.edit, self.end, self.fill, self.first_add)
        on_keys(self, {"Ctrl+S": self.keep_wanted.emit})

    def _lay_out(self) -> None:
        bar = chips.row(self.chips, self.choose)
        bar.setContentsMargins(dp(14), dp(10), dp(14), dp(10))
        show_if(self._of_all, self.unit)
        self.unit.setAccessibleName("Đơn vị")
        self.unit.setMinimumWidth(dp(200))
        for widget in (self.unit, self.fill, self.end, self.edit):
            bar.addWidget(widget)
        told = QHBoxLayout()
        told.addWidget(self.unsaved, 1)
        told.addWidget(self.drop)
        card = list_card(self.view, self.footer, over=bar)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(10))
        column.addLayout(told)
        column.addWidget(self.note)
        column.addWidget(card, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self._first())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _first(self) -> Card:
        self.first_add = button("Thêm thôn, buôn", "primary", "plus")
        if self._of_all:
            text = (
                "Thôn, buôn, tổ dân phố và số hộ của các đơn vị hiện ở đây sau khi nhận gói báo cáo "
                "của họ."
            )
            empty = EmptyState("location", "Chưa biết thôn, buôn nào", text)
        else:
            text = (
                "Thêm từng thôn, buôn, tổ dân phố của địa bàn, hoặc cứ ghi hoạt động và nhập danh "
                "sách hộ: nơi gõ lần đầu được thêm vào đây."
            )
            title = "Sổ chưa có thôn, buôn nào"
            empty = EmptyState("location", title, text, (self.first_add,))
        card = Card()
        card.add(empty, 1)
        return card


def _differs(place: Place) -> bool:
    for name in COUNTS:
        counted = getattr(place.counted, name) if place.counted else None
        entered = place.count(name)
        if counted is not None and entered is not None and counted != entered:
            return True
    return False
