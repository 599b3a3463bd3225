"""Hamlets and the numbers of a year."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from db.store import Store
from desktop.core import hamlet_years, hamlets, reports, settings
from desktop.core.periods import parse
from desktop.ui import words
from desktop.ui.places_boxes import EndBox, HamletBox
from desktop.ui.screens.places_page import (
    HAMLETS,
    HOUSEHOLDS,
    MATCHING,
    PlacesPage,
)
from tests.ui.places.parts import cell, fill, shown, type_at

assert words  # with it errors have words, as in the program


def box_of(page: PlacesPage, kind: type[Any]) -> Any:
    (found,) = page.findChildren(kind)
    return found


def test_that_hamlets_show_what_is_entered_over_what_the_register_counts(page: PlacesPage) -> None:
    assert cell(page, 0, 0) == "Buôn Đŭng"
    assert [cell(page, 0, column) for column in range(1, 5)] == ["120", "3", "", ""]
    said = page.hamlets.model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Buôn Đŭng, Hộ nghèo: 3 · sổ hộ: 2"
    assert [chip.text() for chip in page.hamlets.chips] == [
        "Đang có · 2", "Chưa nhập đủ · 2", "Khác sổ hộ · 1", "Tất cả · 2",
    ]  # fmt: skip
    assert page.subtitle == "Năm 2024 · 2 thôn, buôn, tổ dân phố"


def test_that_counts_are_typed_with_enter_and_kept_with_ctrl_s(page: PlacesPage) -> None:
    type_at(page, 0, 3, "4", "1", "88")
    assert [cell(page, 0, column) for column in range(1, 5)] == ["120", "3", "4", "1"]
    assert cell(page, 1, 1) == "88"
    assert not page.hamlets.unsaved.isHidden()
    with page.store.read() as session:
        assert sum(one.near_poor or 0 for one in hamlet_years.of_year(session, 2024).values()) == 0
    QTest.keyClick(page.hamlets.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with page.store.read() as session:
        kept = {one.households: one for one in hamlet_years.of_year(session, 2024).values()}
    assert (kept[120].poor, kept[120].near_poor, kept[120].escaped) == (3, 4, 1)
    assert kept[88].poor is None
    assert page.heard == ["Đã lưu số hộ."]
    assert page.hamlets.unsaved.isHidden()


def test_that_what_was_typed_outlives_a_refresh_and_can_be_taken_back(page: PlacesPage) -> None:
    type_at(page, 1, 2, "7")
    page.refresh()
    assert cell(page, 1, 2) == "7"
    QTest.keyClick(page.hamlets.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cell(page, 1, 2) == ""
    assert page.hamlets.model.count_edits() == 0


def test_that_a_block_of_excel_is_pasted_and_words_are_refused(page: PlacesPage) -> None:
    QGuiApplication.clipboard().setText("130\t5\r\n90\tnăm\r\n")
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(0, 1))
    QTest.keyClick(page.hamlets.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [cell(page, 0, 1), cell(page, 0, 2), cell(page, 1, 1)] == ["130", "5", "90"]
    assert cell(page, 1, 2) == ""
    assert page.hamlets.model.count_edits() == 3


def test_that_empty_cells_are_filled_from_the_register_and_others_stay(page: PlacesPage) -> None:
    page.hamlets.fill.click()
    assert [cell(page, 0, column) for column in range(1, 5)] == ["120", "3", "0", "0"]
    assert [cell(page, 1, column) for column in range(1, 5)] == ["", "0", "1", "1"]


def test_that_unsaved_counts_are_asked_about_before_the_window_closes(page: PlacesPage) -> None:
    assert page.may_close()
    type_at(page, 0, 1, "9")
    page.dialogs.answers = [False, True]
    assert not page.may_close()
    assert page.hamlets.model.count_edits() == 1
    assert page.may_close()
    assert page.hamlets.model.count_edits() == 0


def test_that_another_year_keeps_what_was_typed_for_the_first(page: PlacesPage) -> None:
    type_at(page, 1, 1, "61")
    page.year.setCurrentIndex(page.year.findData(2023))
    assert cell(page, 1, 1) == ""
    page.year.setCurrentIndex(page.year.findData(2024))
    assert cell(page, 1, 1) == "61"
    assert page.hamlets.model.count_edits() == 0


def test_that_a_hamlet_is_added_and_a_name_that_is_there_is_not(page: PlacesPage) -> None:
    page.hamlets.add.click()
    box = box_of(page, HamletBox)
    box.name.set_value("2")
    assert not box.save_button.isEnabled()
    box.name.set_value("9")
    box.save_button.click()
    assert box.isHidden()
    assert [cell(page, row, 0) for row in range(3)] == ["Buôn Đŭng", "Thôn 2", "Thôn 9"]
    assert page.heard == ["Đã thêm Thôn 9."]


def test_that_a_new_name_begins_on_a_day_and_the_old_one_stays_for_the_years_before(
    page: PlacesPage,
) -> None:
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 0))
    QTest.keyClick(page.hamlets.view, Qt.Key.Key_Return)
    box = box_of(page, HamletBox)
    box.renamed.setChecked(True)
    box.name.set_value("2 Thành Công")
    assert not box.save_button.isEnabled()
    box.day.set_value(date(2024, 10, 1))
    box.save()
    assert page.hamlets.view.selected().hamlet.full_name == "Thôn 2 Thành Công"
    page.hamlets.choose(3)
    rows = [cell(page, row, 0) for row in range(page.hamlets.model.rowCount())]
    assert rows == ["Buôn Đŭng", "Thôn 2", "Thôn 2 Thành Công"]
    with page.store.read() as session:
        old, new = (
            next(one for one in hamlets.all_of(session, settings.read(session).unit_id)
                 if one.full_name == name)
            for name in ("Thôn 2", "Thôn 2 Thành Công")
        )  # fmt: skip
    assert (old.valid_to, old.successor_id) == (date(2024, 9, 30), new.id)
    page.year.setCurrentIndex(page.year.findData(2023))
    page.hamlets.choose(0)
    assert [cell(page, row, 0) for row in range(2)] == ["Buôn Đŭng", "Thôn 2"]


def test_that_a_hamlet_goes_into_another_one(page: PlacesPage) -> None:
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 0))
    page.hamlets.end.click()
    box = box_of(page, EndBox)
    assert not box.save_button.isEnabled()
    box.into.setText("buon dung")
    box.day.set_value(date(2024, 7, 1))
    box.save_button.click()
    assert page.hamlets.model.rowCount() == 1
    assert page.hamlets.view.selected().hamlet.full_name == "Buôn Đŭng"
    page.hamlets.choose(3)
    second = page.hamlets.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert second == "Thôn 2 · đến 30/06/2024, nay là Buôn Đŭng"


def test_that_what_is_refused_stays_in_its_box(page: PlacesPage, qtbot: Any) -> None:
    with page.store.write() as session:
        reports.lock(session, parse("2024-Q4"), b"", "0" * 64, nil=True)
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 0))
    page.hamlets.end.click()
    box = box_of(page, EndBox)
    box.into.setText("buon dung")
    box.day.set_value(date(2024, 12, 1))
    box.save()
    qtbot.waitUntil(lambda: "đã khóa" in box.problem.accessibleName())
    assert (box.isVisible(), box.isEnabled()) == (True, True)
    assert (box.into.text(), box.day.value()) == ("buon dung", date(2024, 12, 1))
    box.day.set_value(date(2024, 12, 15))
    box.save()
    assert box.isHidden()


def test_that_a_hamlet_that_is_no_more_takes_no_other(page: PlacesPage) -> None:
    with page.store.write() as session:
        unit_id = settings.read(session).unit_id
        one = next(o for o in hamlets.all_of(session, unit_id) if o.full_name == "Thôn 2")
        hamlets.rename(session, one.id, "Thôn 2A", date(2024, 7, 1))
    page.refresh()
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 0))
    page.hamlets.end.click()
    box = box_of(page, EndBox)
    box.into.setText("Thôn 2")
    assert box.into.value() is None


def test_that_a_hamlet_that_was_ended_by_mistake_comes_back(page: PlacesPage) -> None:
    taken_back: list[Any] = []
    page.said.connect(lambda _words, undo: taken_back.append(undo))

    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 0))
    page.hamlets.end.click()
    box = box_of(page, EndBox)
    box.day.set_value(date(2024, 7, 1))
    assert "Sổ hộ còn" not in box._words.text()
    box.ended.setChecked(True)
    assert "Sổ hộ còn 2 hộ ở đây" in box._words.text()
    box.save()
    assert (
        page.hamlets.model.index(1, 0)
        .data(Qt.ItemDataRole.AccessibleTextRole)
        .endswith("30/06/2024")
    )
    taken_back[0]()
    with page.store.read() as session:
        found = hamlets.all_of(session, settings.read(session).unit_id)
    assert [one.valid_to for one in found] == [None, None]


def test_that_who_only_looks_changes_nothing(qtbot: Any, store: Store, inline: Any) -> None:
    fill(store)
    page = shown(qtbot, store, inline, may_log=False)
    assert page.hamlets.add.isHidden()
    type_at_nothing = page.hamlets.model.index(0, 1).flags()
    assert not type_at_nothing & Qt.ItemFlag.ItemIsEditable
    page.choose(HOUSEHOLDS)
    assert page.new_button.isHidden()
    QTest.keyClick(page.households.view, Qt.Key.Key_Return)
    page.choose(MATCHING)
    assert page.matching.suggest.isHidden()
    assert not page.dialogs.asked


def test_that_a_year_without_changes_is_shown_where_it_was(page: PlacesPage) -> None:
    page.choose(HAMLETS)
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 2))
    page.refresh()
    at = page.hamlets.view.currentIndex()
    assert (at.row(), at.column()) == (1, 2)


def test_that_parts_above_the_whole_are_named_and_not_kept(page: PlacesPage) -> None:
    type_at(page, 0, 1, "2")
    assert "Buôn Đŭng" in page.hamlets.note.text()
    assert "nhiều hơn tổng số hộ 2" in page.hamlets.note.text()
    QTest.keyClick(page.hamlets.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.year.setCurrentIndex(page.year.findData(2023))
    assert page.year.currentData() == 2024
    assert page.hamlets.model.count_edits() == 1
    assert not page.heard
    type_at(page, 0, 1, "20")
    assert page.hamlets.note.isHidden()


def test_that_numbers_typed_into_hamlets_no_longer_shown_are_kept_too(page: PlacesPage) -> None:
    type_at(page, 0, 1, "77")
    type_at(page, 1, 1, "66")
    page.hamlets.choose(2)
    assert page.hamlets.model.rowCount() == 1
    page.hamlets.unsaved.link.click()
    with page.store.read() as session:
        kept = {one.households for one in hamlet_years.of_year(session, 2024).values()}
    assert kept == {77, 66}
