"""The page Gửi – nhận USB with real threads; folders stand in for sticks, or a real exFAT."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from db.store import Store
from desktop.core import (
    drives,
    exchange,
    registers,
    sticks as core_sticks,
)
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.ui import theme, usb_watch
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.usb_page import UsbPage
from tests import real_drives
from tests.builders import CLOCK, log
from tests.ui.scripted import ScriptedDialogs
from tests.ui.usb.parts import Q4, Sticks


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


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def operations(store: Store, dialogs: ScriptedDialogs) -> Iterator[Operations]:
    made = Operations(store.read, store.write, dialogs)
    yield made
    made.close()


@pytest.fixture
def window(qapp: QApplication, qtbot: Any) -> QMainWindow:
    theme.apply(qapp, theme.Edition.WARD)
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def page(
    window: QMainWindow,
    qtbot: Any,
    sticks: Sticks,
    operations: Operations,
    dialogs: ScriptedDialogs,
) -> UsbPage:
    made = UsbPage(Context(operations, dialogs, CLOCK))
    window.setCentralWidget(made)
    window.resize(1154, 620)
    with qtbot.waitActive(window):
        window.show()
    made.setFocus()
    qtbot.waitUntil(lambda: made._desk is not None)
    return made


@pytest.fixture
def locked(store: Store) -> Store:
    with store.write() as session:
        log(session)
        exchange.lock(session, Q4)
    return store


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    wanted = NewRegister(role=Role.CITY, unit_code="643", officer="A")
    made = registers.create(tmp_path / "city.sotr", wanted, CLOCK)
    yield made
    made.close()


@pytest.fixture
def exfat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[real_drives.Drive]:
    place = tmp_path / "that"
    place.mkdir()
    monkeypatch.setattr(drives, "_PLACES", (place,))
    monkeypatch.setattr(usb_watch, "POLL_MS", 60)
    with real_drives.drive("exfat", place) as made:
        monkeypatch.setattr(core_sticks, "removable", drives.removable)
        yield made
