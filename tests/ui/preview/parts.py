"""What the tests of the preview press and look at."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import papers
from desktop.core.activities import Activity
from desktop.core.documents.content import Choice
from desktop.core.progress import Progress
from desktop.ui.main_window import MainWindow
from desktop.ui.screen import Context
from desktop.ui.screens.preview import PreviewScreen

CONTROL = Qt.KeyboardModifier.ControlModifier
PRINT = (Qt.Key.Key_P, CONTROL)
ESC = Qt.Key.Key_Escape


def opened(window: MainWindow, context: Context, one: Activity, code: str = "") -> PreviewScreen:
    made = PreviewScreen(context)
    window.push(made)
    made.show_activity(one.unit_id, one.id, code)
    made.said_last = []
    made.said.connect(lambda text, _undo: made.said_last.append(text))
    return made


def press(*keys: Any) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), *(key if isinstance(key, tuple) else (key,)))


def print_done(qtbot: QtBot, page: PreviewScreen) -> None:
    qtbot.waitUntil(lambda: not page._printing, timeout=20_000)


def made_now(store: Store, one: Activity, code: str, chosen: Choice | None = None) -> bytes:
    with store.read() as session:
        return papers.pdf(session, Progress(), one.unit_id, one.id, code, chosen)


def kept(store: Store, one: Activity, code: str) -> Choice:
    with store.read() as session:
        return papers.choice(session, one.unit_id, one.id, code)


def banner(page: PreviewScreen) -> str:
    return page.banner.accessibleName() if page.banner.isVisible() else ""
