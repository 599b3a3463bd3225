"""The tab Độ phủ of a ward: households reached by category, hamlets and households that were not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.places_desk import Desk, Reaching, ReachLine
from desktop.core.reach import Listed, Reached, Unreached
from desktop.core.typed import show_date, show_number
from desktop.ui.notices import Banner
from desktop.ui.overview_cards import NumberCard
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, button, label

SHOWN = 500
"""Households shown at most; the printed list has all of them."""
_SHORT = {"HN": "Hộ nghèo", "HCN": "Hộ cận nghèo", "HMTN": "Mới thoát nghèo"}
_CHIP_TIPS = (
    "Nơi chưa có hoạt động nào trong kỳ",
    "Nơi có hộ nghèo, cận nghèo, mới thoát nghèo mà chưa hộ nào dự buổi nào trong kỳ",
    "Mọi thôn, buôn, tổ dân phố của kỳ",
)
_NO_LISTS = (
    "Kỳ này chưa có danh sách dự nào chọn hộ, nên chưa đếm được số hộ phân biệt. Mở Danh sách dự của "
    "một buổi và chọn hộ ở từng dòng; số khai trong buổi vẫn ở trang Báo cáo."
)
_NO_CATEGORIES = (
    "Chưa hộ nào có phân loại năm {}, nên chưa biết còn hộ nào chưa được tiếp cận. Nhập danh sách hộ "
    "của năm ở tab Hộ."
)


class ReachPane(QWidget):
    """Three cards over the hamlets of the period and the households not reached."""

    opened = Signal(object, str)
    """A Filter and the words for what it finds."""
    unreached_wanted = Signal(object, object)
    """The households not reached are wanted: category or None, hamlet id or None."""
    places_paper_wanted = Signal()
    households_paper_wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._found: Reaching | None = None
        self._category: str | None = None
        self._hamlet: ReachLine | None = None
        self._names: dict[str, str] = {}
        self.cards = {code: NumberCard("house", name) for code, name in _SHORT.items()}
        self.banner = Banner("info", _NO_LISTS)
        self.others = label("", -0.5, tone="text2", wrap=True)
        self.chips = [Chip("Chưa đến"), Chip("Chưa gặp hộ"), Chip("Tất cả")]
        self.places = _places()
        self.print_places = button(
            "In nơi chưa đến", "link", "printer", tip="Thôn, buôn chưa có truyền thông trực tiếp"
        )
        self.households = _households(self._category_of)
        self.footer = SumsFooter()
        self.of_all = button("Mọi thôn, buôn", "link", "dismiss")
        self.print_households = button("In danh sách", "link", "printer")
        self._lay_out()
        self._connect()

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.places

    def show_desk(self, desk: Desk) -> None:
        """Learn the names of the categories."""
        self._names = dict(desk.categories)

    def show_found(self, found: Reaching) -> None:
        """Show the reach of a period."""
        self._found = found = found if found.reach.classified else _without_totals(found)
        for code, card in self.cards.items():
            _fill(card, found.reach.by_category.get(code, Reached()))
        year = found.reach.period.last.year
        missing = _NO_LISTS if not found.reach.named else _NO_CATEGORIES.format(year)
        self.banner.say("info", missing)
        self.banner.setVisible(not (found.reach.named and found.reach.classified))
        self._say_others(found)
        for chip, some in zip(self.chips, self._cuts(found), strict=True):
            chip.set_count(len(some))
        filled = next((n for n, some in enumerate(self._cuts(found)) if some), 2)
        checked = next((n for n, chip in enumerate(self.chips) if chip.isChecked()), filled)
        self.choose(checked)
        self._ask()

    def show_unreached(self, found: Unreached) -> None:
        """Show households that were not reached."""
        self.households.reload(found.rows)
        where = self._hamlet.place.name if self._hamlet else "mọi thôn, buôn"
        what = _SHORT.get(self._category or "", "hộ nghèo, cận nghèo, mới thoát nghèo").lower()
        more = f", hiện {show_number(len(found.rows))}" if len(found.rows) < found.count else ""
        known = self._found is None or self._found.reach.classified
        number = f" · {show_number(found.count)}" if known else ""
        self.title.setText(f"Hộ chưa được tiếp cận{number}")
        self.footer.show_sums(f"{what[:1].upper()}{what[1:]} ở {where}{more}")
        self.of_all.setVisible(self._hamlet is not None or self._category is not None)
        self.print_households.setEnabled(found.count > 0)

    def choose(self, number: int) -> None:
        """Show the hamlets of a chip."""
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == number)
        if self._found:
            self.places.reload(self._cuts(self._found)[number])

    def _say_others(self, found: Reaching) -> None:
        """Say how many households of no focus category came."""
        said = [
            f"{show_number(one.reached)} {self._names.get(code, 'hộ chưa phân loại').lower()}"
            for code, one in found.reach.by_category.items()
            if code not in _SHORT and one.reached
        ]
        self.others.setText(f"Ngoài ra đã tiếp cận {', '.join(said)}." if said else "")
        self.others.setVisible(bool(said))

    def _cuts(self, found: Reaching) -> tuple[Sequence[ReachLine], ...]:
        return found.never, found.without_households, found.lines

    def _ask(self) -> None:
        place = self._hamlet.place.id if self._hamlet else None
        self.unreached_wanted.emit(self._category, place)

    def _choose_category(self, code: str) -> None:
        self._category = None if self._category == code else code
        self._ask()

    def _choose_place(self, line: ReachLine | None) -> None:
        self._hamlet = line
        self._ask()

    def _choose_all(self) -> None:
        self._category, self._hamlet = None, None
        self.places.clearSelection()
        self._ask()

    def _open(self, line: ReachLine) -> None:
        if line.place.activities and self._found:
            words = f"{line.place.name}, {self._found.reach.period.title}"
            self.opened.emit(line.place.filter, words)

    def _category_of(self, one: Listed) -> str:
        return self._names.get(one.category, "chưa phân loại")

    def _print(self) -> None:
        place = self._hamlet.place.id if self._hamlet else None
        self.households_paper_wanted.emit(self._category, place)

    def _connect(self) -> None:
        for number, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _=False, number=number: self.choose(number))
            chip.setToolTip(_CHIP_TIPS[number])
        for code, card in self.cards.items():
            card.opened.connect(lambda code=code: self._choose_category(code))
            card.setToolTip("Bấm để chỉ xem hộ chưa được tiếp cận của nhóm này")
        self.places.chosen.connect(self._choose_place)
        self.places.opened.connect(self._open)
        self.of_all.clicked.connect(self._choose_all)
        self.print_places.clicked.connect(self.places_paper_wanted)
        self.print_households.clicked.connect(self._print)

    def _lay_out(self) -> None:
        cards = QGridLayout()
        cards.setSpacing(dp(12))
        for place, card in enumerate(self.cards.values()):
            cards.addWidget(card, 0, place)
            cards.setColumnStretch(place, 1)
        left = Card()
        row = QHBoxLayout()
        row.setSpacing(dp(6))
        for chip in self.chips:
            row.addWidget(chip)
        row.addStretch()
        row.addWidget(self.print_places)
        left.add(row)
        left.add(self.places, 1)
        right = Card("Hộ chưa được tiếp cận")
        self.title = right.title
        right.head.addWidget(self.of_all)
        right.head.addWidget(self.print_households)
        right.add(self.households, 1)
        right.add(self.footer)
        both = QHBoxLayout()
        both.setSpacing(dp(12))
        both.addWidget(left, 56)
        both.addWidget(right, 44)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(12))
        layout.addLayout(cards)
        layout.addWidget(self.banner)
        layout.addWidget(self.others)
        layout.addLayout(both, 1)


def words(found: Reached) -> str:
    """Return "lần đầu trong năm 10 · gặp lại 2 · còn 33 hộ"."""
    parts = []
    if found.first_time is not None:
        parts.append(f"lần đầu trong năm {show_number(found.first_time)}")
    if found.repeat:
        parts.append(f"gặp lại {show_number(found.repeat)}")
    if found.left:
        parts.append(f"còn {show_number(found.left)} hộ")
    return " · ".join(parts)


def _fill(card: NumberCard, found: Reached) -> None:
    number = "–" if found.reached is None else show_number(found.reached)
    rest = "hộ" if found.households is None else f"/ {show_number(found.households)} hộ trong sổ"
    done = _share(found)
    card.show_number(
        number, rest, words(found) if found.reached is not None else "chưa có danh sách dự chọn hộ",
        done=done, state="ok" if done is not None and done >= 1 else "none",
    )  # fmt: skip


def _without_totals(found: Reaching) -> Reaching:
    """Leave out of how many: without a category nobody is missed, and all would seem reached."""
    some = {code: replace(one, households=None) for code, one in found.reach.by_category.items()}
    lines = tuple(
        replace(one, households=one.households and replace(one.households, households=None))
        for one in found.lines
    )
    return replace(found, reach=replace(found.reach, by_category=some), lines=lines)


def _share(found: Reached | None) -> float | None:
    if found is None or found.reached is None or not found.households:
        return None
    return found.reached / found.households


def _reached_words(line: ReachLine) -> str:
    found = line.households
    if found is None or not (found.households or found.reached):
        return "–"
    reached = "–" if found.reached is None else show_number(found.reached)
    if found.households is None:
        return reached
    return f"{reached}/{show_number(found.households)}"


def _identity(line: ReachLine) -> str:
    return line.place.id


def _places() -> TableView:
    columns = [
        Column("name", "Thôn, buôn, TDP", lambda one: one.place.name, second=_last),
        Column("activities", "Hoạt động", lambda one: show_number(one.place.activities), right=True,
               width=96),
        Column("direct", "Trực tiếp", lambda one: show_number(one.place.direct), right=True,
               width=88),
        Column("households", "Hộ được tiếp cận", _reached_words,
               portion=lambda one: _share(one.households), width=164),
    ]  # fmt: skip
    made = TableView(ValueTable(columns, _identity), row_height=44)
    made.table.setParent(made)
    made.setAccessibleName("Thôn, buôn và mức tiếp cận")
    return made


def _last(line: ReachLine) -> str:
    day = line.place.last_on
    return f"gần nhất {show_date(day)}" if day else "chưa có hoạt động"


def _households(category: Any) -> TableView:
    columns = [
        Column("head", "Chủ hộ", lambda one: one.head, second=_where),
        Column("category", "Phân loại", category, width=168),
    ]
    made = TableView(ValueTable(columns), row_height=44)
    made.table.setParent(made)
    made.setAccessibleName("Hộ chưa được tiếp cận")
    return made


def _where(one: Listed) -> str:
    place = one.hamlet or "chưa rõ thôn, buôn"
    return f"{place} · {one.code}" if one.code else place
