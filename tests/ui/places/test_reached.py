"""Coverage, suggestions, languages, papers; what the city sees."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.store import Store
from desktop.core import attendance, hamlet_years, households, settings
from desktop.core.attendance import Person
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Yearly
from desktop.core.periods import parse
from desktop.ui import theme
from desktop.ui.screens.places_page import (
    COVERAGE,
    HOUSEHOLDS,
    LANGUAGES,
    MATCHING,
    PlacesPage,
)
from tests.builders import log, make_activity
from tests.ui.places.parts import HEALTH, shown, texts


def test_that_coverage_counts_households_once_and_lists_those_left(page: PlacesPage) -> None:
    page.choose(COVERAGE)
    poor, near = page.reach.cards["HN"], page.reach.cards["HCN"]
    assert poor.accessibleName().startswith(
        "Hộ nghèo: 1 / 2 hộ trong sổ. lần đầu trong năm 1 · còn 1 hộ"
    )
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


def test_that_without_categories_of_the_year_nobody_seems_reached(page: PlacesPage) -> None:
    page.choose(COVERAGE)
    found = page.reach._found
    assert found is not None
    page.reach.show_found(replace(found, reach=replace(found.reach, classified=False)))
    assert page.reach.cards["HN"].accessibleName().startswith("Hộ nghèo: 1 hộ.")
    assert not page.reach.banner.isHidden()
    assert "phân loại năm 2024" in page.reach.banner.accessibleName()
    assert page.reach.title.text() == "Hộ chưa được tiếp cận"


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
    assert page.told.table.isHidden()
    assert "Chưa đơn vị nào báo cáo số hộ" in page.told.note.text()
    assert not page.dialogs.errors
    assert not hasattr(page, "households")


def test_that_the_city_sees_the_households_that_units_reported(
    qtbot: Any, city: Store, inline: Any
) -> None:
    with city.write() as session:
        from tests.core.city_figures import hold, place, ward
        from tests.core.test_reach import say

        here, there = ward(session, "Xã Cư Êbur"), ward(session, "Phường Tân Lập")
        hamlet_id = place(session, here, "Buôn Đŭng")
        hold(session, make_activity(here, revision=1), make_activity(there, revision=1))
        say(session, here, parse("2024-Q4"), (hamlet_id, "HN", 1007, 5), ("", "HCN", 2, 0))
    page = shown(qtbot, city, inline, edition=theme.Edition.CITY)
    page.choose(COVERAGE)
    page.periods.choose(parse("2024-Q4"))
    card, model = page.told, page.told.table.table
    assert [str(model.index(0, n).data()) for n in range(6)] == [
        "Xã Cư Êbur", "1.007", "2", "0", "0", "5",
    ]  # fmt: skip
    assert "Phường Tân Lập" in card.note.text()
    assert "Của 1 đơn vị đã báo" in card.foot._count.text()
    card.chips[1].click()
    assert [str(model.index(n, 0).data()) for n in range(model.rowCount())] == [
        "Buôn Đŭng, Xã Cư Êbur", "Chưa rõ thôn, buôn, Xã Cư Êbur",
    ]  # fmt: skip
    assert not page.dialogs.errors


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
