"""Choosing the household of the register for people on a list: suggested, confirmed, found by typing."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.store import Store
from desktop.core import attendance, households, reach
from desktop.core.activities import Activity
from desktop.core.attendance import Person
from desktop.core.periods import parse
from desktop.ui.attendance_model import HOUSEHOLD, OFFER
from desktop.ui.attendance_picks import HouseholdPick
from desktop.ui.screens.attendance_page import AttendancePage
from tests.builders import log
from tests.core.reach_world import World, add, small
from tests.ui.attendance.parts import CONTROL, DELETE, ENTER, SAVE, UNDO, cell, kept, keys

MATCH = (Qt.Key.Key_G, CONTROL)
LIST = "Họ và tên\tĐịa chỉ\nH'Linh Niê\tBuôn Đŭng\nY Thịnh Êban\t\nLê Văn An\tThôn 2\nPhạm Khách\tUBND\n"


@pytest.fixture
def world(store: Store) -> World:
    with store.write() as session:
        made = small(session)
        dung, two = made.places
        add(session, made, "H'Linh Niê", dung, code="0123", y2024="HN")
        add(session, made, "Y Thịnh Êban", dung, y2024="HCN")
        add(session, made, "Lê Văn An", two, code="0200", y2024="HN")
        add(session, made, "Lê Văn An", two, code="0201", y2024="HMTN")
    return made


@pytest.fixture
def one(store: Store, world: World) -> Activity:
    with store.write() as session:
        return log(session, attendees=4, women=2, hamlets=(world.places[0],))


def id_of(world: World, code: str) -> str:
    return next(key for key, one in world.households.items() if one.code == code)


def offers(page: AttendancePage) -> list[str]:
    rows = range(len(page.model.rows))
    return [page.model.index(row, HOUSEHOLD).data(OFFER) for row in rows]


def test_that_all_suggestions_are_confirmed_in_one_step_and_taken_back_in_one(
    page: AttendancePage, store: Store, one: Activity, world: World
) -> None:
    page.paste(LIST)
    assert offers(page) == ["H'Linh Niê", "Y Thịnh Êban", "", ""]
    assert {one.household_id for one in page.model.people()} == {None}
    part = page.pane.households
    assert part.match.text() == "Ghép 2 người với hộ trong sổ"
    keys(page, MATCH)
    assert "Đã ghép 2 người" in page.toast.accessibleName()
    assert part.said.text() == "Đã ghép 2/4 người với hộ."
    assert not part.match.isVisible()
    first, second, *others = page.model.people()
    assert (first.household_id, first.category) == (id_of(world, "0123"), "HN")
    assert (second.address, second.category) == ("Buôn Đŭng", "HCN")
    assert [one.household_id for one in others] == [None, None]
    keys(page, UNDO)
    assert {one.household_id for one in page.model.people()} == {None}
    part.match.click()
    keys(page, SAVE)
    assert kept(store, one)[0].household_id == id_of(world, "0123")
    with store.read() as session:
        found = reach.read(session, parse("2024-Q4")).by_category
    assert (found["HN"].reached, found["HCN"].reached) == (1, 1)


def test_that_saving_a_list_chooses_nobodys_household(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(LIST)
    keys(page, SAVE)
    assert {person.household_id for person in kept(store, one)} == {None}


def test_that_the_space_bar_takes_one_suggestion_and_goes_down(
    page: AttendancePage, world: World
) -> None:
    page.paste(LIST)
    page.view.go_to(0)
    keys(page, Qt.Key.Key_F6, Qt.Key.Key_Space)
    assert cell(page) == (1, HOUSEHOLD)
    assert [bool(one.household_id) for one in page.model.people()] == [True, False, False, False]
    keys(page, ENTER, Qt.Key.Key_Space)
    assert cell(page) == (2, HOUSEHOLD)
    assert page.model.people()[2].household_id is None


def test_that_a_household_found_by_letters_without_marks_is_chosen_among_those_alike(
    page: AttendancePage, world: World
) -> None:
    page.paste(LIST)
    page.view.go_to(2, HOUSEHOLD)
    keys(page, "le an")
    field = QApplication.focusWidget()
    assert isinstance(field, HouseholdPick)
    assert field.is_open()
    keys(page, ENTER)
    assert "Có nhiều hộ" in page.toast.accessibleName()
    assert page.model.people()[2].household_id is None
    QTest.keyClick(field._completer.lines, Qt.Key.Key_Down)
    QTest.keyClick(field._completer.lines, ENTER)
    QApplication.processEvents()
    assert page.model.people()[2].household_id in {id_of(world, "0200"), id_of(world, "0201")}
    assert cell(page) == (3, HOUSEHOLD)


def test_that_a_code_chooses_its_household_and_delete_takes_it_back(
    page: AttendancePage, world: World
) -> None:
    page.paste(LIST)
    page.view.go_to(3, HOUSEHOLD)
    keys(page, "0201", ENTER)
    assert page.model.people()[3].household_id == id_of(world, "0201")
    assert page.model.people()[3].address == "UBND"
    page.view.go_to(3, HOUSEHOLD)
    keys(page, DELETE)
    assert page.model.people()[3].household_id is None
    keys(page, "zzz", ENTER)
    assert "Không có hộ “zzz” trong sổ" in page.toast.accessibleName()


def test_that_an_open_cell_offers_the_households_like_the_person(
    page: AttendancePage, world: World
) -> None:
    page.paste(LIST)
    page.view.go_to(2, HOUSEHOLD)
    keys(page, Qt.Key.Key_F2)
    field: Any = QApplication.focusWidget()
    QTest.keyClick(field, Qt.Key.Key_F4)
    shown = field._completer._model.stringList()
    assert shown[0].startswith("Lê Văn An · Thôn 2 · Hộ")
    assert len(shown) == 2
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_that_several_households_of_a_name_are_told_and_led_to(page: AttendancePage) -> None:
    page.paste(LIST)
    (said,) = (one for one in page.pane.findChildren(QWidget) if "nhiều hộ" in one.accessibleName())
    QTest.mouseClick(said, Qt.MouseButton.LeftButton)
    assert cell(page)[0] == 2


def test_that_enter_still_goes_from_the_remark_to_the_next_person(page: AttendancePage) -> None:
    keys(page, "Lê A")
    for _ in range(7):
        keys(page, ENTER)
    assert cell(page) == (1, 1)


def test_that_codes_pasted_down_the_column_choose_households(
    page: AttendancePage, world: World
) -> None:
    page.paste(LIST)
    page.view.go_to(0, HOUSEHOLD)
    page.paste("0123\n\n0200\nle van an\n")
    chosen = [one.household_id for one in page.model.people()]
    assert chosen == [id_of(world, "0123"), None, id_of(world, "0200"), None]
    assert "không dùng được: le van an" in page.toast.accessibleName()


def test_that_a_household_that_has_gone_stays_chosen(
    page: AttendancePage, store: Store, one: Activity, world: World
) -> None:
    from dataclasses import replace

    key = id_of(world, "0123")
    with store.write() as session:
        attendance.save(session, one.unit_id, one.id, [Person(name="Lê A", household_id=key)])
        gone = replace(world.households[key], gone_on=date(2024, 1, 5))
        households.save(session, gone)
    page.show_activity(one.unit_id, one.id)
    assert page.model.index(0, HOUSEHOLD).data() == "(đã ghép)"
    keys(page, "Lê B", ENTER, SAVE)
    assert kept(store, one)[0].household_id == key


def test_that_the_cell_says_to_a_screen_reader_what_is_suggested(page: AttendancePage) -> None:
    page.paste(LIST)
    role = Qt.ItemDataRole.AccessibleTextRole
    texts = [page.model.index(row, HOUSEHOLD).data(role) for row in (0, 2)]
    assert texts == ["Hộ trong sổ: trống, gợi ý H'Linh Niê", "Hộ trong sổ: trống"]
    tip = page.model.index(0, HOUSEHOLD).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Gợi ý: H'Linh Niê · Buôn Đŭng · Hộ nghèo · mã 0123.")
