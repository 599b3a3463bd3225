"""Ways through the page Kinh phí: its tabs by key, a source that moves to another year."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.test_money_page import Make, kept, make_page

__all__ = ["kept", "make_page"]


def test_that_a_source_moved_to_another_year_is_followed_there(make_page: Make) -> None:
    page = make_page()
    page.funds.new_wanted.emit()
    page.box.name.set_value("Nguồn xã")
    page.box.save()
    page._change_fund(page.funds.chosen())
    page.box.year.setCurrentIndex(page.box.year.findData(2025))
    page.box.save()
    assert page.year.currentData() == 2025
    assert page.funds.chosen().fund.name == "Nguồn xã"


def test_that_enter_goes_through_a_box_to_its_end(make_page: Make, qtbot: Any) -> None:
    def enter(box: Any) -> None:
        QTest.keyPress(box.focusWidget(), Qt.Key.Key_Return)  # the last one closes the box

    page = make_page()
    page.funds.new_wanted.emit()
    box = page.box
    assert box.focusWidget() is box.name
    box.name.set_value("Nguồn xã")  # QTest aborts on letters beyond ASCII
    for following in (box.year, box.note, box.save_button):
        enter(box)
        assert box.focusWidget() is following
    enter(box)
    assert page.funds.chosen().fund.name == "Nguồn xã"
    page._change_fund(page.funds.chosen())
    page.box.note.setFocus()
    enter(page.box)  # not to "Bỏ nguồn"
    assert page.box.focusWidget() is page.box.save_button


def test_that_enter_goes_through_the_lines_of_a_box(make_page: Make, kept: Any, qtbot: Any) -> None:
    page = make_page()
    page.change_expenses(kept[1].id)
    box = page.box
    one, two = box.rows.lines[:2]
    one.item.setFocus()
    passed = []
    for _ in range(30):
        passed.append(box.focusWidget())
        if box.focusWidget() is box.save_button:
            break
        qtbot.keyClick(box.focusWidget(), Qt.Key.Key_Return)
    assert [one.voucher in passed, two.amount in passed] == [True, True]
    assert passed[-1] is box.save_button


def test_that_f8_goes_round_the_tabs(make_page: Make, qtbot: Any) -> None:
    page = make_page()
    for number in (1, 2, 3, 0):
        qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_F8)
        assert page._pages.currentIndex() == number
        assert page.chips[number].hasFocus()
