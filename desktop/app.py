"""Puts the window together: a first paint at once, then the register and its screens."""

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

from db.address import Place, Server, place
from desktop import __version__, app_city, app_ward
from desktop.app_guard import Guard, is_shown_already, is_there
from desktop.app_people import People, owner_and_worker, pages_of
from desktop.app_shell import Shell
from desktop.core import log as logs, paths, preferences
from desktop.core.clock import Clock, FixedClock
from desktop.core.errors import AppError, StoreError, StoreLockedError
from desktop.ui import crash_box, theme
from desktop.ui.dialogs import Dialogs
from desktop.ui.garbage import Collector
from desktop.ui.main_window import MainWindow, NavEntry
from desktop.ui.operations import Operations
from desktop.ui.screen import Context, Screen

FILE_NAME = "so.sotr"
PACKAGE = ".sott"
SAMPLES = ("--sample", "--sample-city")
REST_MS = 150
"""After the first page, when it has been shown."""
_WARD, _CITY = theme.Edition.WARD, theme.Edition.CITY
EDITION_NAMES = {_WARD: "", _CITY: "Bản tổng hợp"}
_PAGES = {_WARD: app_ward.PAGES, _CITY: app_city.PAGES}
_BUILDERS: dict[theme.Edition, type[app_ward.WardPages] | type[app_city.CityPages]] = {
    _WARD: app_ward.WardPages,
    _CITY: app_city.CityPages,
}
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
    """One run of the window over one register; the register's role decides the edition."""

    given: Path | None = None
    """A package that the program was started with."""

    def __init__(
        self, register: Place, clock: Clock, dialogs: Dialogs, executor: Any = None
    ) -> None:
        self.register, self.clock = register, clock
        self.holder = Holder()
        self.dialogs = dialogs
        self.operations = Operations(self.holder.read, self.holder.write, dialogs, executor)
        self.guard = Guard(register, dialogs, clock, executor)
        self.people = People(register, dialogs, executor)
        self.people.become = self._become
        self.kept = preferences.read()
        self.edition = edition_of(self.kept)
        self.window = self._new_window()
        self.operations.changed.connect(self._say_saved)
        self._worker: Any = None
        self.pages: Any = None

    def show(self) -> None:
        """Show the window, all of it; the register is opened after the first paint."""
        self._painted = AfterPaint(self.window.nav, self.open)
        self.window.show_whole()

    def open(self) -> bool:
        """Open the register and build its screens; False when it cannot be opened."""
        try:
            from desktop.core import registers

            self.guard.hang_bell()
            self.holder.store = registers.open_(self.register, self.clock)
            self._fill_first()
        except (AppError, StoreError) as error:
            return self._rescue(error)
        QTimer.singleShot(REST_MS, self._fill_rest)
        return True

    def close(self) -> None:
        """Finish the work under way and let go of the register."""
        self.people.rest()
        self.operations.close()
        self.guard.leave(self.holder.store)
        self.holder.close()

    def restore(self) -> None:
        """Let the officer choose a backup and open the register as it was then."""
        source = self.guard.choose(self.window) if self.window.may_close() else None
        if source is not None:
            self._let_go()
            said = self.guard.restore(self.window, source)
            if self.open():
                self.window.say(said)

    def _rescue(self, error: BaseException) -> bool:
        """Offer what can be done for a register that does not open; without it the window closes."""
        self._let_go()
        locked = isinstance(error, StoreLockedError)
        said = self.people.sign_in(self.window) if locked else self.guard.offer(self.window, error)
        if not said:
            self.window.close()
            return False
        opened = self.open()
        if opened:
            self.window.say(said)
        return opened

    def _let_go(self) -> None:
        self.guard.rest()
        self.people.rest()
        self.operations.rest()
        self.holder.close()

    def _new_window(self) -> MainWindow:
        """Return the window of the edition, its pages still waiting for the register."""
        context = Context(self.operations, self.dialogs, self.clock, self.edition)
        entries = [
            NavEntry(title, icon, _waiting(context, title)) for title, icon in _PAGES[self.edition]
        ]
        window = MainWindow(
            entries,
            self.kept.unit_name or "Sổ Truyền Thông",
            self.kept.officer,
            machine=platform.node(),
            version=__version__,
            edition=EDITION_NAMES[self.edition],
        )
        window.nav.person.clicked.connect(self._change_officer)
        return window

    def _fill_first(self) -> None:
        """Build what the officer sees first."""
        from desktop.core import activities, officers, registers, working

        with self.holder.read() as session:
            owner = registers.owner(session)
            saved_at = activities.last_saved_at(session)
        worker = officers.enter(self.holder.store, self.kept.officer_id)
        edition = theme.Edition(owner.settings.role)
        if edition is not self.edition:
            self._dress(edition)
        self.context = Context(
            self.operations, self.dialogs, self.clock, edition, owner.unit.full_name, worker.name,
            may_log=worker.role is working.Role.ENTRY,
        )  # fmt: skip
        if self.pages is not None:
            self.pages.rest()
        self.pages = _BUILDERS[edition](
            Shell(
                self.window,
                self.context,
                self.register,
                self._show_owner,
                self._letters_changed,
                self.guard.show_backup,
                self.restore,
            )
        )
        self.pages.fill_first()
        self._worker = worker
        self._name_owner((owner, worker))
        if saved_at is not None:
            self.window.set_saved_at(f"Lưu gần nhất: {saved_at:%d/%m/%Y %H:%M}")

    def _fill_rest(self) -> None:
        """Build the other pages, a moment later, and begin to watch over the register."""
        if self.holder.store is None:
            return  # closed at once
        self.pages.fill_rest()
        self.window.allow(pages_of(self._worker, self.pages))
        self.people.watch(self.window, self.context)
        self.guard.watch(
            self.window, self.context, self.holder.store, self._rescue, self.show_package,
            self._backed_up_by_itself,
        )  # fmt: skip
        logger.info("pages ready")
        if self.given is not None:
            self.show_package(self.given)
            self.given = None

    def show_package(self, package: Path) -> None:
        """Show the page that receives, with the package that was double clicked."""
        logger.info("package given")
        self.pages.show_package(package)

    def _dress(self, edition: theme.Edition) -> None:
        """Open the window of another edition in the place of the one that was painted first."""
        before, self.edition = self.window, edition
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, edition, theme.base())
        self.window = self._new_window()
        self.window.setGeometry(before.geometry())
        if before.isVisible():
            self.window.show()
        before.close()
        before.deleteLater()

    def _show_owner(self) -> None:
        self.operations.read(self.window, owner_and_worker).then(self._name_owner)

    def _name_owner(self, found: tuple[Any, Any]) -> None:
        owner, worker = found
        if worker.role != self._worker.role:
            self._become(worker.id)
            return
        self._worker = worker
        self.people.look_again(self.window, self.context)
        unit = owner.unit.full_name.replace("Thành phố ", "TP ")  # there is little room
        self.window.set_owner(unit, worker.name, worker.office)
        self._remember(
            unit_name=unit, officer=worker.name, officer_id=worker.id, role=str(owner.settings.role)
        )

    def _remember(self, **changes: str) -> None:
        try:
            self.kept = preferences.remember(**changes)
        except AppError as error:
            logger.warning("preferences not kept: %s", type(error).__name__)

    def _change_officer(self) -> None:
        if self.holder.store is not None:
            self.people.change(self.window, self.context, self._worker.id)

    def _become(self, officer_id: str) -> None:
        """Go on as another officer: the pages are built anew, drafts stay."""
        self.operations.rest()
        self._remember(officer_id=officer_id)
        self.window.leave_all()
        self._fill_first()
        self._fill_rest()
        self.window.say(f"Người đang dùng sổ: {self._worker.name}.")

    def _say_saved(self) -> None:
        self.window.set_saved_at(f"Đã lưu lúc {self.clock.now():%H:%M}")

    def _backed_up_by_itself(self) -> None:
        self.pages.today.refresh()

    def _letters_changed(self, size: float) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, self.edition, size)
            self.pages.fill_first()
            self.pages.fill_rest()
            self.window.go_to(self.pages.settings)


def edition_of(kept: preferences.Preferences) -> theme.Edition:
    """Return the edition of the register that was open last; the ward's when none was."""
    return _CITY if kept.role == _CITY else _WARD


def run(arguments: Sequence[str]) -> int:
    """Run the window; `FILE.sott` shows that package, `--data FOLDER` or `--data URL` is another
    register, `--sample FOLDER` and `--sample-city FOLDER` are sample data of the two roles.
    """
    application = QApplication([sys.argv[0]])
    application.setApplicationName("Sổ Truyền Thông")
    Collector(application)
    kept = preferences.read()
    folder, clock = _place(arguments, kept.data_folder)
    _dress_as(application, kept)
    from desktop.ui import words as words

    hook = crash_box.install(logs.start(folder / "nhat-ky"))
    register: Place = folder / FILE_NAME
    if server := _server(arguments):
        register = server
    elif arguments and arguments[0] in SAMPLES:
        register = _sample(arguments[0], folder)
    elif not is_there(folder / FILE_NAME) and not _set_up(application):
        return 0
    else:
        kept = preferences.read()
        register = (kept.data_folder or folder) / FILE_NAME
        _dress_as(application, kept)
    given = package(arguments)
    if is_shown_already(register, given):
        return 0
    program = Program(register, clock, Dialogs())
    program.given = given
    program.show()
    code = application.exec()
    program.close()
    del hook
    return code


def _dress_as(application: QApplication, kept: preferences.Preferences) -> None:
    """Dress the program as it was last: edition and letters; done again it costs nothing."""
    width = QGuiApplication.primaryScreen().availableGeometry().width()
    theme.apply(application, edition_of(kept), kept.letter_size or theme.default_base(width))


def _place(arguments: Sequence[str], kept: Path | None) -> tuple[Path, Clock]:
    given = list(arguments)
    if given and given[0] in SAMPLES:
        from desktop.core import demo

        return Path(given[1] if len(given) > 1 else "build/mau"), FixedClock(demo.MOMENT)
    if given and given[0] == "--data" and len(given) > 1 and not _server(given):
        return Path(given[1]), Clock()
    return kept or paths.default_data_folder(), Clock()


def package(arguments: Sequence[str]) -> Path | None:
    """Return the package that the program was started with, by double click."""
    words = [word for word in arguments[:1] if word.casefold().endswith(PACKAGE)]
    return Path(words[0]).absolute() if words else None


def _server(arguments: Sequence[str]) -> Server | None:
    found = place(arguments[1]) if len(arguments) > 1 and arguments[0] == "--data" else None
    return found if isinstance(found, Server) else None


def _sample(kind: str, folder: Path) -> Path:
    """Make the sample register if it is not there yet; return it."""
    from desktop.core import demo, sample_city

    if kind == "--sample-city":
        path = folder / sample_city.REGISTER
        if not path.exists():
            sample_city.make(path)
        return path
    path = folder / demo.REGISTER
    if not path.exists():
        store = demo.make_register(path)
        demo.fill(store, folder)
        demo.add_outreach(store)
        store.close()
    return path


def _set_up(application: QApplication) -> bool:
    """Ask who the register is for and make it; False when the officer leaves."""
    from desktop.ui import wizard

    return wizard.run(application, Dialogs())


def _waiting(context: Context, title: str) -> Screen:
    screen = Waiting(context)
    screen.title, screen.subtitle = title, "Đang mở sổ…"
    return screen
