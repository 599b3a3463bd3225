"""The list of a field that picks: when it opens, what it marks, when it closes."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.fields import TextEdit
from desktop.ui.pickers import PickField
from tests.ui.test_fields import TOPICS, Show, pick, show, typing

__all__ = ["pick", "show"]


def test_that_down_and_enter_take_the_first_or_keep_the_chosen(pick: PickField) -> None:
    for value in (TOPICS[0].value, TOPICS[3].value):
        QTest.keyClick(pick, Qt.Key.Key_Down)
        QTest.keyClick(QApplication.activePopupWidget() or pick, Qt.Key.Key_Return)
        assert pick.value() == value
        pick.set_value(TOPICS[3].value)


def test_that_the_list_closes_when_the_field_is_left_by_other_means(show: Show) -> None:
    form = QWidget()
    row, pick, other = QVBoxLayout(form), PickField(TOPICS), TextEdit(9)
    for field in (pick, other):
        row.addWidget(field)
    show(form)
    pick.setFocus()
    typing(pick, "5")
    assert pick.is_open()
    other.setFocus()  # as when saving leads to what is wrong
    assert (pick.is_open(), pick.text()) == (False, "5. Sinh hoạt cộng đồng")


def test_that_typing_into_a_choice_makes_another(pick: PickField) -> None:
    for number in (5, 3):
        typing(pick, str(number))
        QTest.keyClick(QApplication.activePopupWidget() or pick, Qt.Key.Key_Return)
        assert pick.value() == TOPICS[number - 1].value


def test_that_enter_leads_on(show: Show) -> None:
    form = QWidget()
    row, pick, other = QVBoxLayout(form), PickField(TOPICS).leading_on(), TextEdit(9)
    for field in (pick, other):
        row.addWidget(field)
    show(form)
    pick.setFocus()
    typing(pick, "5")
    QTest.keyClick(QApplication.activePopupWidget() or pick, Qt.Key.Key_Return)
    assert pick.value() == TOPICS[4].value
    assert other.hasFocus()
