"""The preview over a session in Buôn Đŭng; two printers write files."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import speakers
from desktop.core.activities import Activity
from desktop.core.speakers import Signatory
from desktop.ui import printing, theme
from desktop.ui.main_window import MainWindow, NavEntry
from desktop.ui.operations import Operations
from desktop.ui.screen import Context, Screen
from desktop.ui.screens.preview import PreviewScreen
from tests.builders import CLOCK, add_hamlet, log
from tests.ui.preview.parts import opened
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The files that two printers wrote, in their order."""
    written: list[Path] = []

    def printer(name: str) -> QPrinter:
        made = QPrinter()
        written.append(tmp_path / f"{name} {len(written)}.pdf")
        made.setOutputFileName(str(written[-1]))
        return made

    monkeypatch.setattr(printing, "names", lambda: ["Canon LBP2900", "HP M404"])
    monkeypatch.setattr(printing, "printer", printer)
    return written


@pytest.fixture
def one(store: Store) -> Activity:
    with store.write() as session:
        hamlet = add_hamlet(session, "Buôn Đŭng")
        speakers.save_signatories(session, [Signatory(block=("CHỦ TỊCH",), name="Lê Văn Tâm")])
        return log(
            session,
            channel="SINH_HOAT_CD",
            hamlets=(hamlet.id,),
            chair="Ông Y Bhiông Niê, Trưởng buôn",
            result="Bà con nghe và hỏi.\n" * 60,
        )


@pytest.fixture
def context(store: Store, inline: Any, dialogs: ScriptedDialogs) -> Context:
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    return Context(Operations(store.read, store.write, dialogs, inline), dialogs, CLOCK)


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> MainWindow:
    root = Screen(context)
    made = MainWindow([NavEntry("Hoạt động", "calendar_check", root)], "Xã Cư Êbur", "H'Linh Niê")
    made.resize(1366, 689)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def page(window: MainWindow, context: Context, one: Activity, outputs: list[Path]) -> PreviewScreen:
    return opened(window, context, one)
