"""F8 goes round the tabs of the pages that have some."""

from typing import Any

from PySide6.QtCore import Qt

from desktop.ui.screens.movement_page import MovementPage
from desktop.ui.screens.overview_page import OverviewPage
from tests.core.test_sums import city, template
from tests.ui.test_movement_page import filled, opened, page as movement
from tests.ui.test_overview_page import page as overview

__all__ = ["city", "filled", "movement", "opened", "overview", "template"]


def go_round(page: Any, qtbot: Any) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.chips[0].setFocus()
    for number in (*range(1, len(page.chips)), 0):
        before = next(one for one in page.chips if one.hasFocus())
        qtbot.keyClick(before, Qt.Key.Key_F8)
        assert page._pages.currentIndex() == number
        assert page.chips[number].hasFocus()


def test_that_f8_goes_round_the_overview(overview: OverviewPage, qtbot: Any) -> None:
    go_round(overview, qtbot)


def test_that_f8_goes_round_the_movement(movement: MovementPage, qtbot: Any) -> None:
    go_round(movement, qtbot)
