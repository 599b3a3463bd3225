"""The consolidating unit's window over a real register: its colour, its pages, what it may not do."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program, edition_of
from desktop.core import intake, narratives, preferences, sticks
from desktop.ui import theme
from desktop.ui.activity_table import Lens
from desktop.ui.quotes import Quotes
from tests import looks, wards
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("thanh-pho")
    city = wards.make_city(folder, wards=3, activities=6)
    with city.store.write() as session:
        for path in city.packages:
            intake.receive(session, path.name, path.read_bytes())
    city.store.close()
    return folder


@pytest.fixture
def program(
    qtbot: Any, sample: Path, tmp_path: Path, inline: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(sticks, "removable", list)
    preferences.remember(role="city")
    for name in ("thanh-pho.sotr", "thanh-pho.khoa.json"):
        shutil.copyfile(sample / name, tmp_path / name)
    theme.apply(QApplication.instance(), edition_of(preferences.read()))
    made = Program(tmp_path / "thanh-pho.sotr", CLOCK, ScriptedDialogs(), inline)
    qtbot.addWidget(made.window)
    made.window.resize(1366, 697)
    made.window.show()
    assert made.open()
    made._fill_rest()
    yield made
    made.close()
    theme.apply(QApplication.instance(), theme.Edition.WARD)


def test_that_the_city_has_its_own_colour_pages_and_title(program: Program) -> None:
    assert theme.hexa("nav") == theme.CITY["nav"]
    assert program.window.windowTitle() == "Sổ Truyền Thông – Bản tổng hợp – TP Buôn Ma Thuột"
    titles = [one.text() for one in program.window.nav.items]
    assert titles[:3] == ["Hôm nay", "Tình hình nộp", "Hoạt động"]
    assert titles[-1] == "Cài đặt"
    assert program.window.current_screen() is program.pages.today
    assert program.window.nav.items[1].accessibleName().startswith("Tình hình nộp")


def test_that_the_first_paint_has_the_colour_of_the_last_register() -> None:
    assert edition_of(preferences.Preferences()) is theme.Edition.WARD
    assert edition_of(preferences.Preferences(role="city")) is theme.Edition.CITY


def test_that_another_role_than_last_time_dresses_the_window_anew(
    qtbot: Any, sample: Path, tmp_path: Path, inline: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sticks, "removable", list)
    for name in ("thanh-pho.sotr", "thanh-pho.khoa.json"):
        shutil.copyfile(sample / name, tmp_path / name)
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    made = Program(tmp_path / "thanh-pho.sotr", CLOCK, ScriptedDialogs(), inline)
    made.window.show()
    assert "Bản tổng hợp" not in made.window.windowTitle()
    assert made.open()
    qtbot.addWidget(made.window)
    assert "Bản tổng hợp" in made.window.windowTitle()
    assert made.window.isVisible()
    assert theme.hexa("accent") == theme.CITY["accent"]
    assert preferences.read().role == "city"
    made._fill_rest()
    made.close()
    theme.apply(QApplication.instance(), theme.Edition.WARD)


def test_that_the_city_sees_the_activities_of_all_units_and_changes_none(
    program: Program,
) -> None:
    page = program.pages.list
    program.window.go_to(page)
    assert page.top_actions() == ()
    assert page.view.model().rowCount() == 18
    names = {page.view.table.data(page.view.table.index(row, 1)) for row in range(18)}
    assert names == {"Phường Tân Lập", "Phường Tân Hòa", "Phường Tân An"}
    page.view.setFocus()
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        QTest.keyClick(page.view, key)
    QTest.keyClick(page.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert program.window.current_screen() is page
    assert page.view.model().rowCount() == 18
    assert not page.pane._foot.isVisible()


def test_that_the_activities_of_one_unit_are_found(program: Program) -> None:
    page = program.pages.list
    program.window.go_to(page)
    box = page.filters.hamlet
    assert box.itemText(0) == "Mọi đơn vị"
    box.setCurrentIndex(box.findText("Phường Tân Hòa"))
    assert page.view.model().rowCount() == 6
    assert page._found.counts[Lens.ALL] == 18
    page.filters.search.setText("buoi 3")
    page.filters._now()
    assert 1 <= page.view.model().rowCount() < 6
    assert {one.unit_id for one in page.view.table.values} == {box.currentData()}


def test_that_every_page_is_shown_without_a_word_of_error(program: Program) -> None:
    for number in range(len(program.window.nav.items)):
        program.window._go(number)
        assert program.window.minimumSizeHint().width() <= 1366
        assert program.window.minimumSizeHint().height() <= 680
    assert program.dialogs.errors == []


def test_that_the_board_leads_to_papers(program: Program) -> None:
    board = program.pages.board
    program.window.go_to(board)
    board._print_status()
    assert type(program.window.current_screen()).__name__ == "PreviewScreen"
    assert program.window.current_screen().view.count() >= 1
    assert program.dialogs.errors == []
    program.window.back()


def test_that_the_board_leads_to_the_activities_of_a_report(program: Program) -> None:
    program.window.go_to(program.pages.board)
    program.pages.board.pane.detail.click()
    page = program.window.current_screen()
    assert type(page).__name__ == "PackagePage"
    assert program.dialogs.errors == []
    program.window.back()
    assert program.window.current_screen() is program.pages.board


def test_that_the_consolidated_report_is_three_keys_away(program: Program) -> None:
    window = program.window
    QTest.keyClick(window, Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window.current_screen(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert program.dialogs.errors == []
    preview = window.current_screen()
    assert [one.code for one in preview._opening.forms] == ["BC_TH", "PL_TH"]
    assert preview.view.count() > 3


def test_that_the_words_of_a_ward_are_taken_with_its_name(program: Program) -> None:
    program.window.go_to(program.pages.overview)
    program.pages.overview.write_button.click()
    page = program.window.current_screen()
    quotes = page.findChild(Quotes)
    quotes.buttons[0].click()
    assert page.fields["difficulties"].value() == ("- Phường Tân An: Khó khăn của Tân An")
    assert not quotes.buttons[0].isEnabled()
    page.save()
    with looks.reading(program) as session:
        kept = narratives.of(session, wards.Q4)
    assert kept.difficulties.startswith("- Phường Tân An")


def test_that_other_letters_keep_the_colour(program: Program) -> None:
    program.pages.settings.letters_changed.emit(13.0)
    assert theme.hexa("nav") == theme.CITY["nav"]
    assert program.window.current_screen() is program.pages.settings
    program.pages.settings.letters_changed.emit(10.5)
