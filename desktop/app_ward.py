"""The ward's pages: which there are, and the ways between them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.app_shell import Shell
from desktop.ui.screen import Screen

PAGES = (
    ("Hôm nay", "home"),
    ("Hoạt động", "calendar_check"),
    ("Kế hoạch & chỉ tiêu", "target"),
    ("Hộ & địa bàn", "house"),
    ("Kinh phí", "money"),
    ("Phong trào", "heart_hand"),
    ("Báo cáo", "report"),
    ("Gửi – nhận USB", "usb"),
    ("Cài đặt", "settings"),
)


_LIST_NEXT = (
    "Đã ghi buổi. Ghi danh sách người dự kèm hộ (trang Hoạt động) thì hộ mới tính là đã tiếp cận."
)
_SUGGESTED = ("channel", "held_on", "hamlets", "topics", "note")


class WardPages:
    """Builds the pages of a reporting unit and leads from one to the other."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self._counting: Any = None

    def fill_first(self) -> None:
        """Build what the officer sees first."""
        from desktop.ui.screens.today_page import TodayPage

        self.today = TodayPage(self.shell.context)
        self.today.form_wanted.connect(lambda: self._form(lambda form: form.start_new()))
        self.shell.window.fill([self.today])

    def fill_rest(self) -> None:
        """Build the other pages, a moment later."""
        pages = [
            self._list_page(), self._plan_page(), self._places_page(), self._money_page(),
            self._movement_page(), self._report_page(), self._usb_page(), self._settings_page(),
        ]  # fmt: skip
        self.shell.window.fill(pages, first=1)
        self._lead_from_today()
        self.rest()  # other letters fill the pages anew
        self._counting = self.shell.context.operations.changed.connect(self._count_asked)
        self._count_asked()

    def rest(self) -> None:
        """Hear no more what changes: the pages are gone, or others come in their place."""
        if self._counting is not None:
            self.shell.context.operations.changed.disconnect(self._counting)
            self._counting = None

    def _lead_from_today(self) -> None:
        today, window = self.today, self.shell.window
        today.activities_wanted.connect(self._show_activities)
        today.report_wanted.connect(self._show_report)
        today.writing_wanted.connect(self._write_report)
        today.planned_wanted.connect(self._confirm_planned)
        today.plan_wanted.connect(lambda: window.go_to(self.plan))
        today.places_wanted.connect(lambda: window.go_to(self.places))
        today.money_wanted.connect(lambda: window.go_to(self.money))
        today.usb_wanted.connect(lambda: window.go_to(self.usb))
        today.backup_wanted.connect(lambda: window.go_to(self.settings))

    def _list_page(self) -> Screen:
        from desktop.ui.screens.activity_list import ActivityList

        self.list = ActivityList(self.shell.context)
        self.list.new_wanted.connect(lambda: self._form(lambda form: form.start_new()))
        self.list.edit_wanted.connect(lambda key: self._form(lambda form: form.edit(key)))
        self.list.copy_wanted.connect(lambda key: self._form(lambda form: form.copy(key)))
        self.list.print_wanted.connect(self._print)
        self.list.people_wanted.connect(self._list_people)
        self.list.history_wanted.connect(self._show_history)
        return self.list

    def _plan_page(self) -> Screen:
        from desktop.ui.screens.plan_page import PlanPage

        self.plan = PlanPage(self.shell.context)
        self.plan.log_wanted.connect(self._log_planned)
        self.plan.activity_wanted.connect(lambda key: self._form(lambda form: form.edit(key)))
        self.plan.activities_wanted.connect(self._show_activities)
        return self.plan

    def _places_page(self) -> Screen:
        from desktop.ui.screens.places_page import PlacesPage

        self.places = PlacesPage(self.shell.context)
        self.places.activities_wanted.connect(self._show_activities)
        self.places.paper_wanted.connect(self.shell.preview)
        self.places.suggestion_wanted.connect(self._log_suggested)
        return self.places

    def _money_page(self) -> Screen:
        from desktop.ui.screens.money_page import MoneyPage

        self.money = MoneyPage(self.shell.context)
        self.money.paper_wanted.connect(self.shell.preview)
        self.money.activity_wanted.connect(lambda key: self._form(lambda form: form.edit(key)))
        return self.money

    def _movement_page(self) -> Screen:
        from desktop.ui.screens.movement_page import MovementPage

        self.movement = MovementPage(self.shell.context)
        self.movement.paper_wanted.connect(self.shell.preview)
        return self.movement

    def _report_page(self) -> Screen:
        from desktop.ui.screens.report_page import ReportPage

        window = self.shell.window
        self.report = ReportPage(self.shell.context)
        self.report.activities_wanted.connect(self._show_activities)
        self.report.writing_wanted.connect(self._write_report)
        self.report.preview_wanted.connect(self._preview_report)
        self.report.record_wanted.connect(self._mend)
        self.report.part_wanted.connect(self._write_report)
        self.report.send_wanted.connect(lambda: window.go_to(self.usb))
        return self.report

    def _usb_page(self) -> Screen:
        from desktop.ui.screens.usb_page import UsbPage

        window = self.shell.window
        self.usb = UsbPage(self.shell.context)
        self.usb.slip_wanted.connect(self.shell.preview)
        self.usb.reports_wanted.connect(lambda: window.go_to(self.report))
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

    def _log_suggested(self, suggestion: Any) -> None:
        said = vars(suggestion.activity)
        values = {name: said[name] for name in _SUGGESTED}

        def begin(form: Any) -> None:
            form.saved.connect(lambda _kept: self.places.say(_LIST_NEXT))
            form.start_new(values)

        self._form(begin)

    def _log_planned(self, planned: Any, values: dict[str, object]) -> None:
        def begin(form: Any) -> None:
            form.saved.connect(lambda kept: self.plan.mark_done(planned.id, kept.id))
            form.start_new(values)

        self._form(begin)

    def _confirm_planned(self) -> None:
        if self.shell.window.go_to(self.plan):
            self.plan.open_confirm()

    def _show_report(self, period: Any) -> None:
        if self.shell.window.go_to(self.report):
            self.report.show_period(period)

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

    def _write_report(self, period: Any, part: str = "", reason: str = "") -> None:
        from desktop.ui.screens.narrative_page import NarrativePage

        self.shell.push(NarrativePage(self.shell.context)).show_period(period, part, reason)

    def _show_activities(self, wanted: Any, words: str) -> None:
        if self.shell.window.go_to(self.list):
            self.list.show_filter(wanted, words)
