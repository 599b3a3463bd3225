"""The cards of the city's first page: pace of units and targets, what came in, deadlines."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.core import pace
from desktop.core.city_today import Came, CityToday, Deadline
from desktop.core.pace import UnitPace
from desktop.core.typed import show_date, show_number, show_share
from desktop.ui import chips, today_words as words
from desktop.ui.charts_city import Bar, UnitBars
from desktop.ui.today_cards import PaceTable, PlainCard
from desktop.ui.today_lines import Lines
from desktop.ui.widgets import Chip, button, label, scrolled

_NO_TARGETS = (
    "Kế hoạch chưa giao chỉ tiêu cho từng đơn vị. Giao ở trang Kế hoạch & chỉ tiêu rồi phát hành "
    "cho các đơn vị; mức hoàn thành sẽ hiện ở đây, đơn vị chậm nhất đứng đầu."
)
CAME, DUE = 4, 3
"""Lines of what came in, and of deadlines."""


class UnitsCard(PlainCard):
    """How far each unit has come, who is furthest behind first; or how each target stands."""

    unit_opened = Signal(object)
    """A UnitPace."""
    pace_opened = Signal(object)
    """A Pace of all units together."""
    plan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Tiến độ kế hoạch")
        self._units: dict[str, UnitPace] = {}
        self.chips = [Chip("Đơn vị"), Chip("Chỉ tiêu")]
        for number, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _=False, number=number: self.choose(number))
            self.head.addWidget(chip)
        self.plan = button("Mở kế hoạch", "link")
        self.plan.clicked.connect(self.plan_wanted)
        self.head.addWidget(self.plan)
        self.bars, self.table = UnitBars(), PaceTable()
        self.bars.opened.connect(lambda key: self.unit_opened.emit(self._units[key]))
        self.table.opened.connect(self.pace_opened)
        self.empty = label(_NO_TARGETS, 0, tone="text2", wrap=True)
        self._pages = QStackedWidget()
        area = scrolled(self.bars)
        area.viewport().setAutoFillBackground(False)
        self.bars.setAutoFillBackground(False)
        self._pages.addWidget(area)
        self._pages.addWidget(self.table)
        self.key = label("", -1, tone="text2", wrap=True)
        self.add(self.empty)
        self.add(self._pages, 1)
        self.add(self.key)
        self.choose(0)

    def choose(self, number: int) -> None:
        """Show the units or the targets."""
        chips.check(self.chips, number)
        self._pages.setCurrentIndex(number)
        self.key.setVisible(number == 0 and bool(self._units))
        self.empty.setVisible(number == 0 and not self._units)

    def show_found(self, found: CityToday) -> None:
        """Show the units in their order, and the targets."""
        self._units = {one.unit_id: one for one in found.units}
        due = pace.mean_needed(found.units)
        bars = [_bar(one) for one in found.units]
        self.bars.show_bars(bars, due)
        self.table.reload(found.paces)
        behind = sum(one.is_behind for one in found.units)
        unknown = sum(one.done is None for one in found.units)
        silent = f", {unknown} chưa có số liệu" if unknown else ""
        self.chips[0].set_count(len(found.units))
        self.chips[1].set_count(len(found.paces))
        self.key.setText(
            f"{behind} đơn vị chậm so với hạn của mình (cam){silent} · "
            f"nét đứt: cần đạt bình quân hôm nay ({show_share(due or 0)})"
        )
        self.choose(int(self.chips[1].isChecked()))


class CameCard(PlainCard):
    """The last takings in: when, from where, what came of them."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Gói mới nhận")
        self.link = button("Nhận gói từ USB", "link")
        self.link.clicked.connect(self.wanted)
        self.head.addWidget(self.link)
        self.lines = Lines(CAME)
        self.lines.opened.connect(lambda _key: self.wanted.emit())
        self.empty = label("Chưa nhận gói nào. Cắm USB của đơn vị rồi bấm Nhận gói từ USB.", 0,
                           tone="text2", wrap=True)  # fmt: skip
        self.add(self.empty)
        self.add(self.lines)
        self.body.addStretch()

    def set_tall(self, tall: bool) -> None:
        """Show as many takings in as there is room for."""
        self.lines.set_most(CAME if tall else CAME - 1)

    def show_came(self, found: Sequence[Came], today: date) -> None:
        """Show what came in, the newest first."""
        self.empty.setVisible(not found)
        self.lines.show_lines([_came(one, today) for one in found[:CAME]])


class DeadlinesCard(PlainCard):
    """The deadlines to come, and how many days are left."""

    opened = Signal(object)
    """The Period of a deadline."""

    def __init__(self) -> None:
        super().__init__("Hạn nộp")
        self._found: Sequence[Deadline] = ()
        self.head.addWidget(label("", -1, tone="text2"))
        self.lines = Lines(DUE)
        self.lines.opened.connect(lambda key: self.opened.emit(self._found[int(key)].period))
        self.empty = label("Chưa đặt hạn nộp: đặt khi phát hành kế hoạch.", -0.5, tone="text2",
                           wrap=True)  # fmt: skip
        self.add(self.empty)
        self.add(self.lines)
        self.body.addStretch()

    def show_deadlines(self, found: Sequence[Deadline]) -> None:
        """Show the deadlines, the next first."""
        self._found = found
        self.empty.setVisible(not found)
        self.lines.show_lines(
            [
                (str(number), "flag", "bad" if one.days_left < 0 else "accent",
                 f"{one.period.heading}: {show_date(one.last_day)}",
                 _left(one.days_left))
                for number, one in enumerate(found[:DUE])
            ]
        )  # fmt: skip

    def set_tall(self, tall: bool) -> None:
        """Show as many deadlines as there is room for."""
        self.lines.set_most(DUE if tall else 2)


def _bar(one: UnitPace) -> Bar:
    shown = "–" if one.done is None else show_share(one.done)
    return Bar(one.id, one.name, one.done, shown, one.is_behind)


def _left(days: int) -> str:
    return f"quá {-days} ngày" if days < 0 else f"còn {days} ngày" if days else "hôm nay"


def _came(one: Came, today: date) -> tuple[str, str, str, str, str]:
    if one.undone:
        icon, tint, what = "undo", "text3", "đã hoàn tác"
    elif one.parked or one.refused:
        icon, tint = "warning_filled", "warn"
        parts = [f"{show_number(one.packages)} gói"] * bool(one.packages)
        parts += [f"{one.parked} gói chờ quyết định"] * bool(one.parked)
        parts += [f"{one.refused} tệp không nhận"] * bool(one.refused)
        what = ", ".join(parts)
    elif one.unused and one.unused == one.packages:
        icon, tint, what = "inbox", "text3", f"{show_number(one.unused)} gói nay không dùng"
    else:
        icon, tint, what = "check_circle_filled", "ok", f"{show_number(one.packages)} gói"
    place = f" · {one.place}" if one.place else ""
    return one.id, icon, tint, f"{what}{place}", words.came_at(one.at, today)
