from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import hamlets, household_import, households, settings
from desktop.core.household_import import Taken
from desktop.core.households import Query
from desktop.core.legacy_text import TCVN3
from desktop.ui import theme
from desktop.ui.household_import_dialog import HouseholdImportDialog
from desktop.ui.household_import_result import CHANGED, ERRORS, GONE, NEW, PLACES, TWINS
from desktop.ui.household_intake import said_after
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.places_page import HOUSEHOLDS, PlacesPage
from tests.builders import CLOCK, add_hamlet
from tests.ui.dropping import drop
from tests.ui.scripted import ScriptedDialogs

HEADINGS = ("STT", "Họ và tên chủ hộ", "Mã hộ", "Năm sinh", "Thôn, buôn", "Phân loại", "BHYT")
GOOD = (
    (1, "Y Biêr Niê", "H01", 1970, "Buôn Đŭng", "Hộ nghèo", "x"),
    (2, "H'Yim Kđoh", "H02", 1981, "Buôn Đŭng", "Hộ cận nghèo", None),
    (3, "Nguyễn Văn Hòa", "H03", 1959, "Thôn 2", "Hộ nghèo", "x"),
)
_TO_TCVN3 = {meant: sign for sign, meant in TCVN3.items()}


@pytest.fixture
def workbook(tmp_path: Path) -> Any:
    def make(
        rows: Sequence[Sequence[Any]] = GOOD, *, title: str = "DANH SÁCH HỘ NGHÈO NĂM 2024",
        headings: Sequence[str] = HEADINGS, old: bool = False, name: str = "ho.xlsx",
    ) -> Path:  # fmt: skip
        book = Workbook()
        sheet = book.active
        sheet.append([title])
        sheet.append([])
        for row in (headings, *rows):
            sheet.append(list(row))
        for cells in sheet.iter_rows() if old else ():
            for cell in cells:
                cell.font = Font(name=".VnTime")
                if isinstance(cell.value, str):
                    cell.value = "".join(_TO_TCVN3.get(one, one) for one in cell.value)
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def page(qtbot: QtBot, store: Store, inline: Any) -> PlacesPage:
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    with store.write() as session:
        add_hamlet(session, "Buôn Đŭng")
        add_hamlet(session, "Thôn 2")
    dialogs = ScriptedDialogs()
    operations = Operations(store.read, store.write, dialogs, inline)
    made = PlacesPage(Context(operations, dialogs, CLOCK))
    made.store, made.dialogs, made.heard = store, dialogs, []
    made.said.connect(lambda *what: made.heard.append(what))
    window = QMainWindow()
    window.setCentralWidget(made)
    window.resize(1154, 620)
    qtbot.addWidget(window)
    window.show()
    made.window_held = window
    made.choose(HOUSEHOLDS)
    return made


def opened(page: PlacesPage, path: Path) -> HouseholdImportDialog:
    page.dialogs.open_path = path
    page.households.ask_workbook()
    dialog = page.households.intake.dialog
    assert dialog is not None, page.dialogs.errors
    return dialog


def heads(page: PlacesPage) -> set[str]:
    with page.store.read() as session:
        found = households.find(session, Query(year=2024), limit=100)
    return {one.household.head for one in found.rows}


def fields(dialog: HouseholdImportDialog) -> Mapping[int, str]:
    return dialog.confirm.answers().columns or {}


def test_that_a_list_is_taken_in_with_two_clicks_and_can_be_undone(
    page: PlacesPage, workbook: Any
) -> None:
    dialog = opened(page, workbook())
    assert dialog.confirm.missing() == ""
    assert list(fields(dialog).values()) == [
        "number", "head", "code", "skip", "hamlet", "category", "lack:BHYT",
    ]  # fmt: skip
    dialog.next_button.click()
    assert dialog.title.text() == "Năm 2024: 3 hộ mới"
    assert dialog.take_button.text().strip() == "Nhận 3 hộ"
    assert heads(page) == set()
    dialog.take_button.click()
    assert heads(page) == {"Y Biêr Niê", "H'Yim Kđoh", "Nguyễn Văn Hòa"}
    assert len(page.households.view.table.values) == 3
    text, back = page.heard[-1]
    assert text == "Đã nhận danh sách: thêm 3 hộ."
    back()
    assert heads(page) == set()
    assert page.heard[-1][0] == "Đã bỏ 3 hộ vừa thêm."


def test_that_ctrl_enter_leads_through_both_steps(
    page: PlacesPage, workbook: Any, qtbot: QtBot
) -> None:
    box, held = opened(page, workbook()), Qt.KeyboardModifier.ControlModifier
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    box.setFocus()
    for _ in range(2):
        qtbot.keyClick(box, Qt.Key.Key_Return, held)
    assert len(heads(page)) == 3


def test_that_an_import_can_be_undone_after_the_program_was_closed(
    page: PlacesPage, workbook: Any
) -> None:
    link = page.households.undo_button
    assert link.isHidden()
    dialog = opened(page, workbook())
    dialog.next_button.click()
    dialog.take_button.click()
    page.refresh()
    assert not link.isHidden()
    page.dialogs.answers = [False, True]
    link.click()
    assert len(heads(page)) == 3
    assert "thêm 3 hộ, sửa 0 hộ" in page.dialogs.explained[0]
    link.click()
    assert heads(page) == set()
    assert link.isHidden()


def test_that_confirmed_columns_are_remembered_and_nothing_is_asked_again(
    page: PlacesPage, workbook: Any
) -> None:
    first = opened(page, workbook())
    first.next_button.click()
    first.take_button.click()
    rows = [(*GOOD[0][:5], "Hộ cận nghèo", "x"), *GOOD[1:]]
    again = opened(page, workbook(rows))
    assert again.title.text() == "Năm 2024: 1 hộ sửa đổi · 2 hộ không đổi"
    again.result_page.choose(CHANGED)
    view = again.result_page.tables[CHANGED]
    assert view.table.values[0].draft.head == "Y Biêr Niê"
    assert "2 hộ đã có và không đổi" in again.result_page.banner.accessibleName()


def test_that_every_error_is_listed_at_once_and_bad_rows_can_be_left_out(
    page: PlacesPage, workbook: Any
) -> None:
    rows = [*GOOD, (4, "Lê Quang Hòa", "H04", 1, "Thôn 2", "Hộ giàu", None),
            (5, "123", "H05", 1, "Thôn 2", "Hộ nghèo", "nhiều")]  # fmt: skip
    dialog = opened(page, workbook(rows))
    dialog.next_button.click()
    result = dialog.result_page
    cells = [(one.cell, one.value) for one in result.tables[ERRORS].table.values]
    assert cells == [("F7", "Hộ giàu"), ("B8", "123"), ("G8", "nhiều")]
    assert not dialog.take_button.isEnabled()
    assert dialog.focusWidget() is result.skip
    dialog.copy_button.click()
    assert "F7\tHộ giàu\t" in QGuiApplication.clipboard().text()
    result.skip.setChecked(True)
    assert dialog.take_button.isEnabled()
    dialog.take_button.click()
    assert len(heads(page)) == 3
    assert page.heard[-1][0] == "Đã nhận danh sách: thêm 3 hộ, bỏ qua 2 dòng lỗi."


def test_that_old_letters_are_shown_before_and_after_and_turned_only_when_confirmed(
    page: PlacesPage, workbook: Any
) -> None:
    rows = [(1, "Nguyễn Thị Hồng", "H01", 1, "Thôn 2", "Hộ nghèo", None)]
    dialog = opened(page, workbook(rows, old=True))
    assert dialog.confirm.missing().startswith("Xem mẫu chữ rồi chọn")
    assert not dialog.next_button.isEnabled()
    assert dialog.focusWidget() is dialog.confirm.convert
    dialog.confirm.convert.setChecked(True)
    assert dialog.next_button.isEnabled()
    dialog.next_button.click()
    dialog.take_button.click()
    assert heads(page) == {"Nguyễn Thị Hồng"}


def test_that_a_list_without_a_year_and_a_category_waits_for_both(
    page: PlacesPage, workbook: Any
) -> None:
    headings = ("STT", "Họ và tên chủ hộ", "Thôn, buôn")
    rows = [(1, "Trần Thị Mai", "Thôn 2"), (2, "Lê Văn Năm", "Thôn 2")]
    dialog = opened(page, workbook(rows, title="DANH SÁCH", headings=headings))
    confirm = dialog.confirm
    assert confirm.missing() == "Chọn năm của danh sách."
    confirm.year.setCurrentIndex(confirm.year.findData(2024))
    assert "phân loại" in confirm.missing()
    assert not dialog.next_button.isEnabled()
    confirm.category.setCurrentIndex(confirm.category.findData("HCN"))
    dialog.next_button.click()
    assert dialog.title.text() == "Năm 2024: 2 hộ mới"


def test_that_a_column_is_corrected_and_stands_only_once(page: PlacesPage, workbook: Any) -> None:
    dialog = opened(page, workbook())
    by_name = {name: at for at, name in fields(dialog).items()}
    code = dialog.confirm.columns[by_name["code"]]
    code.setCurrentIndex(code.findData("head"))
    assert list(fields(dialog).values()).count("head") == 1
    assert fields(dialog)[by_name["head"]] == "skip"
    code.setCurrentIndex(code.findData("skip"))
    assert dialog.confirm.missing() == "Chọn đúng một cột là họ tên chủ hộ."


def test_that_an_unknown_hamlet_can_be_one_that_is_there(page: PlacesPage, workbook: Any) -> None:
    rows = [(1, "Y Biêr Niê", "H01", 1970, "Buôn Đưngg", "Hộ nghèo", "x")]
    dialog = opened(page, workbook(rows))
    dialog.next_button.click()
    result = dialog.result_page
    assert result.chips[PLACES].text() == "Thôn, buôn mới · 1"
    (box,) = result.places.values()
    assert box.count() == 2
    box.setCurrentIndex(1)
    dialog.take_button.click()
    with page.store.read() as session:
        places = hamlets.all_of(session, settings.read(session).unit_id)
        found = households.find(session, Query(year=2024)).rows
    assert [one.full_name for one in places] == ["Buôn Đŭng", "Thôn 2"]
    assert found[0].household.hamlet_id == places[0].id


def test_that_twins_and_those_no_longer_named_are_shown_and_nothing_is_lost(
    page: PlacesPage, workbook: Any
) -> None:
    first = opened(page, workbook())
    first.next_button.click()
    first.take_button.click()
    rows = [(1, "Nguyễn Văn Hoà", "H77", 1959, "Thôn 2", "Hộ nghèo", None)]
    dialog = opened(page, workbook(rows))
    result = dialog.result_page
    assert not result.chips[TWINS].isHidden()
    assert not result.chips[GONE].isHidden()
    assert result.chips[NEW].text() == "Thêm mới · 1"
    dialog.take_button.click()
    assert len(heads(page)) == 4


def test_that_going_back_asks_again(page: PlacesPage, workbook: Any) -> None:
    dialog = opened(page, workbook())
    dialog.next_button.click()
    dialog.back_button.click()
    assert dialog.next_button.isVisibleTo(dialog)
    confirm = dialog.confirm
    confirm.year.setCurrentIndex(confirm.year.findData(2023))
    dialog.next_button.click()
    assert dialog.title.text() == "Năm 2023: 3 hộ mới"
    dialog.close_button.click()
    assert page.households.intake.dialog is None
    assert heads(page) == set()


def test_that_a_dropped_workbook_is_looked_at(page: PlacesPage, workbook: Any) -> None:
    page.choose(0)
    assert drop(page, workbook())
    assert page.current() == HOUSEHOLDS
    assert page.households.intake.dialog is not None


def test_that_a_workbook_without_households_is_refused_with_words(
    page: PlacesPage, workbook: Any, qtbot: QtBot
) -> None:
    page.dialogs.open_path = workbook(headings=("A", "B"), rows=[(1, 2)])
    page.households.ask_workbook()
    qtbot.waitUntil(lambda: bool(page.dialogs.errors))
    assert page.households.intake.dialog is None


def test_that_what_was_taken_in_is_said_in_one_sentence() -> None:
    taken = Taken("x", 1200, 3, 5, 0, ("Thôn 9",))
    assert said_after(taken) == "Đã nhận danh sách: thêm 1.200 hộ, sửa 3 hộ, thêm 1 thôn, buôn."
    assert household_import.Taken is Taken
