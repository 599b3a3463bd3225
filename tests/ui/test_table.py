from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.typed import show_date, show_number, weekday
from desktop.ui.table import Column, TableView, ValueTable


@dataclass(frozen=True)
class Row:
    id: str
    day: date
    title: str
    people: int


def rows(first: int, count: int) -> list[Row]:
    day = date(2024, 1, 1)
    return [
        Row(f"r{n}", day + timedelta(n), f"Buổi {n}", n * 1000) for n in range(first, first + count)
    ]


COLUMNS = [
    Column("day", "Ngày", lambda r: show_date(r.day), lambda r: weekday(r.day), width=116),
    Column("title", "Nội dung", lambda r: r.title, icon=lambda r: "people"),
    Column("people", "Người dự", lambda r: show_number(r.people), right=True, width=96),
    Column(
        "done", "Tiến độ", lambda r: "50 %", portion=lambda r: 0.5, pace=lambda r: 0.6, width=120
    ),
    Column("state", "Hồ sơ", lambda r: "Thiếu ảnh", tone=lambda r: "warn", width=150),
]


@pytest.fixture
def view(qtbot) -> TableView:
    view = TableView(ValueTable(COLUMNS), many=True)
    qtbot.addWidget(view)
    view.resize(800, 400)
    view.table.show(rows(0, 50))
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    return view


def test_that_screen_reader_hears_what_is_drawn(view: TableView) -> None:
    for column in range(len(COLUMNS)):
        index = view.table.index(3, column)
        said = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert said == index.data(Qt.ItemDataRole.DisplayRole)
        assert said
    assert view.table.index(3, 0).data() == "04/01/2024 · Thứ Năm"


def test_that_every_cell_is_painted_without_a_warning(view: TableView) -> None:
    view.select(0)
    assert not view.grab().isNull()


def test_that_enter_opens_the_current_row(view: TableView, qtbot) -> None:
    view.select(2)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args[0].id == "r2"


def test_that_home_and_end_go_to_the_first_and_last_row(view: TableView) -> None:
    view.select(5)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.selected().id == "r49"
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.selected().id == "r0"
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.selected().id not in ("r0", "r49")
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.selected().id == "r0"


def test_that_copied_rows_are_tab_separated(view: TableView) -> None:
    view.select(1)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == ["02/01/2024", "Buổi 1", "1.000", "50 %", "Thiếu ảnh"]
    assert len(lines) == 2


def test_that_same_value_stays_selected_after_reload(view: TableView) -> None:
    view.select(20)
    view.reload(rows(10, 50))
    assert view.selected().id == "r20"
    assert view.currentIndex().row() == 10


def test_that_vanished_value_is_no_longer_chosen(view: TableView, qtbot) -> None:
    view.select(20)
    with qtbot.waitSignal(view.chosen) as chosen:
        view.reload(rows(100, 5))
    assert chosen.args == [None]
    assert view.selected() is None


def test_that_chosen_row_is_told(view: TableView, qtbot) -> None:
    with qtbot.waitSignal(view.chosen) as chosen:
        view.select(7)
    assert chosen.args[0].id == "r7"


def test_that_further_rows_are_asked_for_once_near_the_end(view: TableView) -> None:
    asked: list[int] = []
    view.table.more_wanted.connect(lambda: asked.append(1))
    view.reload(rows(0, 200), more=True)
    assert not asked
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert len(asked) == 1
    view.table.append(rows(200, 100))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert len(asked) == 1
    assert view.table.rowCount() == 300


def test_that_arrow_keys_move_by_rows(view: TableView) -> None:
    view.select(0)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.selected().id == "r1"
    assert len(view.selection()) == 1
