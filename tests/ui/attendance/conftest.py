"""The attendance list of a session of forty people."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core.activities import Activity
from desktop.ui import theme
from desktop.ui.notices import Toast
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.attendance_page import AttendancePage
from tests.builders import CLOCK, log
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def one(store: Store) -> Activity:
    with store.write() as session:
        return log(session, attendees=40, women=22)


@pytest.fixture
def page(
    qtbot: QtBot, store: Store, inline: Any, dialogs: ScriptedDialogs, one: Activity
) -> AttendancePage:
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    operations = Operations(store.read, store.write, dialogs, inline)
    made = AttendancePage(Context(operations, dialogs, CLOCK))
    window = QMainWindow()
    window.setCentralWidget(made)
    window.resize(1154, 620)
    qtbot.addWidget(window)
    made.toast = Toast(window)
    made.said.connect(made.toast.say)
    made.show_activity(one.unit_id, one.id)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.view.setFocus()
    made.frame = window
    return made
