"""The board of a province's 102 wards: reading it ÷ the bare sums, and how soon its page stands.

The page is built, read and painted in this process; the plain baseline is a window with a table of
the same rows.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.store import Store
from desktop.core import board, board_detail, intake
from tests import wards
from tests.benchmarks.measure import Figure, interleaved, median, ratio
from tests.builders import CLOCK
from tests.conftest import InlineExecutor

WARDS, ACTIVITIES, ROUNDS = 102, 200, 7
READ_GOAL, PAGE_GOAL = 300, 300
"""Milliseconds."""

_BARE = (
    "SELECT unit_id, count(*), sum(attendees), sum(poor), sum(near_poor), sum(escaped)"
    " FROM activities WHERE held_on BETWEEN '2024-09-15' AND '2024-12-14' GROUP BY unit_id"
)


def run() -> list[Figure]:
    """Return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        city = wards.make_city(Path(folder), WARDS, ACTIVITIES)
        for path in city.packages:
            with city.store.write() as session:
                intake.receive(session, path.name, path.read_bytes())
        try:
            return [_reading(city.store), _page(city.store), _warnings(city.store)]
        finally:
            city.store.close()


def _reading(store: Store) -> Figure:
    def read() -> None:
        with store.read() as session:
            board.read(session, wards.Q4)

    def bare() -> None:
        with store.read() as session:
            session.execute(text(_BARE)).all()

    times = interleaved({"board": read, "bare": bare}, ROUNDS)
    took = median(times["board"])
    return Figure(
        f"board of {WARDS} wards ÷ bare sums of their {WARDS * ACTIVITIES} activities",
        ratio(times, "board", "bare"), f"{took:.0f} ms", f"{READ_GOAL} ms", met=took <= READ_GOAL,
    )  # fmt: skip


def _warnings(store: Store) -> Figure:
    """Return how long the activities of all waiting packages are looked at, some at a time."""
    found: dict[str, int] = {}
    times = []
    with store.read() as session:
        there = board.read(session, wards.Q4)
        while len(found) < WARDS:
            started = time.perf_counter()
            found |= board_detail.warnings(session, there, found)
            times.append(1_000 * (time.perf_counter() - started))
    return Figure(
        f"warnings of {WARDS} waiting packages, read once in the background after the paint", None,
        f"{sum(times):.0f} ms, {max(times):.0f} ms at a time", "", met=True,
    )  # fmt: skip


def _page(store: Store) -> Figure:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

    from desktop.ui import theme
    from desktop.ui.dialogs import Dialogs
    from desktop.ui.operations import Operations
    from desktop.ui.screen import Context
    from desktop.ui.screens.board_page import BoardPage

    application = QApplication.instance() or QApplication([])
    theme.apply(application, theme.Edition.CITY)
    dialogs = Dialogs()
    operations = Operations(store.read, store.write, dialogs, InlineExecutor())
    context = Context(operations, dialogs, CLOCK, theme.Edition.CITY)

    def painted(made: Any) -> None:
        made.resize(1154, 620)
        made.show()
        made.grab()
        made.close()
        made.deleteLater()

    def bare() -> None:
        table = QTableWidget(WARDS, 8)
        for row in range(WARDS):
            for column in range(8):
                table.setItem(row, column, QTableWidgetItem("Phường Tân Lập"))
        painted(table)

    with pytest.MonkeyPatch.context() as patch:  # what comes after the paint, see `_warnings`
        patch.setattr(board_detail, "warnings", lambda *_: {})
        times = interleaved({"page": lambda: painted(BoardPage(context)), "bare": bare}, ROUNDS)
    took = median(times["page"])
    return Figure(
        "board page, built, read and painted ÷ a bare table of as many rows",
        ratio(times, "page", "bare"), f"{took:.0f} ms", f"{PAGE_GOAL} ms", met=took <= PAGE_GOAL,
    )  # fmt: skip
