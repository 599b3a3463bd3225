"""Typing, pasting and dropping people into the list."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.store import Store
from desktop.core.activities import Activity
from desktop.core.attendance import MOST_PEOPLE, Person, Sex
from desktop.core.errors import WorkbookError
from desktop.ui.pickers import PickField
from desktop.ui.screens.attendance_page import AttendancePage
from tests.ui.attendance.parts import (
    ABOVE,
    CONTROL,
    COPIED,
    DELETE,
    DUC,
    ENTER,
    HEAD,
    LINH,
    SAVE,
    TAB,
    UNDO,
    cell,
    kept,
    keys,
)
from tests.ui.dropping import drop
from tests.ui.scripted import ScriptedDialogs


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


def test_that_a_dropped_workbook_is_added_to_the_list(page: AttendancePage, tmp_path: Path) -> None:
    made = Workbook()
    made.active.title = "Buổi 1"
    for row in (["DANH SÁCH"], ["Họ và tên", "Nam", "Nữ"], ["Lê A", "x", None]):
        made.active.append(row)
    made.save(tmp_path / "ds.xlsx")
    assert drop(page, tmp_path / "ds.xlsx")
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
