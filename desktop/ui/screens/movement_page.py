"""The page Phong trào: gifts to the Fund for the Poor, exemplars and models, printed materials."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core import movement
from desktop.core.movement import Chosen
from desktop.core.typed import show_date
from desktop.ui import chips
from desktop.ui.movement_gifts import GiftsTab
from desktop.ui.movement_stocks import StocksTab
from desktop.ui.movement_stories import StoriesTab
from desktop.ui.notices import Banner
from desktop.ui.period_boxes import PeriodBoxes
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.theme import Edition, dp
from desktop.ui.widgets import Chip, button

TABS = ("Ủng hộ Quỹ", "Gương, mô hình", "Tài liệu")


class MovementPage(Screen):
    """Three lists of a period, each with its form in a ward; a city only looks."""

    title = "Phong trào"
    help_topic = "phong-trao"
    paper_wanted = Signal(object)
    """A OnePaper to be previewed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._chosen: Chosen | None = None
        is_city = context.edition is Edition.CITY
        self._changes = context.may_log and not is_city
        self.periods = PeriodBoxes()
        self.periods.changed.connect(self._choose_period)
        self.new_button = button("Ghi mới", "primary", "plus", "Ctrl+N")
        self.new_button.clicked.connect(self.start_new)
        self.gifts = GiftsTab(self, is_city=is_city, changes=self._changes)
        self.stories = StoriesTab(self, is_city=is_city, changes=self._changes)
        self.stocks = StocksTab(self, is_city=is_city, changes=self._changes)
        self.tabs = (self.gifts, self.stories, self.stocks)
        self.chips = [Chip(name) for name in TABS]
        self.banner = Banner("info", "")
        self.banner.hide()
        self._lay_out()
        next_tab = partial(chips.go_on, self.chips, self.choose)
        on_keys(self, {"Ctrl+N": self.start_new, "Ctrl+P": self._print, "F8": next_tab})
        self.choose(0)

    def top_actions(self) -> Sequence[QWidget]:
        """Return the choice of the period, and the button that begins a record."""
        found = self.periods.widgets()
        return (*found, self.new_button) if self._changes else found

    def refresh(self) -> None:
        """Read the chosen period again."""
        self.read_latest("period", movement.choose, *self.periods.wanted()).then(self._show)

    def may_close(self) -> bool:
        """Ask when something is typed and not kept."""
        return all(one.may_leave() for one in self.tabs)

    def choose(self, number: int) -> None:
        """Show one of the tabs."""
        chips.check(self.chips, number)
        self._pages.setCurrentIndex(number)
        if self._chosen is not None:
            self.tabs[number].fill(self._chosen)

    def start_new(self) -> None:
        """Begin a record of the tab that is shown."""
        self.tabs[self._pages.currentIndex()].start_new()

    def _print(self) -> None:
        self.tabs[self._pages.currentIndex()].print_()

    def _choose_period(self) -> None:
        self.refresh()

    def _show(self, found: Chosen) -> None:
        self._chosen = found
        self.periods.offer(found.periods, found.period)
        period = found.period
        days = f"{show_date(period.first)} – {show_date(period.last)}"
        self.set_heading(f"Phong trào {period.title}", days)
        self.banner.setVisible(found.is_locked)
        self.banner.say(
            "info", "Báo cáo kỳ này đã khóa: xem và in được, không sửa. Cần sửa thì mở khóa ở trang "
            "Báo cáo.",
        )  # fmt: skip
        self.tabs[self._pages.currentIndex()].fill(found)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for tab in self.tabs:
            tab.paper_wanted.connect(self.paper_wanted)
            self._pages.addWidget(tab)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        layout.setSpacing(dp(10))
        layout.addLayout(chips.row(self.chips, self.choose))
        layout.addWidget(self.banner)
        layout.addWidget(self._pages, 1)
        self.setTabOrder(self.chips[-1], self._pages)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
