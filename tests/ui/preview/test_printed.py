"""What is sent to the printer, and what is not."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import papers, preferences
from desktop.core.activities import Activity
from desktop.core.documents.content import Choice
from desktop.core.errors import MissingGlyphError
from desktop.ui import printing
from desktop.ui.main_window import MainWindow
from desktop.ui.page_view import Pages
from desktop.ui.screen import Context
from desktop.ui.screens.preview import PreviewScreen
from tests.ui.preview.parts import ESC, PRINT, banner, kept, made_now, opened, press, print_done
from tests.ui.scripted import ScriptedDialogs


def test_that_the_usual_form_is_printed_with_one_key(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    press(PRINT)
    print_done(qtbot, page)
    came = Pages(outputs[0].read_bytes())
    assert outputs[0].name.startswith("Canon LBP2900")
    assert [round(size.width()) for size in came.sizes] == [595] * page.view.count()
    assert page.said_last == ["Đã gửi bản in tới máy in “Canon LBP2900”."]


def test_that_any_form_is_printed_with_two_keys(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    assert QApplication.focusWidget() is page.pane.form
    press(Qt.Key.Key_4)
    assert page.pane.form_code() == "DS_DB"
    press(PRINT)
    print_done(qtbot, page)
    assert page.view.pages.content == made_now(store, one, "DS_DB")
    assert Pages(outputs[0].read_bytes()).sizes[0].width() > 800


def test_that_a_changed_choice_is_printed_as_chosen_and_kept_for_the_reprint(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    before = page.view.pages
    page.pane.fields.blank.setChecked(True)
    assert page.view.pages is before
    assert kept(store, one, "BB_TT") == Choice()
    press(PRINT)  # before the 300 ms are over
    assert not page.isEnabled()
    print_done(qtbot, page)
    chosen = Choice(blank=True)
    assert page.view.pages.content == made_now(store, one, "BB_TT", chosen)
    assert len(Pages(outputs[0].read_bytes()).sizes) == page.view.count() < len(before.sizes)
    assert kept(store, one, "BB_TT") == chosen
    assert QApplication.focusWidget() is page.pane.form


def test_that_pages_and_copies_are_sent_as_typed(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path]
) -> None:
    page.pane.pages.setEditText("2")
    page.pane.copies.set_value(3)
    page.pane.printer.setCurrentIndex(1)
    page.print_out()
    print_done(qtbot, page)
    assert outputs[0].name.startswith("HP M404")
    assert len(Pages(outputs[0].read_bytes()).sizes) == 3
    remembered = preferences.read()
    assert (remembered.printer, remembered.copies) == ("HP M404", 3)


def test_that_the_printer_of_last_time_is_chosen(
    window: MainWindow, context: Context, one: Activity, outputs: list[Path]
) -> None:
    preferences.remember(printer="HP M404", copies=2, two_sided=True)
    page = opened(window, context, one)
    assert page.pane.printer.currentText() == "HP M404"
    assert (page.pane.copies.value(), page.pane.two_sided.isChecked()) == (2, True)
    preferences.remember(printer="Máy đã bỏ", copies=0)
    page = opened(window, context, one)
    assert (page.pane.printer.currentText(), page.pane.copies.value()) == ("Canon LBP2900", 1)


def test_that_a_wrong_page_is_said_and_nothing_is_printed(
    page: PreviewScreen, outputs: list[Path]
) -> None:
    page.pane.pages.setEditText("7-9")
    page.print_out()
    assert "Không có trang “7-9”" in page.pane.trouble.text()
    assert page.pane.pages.hasFocus()
    assert outputs == []
    page.pane.pages.setEditText("1")
    assert page.pane.trouble.text() == ""
    page.pane.copies.setText("0")
    page.print_out()
    assert page.pane.copies.hasFocus()
    assert (outputs, page.pane.trouble.isVisible()) == ([], True)


def test_that_two_sides_are_printed_in_two_turns_with_words_between(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    count = page.view.count()
    page.pane.two_sided.setChecked(True)
    page.print_out()
    print_done(qtbot, page)
    assert len(Pages(outputs[0].read_bytes()).sizes) == (count + 1) // 2
    assert "Đã in xong các mặt trước" in banner(page)
    assert page.pane.main_button.accessibleName() == "In mặt sau"
    assert page.said_last == []
    press(PRINT)
    print_done(qtbot, page)
    assert len(Pages(outputs[1].read_bytes()).sizes) == (count + 1) // 2
    assert (banner(page), page.pane.main_button.accessibleName()) == ("", "In")
    assert preferences.read().two_sided
    assert len(page.said_last) == 1


def test_that_leaving_with_backs_to_print_asks(
    qtbot: QtBot, page: PreviewScreen, window: MainWindow, dialogs: ScriptedDialogs
) -> None:
    page.pane.two_sided.setChecked(True)
    page.print_out()
    print_done(qtbot, page)
    dialogs.answers = [False]
    press(ESC)
    assert window.current_screen() is page
    page.banner.clicked.emit()  # Bỏ mặt sau
    assert banner(page) == ""
    press(ESC)
    assert window.current_screen() is not page
    assert len(dialogs.asked) == 1


def test_that_another_choice_gives_up_the_backs(qtbot: QtBot, page: PreviewScreen) -> None:
    page.pane.two_sided.setChecked(True)
    page.print_out()
    print_done(qtbot, page)
    page.pane.form.setCurrentIndex(0)
    assert (banner(page), page.pane.main_button.accessibleName()) == ("", "In")


def test_that_a_trial_is_the_page_looked_at_once(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    page.pane.copies.set_value(5)
    page.view.go_to(1)
    page.pane.trial_button.click()
    print_done(qtbot, page)
    assert len(Pages(outputs[0].read_bytes()).sizes) == 1
    assert preferences.read().printer == ""


def test_that_a_printer_that_refuses_is_told(
    qtbot: QtBot, page: PreviewScreen, monkeypatch: pytest.MonkeyPatch, qtlog: Any, tmp_path: Path
) -> None:
    def printer(_name: str) -> QPrinter:
        made = QPrinter()
        made.setOutputFileName(str(tmp_path / "không có" / "in.pdf"))
        return made

    monkeypatch.setattr(printing, "printer", printer)
    with qtlog.disabled():
        page.print_out()
        print_done(qtbot, page)
    assert "Máy in “Canon LBP2900” không nhận bản in" in banner(page)
    assert page.said_last == []


def test_that_a_paper_that_cannot_be_made_is_not_printed(
    page: PreviewScreen,
    dialogs: ScriptedDialogs,
    monkeypatch: pytest.MonkeyPatch,
    outputs: list[Path],
) -> None:
    def fails(*_rest: Any) -> bytes:
        raise MissingGlyphError("ƀ", "biên bản")

    with monkeypatch.context() as patch:
        patch.setattr(papers, "pdf", fails)
        page.pane.form.setCurrentIndex(0)
        QApplication.processEvents()
    assert [type(error) for error in dialogs.errors] == [MissingGlyphError]
    assert (page.view.count(), page.thumbnails.count()) == (0, 0)
    assert not page.pane.main_button.isEnabled()
    press(PRINT)
    assert outputs == []
    page.banner.clicked.emit()  # Thử lại
    assert page.view.count() > 0
    assert (banner(page), page.pane.main_button.isEnabled()) == ("", True)
