"""Households: found, changed, added, made one."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from desktop.core import hamlets, households, settings
from desktop.core.households import Household, Yearly
from desktop.ui.household_box import HouseholdBox
from desktop.ui.household_twins_box import TwinsBox
from desktop.ui.screens.places_page import HOUSEHOLDS, PlacesPage
from tests.ui.places.parts import HEALTH, WATER, texts


def test_that_households_are_found_without_marks_and_by_what_they_lack(page: PlacesPage) -> None:
    page.choose(HOUSEHOLDS)
    found = page.households
    assert len(found.view.table.values) == 4
    found.filters.search.setText("hoa")
    found.search_now()
    assert [row[0] for row in texts(found.view)] == ["Nguyễn Văn Hòa"]
    found.filters.clear_button.click()
    found.filters.lacking.setCurrentIndex(found.filters.lacking.findData(WATER))
    assert {row[0] for row in texts(found.view)} == {"Y Biêr Niê", "Nguyễn Văn Hòa"}
    found.filters.category.setCurrentIndex(found.filters.category.findData("HN"))
    assert texts(found.view) == [["Y Biêr Niê", "H00", "Hộ nghèo", "2 chỉ số"]]
    found.filters.search.setText("không ai")
    found.search_now()
    assert found._stack.currentIndex() == 2
    found.filters.clear()
    page.year.setCurrentIndex(page.year.findData(2023))
    assert {row[2] for row in texts(found.view)} == {"chưa phân loại"}


def test_that_the_pane_shows_the_years_of_the_chosen_household(page: PlacesPage) -> None:
    page.choose(HOUSEHOLDS)
    found = page.households
    found.view.select(found.view.table.row_of(found.view.table.values[-1].household.id))
    words = " ".join(label.text() for label in found.pane.findChildren(type(found.footer._count)))
    assert "Y Biêr Niê" in words
    assert "Mã hộ H00" in words
    assert "Bảo hiểm y tế" in words


def test_that_a_household_is_changed_year_by_year(page: PlacesPage) -> None:
    def fill_in(box: HouseholdBox) -> int:
        box.head.set_value("")
        box.try_to_keep()
        assert box.result() == 0
        assert not box.problem.isHidden()
        box.head.set_value("Y Biêr Niê")
        box.show_year(2025)
        assert not box.copy_button.isHidden()
        box.copy_button.click()
        box.category.setCurrentIndex(box.category.findData("HCN"))
        box.ticks[WATER].setChecked(False)
        return QDialog.DialogCode.Accepted

    page.choose(HOUSEHOLDS)
    page.households.filters.search.setText("bier")
    page.households.search_now()
    page.dialogs.boxes = [fill_in]
    page.households.view.setFocus()
    QTest.keyClick(page.households.view, Qt.Key.Key_Return)
    line = page.households.view.selected()
    with page.store.read() as session:
        years = households.get(session, line.household.id).years
    assert years[2024] == Yearly("HN", frozenset({WATER, HEALTH}))
    assert years[2025] == Yearly("HCN", frozenset({HEALTH}))


def test_that_a_new_household_can_be_added_by_keyboard(page: PlacesPage) -> None:
    def fill_in(box: HouseholdBox) -> int:
        box.head.set_value("H'Linh Ayŭn")
        box.place.setText("thon 2")
        box.category.setCurrentIndex(box.category.findData("HN"))
        return QDialog.DialogCode.Accepted

    page.choose(HOUSEHOLDS)
    page.dialogs.boxes = [fill_in]
    QTest.keyClick(page.households.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert "H'Linh Ayŭn" in [row[0] for row in texts(page.households.view)]
    assert page.heard == ["Đã thêm hộ."]


def test_that_a_code_of_another_household_brings_the_form_back_with_what_was_typed(
    page: PlacesPage, qtbot: Any
) -> None:
    def type_known_code(box: HouseholdBox) -> int:
        box.head.set_value("Hoàng Văn Sơn")
        box.code.set_value("H01")
        return QDialog.DialogCode.Accepted

    def mend(box: HouseholdBox) -> int:
        assert not box.problem.isHidden()
        assert "đã có ở hộ khác" in box.problem.accessibleName()
        assert box.head.value() == "Hoàng Văn Sơn"
        box.code.set_value("H99")
        return QDialog.DialogCode.Accepted

    page.choose(HOUSEHOLDS)
    page.dialogs.boxes = [type_known_code, mend]
    page.new_button.click()
    qtbot.waitUntil(lambda: page.heard == ["Đã thêm hộ."])
    assert not page.dialogs.errors
    assert len(page.households.view.table.values) == 5


def test_that_two_households_become_one_only_when_the_officer_says_so(
    page: PlacesPage, qtbot: Any
) -> None:
    with page.store.write() as session:
        unit_id = settings.read(session).unit_id
        place = next(one for one in hamlets.all_of(session, unit_id) if one.name == "2")
        again = Household(unit_id=unit_id, head="Trần thị Mai", hamlet_id=place.id, note="nhập lại")
        households.save(session, again, {2023: Yearly("HN")})

    def look(box: TwinsBox) -> int:
        qtbot.addWidget(box)
        (pair,) = box.view.table.values
        if not pair.kept.code:
            box.swap_button.click()
        page.dialogs.answers = [False, True]
        box.merge_button.click()
        assert len(box.view.table.values) == 1
        box.merge_button.click()
        assert box.view.table.values == []
        return QDialog.DialogCode.Accepted

    page.choose(HOUSEHOLDS)
    page.dialogs.boxes = [look]
    page.households.twins_button.click()
    page.households.filters.search.setText("mai")
    page.households.search_now()
    (line,) = page.households.view.table.values
    with page.store.read() as session:
        kept = households.get(session, line.household.id)
    assert (kept.household.code, kept.household.note) == ("H03", "nhập lại")
    assert set(kept.years) == {2023, 2024}
