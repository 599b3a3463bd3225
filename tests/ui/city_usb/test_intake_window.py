"""The page of sticks as a window: room, names, the way of the Tab key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.ui import theme
from tests.ui.city_usb.conftest import Office
from tests.ui.usb.parts import name_of

ALT, ENTER = Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Return


@pytest.mark.parametrize(("points", "width"), [(10.5, 1366), (13.0, 1366), (10.5, 1093)])
def test_that_102_packages_fit_the_window(office: Office, points: float, width: int) -> None:
    if points > 11:
        theme.apply(QApplication.instance(), theme.Edition.CITY, points)
    stick = office.sticks.plug_in()
    first = office.send(stick, 0)
    office.show()
    office.listed()
    (one,) = office.page.list.found
    office.page.list.show_found([one] * 102)
    assert first.exists()
    office.program.window.resize(width, 557 if width < 1200 else 697)
    size = office.program.window.minimumSizeHint()
    assert size.width() <= (1366 if points > 11 else 1093)
    assert size.height() <= 680
    for part in (office.page.list.take_button, office.page.list.view):
        assert part.isVisible()
    if points > 11:
        theme.apply(QApplication.instance(), theme.Edition.CITY)


def test_that_everything_has_a_name(office: Office) -> None:
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAbstractScrollArea, QWidget

    QAccessible.setActive(True)
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    office.show()
    office.listed()
    office.take()
    nameless = [
        type(one).__name__
        for one in office.page.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(one.parent(), QAbstractScrollArea)
        and not name_of(one)
        and one.isVisible()
    ]
    assert nameless == []


def test_that_tab_goes_from_the_drive_to_taking_in_and_the_outcome_offers_no_undo_first(
    office: Office,
) -> None:
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    office.show()
    office.listed()
    office.page.drives.first_stop().setFocus()
    stops = []
    for _ in range(20):
        office.press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert office.page.list.take_button in stops
    office.take()
    assert not office.page.outcome.focus_next.accessibleName().startswith("Hoàn tác")
