"""Puts the window together: a first paint at once, then the register and its screens."""

import gc
import logging
import platform
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop import __version__
from desktop.core import log as logs
from desktop.core import paths, preferences
from desktop.core.clock import Clock, FixedClock
from desktop.core.errors import AppError, StoreError
from desktop.ui import crash_box, theme
from desktop.ui.dialogs import Dialogs
from desktop.ui.main_window import MainWindow, NavEntry
from desktop.ui.operations import Operations
from desktop.ui.screen import Context, Screen

FILE_NAME = "so.sotr"
REST_MS = 150
"""After the list, when it has been shown."""
PAGES = (
    ("Hoạt động", "calendar_check"),
    ("Báo cáo", "report"),
    ("Gửi – nhận USB", "usb"),
    ("Cài đặt", "settings"),
)
logger = logging.getLogger(__name__)


class Holder:
    """The register while it is open; before, any work on it waits for nothing and fails."""

    def __init__(self) -> None:
        self.store: Any = None

    def read(self) -> AbstractContextManager[Any]:
        """Begin looking."""
        found: AbstractContextManager[Any] = self.store.read()
        return found

    def write(self) -> AbstractContextManager[Any]:
        """Begin changing."""
        found: AbstractContextManager[Any] = self.store.write()
        return found

    def close(self) -> None:
        """Let go of the register."""
        if self.store is not None:
            self.store.close()
            self.store = None


class AfterPaint(QObject):
    """Does something once, after the window was painted for the first time."""

    def __init__(self, watched: QWidget, act: Callable[[], object]) -> None:
        super().__init__(watched)
        self._act = act
        self._watched = watched
        self._watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See the first paint."""
        if event.type() == QEvent.Type.Paint:
            self._watched.removeEventFilter(self)
            QTimer.singleShot(5, self._act)  # the pixels go out first
        return False


class Waiting(Screen):
    """What stands in a page until the register is open."""


class Program:
    """One run of the window over one register."""

    def __init__(
        self, register: Path, clock: Clock, dialogs: Dialogs, executor: Any = None
    ) -> None:
        self.register, self.clock = register, clock
        self.holder = Holder()
        self.dialogs = dialogs
        self.operations = Operations(self.holder.read, self.holder.write, dialogs, executor)
        self.kept = preferences.read()
        context = Context(self.operations, dialogs, clock)
        entries = [NavEntry(title, icon, _waiting(context, title)) for title, icon in PAGES]
        self.window = MainWindow(
            entries,
            self.kept.unit_name or "Sổ Truyền Thông",
            self.kept.officer,
            machine=platform.node(),
            version=__version__,
        )
        self.operations.changed.connect(self._say_saved)

    def show(self) -> None:
        """Show the window; the register is opened after the first paint."""
        self.window.resize(1366, 740)
        self._painted = AfterPaint(self.window.nav, self.open)
        self.window.show()

    def open(self) -> bool:
        """Open the register and build its screens; False when it cannot be opened."""
        try:
            from desktop.core import registers

            self.holder.store = registers.open_(self.register, self.clock)
            self._fill_list()
        except (AppError, StoreError) as error:
            self.dialogs.show_error(self.window, error)
            self.window.close()
            return False
        finally:
            gc.freeze()
            gc.enable()
        QTimer.singleShot(REST_MS, self._fill_rest)
        return True

    def close(self) -> None:
        """Finish the work under way and let go of the register."""
        self.operations.close()
        self.holder.close()

    def _fill_list(self) -> None:
        """Build what the officer sees first."""
        from desktop.core import activities, registers
        from desktop.ui.screens.activity_list import ActivityList

        with self.holder.read() as session:
            owner = registers.owner(session)
            saved_at = activities.last_saved_at(session)
        unit, mine = owner.unit.full_name, owner.settings
        self.context = Context(
            self.operations, self.dialogs, self.clock, theme.Edition.WARD, unit, mine.officer
        )
        self.list = ActivityList(self.context)
        self.list.new_wanted.connect(lambda: self._form(lambda form: form.start_new()))
        self.list.edit_wanted.connect(lambda key: self._form(lambda form: form.edit(key)))
        self.list.copy_wanted.connect(lambda key: self._form(lambda form: form.copy(key)))
        self.list.print_wanted.connect(self._print)
        self.list.people_wanted.connect(self._list_people)
        self.window.fill([self.list])
        self._name_owner(owner)
        if saved_at is not None:
            self.window.set_saved_at(f"Lưu gần nhất: {saved_at:%d/%m/%Y %H:%M}")

    def _show_owner(self) -> None:
        from desktop.core import registers

        self.operations.read(self.window, registers.owner).then(self._name_owner)

    def _name_owner(self, owner: Any) -> None:
        unit, mine = owner.unit.full_name, owner.settings
        self.window.set_owner(unit, mine.officer, mine.office)
        self._remember(unit, mine.officer)

    def _fill_rest(self) -> None:
        """Build the other pages, a moment later."""
        from desktop.ui.screens.report_page import ReportPage
        from desktop.ui.screens.settings_page import SettingsPage
        from desktop.ui.screens.usb_page import UsbPage

        self.report = ReportPage(self.context)
        self.usb = UsbPage(self.context)
        self.settings = SettingsPage(self.context, self.register)
        self.report.activities_wanted.connect(self._show_activities)
        self.report.writing_wanted.connect(self._write_report)
        self.report.preview_wanted.connect(self._preview_report)
        self.report.send_wanted.connect(lambda: self.window.go_to(self.usb))
        self.usb.reports_wanted.connect(lambda: self.window.go_to(self.report))
        self.settings.letters_changed.connect(self._letters_changed)
        self.settings.owner_changed.connect(self._show_owner)
        self.window.fill([self.report, self.usb, self.settings], first=1)

    def _form(self, begin: Callable[[Any], object]) -> None:
        from desktop.ui.screens.activity_form import ActivityForm

        form = ActivityForm(self.context)
        form.saved.connect(lambda kept: self.list.select(kept.id))
        self.window.push(form)
        begin(form)

    def _print(self, unit_id: str, activity_id: str) -> None:
        from desktop.ui.screens.preview import PreviewScreen

        page = PreviewScreen(self.context)
        self.window.push(page)
        page.show_activity(unit_id, activity_id)

    def _list_people(self, unit_id: str, activity_id: str) -> None:
        from desktop.ui.screens.attendance_page import AttendancePage

        page = AttendancePage(self.context)
        self.window.push(page)
        page.show_activity(unit_id, activity_id)

    def _preview_report(self, period: Any) -> None:
        from desktop.ui.screens.preview import PreviewScreen

        page = PreviewScreen(self.context)
        self.window.push(page)
        page.show_report(period)

    def _write_report(self, period: Any) -> None:
        from desktop.ui.screens.narrative_page import NarrativePage

        page = NarrativePage(self.context)
        self.window.push(page)
        page.show_period(period)

    def _show_activities(self, wanted: Any, words: str) -> None:
        if self.window.go_to(self.list):
            self.list.show_filter(wanted, words)

    def _say_saved(self) -> None:
        self.window.set_saved_at(f"Đã lưu lúc {self.clock.now():%H:%M}")

    def _letters_changed(self, size: float) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, theme.Edition.WARD, size)
            self._fill_list()
            self._fill_rest()
            self.window.go_to(self.settings)

    def _remember(self, unit_name: str, officer: str) -> None:
        try:
            preferences.remember(unit_name=unit_name, officer=officer)
        except AppError as error:
            logger.warning("preferences not kept: %s", type(error).__name__)


def run(arguments: Sequence[str]) -> int:
    """Run the window; `--sample FOLDER` over sample data, `--data FOLDER` over another register."""
    application = QApplication([sys.argv[0]])
    application.setApplicationName("Sổ Truyền Thông")
    kept = preferences.read()
    folder, clock = _place(arguments, kept.data_folder)
    screen = QGuiApplication.primaryScreen()
    size = kept.letter_size or theme.default_base(screen.availableGeometry().width())
    theme.apply(application, theme.Edition.WARD, size)
    from desktop.ui import words as words

    hook = crash_box.install(logs.start(folder / "nhat-ky"))
    register = folder / FILE_NAME
    if "--sample" in arguments:
        register = _sample(folder)
    elif not register.exists() and not _set_up(application):
        return 0
    else:
        register = (preferences.read().data_folder or folder) / FILE_NAME
    program = Program(register, clock, Dialogs())
    program.show()
    code = application.exec()
    program.close()
    del hook
    return code


def _place(arguments: Sequence[str], kept: Path | None) -> tuple[Path, Clock]:
    given = list(arguments)
    if given and given[0] == "--sample":
        from desktop.core import demo

        return Path(given[1] if len(given) > 1 else "build/mau"), FixedClock(demo.MOMENT)
    if given and given[0] == "--data" and len(given) > 1:
        return Path(given[1]), Clock()
    return kept or paths.default_data_folder(), Clock()


def _sample(folder: Path) -> Path:
    """Make the sample register if it is not there yet; return it."""
    from desktop.core import demo

    path = folder / demo.REGISTER
    if not path.exists():
        store = demo.make_register(path)
        demo.fill(store, folder)
        store.close()
    return path


def _set_up(application: QApplication) -> bool:
    """Ask who the register is for and make it; False when the officer leaves."""
    gc.enable()
    from desktop.ui import wizard

    return wizard.run(application, Dialogs())


def _waiting(context: Context, title: str) -> Screen:
    screen = Waiting(context)
    screen.title, screen.subtitle = title, "Đang mở sổ…"
    return screen
