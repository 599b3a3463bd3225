"""The board of submissions, driven as an officer does."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop.core import answers, board_detail, deadlines, intake, registers
from desktop.core.board import Line, Standing
from desktop.core.deadlines import Deadline
from desktop.core.documents.outline import To
from desktop.core.errors import NotFoundError
from desktop.core.periods import Rule, parse
from desktop.core.units import Unit
from desktop.ui import board_opening, board_pane, board_parts, theme, words as words
from desktop.ui.board_parts import BAR
from desktop.ui.deadline_box import DeadlineBox
from desktop.ui.operations import Operations
from desktop.ui.paper_box import PaperBox
from desktop.ui.screen import Context
from desktop.ui.screens.board_page import BoardPage
from tests import wards
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs

SENT = ("Tân Lập", "Tân An", "Ea Tam", "Ea Kao")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four wards have sent, one of an unknown key; fifteen are missing."""
    folder = tmp_path_factory.mktemp("thanh-pho")
    city = wards.empty_city(folder)
    known = {one.unit.name: one for one in city.wards}
    stranger = wards.Ward(known["Tự An"].unit, b"k" * 32, "x")
    with city.store.write() as session:
        deadlines.save(session, [Deadline("Quý", wards.Q4, CLOCK.today())])
        for ward in (*(known[name] for name in SENT), stranger):
            intake.receive(session, "goi.sott", wards.package(ward, records(ward)))
    city.store.close()
    return folder


def records(ward: wards.Ward) -> list[Any]:
    """Return eight activities, one of them a meeting of people who were not counted."""
    found = wards.records(ward, 8)
    place = next(n for n, one in enumerate(found) if getattr(one, "attendees", None))
    nobody = dict.fromkeys(("attendees", "women", "minority", "officials"))
    found[place] = wards.structs.replace(found[place], **nobody)
    return found


@pytest.fixture
def page(qtbot: QtBot, template: Path, tmp_path: Path, inline: Any) -> Iterator[BoardPage]:
    for name in ("thanh-pho.sotr", "thanh-pho.khoa.json"):
        shutil.copyfile(template / name, tmp_path / name)
    store = registers.open_(tmp_path / "thanh-pho.sotr", CLOCK)
    theme.apply(QApplication.instance(), theme.Edition.CITY)
    dialogs = ScriptedDialogs()
    operations = Operations(store.read, store.write, dialogs, inline)
    made = BoardPage(Context(operations, dialogs, CLOCK, theme.Edition.CITY))
    window = QMainWindow()
    window.setCentralWidget(made)
    window.resize(1154, 620)
    qtbot.addWidget(window)
    made.sentences = []
    made.said.connect(lambda text, _: made.sentences.append(text))
    made.frame, made.dialogs = window, dialogs
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield made
    store.close()
    theme.apply(QApplication.instance(), theme.Edition.WARD)


def names(page: BoardPage) -> list[str]:
    return [one.unit.name for one in page.view.table.values]


def choose(page: BoardPage, name: str) -> None:
    page.choose(next(one.unit.id for one in page._board.lines if one.unit.name == name))


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def test_that_the_page_shows_who_sent_and_who_did_not(page: BoardPage) -> None:
    assert "quý IV năm 2024" in page.subtitle
    assert names(page)[:5] == ["Ea Kao", "Ea Tam", "Tân An", "Tân Lập", "Tự An"]
    assert page.tiles.table.rowCount() == 19
    assert page.counts.accessibleName().startswith(
        "5 đã nộp / 19 đơn vị, 0 đã duyệt, 4 chờ duyệt, 1 trả lại, lỗi, 14 chưa nộp"
    )
    assert page.view.isColumnHidden(BAR)


def test_that_warnings_are_counted_some_packages_at_a_time(
    page: BoardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [one for one in page._board.lines if one.standing is Standing.WAITING]
    assert set(page._warnings) == {one.package_id for one in waiting}
    whole = [one.warnings for one in page._board.lines]
    assert any(whole)
    monkeypatch.setattr(board_detail, "_AT_ONCE", 1)
    page._warnings.clear()
    page.refresh()
    assert [one.warnings for one in page._board.lines] == whole
    choose(page, "Tân Lập")
    page.accept()
    assert page._board.line(_id(page, "Tân Lập")).warnings == 0


def test_that_a_tile_by_mouse_or_keyboard_chooses_the_row(page: BoardPage) -> None:
    index = page.tiles.table.index(page.tiles.table.row_of(_id(page, "Tân Lập")), 0)
    QTest.mouseClick(
        page.tiles.viewport(), Qt.MouseButton.LeftButton,
        pos=page.tiles.visualRect(index).center(),
    )  # fmt: skip
    assert page.view.selected().unit.name == "Tân Lập"
    assert "Phường Tân Lập" in texts(page.pane)
    page.tiles.setFocus()
    QTest.keyClick(page.tiles, Qt.Key.Key_Right)
    assert page.view.selected().unit.name == "Tân Lợi"
    QTest.keyClick(page.tiles, Qt.Key.Key_Up)
    assert (
        page.view.selected().unit.name
        == page.tiles.table.values[page.tiles.currentIndex().row()].unit.name
    )


def test_that_a_row_chooses_the_tile(page: BoardPage) -> None:
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    assert page.view.selected().unit.name == "Ea Tam"
    assert page.tiles.table.values[page.tiles.currentIndex().row()].unit.name == "Ea Tam"


def test_that_chips_narrow_the_table_and_a_tile_widens_it_again(page: BoardPage) -> None:
    page.chips[1].click()
    assert names(page) == ["Ea Kao", "Ea Tam", "Tân An", "Tân Lập"]
    page.chips[3].click()
    assert len(names(page)) == 14
    choose(page, "Tân Lập")
    assert page.chips[0].isChecked()
    assert page.view.selected().unit.name == "Tân Lập"


def test_that_accepting_goes_on_to_the_next_that_waits(page: BoardPage) -> None:
    choose(page, "Ea Kao")
    page.view.setFocus()
    for _ in range(4):
        QTest.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.dialogs.errors == []
    assert page._board.counts.accepted == 4
    assert page.sentences[0] == "Đã duyệt báo cáo của xã Ea Kao."
    assert page._board.line(_id(page, "Tân Lập")).standing is Standing.ACCEPTED


def test_that_periods_of_one_name_are_told_apart_by_their_days(page: BoardPage) -> None:
    page._offer([parse("2024-Q4"), parse("2024-Q4", Rule.CALENDAR), parse("2024-Q3")])
    texts_shown = [page.period.itemText(n) for n in range(3)]
    assert texts_shown == [
        "Quý IV năm 2024 (15/09 – 14/12)",
        "Quý IV năm 2024 (01/10 – 31/12)",
        "Quý III năm 2024",
    ]


def test_that_the_keyboard_is_on_the_list_after_an_answer_by_mouse(page: BoardPage) -> None:
    for _ in range(4):
        line = next(one for one in page._board.lines if one.standing is Standing.WAITING)
        choose(page, line.unit.name)
        page.pane.accept.setFocus()
        page.pane.accept.click()
        assert page.window().focusWidget() is page.view
    assert page._board.counts.waiting == 0


def test_that_two_of_a_version_are_chosen_from_here_and_the_figures_say_whose_they_are(
    page: BoardPage, qtbot: QtBot
) -> None:
    ward = next(one for one in wards.make_wards(30) if one.unit.name == "Tân Lập")
    file = wards.package(ward, records(ward)[:5], seq=9)
    page.write(lambda session: intake.receive(session, "hai.sott", file))
    choose(page, "Tân Lập")
    line = page._board.line(_id(page, "Tân Lập"))
    assert line.standing is Standing.CONFLICT
    shown = texts(page.pane)
    assert "Gói chờ quyết định: Bản số 1" in shown
    assert "là của gói khác, đang dùng trong sổ: bản số 1" in shown
    assert page.pane.choice.isVisible()
    with qtbot.waitSignal(page.choice_wanted) as asked, qtbot.assertNotEmitted(page.package_wanted):
        page.pane.choice.click()
    assert asked.args == [line.package_id]
    choose(page, "Tự An")
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert page.pane.tail.hasFocus()


def test_that_a_report_is_returned_with_a_remark_only(page: BoardPage) -> None:
    choose(page, "Ea Tam")
    page.pane.give_back.click()
    assert "Chưa ghi ý kiến" in page.sentences[-1]
    assert page._board.line(_id(page, "Ea Tam")).standing is Standing.WAITING
    page.pane.comment.setPlainText("Kiểm tra số hộ buổi 17/10.")
    page.pane.give_back.click()
    line = page._board.line(_id(page, "Ea Tam"))
    assert line.standing is Standing.RETURNED
    choose(page, "Ea Tam")
    assert "Ý kiến: Kiểm tra số hộ buổi 17/10." in texts(page.pane)


def test_that_an_unknown_key_needs_the_code_of_the_paper(page: BoardPage, qtbot: QtBot) -> None:
    choose(page, "Tự An")
    code = page.pane.findChildren(QLabel)
    shown = next(one.text() for one in code if one.text().startswith("Mã trên giấy"))
    page.pane.tail.setText("12345678")
    page.pane.trust.click()
    qtbot.waitUntil(lambda: bool(page.dialogs.errors))
    page.pane.tail.setText(shown.replace(" ", "")[-8:])
    page.pane.trust.click()
    assert page._board.line(_id(page, "Tự An")).standing is Standing.WAITING


def test_that_the_pane_offers_what_fits_the_standing(page: BoardPage) -> None:
    shown = {}
    for name in ("Tân Lập", "Tự An", "Tân Lợi"):
        choose(page, name)
        pane = page.pane
        parts = (pane.accept, pane.detail, pane.trust, pane.remind, pane.paper)
        shown[name] = [one.isVisibleTo(page) for one in parts]
    assert shown["Tân Lập"] == [True, True, False, False, False]
    assert shown["Tự An"] == [False, False, True, False, False]
    assert shown["Tân Lợi"] == [False, False, False, True, True]


def test_that_papers_and_packages_are_asked_for(page: BoardPage) -> None:
    papers, packages = [], []
    page.paper_wanted.connect(papers.append)
    page.package_wanted.connect(packages.append)
    menu = page.print_menu()
    for action in menu.actions():
        action.trigger()
    choose(page, "Tân Lợi")
    page.pane.remind.click()
    assert [one.code for one in papers] == [
        board_opening.STATUS, board_opening.REMINDER, board_opening.REMINDER,
    ]  # fmt: skip
    with page.context.operations._read() as session:
        letters = [one.make(session).parts for one in papers[1:]]
    to_many, to_one = (next(one for one in parts if isinstance(one, To)) for parts in letters)
    assert to_many.names == ("Ủy ban nhân dân 14 xã, phường có tên trong danh sách dưới đây",)
    assert to_one.names == ("Ủy ban nhân dân phường Tân Lợi",)
    page.pane.detail_wanted.emit()
    assert packages == []
    choose(page, "Tân Lập")
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert packages == [page._line().package_id]


def test_that_digits_that_are_no_seal_are_told_in_the_box(page: BoardPage, qtbot: QtBot) -> None:
    page.take_paper()
    box = page.frame.findChild(PaperBox)
    box.digits.setPlainText("8384 01")
    box.take()
    qtbot.waitUntil(lambda: "Còn thiếu chữ số" in texts(box))
    assert box.isVisible()
    assert page.dialogs.errors == []
    box.digits.setPlainText("1234 5678 9012 3456 7890 1234")
    box.take()
    assert "là mã ở chân trang" in texts(box)  # that is another thing on the same paper
    box.reject()


def test_that_the_chart_orders_units_by_people(page: BoardPage) -> None:
    page.as_chart.click()
    people = [one.figures.attendees or 0 for one in page.chart.table.values if one.figures]
    assert people == sorted(people, reverse=True)
    assert page.chart.isVisible()
    choose(page, "Tân Lập")
    assert page.chart.selected().unit.name == "Tân Lập"


def test_that_another_period_is_shown(page: BoardPage) -> None:
    page.period.setCurrentIndex(0)
    page.period.activated.emit(0)
    assert "quý I năm 2025" in page.subtitle
    assert {one.standing for one in page._board.lines} == {Standing.MISSING}


def test_that_everything_has_a_name(page: BoardPage) -> None:
    QAccessible.setActive(True)
    nameless = [
        type(one).__name__
        for one in page.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(one.parent(), QAbstractScrollArea)
        and not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
    ]
    assert nameless == []
    index = page.tiles.table.index(0, 0)
    assert page.tiles.table.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Cư Êbur · Chưa nộp"


@pytest.mark.parametrize("size", [10.5, 13.0])
def test_that_the_page_fits_a_small_screen(page: BoardPage, size: float) -> None:
    theme.apply(QApplication.instance(), theme.Edition.CITY, size)
    page.frame.resize(1366 - (212 if size < 13 else 70), 560)
    QApplication.sendPostedEvents()
    least = page.minimumSizeHint()
    assert least.width() <= 1366 - (212 if size < 13 else 70)
    assert least.height() <= 560


def _id(page: BoardPage, name: str) -> str:
    return next(one.unit.id for one in page._board.lines if one.unit.name == name)


def test_that_a_deadline_is_set_and_a_day_off_moves_it(page: BoardPage) -> None:
    page.counts.deadline.click()
    box = page.frame.findChild(DeadlineBox)
    box.day.selectAll()
    QTest.keyClicks(box.day, "21/12/2024")
    assert "ngày nghỉ" in texts(box)
    QTest.keyClick(box.day, Qt.Key.Key_Return)
    assert page._board.due_on == date(2024, 12, 23)
    assert page.counts.deadline.text() == " Hạn 23/12 · còn 7 ngày"


def test_that_a_failed_answer_stays_at_its_unit(
    page: BoardPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise NotFoundError

    choose(page, "Ea Kao")
    monkeypatch.setattr(answers, "accept", fails)
    page.pane.accept.click()
    qtbot.waitUntil(lambda: bool(page.dialogs.errors))
    page.refresh()
    assert page._line().unit.name == "Ea Kao"
    assert page._board.counts.accepted == 0


def test_that_households_of_activities_are_called_turns(page: BoardPage) -> None:
    heads = [page.view.table.headerData(n, Qt.Orientation.Horizontal) for n in range(8)]
    assert "Lượt hộ" in heads
    assert "Hộ" not in heads
    assert page.footer._sums.whole_text().endswith(" lượt hộ")


def test_that_the_day_of_a_tile_is_that_of_the_version_shown() -> None:
    first, came = date(2024, 12, 14), date(2024, 12, 16)
    unit = Unit("u", "2", "Phường", "Tân Lập", "c", None, None)
    line = Line(unit=unit, standing=Standing.WAITING, version=2, received_on=first, came_on=came,
                late=False)  # fmt: skip
    assert board_parts.tile_words(line) == "Nhận 16/12"
    assert board_pane._arrival(line) == (
        "Bản số 2 nhận 16/12/2024; nộp lần đầu 14/12/2024, đúng hạn"
    )
    assert board_pane._arrival(replace(line, version=1, came_on=first)) == (
        "Bản số 1, nộp lần đầu 14/12/2024, đúng hạn"
    )


def test_that_counts_are_said_in_fewer_words_where_there_is_less_room(
    page: BoardPage, qtbot: QtBot
) -> None:
    line = board_parts.CountsLine()
    qtbot.addWidget(line)
    line.resize(2_000, 40)
    line.show_board(page._board)
    assert "đã nộp / 19 đơn vị" in texts(line)
    for shorter, less in (("đã nộp / 19", 20), ("/ 19 nộp", 60)):
        line.resize(line.sizeHint().width() - less, 40)
        line.show_board(page._board)
        assert shorter in texts(line).splitlines()
        assert line.sizeHint().width() <= line.width()
