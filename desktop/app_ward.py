"""The ward's pages: which there are, and the ways between them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.app_shell import Shell

PAGES = (
    ("Hoạt động", "calendar_check"),
    ("Báo cáo", "report"),
    ("Gửi – nhận USB", "usb"),
    ("Cài đặt", "settings"),
)


class WardPages:
    """Builds the pages of a reporting unit and leads from one to the other."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def fill_first(self) -> None:
        """Build what the officer sees first."""
        from desktop.ui.screens.activity_list import ActivityList

        self.list = ActivityList(self.shell.context)
        self.list.new_wanted.connect(lambda: self._form(lambda form: form.start_new()))
        self.list.edit_wanted.connect(lambda key: self._form(lambda form: form.edit(key)))
        self.list.copy_wanted.connect(lambda key: self._form(lambda form: form.copy(key)))
        self.list.print_wanted.connect(self._print)
        self.list.people_wanted.connect(self._list_people)
        self.list.history_wanted.connect(self._show_history)
        self.shell.window.fill([self.list])

    def fill_rest(self) -> None:
        """Build the other pages, a moment later."""
        from desktop.ui.screens.report_page import ReportPage
        from desktop.ui.screens.settings_page import SettingsPage
        from desktop.ui.screens.usb_page import UsbPage

        context, window = self.shell.context, self.shell.window
        self.report = ReportPage(context)
        self.usb = UsbPage(context)
        self.settings = SettingsPage(context, self.shell.register)
        self.report.activities_wanted.connect(self._show_activities)
        self.report.writing_wanted.connect(self._write_report)
        self.report.preview_wanted.connect(self._preview_report)
        self.report.record_wanted.connect(self._mend)
        self.report.part_wanted.connect(self._write_report)
        self.report.send_wanted.connect(lambda: window.go_to(self.usb))
        self.usb.slip_wanted.connect(self._preview_papers)
        self.usb.reports_wanted.connect(lambda: window.go_to(self.report))
        self.settings.letters_changed.connect(self.shell.letters_changed)
        self.settings.owner_changed.connect(self.shell.owner_changed)
        self.settings.backed_up.connect(self.shell.backed_up)
        self.settings.restore_wanted.connect(self.shell.restore_wanted)
        self.shell.connect(self.settings)
        window.fill([self.report, self.usb, self.settings], first=1)
        context.operations.changed.connect(self._count_asked)
        self._count_asked()

    def show_package(self, package: Path) -> None:
        """Show what lies beside a package that was double clicked."""
        if self.shell.window.go_to(self.usb):
            self.usb.use_folder(package.parent)

    def _count_asked(self) -> None:
        """Show at the page Báo cáo how many returned items are to be mended."""
        from desktop.core import answers
        from desktop.ui.asked_card import badge

        def counted(found: Any) -> None:
            self.shell.window.set_badge(self.report, badge(found))

        self.report.read_latest("badge", answers.asked).then(counted)

    def _mend(self, activity_id: str, part: str, reason: str) -> None:
        self._form(lambda form: form.edit(activity_id, part, reason))

    def _form(self, begin: Callable[[Any], object]) -> None:
        from desktop.ui.screens.activity_form import ActivityForm

        form = ActivityForm(self.shell.context)
        form.saved.connect(lambda kept: self.list.select(kept.id))
        begin(self.shell.push(form))

    def _print(self, unit_id: str, activity_id: str) -> None:
        from desktop.ui.screens.preview import PreviewScreen

        page = PreviewScreen(self.shell.context)
        self.shell.push(page).show_activity(unit_id, activity_id)

    def _list_people(self, unit_id: str, activity_id: str) -> None:
        from desktop.ui.screens.attendance_page import AttendancePage

        page = AttendancePage(self.shell.context)
        self.shell.push(page).show_activity(unit_id, activity_id)

    def _show_history(self, activity_id: str, title: str) -> None:
        self.shell.show_history(("activity", "attendance", "paper"), activity_id, title)

    def _preview_report(self, period: Any) -> None:
        from desktop.ui.screens.preview import PreviewScreen

        self.shell.push(PreviewScreen(self.shell.context)).show_report(period)

    def _preview_papers(self, of: Any) -> None:
        from desktop.ui.screens.preview import PreviewScreen

        self.shell.push(PreviewScreen(self.shell.context)).show_papers(of)

    def _write_report(self, period: Any, part: str = "", reason: str = "") -> None:
        from desktop.ui.screens.narrative_page import NarrativePage

        self.shell.push(NarrativePage(self.shell.context)).show_period(period, part, reason)

    def _show_activities(self, wanted: Any, words: str) -> None:
        if self.shell.window.go_to(self.list):
            self.list.show_filter(wanted, words)
