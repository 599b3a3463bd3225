"""The city's window with real threads; folders stand in for sticks, packages of three wards on one."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.app import Program
from desktop.core import drives, preferences, sticks as core_sticks
from desktop.ui import theme, usb_watch
from desktop.ui.screens.city_usb_page import CityUsbPage
from tests import wards
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs
from tests.ui.usb.parts import Sticks, texts
from tests.wards import Ward

T = TypeVar("T")
WARDS = 4


class Office:
    """The window, its page of sticks, the wards that send, and the sticks there are."""

    def __init__(self, program: Program, sticks: Sticks, wards: tuple[Ward, ...], bot: Any) -> None:
        self.program, self.sticks, self.wards, self.bot = program, sticks, wards, bot
        self.dialogs: ScriptedDialogs = program.dialogs
        self.said: list[str] = []
        self.page.said.connect(lambda text, _: self.said.append(text))

    @property
    def page(self) -> CityUsbPage:
        return self.program.pages.usb

    def wait(self, until: Callable[[], object]) -> None:
        """Wait; a busy machine takes its time to flush what is written to a disk."""
        self.bot.waitUntil(lambda: bool(until()), timeout=30_000)

    def show(self) -> None:
        self.program.window.go_to(self.page)
        self.wait(lambda: self.page._desk is not None)

    def send(self, stick: Path, number: int, version: int = 1, ward: Ward | None = None) -> Path:
        """Put the package of a ward on a stick."""
        ward = ward or self.wards[number]
        records = wards.records(ward, 4, version)
        return wards.write(stick, wards.package(ward, records, version))

    def listed(self) -> None:
        """Wait until what lies on the stick is listed."""
        self.wait(lambda: self.page._here.currentWidget() is self.page.list)

    def told(self, wanted: str) -> None:
        self.wait(lambda: wanted in texts(self.page))

    def take(self) -> str:
        """Take in what is listed and return what is said of it."""
        self.click(self.page.list.take_button)
        self.done()
        return texts(self.page.outcome)

    def click(self, button: QAbstractButton) -> None:
        """Press a button once the page lets it be pressed: work under way disables it."""
        self.wait(button.isEnabled)
        button.click()

    def done(self) -> None:
        page = self.page
        self.wait(lambda: page._taking is None and page._here.currentWidget() is page.outcome)

    def ask(self, work: Callable[..., T], *args: Any) -> T:
        """Look into the register as the page does, on its worker."""

        def look() -> T:
            with self.program.holder.read() as session:
                return work(session, *args)

        return self.program.operations._executor.submit(look).result()

    def press(self, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.program.window, key, held)


@pytest.fixture
def sticks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sticks:
    made, volume = Sticks(tmp_path / "media"), drives.volume
    monkeypatch.setattr(usb_watch, "POLL_MS", 60)
    monkeypatch.setattr(usb_watch, "LISTEN_MS", 10)
    monkeypatch.setattr(core_sticks, "removable", lambda: list(made.plugged))

    def as_stick(folder: Path) -> drives.Volume:
        found = volume(folder)
        if folder not in made.plugged:
            return found
        return replace(found, name=folder.name, file_system="FAT32", removable=True)

    monkeypatch.setattr(drives, "volume", as_stick)
    return made


@pytest.fixture(scope="session")
def city_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Ward, ...]]:
    folder = tmp_path_factory.mktemp("thanh-pho")
    city = wards.empty_city(folder, WARDS)
    city.store.close()
    return folder, city.wards


@pytest.fixture(scope="module")
def _dressed(qapp: QApplication) -> Iterator[None]:
    """The city's colours: to dress the program is slow, so it is done once."""
    theme.apply(qapp, theme.Edition.CITY)
    yield
    theme.apply(qapp, theme.Edition.WARD)


@pytest.fixture
def office(
    _dressed: None,
    qtbot: Any,
    city_template: tuple[Path, tuple[Ward, ...]],
    tmp_path: Path,
    sticks: Sticks,
) -> Iterator[Office]:
    preferences.remember(role="city")
    folder, known = city_template
    for name in ("thanh-pho.sotr", "thanh-pho.khoa.json"):
        shutil.copyfile(folder / name, tmp_path / name)
    program = Program(tmp_path / "thanh-pho.sotr", CLOCK, ScriptedDialogs())
    program.window.resize(1366, 697)
    with qtbot.waitActive(program.window):
        program.window.show()
        program.window.activateWindow()
    assert program.open()
    qtbot.waitUntil(lambda: hasattr(program.pages, "settings"))
    made = Office(program, sticks, known, qtbot)
    yield made
    made.page.hide()
    made.wait(lambda: not made.page.watch._busy)
    program.close()
    program.window.close()
    program.window.deleteLater()
