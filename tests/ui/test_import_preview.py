from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import exports, listing, settings
from desktop.core.documents.import_headings import HEADINGS
from desktop.core.listing import Filter
from desktop.core.workbook_undo import UndoResult
from desktop.ui import theme
from desktop.ui.import_preview import heading, said_after_undo
from desktop.ui.notices import Toast
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.activity_list import ActivityList
from tests.builders import CLOCK, add_hamlet
from tests.ui.scripted import ScriptedDialogs

COLUMNS = {key: number for number, (key, _) in enumerate(HEADINGS, start=1)}
GOOD: dict[str, Any] = {
    "channel": "Nói chuyện chuyên đề", "held_on": "14/11/2024", "title": "Vay vốn ưu đãi",
    "topics": "CS07", "attendees": 40, "women": 20,
}  # fmt: skip


@pytest.fixture
def workbook(store: Store, tmp_path: Path) -> Any:
    def make(*rows: dict[str, Any], name: str = "so-cu.xlsx") -> Path:
        path = tmp_path / name
        with store.read() as session:
            exports.template(session, path)
        book = load_workbook(path)
        for line, row in enumerate(rows, start=3):
            for key, number in COLUMNS.items():
                book["Hoạt động"].cell(line, number).value = row.get(key)
        book.save(path)
        return path

    return make


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def page(qtbot: QtBot, store: Store, inline: Any, dialogs: ScriptedDialogs) -> ActivityList:
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    operations = Operations(store.read, store.write, dialogs, inline)
    page = ActivityList(Context(operations, dialogs, CLOCK))
    window = QMainWindow()
    window.setCentralWidget(page)
    window.resize(1154, 620)
    qtbot.addWidget(window)
    page.toast, page.frame = Toast(window), window
    page.said.connect(page.toast.say)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return page


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def count(store: Store) -> int:
    with store.read() as session:
        mine = Filter(unit_id=settings.read(session).unit_id)
        return listing.counts(session, [mine])[0]


def test_good_rows_are_taken_in_and_ctrl_z_takes_them_back(
    page: ActivityList, workbook: Any, store: Store, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    dialogs.open_path = workbook(GOOD, GOOD | {"title": "Học nghề", "topics": "DV02"})
    page.import_menu().actions()[0].trigger()
    assert heading(page.intake.dialog.found) == "2 dòng nhập được"
    assert not page.intake.dialog.skip.isVisible()
    assert page.intake.dialog.take_button.text().strip() == "Nhập 2 hoạt động"
    page.intake.dialog.take_button.click()
    assert count(store) == 2
    assert "Đã nhập 2 hoạt động từ so-cu.xlsx." in texts(page.toast)
    assert page.intake.dialog is None
    qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert count(store) == 0
    assert "Đã bỏ 2 hoạt động vừa nhập." in texts(page.toast)


def test_the_newest_import_is_taken_back_later(
    page: ActivityList, workbook: Any, store: Store, dialogs: ScriptedDialogs
) -> None:
    for title in ("Vay vốn", "Học nghề"):
        page.intake.take(workbook(GOOD | {"title": title}))
        page.intake.dialog.take_button.click()
    back = page.import_menu().actions()[2]
    dialogs.answers = [False, True]
    back.trigger()
    assert (count(store), dialogs.asked[-1]) == (2, "Hoàn tác lần nhập so-cu.xlsx?")
    assert "thêm 1 hoạt động" in dialogs.explained[-1]
    back.trigger()
    assert count(store) == 1
    assert "Đã bỏ 1 hoạt động vừa nhập." in texts(page.toast)
    dialogs.answers = [True]
    back.trigger()
    assert count(store) == 0
    back.trigger()
    assert dialogs.told == ["Không có lần nhập nào để hoàn tác"]


def test_bad_rows_hold_everything_back_until_they_are_left_out(
    page: ActivityList, workbook: Any, store: Store
) -> None:
    page.intake.take(workbook(GOOD, GOOD | {"held_on": "31/02/2024"}, GOOD | {"women": 99}))
    box = page.intake.dialog
    assert heading(box.found) == "1 dòng nhập được · 2 dòng sai"
    assert not box.take_button.isEnabled()
    assert [one.row for one in box.view.table.values] == [4, 5]
    box.skip.click()
    assert box.take_button.isEnabled()
    box.take_button.click()
    assert count(store) == 1


def test_ctrl_enter_takes_in_and_never_closes_untaken(
    page: ActivityList, workbook: Any, store: Store, qtbot: QtBot
) -> None:
    page.intake.take(workbook(GOOD, GOOD | {"women": 99}))
    box, held = page.intake.dialog, Qt.KeyboardModifier.ControlModifier
    box.activateWindow()
    qtbot.waitUntil(box.close_button.hasFocus)
    qtbot.keyClick(box.close_button, Qt.Key.Key_Return, held)
    assert page.intake.dialog is box
    box.skip.click()
    qtbot.keyClick(box.close_button, Qt.Key.Key_Return, held)
    assert (count(store), page.intake.dialog) == (1, None)


def test_not_taking_it_in_changes_nothing(page: ActivityList, workbook: Any, store: Store) -> None:
    page.intake.take(workbook(GOOD))
    page.intake.dialog.close_button.click()
    assert count(store) == 0
    assert page.intake.dialog is None


def test_escape_closes_it(page: ActivityList, workbook: Any, store: Store, qtbot: QtBot) -> None:
    page.intake.take(workbook(GOOD))
    qtbot.keyClick(page.intake.dialog, Qt.Key.Key_Escape)
    assert count(store) == 0


def test_the_bad_cells_are_copied_for_excel(page: ActivityList, workbook: Any) -> None:
    page.intake.take(workbook(GOOD, GOOD | {"held_on": "31/02/2024"}))
    page.intake.dialog.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Dòng\tÔ\tGiá trị\tVì sao và cách sửa"
    assert lines[1].startswith("4\tB4\t31/02/2024\tKhông có ngày 31/2/2024")
    page.intake.dialog.reject()


def test_only_bad_rows_offer_nothing_to_take(page: ActivityList, workbook: Any) -> None:
    page.intake.take(workbook(GOOD | {"held_on": "31/02/2024"}))
    assert not page.intake.dialog.take_button.isVisible()
    assert not page.intake.dialog.skip.isVisible()
    assert page.intake.dialog.close_button.text() == "Đóng"
    page.intake.dialog.reject()


def test_the_same_workbook_twice_is_no_second_time(
    page: ActivityList, workbook: Any, store: Store
) -> None:
    path = workbook(GOOD)
    page.intake.take(path)
    page.intake.dialog.take_button.click()
    page.intake.take(path)
    assert heading(page.intake.dialog.found) == "0 dòng nhập được · 1 dòng đã có trong sổ"
    assert "đã có trong sổ, không cần nhập lại" in texts(page.intake.dialog)
    page.intake.dialog.reject()
    new = GOOD | {"title": "Hai lần"}
    page.intake.take(workbook(GOOD, new, new))
    assert heading(page.intake.dialog.found) == (
        "1 dòng nhập được · 1 dòng đã có trong sổ · 1 dòng lặp lại trong tệp"
    )
    page.intake.dialog.reject()
    assert count(store) == 1


def test_new_names_and_similar_names_are_told(
    page: ActivityList, workbook: Any, store: Store
) -> None:
    with store.write() as session:
        add_hamlet(session, "Buôn Dhă Prông")
    places = "Buôn Mới; Buôn Dhă Prôn"
    page.intake.take(workbook(GOOD | {"hamlets": places, "speakers": "Y Thịnh Êban"}))
    shown = texts(page.intake.dialog)
    for words in ("Buôn Mới", "Y Thịnh Êban", "báo cáo viên mới", "gần giống"):
        assert words in shown
    page.intake.dialog.reject()


def test_fits_a_small_screen(page: ActivityList, workbook: Any) -> None:
    rows = [GOOD | {"held_on": "31/02/2024", "title": f"Buổi {n}"} for n in range(60)]
    page.intake.take(workbook(GOOD, *rows))
    least = page.intake.dialog.minimumSizeHint()
    assert least.width() <= 900
    assert least.height() <= 520
    assert len(page.intake.dialog.view.table.values) == 60
    page.intake.dialog.reject()


def test_what_was_changed_since_stays_and_is_said() -> None:
    said = said_after_undo(UndoResult(56, (("a", "Vay vốn"), ("b", "Nhà ở"))))
    assert said.startswith("Đã bỏ 56 hoạt động vừa nhập. Giữ lại 2 hoạt động đã được sửa, có danh")
