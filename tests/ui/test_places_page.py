from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from db.store import Store
from desktop.core import attendance, hamlet_years, hamlets, households, settings
from desktop.core.attendance import Person
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Yearly
from desktop.ui import theme
from desktop.ui.household_box import HouseholdBox
from desktop.ui.household_twins_box import TwinsBox
from desktop.ui.operations import Operations
from desktop.ui.places_boxes import EndBox, HamletBox
from desktop.ui.screen import Context
from desktop.ui.screens.places_page import (
    COVERAGE,
    HAMLETS,
    HOUSEHOLDS,
    LANGUAGES,
    MATCHING,
    PlacesPage,
)
from tests.builders import CLOCK, add_hamlet, log
from tests.core.test_sums import city, template
from tests.ui.scripted import ScriptedDialogs

__all__ = ["city", "template"]

WATER, HEALTH = "NSH", "BHYT"


def fill(store: Store) -> None:
    """Two hamlets, four households; one came to a talk about health insurance in Buôn Đŭng."""
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        one, other = (add_hamlet(session, name) for name in ("Buôn Đŭng", "Thôn 2"))
        made = []
        for number, (head, place, category, lacks) in enumerate((
            ("Y Biêr Niê", one, "HN", {WATER, HEALTH}), ("H'Yim Kđoh", one, "HN", {HEALTH}),
            ("Nguyễn Văn Hòa", other, "HCN", {WATER}), ("Trần Thị Mai", other, "HMTN", set[str]()),
        )):  # fmt: skip
            household = Household(
                unit_id=unit_id, head=head, hamlet_id=place.id, code=f"H0{number}"
            )
            households.save(session, household, {2024: Yearly(category, frozenset(lacks))})
            made.append(household)
        hamlet_years.save(session, 2024, [HamletYear(one.id, 2024, 120, 3, None, None)])
        talk = log(session, topics=("DV04",), hamlets=(one.id,), languages=("VIET", "EDE"),
                   minutes=45, attendees=1, women=0)  # fmt: skip
        came = Person(name=made[0].head, household_id=made[0].id)
        attendance.save(session, unit_id, talk.id, [came])


def shown(qtbot: Any, store: Store, inline: Any, **known: Any) -> PlacesPage:
    edition = known.get("edition", theme.Edition.WARD)
    theme.apply(QApplication.instance(), edition)
    dialogs = ScriptedDialogs()
    operations = Operations(store.read, store.write, dialogs, inline)
    made = PlacesPage(Context(operations, dialogs, CLOCK, **known))
    made.dialogs, made.store = dialogs, store
    made.heard = []
    made.said.connect(lambda text, _undo: made.heard.append(text))
    qtbot.addWidget(made)
    made.resize(1154, 600)
    made.show()
    return made


@pytest.fixture
def page(qtbot: Any, store: Store, inline: Any) -> PlacesPage:
    fill(store)
    return shown(qtbot, store, inline)


def texts(view: Any) -> list[list[str]]:
    return [[column.text(one) for column in view.table.columns] for one in view.table.values]


def cell(page: PlacesPage, row: int, column: int) -> str:
    return str(page.hamlets.model.index(row, column).data() or "")


def type_at(page: PlacesPage, row: int, column: int, *keys: str) -> None:
    """Type numbers from a cell on, Enter after each."""
    view = page.hamlets.view
    view.setFocus()
    view.setCurrentIndex(page.hamlets.model.index(row, column))
    for text in keys:
        QTest.keyClick(view, text[0])
        editor = view.viewport().findChild(type(view).__mro__[1]) or QApplication.focusWidget()
        for sign in text[1:]:
            QTest.keyClick(editor, sign)
        QTest.keyClick(editor, Qt.Key.Key_Return)


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
    def fill_in(box: HamletBox) -> int:
        box.name.set_value("2")
        assert not box.keep_button.isEnabled()
        box.name.set_value("9")
        assert box.keep_button.isEnabled()
        return QDialog.DialogCode.Accepted

    page.dialogs.boxes = [fill_in]
    page.hamlets.add.click()
    assert [cell(page, row, 0) for row in range(3)] == ["Buôn Đŭng", "Thôn 2", "Thôn 9"]
    assert page.heard == ["Đã thêm Thôn 9."]


def test_that_a_new_name_begins_on_a_day_and_the_old_one_stays_for_the_years_before(
    page: PlacesPage,
) -> None:
    def fill_in(box: HamletBox) -> int:
        box.renamed.setChecked(True)
        box.name.set_value("2 Thành Công")
        assert not box.keep_button.isEnabled()
        box.day.set_value(date(2024, 10, 1))
        return QDialog.DialogCode.Accepted

    page.dialogs.boxes = [fill_in]
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 0))
    QTest.keyClick(page.hamlets.view, Qt.Key.Key_Return)
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
    def fill_in(box: EndBox) -> int:
        assert not box.keep_button.isEnabled()
        box.into.setText("buon dung")
        box.day.set_value(date(2024, 7, 1))
        assert box.keep_button.isEnabled()
        return QDialog.DialogCode.Accepted

    page.dialogs.boxes = [fill_in]
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 0))
    page.hamlets.end.click()
    second = page.hamlets.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert second == "Thôn 2 · đến 30/06/2024, nay là Buôn Đŭng"


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


def test_that_coverage_counts_households_once_and_lists_those_left(page: PlacesPage) -> None:
    page.choose(COVERAGE)
    poor, near = page.reach.cards["HN"], page.reach.cards["HCN"]
    assert poor.accessibleName().startswith("Hộ nghèo: 1 / 2 hộ. lần đầu trong năm 1 · còn 1 hộ")
    assert near.accessibleName().startswith("Hộ cận nghèo: 0 / 1 hộ")
    assert [chip.text() for chip in page.reach.chips] == [
        "Chưa đến · 1", "Chưa gặp hộ · 1", "Tất cả · 2",
    ]  # fmt: skip
    assert texts(page.reach.places) == [["Thôn 2", "0", "0", "0/2"]]
    assert page.reach.title.text() == "Hộ chưa được tiếp cận · 3"
    QTest.mouseClick(poor, Qt.MouseButton.LeftButton)
    assert [row[0] for row in texts(page.reach.households)] == ["H'Yim Kđoh"]
    page.reach.of_all.click()
    assert len(page.reach.households.table.values) == 3


def test_that_a_hamlet_opens_its_activities_and_its_households_left(page: PlacesPage) -> None:
    asked: list[Any] = []
    page.activities_wanted.connect(lambda *what: asked.append(what))
    page.choose(COVERAGE)
    page.reach.choose(2)
    page.reach.places.select(0)
    assert page.reach.title.text() == "Hộ chưa được tiếp cận · 1"
    page.reach.places.setFocus()
    QTest.keyClick(page.reach.places, Qt.Key.Key_Return)
    assert asked[0][1] == "Buôn Đŭng, quý IV năm 2024"


def test_that_matching_suggests_where_most_are_left(page: PlacesPage, qtbot: Any) -> None:
    page.choose(MATCHING)
    rows = {tuple(row) for row in texts(page.matching.view)}
    assert ("Buôn Đŭng", "Bảo hiểm y tế", "2", "1/2", "1") in rows
    assert ("Thôn 2", "Nguồn nước sinh hoạt", "1", "0/1", "1") in rows
    found = page.matching
    found.view.select([one.indicator for one in found.view.table.values].index(HEALTH))
    with qtbot.waitSignal(page.suggestion_wanted) as asked:
        found.suggest.click()
    wanted = asked.args[0]
    assert (wanted.hamlet, wanted.households) == ("Buôn Đŭng", 1)
    assert wanted.activity.topics == ("DV04",)
    page.year.setCurrentIndex(page.year.findData(2025))
    assert found._stack.currentIndex() == 1


def test_that_languages_show_activities_and_minutes_of_each_hamlet(page: PlacesPage) -> None:
    page.choose(LANGUAGES)
    view = page.languages.view
    assert texts(view)[0][:3] == ["Buôn Đŭng", "1 hoạt động", "1 hoạt động"]
    assert texts(view)[1][:3] == ["Thôn 2", "–", "–"]
    assert view.table.columns[2].second(view.table.values[0]) == "45 phút"
    asked: list[Any] = []
    page.activities_wanted.connect(lambda *what: asked.append(what))
    view.opened.emit(view.table.values[0])
    assert asked[0][1] == "Buôn Đŭng, quý IV năm 2024"


def test_that_an_empty_register_says_what_to_do_first(
    qtbot: Any, store: Store, inline: Any
) -> None:
    page = shown(qtbot, store, inline)
    assert page.subtitle == "Chưa có thôn, buôn nào"
    assert page.hamlets._stack.currentIndex() == 1
    for number in (HOUSEHOLDS, COVERAGE, MATCHING, LANGUAGES):
        page.choose(number)
    assert page.households._stack.currentIndex() == 1
    assert not page.reach.banner.isHidden()
    assert page.matching._stack.currentIndex() == 1
    assert not page.dialogs.errors


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


def test_that_the_city_sees_hamlets_of_all_units_and_no_household(
    qtbot: Any, city: Store, inline: Any
) -> None:
    with city.write() as session:
        from tests.core.city_figures import place
        from tests.core.test_sums import joint

        _, part = joint(session)
        hamlet_id = place(session, part.unit_id, "Thôn 1")
        hamlet_years.keep_many(session, [HamletYear(hamlet_id, 2024, 90, 5, 4, 3)])
    page = shown(qtbot, city, inline, edition=theme.Edition.CITY)
    assert [chip.text() for chip in page.chips.values()] == ["Thôn, buôn", "Độ phủ"]
    model = page.hamlets.model
    assert [str(model.index(0, column).data()) for column in range(6)] == [
        "Thôn 1", "Xã Cư Êbur", "90", "5", "4", "3",
    ]  # fmt: skip
    assert page.hamlets.add.isHidden()
    page.choose(COVERAGE)
    assert len(page.coverage.units.table.values) > 1
    assert not page.dialogs.errors
    assert not hasattr(page, "households")


def test_that_a_year_without_changes_is_shown_where_it_was(page: PlacesPage) -> None:
    page.choose(HAMLETS)
    page.hamlets.view.setCurrentIndex(page.hamlets.model.index(1, 2))
    page.refresh()
    at = page.hamlets.view.currentIndex()
    assert (at.row(), at.column()) == (1, 2)


def test_that_the_lists_of_the_page_are_papers_with_names_on_them(
    page: PlacesPage, qtbot: Any
) -> None:
    for number, wanted, press in (
        (COVERAGE, "DSCHUA", lambda: page.reach.print_households.click()),
        (COVERAGE, "DSCD", lambda: page.reach.print_places.click()),
        (MATCHING, "DSMOI", lambda: page.matching.invite.click()),
    ):
        page.choose(number)
        with qtbot.waitSignal(page.paper_wanted) as asked:
            press()
        paper = asked.args[0]
        assert paper.code == wanted
        with page.store.read() as session:
            opening = paper.read(session)
            assert paper.pdf(session, "", opening.choices[wanted])[:5] == b"%PDF-"


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


def test_that_households_beside_the_focus_are_said_too(page: PlacesPage) -> None:
    with page.store.write() as session:
        unit_id = settings.read(session).unit_id
        other = Household(unit_id=unit_id, head="Hoàng Văn Sơn")
        households.save(session, other, {2024: Yearly("KHAC")})
        talk = log(session, held_on=date(2024, 11, 20), attendees=1, women=0)
        attendance.save(session, unit_id, talk.id, [Person(name="Sơn", household_id=other.id)])
    page.refresh()
    page.choose(COVERAGE)
    assert page.reach.others.text() == "Ngoài ra đã tiếp cận 1 hộ khác."


def test_that_the_page_fits_a_small_screen(page: PlacesPage) -> None:
    least = page.minimumSizeHint()
    assert least.width() <= 1154
    assert least.height() <= 560
