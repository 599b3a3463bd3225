from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import activities, listing, settings
from desktop.core.activities import Expense, Status
from desktop.core.errors import WorkbookError
from desktop.core.listing import Filter
from desktop.ui import theme
from desktop.ui.activity_table import Lens
from desktop.ui.notices import Toast
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.activity_list import ActivityList
from tests.builders import CLOCK, add_hamlet, log
from tests.ui.dropping import drop
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def make_page(qtbot: QtBot, store: Store, inline: Any, dialogs: ScriptedDialogs) -> Any:
    def make(width: int = 1154, height: int = 620) -> ActivityList:
        theme.apply(QApplication.instance(), theme.Edition.WARD)
        operations = Operations(store.read, store.write, dialogs, inline)
        page = ActivityList(Context(operations, dialogs, CLOCK))
        window = QMainWindow()
        window.setCentralWidget(page)
        window.resize(width, height)
        qtbot.addWidget(window)
        page.toast = Toast(window)
        page.said.connect(page.toast.say)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page.frame = window
        return page

    return make


@pytest.fixture
def few(store: Store) -> dict[str, str]:
    with store.write() as session:
        dung, three = add_hamlet(session, "Buôn Đŭng"), add_hamlet(session, "Thôn 3")
        made = {
            "nhà ở": log(session, hamlets=(dung.id,), poor=12, near_poor=8),
            "vốn": log(
                session, title="Vay vốn ưu đãi", held_on=date(2024, 12, 15), topics=("CS07",),
                hamlets=(three.id,), attendees=30, women=10, poor=5, status=Status.COMPLETE,
            ),
            "băng rôn": log(
                session, channel="BANG_RON", title="Treo băng rôn", held_on=date(2024, 10, 17),
                items=4, area_m2=Decimal("19.2"), attendees=None, women=None, topics=("CS11",),
                expenses=(Expense("XA_PHUONG", 1_920_000),),
            ),
        }  # fmt: skip
    return {name: one.id for name, one in made.items()}


def titles(page: ActivityList) -> list[str]:
    return [one.title for one in page.view.table.values]


def texts(widget: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def test_an_empty_register_says_what_to_do_first(make_page: Any, qtbot: QtBot) -> None:
    page = make_page()
    assert page.subtitle == "Chưa có hoạt động nào"
    assert not page.filters.isVisible()
    assert not page.pane.isVisible()
    with qtbot.waitSignal(page.new_wanted):
        page.first_button.click()


def test_the_template_is_saved_from_the_empty_page(
    make_page: Any, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    page = make_page()
    dialogs.save_path = tmp_path / "mau.xlsx"
    page.template_button.click()
    assert dialogs.save_path.exists()


def test_lists_newest_first_with_the_sums_of_all_that_is_found(
    make_page: Any, few: dict[str, str]
) -> None:
    page = make_page()
    assert titles(page) == ["Vay vốn ưu đãi", "Chính sách hỗ trợ nhà ở", "Treo băng rôn"]
    assert page.subtitle == "3 hoạt động · 2 cần bổ sung hồ sơ"
    assert "70 người dự  ·  17 hộ nghèo  ·  8 cận nghèo" in texts(page.footer)
    assert page.view.selected().id == few["vốn"]


def test_the_search_needs_no_marks_and_waits_for_the_last_letter(
    make_page: Any, few: dict[str, str], qtbot: QtBot
) -> None:
    page = make_page()
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filters.search.hasFocus()
    qtbot.keyClicks(page.filters.search, "buon dung")
    assert len(titles(page)) == 3
    qtbot.waitUntil(lambda: titles(page) == ["Chính sách hỗ trợ nhà ở"])
    assert "Đang xem 1 hoạt động" in texts(page.footer)


@pytest.mark.parametrize(
    ("lens", "count"),
    [(Lens.ALL, 3), (Lens.LACKING, 2), (Lens.MONTH, 1), (Lens.QUARTER, 1), (Lens.WITHDRAWN, 0)],
)
def test_a_chip_leaves_as_many_as_it_says(
    make_page: Any, few: dict[str, str], lens: Lens, count: int
) -> None:
    page = make_page()
    page.show_lens(lens)
    assert page.filters.chips[lens].text().endswith(f"· {count}")
    shown = [page.filters.chips[one].words for one in (Lens.MONTH, Lens.QUARTER)]
    assert shown == ["Tháng 1/2025", "Quý I/2025"]  # the reporting periods that run on 16/12
    assert len(titles(page)) == count


def test_channel_and_hamlet_narrow_and_everything_can_be_taken_away(
    make_page: Any, few: dict[str, str]
) -> None:
    page = make_page()
    page.filters.hamlet.setCurrentIndex(page.filters.hamlet.findText("Thôn 3"))
    assert titles(page) == ["Vay vốn ưu đãi"]
    page.filters.channel.setCurrentIndex(page.filters.channel.findText("Băng rôn"))
    assert titles(page) == []
    assert page.clear_button.isVisible()
    page.clear_button.click()
    assert len(titles(page)) == 3
    assert not page.filters.clear_button.isVisible()


def test_the_pane_shows_people_places_and_what_is_lacking(
    make_page: Any, few: dict[str, str]
) -> None:
    page = make_page()
    page.view.select(1)
    shown = texts(page.pane)
    for words in ("Thứ Năm 14/11/2024", "Buôn Đŭng", "40", "12", "Cần có: biên bản"):
        assert words in shown
    page.view.select(2)
    shown = texts(page.pane)
    assert "19,2 m²" in shown
    assert "1.920.000 đồng" in shown
    assert "Người tham dự" not in shown


def test_keys_open_copy_and_start(make_page: Any, few: dict[str, str], qtbot: QtBot) -> None:
    page = make_page()
    page.view.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2):
        with qtbot.waitSignal(page.edit_wanted) as asked:
            qtbot.keyClick(page.view, key)
        assert asked.args == [few["vốn"]]
    with qtbot.waitSignal(page.copy_wanted) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_D, control)
    assert asked.args == [few["vốn"]]
    with qtbot.waitSignal(page.new_wanted):
        qtbot.keyClick(page.view, Qt.Key.Key_N, control)


def test_withdrawing_asks_nothing_and_ctrl_z_brings_it_back(
    make_page: Any, few: dict[str, str], qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    page = make_page()
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert titles(page) == ["Chính sách hỗ trợ nhà ở", "Treo băng rôn"]
    assert page.view.selected().id == few["nhà ở"]
    assert "Đã thu hồi “Vay vốn ưu đãi”" in texts(page.toast)
    qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert titles(page)[0] == "Vay vốn ưu đãi"
    assert page.view.selected().id == few["vốn"]
    assert page.view.selected().status is Status.COMPLETE
    assert dialogs.asked == []


def test_a_withdrawn_activity_can_be_brought_back_later(
    make_page: Any, few: dict[str, str], store: Store
) -> None:
    page = make_page()
    page._withdraw()
    page.show_lens(Lens.WITHDRAWN)
    assert page.pane.bring_back.isVisible()
    assert not page.pane.edit.isVisible()
    page.pane.bring_back.click()
    assert titles(page) == []
    page.clear_filters()
    assert len(titles(page)) == 3


def test_the_papers_are_marked_complete_and_that_can_be_taken_back(
    make_page: Any, few: dict[str, str], store: Store
) -> None:
    page = make_page()
    page.view.select(1)
    mark = next(one for one in page.pane.menu().actions() if "đủ hồ sơ" in one.text())
    mark.trigger()
    assert page.subtitle == "3 hoạt động · 1 cần bổ sung hồ sơ"
    page.toast.take_back()
    assert page.subtitle == "3 hoạt động · 2 cần bổ sung hồ sơ"


def test_shows_what_a_number_of_the_report_consists_of(
    make_page: Any, few: dict[str, str], store: Store
) -> None:
    page = make_page()
    with store.read() as session:
        unit_id = settings.read(session).unit_id
    page.show_filter(Filter(unit_id=unit_id, channels=("BANG_RON",)), "CT15, quý IV năm 2024")
    assert titles(page) == ["Treo băng rôn"]
    assert "Đang xem: CT15, quý IV năm 2024" in texts(page.banner)
    page.banner.link.click()
    assert len(titles(page)) == 3
    assert not page.banner.isVisible()
    assert page.filters.channel.isVisible()


def test_the_next_page_comes_when_the_end_is_near(
    make_page: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as session:
        for number in range(listing.PAGE + 30):
            log(session, title=f"Buổi {number}")
    page = make_page()
    assert len(titles(page)) == listing.PAGE
    page.view.scrollToBottom()
    assert len(titles(page)) == listing.PAGE + 30
    assert len(set(titles(page))) == listing.PAGE + 30
    assert f"Đang xem {listing.PAGE + 30} hoạt động" in texts(page.footer)


def test_what_was_changed_elsewhere_is_read_again_and_the_row_stays(
    make_page: Any, few: dict[str, str], store: Store
) -> None:
    page = make_page()
    page.view.select(2)
    page.write(activities.withdraw, page._found.filter.unit_id, few["vốn"])
    assert page.view.selected().id == few["băng rôn"]
    page.select(few["nhà ở"])
    page.refresh()
    assert page.view.selected().id == few["nhà ở"]


def test_a_workbook_dropped_on_the_page_is_looked_at(
    make_page: Any, few: dict[str, str], tmp_path: Path, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    page = make_page()
    path = tmp_path / "cu.xlsx"
    path.write_bytes(b"no workbook")
    assert drop(page, path)
    assert not drop(page, path, tmp_path / "hai.xlsx")
    assert not drop(page, tmp_path / "anh.png")
    qtbot.waitUntil(lambda: bool(dialogs.errors))
    assert isinstance(dialogs.errors[0], WorkbookError)


@pytest.mark.parametrize("width", [1037, 1154])
def test_fits_small_screens_and_leaves_the_pane_out(
    make_page: Any, few: dict[str, str], width: int
) -> None:
    page = make_page(width, 557)
    assert page.pane.isVisible() is (width >= 1100)
    least = page.minimumSizeHint()
    assert least.width() <= width
    assert least.height() <= 500


def test_everything_that_takes_the_focus_has_a_name(make_page: Any, few: dict[str, str]) -> None:
    page = make_page()
    QAccessible.setActive(True)
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name, widget
            assert "<" not in name


def test_the_template_can_be_read_back(
    make_page: Any, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    page = make_page()
    dialogs.save_path = tmp_path / "mau.xlsx"
    page.template_button.click()
    assert "Hoạt động" in load_workbook(dialogs.save_path).sheetnames
