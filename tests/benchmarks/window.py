"""How soon the window stands there: ÷ a bare PySide6 window with one table, each in a new process."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measure import Figure

ROUNDS = 7
PAINT_GOAL, PAGE_GOAL = 1.8, 1.5

_FIRST_PAINT = """
import sys
from PySide6.QtCore import QObject, QEvent, QTimer
class Watch(QObject):
    def eventFilter(self, thing, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: sys.stdout.flush() or __import__("os")._exit(0))
        return False
"""
_BARE = (
    _FIRST_PAINT
    + """
{sqlalchemy}
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
app = QApplication([])
window = QMainWindow()
table = QTableWidget(50, 4)
for row in range(50):
    for column in range(4):
        table.setItem(row, column, QTableWidgetItem("Buôn Đŭng"))
window.setCentralWidget(table)
watch = Watch()
table.viewport().installEventFilter(watch)
window.resize(1366, 740)
window.show()
app.exec()
"""
)
_OURS = (
    "import gc; gc.disable()  # as desktop/__main__.py does"
    + _FIRST_PAINT
    + """
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop import app as start
from desktop.core.clock import Clock
from desktop.ui import theme
from desktop.ui.dialogs import Dialogs
app = QApplication([])
theme.apply(app, theme.Edition.WARD, 10.5)
program = start.Program(Path({register!r}), Clock(), Dialogs())
watch = Watch()
{wait}
program.show()
app.exec()
"""
)
_AT_PAINT = "program.window.centralWidget().installEventFilter(watch)"
_AT_PAGE = """
fill = program._fill_first
def filled():
    from PySide6.QtCore import QTimer
    from desktop.ui.screens.today_page import TodayPage
    show = TodayPage._show
    def shown(page, found):
        show(page, found)
        QTimer.singleShot(0, lambda: page.repaint() or __import__("os")._exit(0))
    TodayPage._show = shown
    fill()
program._fill_first = filled
"""


def run() -> list[Figure]:
    """Return the ratios of first paint and of the first page shown with its figures."""
    with tempfile.TemporaryDirectory() as folder:
        register = str(_sample(Path(folder)))
        programs = {
            "bare": _BARE.format(sqlalchemy=""),
            "bare+orm": _BARE.format(sqlalchemy="import sqlalchemy.orm"),
            "paint": _OURS.format(register=register, wait=_AT_PAINT),
            "page": _OURS.format(register=register, wait=_AT_PAGE),
        }
        times = {name: list[float]() for name in programs}
        for _ in range(ROUNDS):
            for name, source in programs.items():
                times[name].append(_seconds(source, folder))
    middle = {name: statistics.median(found) for name, found in times.items()}
    said = {name: f"{value * 1000:.0f} ms" for name, value in middle.items()}
    paint, shown = middle["paint"] / middle["bare"], middle["page"] / middle["bare+orm"]
    return [
        Figure("window to first paint ÷ bare window with a table", paint,
               f"{said['paint']} ÷ {said['bare']}", "≤ 1.8", paint <= PAINT_GOAL),
        Figure("first page with its figures ÷ bare window + sqlalchemy.orm", shown,
               f"{said['page']} ÷ {said['bare+orm']}", "≤ 1.5", shown <= PAGE_GOAL),
    ]  # fmt: skip


def _seconds(source: str, folder: str) -> float:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "SO_TRUYEN_THONG_CONFIG": folder,
        "PYTHONDONTWRITEBYTECODE": "",
    }
    start = time.perf_counter()
    # with a timeout Python would ask every 50 ms only whether the process has ended
    subprocess.run([sys.executable, "-c", source], env=environment, check=True)
    return time.perf_counter() - start


def _sample(folder: Path) -> Path:
    from desktop.core import demo

    store = demo.make_register(folder / "so.sotr")
    demo.fill(store, folder)
    demo.add_outreach(store)
    store.close()
    return folder / "so.sotr"
