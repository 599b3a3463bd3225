import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import activities, attendance, history
from desktop.core.activities import Activity
from desktop.core.attendance import MOST_PEOPLE, Person, Sex
from desktop.core.errors import InvalidActivityError, WorkbookError
from desktop.ui import theme
from desktop.ui.attendance_model import HOUSEHOLD
from desktop.ui.notices import Toast
from desktop.ui.operations import Operations
from desktop.ui.pickers import PickField
from desktop.ui.screen import Context
from desktop.ui.screens.attendance_page import AttendancePage
from tests.builders import CLOCK, log
from tests.ui.scripted import ScriptedDialogs

LINH = Person(name="H'Linh Niê", sex=Sex.FEMALE, ethnic="Ê-đê", address="Buôn Đŭng", category="HN")
DUC = Person(name="Trần Văn Đức", sex=Sex.MALE, ethnic="Kinh", address="Thôn 3", category="KHAC")
HEAD = "STT\tHọ và tên\tGiới tính\tDân tộc\tĐịa chỉ\tĐối tượng\n"
COPIED = (
    HEAD
    + "1\tH'Linh Niê\tNữ\tÊ-đê\tBuôn Đŭng\tHộ nghèo\n2\tTrần Văn Đức\tNam\tKinh\tThôn 3\tKhác\n"
)


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


def keys(page: AttendancePage, *parts: Any) -> None:
    """Type texts and press keys, wherever the keyboard is."""
    for part in parts:
        for key in part if isinstance(part, str) else (part,):
            target = QApplication.focusWidget() or page.view
            if isinstance(key, str) and not key.isascii():  # QTest knows ASCII only
                plain = Qt.KeyboardModifier.NoModifier
                QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, plain, key))
            else:
                QTest.keyClick(target, *(key if isinstance(key, tuple) else (key,)))


def kept(store: Store, one: Activity) -> tuple[Person, ...]:
    with store.read() as session:
        return attendance.of(session, one.unit_id, one.id)


def activity(store: Store, one: Activity) -> Activity:
    with store.read() as session:
        return activities.get(session, one.unit_id, one.id)


def cell(page: AttendancePage) -> tuple[int, int]:
    index = page.view.currentIndex()
    return index.row(), index.column()


ENTER, TAB, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Delete
CONTROL = Qt.KeyboardModifier.ControlModifier
UNDO, ABOVE, SAVE = (Qt.Key.Key_Z, CONTROL), (Qt.Key.Key_D, CONTROL), (Qt.Key.Key_S, CONTROL)


def test_that_a_person_is_typed_with_enter_alone(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    assert cell(page) == (0, 1)
    keys(page, "H'Linh Niê", ENTER, "n", ENTER, "ede", ENTER, "Buôn Đŭng", ENTER, "1", ENTER)
    keys(page, Qt.Key.Key_Space, ENTER, "ốm", ENTER)
    assert cell(page) == (1, 1)
    keys(page, SAVE)
    assert kept(store, one) == (replace(LINH, salaried=True, note="ốm"),)


def test_that_tab_goes_on_as_enter_does_also_out_of_an_open_list(page: AttendancePage) -> None:
    keys(page, "Lê A", TAB, "m", TAB, "Kinh", TAB, TAB, "can", TAB)
    assert cell(page) == (0, 6)
    assert page.model.people() == (
        Person(name="Lê A", sex=Sex.MALE, ethnic="Kinh", category="HCN"),
    )
    keys(page, (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier))
    assert cell(page) == (0, 5)


@pytest.mark.parametrize(
    ("presses", "where", "category"),
    [
        ((Qt.Key.Key_Down, ENTER), (0, 6), "HCN"),
        ((Qt.Key.Key_Down, Qt.Key.Key_Down, TAB), (0, 6), "MSTB"),
        ((Qt.Key.Key_2, ENTER), (0, 6), "HCN"),
        ((Qt.Key.Key_Escape,), (0, 5), ""),
    ],
)
def test_that_the_open_list_of_categories_obeys_the_keyboard(
    page: AttendancePage, presses: Any, where: tuple[int, int], category: str
) -> None:
    page.paste("Lê A\nLê B")
    page.view.go_to(0, 5)
    keys(page, "c")
    field = QApplication.focusWidget()
    assert isinstance(field, PickField)
    assert field.is_open()
    if presses[0] == Qt.Key.Key_2:
        field.clear()
    for key in presses:
        QTest.keyClick(field._completer.lines if field.is_open() else field, key)
    QApplication.processEvents()
    assert cell(page) == where
    assert page.model.rows[0].category == category


def test_that_a_refused_cell_keeps_its_value_and_says_why(page: AttendancePage) -> None:
    page.paste(COPIED)
    page.view.go_to(0, 2)
    keys(page, "xyz", ENTER)
    assert cell(page) == (0, 2)
    assert page.model.rows[0].sex is Sex.FEMALE
    assert "nam hay nữ" in page.toast.accessibleName()
    page.view.go_to(0, 5)
    keys(page, "giàu", TAB)
    assert (cell(page), page.model.rows[0].category) == ((0, 5), "HN")
    assert "Không có “giàu”" in page.toast.accessibleName()
    assert QApplication.focusWidget().text() == "giàu"


def test_that_there_is_always_one_empty_row_at_the_end(page: AttendancePage) -> None:
    assert page.model.rowCount() == 1
    keys(page, "Lê A", ENTER)
    assert page.model.rowCount() == 2
    page.model.add([LINH] * MOST_PEOPLE)
    assert page.model.rowCount() == len(page.model.rows) == MOST_PEOPLE


def test_that_paste_says_what_came_and_what_was_wrong(page: AttendancePage) -> None:
    keys(page, "Lê A", ENTER)
    page.view.go_to(0)
    QGuiApplication.clipboard().setText(COPIED.replace("Nam\t", "Namm\t"))
    keys(page, (Qt.Key.Key_V, CONTROL))
    assert [one.name for one in page.model.people()] == ["Lê A", LINH.name, DUC.name]
    assert "Đã dán 2 người; 1 chỗ chưa đọc được" in page.toast.accessibleName()
    (said,) = (one for one in page.pane.findChildren(QWidget) if "Namm" in one.accessibleName())
    assert said.accessibleName().startswith("Dòng 3, Giới tính: “Namm”.")
    QTest.mouseClick(said, Qt.MouseButton.LeftButton)
    assert cell(page) == (2, 1)
    keys(page, UNDO)
    assert [one.name for one in page.model.people()] == ["Lê A"]


def test_that_a_copied_column_fills_the_cells_below(page: AttendancePage) -> None:
    page.paste("Lê A\nLê B\nLê C")
    page.view.go_to(1, 2)
    page.paste("Nữ\nhả\nNam\nNữ\n")
    assert [one.sex for one in page.model.people()] == [Sex.UNKNOWN, Sex.FEMALE, Sex.UNKNOWN]
    assert "không dùng được: hả; thừa 2 ô" in page.toast.accessibleName()
    page.toast.take_back()
    assert {one.sex for one in page.model.people()} == {Sex.UNKNOWN}


def test_that_a_table_pasted_while_a_cell_is_open_does_not_go_into_the_cell(
    page: AttendancePage,
) -> None:
    keys(page, "Lê A")
    QGuiApplication.clipboard().setText(COPIED)
    keys(page, (Qt.Key.Key_V, CONTROL))
    assert page.model.people() == (Person(name="Lê A"), LINH, DUC)


def test_that_one_copied_cell_goes_into_the_current_one(page: AttendancePage) -> None:
    page.paste("Lê A\nLê B")
    page.view.go_to(1, 3)
    page.paste("Ê-đê\r\n")
    assert page.model.people()[1] == Person(name="Lê B", ethnic="Ê-đê")


def test_that_copied_rows_come_back_the_same(page: AttendancePage) -> None:
    page.paste(COPIED)
    page.model.setData(page.model.index(1, 6), "x")
    before = page.model.people()
    page.view.selectAll()
    page.view.copy()
    page.paste(QGuiApplication.clipboard().text())
    assert page.model.people() == before * 2


def test_that_delete_at_a_name_removes_the_chosen_rows_and_undo_brings_them_back(
    page: AttendancePage,
) -> None:
    page.paste(COPIED)
    page.view.selectRow(0)
    keys(page, DELETE)
    assert page.model.people() == (DUC,)
    assert "Đã bỏ 1 dòng" in page.toast.accessibleName()
    page.toast.take_back()
    assert page.model.people() == (LINH, DUC)
    page.view.go_to(0, 3)
    keys(page, DELETE)
    assert page.model.people() == (replace(LINH, ethnic=""), DUC)


def test_that_an_undo_offered_before_more_was_typed_loses_nothing(page: AttendancePage) -> None:
    page.paste(COPIED)
    undo = page.toast._undo
    page.view.go_to(2)
    keys(page, "Lê A", ENTER)
    assert undo is not None
    undo()
    assert len(page.model.people()) == 3
    assert "Ctrl+Z" in page.toast.accessibleName()


def test_that_control_d_takes_the_cell_above(page: AttendancePage) -> None:
    page.paste(COPIED)
    page.view.go_to(1, 5)
    keys(page, ABOVE)
    assert page.model.people()[1].category == "HN"
    assert cell(page) == (1, 6)


def test_that_a_row_without_a_name_is_not_saved_but_shown(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    page.view.go_to(2, 3)
    keys(page, "Kinh", ENTER)
    page.save()
    assert kept(store, one) == ()
    assert cell(page) == (2, 1)
    assert "Dòng 3 chưa có họ tên" in page.toast.accessibleName()


def test_that_saving_takes_what_is_still_being_typed(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    keys(page, "Lê A", SAVE)
    assert kept(store, one) == (Person(name="Lê A"),)
    assert not page.is_changed()


def test_that_leaving_asks_only_when_something_is_not_saved(
    page: AttendancePage, dialogs: ScriptedDialogs
) -> None:
    assert page.may_close()
    page.paste(COPIED)
    dialogs.answers = [False]
    assert not page.may_close()
    page.save()
    assert page.may_close()
    keys(page, Qt.Key.Key_Down, Qt.Key.Key_Down, "Lê")
    dialogs.answers = [True]
    assert page.may_close()
    assert len(dialogs.asked) == 2


def test_that_the_pane_shows_the_differences_and_takes_over_the_ticked_ones(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    lines = {line.field: line for line in page.pane._lines}
    assert lines["women"].name.isVisible()
    assert (lines["women"].listed.text(), lines["women"].entered.text()) == ("1", "22")
    assert not lines["officials"].name.isVisible()
    for field in ("minority", "poor", "near_poor", "escaped", "other_households"):
        lines[field].name.setChecked(False)
    page.pane.take.click()
    now = activity(store, one)
    assert (now.attendees, now.women, now.minority, now.poor) == (2, 1, None, None)
    assert kept(store, one) == (LINH, DUC)
    assert not lines["women"].name.isVisible()
    with store.read() as session:
        assert history.of(session, "activity", one.id)[0].changes["attendees"] == [40, 2]


def test_that_numbers_that_would_stop_the_activity_are_refused_and_the_list_stays(
    page: AttendancePage, store: Store, one: Activity, dialogs: ScriptedDialogs
) -> None:
    page.model.add([replace(LINH, address=f"Thôn {n}") for n in range(50)])
    for line in page.pane._lines:
        line.name.setChecked(line.field == "women")
    page.pane.take.click()
    QApplication.processEvents()
    assert [type(error) for error in dialogs.errors] == [InvalidActivityError]
    assert (activity(store, one).women, kept(store, one)) == (22, ())
    assert page.is_changed()


def test_that_a_difference_is_explained_in_the_note_and_typing_stays(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    page.pane.explain.click()
    assert not page.pane.keep.isEnabled()
    page.pane.text.insertPlainText("38 người không ký tên")
    page.pane.keep.click()
    assert activity(store, one).note.endswith("38 người không ký tên")
    assert "đã giải thích: 38 người" in page.pane.verdict.text()
    assert page.model.people() == (LINH, DUC)
    assert page.is_changed()


def test_that_a_dropped_workbook_is_added_to_the_list(page: AttendancePage, tmp_path: Path) -> None:
    made = Workbook()
    made.active.title = "Buổi 1"
    for row in (["DANH SÁCH"], ["Họ và tên", "Nam", "Nữ"], ["Lê A", "x", None]):
        made.active.append(row)
    made.save(tmp_path / "ds.xlsx")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "ds.xlsx"))])
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.dropEvent(drop)
    assert drop.isAccepted()
    assert page.model.people() == (Person(name="Lê A", sex=Sex.MALE),)
    assert "Đã nhập 1 người từ trang tính “Buổi 1”" in page.toast.accessibleName()


def test_that_a_file_that_is_no_workbook_is_told(
    page: AttendancePage, tmp_path: Path, dialogs: ScriptedDialogs
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
    dialogs.open_path = tmp_path / "a.xlsx"
    page.import_button.click()
    QApplication.processEvents()
    assert [type(error) for error in dialogs.errors] == [WorkbookError]


def test_that_a_change_elsewhere_refreshes_the_numbers_and_not_the_typing(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    with store.write() as session:
        activities.save(session, replace(one, women=1))
    page.context.operations.changed.emit()
    assert page.model.people() == (LINH, DUC)
    women = next(line for line in page.pane._lines if line.field == "women")
    assert not women.name.isVisible()


def test_that_a_channel_without_people_is_not_compared(
    page: AttendancePage, store: Store, dialogs: ScriptedDialogs
) -> None:
    with store.write() as session:
        other = log(session, channel="PHAT_THANH", attendees=None, women=None)
    page.show_activity(other.unit_id, other.id)
    page.paste(COPIED)
    assert not page.pane.take.isVisible()
    assert "không tính người dự" in page.pane.verdict.text()


def test_that_rows_with_the_same_name_and_address_are_marked(page: AttendancePage) -> None:
    page.paste(COPIED)
    page.paste(COPIED.splitlines()[1])
    tips = [page.model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert tips == [
        "Trùng họ tên và địa chỉ: các dòng 1, 3.", DUC.name,
        "Trùng họ tên và địa chỉ: các dòng 1, 3.",
    ]  # fmt: skip


def test_that_400_rows_are_pasted_and_painted_at_once(page: AttendancePage) -> None:
    rows = "".join(f"{n}\tH'Tên {n} Niê\tNữ\tÊ-đê\tBuôn {n}\tHộ nghèo\n" for n in range(400))
    start = time.perf_counter()
    page.paste(HEAD + rows)
    page.grab()
    assert time.perf_counter() - start < 1.0  # measured: 0.05
    assert len(page.model.people()) == 400


@pytest.mark.parametrize("base", [theme.SIZES[0], 13.0])
def test_that_everything_is_named_and_fits_the_small_screen(
    page: AttendancePage, base: float
) -> None:
    theme.apply(QApplication.instance(), theme.Edition.WARD, base)
    try:
        page.paste(COPIED.replace("Nam\t", "Namm\t"))
        page.pane.explain.click()
        size = page.minimumSizeHint()
        assert size.width() <= 1366 - 212
        assert size.height() <= 600
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                if isinstance(widget, QAbstractScrollArea) and not widget.isEnabled():
                    continue
                said = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                assert said, widget
    finally:
        theme.apply(QApplication.instance(), theme.Edition.WARD)


def test_that_without_households_in_the_register_nothing_is_said_of_them(
    page: AttendancePage,
) -> None:
    page.paste(COPIED)
    assert page.view.isColumnHidden(HOUSEHOLD)
    assert not page.pane.households.isVisible()
