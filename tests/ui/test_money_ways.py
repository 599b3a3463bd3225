"""Ways through the page Kinh phí: its tabs by key, a source that moves to another year."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.test_money_page import Make, make_page

__all__ = ["make_page"]


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


def test_that_f8_goes_round_the_tabs(make_page: Make, qtbot: Any) -> None:
    page = make_page()
    for number in (1, 2, 3, 0):
        qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_F8)
        assert page._pages.currentIndex() == number
        assert page.chips[number].hasFocus()
