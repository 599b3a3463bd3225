"""The consolidating unit's pages: which there are, and the ways between them."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from desktop.app_shell import Shell
from desktop.ui.screen import Screen

PAGES = (
    ("Hôm nay", "home"),
    ("Tình hình nộp", "inbox"),
    ("Hoạt động", "calendar_check"),
    ("Kế hoạch & chỉ tiêu", "target"),
    ("Hộ & địa bàn", "house"),
    ("Kinh phí", "money"),
    ("Phong trào", "heart_hand"),
    ("Tổng hợp", "layers"),
    ("Nhận – gửi USB", "usb"),
    ("Cài đặt", "settings"),
)


class CityPages:
    """Builds the pages of a consolidating unit and leads from one to the other."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self._drop: QObject | None = None
        self._counting: Any = None

    def fill_first(self) -> None:
        """Build what the officer sees first."""
        from desktop.ui.screens.city_today_page import CityTodayPage

        self.today = CityTodayPage(self.shell.context)
        self.shell.window.fill([self.today])

    def fill_rest(self) -> None:
        """Build the other pages, a moment later."""
        from desktop.ui.drops import PackageDrop
        from desktop.ui.screens.activity_list import ActivityList

        self.list = ActivityList(self.shell.context)
        pages = [
            self._board_page(), self.list, *self._outreach_pages(), self._overview_page(),
            self._usb_page(), self._settings_page(),
        ]  # fmt: skip
        self.shell.window.fill(pages, first=1)
        self._lead_from_today()
        self.board.refresh()
        self.rest()  # other letters fill the pages anew
        self._drop = PackageDrop(self.shell.window, self._show_dropped)
        self._counting = self.shell.context.operations.changed.connect(self._count_parked)
        self._count_parked()

    def rest(self) -> None:
        """Hear no more what changes or is dropped: others come in the place of these pages."""
        if self._counting is not None:
            self.shell.context.operations.changed.disconnect(self._counting)
            self._counting = None
        if self._drop is not None:
            self.shell.window.removeEventFilter(self._drop)
            self._drop.deleteLater()
            self._drop = None

    def _lead_from_today(self) -> None:
        today, window = self.today, self.shell.window
        today.activities_wanted.connect(self._show_activities)
        today.board_wanted.connect(self._show_board)
        today.usb_wanted.connect(lambda: window.go_to(self.usb))
        today.plan_wanted.connect(lambda: window.go_to(self.plan))
        today.places_wanted.connect(lambda: window.go_to(self.places))
        today.money_wanted.connect(lambda: window.go_to(self.money))
        today.backup_wanted.connect(lambda: window.go_to(self.settings))

    def _board_page(self) -> Screen:
        from desktop.ui.screens.board_page import BoardPage

        self.board = BoardPage(self.shell.context)
        self.board.package_wanted.connect(self._show_package)
        self.board.choice_wanted.connect(self._show_conflict)
        self.board.paper_wanted.connect(self._preview)
        self.board.waiting_counted.connect(self._count)
        self.board.intake_wanted.connect(lambda: self.shell.window.go_to(self.usb))
        return self.board

    def _outreach_pages(self) -> list[Screen]:
        from desktop.ui.screens.money_page import MoneyPage
        from desktop.ui.screens.movement_page import MovementPage
        from desktop.ui.screens.places_page import PlacesPage
        from desktop.ui.screens.plan_page import PlanPage

        context = self.shell.context
        self.plan, self.places = PlanPage(context), PlacesPage(context)
        self.money, self.movement = MoneyPage(context), MovementPage(context)
        self.plan.activities_wanted.connect(self._show_activities)
        self.places.activities_wanted.connect(self._show_activities)
        for page in (self.places, self.money, self.movement):
            page.paper_wanted.connect(self._preview)
        return [self.plan, self.places, self.money, self.movement]

    def _overview_page(self) -> Screen:
        from desktop.ui.screens.overview_page import OverviewPage

        self.overview = OverviewPage(self.shell.context)
        self.overview.activities_wanted.connect(self._show_activities)
        self.overview.paper_wanted.connect(self._preview)
        self.overview.report_wanted.connect(self._preview_report)
        self.overview.writing_wanted.connect(self._write_report)
        self.overview.board_wanted.connect(lambda: self.shell.window.go_to(self.board))
        return self.overview

    def _usb_page(self) -> Screen:
        from desktop.ui.screens.city_usb_page import CityUsbPage

        self.usb = CityUsbPage(self.shell.context)
        self.usb.conflict_wanted.connect(self._show_conflict)
        self.usb.paper_wanted.connect(self._preview)
        return self.usb

    def _settings_page(self) -> Screen:
        from desktop.ui.screens.settings_page import SettingsPage

        self.settings = SettingsPage(self.shell.context, self.shell.register)
        self.settings.letters_changed.connect(self.shell.letters_changed)
        self.settings.owner_changed.connect(self.shell.owner_changed)
        self.settings.backed_up.connect(self.shell.backed_up)
        self.settings.restore_wanted.connect(self.shell.restore_wanted)
        self.shell.connect(self.settings)
        return self.settings

    def _show_board(self, period: Any) -> None:
        if self.shell.window.go_to(self.board):
            self.board.show_period(period)

    def show_package(self, package: Path) -> None:
        """Show what a package that was double clicked would change; nothing is taken in yet."""
        self._show_dropped([package])

    def _show_dropped(self, dropped: list[Path]) -> None:
        folder = next((one for one in dropped if one.suffix.casefold() != ".sott"), None)
        if not self.shell.window.go_to(self.usb):
            return
        if folder is not None:
            self.usb.use_folder(folder)
        else:
            beside = dropped[0].parent
            self.usb.use_folder(beside, [one for one in dropped if one.parent == beside])

    def _count_parked(self) -> None:
        """Show at the page of sticks how many packages wait for a person."""
        from desktop.core import ledger

        def counted(count: int) -> None:
            self.shell.window.set_badge(self.usb, count)

        self.usb.read_latest("badge", ledger.count_parked).then(counted)

    def _show_conflict(self, package_id: str) -> None:
        from desktop.ui.screens.conflict_page import ConflictPage

        page = self.shell.push(ConflictPage(self.shell.context))
        page.settled.connect(self.shell.window.say)
        page.show_package(package_id)

    def _count(self, waiting: int) -> None:
        self.shell.window.set_badge(self.board, waiting)

    def _show_package(self, package_id: str) -> None:
        from desktop.ui.screens.package_page import PackagePage

        page = self.shell.push(PackagePage(self.shell.context))
        page.paper_wanted.connect(self._preview)
        page.show_package(package_id)

    def _preview(self, of: Any) -> None:
        self.shell.preview(of)

    def _preview_report(self, period: Any) -> None:
        from desktop.ui.city_paper_opening import CityReportPapers

        self._preview(CityReportPapers(period))

    def _write_report(self, period: Any) -> None:
        from desktop.ui.screens.narrative_page import NarrativePage

        self.shell.push(NarrativePage(self.shell.context)).show_period(period)

    def _show_activities(self, wanted: Any, words: str) -> None:
        if self.shell.window.go_to(self.list):
            self.list.show_filter(wanted, words)
