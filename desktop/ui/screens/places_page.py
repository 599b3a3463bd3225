"""The page Hộ & địa bàn: hamlets and their counts, households, whom the activities reached."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core import (
    coverage,
    hamlet_years,
    matching,
    places_desk,
    reach,
    spoken,
)
from desktop.core.listing import Filter
from desktop.core.matching import Match
from desktop.core.places_desk import Desk
from desktop.core.typed import show_date, show_number
from desktop.ui import coverage_opening, places_opening
from desktop.ui.combo_box import ComboBox
from desktop.ui.drops import WorkbookDrop
from desktop.ui.household_list import HouseholdList
from desktop.ui.period_boxes import PeriodBoxes
from desktop.ui.places_coverage import SHOWN, ReachPane
from desktop.ui.places_deeds import HamletDeeds
from desktop.ui.places_hamlets import HamletsPane
from desktop.ui.places_languages import LanguagesPane
from desktop.ui.places_matching import MatchingPane
from desktop.ui.places_told import CityCoverage
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.theme import Edition, dp
from desktop.ui.widgets import Chip, button, show_if

HAMLETS, HOUSEHOLDS, COVERAGE, MATCHING, LANGUAGES = range(5)
TABS = {
    HAMLETS: "Thôn, buôn", HOUSEHOLDS: "Hộ", COVERAGE: "Độ phủ", MATCHING: "Gợi ý buổi",
    LANGUAGES: "Ngôn ngữ",
}  # fmt: skip
OF_ALL = (HAMLETS, COVERAGE)
"""The tabs of a consolidating unit: names of households stay in their wards."""
_OF_YEAR = (HAMLETS, HOUSEHOLDS, MATCHING)


class PlacesPage(Screen):
    """Hamlets, households and coverage; in a consolidating unit hamlets and coverage of all units."""

    title = "Hộ & địa bàn"
    help_topic = "ho-dia-ban"
    activities_wanted = Signal(object, str)
    """A Filter and the words for what it finds."""
    paper_wanted = Signal(object)
    """A OnePaper to be previewed."""
    suggestion_wanted = Signal(object)
    """A matching.Suggestion: the form of an activity shall begin with it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._of_all = context.edition is Edition.CITY
        self._reads_only = self._of_all or not context.may_log
        self._desk: Desk | None = None
        self._reading = 0
        self._shown: dict[int, object] = {}
        self.year, self.periods = ComboBox(), PeriodBoxes()
        self.kind, self.period, _ = self.periods.widgets()
        self.import_button = button("Nhập từ Excel", icon="excel")
        self.new_button = button("Thêm hộ", "primary", "plus", tip="Thêm một hộ (Ctrl+N)")
        self.chips = {number: Chip(TABS[number]) for number in self.tabs()}
        self.deeds = HamletDeeds(self)
        self.hamlets = HamletsPane(of_all=self._of_all, reads_only=self._reads_only)
        self.panes: dict[int, Any] = {HAMLETS: self.hamlets}
        if self._of_all:
            self.panes[COVERAGE] = both = CityCoverage()
            self.coverage, self.told = both.places, both.told
        else:
            self._make_ward_panes()
        self._fill_box()
        self._lay_out()
        self._connect()
        self.choose(HAMLETS)

    def tabs(self) -> Sequence[int]:
        """Return the tabs there are."""
        return OF_ALL if self._of_all else tuple(TABS)

    def top_actions(self) -> Sequence[QWidget]:
        """Return year and period, and for the households import and new."""
        return (
            self.year, self.kind, self.period, self.import_button, self.hamlets.add,
            self.new_button,
        )  # fmt: skip

    def refresh(self) -> None:
        """Read the page again; what was typed and is not kept stays."""
        self._reading += 1
        self.read_latest(
            "desk", places_desk.read, self.year.currentData(), *self.periods.wanted()[:2]
        ).then(self._show)

    def choose(self, number: int) -> None:
        """Show one of the tabs; what is large is read when it is first asked for."""
        for place, chip in self.chips.items():
            chip.setChecked(place == number)
        self._pages.setCurrentWidget(self.panes[number])
        self.setFocusProxy(self._first_stop(number))
        show_if(number in _OF_YEAR, self.year)
        show_if(number not in _OF_YEAR, self.kind, self.period)
        changes = not self._reads_only
        show_if(number == HOUSEHOLDS and changes, self.import_button, self.new_button)
        show_if(number == HAMLETS and changes, self.hamlets.add)
        self._say_heading()
        self._fill(number)

    def _first_stop(self, number: int) -> QWidget:
        stop: QWidget = (
            self.coverage.hamlets
            if self._of_all and number == COVERAGE
            else self.panes[number].first_stop()
        )
        return stop

    def current(self) -> int:
        """Return the tab that is shown."""
        return next(number for number, chip in self.chips.items() if chip.isChecked())

    def may_close(self) -> bool:
        """Ask about counts that were typed and not kept."""
        count = self.hamlets.model.count_edits()
        if not count:
            return True
        dropped = self.context.dialogs.confirm(
            self, f"Bỏ {show_number(count)} ô số hộ chưa lưu?",
            "Các số vừa nhập ở tab Thôn, buôn chưa vào sổ. Lưu bằng Ctrl+S nếu muốn giữ.",
            "Bỏ các số đó", "Ở lại", danger=True,
        )  # fmt: skip
        if dropped:
            self.hamlets.kept()
        return dropped

    def keep_counts(self) -> None:
        """Keep the counts that were typed."""
        values = self.hamlets.model.values()
        if values and self.hamlets.may_keep():
            self.write(hamlet_years.save, self.hamlets.model.year, values).then(self._counts_kept)

    def _dropped(self, path: Path) -> None:
        self.choose(HOUSEHOLDS)
        self.households.take_workbook(path)

    def _show(self, desk: Desk) -> None:
        self._desk = self.deeds.desk = desk
        self._offer(desk)
        self._say_heading()
        self.hamlets.show_desk(desk)
        self._fill(self.current())

    def _say_heading(self) -> None:
        desk = self._desk
        if desk is None:
            return
        words = f"Năm {desk.year} · {show_number(len(desk.hamlets))} thôn, buôn, tổ dân phố"
        if self.current() not in _OF_YEAR:
            words = f"{show_date(desk.period.first)} – {show_date(desk.period.last)}"
        elif not desk.places:
            words = "Chưa có thôn, buôn nào"
        self.set_heading(self.title, words)

    def _fill(self, number: int) -> None:
        """Read what a tab shows, if it does not show it yet."""
        desk = self._desk
        if desk is None or number == HAMLETS:
            return
        mark = (self._reading, desk.year, desk.period)
        if self._shown.get(number) == mark:
            return
        self._shown[number] = mark
        if number == HOUSEHOLDS:
            self.households.show_desk(desk)
        elif number == COVERAGE and self._of_all:
            self.read_latest("coverage", coverage.read, desk.period).then(self.coverage.show_found)
            self.read_latest("told", places_desk.told, desk.period).then(self.told.show_found)
        elif number == COVERAGE:
            self.reach.show_desk(desk)
            self.read_latest("reach", places_desk.reached, desk.period).then(self.reach.show_found)
        elif number == MATCHING:
            self.read_latest("matching", places_desk.matched, desk.year).then(self._show_matching)
        else:
            self.read_latest("spoken", places_desk.heard, desk.period).then(self._show_languages)

    def _show_matching(self, found: tuple[matching.Matching, Mapping[str, str]]) -> None:
        self.matching.show_found(*found)

    def _show_languages(self, found: tuple[spoken.Languages, Mapping[str, str]]) -> None:
        self.languages.show_found(*found)

    def _counts_kept(self, _: object) -> None:
        self.hamlets.kept()
        self.say("Đã lưu số hộ.")

    def _year_changed(self) -> None:
        """What was typed for the year before is kept first; if it cannot be, the year stays."""
        if self.hamlets.model.count_edits() and not self.hamlets.may_keep():
            with QSignalBlocker(self.year):
                self.year.setCurrentIndex(self.year.findData(self.hamlets.model.year))
            self.choose(HAMLETS)
            return
        self.keep_counts()
        self.refresh()

    def _ask_unreached(self, category: str | None, hamlet_id: str | None) -> None:
        if self._desk is not None:
            asked = self.read_latest(
                "unreached", reach.not_reached, self._desk.period, category, hamlet_id, SHOWN
            )
            asked.then(self.reach.show_unreached)

    def _ask_invited(self, rows: list[Match]) -> None:
        if self._desk is not None:
            asked = self.read_latest("invited", matching.invited, self._desk.year, *_of(rows))
            asked.then(lambda found: self.matching.show_invited(rows, found))

    def _suggest(self, rows: list[Match]) -> None:
        if self._desk is not None and not self._reads_only:
            asked = self.read(matching.suggestion, self._desk.year, *_of(rows))
            asked.then(self.suggestion_wanted.emit)

    def _print_invited(self, rows: list[Match]) -> None:
        if self._desk is not None:
            self.paper_wanted.emit(places_opening.invited(self._desk.year, rows))

    def _print_unreached(self, category: str | None, hamlet_id: str | None) -> None:
        if self._desk is not None:
            self.paper_wanted.emit(places_opening.unreached(self._desk.period, category, hamlet_id))

    def _print_places(self) -> None:
        if self._desk is not None:
            self.paper_wanted.emit(coverage_opening.never_reached(self._desk.period))

    def _print(self) -> None:
        """Ctrl+P: the paper of the tab that is shown."""
        if self.current() == COVERAGE:
            self._print_places()
        elif self.current() == MATCHING:
            self.matching.invite.click()

    def _open_languages(self, one: spoken.Spoken) -> None:
        if one.languages and self._desk is not None:
            span = self._desk.period
            wanted = Filter(
                unit_id=one.unit_id, first=span.first, last=span.last, hamlet_id=one.hamlet_id or ""
            )
            self.activities_wanted.emit(wanted, f"{one.name}, {span.title}")

    def _find(self) -> None:
        if not self._of_all:
            self.choose(HOUSEHOLDS)
            self.households.filters.go_to_search()

    def _new(self) -> None:
        if self._reads_only:
            return
        if self.current() == HAMLETS:
            self.deeds.add()
        else:
            self.choose(HOUSEHOLDS)
            self.households.add_one()

    def _make_ward_panes(self) -> None:
        self.households = HouseholdList(self, reads_only=self._reads_only)
        self.reach, self.languages = ReachPane(), LanguagesPane()
        self.matching = MatchingPane(reads_only=self._reads_only)
        self.panes |= {
            HOUSEHOLDS: self.households, COVERAGE: self.reach, MATCHING: self.matching,
            LANGUAGES: self.languages,
        }  # fmt: skip
        self.reach.opened.connect(self.activities_wanted)
        self.reach.unreached_wanted.connect(self._ask_unreached)
        self.reach.places_paper_wanted.connect(self._print_places)
        self.reach.households_paper_wanted.connect(self._print_unreached)
        self.matching.chosen.connect(self._ask_invited)
        self.matching.suggestion_wanted.connect(self._suggest)
        self.matching.invitation_wanted.connect(self._print_invited)
        self.languages.opened.connect(self._open_languages)
        self.import_button.clicked.connect(self.households.ask_workbook)
        self.new_button.clicked.connect(self.households.add_one)
        if not self._reads_only:
            WorkbookDrop(self, self._dropped)

    def _connect(self) -> None:
        for number, chip in self.chips.items():
            chip.clicked.connect(partial(self.choose, number))
        self.year.currentIndexChanged.connect(self._year_changed)
        self.periods.changed.connect(self.refresh)
        self.hamlets.add_wanted.connect(self.deeds.add)
        self.hamlets.edit_wanted.connect(self.deeds.edit)
        self.hamlets.end_wanted.connect(self.deeds.end)
        self.hamlets.keep_wanted.connect(self.keep_counts)
        if self._of_all:
            self.coverage.opened.connect(self.activities_wanted)
            self.coverage.print_wanted.connect(self._print_places)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+F": self._find, "Ctrl+N": self._new, "Ctrl+P": self._print, "F5": self.refresh,
            "F8": self._next_tab,
        }  # fmt: skip
        on_keys(self, keys)

    def _next_tab(self) -> None:
        numbers = list(self.chips)
        following = numbers[(numbers.index(self.current()) + 1) % len(numbers)]
        self.choose(following)
        self.chips[following].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _offer(self, desk: Desk) -> None:
        """Show the years and periods there are, and those that were read."""
        with QSignalBlocker(self.year):
            self.year.clear()
            for year in desk.years:
                self.year.addItem(f"Năm {year}", year)
            self.year.setCurrentIndex(self.year.findData(desk.year))
        self.periods.offer(desk.periods, desk.period)

    def _fill_box(self) -> None:
        box, name = self.year, "Năm của số hộ và phân loại"
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(dp(8))
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch()
        self._pages = QStackedWidget()
        for pane in self.panes.values():
            self._pages.addWidget(pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        layout.setSpacing(dp(10))
        layout.addLayout(chips)
        layout.addWidget(self._pages, 1)


def _of(rows: Sequence[Match]) -> tuple[str | None, tuple[str, ...]]:
    """Return the hamlet of the rows and their indicators."""
    return rows[0].hamlet_id, tuple(one.indicator for one in rows)
