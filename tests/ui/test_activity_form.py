from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import activities, drafts, hamlets, listing, settings, speakers
from desktop.core.activities import Activity, Expense, Status
from desktop.core.errors import ConflictError
from desktop.core.listing import Filter
from desktop.ui import theme
from desktop.ui.form import FormBody
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.activity_form import ActivityForm
from tests.builders import CLOCK, add_hamlet, log
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def make_form(qtbot: QtBot, store: Store, inline: Any, dialogs: ScriptedDialogs) -> Any:
    def make() -> ActivityForm:
        theme.apply(QApplication.instance(), theme.Edition.WARD)
        operations = Operations(store.read, store.write, dialogs, inline)
        form = ActivityForm(Context(operations, dialogs, CLOCK))
        window = QMainWindow()
        window.setCentralWidget(form)
        window.resize(1154, 620)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        form.frame = window
        return form

    return make


def test_new(make_form):
    form = make_form()
    form.start_new()
    print({k: type(v) for k, v in form._body.values(hidden=True).items()})
    print(QApplication.focusWidget().accessibleName(), form.minimumSizeHint())


def test_edit(make_form, store):
    with store.write() as session:
        one = log(session)
    form = make_form()
    form.edit(one.id)
    print(form._body.values())
    form.save()
    form.copy(one.id)
    print(form._body.values())
