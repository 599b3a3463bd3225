"""What the tests of the page Gửi – nhận USB share: sticks that are folders, keys, words."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from db.store import Store
from desktop.core import (
    intake,
    periods,
    reports,
)
from desktop.core.packages import reader
from desktop.core.reports import State
from desktop.ui.screens.usb_page import UsbPage

T = TypeVar("T")
Q4 = periods.parse("2024-Q4")
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


class Sticks:
    """Folders that the page takes for sticks."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.plugged: list[Path] = []

    def plug_in(self, name: str = "KINGSTON") -> Path:
        folder = self.place / name
        folder.mkdir(parents=True, exist_ok=True)
        self.plugged.append(folder)
        return folder

    def pull_out(self, folder: Path) -> None:
        self.plugged.remove(folder)
        shutil.rmtree(folder)


def type_key(page: UsbPage, key: Qt.Key) -> None:
    QTest.keyClick(page.window().windowHandle(), key)


def ask(page: UsbPage, work: Callable[[Any], T]) -> T:
    """Look into the register as the page does, on its worker."""
    executor, store = page.context.operations._executor, page.context.operations._read

    def look() -> T:
        with store() as session:
            return work(session)

    return executor.submit(look).result()


def state(page: UsbPage) -> State:
    return ask(page, lambda session: reports.versions(session, Q4)[-1].state)


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def press(widget: QWidget, words: str) -> QPushButton:
    found = [one for one in widget.findChildren(QPushButton) if one.accessibleName() == words]
    (button,) = [one for one in found if one.isVisible()]
    return button


def ready(qtbot: Any, page: UsbPage) -> None:
    qtbot.waitUntil(page.send.write_button.isEnabled)


def wait_text(qtbot: Any, widget: QWidget, wanted: str) -> None:
    qtbot.waitUntil(lambda: wanted in texts(widget))


def write_now(qtbot: Any, page: UsbPage) -> None:
    ready(qtbot, page)
    page.send.write_button.click()
    qtbot.waitUntil(lambda: not page._writing)


def receipts(city: Store, stick: Path, answers: tuple[str, ...] = ("received",)) -> list[Path]:
    """The city takes what is on the stick and answers."""
    (report,) = stick.glob("BaoCao_*.sott")
    made = []
    with city.write() as session:
        outcome = intake.receive(session, report.name, report.read_bytes())
        key = outcome.header.package_id
        if outcome.result is intake.Result.QUARANTINE:
            intake.trust_blindly(session, key)
        for answer in answers:
            one = intake.answer(session, key, answer, "Xem lại." if answer == "returned" else "")
            made.append(stick / one.entry.file_name)
            made[-1].write_bytes(one.file)
    return made


def tail(receipt: Path) -> str:
    return intake.key_code(reader.look(receipt.read_bytes()).signer)[-9:]


def name_of(widget: QWidget) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def resting(qtbot: Any, page: UsbPage) -> None:
    """Let no thread of the page hold the stick."""
    page.hide()
    qtbot.waitUntil(lambda: not page.watch._busy)
