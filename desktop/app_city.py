"""The consolidating unit's pages: which there are, and the ways between them."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from desktop.app_shell import Shell

PAGES = (
    ("Tình hình nộp", "inbox"),
    ("Hoạt động", "calendar_check"),
    ("Tổng hợp", "layers"),
    ("Nhận – gửi USB", "usb"),
    ("Cài đặt", "settings"),
)


class CityPages:
    """Builds the pages of a consolidating unit and leads from one to the other."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self._drop: QObject | None = None

    def fill_first(self) -> None:
        """Build what the officer sees first."""
        from desktop.ui.screens.board_page import BoardPage

        self.board = BoardPage(self.shell.context)
        self.board.package_wanted.connect(self._show_package)
        self.board.paper_wanted.connect(self._preview)
        self.board.waiting_counted.connect(self._count)
        self.shell.window.fill([self.board])

    def fill_rest(self) -> None:
        """Build the other pages, a moment later."""
        from desktop.ui.drops import PackageDrop
        from desktop.ui.screens.activity_list import ActivityList
        from desktop.ui.screens.city_usb_page import CityUsbPage
        from desktop.ui.screens.overview_page import OverviewPage
        from desktop.ui.screens.settings_page import SettingsPage

        self.overview = OverviewPage(self.shell.context)
        self.overview.activities_wanted.connect(self._show_activities)
        self.overview.paper_wanted.connect(self._preview)
        self.overview.report_wanted.connect(self._preview_report)
        self.overview.writing_wanted.connect(self._write_report)
        self.overview.board_wanted.connect(lambda: self.shell.window.go_to(self.board))
        self.list = ActivityList(self.shell.context)
        self.usb = CityUsbPage(self.shell.context)
        self.usb.conflict_wanted.connect(self._show_conflict)
        self.usb.paper_wanted.connect(self._preview)
        self.board.intake_wanted.connect(lambda: self.shell.window.go_to(self.usb))
        self.settings = SettingsPage(self.shell.context, self.shell.register)
        self.settings.letters_changed.connect(self.shell.letters_changed)
        self.settings.owner_changed.connect(self.shell.owner_changed)
        self.settings.backed_up.connect(self.shell.backed_up)
        self.settings.restore_wanted.connect(self.shell.restore_wanted)
        self.shell.connect(self.settings)
        self.shell.window.fill([self.list, self.overview, self.usb, self.settings], first=1)
        if self._drop is None:  # other letters fill the pages anew
            self._drop = PackageDrop(self.shell.window, self._show_dropped)
            self.shell.context.operations.changed.connect(self._count_parked)
        self._count_parked()

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
        from desktop.core import city_desk

        def counted(count: int) -> None:
            self.shell.window.set_badge(self.usb, count)

        self.usb.read_latest("badge", city_desk.count_parked).then(counted)

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
        from desktop.ui.screens.preview import PreviewScreen

        self.shell.push(PreviewScreen(self.shell.context)).show_papers(of)

    def _preview_report(self, period: Any) -> None:
        from desktop.ui.city_paper_opening import CityReportPapers

        self._preview(CityReportPapers(period))

    def _write_report(self, period: Any) -> None:
        from desktop.ui.screens.narrative_page import NarrativePage

        self.shell.push(NarrativePage(self.shell.context)).show_period(period)

    def _show_activities(self, wanted: Any, words: str) -> None:
        if self.shell.window.go_to(self.list):
            self.list.show_filter(wanted, words)
