"""The tab Hộ: search, filters, a list that reads page after page, and a pane for the chosen one."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core import household_twins, households, last_imports, places_desk
from desktop.core.errors import WrongChoiceError
from desktop.core.household_twins import Twins
from desktop.core.households import Found, Line
from desktop.core.last_imports import Import
from desktop.core.places_desk import Desk, Sheet
from desktop.core.typed import show_date, show_number
from desktop.ui.household_box import HouseholdBox, Refused
from desktop.ui.household_detail import HouseholdPane
from desktop.ui.household_filters import HouseholdFilters
from desktop.ui.household_twins_box import TwinsBox
from desktop.ui.list_card import list_card
from desktop.ui.notices import EmptyState
from desktop.ui.screen import Screen, on_keys
from desktop.ui.table import PAGE, Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, SumsFooter, button

if TYPE_CHECKING:
    from desktop.ui.household_intake import HouseholdIntake

_PANE_FROM = 780
"""Logical width of the tab from which the pane is shown."""
_WIDE_PANE = 300
_SHOWN_LACKS = 3
_LIST, _FIRST, _NOTHING = range(3)


class HouseholdList(QWidget):
    """Finds households of a year; opens the form of one and takes workbooks in."""

    def __init__(self, page: Screen, *, reads_only: bool = False) -> None:
        super().__init__()
        self._page, self._reads_only = page, reads_only
        self._desk: Desk | None = None
        self._found: Found | None = None
        self._names: dict[str, str] = {}
        self._lacks: dict[str, str] = {}
        self._hamlets: dict[str, str] = {}
        self.filters = HouseholdFilters()
        self.view = TableView(ValueTable(self._columns(), _identity))
        self.view.table.setParent(self.view)
        self.view.setAccessibleName("Danh sách hộ")
        self.footer = SumsFooter()
        self.twins_button = button("Hộ có thể trùng…", "link", "people")
        self.undo_button = button("Hoàn tác lần nhập…", "link", "undo")
        self.undo_button.hide()
        self._import: Import | None = None
        self.pane = HouseholdPane(reads_only)
        self._lay_out()
        self._connect()

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.view

    def show_desk(self, desk: Desk) -> None:
        """Offer what the year has, and read its households."""
        self._desk = desk
        self._names = dict(desk.categories)
        self._lacks = {one.indicator: one.name for one in desk.deprivations}
        self._hamlets = {one.hamlet.id: one.hamlet.full_name for one in desk.places}
        self.filters.offer(desk)
        self.refresh()

    def refresh(self) -> None:
        """Read again, as far as it was scrolled; the selection stays."""
        depth = max(len(self.view.table.values), PAGE)
        wanted = self.filters.wanted()
        self._page.read_latest("households", households.find, wanted, limit=depth).then(self._show)
        if not self._reads_only:
            last = self._page.read_latest("last import", last_imports.of_households)
            last.then(self._offer_undo)

    def search_now(self) -> None:
        """Read what is asked for, from the top."""
        wanted = self.filters.wanted()
        asked = self._page.read_latest("households", households.find, wanted, limit=PAGE)
        asked.then(self._show_from_top)

    def add_one(self) -> None:
        """Open the form of a new household."""
        if not self._reads_only:
            self._page.read_latest("sheet", places_desk.sheet).then(self._open_form)

    def edit_one(self) -> None:
        """Open the form of the chosen household."""
        one: Line | None = self.view.selected()
        if one is not None and not self._reads_only:
            asked = self._page.read_latest("sheet", places_desk.sheet, one.household.id)
            asked.then(self._open_form)

    def undo_import(self) -> None:
        """Ask, then put the households back as they were before the newest import."""
        one = self._import
        if one is not None and self._page.context.dialogs.confirm(
            self._page, f"Hoàn tác lần nhập {one.file_name}?",
            f"Lần nhập ngày {show_date(one.at.date())} thêm {show_number(one.added)} hộ, sửa "
            f"{show_number(one.changed)} hộ. Hộ thêm bị bỏ, hộ sửa trở lại như cũ; hộ đã được sửa lại sau "
            "đó hoặc đã dự buổi thì giữ nguyên.", "Hoàn tác", "Giữ lại",
        ):  # fmt: skip
            self.intake.undo(one.id)

    def _offer_undo(self, one: Import | None) -> None:
        self._import = one
        self.undo_button.setVisible(one is not None)

    def look_for_twins(self) -> None:
        """Show the households that may be entered twice."""
        self._page.read_latest("twins", household_twins.twins).then(self._show_twins)

    @cached_property
    def intake(self) -> "HouseholdIntake":
        """What brings workbooks in; loaded when one comes."""
        from desktop.ui.household_intake import HouseholdIntake

        made = HouseholdIntake(self._page)
        made.taken_in.connect(self.filters.clear)
        return made

    def ask_workbook(self) -> None:
        """Ask for a workbook with households."""
        if not self._reads_only:
            self.intake.ask()

    def take_workbook(self, path: Path) -> None:
        """Read a workbook that was dropped."""
        if not self._reads_only:
            self.intake.take(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pane out where there is no room for it."""
        super().resizeEvent(event)
        self._fit_pane()

    def _show_from_top(self, found: Found) -> None:
        self._show(found)
        if found.rows:
            self.view.select(0)
            self.view.scrollToTop()

    def _show(self, found: Found) -> None:
        self._found = found
        self.view.reload(found.rows, more=len(found.rows) < found.count)
        if self.view.selected() is None:
            self.view.select(0)
        if not found.rows:
            self.pane.show_sheet(None, 0)
        year = self._desk.year if self._desk else 0
        count = show_number(found.count)
        self.footer.show_sums(f"{count} hộ · phân loại và thiếu hụt của năm {year}")
        self._choose_page(found)

    def _choose_page(self, found: Found) -> None:
        empty = self._desk is not None and not self._desk.has_households
        self.filters.setVisible(not empty)
        if empty:
            self._stack.setCurrentIndex(_FIRST)
        elif not found.rows:
            what = "với bộ lọc đang chọn" if self.filters.is_narrowed() else "trong năm này"
            text = f"Không có hộ nào {what}. Thử bỏ bớt bộ lọc, gõ ngắn hơn, hoặc chọn năm khác."
            self._nothing.say("Không tìm thấy hộ nào", text)
            self._stack.setCurrentIndex(_NOTHING)
        else:
            self._stack.setCurrentIndex(_LIST)
        self._fit_pane()

    def _more(self) -> None:
        asked = self._found
        if asked is not None:
            here = len(self.view.table.values)
            self._page.read_latest(
                "more households", households.find, self.filters.wanted(), limit=PAGE, offset=here
            ).then(lambda page: self._append(page, asked, here))

    def _append(self, page: Found, asked: Found, here: int) -> None:
        if self._found is asked and len(self.view.table.values) == here:
            self.view.table.append(page.rows, more=here + len(page.rows) < asked.count)

    def _show_one(self, line: Line | None) -> None:
        if line is not None and not self.pane.isHidden() and self._desk is not None:
            known = (line.household.id, (self._desk.year,))
            self._page.read_latest("household", places_desk.sheet, *known).then(self._show_sheet)

    def _show_sheet(self, sheet: Sheet) -> None:
        self.pane.show_sheet(sheet, self._desk.year if self._desk else sheet.today.year)

    def _open_form(self, sheet: Sheet, refused: Refused | None = None) -> None:
        year = self._desk.year if self._desk else sheet.today.year
        box = HouseholdBox(self._page, sheet, year, refused)
        if self._page.context.dialogs.ask(box) != QDialog.DialogCode.Accepted:
            return
        one, years = box.value(), box.years()

        def again(error: BaseException) -> None:
            if isinstance(error, WrongChoiceError):
                self._open_form(sheet, Refused(one, years, error.reason))
            else:
                self._page.context.dialogs.show_error(self._page, error)

        words = "Đã thêm hộ." if sheet.is_new else "Đã lưu hộ."
        work = self._page.write(households.save, one, years).failed(again)
        work.then(lambda _: self._page.say(words))

    def _show_twins(self, found: Sequence[Twins]) -> None:
        box = TwinsBox(self._page, found, self._hamlets, reads_only=self._reads_only)
        self._page.context.dialogs.ask(box)

    def _columns(self) -> list[Column]:
        return [
            Column("head", "Chủ hộ", lambda one: one.household.head, second=self._under_head),
            Column("code", "Mã hộ", lambda one: one.household.code or "–", width=116),
            Column("category", "Phân loại", self._category, second=_gone, width=164),
            Column("lacks", "Thiếu hụt", _lack_count, second=self._lack_names, width=204),
        ]

    def _under_head(self, one: Line) -> str:
        place = self._hamlets.get(one.household.hamlet_id or "", "chưa rõ thôn, buôn")
        return " · ".join(part for part in (place, one.household.ethnic) if part)

    def _category(self, one: Line) -> str:
        return self._names.get(one.yearly.category, "–") if one.yearly else "chưa phân loại"

    def _lack_names(self, one: Line) -> str:
        lacks = one.yearly.lacks if one.yearly else frozenset()
        names = [name for code, name in self._lacks.items() if code in lacks]
        more = len(names) - _SHOWN_LACKS
        return ", ".join(names[:_SHOWN_LACKS]) + (f" và {more} chỉ số khác" if more > 0 else "")

    def _fit_pane(self) -> None:
        wide = self.width() >= dp(_PANE_FROM) and self._stack.currentIndex() == _LIST
        was_hidden = self.pane.isHidden()
        self.pane.setVisible(wide)
        if wide and was_hidden:
            self._show_one(self.view.selected())

    def _connect(self) -> None:
        self.filters.changed.connect(self.search_now)
        self.view.chosen.connect(self._show_one)
        self.view.opened.connect(lambda _: self.edit_one())
        self.view.table.more_wanted.connect(self._more)
        self.pane.edit_wanted.connect(self.edit_one)
        self.twins_button.clicked.connect(self.look_for_twins)
        self.undo_button.clicked.connect(self.undo_import)
        on_keys(self.view, {"F2": self.edit_one})
        on_keys(self.filters.search, {"Down": self.view.setFocus})

    def _lay_out(self) -> None:
        row = self.footer.layout()
        assert row is not None
        row.addWidget(self.undo_button)
        row.addWidget(self.twins_button)
        card = list_card(self.view, self.footer)
        self.pane.setFixedWidth(dp(_WIDE_PANE))
        self._stack = QStackedWidget()
        self._nothing = EmptyState("search", "", "", (self._clear_again(),))
        for one in (card, _filled(self._first()), _filled(self._nothing)):
            self._stack.addWidget(one)
        both = QHBoxLayout()
        both.setSpacing(dp(14))
        both.addWidget(self._stack, 1)
        both.addWidget(self.pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(10))
        layout.addWidget(self.filters)
        layout.addLayout(both, 1)

    def _first(self) -> EmptyState:
        self.first_import = button("Nhập từ Excel…", "primary", "excel")
        self.first_add = button("Thêm từng hộ")
        self.first_import.clicked.connect(self.ask_workbook)
        self.first_add.clicked.connect(self.add_one)
        text = (
            "Nhập danh sách hộ nghèo, cận nghèo, mới thoát nghèo từ tệp Excel đang có: kéo tệp vào "
            "đây hoặc bấm nút. Chương trình đoán cột, xem lại rồi mới nhận. Tên và mã hộ "
            "không bao giờ rời máy này."
        )
        buttons = () if self._reads_only else (self.first_import, self.first_add)
        return EmptyState("house", "Sổ chưa có hộ nào", text, buttons)

    def _clear_again(self) -> QPushButton:
        made = button("Bỏ hết bộ lọc")
        made.clicked.connect(self.filters.clear)
        return made


def _identity(one: Line) -> str:
    return one.household.id


def _lack_count(one: Line) -> str:
    return f"{len(one.yearly.lacks)} chỉ số" if one.yearly and one.yearly.lacks else "–"


def _gone(one: Line) -> str:
    day = one.household.gone_on
    return f"chuyển đi {show_date(day)}" if day else ""


def _filled(content: QWidget) -> Card:
    card = Card()
    card.add(content, 1)
    return card
